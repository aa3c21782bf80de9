"""From the wording of the statistical list to the names that people use: 贺村村委会 → 贺村村.

The list names committees (X村委会, X社区居委会), in two habits that differ by county: some write 王庄村委会 for 王庄村,
others 王庄村村委会 for the same. It also has placeholders for areas without any committee; those are no places.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

LOST = "□"
"""Stands for a character that the list lacks."""
# 虚拟社区, 类似社区 and 特殊社区 are the list's placeholders for zones without a committee. 生活区 (a farm's or a
# company's settlement) is where people live and is called so: it stays.
_PLACEHOLDER = re.compile(r"虚拟|类似(?:社区|居委会|居民委员会)|特殊(?:社区|村)")
_NOTE = re.compile(r"（(?:含[^（）]*|省级|社区|居|农村社区|筹备组|新|村委会|同音)）+")
_ORGAN = r"(?:委员会|委会|委委会|会委会|委会员|员委会|委员|委)(?:委?会)*"
# The organ of a community or a gacha names it in full: 中心社区居委会, 红旗嘎查委员会.
_COMMUNITY = re.compile(rf"(?:(社区|嘎查)(?:村民|村|居民|居名|居|人民)?(?:管理)?(?:{_ORGAN}|会|(?<=居))|(）)委会)$")
_VILLAGE = re.compile(rf"村(?:民|员|和民|牧民|牧)?{_ORGAN}$")
_RESIDENTS = re.compile(rf"居(?:民|名|居)?{_ORGAN}$")
_OWN_GLYPH = re.compile(r"[\ue000-\uf8ff]")  # a character that only the list's makers could see
_DOUBLED = re.compile(r"(..)村村$")


def _tidy(raw: str) -> str:
    name = "".join(raw.split()).replace("(", "（").replace(")", "）")
    name = _OWN_GLYPH.sub(LOST, _NOTE.sub("", name))
    return name.removesuffix("）") if name.count("）") > name.count("（") else name


def _prefix(name: str, place: str) -> str:
    """`name` without the county and township that a few lists write before every village."""
    _, found, rest = name.partition(place)
    return rest if found and len(rest) > 1 else name


def _short(tidy: str, doubled: bool) -> str:
    """The name without its committee. `doubled`: this county writes 王庄村村委会 for 王庄村."""
    head, bracket, note = tidy.partition("（") if tidy.endswith("）") else (tidy, "", "")
    name = _COMMUNITY.sub(r"\1\2", head)
    if name == head:
        name = _RESIDENTS.sub("居委会", head)
    if name == head and _VILLAGE.search(head):
        name = _VILLAGE.sub("村", head)
        # 贺村村委会 is 贺村村 where 王庄村委会 is 王庄村; of a longer name (株树村村委会) the second 村 is the organ's.
        name = name[:-1] if doubled and len(name) > 2 and name.endswith("村村") else _DOUBLED.sub(r"\1村", name)
    return name + bracket + note


def _is_doubled(names: Sequence[str]) -> bool:
    """True where a county's list writes 村村委会 for most of its villages."""
    organs = [name for name in names if _VILLAGE.search(name) and not _COMMUNITY.search(name)]
    return 2 * sum(_VILLAGE.sub("村", name).endswith("村村") for name in organs) > len(organs)


def village_names(county: str, listed: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Proper village names by township, from the list's names of one county by township name.

    Order is kept, placeholders are left out. Where two names of a township would become one, both stay as the list has
    them. Names within a township are all different.
    """
    real = {t: [raw for raw in raws if not _PLACEHOLDER.search(raw)] for t, raws in listed.items()}
    doubled = _is_doubled([_tidy(raw) for raws in real.values() for raw in raws])
    return {
        t: _distinct([(raw, _prefix(_short(_tidy(raw), doubled), county + t)) for raw in raws])
        for t, raws in real.items()
    }


def _distinct(pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The second of each pair, or the first of all pairs whose second is not theirs alone."""
    chosen = [short for _, short in pairs]
    while True:
        uses = Counter(chosen)
        clash = [i for i, name in enumerate(chosen) if uses[name] > 1 and name != pairs[i][0]]
        if not clash:
            return tuple(dict.fromkeys(chosen))
        for i in clash:
            chosen[i] = pairs[i][0]

"""Finding townships and villages by what an officer wrote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.base.diagnostics import visible
from generator.decode.words import several, typo
from generator.model import REGION_WIDE, Township, Village

REGION_WORDS = frozenset({REGION_WIDE, "全市", "全县", "全区", "all"})
"""Words that stand for the whole region where a township could stand."""


@dataclass(frozen=True, slots=True)
class NotFound:
    """Why a word names nothing: the code of the defect, the words and the hint."""

    code: str
    message: str
    hint: str


_KIND = re.compile(r"(?:街道办事处|街道|民族乡|[镇乡]人民政府|[镇乡]|社区居民委员会|社区|居委会|村民委员会|村委会|村)$")
"""What kind of place a name says it is; offices write an old one, or none."""
_OPPOSITE = frozenset("东西南北中上下大小新老前后内外高低一二三四五六七八九十")
"""Characters by which neighbouring places differ."""
_FEW = 40
"""So many names are listed in a message."""


def _clean(word: str) -> str:
    return unicodedata.normalize("NFKC", word).strip()


class Gazetteer:
    """The region's townships and villages by code, id and name."""

    def __init__(self, townships: Sequence[Township]) -> None:
        self.townships = {t.code: t for t in townships}
        self.by_name: dict[str, list[Township]] = {}
        self.villages: dict[str, Village] = {}
        self.by_village_name: dict[str, list[Village]] = {}
        for unit in townships:
            self.by_name.setdefault(_clean(unit.name), []).append(unit)
            for village in unit.villages:
                self.villages[village.id] = village
                for name in village_names(village.name):
                    self.by_village_name.setdefault(name, []).append(village)
        self._townships: dict[str, Township | NotFound] = {}

    def township(self, word: str) -> Township | NotFound:
        """The township of that full name or code."""
        found = self._townships.get(word)
        if found is None:
            found = self._townships[word] = self._township(_clean(word))
        return found

    def _township(self, word: str) -> Township | NotFound:
        if word in self.townships:
            return self.townships[word]
        named = self.by_name.get(word, [])
        if len(named) == 1:
            return named[0]
        if named:
            codes = "、".join(t.code for t in named)
            return NotFound("E110", f"叫“{visible(word)}”的乡镇不止一个", f"请改写代码：{codes}。")
        if parts := several(word, self.by_name):
            return NotFound("E104", f"找不到乡镇“{visible(word)}”", f"几个乡镇合办的，请写成“{'、'.join(parts)}”。")
        near = _meant(word, self.by_name)
        if near:
            said = f"是不是“{near}”（{self.by_name[near][0].code}）？全部名称见 campaigns/region.yml"
        elif len(self.by_name) <= _FEW:
            said = f"可以写：{'、'.join(self.by_name)}"
        else:
            said = "全部名称见 campaigns/region.yml"
        return NotFound("E104", f"找不到乡镇“{visible(word)}”", f"{said}；全市的活动写“全域”。")

    def village(self, word: str, among: Sequence[Township]) -> Village | NotFound:
        """The village of that name or id in one of the townships (any township where `among` is empty)."""
        word = _clean(word)
        codes = {t.code for t in among}
        found = self.villages.get(word)
        named = [found] if found else self.by_village_name.get(word, [])
        here = [v for v in named if not codes or v.township in codes]
        exact = [v for v in here if v.name == word] or here
        if len(exact) == 1:
            return exact[0]
        if exact:
            options = "、".join(f"{v.name}（{v.id}）" for v in exact[:6])
            return NotFound("E110", f"叫“{visible(word)}”的村（社区）不止一个", f"请改写编号：{options}。")
        if named:
            owner = self.townships[named[0].township].name
            return NotFound("E105", f"“{visible(word)}”不在所写的乡镇里", f"它属于“{owner}”，请核对乡镇或村名。")
        if parts := several(word, self.by_village_name):
            names = "、".join(f"“{part}”" for part in parts)
            hint = f"这里只写一个：{names}合办的，“村社区”空着，把村名写在“地点”里；各办各的，请分成几条。"
            return NotFound("E105", f"“{visible(word)}”是几个村（社区）", hint)
        names_here = list(dict.fromkeys(v.name for t in among for v in t.villages))
        near = _meant(word, names_here or {v.name for v in self.villages.values()})
        where = among[0].name if len(among) == 1 else "所写的乡镇"
        if near:
            said = f"是不是“{near}”？全部名称见 campaigns/region.yml。"
        elif 0 < len(names_here) <= _FEW:
            said = f"可以写：{'、'.join(names_here)}。"
        else:
            said = "全部名称见 campaigns/region.yml。"
        return NotFound("E105", f"{where}没有村（社区）“{visible(word)}”", said)


def _meant(word: str, names: Collection[str]) -> str | None:
    """The one name that `word` stands for: of another kind (贺村乡, 城北村), short, or with a slip of the pen.

    What kind of place it is counts for nothing, so that 城西街道 is no 城东街道; two names of three characters that share two
    are two places, and so are 上余头村 and 下余头村.
    """
    stems = {_stem(name): name for name in names}
    same = [name for stem, name in stems.items() if stem in (word, _stem(word))]
    if same:
        return same[0] if sum(_stem(name) == _stem(same[0]) for name in set(names)) == 1 else None
    near = typo(_stem(word), stems)
    if near is None or _OPPOSITE & {
        c for pair in zip(near, _stem(word), strict=False) if pair[0] != pair[1] for c in pair
    }:
        return None
    return stems[near]


def _stem(name: str) -> str:
    return _KIND.sub("", name) or name


@lru_cache(maxsize=10_000)
def village_names(name: str) -> tuple[str, ...]:
    """A village's full name and the short one people write: 礼贤村 is 礼贤 too, 贺村村 is 贺村 too."""
    clean = _clean(name)
    for tail in ("社区", "村"):
        if clean.endswith(tail) and len(clean) > len(tail) + (1 if tail == "村" else 0):
            return (clean, clean[: -len(tail)])
    return (clean,)

"""Who is likelier to be drawn: rules such as 乡镇:贺村镇=3. The weights of all rules that fit are multiplied; 0 leaves out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation

from generator.base.diagnostics import nearest, visible
from generator.figures.sampling.frame import SIZES, Item
from generator.model import REGION_WIDE, STAGES, Region

MOST = Decimal(1000)
EXACT = Context(prec=50)
"""In which weights and lots are computed, whatever the program around has set."""
_DECIMALS = 3
_FORMS = "写成 条件=倍数，如 启动=2、乡镇:贺村镇=3、没查过=5、形式:展览=0；倍数0到1000，0就是不抽。"
_ALONE = {
    "启动": ("stage", "启动"), "launch": ("stage", "启动"), "启动仪式": ("stage", "启动"),
    "常态": ("stage", "常态"), "routine": ("stage", "常态"),
    "场次": ("kind", "场次"), "occurrence": ("kind", "场次"), "阵地": ("kind", "阵地"), "site": ("kind", "阵地"),
    "查过": ("checked", "查过"), "checked": ("checked", "查过"),
    "没查过": ("checked", "没查过"), "unchecked": ("checked", "没查过"),
    "没去过": ("visited", "没去过"), "unvisited": ("visited", "没去过"),
    "去过": ("visited", "去过"), "visited": ("visited", "去过"),
    "全域": ("township", REGION_WIDE),
}  # fmt: skip
"""Conditions of one word: what they ask, and the answer that fits. 去过 is a township that was inspected before."""
_WITH = {
    "乡镇": "township", "township": "township", "分组": "group", "group": "group", "形式": "form", "form": "form",
    "人数": "size", "size": "size", "阶段": "stage", "stage": "stage",
}  # fmt: skip
_NAMES = {"township": "乡镇", "group": "分组", "form": "形式", "size": "人数"}
_SIZE_WORDS = {"unknown": SIZES[0], "small": SIZES[1], "medium": SIZES[2], "large": SIZES[3], **{s: s for s in SIZES}}
_KINDS = {"occurrence": "场次", "site": "阵地"}


class BadWeight(ValueError):
    """A rule that cannot be read; the words are for the officer."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Items for which `what` is `which` get `weight` times the chance. `text` is the rule as it is kept with the draw."""

    what: str
    which: str
    weight: Decimal
    text: str

    @property
    def label(self) -> str:
        """The condition without its weight."""
        return self.text.rpartition("=")[0]

    def fits(self, item: Item) -> bool:
        """Whether the rule speaks of an item."""
        match self.what:
            case "kind":
                return _KINDS[item.kind] == self.which
            case "township":
                return self.which in item.townships if self.which != REGION_WIDE else not item.townships
            case "group":
                return self.which in item.groups
            case "checked":
                return item.checked == (self.which == "查过")
            case "visited":
                return item.visited == (self.which == "去过")
        return getattr(item, self.what) == self.which  # type: ignore[no-any-return]  # stage, form, size


def parse_rule(text: str, region: Region) -> Rule:
    """A rule from what an officer wrote; `BadWeight` with what would be right."""
    clean = unicodedata.normalize("NFKC", text).strip()
    condition, sign, number = (part.strip() for part in clean.rpartition("="))
    if not sign or not condition or len(clean) > 100:
        raise BadWeight(f"看不懂权重“{visible(text)}”。{_FORMS}")
    weight = _weight(number, text)
    what, which = _condition(condition, region, text)
    name = _NAMES.get(what)
    word = which if name is None else f"{name}:{_township_name(which, region) if what == 'township' else which}"
    return Rule(what, which, weight, f"{'全域' if which == REGION_WIDE else word}={shown(weight)}")


def _weight(number: str, text: str) -> Decimal:
    try:
        weight = Decimal(number)
    except InvalidOperation:
        raise BadWeight(f"看不懂权重“{visible(text)}”里的倍数。{_FORMS}") from None
    exponent = weight.as_tuple().exponent
    if not weight.is_finite() or not 0 <= weight <= MOST or not isinstance(exponent, int) or exponent < -_DECIMALS:
        raise BadWeight(f"权重“{visible(text)}”的倍数要在0到1000之间，最多{_DECIMALS}位小数。")
    return weight.copy_abs()


def _condition(condition: str, region: Region, text: str) -> tuple[str, str]:
    word, sign, which = (part.strip() for part in condition.partition(":"))
    if not sign:
        found = _ALONE.get(word) or _ALONE.get(word.lower())
        if found is None:
            near = nearest(word, [*_ALONE, *_WITH])
            hint = f"是不是“{near}”？" if near else ""
            raise BadWeight(f"看不懂权重“{visible(text)}”里的条件。{hint}{_FORMS}")
        return found
    what = _WITH.get(word) or _WITH.get(word.lower())
    if what is None:
        raise BadWeight(f"权重“{visible(text)}”：冒号前面可以写 乡镇、分组、阶段、形式、人数。")
    known = _known(what, region)
    found_which = known.get(which) or known.get(which.lower())
    if found_which is None:
        near = nearest(which, known)
        hint = f"是不是“{near}”？" if near else f"可以写：{'、'.join(dict.fromkeys(known))}。"
        raise BadWeight(f"权重“{visible(text)}”：没有“{visible(which)}”。{hint}")
    return what, found_which


def _known(what: str, region: Region) -> dict[str, str]:
    """The words that may stand behind a colon, and what each means."""
    if what == "township":
        names = {unicodedata.normalize("NFKC", t.name): t.code for t in region.townships}
        return {**names, **{t.code: t.code for t in region.townships}, REGION_WIDE: REGION_WIDE}
    if what == "size":
        return _SIZE_WORDS
    if what == "stage":
        return {**{s: s for s in STAGES}, "launch": "启动", "routine": "常态"}
    words = region.forms if what == "form" else [t.group for t in region.townships if t.group]
    return {unicodedata.normalize("NFKC", word): word for word in words}


def _township_name(code: str, region: Region) -> str:
    names = [t.name for t in region.townships]
    found = next((t.name for t in region.townships if t.code == code), code)
    return found if names.count(found) == 1 else code


def weight_of(item: Item, rules: Iterable[Rule]) -> Decimal:
    """The product of the weights of all rules that fit, 1 where none does."""
    weight = Decimal(1)
    for rule in rules:
        if rule.fits(item):
            weight = EXACT.multiply(weight, rule.weight)
    return weight


def shown(weight: Decimal) -> str:
    """A weight without needless noughts: 2, 0.5."""
    return f"{EXACT.normalize(weight):f}"

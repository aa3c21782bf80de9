"""Days that people count otherwise than by the week: market days (逢三逢八) and lunar dates (腊月廿三)."""

from __future__ import annotations

import re

from generator.almanac.lunar import parse
from generator.decode.repeat.parts import bad
from generator.model import Rule

LUNAR_WORDS = ("农历", "阴历", "旧历", "夏历")
CIVIL_WORDS = ("公历", "阳历", "新历")
_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {str(n): n for n in range(10)} | {"十": 0}
_TAIL = re.compile("(?:日子|日)?(?:赶集|赶场|赶圩|集市|集日|圩日|集|圩|场|日)?$")
_HEAD = re.compile(rf"({'|'.join((*LUNAR_WORDS, *CIVIL_WORDS))})?(?:每个?月)?")
MARKET_FORMS = "集市写成“逢三逢八”“逢一四七”；按公历的写“公历逢五”。"


def market(text: str, calendar: str = "") -> Rule:
    """The days of a market, by the lunar calendar unless the words or `calendar` say otherwise."""
    head = _HEAD.match(text)
    assert head is not None  # every part of it may be missing
    said = head[1] or ""
    if said and calendar and (said in LUNAR_WORDS) != (calendar == "农历"):
        bad(f"“{text}”和“历法: {calendar}”说得不一样", "请只写一处。")
    digits: set[int] = set()
    for piece in re.split("[逢、]", _TAIL.sub("", text[head.end() :].removeprefix("每"))):
        digits |= _digits(piece, text)
    if not digits:
        bad(f"看不懂集市的日子“{text}”", MARKET_FORMS)
    return Rule(kind="market", digits=tuple(sorted(digits)), lunar=(said or calendar) not in ("公历", *CIVIL_WORDS))


def _digits(piece: str, text: str) -> set[int]:
    if piece in ("单", "双"):
        return {1, 3, 5, 7, 9} if piece == "单" else {2, 4, 6, 8, 0}
    if piece == "10":
        return {0}
    if any(char not in _DIGITS for char in piece) or (len(piece) > 1 and re.search("[0〇]|十.", piece)):
        bad(
            f"看不懂集市的日子“{text}”", "一个字是一个日子，“十”写在最后。" + MARKET_FORMS
        )  # 逢十五: the 15th, or 10 and 5?
    return {_DIGITS[char] for char in piece}


def lunar(text: str) -> Rule:
    """Fixed dates of the lunar year, several with 、 between them."""
    days = []
    for piece in text.split("、"):
        try:
            days.append(parse(piece))
        except ValueError as error:
            bad(str(error).rstrip("。"))
    return Rule(kind="lunar", lunar_days=tuple(sorted(set(days))))


def names_lunar(text: str) -> bool:
    """True where words name a lunar date without saying so: 正月十五, 除夕, 重阳节."""
    first = text.partition("、")[0]
    if re.match("正月|腊月|冬月", first):
        return True
    try:
        parse(first)
    except ValueError:
        return False
    return "月" not in first

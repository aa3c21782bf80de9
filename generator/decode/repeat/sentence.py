"""A whole rule in one plain sentence: 每月第一个星期三，到2026年12月31日，节假日顺延."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from generator.decode import values as v
from generator.decode.repeat import chinese, english, folk, rfc
from generator.decode.repeat.parts import bad, combine, unread
from generator.decode.values import MOST, plain
from generator.model import OnHoliday, Rule

HAN = re.compile("[\u4e00-\u9fff]")
_DATE = r"[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}[日号]?"
_DATES = rf"{_DATE}(?:[、,和及]{_DATE})*"
_GAP = "[,;。、]*"
_HOLIDAY = "跳过|不办|除外|暂停|停办|照常|照办|顺延"
_Tails = Sequence[tuple[str, re.Pattern[str]]]
_CHINESE_TAILS: _Tails = (
    ("until", re.compile(rf"{_GAP}(?:一直)?(?:截至|截止到?|直到|到|至)({_DATE})(?:为止|止|结束)?$")),
    ("count", re.compile(rf"{_GAP}(?:一共|总共|共)(?:办)?([0-9]{{1,9}}|{chinese.NUMBER})(?:次|场|期)$")),
    ("except", re.compile(rf"{_GAP}(?:除了?|不含|跳过)({_DATES})(?:之外|以外|外)?$")),
    ("except", re.compile(rf"{_GAP}({_DATES})(?:除外|不办)$")),
    ("on_holiday", re.compile(rf"{_GAP}(?:如?遇|逢)?(?:法定)?(?:节假日|假日)(?:时|则|就)?({_HOLIDAY})(?:[至到]?下?一?个?工作日)?$")),
    ("months", re.compile(rf"{_GAP}(?:只在|仅在|限)((?:{chinese.NUMBER}月?[、至到~-])*{chinese.NUMBER}月)份?办?$")),
)  # fmt: skip
_ISO = "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
_ENGLISH_TAILS: _Tails = (
    ("until", re.compile(rf"[,;\s]*\b(?:until|till|through|to)\s+({_ISO})$")),
    ("count", re.compile(r"[,;\s]*\b(?:for\s+)?([0-9]{1,9})\s+times$")),
    ("except", re.compile(rf"[,;\s]*\b(?:except|excluding)(?:\s+on)?\s+({_ISO}(?:(?:\s*,\s*|\s+and\s+){_ISO})*)$")),
    ("on_holiday", re.compile(r"[,;\s]*\b(skip|postpone|keep)(?:ping|ing)?\s+holidays$")),
)
_ON_HOLIDAY: dict[str, OnHoliday] = {"照常": "照常", "照办": "照常", "keep": "照常", "顺延": "顺延", "postpone": "顺延"}
_FROM = re.compile(rf"(?:从|自){_DATE}|(?:从|自).*(?:起|开始)")
_MONTHS_FIRST = re.compile(rf"(?:每年)?((?:{chinese.NUMBER}月?[、至到~-])*{chinese.NUMBER}月)份?(每.+|逢.+)")
_MARKET = re.compile(rf"(?:每个?月)?(?:{'|'.join((*folk.LUNAR_WORDS, *folk.CIVIL_WORDS))})?(?:每个?月)?每?逢")
_LUNAR = re.compile(rf"(?:每年)?(?:{'|'.join(folk.LUNAR_WORDS)})(?:每年)?(.+)")


class Sentence(NamedTuple):
    """What a sentence says: the rule with its end, days left out, and what happens on holidays (None: not said)."""

    rule: Rule
    exceptions: tuple[date, ...] = ()
    on_holiday: OnHoliday | None = None


def sentence_of(text: str, start: date) -> Sentence:
    """A rule in Chinese or English words, or as an RRULE. BadValue (E120 with the accepted forms) for all else."""
    clean = plain(text)
    if len(clean) > MOST:
        bad(f"“{text[:20]}…”太长了", "一场一场的改动，请写在“除外”“改期”“取消”里。")
    if rfc.looks_like(clean):
        return Sentence(rfc.rule_of(clean, start))
    if HAN.search(clean):
        return _sentence(_tight(clean), _CHINESE_TAILS, _chinese, start)
    return _sentence(_spaced(clean), _ENGLISH_TAILS, _english, start)


def head_in_words(text: str, months: tuple[int, ...], start: date) -> Rule:
    """A rule without its end, in half-width words, Chinese or English, that may lack their 每 or every."""
    if HAN.search(text):
        return _chinese(_tight(text), months, start)
    return _english(_spaced(text), months, start)


def _tight(text: str) -> str:
    return re.sub(r"\s+", "", text).rstrip("。.")


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text.lower()).rstrip(". ")


_Head = Callable[[str, tuple[int, ...], date], Rule]


def _sentence(text: str, tails: _Tails, head: _Head, start: date) -> Sentence:
    said: dict[str, str] = {}
    rest = text
    while found := next(((kind, m) for kind, tail in tails if (m := tail.search(rest))), None):
        kind, match = found
        if kind in said:
            bad(f"“{text}”里，同一件事说了两次：“{match[1]}”和“{said[kind]}”", "请只留一处。")
        said[kind] = match[1]
        rest = rest[: match.start()]
    if "until" in said and "count" in said:
        bad(f"“{text}”里写了到哪一天，又写了次数", "请只留一个。")
    rule = head(rest, chinese.months_of(said["months"]) or () if "months" in said else (), start)
    if "until" in said:
        rule = replace(rule, until=v.day(said["until"]))
    if "count" in said:
        rule = replace(rule, count=checked_count(chinese.number(said["count"]) or 0))
    left_out = tuple(v.day(word) for word in re.split(r"\s*(?:[、,和及]|and)\s*", said.get("except", "")) if word)
    holiday = _ON_HOLIDAY.get(said["on_holiday"], "跳过") if "on_holiday" in said else None
    return Sentence(rule, left_out, holiday)


def checked_count(count: int) -> int:
    """How often; at least once."""
    return count if count > 0 else bad(f"次数不能是 {count}")


def _chinese(text: str, months: tuple[int, ...], start: date) -> Rule:
    if _FROM.search(text):
        unread(text, "从哪一天开始，写在“开始”里，重复里不用写。")
    text = re.sub("^每?逢(?=周|星期)", "每", chinese.normal(text))
    first = _MONTHS_FIRST.fullmatch(text)
    if first and not months:
        months, text = chinese.months_of(first[1]) or (), first[2]
    if _MARKET.match(text):
        return replace(folk.market(re.sub("^每个?月", "", text)), by_month=tuple(sorted(set(months))))
    words = _LUNAR.fullmatch(text)
    if words or folk.names_lunar(text.removeprefix("每年")):
        if months:
            bad("农历的日子不能再限定月份")
        return folk.lunar(words[1] if words else text.removeprefix("每年"))
    found = chinese.unit_of(text)
    if found is None:
        unread(text)
    unit, rest = found
    return combine(unit, chinese.on_of(rest), months, start)


def _english(text: str, months: tuple[int, ...], start: date) -> Rule:
    found = english.unit_of(text) or english.unit_of(f"every {text}")
    if found is None:
        unread(text)
    unit, rest = found
    return combine(unit, english.on_of(rest), months, start)

"""Plain English rules in lower case: every 2 weeks on wednesday, every month on the first wednesday."""

from __future__ import annotations

import re

from generator.decode.repeat.parts import On, Unit, bad

_WEEKDAYS = {
    name: n for n, names in enumerate(
        ("monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thur thurs", "friday fri", "saturday sat", "sunday sun")
    ) for name in names.split()
}  # fmt: skip
_MONTHS = {
    name: n for n, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"), 1
    ) for name in names.split()
}  # fmt: skip
_ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "fifth": 5,
    "5th": 5,
    "last": -1,
}
_UNITS = {"day": "天", "daily": "天", "workday": "工作日", "working day": "工作日", "week": "周", "weekly": "周", "month": "月",
          "monthly": "月", "quarter": "季度", "quarterly": "季度", "year": "年", "yearly": "年", "annually": "年"}  # fmt: skip
_NUMBERS = {"other": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_UNIT = re.compile(
    r"(?:(?:every|each)\s+)?(?:(?P<number>other|two|three|four|five|six|[0-9]{1,3})\s+)?"
    r"(?P<unit>working day|workday|day|week|month|quarter|year)s?\b|(?P<word>daily|weekly|monthly|quarterly|yearly|annually)\b"
)
_OF_MONTH = re.compile(r"(?:every|each)\s+(?:the\s+)?(.+?)\s+(?:of|in)\s+(?:the|each|every|a)\s+month")
_EVERY = re.compile(r"(?:every|each)\s+(?:(other)\s+)?(.+)")


def unit_of(text: str) -> tuple[Unit, str] | None:
    """The unit that a rule begins with, and the rest of its words; None where it begins with none."""
    if found := _OF_MONTH.fullmatch(text):
        return Unit("月"), found[1]
    found = _UNIT.match(text)
    if found is not None:
        count = found["number"]
        interval = (_NUMBERS.get(count) or int(count)) if count else 1
        return Unit(_UNITS[found["word"] or found["unit"]], interval), text[found.end() :].strip(" ,")  # type: ignore[arg-type]  # names of units
    found = _EVERY.fullmatch(text)
    if found is not None and _words(found[2])[0] in _WEEKDAYS:
        return Unit("周", 2 if found[1] else 1), found[2]
    return None


def _words(text: str) -> list[str]:
    text = re.sub(r"\b(and|on|the|of|in|at)\b|[,&]", " ", text)
    return [re.sub(r"(?<=day)s$", "", word) for word in text.split()] or [""]


def on_of(text: str) -> On:
    """The days that words name: wednesday, first wednesday, 15th, last day, april 15. BadValue for all else."""
    if not text.strip():
        return On()
    weekdays: list[tuple[int, int]] = []
    days: list[int] = []
    months: list[int] = []
    waiting: list[str] = []
    for word in _words(text):
        if word in _ORDINALS:
            waiting.append(word)
        elif word in _WEEKDAYS:
            weekdays += [(_ORDINALS[w], _WEEKDAYS[word]) for w in waiting] or [(0, _WEEKDAYS[word])]
            waiting = []
        elif word == "day" and len(waiting) == 1:
            days.append(_ORDINALS[waiting.pop()])
        elif word in _MONTHS:
            months.append(_MONTHS[word])
        elif found := re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)?", word):
            days.append(int(found[1]))
        else:
            bad(f"看不懂“{text}”里的“{word}”")
    for word in waiting:  # 1st is a day where no weekday follows; "first" alone is a question
        if not word[0].isdigit():
            bad(f"看不懂“{text}”：“{word}”后面要写星期几，或者写 day")
        days.append(_ORDINALS[word])
    if any(not (day == -1 or 1 <= day <= 31) for day in days):
        bad(f"“{text}”里有不存在的日子")
    if len(months) > 1 and len(days) + len(weekdays) > 1:
        bad(f"“{text}”是几个不同的日子，一条活动写不下", "请分成几条活动，一条一个日子。")
    return On(tuple(weekdays), tuple(days), tuple(months))

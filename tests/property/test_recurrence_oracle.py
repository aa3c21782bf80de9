"""Rules against two oracles that share nothing with them: dateutil's own parser of RRULE, and a walk day by day."""

from __future__ import annotations

import calendar
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lunardate import LunarDate
from mutations import mutated
from sites import kit

from generator.almanac.workdays import default_workdays
from generator.base.codes import CODES
from generator.base.diagnostics import format_text
from generator.decode.repeat import parse_rrule, sentence_of
from generator.decode.repeat.rfc import rule_of
from generator.decode.values import BadValue
from generator.gather import line_reader
from generator.model import Change, Repeat, Rule
from generator.pipeline import Prepared
from generator.schedule import days_of, first_days, nominal, occurrences, occurrences_of, rrule_text, rule_days
from tests.clients.makers import event, library

CALM = settings(max_examples=150, deadline=None, derandomize=True)
WORKDAYS = default_workdays()
NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def listed(numbers: st.SearchStrategy[int], most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(numbers, min_size=1, max_size=most, unique=True).map(lambda n: ",".join(map(str, n)))


def weekdays(*ordinals: int) -> st.SearchStrategy[str]:
    one = st.tuples(st.sampled_from([str(n) if n else "" for n in ordinals]), st.sampled_from(NAMES)).map("".join)
    return st.lists(one, min_size=1, max_size=3, unique=True).map(",".join)


MONTH_DAYS = st.one_of(st.integers(1, 31), st.integers(-31, -1))
SPAN = timedelta(days=366 * 9)
"""Rules without an end are compared so far: two leap years long, so that 29 February comes."""
PARTS = {
    "DAILY": {"BYDAY": weekdays(0), "BYMONTH": listed(st.integers(1, 12)), "BYMONTHDAY": listed(MONTH_DAYS)},
    "WEEKLY": {"BYDAY": weekdays(0), "BYMONTH": listed(st.integers(1, 12)), "WKST": st.sampled_from(NAMES)},
    "MONTHLY": {"BYDAY": st.one_of(weekdays(0), weekdays(1, 2, 3, 4, 5, -1, -2, -5)), "BYMONTHDAY": listed(MONTH_DAYS),
                "BYMONTH": listed(st.integers(1, 12)), "BYSETPOS": listed(st.sampled_from([1, 2, -1, 5]))},
    "YEARLY": {"BYDAY": st.one_of(weekdays(0), weekdays(1, 2, 3, 20, -1, -10)), "BYMONTHDAY": listed(MONTH_DAYS),
               "BYMONTH": listed(st.integers(1, 12)), "BYYEARDAY": listed(st.sampled_from([1, 60, 100, 366, -1])),
               "BYWEEKNO": listed(st.sampled_from([1, 20, 53, -1])), "BYSETPOS": listed(st.sampled_from([1, -1, 10]))},
}  # fmt: skip


@st.composite
def rrules(draw: st.DrawFn) -> str:
    """A text that our strict reader takes."""
    freq = draw(st.sampled_from(sorted(PARTS)))
    parts = [f"FREQ={freq}"]
    for name, values in PARTS[freq].items():
        if draw(st.booleans()):
            parts.append(f"{name}={draw(values)}")
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 5))}")
    ending = draw(st.sampled_from(["", "COUNT", "UNTIL"]))
    if ending == "COUNT":
        parts.append(f"COUNT={draw(st.integers(1, 30))}")
    elif ending:
        parts.append(f"UNTIL={draw(DAYS):%Y%m%d}")
    draw(st.randoms()).shuffle(parts)
    return ";".join(parts)


def read(text: str, start: date) -> Rule:
    try:
        return rule_of(text, start)
    except BadValue:
        assume(False)  # a combination that the strict reader refuses
        raise


@given(text=rrules(), start=DAYS)
@settings(max_examples=60, deadline=None, derandomize=True)  # the oracle looks for days that never come up to 9999
def test_rules_of_rfc_5545_are_those_of_dateutils_own_reader(text: str, start: date) -> None:
    """Our reader and our expansion together give what dateutil gives for the text itself."""
    rule = read(text, start)
    until = min(rule.until or start + SPAN, start + SPAN)
    ours = list(islice(days_of(replace(rule, until=until), start, WORKDAYS), 40))
    parts = [part for part in text.split(";") if not part.startswith(("UNTIL", "COUNT"))]
    theirs = rrulestr(f"{';'.join(parts)};UNTIL={until:%Y%m%d}", dtstart=datetime.combine(start, datetime.min.time()))
    assert ours == [found.date() for found in islice(theirs, min(rule.count or 40, 40))]


@given(text=rrules(), start=DAYS)
@CALM
def test_what_feeds_are_told_is_what_the_site_shows(text: str, start: date) -> None:
    """The RRULE written for calendars, from the first day on and read by another program, gives the very same days."""
    rule = replace(read(text, start), until=None, count=12)
    told = rrule_text(rule)
    assume(told is not None)
    assert told is not None
    days = first_days(rule, start, WORKDAYS)
    assume(days)
    read_back = rrulestr(told, dtstart=datetime.combine(days[0], datetime.min.time()))
    assert [found.date() for found in islice(read_back, 12)] == list(days)
    assert first_days(replace(parse_rrule(told), count=12), days[0], WORKDAYS) == days


def nth(day: date) -> tuple[int, int]:
    """Which of its weekdays in the month, from the beginning and from the end."""
    length = calendar.monthrange(day.year, day.month)[1]
    return (day.day - 1) // 7 + 1, -((length - day.day) // 7 + 1)


def months_between(first: date, day: date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month


Predicate = Callable[[date, date], bool]
PLAIN: list[tuple[str, Predicate]] = [
    ("每天", lambda _s, d: True),
    ("每3天", lambda s, d: (d - s).days % 3 == 0),
    ("每周三、周五", lambda _s, d: d.weekday() in (2, 4)),
    ("每两周星期三", lambda s, d: d.weekday() == 2 and ((d - timedelta(d.weekday())) - (s - timedelta(s.weekday()))).days % 14 == 0),
    ("每三周星期日", lambda s, d: d.weekday() == 6 and ((d - timedelta(d.weekday())) - (s - timedelta(s.weekday()))).days % 21 == 0),
    ("每月15日", lambda _s, d: d.day == 15),
    ("每月1日、31日", lambda _s, d: d.day in (1, 31)),
    ("每月最后一天", lambda _s, d: (d + timedelta(1)).day == 1),
    ("每月第一个星期三", lambda _s, d: d.weekday() == 2 and nth(d)[0] == 1),
    ("每月第一、三个星期三", lambda _s, d: d.weekday() == 2 and nth(d)[0] in (1, 3)),
    ("每月第五个星期一", lambda _s, d: d.weekday() == 0 and nth(d)[0] == 5),
    ("每月最后一个星期五", lambda _s, d: d.weekday() == 4 and nth(d)[1] == -1),
    ("隔月10日", lambda s, d: d.day == 10 and months_between(s, d) % 2 == 0),
    ("每季度第一个月10日", lambda _s, d: d.day == 10 and d.month in (1, 4, 7, 10)),
    ("每季度最后一天", lambda _s, d: (d + timedelta(1)).day == 1 and d.month % 3 == 0),
    ("每季度最后一个星期五", lambda _s, d: d.weekday() == 4 and nth(d)[1] == -1 and d.month % 3 == 0),
    ("每年4月15日", lambda _s, d: (d.month, d.day) == (4, 15)),
    ("每年2月29日", lambda _s, d: (d.month, d.day) == (2, 29)),
    ("每2年3月、9月15日", lambda s, d: d.month in (3, 9) and d.day == 15 and (d.year - s.year) % 2 == 0),
    ("每年5月第三个星期日", lambda _s, d: d.month == 5 and d.weekday() == 6 and nth(d)[0] == 3),
    ("7月、8月每周五", lambda _s, d: d.month in (7, 8) and d.weekday() == 4),
    ("公历逢一", lambda _s, d: d.day in (1, 11, 21, 31)),
    ("公历逢五逢十", lambda _s, d: d.day % 5 == 0),
]  # fmt: skip


def _next(day: LunarDate) -> LunarDate:
    following = day.to_solar_date() + timedelta(days=1)
    return LunarDate.from_solar_date(following.year, following.month, following.day)


LUNAR: list[tuple[str, Callable[[LunarDate], bool]]] = [
    ("逢三逢八", lambda d: d.day in (3, 8, 13, 18, 23, 28)),
    ("逢一四七", lambda d: d.day % 10 in (1, 4, 7)),
    ("逢五逢十", lambda d: d.day % 5 == 0),
    ("逢单", lambda d: d.day % 2 == 1),
    ("农历腊月廿三", lambda d: (d.month, d.day, d.is_leap_month) == (12, 23, False)),
    ("正月十五、八月十五", lambda d: d.month in (1, 8) and d.day == 15 and not d.is_leap_month),
    ("农历六月三十", lambda d: (d.month, d.day, d.is_leap_month) == (6, 30, False)),
    ("除夕", lambda d: _next(d).month == 1 and _next(d).day == 1),
]


def walk(start: date, length: int) -> list[date]:
    return [start + timedelta(days=n) for n in range(length)]


@pytest.mark.parametrize(("text", "wanted"), PLAIN, ids=[t for t, _ in PLAIN])
@given(start=DAYS)
@settings(max_examples=25, deadline=None, derandomize=True)
def test_plain_rules_against_a_walk_day_by_day(text: str, wanted: Predicate, start: date) -> None:
    """Four years from any day: the days of a sentence are those on which its words are true."""
    span = walk(start, 1500)
    rule = replace(sentence_of(text, start).rule, until=span[-1])
    assert list(days_of(rule, start, WORKDAYS)) == [d for d in span if wanted(start, d)]


@pytest.mark.parametrize(("text", "wanted"), LUNAR, ids=[t for t, _ in LUNAR])
@given(start=st.dates(date(1980, 1, 1), date(2049, 12, 31)))
@settings(max_examples=12, deadline=None, derandomize=True)
def test_lunar_rules_against_a_walk_with_another_calendar(
    text: str, wanted: Callable[[LunarDate], bool], start: date
) -> None:
    """Three years from any day, leap months among them, by a library that knows nothing of ours."""
    span = walk(start, 1150)
    rule = replace(sentence_of(text, start).rule, until=span[-1])
    assert list(days_of(rule, start, WORKDAYS)) == [
        d for d in span if wanted(LunarDate.from_solar_date(d.year, d.month, d.day))
    ]


@given(start=st.dates(date(2005, 1, 1), date(2026, 6, 30)))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_working_days_against_another_library(start: date) -> None:
    """Half a year of working days from any day that both know."""
    import chinese_calendar

    span = [d for d in walk(start, 180) if d.year <= 2026]
    rule = Rule(kind="workdays", until=span[-1])
    assert list(days_of(rule, start, WORKDAYS)) == [d for d in span if chinese_calendar.is_workday(d)]


RULES = st.sampled_from([text for text, _ in PLAIN] + [text for text, _ in LUNAR])


@given(text=RULES, start=st.dates(date(2020, 1, 1), date(2030, 1, 1)), seed=st.integers(0, 9), data=st.data())
@CALM
def test_single_dates_in_any_order_and_under_any_title_keep_their_ids(
    text: str, start: date, seed: int, data: st.DataObject
) -> None:
    """Shuffled exceptions, additions and changes give the same occurrences; new words and hours the same ids."""
    rule = replace(sentence_of(text, start).rule, count=12)
    days = first_days(rule, start, WORKDAYS)
    chosen = data.draw(st.lists(st.sampled_from(days), max_size=6, unique=True))
    left_out, changed = chosen[::2], chosen[1::2]
    changes = [
        Change(day, start=datetime.combine(day + timedelta(days=n), datetime.min.time()))
        for n, day in enumerate(changed)
    ]
    extra = [days[0] + timedelta(days=4000 + n) for n in range(2)]
    begin = datetime.combine(days[0], datetime.min.time()) + timedelta(hours=9)
    holiday = data.draw(st.sampled_from(["照常", "跳过", "顺延"]))
    first = event("a", start=begin, end=begin + timedelta(hours=1),
                  repeat=Repeat(rule, tuple(left_out), tuple(extra), tuple(changes), holiday))  # fmt: skip
    found = occurrences(library([first]))
    shuffle = random.Random(seed).shuffle
    for group in (left_out, changes, extra):
        shuffle(group)
    repeat = Repeat(rule, tuple(left_out), tuple(extra), tuple(changes), holiday)
    assert [(o.id, o.start, o.end) for o in occurrences(library([replace(first, repeat=repeat)]))] == [
        (o.id, o.start, o.end) for o in found
    ]
    renamed = replace(first, title="新名", start=begin + timedelta(hours=3), end=begin + timedelta(hours=5))
    assert {o.id for o in occurrences_of(renamed)} == {o.id for o in found}
    assert len({o.id for o in found}) == len(found)
    plain = {o.original for o in found if o.event is first and o.start == nominal(first, o.original or begin.date())[0]}
    assert plain <= {*rule_days(first), *extra}


RECORD = """- id: r-1
  title: 甲
  start: 2026-12-01 09:00
  end: 11:00
  township: 青石镇
  repeat:
    every: 月
    on: 第一个星期三
    until: 2027-12-31
    on_holiday: 顺延至工作日
    except: [2026-12-02]
    extra: [2026-12-04]
    move: {2027-01-06: 2027-01-07 15:00}
    cancel: [{date: 2027-02-03, note: 台风}]
    change: [{date: 2027-03-03, place: 礼堂, end: '12:00', result: {attendance: 3}}]
- {id: r-2, title: 乙, start: 2026-12-01, township: 青石镇, repeat: 逢三逢八，到2027年3月31日，除2026-12-11}
- {id: r-3, title: 丙, start: 2026-12-01, township: 青石镇, repeat: FREQ=MONTHLY;BYDAY=-1FR;COUNT=9}
- {id: r-4, title: 丁, start: 2026-12-01, township: 青石镇, repeat: {lunar: 腊月廿三, count: 3, held_until: 2026-01-01}}
"""


@given(data=mutated(RECORD.encode()))
@settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_happens_to_a_file_of_repeating_events_is_a_fault_in_words(base: Path, data: bytes) -> None:
    """Cut, shuffled, recoded: a check ends with faults of known codes, and what is left expands."""
    kit.put(base, "campaigns/xianfa/events-2.yml", data)
    found = kit.prepared(base)
    assert isinstance(found, Prepared)
    assert all(d.code in CODES for d in found.diagnostics)
    assert isinstance(format_text(found.diagnostics, line_reader(base)), str)
    assert found.library is not None
    ids = [o.id for o in occurrences(found.library)]
    assert len(ids) == len(set(ids))


@given(
    text=st.text(
        st.sampled_from(
            "每天周月年季度第一二三四五六日十个星期最后工作逢农历腊廿到至共次除隔半、，,;0123456789-/ everyonthfsdwk=;FREQ"
        ),
        max_size=40,
    )
)
@settings(max_examples=1500, deadline=None, derandomize=True)
def test_any_words_give_a_rule_or_a_refusal(text: str) -> None:
    """No sentence brings the reader down, and every rule it gives can be expanded."""
    try:
        rule = sentence_of(text, date(2026, 3, 1)).rule
    except BadValue as bad:
        code = bad.code
    else:
        days = list(islice(days_of(rule, date(2026, 3, 1), WORKDAYS), 3))
        assert days == sorted(set(days))
        return
    assert code in ("E120", "E024")

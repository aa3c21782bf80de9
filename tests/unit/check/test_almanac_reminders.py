"""What is told in time: dates of the law without plans, and plans on public holidays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from generator.almanac.observances import shipped
from generator.base.daywords import short_days
from generator.base.diagnostics import Diagnostic, Span
from generator.check.reminders import on_holidays, reminders, unplanned
from generator.model import DayOff, Event, Library, Period, Repeat, Rule, Target, Township
from generator.schedule import occurrences
from tests.clients.makers import AS_OF, CAMPAIGN, HECUN, QINGHU, event, library

TARGET = Target("events_held", "township", "year", 1, span=Span("campaigns/gaq/campaign.yml", 5, 3))
DAY = tuple(o for o in shipped() if o.id == "constitution-day")


def told(*events: Event, as_of: date = AS_OF, **more: Any) -> list[Diagnostic]:
    found = county(events, **more)
    return unplanned(found, occurrences(found), as_of)


def county(
    events: tuple[Event, ...], targets: tuple[Target, ...] = (TARGET,), period: Period = CAMPAIGN.period, **more: Any
) -> Library:
    campaign = replace(CAMPAIGN, targets=targets, period=period)
    return replace(library(events, campaigns=(campaign,)), **{"observances": DAY, **more})


def on(day: date, identifier: str = "a", **fields: Any) -> Event:
    return event(identifier, start=day, end=day, **{"townships": (HECUN, QINGHU), **fields})


def test_a_coming_observance_without_plans_is_told_once() -> None:
    """One notice names the date of the law, its day and the townships, and points at the target."""
    (found,) = told()
    assert (found.code, found.severity, found.span) == ("N401", "notice", TARGET.span)
    assert found.message == "第十三个国家宪法日（12月4日）前后，清湖街道、贺村镇还没有安排活动"
    assert "constitution-day" in found.hint


@pytest.mark.parametrize(("day", "still"), [(19, True), (18, False)])
def test_plans_within_fifteen_days_count(day: int, still: bool) -> None:
    """19 December is fifteen days after the fourth, and the twentieth is not."""
    assert bool(told(on(date(2026, 12, day + 1)))) is still


def test_plans_of_one_township_leave_the_other() -> None:
    """Each township is looked at by itself."""
    (found,) = told(on(date(2026, 11, 25), townships=(HECUN,)))
    assert found.message.endswith("前后，清湖街道还没有安排活动")


@pytest.mark.parametrize("fields", [{"status": "取消"}, {"region_wide": True, "townships": ()}])
def test_cancelled_and_region_wide_events_are_no_plans_of_a_township(fields: dict[str, Any]) -> None:
    """What is cancelled, or for the whole region alone, leaves every township without."""
    (found,) = told(on(date(2026, 12, 4), **fields))
    assert "清湖街道、贺村镇" in found.message


@pytest.mark.parametrize(
    ("as_of", "count"),
    [(date(2026, 10, 19), 0), (date(2026, 10, 20), 1), (date(2026, 12, 4), 1), (date(2026, 12, 5), 0)],
)
def test_told_from_45_days_before_until_the_day(as_of: date, count: int) -> None:
    """Not earlier, and not when it is over."""
    assert len(told(as_of=as_of)) == count


def test_nothing_without_a_promise() -> None:
    """No target by township, a campaign that is over, an observance that wants no reminder: nothing is told."""
    assert told(targets=(replace(TARGET, per="region"),)) == []
    assert told(period=Period(date(2021, 1, 1), date(2026, 12, 3))) == []
    assert told(observances=tuple(replace(o, remind=False) for o in DAY)) == []


def test_many_townships_are_counted() -> None:
    """Eight are named, the others counted; units that are not counted or no longer exist are left out."""
    found = county(())
    units = tuple(Township(f"3308812{n:02}", f"第{n}乡") for n in range(10))
    units += (Township("330881499", "农场", counted=False),)
    (told_,) = unplanned(replace(found, region=replace(found.region, townships=units)), (), AS_OF)
    assert "第7乡等10个乡镇（街道）还没有安排活动" in told_.message
    assert "农场" not in told_.message


def test_spans_in_words() -> None:
    """A day, a span in a month, a span over two."""
    assert short_days(date(2026, 12, 4), date(2026, 12, 4)) == "12月4日"
    assert short_days(date(2026, 12, 1), date(2026, 12, 7)) == "12月1日至7日"
    assert short_days(date(2026, 4, 28), date(2026, 5, 4)) == "4月28日至5月4日"


HOLIDAY = tuple(DayOff(date(2027, 10, day), "国庆节", off=True) for day in range(1, 8))


def timed(**fields: Any) -> Event:
    """An event on 1 October 2027 at nine."""
    when = {"start": datetime(2027, 10, 1, 9), "end": datetime(2027, 10, 1, 11)}
    return event("a", **{**when, "title": "民法典进企业", **fields})


def slips(*events: Event, as_of: date = AS_OF, workdays: tuple[DayOff, ...] = HOLIDAY) -> list[Diagnostic]:
    found = replace(library(events), workdays=workdays)
    return on_holidays(found, occurrences(found), as_of)


def test_a_plan_on_a_public_holiday_is_doubted() -> None:
    """The event, the day and the holiday are named."""
    (found,) = slips(timed())
    assert (found.code, found.message) == ("W314", "“民法典进企业”安排在 2027-10-01，那天是国庆节假期")


@pytest.mark.parametrize(
    "fields",
    [
        {"start": date(2027, 10, 1), "end": date(2027, 10, 1)},
        {"start": datetime(2027, 10, 9, 9), "end": datetime(2027, 10, 9, 11)},
        {"status": "已办"},
        {"status": "取消"},
        {"site": "park"},
        {"form": "演出"},
        {"title": "国庆游园普法"},
        {"summary": "假期照常。"},
        {"repeat": Repeat(Rule("market", digits=(1,), lunar=True, count=1))},
    ],
)
def test_what_is_meant_is_not_doubted(fields: dict[str, Any]) -> None:
    """All-day events, plain weekends, what is over or cancelled, cultural sites, shows, market days, and what says so."""
    found = replace(library(()), workdays=HOLIDAY)
    chosen = timed(**fields)
    plain = replace(chosen, repeat=None)
    made = [replace(o, event=chosen) for o in occurrences(replace(found, events=(plain,)))]
    assert on_holidays(found, made, AS_OF) == []


def test_only_what_is_to_come_and_only_known_holidays() -> None:
    """Nothing of the past, nothing of a year that is not announced."""
    assert slips(timed(), as_of=date(2027, 10, 2)) == []
    assert slips(timed(), workdays=()) == []


def test_all_reminders_come_together() -> None:
    """`reminders` gives the notices, the doubts and the wrong ordinals of a library."""
    found = county((timed(), on(date(2026, 12, 4), "b", title="第三个国家宪法日")), workdays=HOLIDAY)
    codes = {d.code for d in reminders(found, occurrences(found), date(2026, 11, 1), {})}
    assert codes == {"W314", "W320"}
    assert {d.code for d in reminders(county(()), (), AS_OF, {})} == {"N401"}

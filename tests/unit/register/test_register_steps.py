"""What one publication tells of an entry: until the day on which it ends, and for none after."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from generator.feeds.entry import Facts
from generator.register.steps import kind_of

TODAY = date(2026, 11, 22)
YESTERDAY = date(2026, 11, 21)


def facts(last: date | datetime, where: str = "礼堂") -> Facts:
    start = datetime(2026, 11, 20, 9) if isinstance(last, datetime) else date(2026, 11, 20)
    return Facts("国家安全教育主题宣讲", start, last, where, "确定")


@pytest.mark.parametrize("last", [TODAY, datetime(2026, 11, 22, 8)])
def test_what_ends_today_still_concerns_somebody(last: date | datetime) -> None:
    """A day counts to its end, whatever the hour: an event put in on its last day is news, and so is its new place."""
    assert kind_of(facts(last), None, TODAY) == "新增"
    assert kind_of(facts(last, "文化站"), facts(last), TODAY) == "改地点"


@pytest.mark.parametrize("last", [YESTERDAY, datetime(2026, 11, 21, 23, 59)])
def test_what_ended_yesterday_concerns_nobody(last: date | datetime) -> None:
    assert kind_of(facts(last), None, TODAY) is None
    assert kind_of(facts(last, "文化站"), facts(last), TODAY) is None


def test_who_would_come_today_is_told_that_it_was_yesterday_already() -> None:
    """What was told for today and is now over by a day is a change; what was told for yesterday is none."""
    assert kind_of(facts(YESTERDAY), facts(TODAY), TODAY) == "改期"
    assert kind_of(facts(date(2026, 11, 20)), facts(YESTERDAY), TODAY) is None

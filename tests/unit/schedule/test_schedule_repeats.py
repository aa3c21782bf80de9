"""Single occurrences: moved, changed, cancelled, added, left out, put off; ids that survive all of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from generator.almanac.workdays import default_workdays
from generator.model import Change, Event, Occurrence, Repeat, Result, Rule
from generator.schedule import extent, nominal, occurrences, occurrences_of, unannounced
from tests.clients.makers import event, library

WEDNESDAYS = Rule(freq="WEEKLY", by_day=((0, 2),), count=4)
"""15, 22 and 29 April and 6 May 2026."""
D15, D22, D29, D06 = date(2026, 4, 15), date(2026, 4, 22), date(2026, 4, 29), date(2026, 5, 6)


def weekly(*changes: Change, **more: Any) -> Event:
    fields = {k: more.pop(k) for k in ("status", "title") if k in more}
    rule = more.pop("rule", WEDNESDAYS)
    return event("a", repeat=Repeat(rule, changes=changes, **more), **fields)


def happening(found: Event) -> list[Occurrence]:
    return list(occurrences_of(found))


def test_unchanged_occurrences_hold_the_librarys_own_event() -> None:
    """Feeds know by identity what differs from its series."""
    whole = weekly(Change(D22, title="另一讲"))
    found = happening(whole)
    assert [o.event is whole for o in found] == [True, False, True, True]
    assert [o.id for o in found] == ["a@2026-04-15", "a@2026-04-22", "a@2026-04-29", "a@2026-05-06"]
    assert [o.original for o in found] == [D15, D22, D29, D06]
    assert {
        (o.start.hour, o.end.hour) for o in found if isinstance(o.start, datetime) and isinstance(o.end, datetime)
    } == {(9, 11)}


def test_a_moved_occurrence_keeps_its_id_and_length() -> None:
    moved = Change(D22, start=datetime(2026, 4, 24, 15))
    found = happening(weekly(moved))[1]
    assert (found.id, found.original) == ("a@2026-04-22", D22)
    assert (found.start, found.end) == (datetime(2026, 4, 24, 15), datetime(2026, 4, 24, 17))
    assert found.event is not None


def test_a_move_may_bring_its_own_end() -> None:
    moved = Change(D22, start=datetime(2026, 4, 24, 15), end=datetime(2026, 4, 24, 15, 30))
    assert happening(weekly(moved))[1].end == datetime(2026, 4, 24, 15, 30)
    assert happening(weekly(Change(D22, end=datetime(2026, 4, 22, 12))))[1].end == datetime(2026, 4, 22, 12)


def test_changed_words_are_those_of_one_occurrence() -> None:
    """Title, place, site, speakers, summary, note, status and result of that date; all others as the event says."""
    change = Change(D22, None, None, "题", "处", "park", ("石",), "简", "延期", "因", Result(3))
    changed = happening(weekly(change))[1]
    told = changed.event
    assert (told.title, told.place, told.site, told.speakers) == ("题", "处", "park", ("石",))
    assert (told.summary, told.note, told.result, told.status) == ("简", "因", Result(3), "延期")
    assert changed.status == "延期"
    assert [o.status for o in happening(weekly(change))] == ["计划", "延期", "计划", "计划"]


def test_held_until_counts_by_the_day_it_took_place() -> None:
    """What was moved past the day is not held yet; what says otherwise keeps its own state; the rest follows the event."""
    whole = weekly(
        Change(D15, start=datetime(2026, 4, 30, 9)), Change(D22, status="取消"), held_until=D29, status="确定"
    )
    assert [o.status for o in happening(whole)] == ["确定", "取消", "已办", "确定"]


def test_days_left_out_and_added() -> None:
    """An added day has an id of its own; a day left out is gone."""
    found = happening(weekly(exceptions=(D22,), extra=(date(2026, 4, 18),)))
    assert [o.id[2:] for o in found] == ["2026-04-15", "2026-04-18", "2026-04-29", "2026-05-06"]


def test_an_all_day_event_keeps_its_number_of_days() -> None:
    whole = event(
        "a",
        start=date(2026, 4, 15),
        end=date(2026, 4, 16),
        repeat=Repeat(WEDNESDAYS, changes=(Change(D22, start=date(2026, 4, 25)),)),
    )
    found = happening(whole)
    assert [(o.start, o.end) for o in found[:2]] == [(D15, date(2026, 4, 16)), (date(2026, 4, 25), date(2026, 4, 26))]


def test_nights_go_on_to_the_next_day() -> None:
    night = event("a", start=datetime(2026, 4, 15, 22), end=datetime(2026, 4, 16, 1))
    assert nominal(night, D22) == (datetime(2026, 4, 22, 22), datetime(2026, 4, 23, 1))


OCTOBER = Rule(freq="WEEKLY", by_day=((0, 2),), until=date(2026, 10, 21))
"""From 30 September 2026: the 7th of October is a holiday, the 8th is worked."""


def october(*changes: Change, rule: Rule = OCTOBER, **more: Any) -> list[str]:
    whole = event(
        "a", start=datetime(2026, 9, 30, 9), end=datetime(2026, 9, 30, 11), repeat=Repeat(rule, changes=changes, **more)
    )
    return [f"{o.id[7:]}>{o.first_day:%m-%d}{'×' if o.status == '取消' else ''}" for o in occurrences_of(whole)]


H7 = date(2026, 10, 7)
DAILY = Rule(freq="DAILY", until=date(2026, 10, 11))


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (october(), "09-30>09-30 10-07>10-07 10-14>10-14 10-21>10-21"),
        (october(on_holiday="跳过"), "09-30>09-30 10-14>10-14 10-21>10-21"),
        (october(on_holiday="顺延"), "09-30>09-30 10-07>10-08 10-14>10-14 10-21>10-21"),
        # what is written of a day wins over the holiday
        (october(Change(H7, start=datetime(2026, 10, 9, 9)), on_holiday="跳过"), "09-30>09-30 10-07>10-09 10-14>10-14 10-21>10-21"),
        (october(Change(H7, start=datetime(2026, 10, 9, 9)), on_holiday="顺延"), "09-30>09-30 10-07>10-09 10-14>10-14 10-21>10-21"),
        (october(Change(H7, status="取消"), on_holiday="跳过"), "09-30>09-30 10-07>10-07× 10-14>10-14 10-21>10-21"),
        (october(Change(H7, title="题"), on_holiday="顺延"), "09-30>09-30 10-07>10-08 10-14>10-14 10-21>10-21"),
        # put off onto a day that has one already: not held twice
        (october(extra=(date(2026, 10, 8),), on_holiday="顺延"), "09-30>09-30 10-08>10-08 10-14>10-14 10-21>10-21"),
        (october(Change(date(2026, 10, 14), start=datetime(2026, 10, 8, 9)), on_holiday="顺延"), "09-30>09-30 10-14>10-08 10-21>10-21"),
        # daily: the holidays of the week all fall on the 8th, which has its own; the weekend of the 11th is held
        (october(rule=DAILY, on_holiday="顺延"), "09-30>09-30 10-08>10-08 10-09>10-09 10-10>10-10 10-11>10-11"),
        (october(rule=DAILY, on_holiday="跳过"), "09-30>09-30 10-08>10-08 10-09>10-09 10-10>10-10 10-11>10-11"),
    ],
)  # fmt: skip
def test_holidays(found: list[str], wanted: str) -> None:
    """照常, 跳过 and 顺延 around the National Day of 2026."""
    assert " ".join(item.replace("2026-", "") for item in found) == wanted.replace("2026-", "")


def test_weekends_are_off_where_the_rule_does_not_mean_them() -> None:
    """The 15th of August 2026 is a Saturday: put off by 每月15日, held by 每周六; the make-up Saturday of October is worked."""
    monthly = event("a", start=date(2026, 8, 1), end=date(2026, 8, 1),
                    repeat=Repeat(Rule(freq="MONTHLY", by_month_day=(10, 15), until=date(2026, 10, 31)), on_holiday="顺延"))  # fmt: skip
    assert [o.first_day for o in occurrences_of(monthly)] == [
        date(2026, 8, 10), date(2026, 8, 17), date(2026, 9, 10), date(2026, 9, 15), date(2026, 10, 10), date(2026, 10, 15)
    ]  # fmt: skip
    saturdays = event("a", start=date(2026, 8, 1), end=date(2026, 8, 1),
                      repeat=Repeat(Rule(freq="WEEKLY", by_day=((0, 5),), until=date(2026, 8, 15)), on_holiday="跳过"))  # fmt: skip
    assert len(list(occurrences_of(saturdays))) == 3


def test_a_year_that_was_not_announced_moves_nothing() -> None:
    """New Year's Day of 2098 stays where the rule puts it, and the year is named."""
    repeat = Repeat(Rule(freq="YEARLY", by_month=(1,), by_month_day=(1,), count=2), on_holiday="顺延")
    whole = event("a", start=date(2097, 1, 1), end=date(2097, 1, 1), repeat=repeat)
    found = list(occurrences_of(whole))
    assert [o.first_day for o in found] == [date(2097, 1, 1), date(2098, 1, 1)]
    assert unannounced(repeat, [o.first_day for o in found], default_workdays()) == [2097, 2098]
    assert unannounced(Repeat(repeat.rule), [D15], default_workdays()) == []
    assert unannounced(repeat, [D15], default_workdays()) == []


def test_ids_survive_new_titles_hours_and_ends() -> None:
    """Only the days that the rule gives are in the ids."""
    first = {o.id for o in happening(weekly())}
    renamed = weekly(title="新名", rule=Rule(freq="WEEKLY", by_day=((0, 2),), until=D06))
    assert {o.id for o in happening(renamed)} == first
    later = event("a", start=datetime(2026, 4, 15, 14), end=datetime(2026, 4, 15, 15), repeat=Repeat(WEDNESDAYS))
    assert {o.id for o in happening(later)} == first


def test_a_library_has_all_of_them_in_order() -> None:
    """Repeating and other events together, by the moment they begin."""
    found = occurrences(library([weekly(), event("b", start=datetime(2026, 4, 22, 8), end=datetime(2026, 4, 22, 9))]))
    assert [o.id for o in found] == ["a@2026-04-15", "b", "a@2026-04-22", "a@2026-04-29", "a@2026-05-06"]


def test_the_extent_reaches_over_single_dates() -> None:
    """Months have pages from the first thing that happens to the last."""
    moved = weekly(Change(D06, start=datetime(2026, 7, 1, 9)), extra=(date(2026, 4, 1),))
    assert extent(moved) == (date(2026, 4, 1), date(2026, 7, 1))
    assert extent(event("b")) == (D15, D15)

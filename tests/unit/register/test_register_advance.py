"""From one publication to the next: numbers that only rise, nothing that vanishes, changes told once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from generator.feeds.build import Issue
from generator.model import Event, Library
from generator.register.advance import Outcome, advance
from generator.register.record import Register, read_register, write_register
from generator.schedule import occurrences
from tests.clients.makers import CAMPAIGN, HECUN, QINGHU, SITE, event, files, library, properties, vevents

DAY = date(2026, 11, 22)
LATER = date(2026, 11, 30)
AHEAD = {"start": datetime(2026, 12, 4, 9), "end": datetime(2026, 12, 4, 11)}


def told(
    events: Iterable[Event], register: Register | None = None, as_of: date = DAY, found: Library | None = None
) -> Outcome:
    """What publishing these events tells; the ledger goes through its file each time."""
    if register is not None:
        read, faults = read_register(write_register(register), "330881")
        assert not faults
        assert read == register
    found = found or library(events)
    return advance(found, occurrences(found), register, SITE, as_of)


def feeds_of(outcome: Outcome, as_of: date = DAY) -> dict[str, bytes]:
    issue = Issue(outcome.entries, outcome.numbers, outcome.also, outcome.kept)
    return files(outcome.library, as_of, issue=issue)


def entry_in(outcome: Outcome, path: str = "calendars/all.ics", uid: str = "a") -> dict[str, str]:
    (found,) = [p for p in map(properties, vevents(feeds_of(outcome)[path])) if p["UID"] == f"{uid}@330881.pufa"]
    return found


def test_the_first_publication_counts_from_zero_and_changes_nothing() -> None:
    """Everything is new, so nothing is news; no stamp is made up."""
    first = told([event("a", **AHEAD), event("b")])
    assert first.first
    assert first.changes == ()
    assert {n.sequence for n in first.numbers.values()} == {0}
    assert {n.modified for n in first.numbers.values()} == {None}
    assert sorted(first.register.entries) == ["a", "b"]


def test_where_nothing_changes_nothing_is_written() -> None:
    """Publishing the same records on another day leaves the ledger as it is, to the byte."""
    first = told([event("a", **AHEAD), event("b")])
    again = told([event("b"), event("a", **AHEAD)], first.register, LATER)
    assert again.register is first.register
    assert not again.first
    assert again.numbers == first.numbers


@pytest.mark.parametrize(
    ("edit", "rises", "kind"),
    [
        ({"start": datetime(2026, 12, 5, 9), "end": datetime(2026, 12, 5, 11)}, True, "改期"),
        ({"end": datetime(2026, 12, 4, 12)}, True, "改期"),
        ({"place": "新礼堂"}, True, "改地点"),
        ({"status": "取消"}, True, "取消"),
        ({"status": "延期"}, True, "延期"),
        ({"status": "确定"}, True, None),
        ({"title": "新名称"}, False, None),
        ({"summary": "带上笔"}, False, None),
    ],
)
def test_the_number_rises_with_time_place_and_status_alone(edit: dict[str, Any], rises: bool, kind: str | None) -> None:
    """Every visible change moves LAST-MODIFIED; only those that change somebody's plans move SEQUENCE."""
    first = told([event("a", **AHEAD)])
    second = told([event("a", **{**AHEAD, **edit})], first.register, LATER)
    assert second.numbers["a"].sequence == (1 if rises else 0)
    assert second.numbers["a"].modified == datetime(2026, 11, 29, 16)
    assert [c.kind for c in second.changes] == ([kind] if kind else [])
    assert entry_in(second)["LAST-MODIFIED"] == "20261129T160000Z"


def test_a_held_event_is_to_calendars_what_it_was() -> None:
    """确定 and 已办 are one to a calendar; the result is told without a new number."""
    first = told([event("a", status="确定")])
    second = told([event("a", status="已办", note="很好")], first.register, LATER)
    assert second.numbers["a"].sequence == 0
    assert second.numbers["a"].modified is not None


def test_two_changes_on_one_day_are_two_moments() -> None:
    """Programs that look at LAST-MODIFIED alone must see the second one."""
    first = told([event("a", **AHEAD)])
    second = told([event("a", **AHEAD, place="甲")], first.register)
    third = told([event("a", **AHEAD, place="乙")], second.register)
    moments = [second.numbers["a"].modified, third.numbers["a"].modified]
    assert moments == [datetime(2026, 11, 21, 16), datetime(2026, 11, 21, 16, 0, 1)]
    assert third.numbers["a"].sequence == 2


def test_a_build_on_an_earlier_day_turns_nothing_back() -> None:
    """A wrong clock or --as-of cannot make a stamp fall."""
    first = told([event("a", **AHEAD)])
    second = told([event("a", **AHEAD, place="甲")], first.register, LATER)
    third = told([event("a", **AHEAD, place="乙")], second.register, DAY)
    assert third.numbers["a"].modified == second.numbers["a"].modified + timedelta(seconds=1)


def test_a_deleted_record_becomes_a_cancelled_event_everywhere() -> None:
    """In each feed it was in, with a higher number, a title that says so and a page."""
    first = told([event("a", **AHEAD, village=f"{HECUN}-hecun", audiences=("农民",)), event("b")])
    second = told([event("b")], first.register, LATER)
    assert [c.kind for c in second.changes] == ["取消"]
    assert {e.id for e in second.library.events} == {"a", "b"}
    assert [o.status for o in second.occurrences if o.id == "a"] == ["取消"]
    before, after = feeds_of(first), feeds_of(second)
    for path, data in before.items():
        if b"UID:a@" in data and path.startswith(("calendars/", "events/")) and "remind" not in path:
            assert b"UID:a@" in after[path], path
    found = entry_in(second)
    assert found["SUMMARY"] == "【取消】国家安全教育主题宣讲"
    assert found["STATUS"] == "CANCELLED"
    assert found["SEQUENCE"] == "1"
    assert second.register.entries["a"].withdrawn == LATER


def test_a_withdrawn_event_stays_for_a_year_and_its_number_for_good() -> None:
    """Then it leaves the feeds; when it comes back its number goes on from where it was."""
    first = told([event("a", **AHEAD)])
    second = told([], first.register, LATER)
    kept = told([], second.register, date(2027, 12, 4))
    assert kept.register is second.register
    assert [e.id for e in kept.entries] == ["a"]
    gone = told([], kept.register, date(2027, 12, 5))
    assert gone.entries == ()
    assert gone.register.entries["a"].numbers.sequence == 1
    back = told([event("a", **AHEAD)], gone.register, date(2027, 12, 6))
    assert back.numbers["a"].sequence == 2
    assert back.register.entries["a"].withdrawn is None


def test_old_records_can_be_archived_without_a_word() -> None:
    """What was over more than a year before is not called cancelled because its file was put away."""
    first = told([event("a", start=datetime(2024, 4, 15, 9), end=datetime(2024, 4, 15, 11))])
    second = told([], first.register)
    assert second.entries == ()
    assert second.changes == ()


def test_an_event_that_moves_to_another_township_stays_with_those_who_have_it() -> None:
    """The old township's calendars show where it went."""
    first = told([event("a", **AHEAD)])
    second = told([event("a", **AHEAD, townships=(QINGHU,))], first.register, LATER)
    for code in (HECUN, QINGHU):
        assert entry_in(second, f"calendars/townships/{code}.ics")["LOCATION"] == "清湖街道"
    third = told([event("a", **AHEAD, townships=(QINGHU,))], second.register, LATER)
    assert third.register is second.register
    assert feeds_of(third) == feeds_of(second)


def test_a_deleted_campaign_leaves_its_calendar_behind() -> None:
    """A subscriber of a campaign that is gone gets its events cancelled, not an address that fails."""
    other = replace(CAMPAIGN, id="xf", title="宪法宣传周")
    first = told((), found=library([event("a", **AHEAD, campaign="xf")], campaigns=(CAMPAIGN, other)))
    second = told([], first.register, LATER)
    data = feeds_of(second)["calendars/campaigns/xf.ics"]
    assert b"STATUS:CANCELLED" in data
    assert b"UID:a@330881.pufa" in data


def test_a_new_record_of_something_past_is_no_news() -> None:
    """An officer who writes down what was held last month rings nobody's phone."""
    first = told([event("a", **AHEAD)])
    second = told([event("a", **AHEAD), event("old"), event("new", **AHEAD)], first.register, LATER)
    assert [(c.kind, c.id) for c in second.changes] == [("新增", "new")]


def test_a_cancelled_event_that_takes_place_after_all_is_told() -> None:
    first = told([event("a", **AHEAD, status="取消")])
    second = told([event("a", **AHEAD, status="确定")], first.register, LATER)
    assert [c.kind for c in second.changes] == ["恢复"]
    assert second.numbers["a"].sequence == 1


def test_what_stays_cancelled_is_not_told_again() -> None:
    """A corrected date of something that does not take place is in the calendar, and no news."""
    first = told([event("a", **AHEAD, status="取消")])
    edit = {"start": datetime(2026, 12, 5, 9), "end": datetime(2026, 12, 5, 11), "place": "乙"}
    second = told([event("a", **edit, status="取消")], first.register, LATER)
    assert second.changes == ()
    assert second.numbers["a"].sequence == 1


def test_digests_are_kept_for_ten_years() -> None:
    first = told([event("a", **AHEAD)])
    second = told([event("a", **AHEAD, place="甲")], first.register, LATER)
    assert len(second.register.changes) == 1
    far = LATER + timedelta(days=3661)
    third = told([event("a", **AHEAD, place="甲"), event("n", start=far, end=far)], second.register, far)
    assert [c.id for c in third.register.changes] == ["n"]

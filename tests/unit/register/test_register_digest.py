"""What a publication changed, in words: true of its own day for good, the most urgent first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from generator.model import Event, Library
from generator.register.advance import Outcome, advance
from generator.register.digest import Digest, days_told, digests, news, when_words
from generator.register.record import Register, read_register, write_register
from generator.schedule import occurrences
from tests.clients.makers import HECUN, QINGHU, SITE, event, library

DAY = date(2026, 11, 22)
AHEAD: dict[str, Any] = {"start": datetime(2026, 12, 4, 9), "end": datetime(2026, 12, 4, 11), "place": "礼堂"}


def moved(day: int, **more: Any) -> dict[str, Any]:
    return {**AHEAD, "start": datetime(2026, 12, day, 9), "end": datetime(2026, 12, day, 11), **more}


def publish(*publications: tuple[int, list[Event]]) -> Outcome:
    """One publication after the other, each some days after the first; the ledger goes through its file each time."""
    register: Register | None = None
    outcome: Outcome | None = None
    for days, events in publications:
        found: Library = library(events)
        outcome = advance(found, occurrences(found), register, SITE, DAY + timedelta(days=days))
        register, faults = read_register(write_register(outcome.register), "330881")
        assert not faults
    assert outcome is not None
    return replace(outcome, register=register) if register else outcome


def told(*publications: tuple[int, list[Event]]) -> tuple[Digest, ...]:
    outcome = publish(*publications)
    return digests(outcome.register, outcome.library)


def test_the_first_publication_is_no_digest() -> None:
    """Where nothing was told before, nothing changed."""
    assert told((0, [event("a", **AHEAD)])) == ()


def test_a_move_tells_both_times_and_a_new_place_both_places() -> None:
    """What it was and what it is now, each in its own field."""
    (digest,) = told((0, [event("a", **AHEAD)]), (1, [event("a", **moved(5, place="广场"))]))
    (item,) = digest.items
    assert (item.kind, item.before, item.when) == (
        "改期",
        "2026年12月4日（周五）09:00—11:00",
        "2026年12月5日（周六）09:00—11:00",
    )
    assert (item.before_where, item.where) == ("贺村镇 礼堂", "贺村镇 广场")
    assert digest.summary == "改期1场"


def test_an_old_digest_still_tells_what_its_own_day_changed() -> None:
    """Moved twice: the first page keeps the first new time and says that it was changed again."""
    second, first = told((0, [event("a", **AHEAD)]), (1, [event("a", **moved(5))]), (3, [event("a", **moved(8))]))
    (then,), (now,) = first.items, second.items
    assert ("12月4日" in then.before, "12月5日" in then.when, then.again) == (True, True, DAY + timedelta(days=3))
    assert ("12月5日" in now.before, "12月8日" in now.when, now.again) == (True, True, None)


def test_a_move_that_is_taken_back_is_two_true_pages() -> None:
    """There and back again: neither page says that nothing happened."""
    second, first = told((0, [event("a", **AHEAD)]), (1, [event("a", **moved(5))]), (2, [event("a", **AHEAD)]))
    assert "12月5日" in first.items[0].when
    assert "12月5日" in second.items[0].before
    assert "12月4日" in second.items[0].when


@pytest.mark.parametrize(
    ("edits", "kind", "before"),
    [
        ([moved(5), moved(8)], "改期", "2026年12月4日（周五）09:00—11:00"),
        ([moved(5), moved(5, place="广场")], "改期", "2026年12月4日（周五）09:00—11:00"),
        ([moved(4, status="取消"), moved(4)], "恢复", ""),
        ([moved(4), moved(4, status="延期"), moved(4, status="取消")], "取消", ""),
        ([moved(4, status="取消"), moved(4, status="延期")], "延期", ""),
    ],
)
def test_several_publications_on_one_day_are_told_once(edits: list[dict[str, Any]], kind: str, before: str) -> None:
    """The last state against the first, whatever happened in between."""
    (digest,) = told((0, [event("a", **AHEAD)]), *((1, [event("a", **edit)]) for edit in edits))
    (item,) = digest.items
    assert (item.kind, item.before) == (kind, before)


def test_new_and_moved_on_one_day_is_new() -> None:
    """Nobody was told of it the day before, so nothing of it was changed."""
    (digest,) = told(
        (0, [event("b")]), (1, [event("b"), event("a", **AHEAD)]), (1, [event("b"), event("a", **moved(6))])
    )
    assert [(i.kind, i.before) for i in digest.items] == [("新增", "")]


def test_the_most_urgent_comes_first_and_then_the_soonest() -> None:
    """By kind, then by time itself, not by how it is written (10 after 9)."""
    before = [event("x", **moved(20)), event("y", **moved(21)), event("keep", **AHEAD)]
    after = [
        event("x", **moved(20, status="取消")), event("y", **moved(22)), event("keep", **AHEAD),
        event("n10", **moved(10)), event("n9", **moved(9)),
    ]  # fmt: skip
    (digest,) = told((0, before), (1, after))
    assert [(i.kind, i.id) for i in digest.items] == [("取消", "x"), ("改期", "y"), ("新增", "n9"), ("新增", "n10")]
    assert digest.summary == "取消1场、改期1场、新增2场"


def test_a_deleted_record_is_a_cancelled_event_with_a_page() -> None:
    """Its page stays, so the digest links to it."""
    (digest,) = told((0, [event("a", **AHEAD), event("b")]), (1, [event("b")]))
    assert [(i.kind, i.id, i.known) for i in digest.items] == [("取消", "a", True)]


def test_who_must_know_is_where_it_is_and_where_it_was() -> None:
    """An event that moves to another township is news in both; a region-wide one everywhere."""
    (digest,) = told(
        (0, [event("a", **AHEAD)]),
        (1, [event("a", **{**AHEAD, "townships": (QINGHU,)}), event("w", **AHEAD, region_wide=True)]),
    )
    away, wide = sorted(digest.items, key=lambda i: i.id)
    assert away.townships == (QINGHU,)
    assert [away.concerns(code) for code in (QINGHU, HECUN, "330881999")] == [True, True, False]
    assert wide.concerns("330881999")


def test_the_last_day_it_concerns_is_that_of_the_later_time() -> None:
    """Brought forward to today: until the old time is over somebody may still go there."""
    (digest,) = told((0, [event("a", **moved(20))]), (1, [event("a", **AHEAD)]))
    assert digest.items[0].last == date(2026, 12, 20)


def test_later_publications_alone_are_told_as_among_all() -> None:
    """What comes before a day has no part in what is told of that day and later ones."""
    outcome = publish((0, [event("a", **AHEAD)]), (1, [event("a", **moved(5))]), (3, [event("a", **moved(8))]))
    every = digests(outcome.register, outcome.library)
    assert digests(outcome.register, outcome.library, DAY + timedelta(days=2)) == every[:1]


def test_news_says_the_same_in_lines() -> None:
    """A title with the counts, a line a change, the page's address."""
    (item,) = news(told((0, [event("a", **AHEAD)]), (1, [event("a", **moved(5), sample=True)])))
    assert item.title == "11月23日更新：改期1场"
    assert item.lines == (
        "改期：【示例】国家安全教育主题宣讲，2026年12月5日（周六）09:00—11:00，贺村镇 礼堂（原定2026年12月4日（周五）09:00—11:00）",
    )
    assert item.address == "changes/2026-11-23/"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 12, 4), date(2026, 12, 4), "2026年12月4日（周五）"),
        (date(2026, 12, 4), date(2026, 12, 6), "2026年12月4日（周五）至12月6日"),
        (date(2026, 12, 30), date(2027, 1, 2), "2026年12月30日（周三）至2027年1月2日"),
        (datetime(2026, 12, 4, 9), datetime(2026, 12, 4, 9), "2026年12月4日（周五）09:00"),
        (datetime(2026, 12, 31, 22), datetime(2027, 1, 1, 1), "2026年12月31日（周四）22:00至2027年1月1日01:00"),
    ],
)
def test_times_in_words(start: date, end: date, words: str) -> None:
    """The year of the end is said where it is another one."""
    assert when_words(start, end) == words


def test_the_days_are_read_from_the_ledgers_bytes_alone() -> None:
    """The quick reading finds what the whole one finds; a damaged or absent ledger has none, whatever is in it."""
    outcome = publish((0, [event("a", **AHEAD)]), (1, [event("a", **moved(5))]), (9, [event("a", **moved(8))]))
    data = write_register(outcome.register)
    assert days_told(data) == tuple(sorted({c.publication for c in outcome.register.changes}))
    assert len(days_told(data)) == 2
    assert days_told(b"") == ()
    assert days_told(b'["2026-13-45", "x"\n["2026-11-22" \xff') == ()

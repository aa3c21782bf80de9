"""Whatever officers write, independent readers find the same events in our feeds."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.feeds import ics
from generator.feeds.build import issue_of
from generator.feeds.folding import lines
from generator.feeds.vevent import Setting
from generator.model import Library
from generator.readback import parsed
from generator.readback.expected import of_entries
from generator.schedule import occurrences
from tests.clients.makers import AS_OF, SITE, event, expected, files, library
from tests.clients.oracles import READERS
from tests.property.feeds_strategies import LETTERS, libraries, texts

unhurried = settings(deadline=None)
"""The first example of a reader pays for its import."""


@pytest.mark.parametrize("reader", READERS)
@unhurried
@given(found=libraries())
def test_every_reader_finds_every_event_as_it_was_recorded(reader: str, found: Library) -> None:
    assert READERS[reader](files(found)["calendars/all.ics"]) == expected(occurrences(found))


@unhurried
@given(found=libraries(), lead=st.text('\\nN;,: ^"', max_size=20))
def test_whatever_is_written_is_read_back_before_it_is_published(found: Library, lead: str) -> None:
    """Nobody is kept from publishing by a text, a day or a state; with backslashes, which not every reader takes."""
    found = replace(found, events=tuple(replace(e, title=lead + e.title, summary=lead * 5) for e in found.events))
    setting = Setting(found, SITE, AS_OF)
    issue = issue_of(found, occurrences(found), SITE, AS_OF)
    wanted = of_entries(issue.entries, {}, setting)
    for path, data in files(found).items():
        if path.endswith(("all.ics", "all-remind.ics")):
            events, zones = parsed.read(data)
            assert set(events) <= set(wanted)
            assert zones == (parsed.Zone("Asia/Shanghai", (28800,)),)
            if path.endswith("all.ics"):
                assert list(events) == wanted


@unhurried
@given(found=libraries())
def test_every_physical_line_is_short_and_stands_alone(found: Library) -> None:
    for path, data in files(found).items():
        if path.endswith(".ics"):
            assert data.count(b"\r") == data.count(b"\n") == data.count(b"\r\n")
            for line in data.split(b"\r\n"):
                assert len(line) <= 75
                line.decode()


@unhurried
@given(found=libraries())
def test_the_township_feeds_together_are_the_regions(found: Library) -> None:
    made = files(found)
    together = set()
    for path, data in made.items():
        if path.startswith("calendars/townships/"):
            together |= READERS["icalendar"](data)
    assert together == READERS["icalendar"](made["calendars/all.ics"])


@unhurried
@given(found=libraries(), chance=st.randoms(use_true_random=False))
def test_the_order_of_records_changes_no_byte(found: Library, chance: Random) -> None:
    shuffled = list(found.events)
    chance.shuffle(shuffled)
    assert files(library(reversed(shuffled))) == files(found)


@unhurried
@given(title=texts, summary=st.text(LETTERS + "\n", max_size=400), place=texts, note=texts)
def test_long_texts_come_back_whole(title: str, summary: str, place: str, note: str) -> None:
    made = files(library([event(title=title, summary=summary, place=place, note=note, status="取消")]))
    (entry,) = icalendar.Calendar.from_ical(made["events/gaq-1.ics"]).walk("VEVENT")
    assert str(entry["SUMMARY"]) == f"【取消】{title}"
    assert f"\n原因：{note}\n" in str(entry["DESCRIPTION"])
    assert summary in str(entry["DESCRIPTION"])
    assert place in str(entry["LOCATION"])


@unhurried
@given(text=st.text(max_size=300), lead=st.integers(0, 80))
def test_unfolding_gives_the_line_back_for_any_text_at_all(text: str, lead: int) -> None:
    line = "X-NAME:" + "a" * lead + ics.escape(text)
    folded = lines([line])
    assert folded.replace(b"\r\n ", b"").decode() == line + "\r\n"
    for part in folded.split(b"\r\n"):
        assert len(part) <= 75
        part.decode()
        assert (len(part) - len(part.rstrip(b"\\"))) % 2 == 0

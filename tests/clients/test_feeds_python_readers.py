"""Four Python readers agree on the hard cases in every feed."""

from __future__ import annotations

import pytest

from generator.feeds.catalogue import path_of
from generator.schedule import occurrences
from tests.clients.hard_cases import hard_cases
from tests.clients.makers import expected, files, in_feeds
from tests.clients.oracles import READERS

LIBRARY = hard_cases()
OBSERVANCES = path_of("observances")


@pytest.mark.parametrize("reader", READERS)
def test_every_feed_reads_back_as_what_was_recorded(reader: str) -> None:
    made = files(LIBRARY)
    for path, found in in_feeds(LIBRARY).items():
        if path != OBSERVANCES:
            assert READERS[reader](made[path]) == expected(found), path


@pytest.mark.parametrize("reader", READERS)
def test_the_reader_would_notice_a_wrong_time(reader: str) -> None:
    made = files(LIBRARY)["calendars/all.ics"].replace(b":20261231T200000", b":20261231T190000")
    assert READERS[reader](made) != expected(occurrences(LIBRARY))

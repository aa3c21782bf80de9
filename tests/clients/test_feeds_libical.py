"""libical, the reader inside Evolution, KDE and Thunderbird's ancestors, finds nothing to complain about."""

from __future__ import annotations

import ctypes

import pytest

from generator.schedule import occurrences
from tests.clients.hard_cases import hard_cases
from tests.clients.makers import expected, files, library
from tests.clients.oracles import by_icalendar
from tests.clients.tools import libical

pytestmark = pytest.mark.clients


@pytest.fixture(scope="module")
def lib() -> ctypes.CDLL:
    return libical()


def verdict(lib: ctypes.CDLL, data: bytes) -> tuple[bool, int, bytes]:
    """Whether the restrictions of RFC 5545 hold, the number of parse errors, and the file as libical writes it."""
    component = lib.icalparser_parse_string(data)
    assert component
    try:
        fine = lib.icalrestriction_check(component) == 1
        return fine, lib.icalcomponent_count_errors(component), lib.icalcomponent_as_ical_string(component)
    finally:
        lib.icalcomponent_free(component)


def test_every_feed_keeps_the_restrictions_and_reads_back_the_same(lib: ctypes.CDLL) -> None:
    found = hard_cases()
    made = files(found)
    for path, data in made.items():
        if path.endswith(".ics"):
            fine, errors, written = verdict(lib, data)
            assert fine, path
            assert errors == 0, path
            assert by_icalendar(written) == by_icalendar(data), path
    _, _, written = verdict(lib, made["calendars/all.ics"])
    assert by_icalendar(written) == expected(occurrences(found))


def test_a_calendar_without_events_is_fine_too(lib: ctypes.CDLL) -> None:
    fine, errors, _ = verdict(lib, files(library([]))["calendars/all.ics"])
    assert (fine, errors) == (True, 0)


def test_libical_would_complain(lib: ctypes.CDLL) -> None:
    """The check can fail: METHOD without an organiser, a property given twice, a line that is none."""
    data = files(hard_cases())["calendars/all.ics"]
    assert not verdict(lib, data.replace(b"VERSION:2.0\r\n", b"VERSION:2.0\r\nMETHOD:PUBLISH\r\n"))[0]
    assert not verdict(lib, data.replace(b"CLASS:PUBLIC\r\n", b"CLASS:PUBLIC\r\n" * 2, 1))[0]
    assert verdict(lib, data.replace(b"CLASS:PUBLIC", b"CLASS PUBLIC", 1))[1] > 0

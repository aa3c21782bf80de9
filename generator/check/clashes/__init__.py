"""Clashes in time: a speaker in two places, a place booked twice, the same people invited twice, no time for the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from generator.base.diagnostics import Diagnostic
from generator.check.clashes.people import by_speaker
from generator.check.clashes.rules import (
    audiences,
    places,
    speakers,
    tell_audiences,
    tell_places,
    tell_speakers,
)
from generator.check.clashes.slots import in_order, lessons, slots
from generator.check.clashes.travel import tell_travel, travel
from generator.check.clashes.venues import Venues
from generator.model import Library, Occurrence


def clashes(library: Library, occurrences: Sequence[Occurrence], as_of: date) -> list[Diagnostic]:
    """W310 to W313. Two records that clash again and again are told once.

    A place or a speaker booked twice is told for the past too: one of the records is false. Invitations and ways are told
    only for what is to come from `as_of` on.
    """
    found, venues = slots(occurrences), Venues(library)
    booked = places(found, venues)
    engaged = by_speaker(in_order((*found, *lessons(occurrences))))
    busy = speakers(engaged, booked.pairs)
    today = datetime.combine(as_of, time.min)
    invited = audiences([s for s in found if s.end > today], booked.pairs | busy.pairs, library.township_by_code)
    hurried, ways = travel(engaged, library, venues, today)
    return [*tell_speakers(busy), *tell_places(booked), *tell_audiences(invited), *tell_travel(hurried, ways)]

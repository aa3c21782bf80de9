"""Two things at once: of a place (W311), of a speaker (W310), of the people a township invites (W312).

Invariant: two occurrences are told once, at the first of these that holds: an officer reads one warning for one mistake.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from generator.base.diagnostics import Diagnostic
from generator.check.clashes.groups import Clashes
from generator.check.clashes.people import Groups
from generator.check.clashes.slots import Pair, Slot, overlaps
from generator.check.clashes.venues import Venues
from generator.model import Township

Told = Collection[tuple[str, str]]
"""Ids of occurrences (earlier, later) whose clash has been told."""


def places(slots: Iterable[Slot], venues: Venues) -> Clashes:
    """Places that two occurrences hold at once."""
    groups: dict[tuple[str, str], list[Slot]] = {}
    for slot in slots:
        for venue in venues.of(slot.occurrence.event):
            groups.setdefault(venue, []).append(slot)
    clashes = Clashes()
    for group in groups.values():
        for pair in overlaps(group):
            earlier, later = pair[0].occurrence.event, pair[1].occurrence.event
            if not venues.apart(earlier, later):
                clashes.add(pair, (later.place,))
    return clashes


def speakers(groups: Groups, told: Told) -> Clashes:
    """Speakers who are to be at two occurrences at once; `groups` as `by_speaker` gives them."""
    clashes = Clashes()
    for name, group in groups.items():
        for pair in overlaps(group):
            if ids(pair) not in told:
                clashes.add(pair, (name,))
    return clashes


def audiences(slots: Iterable[Slot], told: Told, townships: Mapping[str, Township]) -> Clashes:
    """Events of one township that ask the same people to come at once.

    Two villages may well hold theirs at one hour: only events that name the same village, or no village, are compared.
    Region-wide events have no township of their own.
    """
    groups: dict[tuple[str, str, str], list[Slot]] = {}
    for slot in slots:
        event = slot.occurrence.event
        for code in event.townships:
            for audience in dict.fromkeys(event.audiences):
                groups.setdefault((code, event.village, audience), []).append(slot)
    clashes = Clashes()
    for (code, _, audience), group in groups.items():
        for pair in overlaps(group):
            earlier, later = pair[0].occurrence.event, pair[1].occurrence.event
            if earlier.id != later.id and ids(pair) not in told:
                clashes.add(pair, (townships[code].name if code in townships else code, audience))
    return clashes


def ids(pair: Pair) -> tuple[str, str]:
    """The ids of both occurrences, earlier first."""
    return pair[0].occurrence.id, pair[1].occurrence.id


def tell_speakers(clashes: Clashes) -> Iterator[Diagnostic]:
    """W310: a speaker is in two places at once."""
    hint = "改其中一场的时间，或者换一位主讲；其实是两个人的，两个名字后面都用括号写上单位，如“王某（城关）”“王某（贺村）”。"
    for clash in clashes.listed():
        one, other = clash.records
        yield Diagnostic(
            "W310",
            clash.span,
            f"{clash.named(0)}同一时间有两场活动：{one}和{other}{clash.more}",
            hint,
            clash.related,
        )
    yield from clashes.rest("W310")


def tell_places(clashes: Clashes) -> Iterator[Diagnostic]:
    """W311: a place is booked twice at once."""
    hint = "改其中一场的时间或地点。本是一场活动的，只留一条记录；展览之类不占场地的，只写日期，不写钟点。"
    for clash in clashes.listed():
        one, other = clash.records
        yield Diagnostic(
            "W311",
            clash.span,
            f"“{clash.named(0)}”同一时间安排了两场活动：{one}和{other}{clash.more}",
            hint,
            clash.related,
        )
    yield from clashes.rest("W311")


def tell_audiences(clashes: Clashes) -> Iterator[Diagnostic]:
    """W312: a township asks the same people to two events at once."""
    hint = "最好错开时间。各村办各村的，写上“村社区”；请的不是同一批人的，把“对象”写细一些。"
    for clash in clashes.listed():
        one, other = clash.records
        yield Diagnostic(
            "W312",
            clash.span,
            f"{clash.named(0)}同一时间有两场面向{clash.named(1)}的活动：{one}和{other}{clash.more}",
            hint,
            clash.related,
        )
    yield from clashes.rest("W312")

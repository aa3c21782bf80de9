"""One occurrence as one calendar entry: written once, the same bytes in every feed.

Invariant: the UID depends on the occurrence's id and the region's code alone, so an entry on a subscriber's phone
stays the same entry through every change of title, time, place, file name and even web address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from generator import addresses
from generator.base.artifacts import SiteInfo
from generator.feeds import words
from generator.feeds.entry import BEGIN, Entry, Facts, Said, placement_of
from generator.feeds.folding import lines
from generator.feeds.ics import day_value, escape, time_value, uri
from generator.gazetteer.zones import fixed_offset
from generator.model import Event, Library, Occurrence, Status
from generator.schedule import moment

STATUS: Mapping[Status, str] = {
    "计划": "TENTATIVE",
    "确定": "CONFIRMED",
    "已办": "CONFIRMED",
    "取消": "CANCELLED",
    # Not CANCELLED: Google hides cancelled entries, and a clerk must see on the old day that nothing takes place then.
    "延期": "TENTATIVE",
}
_OLDEST_STAMP = date(2020, 1, 1)
_ONE_DAY = timedelta(days=1)
# Subscribers were told of the event, they did not accept it: it must not make them look busy.
TAIL = b"CLASS:PUBLIC\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"


@dataclass(frozen=True, slots=True)
class Setting:
    """What every VEVENT of a build has in common. `as_of` is a day in the region's zone.

    Raises ValueError where the region's zone changes its clocks.
    """

    library: Library
    site: SiteInfo
    as_of: date
    offset: timedelta = field(init=False)

    def __post_init__(self) -> None:
        offset = fixed_offset(self.library.region.timezone)
        if offset is None:
            raise ValueError(f"时区“{self.library.region.timezone}”没有固定的时差")
        object.__setattr__(self, "offset", offset)

    def page(self, event: Event) -> str:
        """The address of the page of an event as it is told: its `alias` is the id that it has on the site."""
        return self.site.url + addresses.event(event.alias or event.id)


def uid(occurrence_id: str, library: Library) -> str:
    """The id of an occurrence for the whole world and for good."""
    return f"{occurrence_id}@{library.region.code}.pufa"


def stamp(occurrence: Occurrence, setting: Setting) -> datetime:
    """When the record was last touched, in UTC without zone; never after the beginning of `as_of`.

    Where the officer did not say, it is the first day of the campaign or of the event, whichever is earlier; that too
    may lie ahead, and then it is a fixed day in the past: the clock has no say.
    """
    newest = moment(setting.as_of)
    updated = occurrence.event.updated
    if updated is not None:
        return min(updated, newest) - setting.offset
    day = occurrence.first_day
    campaign = setting.library.campaign_by_id.get(occurrence.event.campaign)
    if campaign is not None:
        day = min(day, campaign.period.start)
    if day > setting.as_of:
        return min(moment(_OLDEST_STAMP), newest - setting.offset)
    return _midnight(day, setting.offset)


@lru_cache(maxsize=1024)
def _midnight(day: date, offset: timedelta) -> datetime:
    return moment(day) - offset  # most events share the first day of their campaign


_stamp_value = lru_cache(maxsize=1024)(time_value)


@lru_cache(maxsize=1024)
def _categories(kinds: tuple[str, ...]) -> str:
    return f"CATEGORIES:{','.join([escape(kind) for kind in kinds])}"


def entry(occurrence: Occurrence, setting: Setting, identifier: str = "") -> Entry:
    """The entry of one occurrence that stands for itself, under its own id or another that it was published under."""
    identifier = identifier or occurrence.id
    facts = facts_of(occurrence, setting)
    return made(identifier, occurrence, facts, setting, times_of(facts, setting.library.region.timezone))


def facts_of(occurrence: Occurrence, setting: Setting) -> Facts:
    """What is told of an occurrence."""
    library, event = setting.library, occurrence.event
    return Facts(
        event.title,
        occurrence.start,
        occurrence.end,
        words.location(event, library),
        occurrence.status,
        day=occurrence.original,
        sample=library.is_sample(event),
    )


def made(
    identifier: str,
    occurrence: Occurrence,
    facts: Facts,
    setting: Setting,
    times: tuple[str, ...],
    *,
    series: str = "",
) -> Entry:
    """An entry of ready-made lines of time; `series` is the id of the series that it is an override of."""
    library, event = setting.library, occurrence.event
    page = setting.page(event)
    said = Said(facts, words.title(occurrence, library), words.description(occurrence, library, page), page, series)
    content = [*times, f"SUMMARY:{escape(said.summary)}", f"STATUS:{STATUS[facts.status]}"]
    if facts.where:
        content.append(f"LOCATION:{escape(facts.where)}")
    site = library.site_by_id.get(event.site)
    if site is not None and site.lat is not None and site.lon is not None:
        content.append(f"GEO:{site.lat:.6f};{site.lon:.6f}")
    content.append(f"DESCRIPTION:{escape(said.description)}")
    kinds = words.kinds(event, library)
    if kinds:
        content.append(_categories(kinds))
    content.append(f"URL:{uri(page)}")
    return Entry(
        identifier,
        event.id,
        facts,
        placement_of(event),
        bool(series),
        stamp(occurrence, setting),
        event.updated is not None,
        BEGIN + lines((f"UID:{uid(series or identifier, library)}",)),
        lines(content) + TAIL,
        said,
    )


def times_of(facts: Facts, tz_name: str) -> tuple[str, ...]:
    """DTSTART and DTEND. An all-day end is the day after the last; an event of no length has no DTEND (3.6.1)."""
    start, end = facts.start, facts.end
    if not isinstance(start, datetime):
        last = end.date() if isinstance(end, datetime) else end
        return f"DTSTART;VALUE=DATE:{day_value(start)}", f"DTEND;VALUE=DATE:{day_value(last + _ONE_DAY)}"
    begins = f"DTSTART;TZID={tz_name}:{time_value(start)}"
    if not isinstance(end, datetime) or end <= start:
        return (begins,)
    return begins, f"DTEND;TZID={tz_name}:{time_value(end)}"

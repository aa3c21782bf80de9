"""Addresses that never change once published: the only place that spells them.

A page's address is relative to the site's root and ends with `/`; its file is that address plus `index.html`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from generator.model import Village

HOME = ""
CAMPAIGNS = "campaigns/"
CALENDAR = "calendar/"
TOWNSHIPS = "townships/"
SITES = "sites/"
COVERAGE = "coverage/"
INDICATORS = "coverage/indicators/"
SUBSCRIBE = "subscribe/"
CHANGES = "changes/"
EVENTS = "events/"

SINGLETONS = (HOME, CAMPAIGNS, CALENDAR, TOWNSHIPS, SITES, COVERAGE, SUBSCRIBE, CHANGES)
"""Pages that exist once: MkDocs renders each as a page of its own, with the officer's text if there is any."""


SHELL = "pufa-shell"
"""The last part of the address at which the theme renders a shell; it appears nowhere in the site."""


def has_data(page: str) -> bool:
    """Whether an officer's text at this address shares its page with data of ours."""
    return page in SINGLETONS or page.startswith(CAMPAIGNS)


def event(event_id: str) -> str:
    """An event with all its occurrences."""
    return f"events/{event_id}/"


def event_feed(event_id: str) -> str:
    """The file that adds one event to a calendar."""
    return f"events/{event_id}.ics"


def campaign(campaign_id: str) -> str:
    """A campaign."""
    return f"campaigns/{campaign_id}/"


_ARCHIVE = re.compile(r"(calendars/[a-z0-9/-]+?)-([0-9]{4})(?:-([0-9]{1,3}))?(?:-archive)?\.ics")


def archive(feed: str, year: int, part: int = 1, *, apart: bool = False) -> str:
    """The file with what a feed no longer has of a year; `apart`: that address is taken by another feed."""
    number = f"-{part}" if part > 1 else ""
    return f"{feed.removesuffix('.ics')}-{year:04d}{number}{'-archive' if apart else ''}.ics"


def archived(path: str) -> tuple[str, int, int]:
    """The feed, the year and the part of an archive; the path itself and 0 of what cannot be one.

    A campaign may be called after a year: whoever asks must know whether there is such a feed.
    """
    found = _ARCHIVE.fullmatch(path)
    return (f"{found[1]}.ics", int(found[2]), int(found[3] or 1)) if found else (path, 0, 0)


def month(day: date) -> str:
    """The month in which a day lies."""
    return f"calendar/{day.year:04d}-{day.month:02d}/"


def township(code: str) -> str:
    """A township."""
    return f"townships/{code}/"


def village(unit: Village) -> str:
    """A village below its township."""
    return f"townships/{unit.township}/{unit.id}/"


def site(site_id: str) -> str:
    """A cultural site."""
    return f"sites/{site_id}/"


def trail(trail_id: str) -> str:
    """A trail of cultural sites."""
    return f"trails/{trail_id}/"


def coverage_year(year: int) -> str:
    """The account of one year."""
    return f"coverage/{year:04d}/"


def coverage_campaign(campaign_id: str) -> str:
    """The account of one campaign."""
    return f"coverage/campaigns/{campaign_id}/"


def evidence(key: str, unit: str, indicator: str = "") -> str:
    """Where the records behind a figure are listed.

    `key` is a year (2025), `all` for all time, or `campaigns/<id>`; `unit` a township's code, "" for the region.
    """
    page = f"coverage/{key}/{unit or 'records'}/"
    return f"{page}#{indicator}" if indicator else page


def definition(indicator: str) -> str:
    """The definition card of an indicator."""
    return f"{INDICATORS}#{indicator}"


def snapshot(slug: str) -> str:
    """A frozen account beside the present one; `slug` is its day and a hash of its name (2023-06-30-1f3a9c0b)."""
    return f"coverage/snapshots/{slug}/"


def changes_of(publication: date) -> str:
    """What the publication of one day changed."""
    return f"changes/{publication.isoformat()}/"


def township_changes(code: str) -> str:
    """What lately changed in a township, as a notice to print."""
    return f"townships/{code}/changes/"


def file_of(address: str) -> str:
    """The file that a web server gives for an address."""
    return address + "index.html" if not address or address.endswith("/") else address


def relative(target: str, from_address: str) -> str:
    """`target` as a link from a page, so that the site works below any path. Both are relative to the root."""
    here = from_address.split("/")[:-1]
    there = target.split("/")
    common = 0
    while common < len(here) and common < len(there) - 1 and here[common] == there[common]:
        common += 1
    link = "../" * (len(here) - common) + "/".join(there[common:])
    return link or "./"


def months(first: date, last: date) -> Iterator[date]:
    """The first day of every month from `first` to `last`."""
    day = first.replace(day=1)
    while day <= last:
        yield day
        day = day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1)

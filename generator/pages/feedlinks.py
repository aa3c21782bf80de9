"""How a page offers a feed: the argument of the macros `feed_links` and `feed_rows`, and the QR codes they show."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from hashlib import blake2b

from generator import addresses
from generator.base.artifacts import Planned, SiteInfo
from generator.feeds.catalogue import Feed, catalogue, remind_path
from generator.model import Library
from generator.render import qr

HERE = "subscribe"
"""The anchor of the part of a page where its feed is offered."""


def feed_link(site: SiteInfo, path: str, name: str, page: str = "") -> dict[str, str]:
    """A feed's addresses; `path` is below the site's root, `name` what a reader calls it.

    `webcal` is the same address under the scheme that phones give to their calendar, `remind` the variant that rings.
    `page` is the place (with its anchor) where the feed is offered, for the QR code; without it there is none.
    """
    url, remind = site.url + path, site.url + remind_path(path)
    return {
        "path": path,
        "name": name,
        "url": url,
        "webcal": _webcal(url),
        "remind": remind,
        "remind_webcal": _webcal(remind),
        "qr": qr_path(path) if page and qr.fits(site.url + page) else "",
    }


def _webcal(url: str) -> str:
    return "webcal://" + url.partition("://")[2]


def landing(feed: Feed) -> str:
    """The place on the site that the QR code of a feed opens, "" for feeds without a code.

    Never the calendar file itself: the scanners of WeChat, Huawei and Android show a bare .ics as text or not at all, and
    cannot follow webcal. Any of them opens a page, and the page has the buttons, the address and the steps.
    """
    if feed.kind in ("campaign", "township", "village", "site"):
        return f"{feed.page}#{HERE}"
    if feed.kind in ("all", "observances"):
        return f"{addresses.SUBSCRIBE}#{feed.kind}"
    if feed.kind == "audience":
        return f"{addresses.SUBSCRIBE}#{audience_anchor(feed.id)}"
    return ""  # a single event is no subscription; those of a township and a campaign stand on the township's page


def audience_anchor(identifier: str) -> str:
    """Where the subscribe page offers the feed of an audience."""
    return f"audience-{identifier}"


def qr_path(path: str) -> str:
    """The picture of a feed's QR code: `calendars/sites/x.ics` has `assets/pufa/qr/sites/x.svg`."""
    return f"assets/pufa/qr/{path.removeprefix('calendars/').removesuffix('.ics')}.svg"


def qr_codes(library: Library, site: SiteInfo) -> Iterator[Planned]:
    """The QR code of every feed that has one. They depend on addresses alone, so they are drawn once in a site's life."""
    for feed in catalogue(library):
        page = landing(feed)
        if page and qr.fits(site.url + page):
            text = site.url + page
            yield Planned(qr_path(feed.path), blake2b(text.encode(), digest_size=16).hexdigest(), partial(qr.svg, text))

"""Rules across files: what was read becomes a library in which every reference is resolved, or faults say why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from generator import addresses
from generator.base.cache import NOTHING_KEPT, Cache
from generator.base.diagnostics import Diagnostic, ordered
from generator.check.almanac import observances_of, workdays_of
from generator.check.campaigns import campaign_of
from generator.check.clashes import clashes
from generator.check.doubts import identical
from generator.check.events import Events
from generator.check.headings import foreign_headings
from generator.check.ids import former_ids, missing_ids, unique_ids
from generator.check.inspections import inspections_of
from generator.check.links import check_page
from generator.check.ordinals import in_pages
from generator.check.places import Gazetteer
from generator.check.region import region_of
from generator.check.reminders import reminders
from generator.check.resolving import resolve_all
from generator.check.sections import Sections
from generator.check.site import clashes as address_clashes
from generator.check.site import names_of
from generator.check.sites import sites_of, speakers_of
from generator.check.snapshots import snapshots_of
from generator.figures.indicators import Indicator
from generator.figures.snapshots import Snapshot
from generator.gather import Loaded
from generator.gather.settings import USUAL_MARKUP, Markup
from generator.model import Campaign, DayOff, Library, Occurrence, Site, Speaker, Trail
from generator.register.digest import days_told
from generator.schedule import occurrences
from generator.siteplan import data_addresses, made_files, page_address


@dataclass(frozen=True, slots=True)
class Checked:
    """What the rules made of a project, and what they had to find out for it, so that nobody works it out again.

    The library is None where there is no region to hang anything on; with errors among the diagnostics it is incomplete and must
    not be published. `occurrences` are those of this very library. `snapshots` are those that can be compared with the present.
    """

    library: Library | None
    diagnostics: tuple[Diagnostic, ...]
    occurrences: tuple[Occurrence, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()


def check(
    loaded: Loaded,
    as_of: date,
    indicators: Mapping[str, Indicator],
    docs: str = "content",
    markup: Markup | None = USUAL_MARKUP,
    kept: Cache = NOTHING_KEPT,
) -> Checked:
    """The library of a project and all its faults, those of reading included. What single files came to is `kept`.

    `indicators` is what a target or a weight may name: id → object with `name`, `unit`, `per` and `direction`. `markup` is how
    texts are read, None where nobody can tell.
    """
    found: list[Diagnostic] = list(loaded.diagnostics)
    if loaded.region is None:
        return Checked(None, ordered(found))
    region, faults = region_of(loaded.path_of("region"), loaded.region, indicators)
    found += faults
    if region is None:
        return Checked(None, ordered(found))
    places = Gazetteer(region.townships)
    campaigns: dict[str, Campaign] = {}
    for source in loaded.campaigns:
        campaign, faults = campaign_of(source, region, places, indicators, as_of)
        found += faults
        if campaign:
            campaigns[campaign.id] = campaign
    sites: tuple[Site, ...] = ()
    trails: tuple[Trail, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    if loaded.sites is not None:
        sites, trails, faults = sites_of(loaded.path_of("sites"), loaded.sites, region, places)
        found += faults
    if loaded.speakers is not None:
        speakers, faults = speakers_of(loaded.path_of("speakers"), loaded.speakers)
        found += faults
    days_off: tuple[DayOff, ...] = ()
    if loaded.holidays is not None:
        days_off, faults = workdays_of(loaded.path_of("holidays"), loaded.holidays)
        found += faults
    observances, faults = observances_of(loaded.path_of("observances"), loaded.observances)
    found += faults
    found += unique_ids(loaded.events)
    found += former_ids(loaded.events)
    found += missing_ids(loaded.events, places)
    doubled, again = identical(loaded.events)
    found += doubled
    found += foreign_headings(loaded.campaigns, campaigns)
    rules = Events(region, places, campaigns, {s.id: s for s in sites}, speakers, as_of, days_off)
    events, faults = resolve_all(loaded.events, loaded.inputs, rules, kept)
    found += faults
    library = Library(
        region=region,
        campaigns=tuple(sorted(campaigns.values(), key=lambda c: (c.order, c.id))),
        events=tuple(events[i] for i in sorted(events)),
        sites=sites,
        trails=trails,
        speakers=speakers,
        township_by_code={t.code: t for t in region.townships},
        village_by_id={v.id: v for t in region.townships for v in t.villages},
        campaign_by_id=dict(sorted(campaigns.items())),
        site_by_id={s.id: s for s in sites},
        workdays=days_off,
        observances=observances,
    )
    happenings = occurrences(library)
    broken = {record.id for record in loaded.events}.difference(events)
    inspections, faults = inspections_of(loaded.inspections, library, happenings, as_of, broken)
    library = replace(library, inspections=inspections)
    found += faults
    found += clashes(library, [o for o in happenings if o.event.id not in again], as_of)
    found += reminders(library, happenings, as_of, {r.id: r for r in loaded.events})
    found += in_pages(loaded, library)
    snapshots, faults = snapshots_of(loaded.snapshots, region, as_of)
    found += faults
    named = {addresses.snapshot(s.slug): f"快照“{s.name}”" for s in snapshots}
    found += _pages(loaded, library, as_of, docs, named, markup)
    return Checked(library, ordered(found), happenings, snapshots)


def _pages(
    loaded: Loaded, library: Library, as_of: date, docs: str, snapshots: Mapping[str, str], markup: Markup | None
) -> list[Diagnostic]:
    data = {**data_addresses(library, as_of, days_told(loaded.register or b"")), **snapshots}
    files = made_files(library)
    found = address_clashes(loaded.pages, loaded.attachments, loaded.campaigns, docs, data | files)
    names = names_of(loaded.pages, loaded.attachments, loaded.campaigns)
    known_addresses = {*data, *files, *(page_address(p.name) for p in loaded.pages), *loaded.attachments}
    known = sorted(names | set(data))
    pages = [*loaded.pages, *(c.page for c in loaded.campaigns if c.page)]
    sections = Sections(pages, markup)
    for page in pages:
        found += check_page(page, names, known_addresses, known, sections)
    return found

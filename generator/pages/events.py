"""A page for every event, with all its occurrences: when, where, for whom, what came of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from generator import addresses
from generator.base.daywords import day_words, month_words
from generator.figures.coverage import percent
from generator.model import OFF, Event, Library, Occurrence, Result
from generator.pages.campaigns import law_words
from generator.pages.feedlinks import feed_link
from generator.pages.page import PageSpec
from generator.pages.series import series
from generator.pages.split import in_short, paragraphs
from generator.pages.structured import event_data
from generator.world import World

Row = dict[str, Any]
MOST_RELATED = 5
OLD_AFTER_DAYS = 730
"""Events that ended longer ago are found through their campaign, township and month, not through the search."""


def is_recent(world: World, occurrence: Occurrence) -> bool:
    """True for what is coming or ended not long ago: what the search shall find."""
    return (world.as_of - occurrence.last_day).days <= OLD_AFTER_DAYS


def pages(
    world: World,
    rows: Mapping[str, Row],
    chosen: Iterable[Event],
    happenings: Mapping[str, Sequence[Occurrence]],
    coming: Mapping[str, Sequence[Occurrence]],
) -> Iterator[PageSpec]:
    """One page for each of the events `chosen`. `happenings` are the occurrences of each, `coming` is what `coming_in` gives."""
    roles = {s.name: s.role for s in world.library.speakers}
    for event in chosen:
        yield _page(world, event, happenings[event.id], rows, coming.get(home_of(event), ()), roles)


def home_of(event: Event) -> str:
    """The township whose next events its page names: the first that it is held in, "" for the whole region."""
    return event.townships[0] if event.townships else ""


def coming_in(world: World) -> dict[str, list[Occurrence]]:
    """The next events that will take place, by township; those for the whole region under ""."""
    found: dict[str, list[Occurrence]] = defaultdict(list)
    for occurrence in world.occurrences:
        if occurrence.last_day < world.as_of or occurrence.status in OFF:
            continue
        for code in dict.fromkeys(occurrence.event.townships) or ("",):
            if len(found[code]) <= MOST_RELATED:
                found[code].append(occurrence)
    return found


def main_occurrence(happenings: Sequence[Occurrence], as_of: date) -> Occurrence:
    """The one a reader means: the next that takes place, else the last."""
    ahead = [o for o in happenings if o.last_day >= as_of]
    return next((o for o in ahead if o.status not in OFF), (ahead or list(happenings)[-1:])[0])


def _page(
    world: World,
    event: Event,
    happenings: Sequence[Occurrence],
    rows: Mapping[str, Row],
    coming: Iterable[Occurrence],
    roles: Mapping[str, str],
) -> PageSpec:
    library = world.library
    campaign = library.campaign_by_id[event.campaign]
    main = main_occurrence(happenings, world.as_of)
    when, where = rows[main.id]["when"], rows[main.id]["place"]
    code = home_of(event)
    related = [rows[o.id]["now"] or rows[o.id] for o in coming if o.event.id != event.id][:MOST_RELATED]
    past = main.last_day < world.as_of
    return PageSpec(
        address=addresses.event(event.id),
        shell="event",
        title=event.title,
        description=in_short(f"{when}，{where}。{event.summary}", 150),
        template="event.html",
        context={
            "status": main.status,
            "past": past,
            "sample": library.is_sample(event),
            "when": when,
            "date": main.first_day.isoformat(),
            "month": addresses.month(main.first_day),
            "month_name": month_words(main.first_day),
            "places": _places(event, library),
            "form": event.form,
            "launch": event.stage == "启动",
            "audiences": "、".join(event.audiences),
            "laws": law_words(event.laws),
            "organiser": event.organiser,
            "speakers": [f"{name}（{role}）" if (role := roles.get(name)) else name for name in main.event.speakers],
            "summary": paragraphs(event.summary),
            "note": main.event.note,
            "url": event.url,
            "updated": _updated(event.updated),
            "result": _result(event.result) if event.result else None,
            "series": series(event, happenings, world.as_of) if len(happenings) > 1 else None,
            "feed": feed_link(world.site, addresses.event_feed(event.id), event.title),
            "addable": not past and main.status not in OFF,
            "campaign": {
                "title": campaign.title,
                # What was withdrawn with its campaign leads to no page.
                "address": addresses.campaign(campaign.id) if campaign in library.campaigns else "",
            },
            "related": related,
            "related_of": library.township_by_code[code].name if code else "全域",
        },
        structured=event_data(world, event, happenings, where),
    )


def _updated(when: datetime | None) -> str:
    return day_words(when) if when else ""


def _places(event: Event, library: Library) -> dict[str, Any]:
    """Where it is, in parts: units and the cultural site have pages of their own; `text` is what no link says."""
    site = library.site_by_id.get(event.site)
    village = library.village_by_id.get(event.village)
    names = (event.site, site.name if site else "", village.name if village else "")
    return {
        "wide": event.region_wide,
        "townships": [
            {"name": library.township_by_code[code].name, "address": addresses.township(code)}
            for code in event.townships
        ],
        "village": {"name": village.name, "address": addresses.village(village)} if village else None,
        "text": "" if event.place in names else event.place,
        "site": {"name": site.name, "address": addresses.site(site.id), "where": site.address} if site else None,
    }


def _result(result: Result) -> dict[str, Any]:
    """Figures of a result in words. Satisfaction always says of how many; residents are those who are not staff."""
    stats = []
    if result.attendance is not None:
        note = f"其中工作人员 {result.staff} 人" if result.staff is not None else ""
        stats.append([f"{result.attendance}", "人参加", note])
        if result.staff is not None and result.attendance >= result.staff:
            stats.append([f"{result.attendance - result.staff}", "名群众", "参加人数减去工作人员"])
    if result.responses is not None and result.satisfied is not None and result.responses > 0:
        share = percent(result.satisfied, result.responses)
        stats.append([share, "满意", f"满意 {result.satisfied} / {result.responses} 份评价"])
    elif result.responses is not None:
        stats.append([f"{result.responses}", "份评价", ""])
    return {"stats": stats, "summary": paragraphs(result.summary)}

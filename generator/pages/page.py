"""What a stamped page is before it is rendered: plain values only, so that its content hash says when it must change.

Invariant: a context holds nothing but str, int, float, bool, None, tuple, list and dict. Two equal contexts give equal
bytes, and `marshal` can hash them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from generator.base.daywords import day_after, short_day, span_words, weekday
from generator.model import OFF, Occurrence
from generator.world import World


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page made of data.

    `address` is below the site's root; `shell` names the theme page it is stamped into: a kind ("event") or the address
    of a singleton ("calendar/"); `template` lies in `site_templates/pages/`. `structured` is JSON-LD or empty.
    """

    address: str
    shell: str
    title: str
    description: str
    template: str
    context: Mapping[str, Any]
    structured: str = ""

    @property
    def root(self) -> str:
        """The way from the page to the site's root: `../../` for `events/x/`."""
        return "../" * self.address.count("/") or "./"


def anchor_of(occurrence: Occurrence) -> str:
    """The place of one occurrence of a repeating event on the event's page; "" for one that stands alone there."""
    return f"d-{occurrence.original}" if occurrence.original else ""


def event_row(world: World, occurrence: Occurrence) -> dict[str, Any]:
    """What every list of events shows of one: also the argument of the macro `event_row` in `macros.html`."""
    event = occurrence.event
    campaign = world.library.campaign_by_id[event.campaign]
    first = occurrence.first_day
    row: dict[str, Any] = {
        "id": event.id,
        "at": f"#{anchor_of(occurrence)}" if occurrence.original else "",
        "title": event.title,
        **_day(first),
        "when": span_words(occurrence.start, occurrence.end),
        "clock": occurrence.start.strftime("%H:%M") if isinstance(occurrence.start, datetime) else "全天",
        "place": world.place_of(event),
        "form": event.form,
        "status": occurrence.status,
        "campaign": campaign.title,
        "campaign_id": campaign.id,
        "launch": event.stage == "启动",
        "attendance": event.result.attendance if event.result else None,
        "sample": world.library.is_sample(event),
        "past": occurrence.last_day < world.as_of,
        "until": _until(world, occurrence),
    }
    row["now"] = placed(row, world.as_of) if first < world.as_of <= occurrence.last_day else None
    return row


def _day(day: date) -> dict[str, str]:
    return {"date": day.isoformat(), "day": short_day(day), "weekday": f"周{weekday(day)}"}


def _until(world: World, occurrence: Occurrence) -> str:
    """The end of what lasts several days: 到12月10日 17:00, with 进行中 before it while it is on; "" for all else."""
    first, last = occurrence.first_day, occurrence.last_day
    if first == last:
        return ""
    clock = f" {occurrence.end:%H:%M}" if isinstance(occurrence.end, datetime) and occurrence.end.date() == last else ""
    on = first <= world.as_of <= last and occurrence.status not in OFF
    return f"{'进行中，' if on else ''}到{day_after(last, first)}{clock}"


def placed(row: Mapping[str, Any], day: date) -> dict[str, Any]:
    """The row of what began earlier, as it stands in a list by days: on `day`, without the hour of its beginning.

    In `now` each row that has begun and is not over has itself so, on the day of the build.
    """
    return {**row, **_day(day), "clock": "", "now": None}

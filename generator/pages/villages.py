"""A page for each village or community.

There are thousands with few events, so a context holds what names the village, and of what is open to the whole township only
as much as fills the list of coming events to six.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator import addresses
from generator.coverage import Matrix
from generator.feeds.catalogue import path_of
from generator.model import Township, Village
from generator.pages.feedlinks import HERE, feed_link
from generator.pages.figures import Account, targets_of_unit, with_rows
from generator.pages.page import PageSpec, SearchEntry, World
from generator.pages.split import Row, by_year, coming_and_past

MOST_COMING = 6


@dataclass(frozen=True, slots=True)
class VillageIndex:
    """What the villages of one township share.

    `shared` are its coming events that name no village, soonest first, the region-wide ones among them; `matrices` the targets
    per village.
    """

    township: Township
    shared: tuple[Row, ...]
    matrices: Sequence[Matrix]
    account: Account
    sites: tuple[dict[str, Any], ...]


def village_page(
    world: World, rows: Mapping[str, Row], index: VillageIndex, village: Village, happenings: Sequence[str]
) -> PageSpec:
    """The page of one village; `happenings` are the ids of occurrences that name it, in ascending order of time."""
    township = index.township
    coming, past = coming_and_past(happenings, rows)
    years = by_year(past)
    shown = {group["year"] for group in years}
    room = max(MOST_COMING - len(coming), 0)
    figures = world.coverage.by_village.get(village.id)
    context = {
        "township": township.name,
        "code": township.code,
        "counted": township.counted,
        "population": village.population,
        "model": village.model_village,
        "savvy": village.law_savvy,
        "coming": coming,
        "shared": list(index.shared[:room]),
        "more": len(index.shared) > room,
        "past": years,
        "held": figures.held if figures else 0,
        "years": [
            # What was held today still stands among the coming ones.
            {"year": year, "held": held, "href": f"#y{year}" if year in shown else "#coming"}
            for year, held in reversed(figures.by_year if figures else ())
        ],
        "participants": figures.participants if figures else None,
        "targets": with_rows(targets_of_unit(world.library, index.matrices, index.account, village.id), rows),
        "sites": [s for s in index.sites if s["village"] == village.id],
        "office": township.contact.office,
        "phone": township.contact.phone,
        "feed": feed_link(
            world.site, path_of("village", village.id), f"{village.name}的活动", f"{addresses.village(village)}#{HERE}"
        ),
    }
    region = world.library.region.name
    about = f"{region}{township.name}{village.name}的普法活动：已办{context['held']}场，接下来的活动和订阅日历。"
    return PageSpec(
        addresses.village(village), "village", f"{village.name}（{township.name}）", about, "village.html", context,
        search=SearchEntry(village.name, f"{region} {township.name}"),
    )  # fmt: skip

"""A page for each village or community.

There are thousands with few events, so a context holds what names the village, and of what is open to the whole township only
as much as fills the list of coming events to six.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator import addresses
from generator.feeds.catalogue import path_of
from generator.figures.coverage.states import STATES
from generator.model import Township, Village
from generator.pages.evidence.unit import Units, own_figures, own_rows, unit_targets
from generator.pages.feedlinks import HERE, feed_link
from generator.pages.figures import Account, with_rows
from generator.pages.page import PageSpec
from generator.pages.split import Row, by_year, coming_and_past
from generator.periods import ALL_TIME
from generator.world import World

MOST_COMING = 6
_ADVISER = {True: "有", False: "没有", None: STATES["silent"].word}


@dataclass(frozen=True, slots=True)
class VillageIndex:
    """What the villages of one township share.

    `shared` are its coming events that name no village, soonest first, the region-wide ones among them; `zero` the
    years for which the township sent a zero report.
    """

    township: Township
    shared: tuple[Row, ...]
    units: Units
    account: Account
    sites: tuple[dict[str, Any], ...]
    zero: frozenset[int] = frozenset()


def village_page(
    world: World, rows: Mapping[str, Row], index: VillageIndex, village: Village, happenings: Sequence[str]
) -> PageSpec:
    """The page of one village; `happenings` are the ids of occurrences that name it, in ascending order of time."""
    township = index.township
    coming, past = coming_and_past(happenings, rows)
    years = by_year(past)
    room = max(MOST_COMING - len(coming), 0)
    figures = world.coverage.by_village.get(village.id)
    own = own_rows(index.units, happenings, village.validity)
    context = {
        "id": village.id,
        "township": township.name,
        "code": township.code,
        "counted": township.counted,
        "population": village.population,
        "model": village.model_village,
        "coming": coming,
        "shared": list(index.shared[:room]),
        "more": len(index.shared) > room,
        "past": years,
        "held": figures.held if figures else 0,
        "participants": figures.participants if figures else None,
        "use": own_figures(index.units, village.id, own, village.validity, index.zero, counted=township.counted),
        "stocks": _stocks(village),
        "roster": addresses.evidence(ALL_TIME, township.code),
        "targets": with_rows(unit_targets(world, "village", index.account, village.id, township.code), rows),
        "sites": [s for s in index.sites if s["village"] == village.id],
        "office": township.contact.office,
        "phone": township.contact.phone,
        "feed": feed_link(
            world.site, path_of("village", village.id), f"{village.name}的活动", f"{addresses.village(village)}#{HERE}"
        ),
    }
    region = world.library.region.name
    about = f"{region}{township.name}{village.name}的普法活动：已办{context['held']}场，接下来的活动和订阅日历。"
    title = f"{village.name}（{township.name}）"
    return PageSpec(addresses.village(village), "village", title, about, "village.html", context)


def _stocks(village: Village) -> list[dict[str, str]]:
    """What the village has by the roster, each with its state; the rows are on the township's page of all time."""
    savvy, model = village.law_savvy, village.model_village
    return [
        {
            "indicator": "law_savvy",
            "name": "法律明白人",
            "state": "silent" if savvy is None else "figure",
            "value": "" if savvy is None else str(savvy),
            "text": STATES["silent"].word if savvy is None else f"{savvy}名",
        },
        {
            "indicator": "legal_advisers",
            "name": "法律顾问",
            "state": "silent" if village.legal_adviser is None else "figure",
            "value": {True: "1", False: "0", None: ""}[village.legal_adviser],
            "text": _ADVISER[village.legal_adviser],
        },
        {
            "indicator": "model_villages",
            "name": "民主法治村",
            "state": "figure",
            "value": "1" if model else "0",
            "text": model or "没有",
        },
    ]

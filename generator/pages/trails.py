"""Trails of cultural sites: a card for the overview and a page with the drawing and the stops in order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator import addresses
from generator.base.breaks import one_line
from generator.model import SITE_STATUSES, Trail
from generator.pages.page import PageSpec
from generator.pages.schematic import schematic, status_of
from generator.pages.split import in_short, paragraphs


def trail_card(trail: Trail) -> dict[str, Any]:
    """What the overview shows of a trail."""
    return {
        "id": trail.id,
        "name": trail.name,
        "summary": in_short(trail.summary, 90),
        "stops": [
            {"name": s.name, "shape": status_of(s.status)[0], "words": status_of(s.status)[1]} for s in trail.stops
        ],
        "open": sum(s.status == "开放" for s in trail.stops),
        "sample": trail.sample,
    }


def trail_page(trail: Trail, cards: Mapping[str, dict[str, Any]]) -> PageSpec:
    """The page of a trail; `cards` are those of the cultural sites by id."""
    stops = []
    for number, stop in enumerate(trail.stops, 1):
        shape, words = status_of(stop.status)
        card = cards.get(stop.site)
        stops.append({
            "n": number, "name": stop.name, "shape": shape, "words": words, "summary": one_line(stop.summary),
            "href": addresses.site(stop.site) if card else "",
            "where": card["township"] + card["village"] if card else "",
            "hours": card["hours"] if card and stop.status == "开放" else "",
            "next": card["next"] if card else None,
        })  # fmt: skip
    counts = {w: sum(s["words"] == w for s in stops) for w in dict.fromkeys(s["words"] for s in stops)}
    tally = "，".join(f"{words}{count}处" for words, count in counts.items())
    context = {
        "summary": paragraphs(trail.summary),
        "stops": stops,
        "drawing": schematic(trail.stops),
        "tally": tally,
        "kinds": [{"shape": status_of(s)[0], "words": status_of(s)[1]} for s in (*SITE_STATUSES, "")
                  if status_of(s)[1] in counts],
        "source": trail.source,
        "sample": trail.sample,
    }  # fmt: skip
    about = in_short(f"法治文化线路，共{len(stops)}站：{tally}。{trail.summary}")
    return PageSpec(addresses.trail(trail.id), "trail", trail.name, about, "trail.html", context)

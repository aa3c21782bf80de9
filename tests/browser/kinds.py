"""One page of every kind, by the records of the built site."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.integration.whole import AS_OF

KINDS = (
    "home", "calendar", "month", "campaigns", "campaign", "coming event", "held event", "cancelled event", "postponed event",
    "townships", "township", "village", "sites", "site", "trail", "subscribe", "coverage", "coverage year", "evidence",
    "evidence of a campaign", "evidence of all time", "articles", "article", "guide", "guide page", "about", "changes", "notice", "wrong address",
)  # fmt: skip
_FIXED = {
    "home": "", "calendar": "calendar/", "month": f"calendar/{AS_OF[:7]}/", "campaigns": "campaigns/",
    "campaign": "campaigns/bawu-pufa/", "townships": "townships/", "township": "townships/330881121/", "sites": "sites/",
    "subscribe": "subscribe/", "coverage": "coverage/", "coverage year": "coverage/2025/",
    "evidence": "coverage/2025/330881121/", "evidence of a campaign": "coverage/campaigns/bawu-pufa/records/",
    "evidence of all time": "coverage/all/records/", "articles": "articles/",
    "guide": "guide/", "guide page": "guide/11-wenti/", "about": "about/", "changes": "changes/",
    "notice": "townships/330881121/changes/", "wrong address": "events/never/was/",
}  # fmt: skip


def events(site: Path) -> list[dict[str, Any]]:
    """The published records."""
    found: list[dict[str, Any]] = json.loads((site / "data/events.json").read_text("utf-8"))["events"]
    return found


def address(kind: str, site: Path) -> str:
    """The address of a page of that kind."""
    if kind in _FIXED:
        return _FIXED[kind]
    if kind.endswith(" event"):
        wanted = {
            "coming": lambda e: e["status"] == "确定" and e["first_day"] > AS_OF,
            "held": lambda e: e["status"] == "已办" and e["satisfied"] and e["village"],
            "cancelled": lambda e: e["status"] == "取消",
            "postponed": lambda e: e["status"] == "延期",
        }[kind.partition(" ")[0]]
        return f"events/{next(e['event_id'] for e in events(site) if wanted(e))}/"
    pattern = {"village": "townships/*/*", "site": "sites/*", "trail": "trails/*", "article": "articles/*"}[kind]
    first = min(p.relative_to(site).as_posix() for p in site.glob(f"{pattern}/index.html"))
    return first.removesuffix("index.html")

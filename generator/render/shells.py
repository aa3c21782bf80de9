"""The theme pages that MkDocs renders for us: a shell for each kind of page made of data, and the pages that exist once.

A new kind of page has its row here, its address in `addresses` and its line in `siteplan`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator import addresses
from generator.model import Library


@dataclass(frozen=True, slots=True)
class ShellKind:
    """`top`: the page that is marked in the navigation. `deep`: a folder as deep as the pages that are stamped into the shell."""

    top: str
    deep: str

    @property
    def address(self) -> str:
        """Where MkDocs renders the shell."""
        return f"{self.deep}{addresses.SHELL}/"

    @property
    def source(self) -> str:
        """The Markdown file, below docs_dir, of which MkDocs makes it."""
        return f"{self.deep}{addresses.SHELL}.md"


SHELLS: Mapping[str, ShellKind] = {
    "event": ShellKind(addresses.CALENDAR, "events/"),
    "month": ShellKind(addresses.CALENDAR, "calendar/"),
    "township": ShellKind(addresses.TOWNSHIPS, "townships/"),
    "village": ShellKind(addresses.TOWNSHIPS, "townships/x/"),
    "township-changes": ShellKind(addresses.TOWNSHIPS, "townships/y/"),
    "site": ShellKind(addresses.SITES, "sites/"),
    "trail": ShellKind(addresses.SITES, "trails/"),
    "coverage-year": ShellKind(addresses.COVERAGE, "coverage/"),
    "coverage-campaign": ShellKind(addresses.COVERAGE, "coverage/campaigns/"),
    "evidence": ShellKind(addresses.COVERAGE, "coverage/x/"),
    "evidence-campaign": ShellKind(addresses.COVERAGE, "coverage/campaigns/x/"),
    "changes-day": ShellKind(addresses.CHANGES, "changes/"),
}

_TITLES: Mapping[str, str] = {
    addresses.HOME: "{region}法治宣传教育",
    addresses.CALENDAR: "活动日历",
    addresses.TOWNSHIPS: "乡镇（街道）",
    addresses.CAMPAIGNS: "普法专项",
    addresses.SITES: "法治文化阵地",
    addresses.COVERAGE: "覆盖情况",
    addresses.SUBSCRIBE: "订阅日历",
    addresses.CHANGES: "变动通知",
}


def singleton_titles(library: Library) -> Mapping[str, str]:
    """The titles of the pages that exist once, and of the campaigns' pages, by address."""
    titles = {address: title.format(region=library.region.name) for address, title in _TITLES.items()}
    return titles | {addresses.campaign(c.id): c.title for c in library.campaigns}

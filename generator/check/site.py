"""No two pages at one address, and what a relative link may name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator import addresses
from generator.base.diagnostics import Diagnostic, Span
from generator.gather import CampaignSource, Page
from generator.siteplan import page_address

_OFFICER_MAY_WRITE = frozenset(a + "index.md" for a in addresses.SINGLETONS)
_OURS = re.compile(
    r"(?:assets/pufa|calendars|changes|feeds|data|search|coverage/(?:\d{4}|all|campaigns|indicators|snapshots))/"
)


def clashes(
    pages: Iterable[Page],
    attachments: Iterable[str],
    campaigns: Iterable[CampaignSource],
    docs: str,
    data: dict[str, str],
) -> list[Diagnostic]:
    """E111: an officer's page or file at an address that something else has."""
    taken: dict[str, tuple[str, Span | None]] = {a.casefold(): (what, None) for a, what in data.items()}
    found = []
    entries = [(p.name, p.path, page_address(p.name)) for p in pages]
    entries += [(name, f"{docs}/{name}", name) for name in attachments]
    entries += [(name, path, name) for campaign in campaigns for path, name in campaign.media]
    for name, path, address in sorted(entries):
        if name in _OFFICER_MAY_WRITE:
            continue
        what, span = taken.get(address.casefold(), ("", None))
        if not what and (
            _OURS.match(address.casefold()) or address.casefold().rstrip("/").endswith(f"/{addresses.SHELL}")
        ):
            what = "程序生成的文件夹"
        if what:
            related = (span,) if span else ()
            found.append(
                Diagnostic(
                    "E111", Span(path), f"网址 /{address} 已经给了{what}", "请给文件换个名字或文件夹。", related=related
                )
            )
        else:
            taken[address.casefold()] = (f"“{path}”", Span(path))
    return found


def names_of(pages: Iterable[Page], attachments: Iterable[str], campaigns: Iterable[CampaignSource]) -> set[str]:
    """Every file that a relative link may name, as paths below docs_dir."""
    names = {p.name for p in pages} | set(attachments)
    for campaign in campaigns:
        names |= {address for _, address in campaign.media}
        names.add(f"campaigns/{campaign.id}/index.md")
    return names | set(_OFFICER_MAY_WRITE)

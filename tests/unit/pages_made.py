"""The pages of one kind, made as a build makes them: in their groups, each from its own part of the world."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator import pages
from generator.pages import calendar, events, townships
from generator.pages.coverage import overview as coverage
from generator.pages.evidence import pages as evidence
from generator.pages.page import PageSpec
from generator.pages.parts import Parts
from generator.pages.searched import SearchEntry, searched
from generator.world import World


def made_by(module: Any, world: World) -> Iterator[PageSpec]:
    """Every page of a module of `pages`, in their order."""
    parts = Parts(world, pages.event_rows(world))
    if module is calendar:
        yield from calendar.overview(world, parts.rows)
        yield from _of(pages.month_groups(parts))
    elif module is townships:
        yield from townships.overview(world, parts.rows)
        yield from (spec for spec in _of(pages.township_groups(parts)) if not spec.address.startswith("coverage/"))
    elif module is evidence:
        groups = [group for group in pages.whole_groups(parts) if group.name.startswith("evidence")]
        for spec in (*_of(groups), *_of(pages.township_groups(parts))):
            if spec.address.startswith("coverage/"):
                yield spec
    elif module is coverage:
        yield from _of(group for group in pages.whole_groups(parts) if group.name.startswith("coverage"))
    elif module is events:
        yield from sorted(_of(pages.event_groups(parts)), key=lambda spec: spec.address)
    else:
        yield from module.pages(world, parts.rows)


def _of(groups: Any) -> Iterator[PageSpec]:
    for group in groups:
        yield from group.pages()


def search_entries(world: World) -> dict[str, SearchEntry]:
    """What the search knows, by address."""
    return {entry.address: entry for entry in searched(Parts(world, pages.event_rows(world)))}

"""The end of the line: render → publish. Everything a site is made of, in parts that know nothing of each other."""

from __future__ import annotations

import gc
import json
import marshal
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from itertools import chain, islice
from pathlib import Path
from typing import Any

from generator.base.artifacts import Planned, Slice
from generator.base.cache import digest
from generator.base.stages import stage
from generator.feeds.build import plan_feeds
from generator.feeds.syndication import LOOK_BACK
from generator.figures.coverage import plan as plan_figures
from generator.figures.opendata import plan as plan_data
from generator.pages import (
    Group,
    event_groups,
    event_rows,
    month_groups,
    overview_pages,
    page_addresses,
    township_groups,
    whole_groups,
)
from generator.pages.feedlinks import qr_codes
from generator.pages.moved import moved_pages
from generator.pages.parts import Parts
from generator.pages.press import Press
from generator.pages.searched import SearchEntry, searched
from generator.pipeline import Prepared, Progress, derive
from generator.publish.folder import Report, opened, planned
from generator.register.advance import Outcome
from generator.register.digest import digests, news
from generator.render.layer import Layer
from generator.render.sitemap import sitemap
from generator.world import World

OURS = "assets/pufa/pufa.css"
"""A file by which a folder is known to be a site of ours, and may be changed."""


def build_onto(
    out: Path,
    prepared: Prepared,
    get_layer: Callable[[], Layer],
    *,
    in_place: bool = False,
    progress: Progress = lambda _: None,
    world: World | None = None,
) -> Report:
    """Render everything and put it into `out`; `in_place` only adds to a folder that MkDocs is serving.

    `get_layer` is asked for the theme's part when everything that needs no theme is done.
    """
    collecting = gc.isenabled()
    gc.disable()  # the values of a build live until its end; looking for garbage among them costs a fifth of the time
    try:
        if in_place:
            site = _whole(world or derive(prepared), prepared, get_layer, progress)
            streams = (stream() for stream in site.streams())
            return _write_plainly(out, chain(feeds_of(site.world.outcome, prepared), *streams), site.layer)
        with opened(out, prepared.cache, mark=OURS) as folder:

            def begin_feeds(outcome: Outcome | None) -> None:
                folder.begin(partial(feeds_of, outcome, prepared))  # they need no figures

            if world:
                begin_feeds(world.outcome)
            site = _whole(world or derive(prepared, begin_feeds), prepared, get_layer, progress)
            return folder.put(site.theme(), site.streams())
    finally:
        if collecting:
            gc.enable()


def _whole(world: World, prepared: Prepared, get_layer: Callable[[], Layer], progress: Progress) -> Whole:
    with stage("parts"):
        parts = parts_of(world)
    with stage("theme"):
        layer = get_layer()
    progress(f"生成 {len(world.occurrences)} 场活动的网页和日历")
    return Whole(parts, layer, Press(prepared.root, prepared.cache, world, layer))


def feeds_of(told: Outcome | None, prepared: Prepared) -> Iterator[Planned]:
    """Calendars and news feeds, the codes that lead to them, and what stands where an address was changed."""
    assert told is not None
    library, site, as_of = told.library, prepared.site, prepared.as_of
    issue = told.issue(news(digests(told.register, library, since=as_of - LOOK_BACK)))
    yield from plan_feeds(library, told.occurrences, site, as_of, issue)
    yield from qr_codes(library, site)
    for artifact in moved_pages(library, site):
        yield planned(artifact.path, artifact.data)


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything a site is made of but its feeds, ready to be rendered in parts that know nothing of each other."""

    parts: Parts
    layer: Layer
    press: Press

    @property
    def world(self) -> World:
        """What everything is made from."""
        return self.parts.world

    def streams(self) -> tuple[Callable[[], Iterator[Planned | Slice]], ...]:
        """All files but the theme's, in parts of about the same weight."""
        slices = (
            partial(self._slices, groups, part)
            for groups in (_region_groups, township_groups, event_groups)
            for part in range(2)
        )
        return (self.overviews, self.data, *slices)

    def theme(self) -> Iterator[Planned]:
        """What MkDocs made."""
        for path, key in self.layer.files.items():
            yield Planned(path, key, Path(self.layer.folder, path).read_bytes)

    def overviews(self) -> Iterator[Planned | Slice]:
        """The pages of which there is one, the search's index and the sitemap."""
        yield from self.press.pages(overview_pages(self.parts))
        yield from _search(self.world, self.layer, searched(self.parts))
        every = sorted([*self.layer.pages, *page_addresses(self.world)])
        yield Slice("sitemap", digest(self.world.site.url, *every), partial(self._sitemap, every))

    def _slices(self, groups: Callable[[Parts], Iterable[Group]], part: int) -> Iterator[Slice]:
        """Every second group of pages from `part` on."""
        for group in islice(groups(self.parts), part, None, 2):
            yield Slice(group.name, digest(self.press.key, group.key), partial(self._made, group))

    def _made(self, group: Group) -> Iterator[Planned]:
        return self.press.pages(group.pages())

    def _sitemap(self, every: Sequence[str]) -> Iterator[Planned]:
        return (planned(artifact.path, artifact.data) for artifact in sitemap(self.world.site, every))

    def data(self) -> Iterator[Planned]:
        """Open data."""
        world = self.world
        yield from plan_data(world.tables, world.site)
        yield from plan_figures(world.coverage, world.tables, world.site, world.figures_key)


def _search(world: World, layer: Layer, found: Iterable[SearchEntry]) -> Iterator[Planned]:
    entries = [(entry.address, entry.title, entry.text) for entry in found]
    names = [t.name for t in world.library.region.townships]
    names += [v.name for t in world.library.region.townships for v in t.villages]
    key = digest(marshal.dumps((entries, names, json.dumps([layer.search_config, layer.search_docs])), 2))

    def make() -> bytes:
        from generator.render.search import Cutter, index, search_weight  # noqa: PLC0415 - the word cutter costs 100 ms; often not needed

        stamped = {
            a: {"location": a, "title": escape(title), "text": escape(text), "boost": search_weight(a)}
            for a, title, text in entries
        }
        theirs = [_with_data(doc, stamped.pop(doc["location"], None)) for doc in layer.search_docs]
        return index(layer.search_config, [*theirs, *stamped.values()], Cutter(names))

    yield Planned("search/search_index.json", key, make)


def _with_data(doc: dict[str, Any], data: dict[str, Any] | None) -> dict[str, Any]:
    """One entry for a page that has an officer's text and data: two at one address would mix up the places of words."""
    if data is None:
        return doc
    return {**doc, **data, "text": f"{data['text']} {doc['text']}".strip()}


def _region_groups(parts: Parts) -> Iterator[Group]:
    return chain(whole_groups(parts), month_groups(parts))


def parts_of(world: World) -> Parts:
    """The world in parts, with all that they share worked out."""
    parts = Parts(world, event_rows(world))
    parts.work_out()
    return parts


def files_of(stream: Iterable[Planned | Slice]) -> Iterator[Planned]:
    """The files of a stream, those in slices too."""
    return chain.from_iterable(item.files() if isinstance(item, Slice) else (item,) for item in stream)


def _write_plainly(out: Path, stream: Iterable[Planned | Slice], layer: Layer) -> Report:
    count = size = 0
    for item in files_of(stream):
        count += 1
        if item.path in layer.files:
            continue
        path = out / item.path
        path.parent.mkdir(parents=True, exist_ok=True)
        data = item.make()
        size += len(data)
        path.write_bytes(data)
    return Report(count, count, 0, size)

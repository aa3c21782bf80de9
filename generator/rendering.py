"""The end of the line: render → publish. Everything a site is made of, in parts that know nothing of each other."""

from __future__ import annotations

import gc
import json
import marshal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from html import escape
from itertools import chain
from pathlib import Path
from typing import Any

from generator import addresses
from generator.base.artifacts import Planned
from generator.base.cache import digest
from generator.feeds.build import plan_feeds
from generator.feeds.syndication import LOOK_BACK
from generator.figures.coverage import artifacts as figure_artifacts
from generator.figures.opendata import artifacts as data_artifacts
from generator.pages import Rows, event_pages, event_rows, evidence_pages, overview_pages, searchable
from generator.pages.evidence.pages import evidence_addresses
from generator.pages.feedlinks import qr_codes
from generator.pages.moved import moved_pages
from generator.pages.page import PageSpec
from generator.pipeline import Prepared, Progress, derive
from generator.publish.folder import Report, planned, put
from generator.register.digest import digests, news
from generator.render.layer import Layer
from generator.render.sitemap import sitemap
from generator.render.templates import Renderer, templates_key
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
        world = world or derive(prepared)
        rows = event_rows(world)
        site = Whole(world, rows, get_layer(), prepared)
        progress(f"生成 {len(world.occurrences)} 场活动的网页和日历")
        if in_place:
            return _write_plainly(out, chain.from_iterable(stream() for stream in site.streams()), site.layer)
        return put(out, site.theme(), prepared.cache, streams=site.streams(), mark=OURS)
    finally:
        if collecting:
            gc.enable()


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything a site is made of, ready to be rendered in parts that know nothing of each other."""

    world: World
    rows: Rows
    layer: Layer
    prepared: Prepared

    def streams(self) -> tuple[Callable[[], Iterator[Planned]], ...]:
        """All files but the theme's, in parts of about the same weight."""
        events, evidence = ((partial(part, 0), partial(part, 1)) for part in (self.events, self.evidence))
        return (self.overviews, self.feeds_and_data, *events, *evidence)

    def theme(self) -> Iterator[Planned]:
        """What MkDocs made."""
        for path, key in self.layer.files.items():
            yield Planned(path, key, Path(self.layer.folder, path).read_bytes)

    def overviews(self) -> Iterator[Planned]:
        """Every page of more than one event, the search's index and the sitemap."""
        specs = list(overview_pages(self.world, self.rows))
        yield from self._pages(specs)
        yield from _search(self.world, self.layer, chain(specs, searchable(self.world, self.rows)))
        events = (addresses.event(event.id) for event in self.world.library.events)
        proofs = evidence_addresses(self.world)
        for artifact in sitemap(self.world.site, [*self.layer.pages, *(s.address for s in specs), *events, *proofs]):
            yield planned(artifact.path, artifact.data)

    def events(self, part: int) -> Iterator[Planned]:
        """The pages of one half of the events."""
        return self._pages(event_pages(self.world, self.rows, part, 2))

    def evidence(self, part: int) -> Iterator[Planned]:
        """The records behind the figures, of one half of the townships."""
        return self._pages(evidence_pages(self.world, part, 2))

    def feeds_and_data(self) -> Iterator[Planned]:
        """Calendars, news feeds and open data."""
        world = self.world
        told = world.outcome
        assert told is not None
        issue = told.issue(news(digests(told.register, world.library, since=world.as_of - LOOK_BACK)))
        yield from plan_feeds(world.library, world.occurrences, world.site, world.as_of, issue)
        yield from qr_codes(world.library, world.site)
        figures = figure_artifacts(world.coverage, world.tables, world.site)
        moved = moved_pages(world.library, world.site)
        for artifact in chain(data_artifacts(world.tables, world.site), figures, moved):
            yield planned(artifact.path, artifact.data)

    def _pages(self, specs: Iterable[PageSpec]) -> Iterator[Planned]:
        prepared, layer = self.prepared, self.layer
        shared = shared_facts(self.world)
        renderer = Renderer(prepared.root, prepared.cache, shared)
        base = digest(templates_key(prepared.root), prepared.cache.key, marshal.dumps(shared, 2))
        keys = {kind: digest(base, *shell.parts, *shell.holes) for kind, shell in layer.shells.items()}
        for spec in specs:
            content = (spec.address, spec.title, spec.description, spec.template, spec.structured, spec.context)
            key = digest(keys[spec.shell], marshal.dumps(content, 2))  # type: ignore[arg-type]  # contexts are plain values
            yield Planned(addresses.file_of(spec.address), key, _stamper(spec, layer, renderer))


def shared_facts(world: World) -> dict[str, Any]:
    """What every template knows: `site`."""
    region = world.library.region
    return {
        "site": {
            "name": world.site.name,
            "url": world.site.url,
            "region": region.name,
            "region_code": region.code,
            "publisher": region.publisher,
            "hotline": region.hotline,
        }
    }


def _stamper(spec: PageSpec, layer: Layer, renderer: Renderer) -> Callable[[], bytes]:
    def stamp() -> bytes:
        context = {**spec.context, "root": spec.root, "address": spec.address, "title": spec.title}
        body = renderer.render(spec.template, context)
        head = f'<script type="application/ld+json">{spec.structured}</script>' if spec.structured else ""
        page = layer.shells[spec.shell].stamp(
            title=spec.title, description=spec.description, url=layer.site.url + spec.address, body=body, head=head
        )
        return page.encode()

    return stamp


def _search(world: World, layer: Layer, specs: Iterable[PageSpec]) -> Iterator[Planned]:
    entries = [(s.address, s.search.title, s.search.text) for s in specs if s.search is not None]
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


def _write_plainly(out: Path, files: Iterable[Planned], layer: Layer) -> Report:
    count = size = 0
    for item in files:
        count += 1
        if item.path in layer.files:
            continue
        path = out / item.path
        path.parent.mkdir(parents=True, exist_ok=True)
        data = item.make()
        size += len(data)
        path.write_bytes(data)
    return Report(count, count, 0, size)

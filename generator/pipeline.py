"""The line itself: read → decode → check → derive → render → publish. Each step takes the last one's value.

The clock is an argument: the adapters at the edge read it once.
"""

from __future__ import annotations

import gc
import json
import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from html import escape
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from generator import addresses
from generator.artifacts import Planned, SiteInfo
from generator.cache import Cache, code_key, digest
from generator.check import check
from generator.check.snapshots import snapshots_of
from generator.coverage import artifacts as figure_artifacts
from generator.coverage import coverage
from generator.decode.fields import find_field
from generator.decode.tables import PAGE_HEAD
from generator.diagnostics import Diagnostic, Span, has_errors, ordered
from generator.feeds.build import Issue, plan_feeds
from generator.feeds.syndication import LOOK_BACK
from generator.freezing import compared, notices
from generator.indicators import indicator_catalogue
from generator.layer import Layer
from generator.load import Loaded, Page, load
from generator.model import Library
from generator.opendata import artifacts as data_artifacts
from generator.opendata import tables as data_tables
from generator.pages import Rows, event_pages, event_rows, evidence_pages, overview_pages, searchable
from generator.pages.evidence import evidence_addresses
from generator.pages.feedlinks import qr_codes
from generator.pages.page import PageSpec, World
from generator.publication.advance import Outcome, advance
from generator.publication.digest import digests, news
from generator.publication.record import Register, read_register
from generator.publish import Report, planned, put
from generator.schedule import occurrences
from generator.sitemap import sitemap
from generator.snapshots import Comparison
from generator.source.tree import Scalar, Sequence
from generator.templates import Renderer, templates_key

CACHE = ".pufa-cache"
MAKERS = ("duckdb", "Jinja2", "MarkupSafe", "PyYAML", "python-calamine", "rjieba")
OURS = "assets/pufa/pufa.css"
"""A file by which a folder is known to be a site of ours, and may be changed."""
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A project read and checked. `sources` are the officers' Markdown files as text, by name below docs_dir."""

    root: Path
    as_of: date
    site: SiteInfo
    docs: str
    loaded: Loaded
    library: Library | None
    diagnostics: tuple[Diagnostic, ...]
    cache: Cache
    sources: Mapping[str, str] = field(default_factory=dict)
    register: Register | None = None
    """What was published; None where nothing was."""
    snapshots: tuple[Comparison, ...] = ()
    """Frozen accounts beside the present ones of their days; none where there are errors."""
    outcome: Outcome | None = None
    """What publishing now would tell, where it had to be known to compare snapshots."""


def open_cache(root: Path) -> Cache:
    """The project's cache folder, keyed by the program itself and the libraries that make what is kept."""
    return Cache(root / CACHE, digest(code_key(), *(f"{name} {version(name)}" for name in MAKERS)))


def today(zone: str, now: datetime) -> date:
    """The day it is in the region; an unknown zone is a fault of its own and counts as China's."""
    try:
        return now.astimezone(ZoneInfo(zone)).date()
    except (KeyError, ValueError, OSError):
        return now.astimezone(ZoneInfo("Asia/Shanghai")).date()


def prepare(
    root: Path,
    cache: Cache,
    *,
    as_of: date | datetime,
    docs: str = "content",
    site: SiteInfo,
    progress: Progress = lambda _: None,
) -> Prepared:
    """Read, decode and check. `as_of` is a day, or a moment (aware of its zone) that is turned into the region's day."""
    loaded = load(root, cache, docs=docs, progress=progress)
    if isinstance(as_of, datetime):
        as_of = today((loaded.region.get("timezone") if loaded.region else "") or "Asia/Shanghai", as_of)
    library, found = check(loaded, as_of, indicator_catalogue(), docs)
    register, wrong = _register(loaded, library, cache)
    found = ordered((*found, *site_faults(site), *wrong))
    prepared = Prepared(root, as_of, site, docs, loaded, library, found, cache, _sources(loaded), register)
    if not loaded.snapshots or library is None or has_errors(found):
        return prepared
    snapshots, _ = snapshots_of(loaded.snapshots, library.region, as_of)
    outcome = _outcome(prepared)
    frozen = compared(snapshots, outcome.library, outcome.occurrences, cache)
    told = notices(frozen, addresses.snapshot("{slug}"))
    return replace(prepared, snapshots=frozen, diagnostics=ordered((*found, *told)), outcome=outcome)


def _outcome(prepared: Prepared) -> Outcome:
    """What publishing now would tell."""
    assert prepared.library is not None
    happenings = occurrences(prepared.library)
    return advance(prepared.library, happenings, prepared.register, prepared.site, prepared.as_of)


def _register(loaded: Loaded, library: Library | None, cache: Cache) -> tuple[Register | None, tuple[Diagnostic, ...]]:
    """The publication ledger; reading ten thousand lines of it is worth a place in the cache."""
    data = loaded.register
    if data is None or library is None:
        return None, ()
    key = f"{library.region.code}|{digest(data)}"
    found: tuple[Register | None, tuple[Diagnostic, ...]] = cache.get(
        "register", key, lambda: read_register(data, library.region.code)
    )
    cache.prune("register", {key})
    return found


def site_faults(site: SiteInfo) -> list[Diagnostic]:
    """E014: feeds and structured data need the site's own address."""
    if site.url.startswith(("https://", "http://")):
        return []
    hint = "在 mkdocs.yml 写上 site_url: https://你的网址/ ，日历订阅要用它。"
    return [Diagnostic("E014", Span("mkdocs.yml"), "没有写网站地址 site_url", hint)]


def _sources(loaded: Loaded) -> dict[str, str]:
    """Officers' Markdown as MkDocs shall read it: text, with the head's Chinese keys in English."""
    sources = {page.name: _source(page, {}) for page in loaded.pages}
    for campaign in loaded.campaigns:
        if campaign.page:  # without a heading of its own, the page has the campaign's name
            title = campaign.values.get("title", "") if campaign.values else ""
            sources[campaign.page.name] = _source(campaign.page, {"title": title} if title else {})
    return sources


def _source(page: Page, head: dict[str, str | list[str]]) -> str:
    for key, node in page.document.head.pairs if page.document.head else ():
        known = find_field(PAGE_HEAD, key.text)
        if known is None:  # a fault that the check has told
            continue
        word = known.key
        if isinstance(node, Scalar):
            head[word] = node.text
        elif isinstance(node, Sequence):
            head[word] = [item.text for item in node.items if isinstance(item, Scalar)]
    lines = [f"{word}: {json.dumps(value, ensure_ascii=False)}\n" for word, value in head.items()]
    return ("---\n" + "".join(lines) + "---\n" if lines else "") + page.document.body


def derive(prepared: Prepared) -> World:
    """Occurrences, what subscribers are told, and figures. Coverage is kept by a hash of everything it depends on."""
    outcome = prepared.outcome or _outcome(prepared)
    library, happenings = outcome.library, outcome.occurrences
    tables = data_tables(library, happenings, prepared.as_of)
    key = tables.coverage_key()
    figures = prepared.cache.get("coverage", key, lambda: coverage(tables))
    prepared.cache.prune("coverage", {key})
    return World(library, happenings, figures, prepared.site, prepared.as_of, tables, outcome, prepared.snapshots)


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
        issue = Issue(
            told.entries,
            told.numbers,
            told.also,
            told.kept,
            news(digests(told.register, world.library, since=world.as_of - LOOK_BACK)),
        )
        yield from plan_feeds(world.library, world.occurrences, world.site, world.as_of, issue)
        yield from qr_codes(world.library, world.site)
        figures = figure_artifacts(world.coverage, world.tables, world.site)
        for artifact in chain(data_artifacts(world.tables, world.site), figures):
            yield planned(artifact.path, artifact.data)

    def _pages(self, specs: Iterable[PageSpec]) -> Iterator[Planned]:
        prepared, layer = self.prepared, self.layer
        shared = shared_facts(self.world)
        renderer = Renderer(prepared.root, prepared.cache.folder, shared)
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
        from generator.search import Cutter, index, search_weight  # noqa: PLC0415 - the word cutter costs 100 ms; often not needed

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

"""The line itself as far as figures: read → decode → check → derive. Each step takes the last one's value; `rendering` goes on.

The clock is an argument: the adapters at the edge read it once.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from generator import addresses
from generator.base.artifacts import SiteInfo
from generator.base.cache import Cache, digest
from generator.base.diagnostics import Diagnostic, Span, has_errors, ordered
from generator.base.stages import stage
from generator.check import check
from generator.check.published import against_register
from generator.decode.fields import find_field
from generator.decode.tables import PAGE_HEAD
from generator.figures.coverage import Coverage, coverage
from generator.figures.coverage.ahead import begun
from generator.figures.coverage.marks import unit_marks
from generator.figures.indicators import indicator_catalogue
from generator.figures.opendata import Tables
from generator.figures.opendata import tables as data_tables
from generator.figures.snapshots import Comparison, Snapshot
from generator.figures.snapshots.freezing import compared, notices
from generator.gather import Loaded, Page, load
from generator.gather.settings import USUAL_MARKUP, Markup
from generator.model import Library, Occurrence
from generator.read.tree import Scalar, Sequence
from generator.register.advance import Outcome, advance
from generator.register.record import Register, read_register
from generator.render.templates import template_faults
from generator.world import World

NO_HEAD = "{}\n"
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
    occurrences: tuple[Occurrence, ...] = field(default=(), repr=False)
    """Those of `library` as it is written, before what was withdrawn is laid over it (see `outcome_of`)."""
    frozen: tuple[Snapshot, ...] = ()
    """The snapshots that can be compared with the present."""
    snapshots: tuple[Comparison, ...] = ()
    """Frozen accounts beside the present ones of their days; none before `compare_snapshots`."""
    outcome: Outcome | None = None
    """What publishing now would tell, where it had to be known to compare snapshots."""


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
    markup: Markup | None = USUAL_MARKUP,
    progress: Progress = lambda _: None,
) -> Prepared:
    """Read, decode and check. `markup` is how the project reads Markdown. `as_of` is a day, or a moment (aware of its zone) that is turned into the region's day."""
    with stage("read"):
        loaded = load(root, cache, docs=docs, progress=progress)
    if isinstance(as_of, datetime):
        as_of = today((loaded.region.get("timezone") if loaded.region else "") or "Asia/Shanghai", as_of)
    with stage("check"):
        checked = check(loaded, as_of, indicator_catalogue(), docs, markup, cache)
    library = checked.library
    register, wrong = _register(loaded, library, cache)
    found = ordered((*checked.diagnostics, *site_faults(site), *template_faults(root), *wrong))
    if library is not None and not has_errors(found):  # with a fault, a record only seems to be gone
        at = loaded.region.nodes.get("timezone") if loaded.region else None
        zone_at = (
            Span(loaded.path_of("region"), at.line, at.column, at.length) if at else Span(loaded.path_of("region"))
        )
        found = ordered((*found, *against_register(library, checked.occurrences, register, as_of, zone_at)))
    return Prepared(
        root, as_of, site, docs, loaded, library, found, cache, _sources(loaded), register, checked.occurrences,
        checked.snapshots,
    )  # fmt: skip


def compare_snapshots(prepared: Prepared) -> Prepared:
    """With the frozen accounts beside the present ones, and what has changed since among the diagnostics (N402)."""
    if not prepared.frozen or prepared.library is None or has_errors(prepared.diagnostics):
        return prepared
    outcome = outcome_of(prepared)
    frozen = compared(prepared.frozen, outcome.library, outcome.occurrences, prepared.cache)
    told = notices(frozen, addresses.snapshot("{slug}"))
    found = ordered((*prepared.diagnostics, *told))
    return replace(prepared, snapshots=frozen, diagnostics=found, outcome=outcome)


def outcome_of(prepared: Prepared) -> Outcome:
    """What publishing now would tell."""
    assert prepared.library is not None
    with stage("register"):
        return advance(prepared.library, prepared.occurrences, prepared.register, prepared.site, prepared.as_of)


def _register(loaded: Loaded, library: Library | None, cache: Cache) -> tuple[Register | None, tuple[Diagnostic, ...]]:
    """The register; reading ten thousand lines of it is worth a place in the cache."""
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
    # Never without a head: MkDocs would take lines like `template: …` at the top of the text for one.
    return f"---\n{''.join(lines) or NO_HEAD}---\n{page.document.body}"


def derive(prepared: Prepared, told: Callable[[Outcome], None] = lambda _: None) -> World:
    """Occurrences, what subscribers are told, and figures. Coverage is kept by a hash of everything it depends on.

    `told` hears of the outcome as soon as it is known, before the figures are.
    """
    with _ahead(prepared) as ahead:
        outcome = prepared.outcome or outcome_of(prepared)
        told(outcome)
        with stage("figures"):
            kept = _figures(outcome, prepared, ahead)
    return World(
        outcome.library, outcome.occurrences, kept.account, prepared.site, prepared.as_of, kept.tables, outcome,
        prepared.snapshots, kept.key, kept.marks,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Kept:
    """The tables, their key, the account of them and a hash of each unit's figures in it."""

    tables: Tables
    key: str
    account: Coverage
    marks: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class _Begun:
    """The tables of the records as they are written, and their account, if nobody had it yet: then it is being worked out."""

    tables: Tables
    key: str
    account: Callable[[], Coverage] | None


@contextlib.contextmanager
def _ahead(prepared: Prepared) -> Iterator[_Begun]:
    """Begin the account before it is known what was withdrawn from the records: mostly nothing was."""
    assert prepared.library is not None
    with stage("figures"):
        tables = data_tables(prepared.library, prepared.occurrences, prepared.as_of)
        key = tables.coverage_key()
    if prepared.cache.has("coverage", key):
        yield _Begun(tables, key, None)
        return
    with begun(tables) as account:
        yield _Begun(tables, key, account)


def _figures(outcome: Outcome, prepared: Prepared, ahead: _Begun) -> _Kept:
    tables, key = ahead.tables, ahead.key
    if outcome.library is not prepared.library or outcome.occurrences is not prepared.occurrences:
        tables = data_tables(outcome.library, outcome.occurrences, prepared.as_of)
        key = tables.coverage_key()

    def make() -> tuple[Coverage, Mapping[str, bytes]]:
        account = ahead.account() if ahead.account and key == ahead.key else coverage(tables)
        home = {str(village): str(township) for village, township in tables.villages.select(("id", "township"))}
        return account, unit_marks(account, home)

    account, marks = prepared.cache.get("coverage", key, make)
    prepared.cache.prune("coverage", {key})
    return _Kept(tables, key, account, marks)

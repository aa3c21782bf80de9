"""A world made of words, and pages rendered from it, for the tests of pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

from generator.figures.opendata import tables
from generator.model import Event, Library
from generator.pages.page import PageSpec
from generator.pages.press import shared_facts
from generator.render.templates import Renderer
from generator.schedule import occurrences
from generator.world import World
from tests.clients.makers import AS_OF, CAMPAIGN, SITE, library
from tests.unit.counted import counted
from tests.unit.pages_made import made_by

ROOT = Path(__file__).resolve().parents[2]
_VOID = frozenset({"br", "input", "img", "meta", "link", "hr", "wbr"})


def world(events: Iterable[Event] = (), as_of: date = AS_OF, **more: Any) -> World:
    """The small county of the feeds' tests with these events, all derived steps done."""
    if "targets" in more:
        more["campaigns"] = (replace(CAMPAIGN, targets=more.pop("targets")),)
    return world_of(library(events, **more), as_of)


def world_of(found: Library, as_of: date = AS_OF) -> World:
    """A library with all derived steps done."""
    happenings = occurrences(found)
    data = tables(found, happenings, as_of)
    return World(found, happenings, counted(data), SITE, as_of, data)


def dated(events: Iterable[Event] = ()) -> World:
    """The small county with these events and with the figures of a county without any: for pages that show no figure."""
    return dated_of(library(events))


def dated_of(found: Library, as_of: date = AS_OF) -> World:
    """The same of a library."""
    return replace(_without_events(), library=found, occurrences=occurrences(found), as_of=as_of)


@cache
def _without_events() -> World:
    return world()


def specs(module: Any, found: World) -> dict[str, PageSpec]:
    """The pages of one module by address."""
    return {spec.address: spec for spec in made_by(module, found)}


def rendered(spec: PageSpec, found: World) -> Html:
    """A page's body, parsed."""
    renderer = _renderer(found)
    context = {**spec.context, "root": spec.root, "address": spec.address, "title": spec.title}
    return Html(renderer.render(spec.template, context))


@cache
def _compiled() -> Renderer:
    return Renderer(ROOT, None, {})


def _renderer(found: World) -> Renderer:
    renderer = _compiled()
    renderer.environment.globals.update(shared_facts(found))
    return renderer


class Html(HTMLParser):
    """What tests ask of a body: its text, ids, links and whether every element is closed in turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.source = text
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.crossed: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.crossed += self._open

    @property
    def text(self) -> str:
        """The words a reader sees, blanks run together."""
        return " ".join("".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.crossed.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def assert_sound(self) -> None:
        """Elements nest, no id twice, every link within the page has its target, headings skip no level."""
        assert not self.crossed
        assert len(self.ids) == len(set(self.ids))
        assert {link[1:] for link in self.links if link.startswith("#")} <= set(self.ids)
        levels = [1, *(int(tag[1]) for tag, _ in self.tags if tag in ("h1", "h2", "h3", "h4"))]
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert levels.count(1) == 1

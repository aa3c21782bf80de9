"""A built site as a sceptic reads it: figures and numbered rows from the HTML, published tables as CSV. Nothing here asks the engine."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

from lxml import html

Element = Any
Row = dict[str, Any]
BASE = "https://x/"


@dataclass(frozen=True)
class Figure:
    """One figure on one page, as machines read it. `value` is the attribute's text."""

    page: str
    element: Element
    indicator: str
    unit: str
    period: str
    campaign: str
    item: str
    state: str
    value: str

    @property
    def name(self) -> str:
        """For messages."""
        return f"{self.page} {self.indicator}/{self.item} {self.unit} {self.period} {self.campaign}"


@dataclass
class Site:
    """A built site: its pages, parsed when they are first needed, and its open data."""

    folder: Path
    replaced: Mapping[str, str] = field(default_factory=dict)
    """Address → another text than the file's, for tests of the tests."""
    _pages: dict[str, Element] = field(default_factory=dict)
    _tables: dict[tuple[str, str], dict[int, Row]] = field(default_factory=dict)

    def text(self, address: str) -> str:
        """The HTML of a page."""
        return self.replaced.get(address) or (self.folder / address / "index.html").read_text("utf-8")

    def page(self, address: str) -> Element:
        """The parsed page."""
        if address not in self._pages:
            self._pages[address] = html.document_fromstring(self.text(address))
        return self._pages[address]

    def with_figures(self) -> Iterator[str]:
        """The addresses of the pages that show figures."""
        for path in sorted(self.folder.rglob("index.html")):
            address = path.parent.relative_to(self.folder).as_posix() + "/"
            if "data-value=" in self.text(address if address != "./" else ""):
                yield address if address != "./" else ""

    def figures(self, address: str) -> Iterator[Figure]:
        """Every figure of a page."""
        for element in self.page(address).xpath("//*[@data-value]"):
            found = {
                name: _inherited(element, f"data-{name}") for name in ("figure", "unit", "period", "campaign", "item")
            }
            yield Figure(
                address, element, found["figure"], found["unit"], found["period"], found["campaign"], found["item"],
                element.get("data-state", ""), element.get("data-value"),
            )  # fmt: skip

    def csv(self, name: str) -> list[dict[str, str]]:
        """A published table."""
        with (self.folder / "data" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def events(self) -> dict[str, dict[str, str]]:
        """The published occurrences by id."""
        return {row["id"]: row for row in self.csv("events")}

    @cached_property
    def of_unit(self) -> dict[str, list[str]]:
        """Township → the occurrences that name it."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.csv("events_townships"):
            found[row["township"]].append(row["occurrence"])
        return found

    @cached_property
    def townships(self) -> dict[str, dict[str, str]]:
        """The published townships by code."""
        return {row["code"]: row for row in self.csv("townships")}

    @cached_property
    def villages(self) -> dict[str, dict[str, str]]:
        """The published villages by id."""
        return {row["id"]: row for row in self.csv("villages")}

    @cached_property
    def sites(self) -> dict[str, dict[str, str]]:
        """The published cultural sites by id."""
        return {row["id"]: row for row in self.csv("sites")}

    @cached_property
    def region(self) -> dict[str, str]:
        """The published region."""
        return self.csv("region")[0]

    @cached_property
    def account(self) -> dict[tuple[str, str, str, str], list[dict[str, str]]]:
        """The published figures by (indicator, campaign, unit, period); a restricted target may tell another state."""
        found: dict[tuple[str, str, str, str], list[dict[str, str]]] = defaultdict(list)
        for row in self.csv("coverage"):
            found[row["indicator"], row["campaign"], row["unit"], row["period"]].append(row)
        return found

    @cached_property
    def items(self) -> dict[tuple[str, str, str, str, str], str]:
        """The published breakdowns."""
        return {
            (r["indicator"], r["campaign"], r["unit"], r["period"], r["item"]): r["value"]
            for r in self.csv("breakdown")
        }

    @cached_property
    def spans(self) -> dict[tuple[str, str], tuple[date, date, date]]:
        """(scope, period) → first day, last day, last day so far."""
        return {
            (r["scope"], r["period"]): (day_of(r["first_day"]), day_of(r["last_day"]), day_of(r["until"]))
            for r in self.csv("periods")
        }

    def days(self, figure: Figure) -> tuple[date, date, date]:
        """The days that a figure is about, cut to the time in which its unit exists: first, last so far, last."""
        first, last, until = self.spans[figure.campaign, figure.period]
        unit = self.townships.get(figure.unit) or self.villages.get(figure.unit) or self.sites.get(figure.unit) or {}
        if unit.get("valid_from"):
            first = max(first, day_of(unit["valid_from"]))
        if unit.get("valid_to"):
            last, until = min(last, day_of(unit["valid_to"])), min(until, day_of(unit["valid_to"]))
        return first, until, last

    def rows(self, address: str, kind: str) -> dict[int, Row]:
        """The numbered rows of a page's table."""
        if (address, kind) not in self._tables:
            found = self.page(address).xpath(f"//table[@data-table='{kind}']")
            rows = found[0].xpath(".//tbody/tr[td]") if found else []
            read = _event if kind == "events" else _cells
            self._tables[address, kind] = {int(row.xpath("string(th)")): read(row, address) for row in rows}
            assert list(self._tables[address, kind]) == list(range(1, len(rows) + 1)), (address, kind)
        return self._tables[address, kind]


def day_of(text: str) -> date:
    return date.fromisoformat(text)


def _inherited(element: Element, name: str) -> str:
    while element is not None:
        if name in element.attrib:
            return str(element.get(name))
        element = element.getparent()
    return ""


def _cells(row: Element, _: str) -> Row:
    cells = row.xpath("td")
    return {
        "cells": [cell.text_content().strip() for cell in cells],
        "links": [cell.xpath(".//a/@href") for cell in cells],
    }


def number_of(text: str) -> int | None:
    return int(text) if text else None


def _event(row: Element, address: str) -> Row:
    """A line of the table of occurrences as a reader sees it."""
    day, title, place, stage, status, came, staff, rated, audiences, laws, focus, updated = row.xpath("td")
    first, _, last = day.text_content().partition("至")
    back, _, glad = rated.text_content().partition("/")
    link = urljoin(BASE + address, title.xpath(".//a/@href")[0]).removeprefix(BASE)
    page, anchor = urldefrag(link)
    places = [urljoin(BASE + address, a).removeprefix(BASE).split("/") for a in place.xpath(".//a/@href")]
    event = page.split("/")[1]
    return {
        "id": f"{event}@{anchor.removeprefix('d-')}" if anchor else event,
        "first": day_of(first.strip()),
        "last": day_of((last or first).strip()),
        "townships": [p[1] for p in places if p[0] == "townships" and not p[2]],
        "village": next((p[2] for p in places if p[0] == "townships" and p[2]), ""),
        "site": next((p[1] for p in places if p[0] == "sites"), ""),
        "launch": "启动" in stage.text_content(),
        "series": "系列" in stage.text_content(),
        "status": status.text_content(),
        "came": number_of(came.text_content()),
        "staff": number_of(staff.text_content()),
        "back": number_of(back),
        "glad": number_of(glad),
        "audiences": [w for w in audiences.text_content().split("、") if w],
        "laws": [w for w in laws.text_content().split("、") if w],
        "focus": focus.text_content(),
        "updated": day_of(updated.text_content()) if updated.text_content() else None,
    }


def expand(refs: str) -> list[int]:
    """1-3 5 → 1, 2, 3, 5."""
    found: list[int] = []
    for part in refs.split():
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found

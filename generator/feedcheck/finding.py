"""Findings are values; a sink gathers those of one file, at most so many a rule, and never shows a private number.

Invariant: nothing that looks like a private phone or identity number leaves `Sink.findings`, in a message or an excerpt.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice

from generator.base.diagnostics import Span, visible
from generator.feedcheck.private import masked
from generator.feedcheck.rules import RULES, Rule
from generator.feedcheck.source import Source

MOST = 200
"""Findings of one rule in one file; the next says how many more there are."""
_SHOWN = 100
"""Characters of a line that an excerpt holds."""
_LEAD = 24
_FILE = Span("")


@dataclass(frozen=True, slots=True)
class Quote:
    """A part of a physical line around a finding: the text, and at which character of the line it begins (from 0)."""

    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of a rule. `span` counts physical lines and characters in them from 1; line 0 is the whole file."""

    code: str
    span: Span
    message: str
    hint: str = ""
    related: tuple[Span, ...] = ()
    quote: Quote | None = None

    @property
    def rule(self) -> Rule:
        """The row of the table of rules."""
        return RULES[self.code]

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order of a report: by place, then code, then words."""
        return (self.span.path, self.span.line, self.span.column, self.code, self.message)


def short(text: str, limit: int = 40) -> str:
    """Foreign text made safe to print inside a sentence."""
    return visible(masked(text[: limit + 40]), limit)


class Sink:
    """Gathers findings of one file. Places are physical spans or (content line, offset, length) of `source`."""

    def __init__(self, path: str, source: Source | None = None) -> None:
        self.path = path
        self.source = source
        self.hidden: dict[int, list[tuple[int, int]]] = {}
        """Ranges of columns (from 1, end excluded) by physical line that hold private numbers."""
        self._found: list[Finding] = []
        self._count: Counter[str] = Counter()
        self._grouped: dict[str, tuple[Finding, int]] = {}
        self._more: dict[str, Span] = {}
        self._shown = (0, "")

    def add(self, code: str, span: Span | None, message: str, hint: str = "", related: tuple[Span, ...] = ()) -> None:
        """Report a breach at a physical place; None is the whole file."""
        self._count[code] += 1
        if self._count[code] <= MOST:
            self._found.append(Finding(code, span or Span(self.path), message, hint, related))
        elif code not in self._more:
            self._more[code] = span or Span(self.path)

    def at(
        self, code: str, number: int, message: str, *, offset: int = 0, length: int = 1, hint: str = "", first: int = -1
    ) -> None:
        """Report a breach in content line `number`; `first` is another content line that matters."""
        if self._count[code] > MOST:  # no place has to be looked up for what is only counted
            self._count[code] += 1
            return
        related = (self._span(first, 0, 1),) if first >= 0 else ()
        self.add(code, self._span(number, offset, length), message, hint, related)

    def grouped(self, code: str, span: Span | None, message: str) -> None:
        """Report a breach that tends to be everywhere: the first place only, with the number of places."""
        found, count = self._grouped.get(code, (None, 0))
        self._grouped[code] = (found or Finding(code, span or Span(self.path), message), count + 1)

    def grouped_at(self, code: str, number: int, message: str, length: int = 1) -> None:
        """As `grouped`, in content line `number`."""
        self.grouped(code, _FILE if code in self._grouped else self._span(number, 0, length), message)

    def hide(self, number: int, offset: int, length: int) -> Span:
        """Keep a part of a content line out of every excerpt. Gives the place of its beginning."""
        begin = end = self._span(number, offset, length)
        while True:
            self.hidden.setdefault(end.line, []).append((end.column, end.column + end.length))
            offset, length = offset + end.length, length - end.length
            if length <= 0:
                return begin
            end = self._span(number, offset, length)

    def findings(self) -> list[Finding]:
        """Everything found, with excerpts, in the order of places."""
        found = list(self._found)
        for code, span in self._more.items():
            found.append(Finding(code, span, f"同样的问题还有{self._count[code] - MOST}处，从这里起没有列出"))
        for first, count in self._grouped.values():
            found.append(replace(first, message=first.message + (f"（共{count}处，这是第一处）" if count > 1 else "")))
        found = [replace(f, message=masked(f.message), hint=masked(f.hint)) for f in found]
        found.sort(key=Finding.sort_key)
        return [replace(f, quote=self._quote(f.span)) for f in found]

    def _span(self, number: int, offset: int, length: int) -> Span:
        assert self.source is not None
        return self.source.span(number, offset, length)

    def _quote(self, span: Span) -> Quote | None:
        if self.source is None or not (span.line and span.column):
            return None
        offset = span.column - 1 - _LEAD if span.column > 2 * _LEAD else 0
        # A number may begin before the excerpt or end behind it: some characters more on both sides are looked at.
        first = max(0, offset - _LEAD)
        text = self._line(span.line)[first : offset + _SHOWN + _LEAD]
        ranges = self.hidden.get(span.line, [])
        for begin, end in islice(ranges, bisect_left(ranges, (first - _LEAD, 0)), None):
            if begin > first + len(text):
                break
            cut, last = max(0, begin - 1 - first), max(0, min(end - 1 - first, len(text)))
            text = text[:cut] + "*" * (last - cut) + text[last:]
        return Quote(masked(text)[offset - first :][:_SHOWN], offset)

    def _line(self, number: int) -> str:
        """A physical line; findings come in order, so a long line is decoded once."""
        if self._shown[0] != number:
            assert self.source is not None
            self._shown = (number, self.source.line_text(number))
        return self._shown[1]

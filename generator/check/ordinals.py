"""第几个: an ordinal of an observance that is written must be that of its year (W320).

Invariant: only what is certain is a fault: a text whose own day or whose sentence's year is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator.almanac.observances import happenings, nearest, ordinal_value, ordinal_words
from generator.base.diagnostics import Diagnostic, Span, visible
from generator.check.prose import prose_lines
from generator.decode.event import EventRecord
from generator.decode.fields import Faults, decode
from generator.decode.tables import PAGE_HEAD
from generator.gather import Loaded, Page
from generator.model import Library, Observance, Occurrence

CLOSE = 60
"""Days within which a text without a year speaks of the nearest happening; farther away, of the last one or the next."""
_PREFIX = "(?:我国|中国|全国|全民|国家)"
_NUMBER = r"第\s*([0-9]{1,3}|[一二三四五六七八九十百零〇]{1,6})\s*[个届次]\s*[“”\"‘’「『《]?"
_YEAR = re.compile(r"(?<!\d)((?:19|20|21)\d{2})\s*年")
_SENTENCE = re.compile(r"[^。！？；!?;\n]+")


@dataclass(frozen=True, slots=True)
class Slip:
    """A wrong ordinal: where it stands in a text, what is written, and what is right of which year."""

    offset: int
    written: str
    right: str
    year: int


class Counted:
    """The observances whose ordinals are counted, ready to be looked for in texts."""

    def __init__(self, observances: Iterable[Observance]) -> None:
        self.known = [(o, o.first_year, _pattern(o.name)) for o in observances if o.first_year]
        self.any = _pattern(*(o.name for o, _, _ in self.known))

    def mentioned(self, text: str) -> bool:
        """True where a text gives one of them a number: few do, and the rest need no closer look."""
        return bool(self.known) and self.any.search(text) is not None

    def slips(self, text: str, day: date | None) -> Iterator[Slip]:
        """The wrong ordinals of a text that was written for a day (None: nobody knows for which)."""
        if not self.mentioned(text):
            return
        for sentence in _SENTENCE.finditer(text):
            for observance, first, pattern in self.known:
                for found in pattern.finditer(sentence.group()):
                    number = ordinal_value(found[1])
                    years = _years(sentence.group(), found.start(), observance, first, day)
                    if number is None or not years or number in {year - first + 1 for year in years}:
                        continue
                    right = f"{ordinal_words(years[0] - first + 1)}{observance.name}"
                    yield Slip(sentence.start() + found.start(), found.group(), right, years[0])


def _pattern(*names: str) -> re.Pattern[str]:
    """An ordinal of any of these names, whatever the nation is called before it."""
    cores = "|".join(re.escape(re.sub(f"^{_PREFIX}", "", name)) for name in names)
    return re.compile(f"{_NUMBER}{_PREFIX}*(?:{cores})")


def _years(sentence: str, before: int, observance: Observance, first: int, day: date | None) -> list[int]:
    """The years of which a sentence may speak, the likeliest first; empty where that cannot be known.

    The year in which all began says nothing by itself: 自2014年设立以来 goes with any ordinal.
    """
    written = [(int(match[1]), match.start()) for match in _YEAR.finditer(sentence)]
    ahead = [year for year, place in written if place < before]
    said = [*reversed(ahead), *(year for year, place in written if place > before)]
    later = [year for year in said if year > first]
    own = _years_around(observance, day) if day else []
    return list(dict.fromkeys([*later, *own, *(year for year in said if year == first and (later or own))]))


def _years_around(observance: Observance, day: date) -> list[int]:
    """The years of the happenings that a text of that day can mean."""
    close = nearest(observance, day)
    if close is None:
        return []
    if max((close.start - day).days, (day - close.end).days) <= CLOSE:
        return [close.year]
    around = happenings((observance,), day.year - 1, day.year + 1)
    past = [m.year for m in around if m.end < day][-1:]
    return [close.year, *past, *[m.year for m in around if m.start > day][:1]]


def in_events(
    library: Library, occurrences: Iterable[Occurrence], records: Mapping[str, EventRecord]
) -> list[Diagnostic]:
    """W320 in titles and summaries of events that happen once or within one year; `records` (by id) say where those stand."""
    counted = Counted(library.observances)
    days: dict[str, date] = {}
    several: set[str] = set()
    for occurrence in occurrences:
        day = days.setdefault(occurrence.event.id, occurrence.first_day)
        if (occurrence.first_day - day).days > CLOSE:
            several.add(occurrence.event.id)
    found = []
    for event in library.events:
        if event.id not in days or event.id in several:
            continue
        result = event.result.summary if event.result else ""
        record = records.get(event.id)
        for key, text in (("title", event.title), ("summary", event.summary), ("result_summary", result)):
            for slip in counted.slips(text, days[event.id]):
                span = record.spot(key, slip.offset, len(slip.written)) if record else event.span
                found.append(_fault(span, slip))
    return found


def in_pages(loaded: Loaded, library: Library) -> list[Diagnostic]:
    """W320 in officers' Markdown, whose day is the head's `date`."""
    counted = Counted(library.observances)
    own = (c.page for c in loaded.campaigns if c.page)
    return [fault for page in (*loaded.pages, *own) for fault in _in_page(page, counted)]


def _in_page(page: Page, counted: Counted) -> Iterator[Diagnostic]:
    body = page.document.body
    if not counted.mentioned(body):
        return
    head = decode(PAGE_HEAD, page.document.head, Faults(page.path)) if page.document.head else None
    day = head.get("date") if head else None
    for row, line in enumerate(prose_lines(body)):
        for slip in counted.slips(line, day):
            span = Span(page.path, page.document.body_line + row, slip.offset + 1, len(slip.written))
            yield _fault(span, slip)


def _fault(span: Span, slip: Slip) -> Diagnostic:
    words = visible(slip.written)
    return Diagnostic("W320", span, f"“{words}”不对，{slip.year}年的是{slip.right}", f"请改成“{slip.right}”。")

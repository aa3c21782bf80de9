"""Rows in words: their numbers as a person counts them, ranges of them, a sample of what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from generator.base.diagnostics import visible
from generator.decode.fields import Faults
from generator.read.ledger import Row, Sheet
from generator.read.tree import Scalar

_NUMBER = re.compile(r"第(\d+)行|[A-Z](\d+)$")
_WHEN = re.compile(r"[\d\s年月日号时点分全天上下午周星期一二三四五六日天至到:：/.,，~～—–()（）-]*")


def number_of(row: Row) -> int:
    """The number of a row that Excel shows."""
    found = _NUMBER.search(row[0].cell)
    return int(found.group(1) or found.group(2)) if found else row[0].line


def sample(text: str) -> str:
    """A few words of a cell."""
    return visible(" ".join(text.split()), 20)


def sample_of(row: Iterable[Scalar], title: int = -1) -> str:
    """What a row says, in a few words: its title where that column is known, else its longest text in Chinese."""
    cells = tuple(row)
    if 0 <= title < len(cells) and not _WHEN.fullmatch(cells[title].text):  # a row above the head may be shifted
        return sample(cells[title].text)
    texts = [cell.text for cell in cells if cell.text]
    return sample(max(texts, key=_telling, default=""))


def _telling(text: str) -> tuple[bool, bool, int]:
    """A day tells least of an event."""
    return _WHEN.fullmatch(text) is None, any("\u4e00" <= c <= "\u9fff" for c in text), len(text)


def ranges(found: Iterable[int]) -> Iterator[tuple[int, int]]:
    """2, 3, 4, 7 → (2, 4), (7, 7)."""
    first = last = None
    for number in found:
        if first is None or last is None:
            first = number
        elif number != last + 1:
            yield first, last
            first = number
        last = number
    if first is not None and last is not None:
        yield first, last


def numbers(found: Iterable[int], most: int = 8) -> str:
    """第2—4、7行; after `most` ranges only how many rows there are."""
    rows = list(dict.fromkeys(found))
    parts = [f"{a}" if a == b else f"{a}—{b}" for a, b in ranges(rows)]
    rest = f"等{len(rows)}行" if len(parts) > most else "行"
    return f"第{'、'.join(parts[:most])}{rest}"


def tell_rows(
    faults: Faults, code: str, rows: Sequence[Row], sheet: Sheet, words: str, hint: str, title: int = -1
) -> None:
    """One fault for each run of rows that follow one another, with their numbers and a sample in place of `{}`.

    `title` is the column that says best what a row is.
    """
    by_number = {number_of(row): row for row in rows}
    for first, last in ranges(by_number):
        row = by_number[first]
        where = f"工作表“{sheet.name}”" if sheet.name else ""
        said = f"{where}第{first}行" if first == last else f"{where}第{first}—{last}行"
        node = next((cell for cell in row if cell.text), row[0])
        faults.add(code, node, words.format(said, sample_of(row, title)), hint)

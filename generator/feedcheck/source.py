"""The bytes of a feed as physical lines and content lines, with a way back from a character to where it stands.

Invariant: every byte is in exactly one physical line or line end; reading never fails and takes linear time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from generator.base.diagnostics import Span

_INSIDE = bytes(range(0x80, 0xC0))
"""Octets that continue a character: leaving them out counts characters, also where a fold cuts one."""
_FOLD = re.compile(rb"\r?\n[ \t]")
_SHORT = 600


class Encoding:
    """What the bytes were before they became UTF-8: `name` is empty for bytes that are no text."""

    def __init__(self, data: bytes) -> None:
        self.bom = data.startswith(b"\xef\xbb\xbf")
        self.name = "UTF-8"
        self.bad_at = -1
        """Offset in `data` of the first byte that is not UTF-8, -1 where there is none."""
        self.data = self._as_utf8(data[3:] if self.bom else data)

    def _as_utf8(self, data: bytes) -> bytes:
        wide = _wide(data)
        if wide:
            self.name = "UTF-16"
            return data.decode(wide, "replace").encode("utf-8", "replace")
        try:
            data.decode()
        except UnicodeDecodeError as error:
            bad = error.start
        else:
            return data
        unfolded = _FOLD.sub(b"", data)
        try:
            unfolded.decode()
        except UnicodeDecodeError:
            self.bad_at = bad
        else:
            return data  # only folds cut characters
        try:
            unfolded.decode("gb18030")
        except UnicodeDecodeError:
            self.name = ""
            return data
        self.name = "GB18030"
        return data.decode("gb18030", "replace").encode("utf-8", "replace")


def _wide(data: bytes) -> str:
    """The UTF-16 that the first bytes look like, or nothing."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = data[:40]
    if len(head) > 3 and not any(head[1::2]) and all(head[::2]):
        return "utf-16-le"
    return "utf-16-be" if len(head) > 3 and not any(head[::2]) and all(head[1::2]) else ""


class Source:
    """A feed's physical lines (without their ends) and where each content line begins.

    `starts[n]` is the index of the first physical line of content line n. `bare` is the number of lines that end in LF or
    CR alone; `whole` says whether the last line has an end.
    """

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.encoding = Encoding(data)
        text = self.encoding.data
        self.separator = b"\n" if b"\n" in text or b"\r" not in text else b"\r"
        pieces = text.split(self.separator)
        self.whole = not pieces[-1]
        if self.whole:
            pieces.pop()
        crlf = self.separator == b"\n"
        self.bare: list[int] = []
        """Indexes of lines that end in LF or CR alone."""
        self.lines: list[bytes] = []
        last = len(pieces) - (0 if self.whole else 1)
        for index, piece in enumerate(pieces):
            if crlf and piece.endswith(b"\r"):
                self.lines.append(piece[:-1])
                continue
            self.lines.append(piece)
            if index < last:
                self.bare.append(index)
        self.starts = [i for i, line in enumerate(self.lines) if i == 0 or line[:1] not in (b" ", b"\t")]
        self._sums: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self.starts)

    def range_of(self, number: int) -> tuple[int, int]:
        """The physical lines of content line `number`: first index and the one after the last."""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.lines)
        return self.starts[number], end

    def text(self, number: int) -> str:
        """Content line `number` unfolded; carriage returns at ends of physical lines are no part of it."""
        first, end = self.range_of(number)
        if end - first == 1:
            return self.lines[first].rstrip(b"\r").decode("utf-8", "replace")
        parts = [line[1:].rstrip(b"\r") for line in self.lines[first + 1 : end]]
        return b"".join((self.lines[first].rstrip(b"\r"), *parts)).decode("utf-8", "replace")

    def span(self, number: int, offset: int = 0, length: int = 1) -> Span:
        """Where a character of content line `number` stands; the length ends with the physical line."""
        first, end = self.range_of(number)
        sums = self._sums.get(first)
        if sums is None:
            sums = list(accumulate(self._characters(i, first) for i in range(first, end)))
            if sums[-1] > _SHORT:  # a long line may be asked for often
                self._sums[first] = sums
        piece = min(bisect_right(sums, offset), len(sums) - 1)
        before = sums[piece - 1] if piece else 0
        column = offset - before + 1 + (1 if piece else 0)
        return Span(self.path, first + piece + 1, column, max(1, min(length, sums[piece] - offset)))

    def line_text(self, line: int) -> str:
        """A physical line by its number from 1, without its end."""
        return self.lines[line - 1].decode("utf-8", "replace") if 0 < line <= len(self.lines) else ""

    def _characters(self, index: int, first: int) -> int:
        line = self.lines[index].rstrip(b"\r")
        return len(line.translate(None, _INSIDE)) - (0 if index == first else 1)

"""Rules F001 to F010: bytes and physical lines."""

from __future__ import annotations

import re

from generator.base.diagnostics import Span
from generator.feedcheck.finding import Sink
from generator.feedcheck.source import Source

LIMIT = 75
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BREAK = re.compile(rb"\xe2\x80[\xa8\xa9]|\xc2\x85")


def check_lines(source: Source, sink: Sink) -> None:
    """Every rule of bytes."""
    _encoding(source, sink)
    _ends(source, sink)
    _folds(source, sink)
    text = source.encoding.data
    if _CONTROL.search(text):
        _marks("F008", _CONTROL, "控制字符", source, sink)
    if _BREAK.search(text):
        _marks("F009", _BREAK, "会被当成换行的字符", source, sink)


def _encoding(source: Source, sink: Sink) -> None:
    encoding = source.encoding
    if encoding.bom:
        sink.add("F001", Span(source.path, 1, 1), "文件开头有 BOM（EF BB BF 三个字节）")
    if encoding.name == "UTF-16":
        sink.add("F002", Span(source.path, 1, 1), "文件是 UTF-16 编码，不是 UTF-8")
    elif encoding.name == "GB18030":
        sink.add("F002", _first_bad(source), "文件像是 GB18030（GBK、ANSI）编码，不是 UTF-8")
    elif encoding.bad_at >= 0:
        sink.add("F002", _first_bad(source), "从这里起有不是 UTF-8 的字节")


def _first_bad(source: Source) -> Span:
    """Where the first character beyond ASCII stands, or of text that is neither encoding the first bad byte."""
    for index, line in enumerate(source.lines):
        if line.isascii():
            continue
        text = line.decode("utf-8", "replace")
        place = (
            text.find("\ufffd") if not source.encoding.name else next(i for i, c in enumerate(text) if not c.isascii())
        )
        if place >= 0:
            return Span(source.path, index + 1, place + 1)
    return Span(source.path, 1, 1)


def _ends(source: Source, sink: Sink) -> None:
    end = "换行（LF）" if source.separator == b"\n" else "回车（CR）"
    for index in source.bare:
        sink.grouped("F003", _end(source, index), f"这一行只以{end}结尾，不是 CRLF")
    for index, line in enumerate(source.lines):
        if b"\r" in line:
            place = len(line[: line.index(b"\r")].decode("utf-8", "replace")) + 1
            sink.add("F007", Span(source.path, index + 1, place), "这一行里有单独的回车")
    if source.lines and not source.whole:
        sink.add("F010", _end(source, len(source.lines) - 1), "文件最后没有 CRLF")


def _end(source: Source, index: int) -> Span:
    return Span(source.path, index + 1, len(source.line_text(index + 1)) + 1)


def _folds(source: Source, sink: Sink) -> None:
    octets = source.encoding.name == "UTF-8" or not source.encoding.name  # of other encodings the lengths were others
    odd = False  # whether an odd run of backslashes ends the content line so far
    for index, line in enumerate(source.lines):
        if octets and len(line) > LIMIT:
            place = len(line[:LIMIT].decode("utf-8", "ignore")) + 1
            sink.grouped("F004", Span(source.path, index + 1, place), f"这一行有{len(line)}个字节，超过了{LIMIT}个")
        content = line
        if index and line[:1] in (b" ", b"\t"):
            content = line[1:]
            if octets and 0x80 <= (content or b" ")[0] < 0xC0:
                sink.add("F005", Span(source.path, index + 1, 2), "折行切断了一个字，这一行从半个字开始")
            if odd and content:
                sink.add("F006", Span(source.path, index + 1, 2), "折行切断了反斜杠和它后面的字")
        else:
            odd = False
        run = len(content) - len(content.rstrip(b"\\"))
        odd = (run % 2 == 1) != (odd and run == len(content))


def _marks(code: str, pattern: re.Pattern[bytes], what: str, source: Source, sink: Sink) -> None:
    for index, line in enumerate(source.lines):
        found = pattern.search(line)
        if found:
            text = found.group().decode("utf-8", "replace")
            place = len(line[: found.start()].decode("utf-8", "replace")) + 1
            sink.add(code, Span(source.path, index + 1, place), f"有{what} U+{ord(text):04X}")

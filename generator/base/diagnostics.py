"""Faults are values: where, what, how bad, and what to do next.

Invariant: nothing in here reads a file or a clock; a formatter gets the lines it may quote as a function.
"""

from __future__ import annotations

import difflib
import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.base.alike import gathered, others
from generator.base.codes import CODES, Severity

_WORDS: dict[Severity, str] = {"error": "", "warning": "提醒：", "notice": "提示："}
"""What stands before the message of a fault in text."""
LineReader = Callable[[str, int], str | None]


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a source file.

    `path` is relative to the project folder with `/`; `line` and `column` count from 1 (0: the file as a whole);
    `length` is in characters. `cell` names the place in words where line and column mean little to a person
    ("工作表“台账” C7").
    """

    path: str
    line: int = 0
    column: int = 0
    length: int = 1
    cell: str = ""

    def __str__(self) -> str:
        if not self.line:
            return self.path
        return f"{self.path}:{self.line}:{self.column}" if self.column else f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault. `message` says what is wrong, `hint` what to do; `related` are other places that matter."""

    code: str
    span: Span
    message: str
    hint: str = ""
    related: tuple[Span, ...] = ()
    fix: tuple[str, str] | None = None
    """A mechanical mend for `pufa check --fix`: (kind, text)."""

    @property
    def severity(self) -> Severity:
        """`error`, `warning` or `notice`, by the code's entry in the table of codes."""
        return CODES[self.code].severity

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order of a report: by place, then code, then words."""
        return (self.span.path, self.span.line, self.span.column, self.code, self.message)


class Fault(Exception):
    """A step that cannot go on. The message is for the officer; `diagnostics` say where, if a place can be named."""

    ending = "网站没有更新，原来的网站没有变。"

    def __init__(self, message: str, *diagnostics: Diagnostic) -> None:
        super().__init__(message, *diagnostics)
        self.message = message
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        return self.message


def ordered(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The same faults sorted by place, without repeats."""
    return tuple(sorted(set(diagnostics), key=Diagnostic.sort_key))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """True where at least one fault is an error and not only a warning."""
    return any(d.severity == "error" for d in diagnostics)


def fails(diagnostics: Iterable[Diagnostic], strict: bool) -> bool:
    """True where a command must fail: on errors, and with `strict` on warnings. Never on notices."""
    return any(d.severity == "error" or (strict and d.severity == "warning") for d in diagnostics)


def nearest(word: str, known: Iterable[str], likeness: float = 0.5) -> str | None:
    """The known word most like `word`, or None where nothing is near enough to suggest; `likeness` is from 0 to 1 (equal)."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=likeness)
    return found[0] if found else None


def visible(text: str, limit: int = 60) -> str:
    """`text` made safe to print: control and direction marks shown as <U+200E>, long text cut with an ellipsis."""
    shown = "".join(
        f"<U+{ord(c):04X}>" if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} else c
        for c in text[: limit + 1]
    )
    return shown if len(text) <= limit else shown[: max(limit, 1)] + "…"


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in ("W", "F") else 1 for c in text
    )


def _excerpt(span: Span, read_line: LineReader) -> list[str]:
    if span.cell:
        return [f"  {visible(span.cell)}"]
    if not (span.line and span.column):
        return []
    raw = read_line(span.path, span.line)
    if raw is None:
        return []
    start = span.column - 1
    offset = 0
    if start > 48:  # a very long line: show the part around the fault
        offset = start - 24
    part = raw[offset : offset + 100].replace("\t", " ")
    lead = visible(part[: start - offset], 200)
    marked = visible(part[start - offset : start - offset + span.length], 200)
    rest = visible(part[start - offset + span.length :], 200)
    prefix = f"{span.line:>5} | "
    carets = "^" * max(1, _width(marked))
    return [
        f"{prefix}{'…' if offset else ''}{lead}{marked}{rest}",
        " " * (len(prefix) - 3) + " | " + " " * (_width(lead) + (1 if offset else 0)) + carets,
    ]


def format_text(diagnostics: Iterable[Diagnostic], read_line: LineReader) -> str:
    """All faults as plain Chinese text with the source line, a caret under the fault and the hint.

    Equal faults of a file are told once, with their number and the first places.
    """
    blocks = []
    for group in gathered(ordered(diagnostics)):
        d = group[0]
        lines = [
            f"{visible(str(d.span), 500)} {d.code} {_WORDS[d.severity]}{visible(d.message, 500)}",
            *_excerpt(d.span, read_line),
        ]
        lines += [f"  另见 {other}" + (f"（{visible(other.cell)}）" if other.cell else "") for other in d.related]
        if len(group) > 1:
            lines.append(f"  {visible(others(group), 200000)}")
        if d.hint:
            lines += [f"  {visible(line, 2000)}" for line in d.hint.splitlines()]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """One line that counts errors, warnings and, where there are any, notices."""
    found = Counter(d.severity for d in ordered(diagnostics))
    if not found:
        return "检查完成：没有发现问题。"
    faults = found["error"] + found["warning"]
    parts = [f"错误 {found['error']} 处，提醒 {found['warning']} 处"] if faults else ["没有发现问题"]
    parts += [f"提示 {found['notice']} 处"] if found["notice"] else []
    return f"检查完成：{'，'.join(parts)}。每个编号的说明见手册“问题编号”一页。"


def _as_data(span: Span) -> dict[str, object]:
    return {"path": span.path, "line": span.line, "column": span.column, "length": span.length, "cell": span.cell}


def format_json(diagnostics: Iterable[Diagnostic]) -> str:
    """All faults as JSON after the schema in `generator/data/diagnostics.schema.json`."""
    found = ordered(diagnostics)
    return json.dumps(
        {
            "version": 1,
            "errors": sum(d.severity == "error" for d in found),
            "warnings": sum(d.severity == "warning" for d in found),
            "notices": sum(d.severity == "notice" for d in found),
            "diagnostics": [
                {
                    "code": d.code,
                    "severity": d.severity,
                    "title": CODES[d.code].title,
                    "message": d.message,
                    "hint": d.hint,
                    **_as_data(d.span),
                    "related": [_as_data(s) for s in d.related],
                }
                for d in found
            ],
        },
        ensure_ascii=False,
        indent=2,
    )


def _escape_annotation(text: str, property_value: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property_value else text


def format_github(diagnostics: Iterable[Diagnostic]) -> str:
    """All faults as workflow commands, which CI shows beside the changed line."""
    lines = []
    for d in ordered(diagnostics):
        where = f"file={_escape_annotation(d.span.path, True)}"
        if d.span.line:
            where += f",line={d.span.line},col={max(1, d.span.column)}"
        title = _escape_annotation(f"{d.code} {CODES[d.code].title}", True)
        hint = "".join(f"\n{visible(line, 2000)}" for line in d.hint.splitlines())
        body = _escape_annotation(visible(d.message, 500) + hint)
        lines.append(f"::{d.severity} {where},title={title}::{body}")
    return "\n".join(lines)

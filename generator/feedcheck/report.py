"""Findings as text for people, as JSON for programs and as workflow commands for CI, like those of `pufa check`."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Sequence

from generator.base.diagnostics import Span, visible
from generator.feedcheck.finding import Finding
from generator.feedcheck.rules import WORDS


def fails(findings: Sequence[Finding], strict: bool = False) -> bool:
    """True where something is an error, or with `strict` a warning; notices never fail."""
    return any(f.rule.severity == "error" or (strict and f.rule.severity == "warning") for f in findings)


def format_text(findings: Sequence[Finding]) -> str:
    """All findings as Chinese text with the line, a caret, and at a rule's first breach what is seen and what to do."""
    blocks, told = [], set()
    for finding in findings:
        rule = finding.rule
        word = "" if rule.severity == "error" else f"{WORDS[rule.severity]}："
        lines = [
            f"{visible(str(finding.span), 500)} {finding.code} {word}{visible(finding.message, 500)}",
            *_excerpt(finding),
        ]
        lines += [f"  另见 {visible(str(other), 500)}" for other in finding.related]
        if finding.hint:
            lines.append(f"  {visible(finding.hint, 500)}")
        if finding.code not in told:
            told.add(finding.code)
            lines += [f"  订阅的人：{rule.seen}", f"  怎么改：{rule.remedy}"]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def summary(findings: Sequence[Finding], feeds: int) -> str:
    """One line that counts calendars, errors, warnings and notices."""
    if not findings:
        return f"体检完成：{feeds} 个日历，没有发现问题。"
    count = Counter(f.rule.severity for f in findings)
    parts = "，".join(f"{word} {count[severity]} 处" for severity, word in WORDS.items())
    return f"体检完成：{feeds} 个日历，{parts}。每个编号的说明见手册“日历体检”一页。"


def format_json(findings: Sequence[Finding], feeds: int) -> str:
    """All findings as JSON, in the form of `pufa check --format json` with `seen` and the number of calendars added."""
    count = Counter(f.rule.severity for f in findings)
    return json.dumps(
        {
            "version": 1,
            "calendars": feeds,
            "errors": count["error"],
            "warnings": count["warning"],
            "notices": count["notice"],
            "findings": [
                {
                    "code": f.code,
                    "severity": f.rule.severity,
                    "title": f.rule.title,
                    "message": f.message,
                    "hint": f.hint or f.rule.remedy,
                    "seen": f.rule.seen,
                    **_place(f.span),
                    "related": [_place(s) for s in f.related],
                }
                for f in findings
            ],
        },
        ensure_ascii=False,
        indent=2,
    )


def format_github(findings: Sequence[Finding]) -> str:
    """All findings as workflow commands."""
    lines = []
    for f in findings:
        where = f"file={_escaped(f.span.path, True)}"
        if f.span.line:
            where += f",line={f.span.line},col={max(1, f.span.column)}"
        title = _escaped(f"{f.code} {f.rule.title}", True)
        body = _escaped(f"{visible(f.message, 500)}\n{visible(f.hint or f.rule.remedy, 500)}")
        lines.append(f"::{f.rule.severity} {where},title={title}::{body}")
    return "\n".join(lines)


def _escaped(text: str, inside: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if inside else text


def _place(span: Span) -> dict[str, object]:
    return {"path": span.path, "line": span.line, "column": span.column, "length": span.length}


def _excerpt(finding: Finding) -> list[str]:
    quote, span = finding.quote, finding.span
    if quote is None:
        return []
    begin = span.column - 1 - quote.offset
    text = quote.text.replace("\t", " ")
    lead, marked, rest = (
        visible(part, 400) for part in (text[:begin], text[begin : begin + span.length], text[begin + span.length :])
    )
    prefix, dots = f"{span.line:>5} | ", "…" if quote.offset else ""
    carets = "^" * max(1, _width(marked))
    return [
        f"{prefix}{dots}{lead}{marked}{rest}",
        f"{' ' * (len(prefix) - 3)} | {' ' * (_width(lead) + len(dots))}{carets}",
    ]


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in ("W", "F") else 1 for c in text
    )

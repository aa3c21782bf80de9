"""Findings are values: which file, which line, which county, and what is wrong, in words.

Invariant: nothing in here reads a file; foreign text is made safe to print before it enters a finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.base.diagnostics import visible
from generator.rollup.rules import RULES, WORDS, Rule

MOST = 5
"""Findings of one kind in one file; the next says how many more there are."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect. `line` and `column` count from 1 in the file `path`, 0 is the file as a whole; `region` is the county's code."""

    code: str
    path: str
    message: str
    region: str = ""
    line: int = 0
    column: int = 0

    @property
    def rule(self) -> Rule:
        """The row of the table of rules."""
        return RULES[self.code]

    @property
    def place(self) -> str:
        """The file, with line and column where they are known, fit to print: a folder's name may hold anything."""
        return ":".join([visible(self.path, 500), *(str(n) for n in (self.line, self.column) if n)])

    def sort_key(self) -> tuple[str, str, int, int, str, str]:
        """Order of a report: by county, then place, then code, then words."""
        return (self.region, self.path, self.line, self.column, self.code, self.message)


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The same findings without repeats, in the order of a report; of one kind in one file at most `MOST`."""
    kept: list[Finding] = []
    count: Counter[tuple[str, str]] = Counter()
    for found in sorted(set(findings), key=Finding.sort_key):
        kind = (found.path, found.code)
        count[kind] += 1
        if count[kind] <= MOST:
            kept.append(found)
    more = [
        Finding(code, path, f"同样的问题还有{n - MOST}处，没有列出", next(f.region for f in kept if f.path == path), 1 << 40)
        for (path, code), n in count.items()
        if n > MOST
    ]  # fmt: skip
    return tuple(
        Finding(f.code, f.path, f.message, f.region, 0 if f.line == 1 << 40 else f.line, f.column)
        for f in sorted([*kept, *more], key=Finding.sort_key)
    )


def regions_in_error(findings: Iterable[Finding]) -> frozenset[str]:
    """The codes of the counties that are left out."""
    return frozenset(f.region for f in findings if f.rule.severity == "error" and f.region)


def fails(findings: Iterable[Finding]) -> bool:
    """True where something is an error."""
    return any(f.rule.severity == "error" for f in findings)


def format_text(findings: Sequence[Finding]) -> str:
    """All findings as Chinese text, with what to do at the first of each kind."""
    blocks, told = [], set()
    for f in findings:
        word = "" if f.rule.severity == "error" else f"{WORDS[f.rule.severity]}："
        lines = [f"{f.place} {f.code} {word}{visible(f.message, 500)}"]
        if f.code not in told:
            told.add(f.code)
            lines.append(f"  {f.rule.remedy}")
        blocks.append("\n".join(lines))
    return "\n".join(blocks)


def summary(findings: Sequence[Finding]) -> str:
    """One line that counts errors, warnings and notices."""
    if not findings:
        return "数据检查完成：没有发现问题。"
    count = Counter(f.rule.severity for f in findings)
    parts = "，".join(f"{word} {count[severity]} 处" for severity, word in WORDS.items())
    return f"数据检查完成：{parts}。每个编号的说明见手册“市和省的汇总”一页。"

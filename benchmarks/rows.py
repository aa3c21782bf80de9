"""The table of a benchmark: a row as soon as it is known, with its aim; in the end all of them as Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from measured import Run, Stages

from generator import __version__


@dataclass(frozen=True)
class Row:
    """One figure: what it is, its value, the most that is wanted (None: it is only told), its unit and what it is made of."""

    name: str
    value: float
    aim: float | None = None
    unit: str = ""
    made_of: str = ""

    @property
    def verdict(self) -> str:
        """Whether the aim is met."""
        return "" if self.aim is None else "met" if self.value <= self.aim else "NOT MET"

    def cells(self) -> tuple[str, str, str, str, str]:
        """The row as words."""
        value, aim = (
            f"{number:.3g}{self.unit}" if number < 100 else f"{number:.0f}{self.unit}"
            for number in (self.value, self.aim or 0)
        )
        return self.name, value, f"≤ {aim}" if self.aim is not None else "", self.verdict, self.made_of


@dataclass
class Table:
    """All rows so far, and the stages of the runs that told them."""

    rows: list[Row] = field(default_factory=list)
    stages: dict[str, Stages] = field(default_factory=dict)
    load: float = field(default_factory=lambda: os.getloadavg()[0])
    """How busy the machine was before it began: figures of a busy one are worth little."""

    def add(self, name: str, value: float, aim: float | None = None, unit: str = "", made_of: str = "") -> None:
        """Print a row and keep it."""
        row = Row(name, value, aim, unit, made_of)
        self.rows.append(row)
        _, shown, wanted, verdict, parts = row.cells()
        print(
            f"  {name:44} {shown:>9}  {f'(aim {wanted})' if wanted else '':14} {verdict:8} {parts}".rstrip(), flush=True
        )

    def ratio(self, name: str, own: Run, peer: Run, aim: float | None) -> None:
        """A row that holds our wall clock against a peer's."""
        self.add(name, own.wall / peer.wall, aim, made_of=f"{own} / {peer}")

    def staged(self, runs: Mapping[str, Run]) -> None:
        """Print where the time of these runs went, where the program tells it, and keep it."""
        self.stages |= {name: run.stages for name, run in runs.items() if run.stages}
        for line in self._stage_lines():
            print("  " + " ".join(f"{cell:>20}" for cell in line), flush=True)

    def _stage_lines(self) -> list[tuple[str, ...]]:
        """A head and a line a stage: seconds of wall clock and processors in every kind of run."""
        if not self.stages:
            return []
        names = dict.fromkeys(name for told in self.stages.values() for name in told)
        lines = [("stage: wall, CPU", *self.stages)]
        for name in names:
            pairs = [told.get(name) for told in self.stages.values()]
            lines.append((name, *(f"{p[0]:.2f}, {p[1]:.2f}" if p else "–" for p in pairs)))
        return lines

    def markdown(self) -> str:
        """The whole table, with the machine it was measured on."""
        machine = f"{os.cpu_count()} processors, {platform.system()} {platform.machine()}, Python {platform.python_version()}, load {self.load:.1f}"
        lines = [f"# pufa {__version__}", "", f"`make bench` on {datetime.now(UTC):%Y-%m-%d}: {machine}.", ""]
        lines += ["| what | value | aim | | made of |", "|---|---|---|---|---|"]
        lines += ["| " + " | ".join(row.cells()) + " |" for row in self.rows]
        staged = self._stage_lines()
        if staged:
            lines += [
                "",
                "Where the time went, in seconds:",
                "",
                "| " + " | ".join(staged[0]) + " |",
                "|---" * len(staged[0]) + "|",
            ]
            lines += ["| " + " | ".join(line) + " |" for line in staged[1:]]
        return "\n".join(lines) + "\n"

    def save(self, file: Path) -> None:
        """Write the table as Markdown."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(self.markdown(), "utf-8")
        print(f"saved: {file}")

"""The catalogue of indicators: what may be counted, read from the heads of the SQL files beside this one.

Invariant: nothing in here imports duckdb or runs SQL, so the checker can ask for names at no cost.

A head is a run of `--` lines: `id`, `名称` (name), `单位` (unit of the value), `统计单位` (levels it is meaningful for), `说明`
(definition; further lines are indented) and, where the value is "n of N", `分母` (what N counts: villages or townships).
The body is one SELECT over the views of `_layer.sql` that yields `scope, per, unit, every, period, value, records`: one row
for every unit and period in which something was held; a NULL value says that what the indicator needs was not reported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, cast, get_args

from generator.model import Per

Denominator = Literal["", "villages", "townships"]

_HEAD_LINE = re.compile(r"-- (\S+?): (.+)")
_NEEDED = ("id", "名称", "单位", "统计单位", "说明")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that is counted.

    `unit` is the Chinese unit of the value, `per` the levels on which it means something, `of` what the denominator counts
    ("" where there is none), `sql` the whole file with its head.
    """

    id: str
    name: str
    unit: str
    about: str
    per: tuple[Per, ...]
    of: Denominator
    sql: str

    @property
    def select(self) -> str:
        """The SELECT without the head."""
        lines = self.sql.splitlines()
        return "\n".join(line for line in lines if not line.startswith("--")).strip()


def parse_indicator(text: str, where: str) -> Indicator:
    """Read one indicator file; ValueError names `where` and the head line that is missing or wrong."""
    head: dict[str, str] = {}
    last = ""
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        found = _HEAD_LINE.fullmatch(line.rstrip())
        if found:
            last = found[1]
            head[last] = found[2].strip()
        elif last:
            head[last] += line[2:].strip()
    missing = [key for key in _NEEDED if not head.get(key)]
    if missing:
        raise ValueError(f"{where}: missing in the head: {', '.join(missing)}")
    per = tuple(head["统计单位"].split())
    of = head.get("分母", "")
    if not set(per) <= set(get_args(Per)) or of not in get_args(Denominator):
        raise ValueError(f"{where}: unknown level or denominator: {per} {of}")
    return Indicator(
        head["id"],
        head["名称"],
        head["单位"],
        head["说明"],
        cast("tuple[Per, ...]", per),
        cast("Denominator", of),
        text,
    )


@cache
def indicator_catalogue() -> Mapping[str, Indicator]:
    """Every indicator by id, in the order of the ids."""
    found = {}
    for file in sorted(files(__name__).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".sql") and not file.name.startswith("_"):
            indicator = parse_indicator(file.read_text("utf-8"), file.name)
            if indicator.id != file.name.removesuffix(".sql"):
                raise ValueError(f"{file.name}: the id {indicator.id} is not the file's name")
            found[indicator.id] = indicator
    return MappingProxyType(found)


def find_indicator(word: str) -> Indicator | None:
    """The indicator with this id or Chinese name, or None."""
    catalogue = indicator_catalogue()
    return catalogue.get(word) or next((i for i in catalogue.values() if i.name == word), None)


@cache
def layer_sql() -> str:
    """The SQL of the common layer: which occurrence counts for which unit, campaign and period."""
    return files(__name__).joinpath("_layer.sql").read_text("utf-8")

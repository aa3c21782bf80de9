"""Tasks (四清单) whose day is past and that are not done: with what must be done and who answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from generator.base.daywords import day_words
from generator.figures.coverage.promises import NAMED
from generator.figures.opendata.tables import Tables

ACTION = "对照任务清单逐条问责任单位：做完的补上完成日期，没做完的定下新的日子。"
"""What is to be done about late tasks."""
_ALL = ("各乡镇", "各司法所")
"""Words that make a task every township's."""


class LateTask(NamedTuple):
    """A task that is past its day. `owner` is the office that answers for it, "" where nobody wrote one."""

    content: str
    owner: str
    due: date


def theirs(words: str, name: str) -> bool:
    """Whether a task whose officers are named in `words` is a township's: it is named, or all townships are."""
    return name in words or any(word in words for word in _ALL)


def late_tasks(
    tables: Tables, first: date = date.min, last: date = date.max, *, campaign: str = "", name: str = ""
) -> list[LateTask]:
    """The tasks due in first..last that are late on the day of the tables, in their order; of one campaign, of one township by name."""
    found = []
    ends = {str(n): date.fromisoformat(str(end)) for n, end in tables.townships.select(("name", "valid_to")) if end}
    last = min(last, ends.get(name, last))  # nothing is asked of a township for a day on which it is no more
    columns = ("campaign", "content", "owner", "person", "leader", "due", "done")
    for of, content, owner, person, leader, due, done in tables.tasks.select(columns):
        if not due or (campaign and of != campaign) or (name and not theirs(f"{owner}{person}{leader}", name)):
            continue
        day = date.fromisoformat(str(due))
        open_ = not done or date.fromisoformat(str(done)) > tables.as_of
        if open_ and day < tables.as_of and first <= day <= last:
            found.append(LateTask(str(content), str(owner or ""), day))
    return found


def late_words(tasks: Sequence[LateTask]) -> str:
    """过了时限还没有完成的任务1条：“主题宣讲”（各司法所，时限2025年4月15日）。 At most six are named."""
    told = "；".join(f"“{t.content}”（{t.owner or '责任单位没有填'}，时限{day_words(t.due)}）" for t in tasks[:NAMED])
    rest = f"等{len(tasks)}条" if len(tasks) > NAMED else ""
    return f"过了时限还没有完成的任务{len(tasks)}条：{told}{rest}。"

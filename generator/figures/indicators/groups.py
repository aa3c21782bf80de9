"""The groups in which indicators are shown, in their order: the one table of them. A head names its group by the first word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Role = Literal["", "rosters", "beside_items", "between", "items"]
"""What else is made of a group: `rosters` are told on the overview too, `between` compares townships and has a panel of its own with
a sentence for each measure, `items` holds the breakdowns, which pages of evidence tell below the group that is `beside_items`."""


class Group(NamedTuple):
    """A group, the question that it answers, and what else is made of it."""

    name: str
    question: str
    role: Role = ""


_ALL = (
    Group("开展", "办了多少，还排了多少"),
    Group("持续", "是不是重启动、轻持续"),
    Group("实效", "群众来了没有，满意不满意"),
    Group("覆盖", "到过哪里，面向过谁", "beside_items"),
    Group("阵地", "建了用了没有", "rosters"),
    Group("队伍", "村里有没有人", "rosters"),
    Group("经费与任务", "钱花了多少，事做完没有"),
    Group("填报", "记录靠不靠得住"),
    Group("均衡", "乡镇之间差多少", "between"),
    Group("分项", "每种对象、每部法律各办了多少", "items"),
)

GROUPS: Mapping[str, Group] = {group.name: group for group in _ALL}
"""Every group by its name."""

"""Records as fingerprints: which of their fields figures depend on, in groups that people have a word for.

A group's mark is 18 bits of a hash: enough to say which of a record's fields was changed. Nothing rests on it alone, since
the figures themselves are frozen in full.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

from generator.figures.snapshots.values import Groups, Record

MARK = 3
"""Characters of a group's mark."""

Row = Sequence[Any]


class Kind(NamedTuple):
    """A kind of record: what people call it, the columns that make its id, and its groups of fields (word → columns)."""

    name: str
    key: tuple[str, ...]
    groups: Groups
    line: str = ""
    """The column by which records are put on lines (its first seven characters); all on one line where there is none."""


KINDS: Mapping[str, Kind] = {
    "events": Kind("活动场次", ("id",), {
        "日期": ("first_day", "last_day"),
        "地点": ("region_wide", "townships", "village", "site"),
        "参加人数": ("attendance", "staff"),
        "评价": ("responses", "satisfied"),
        "专项、阶段、对象或内容": ("event_id", "campaign", "stage", "series", "focus", "audiences", "laws"),
        "上报日期": ("updated",),
    }, "first_day"),
    "zero_reports": Kind("零报告", ("campaign", "township", "year"), {}),
    "campaigns": Kind("专项", ("id",), {"期限": ("start", "end")}),
    "targets": Kind("目标", ("id",), {"最低数": ("at_least",), "对谁": ("townships", "group")}),
    "townships": Kind("乡镇（街道）", ("code",), {
        "人口": ("population",), "分组": ("group",), "计不计入覆盖": ("counted",), "设立或撤销": ("valid_from", "valid_to"),
    }),
    "villages": Kind("村（社区）", ("id",), {
        "所在乡镇": ("township", "counted"), "人口": ("population",), "民主法治村": ("model_village",),
        "法律明白人": ("law_savvy",), "法律顾问": ("legal_adviser",), "设立或撤销": ("valid_from", "valid_to"),
    }, "township"),
    "sites": Kind("阵地", ("id",), {"地点": ("township", "village"), "启用或关闭": ("counted", "valid_from")}),
    "tasks": Kind("任务", ("campaign", "content", "due"), {"完成日期": ("done",)}),
    "funding": Kind("经费", ("campaign", "year", "township", "source"), {"金额": ("amount",)}),
    "inspections": Kind("抽查结果", ("round", "item"), {
        "乡镇": ("township",), "检查日期": ("checked",), "结果": ("finding",),
    }),
}  # fmt: skip
"""Every kind of record behind a figure."""

BASES: Mapping[str, str] = {
    "others": "没有办成的场次（计划、确定、取消、延期）有增减或改动",
    "layer": "各项指标共用的算法改了",
}
"""What figures depend on beside those records, each with what is said when it is no longer the same."""


def mark(value: Any, length: int = MARK) -> str:
    """A short hash of a plain value, in letters, digits, `-` and `_`."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    found = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=(3 * length + 3) // 4).digest()
    return urlsafe_b64encode(found).decode()[:length]


def fingerprints(kind: str, columns: Sequence[str], rows: Iterable[Row]) -> dict[str, Record]:
    """The fingerprint of each row under its id, in the order of the ids.

    Rows with the same id are told apart by a number, which does not depend on the order in which they stand.
    """
    what = KINDS[kind]
    place = {column: i for i, column in enumerate(columns)}
    key = [place[c] for c in what.key]
    groups = [[place[c] for c in columns_of] for columns_of in what.groups.values()]
    line = place[what.line] if what.line else None
    found: dict[str, list[Record]] = {}
    for row in rows:
        identity = "#".join("" if row[i] is None else str(row[i]) for i in key)
        where = "" if line is None else str(row[line])
        where = where[:7] if kind == "events" else where
        record = Record(where, "".join([mark([row[i] for i in group]) for group in groups]))
        found.setdefault(identity, []).append(record)
    single = {identity: min(records) for identity, records in found.items()}
    for identity, records in sorted(found.items()):
        number = 2
        for record in sorted(records)[1:]:
            while f"{identity}#{number}" in single:
                number += 1
            single[f"{identity}#{number}"] = record
    return dict(sorted(single.items()))


def changed_groups(before: Record, after: Record, then: Groups, now: Groups) -> tuple[str, ...]:
    """The words of the groups whose marks differ, of those that then and now stand for the same columns."""
    marks = (dict(zip(groups, _parted(r.marks), strict=True)) for r, groups in ((before, then), (after, now)))
    one, other = marks
    return tuple(word for word in then if then[word] == now.get(word) and one[word] != other[word])


def _parted(marks: str) -> list[str]:
    return [marks[i : i + MARK] for i in range(0, len(marks), MARK)]

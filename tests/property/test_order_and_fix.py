"""Order never matters, and `--fix` adds ids and nothing else, whatever the file looks like."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sites import kit

from generator.commands.fix_ids import fix_ids

CALM = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_the_disk_does_not_matter(good: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """A system that lists files in another order gives the same library and the same faults."""
    kit.put(
        good,
        "campaigns/xianfa/events-8.yml",
        "- {id: xianfa-2026-a, title: 重复, start: 2026-12-05, township: 青石乡}\n",
    )
    kit.put(good, "content/Ａ.md", "[甲](没有.md)\n")
    kit.put(good, "content/a.md", "甲\n")
    first = kit.prepared(good)
    scandir, shuffle = os.scandir, random.Random(seed).shuffle

    @contextmanager
    def shuffled(path: Any) -> Iterator[Any]:
        with scandir(path) as found:
            entries = list(found)
        shuffle(entries)
        yield iter(entries)

    monkeypatch.setattr(os, "scandir", shuffled)
    second = kit.prepared(good)
    assert first.diagnostics == second.diagnostics  # type: ignore[union-attr]
    assert first.library == second.library  # type: ignore[union-attr]


@given(order=st.permutations(range(5)))
@CALM
def test_the_order_of_records_does_not_matter(base: Path, order: list[int]) -> None:
    """Events in any order make the same library, but for the places where they stand."""
    from dataclasses import replace

    from generator.base.diagnostics import Span

    blocks = [
        f"- {{id: e-{i}, title: 第{i}场, start: 2026-12-{i + 5:02}, township: [青石镇, 云溪街道]}}\n" for i in range(5)
    ]

    def events(text: str) -> list[Any]:
        kit.put(base, "campaigns/xianfa/events-2.yml", text)
        return [replace(e, span=Span("")) for e in kit.library_of(base).events]

    assert events("".join(blocks)) == events("".join(blocks[i] for i in order))


KEYS = [("title", "名称", "第{number}场"), ("start", "开始", "2026-12-05"), ("township", "乡镇", "青石镇"), ("place", "地点", "'礼堂: 二楼'"),
        ("summary", "简介", "|\n{pad}  第一行\n{pad}  第二行"), ("audience", "对象", "[农民, 青少年]")]  # fmt: skip


@st.composite
def yaml_events(draw: st.DrawFn) -> str:
    """A list of events in a layout that somebody might have: keys in any order, comments, blanks, odd indentation."""
    inner = draw(st.integers(1, 4))
    outer = draw(st.sampled_from([0, 0, 2]))
    text = draw(st.sampled_from(["", "# 台账\n", "\n\n", "---\n"])) + (
        "events:\n" if outer or draw(st.booleans()) else ""
    )
    for number in range(draw(st.integers(1, 4))):
        keys = list(draw(st.permutations(KEYS)))
        has_id = draw(st.sampled_from(["no", "yes", "blank"]))
        if has_id != "no":
            keys.insert(
                draw(st.integers(0, len(keys))),
                ("id", "编号", f"e-{number}" if has_id == "yes" else draw(st.sampled_from(["", "''", "~"]))),
            )
        pad = " " * (outer + 1 + inner)
        lead = " " * outer + "-" + " " * inner
        for english, chinese, value in keys:
            comment = "" if "\n" in value else draw(st.sampled_from(["", "", "  # 说明"]))
            text += (
                f"{lead}{draw(st.sampled_from([english, chinese]))}: {value.format(pad=pad, number=number)}{comment}\n"
            )
            text += draw(st.sampled_from(["", "", "", "\n", f"{pad}# 一句话\n"])) if "\n" not in value else ""
            lead = pad
    return text


@st.composite
def csv_events(draw: st.DrawFn) -> str:
    """A ledger as somebody might export it: columns in any order, quotes or none, title rows, blank rows."""
    mark = draw(st.sampled_from([",", "\t"]))
    columns = list(draw(st.permutations(["名称", "开始", "乡镇", "简介", *draw(st.sampled_from([["编号"], []]))])))
    quote = draw(st.sampled_from(['"{}"', "{}"]))
    text = draw(st.sampled_from(["", f"云溪县台账{mark * 3}\n", "\n"])) + mark.join(columns) + "\n"
    for number in range(draw(st.integers(1, 5))):
        row = {"名称": f"第{number}场", "开始": "2026-12-05", "乡镇": "青石镇", "简介": draw(st.sampled_from(["", '"有,逗号"', '"两\n行"', '"引""号"'])),
               "编号": draw(st.sampled_from(["", f"e-{number}"]))}  # fmt: skip
        text += (
            mark.join(row[c] if row[c].startswith('"') or not row[c] else quote.format(row[c]) for c in columns) + "\n"
        )
        text += draw(st.sampled_from(["", "", mark * 2 + "\n", "\n"]))
    return text


@given(text=st.data(), ending=st.sampled_from(["yml", "csv"]), encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
       end=st.sampled_from(["\n", "\r\n"]), last=st.booleans())  # fmt: skip
@settings(CALM, max_examples=200)
def test_fix_writes_every_id_and_nothing_else(
    base: Path, text: st.DataObject, ending: str, encoding: str, end: str, last: bool
) -> None:
    """After `--fix` no E114 is left, and without the new ids the file is what it was."""
    before = text.draw(yaml_events() if ending == "yml" else csv_events())
    before = before if last else before.removesuffix("\n")
    data = before.replace("\n", end).encode(encoding)
    path = kit.put(base, f"campaigns/xianfa/events-2.{ending}", data)
    (base / f"campaigns/xianfa/events-2.{'csv' if ending == 'yml' else 'yml'}").unlink(missing_ok=True)
    faults = kit.look(base)
    assert {d.code for d in faults} <= {"E114"}
    wanted = [d.fix[1] for d in faults if d.fix]
    said = fix_ids(base, faults)
    assert kit.look(base) == (), (before, said)
    after = path.read_bytes()
    if not wanted:
        assert after == data
        return
    assert [d for d in (b"\xef\xbb\xbf", b"\xff\xfe") if after.startswith(d)] == [
        d for d in (b"\xef\xbb\xbf", b"\xff\xfe") if data.startswith(d)
    ]
    left = after.decode(encoding)
    for identity in wanted:
        assert left.count(identity) >= 1
    assert _rest(left, wanted) == _rest(before.replace("\n", end), [])


def _rest(text: str, ids: list[str]) -> list[str]:
    """The characters of a file without ids, their keys, column and the space that a new line brings: in order."""
    for identity in sorted(ids, key=len, reverse=True):
        text = text.replace(identity, "")
    for word in ("编号", "id", "''", "~", '""', ":", "-", ",", "\t", " ", "\r", "\n"):
        text = text.replace(word, "")
    return list(text)

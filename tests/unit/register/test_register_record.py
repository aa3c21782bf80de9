"""The publication ledger as a file: readable in a diff, merged line by line, never taken on trust."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

import pytest

from generator.feeds.entry import Facts, Numbers, Placement
from generator.register.record import PATH, Change, Published, Register, read_register, union, write_register

DAY = date(2026, 11, 22)
PLACE = Placement("gaq", ("330881121",), False, "330881121-hecun", "park", ("农民",))
FACTS = Facts("宣讲", datetime(2026, 12, 4, 9), datetime(2026, 12, 4, 11), "贺村镇 文化礼堂", "确定")
ONE = Published("a", "a", Numbers(), "0123456789abcdef", DAY, DAY, FACTS, PLACE)
SERIES = replace(
    ONE, id="s", event="s", numbers=Numbers(3, datetime(2026, 11, 21, 16)), also=(Placement("gaq", (), True),),
    facts=FACTS._replace(rule="FREQ=WEEKLY;BYDAY=FR;UNTIL=20270326", left_out=(date(2027, 1, 1),), day=date(2026, 12, 4)),
)  # fmt: skip
OVERRIDE = replace(
    ONE, id="s@2026-12-11", event="s", override=True, withdrawn=DAY, facts=FACTS._replace(status="取消", sample=True)
)
CHANGE = Change(DAY, "改期", "a", datetime(2026, 12, 3, 9), datetime(2026, 12, 3, 11), "贺村镇")
REGISTER = Register("330881", {p.id: p for p in (ONE, SERIES, OVERRIDE)}, (CHANGE,))
DATA = write_register(REGISTER)


def faults(data: bytes) -> list[tuple[str, int]]:
    register, found = read_register(data, "330881")
    assert register is None
    return [(d.code, d.span.line) for d in found]


def test_what_is_written_is_read_back() -> None:
    register, found = read_register(DATA, "330881")
    assert found == ()
    assert register == REGISTER
    assert write_register(register) == DATA


def test_the_file_is_json_with_a_line_for_each_entry_that_ends_with_a_comma() -> None:
    """So that a diff shows what changed and two added lines never touch a third."""
    lines = DATA.decode().splitlines()
    assert json.loads(DATA)["entries"].keys() == {"a", "s", "s@2026-12-11", "~"}
    for identifier in REGISTER.entries:
        (line,) = [text for text in lines if text.startswith(f'"{identifier}": ')]
        assert line.endswith("},")
    changed = replace(ONE, facts=FACTS._replace(where="别处"))
    other = write_register(replace(REGISTER, entries={**REGISTER.entries, "a": changed})).decode().splitlines()
    assert len([1 for x, y in zip(lines, other, strict=True) if x != y]) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [('"seq": 3', '"seq": 2'), ("2026-12-04T09:00", "2026-12-05T09:00"), ('"宣讲"', '"宣传"'), ('"s": {', '"t": {')],
)
def test_a_line_changed_by_hand_is_noticed_where_it_stands(old: str, new: str) -> None:
    text = DATA.decode()
    line = text.count("\n", 0, text.index(old)) + 1
    assert ("E041", line) in faults(text.replace(old, new, 1).encode())


@pytest.mark.parametrize("cut", [0, 1, 60, len(DATA) // 2, len(DATA) - 3])
def test_a_file_cut_short_is_damaged(cut: int) -> None:
    assert [code for code, _ in faults(DATA[:cut])] == ["E041"]


@pytest.mark.parametrize(
    "data", [b"\xff\xfe", b"[]", b"{}", b"null", b'{"format": 1}', b'{"format": 2, "region": "330881"}', b"[" * 100000]
)
def test_other_contents_are_a_fault_and_no_crash(data: bytes) -> None:
    assert [code for code, _ in faults(data)] == ["E041"]


def test_the_ledger_of_another_region_is_refused() -> None:
    assert [d.code for d in read_register(DATA, "330802")[1]] == ["E042"]


def test_an_unfinished_merge_is_named_with_its_line() -> None:
    lines = DATA.decode().splitlines()
    lines.insert(6, "<<<<<<< HEAD")
    (fault,) = read_register("\n".join(lines).encode(), "330881")[1]
    assert (fault.code, fault.span.line) == ("E041", 7)
    assert "<<<<<<<" in fault.hint


def test_of_two_lines_of_one_entry_the_newer_counts() -> None:
    """What a line-by-line merge of two people's publications leaves."""
    newer = replace(ONE, numbers=Numbers(1, datetime(2026, 11, 29, 16)), facts=FACTS._replace(where="乙"))
    line = next(
        x for x in write_register(Register("330881", {"a": newer})).decode().splitlines() if x.startswith('"a": ')
    )
    for position in (0, 1):
        lines = DATA.decode().splitlines()
        place = next(i for i, x in enumerate(lines) if x.startswith('"a": '))
        lines.insert(place + position, line)
        register, found = read_register("\n".join(lines).encode(), "330881")
        assert found == ()
        assert register is not None
        assert register.entries["a"] == newer


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm() -> None:
    """Editors and version control on Windows put them in."""
    register, found = read_register(b"\xef\xbb\xbf" + DATA.replace(b"\n", b"\r\n"), "330881")
    assert (register, found) == (REGISTER, ())


def test_two_ledgers_together_have_the_newer_line_and_the_older_first_day() -> None:
    newer = replace(ONE, numbers=Numbers(2), first=DAY, last=DAY)
    older = replace(ONE, first=date(2025, 1, 1))
    for one, other in ((newer, older), (older, newer)):
        found = union(Register("330881", {"a": one}), Register("330881", {"a": other}, (CHANGE,)))
        assert found.entries["a"].numbers == Numbers(2)
        assert found.entries["a"].first == date(2025, 1, 1)
        assert found.changes == (CHANGE,)


def test_the_ledger_lies_where_officers_keep_their_records() -> None:
    assert PATH == "campaigns/published.json"

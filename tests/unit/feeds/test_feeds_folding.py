"""Folding: at most 75 octets a line, between characters, never inside an escape pair."""

from __future__ import annotations

import pytest

from generator.feeds.folding import lines


def physical(line: str) -> list[bytes]:
    folded = lines([line])
    assert folded.endswith(b"\r\n")
    return folded[:-2].split(b"\r\n")


def test_a_line_of_75_octets_stays_whole_and_one_of_76_is_folded() -> None:
    assert physical("X:" + "a" * 73) == [b"X:" + b"a" * 73]
    assert physical("X:" + "a" * 74) == [b"X:" + b"a" * 73, b" a"]


@pytest.mark.parametrize("filling", ["国", "é", "\U0001f4da", "，", "a"])
def test_no_fold_falls_inside_a_character_wherever_the_line_begins(filling: str) -> None:
    for lead in range(80):
        line = "X:" + "a" * lead + filling * 60
        parts = physical(line)
        assert all(len(part) <= 75 for part in parts)
        assert parts[0].decode() + "".join(part.decode()[1:] for part in parts[1:]) == line
        assert all(len(part) > 75 - len(filling.encode()) for part in parts[:-1]), "no line is shorter than it must be"


@pytest.mark.parametrize("tail", ["\\," * 60, "\\\\" * 60, "\\n国" * 30, "\\\\\\;" * 40])
def test_no_fold_falls_inside_an_escape_pair(tail: str) -> None:
    for lead in range(78):
        for part in physical("X:" + "a" * lead + tail)[:-1]:
            assert (len(part) - len(part.rstrip(b"\\"))) % 2 == 0


@pytest.mark.parametrize(
    "sign",
    ["e\u0301", "\u304b\u3099", "\u2764\ufe0f", "\U0001f44d\U0001f3fd", "\U0001f468\u200d\U0001f469\u200d\U0001f467",
     "\U0001f1e8\U0001f1f3", "\u0915\u093f", "\U0001f3f4\U000e0067\U000e0062\U000e007f"],
)  # fmt: skip
def test_what_is_seen_as_one_sign_stays_on_one_line(sign: str) -> None:
    for lead in range(78):
        for part in physical("X:" + "a" * lead + sign * 25):
            text = part.decode().removeprefix("X:").removeprefix(" ").lstrip("a")
            assert text == sign * (len(text) // len(sign))


def test_a_run_of_joined_marks_longer_than_a_line_is_cut_all_the_same() -> None:
    line = "X:e" + "\u0301" * 300
    parts = physical(line)
    assert all(38 <= len(part) <= 75 for part in parts[:-1])
    assert parts[0].decode() + "".join(part.decode()[1:] for part in parts[1:]) == line


@pytest.mark.parametrize(("base", "kept", "first"), [("é", 36, 39), ("e", 37, 75)])
def test_a_fold_gives_way_to_joined_marks_by_less_than_half_a_line(base: str, kept: int, first: int) -> None:
    """A sign that began 36 octets before the end goes to the next line whole; one that began 37 before is cut there."""
    lead = "X:" + "a" * (75 - kept - 2)
    parts = physical(lead + base + "\u0301" * 60)
    assert len(lead.encode()) + kept == 75
    assert len(parts[0]) == first
    assert (parts[0].decode() == lead) == (kept == 36)


def test_many_lines_give_the_same_bytes_as_each_by_itself() -> None:
    content = ["A:1", "B:" + "国" * 40, "C:" + "\\," * 50, ""]
    assert lines(content) == b"".join(lines([line]) for line in content)

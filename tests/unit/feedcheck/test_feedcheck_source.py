"""Bytes as physical and content lines: nothing is lost, and every character is found where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.feedcheck.source import Source
from tests.sites.feeds import kit

WORDS = st.text(st.sampled_from("aZ:;普法é😀\\,"), min_size=1, max_size=40)


@given(
    st.lists(st.tuples(WORDS, st.lists(st.integers(1, 60), max_size=4)), min_size=1), st.sampled_from(["\r\n", "\n"])
)
def test_a_character_is_found_where_it_stands(lines: list[tuple[str, list[int]]], end: str) -> None:
    """Whatever is folded wherever between characters, `span` leads to the physical line and column of each character."""
    physical: list[str] = []
    for text, cuts in lines:
        places = sorted({c for c in cuts if c < len(text)})
        parts = [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]
        physical += [parts[0], *(f" {part}" for part in parts[1:])]
    source = Source("a.ics", "".join(line + end for line in physical).encode())
    assert [source.text(n) for n in range(len(source))] == [text for text, _ in lines]
    for number, (text, _) in enumerate(lines):
        for offset, character in enumerate(text):
            span = source.span(number, offset)
            assert physical[span.line - 1][span.column - 1] == character


@given(st.binary(max_size=300))
def test_no_byte_is_lost(data: bytes) -> None:
    """Physical lines joined with their ends are the bytes again, whatever they are."""
    source = Source("a.ics", data)
    if source.encoding.name not in ("UTF-8", ""):
        return
    ends = [b"" if source.separator == b"\r" else b"\r"] * len(source.lines)
    for index in source.bare:
        ends[index] = b""
    if not source.whole:
        ends[-1] = b""
    joined = b"".join(line + end + source.separator for line, end in zip(source.lines, ends, strict=True))
    assert (joined if source.whole else joined[:-1]) == source.encoding.data


def test_a_fold_inside_a_character_leads_back_too() -> None:
    """Where a fold cuts a character, characters behind it are counted right."""
    source = Source("a.ics", "SUMMARY:普法".encode()[:9] + b"\r\n " + "SUMMARY:普法好".encode()[9:] + b"\r\n")
    assert source.text(0) == "SUMMARY:普法好"
    assert (source.span(0, 9).line, source.span(0, 10).line) == (2, 2)
    assert source.span(0, 10).column - source.span(0, 9).column == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_other_encodings_are_named_and_still_read(encoding: str) -> None:
    """A calendar in another encoding has that one fault, and all its text is read."""
    text = kit.good().replace("\r\nSUMMARY:国家", "\r\nSTATUS:无\r\nSUMMARY:国家")
    findings = kit.found(text.encode(encoding))
    assert kit.codes(findings) == ["F002", "F317", "F107"]
    assert ("UTF-16" if "16" in encoding else "GB18030") in findings[0].message


def test_bytes_of_no_encoding_are_shown_at_the_first_bad_one() -> None:
    """Bytes that are neither UTF-8 nor GB18030 are reported where they begin, and once."""
    findings = kit.found(kit.good().encode().replace("宣讲,咨询".encode(), b"\xff\xff,\xff"))
    assert [(f.code, f.span.line, f.span.column) for f in findings] == [("F002", 32, 12)]


@pytest.mark.parametrize(("end", "told"), [("\n", "F003"), ("\r", "F003"), ("\r\r\n", "F007")])
def test_other_line_ends_do_not_hide_other_faults(end: str, told: str) -> None:
    """With LF, CR alone or a doubled CR the calendar is still read to its end."""
    text = kit.changed(("SEQUENCE:0", "SEQUENCE:x")).replace("\r\n", end)
    assert set(kit.codes(kit.found(text))) == {told, "F307"}


def test_backslashes_are_counted_across_folds() -> None:
    """A fold behind an even run of backslashes cuts no pair; behind an odd run it does, however the run is folded."""
    for folded, cut in (("\\\\\r\n n", False), ("\\\r\n \\\r\n \\\r\n \\", True), ("\\\\\r\n \\\\\r\n ", False)):
        text = kit.changed(("第一行\\n第二行\\, 完", folded))
        assert ("F006" in kit.codes(kit.found(text))) == cut

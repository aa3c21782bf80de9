"""Bytes become text whatever program wrote them, and what is no text is refused."""

from __future__ import annotations

import pytest

from generator.base.diagnostics import Diagnostic
from generator.read.frontmatter import read_document
from generator.read.text import decode_bytes

WORDS = "编号,名称\n一,甲乙丙丁\n"


@pytest.mark.parametrize(
    "data",
    [WORDS.encode(), b"\xef\xbb\xbf" + WORDS.encode(), WORDS.encode("gb18030"), WORDS.encode("gbk"), WORDS.encode("utf-16"),
     b"\xfe\xff" + WORDS.encode("utf-16-be"), WORDS.replace("\n", "\r\n").encode(), WORDS.replace("\n", "\r").encode()],
    ids=["utf8", "bom", "gb18030", "gbk", "utf16", "utf16be", "crlf", "cr"],
)  # fmt: skip
def test_usual_encodings_and_line_ends(data: bytes) -> None:
    """Notepad, Excel and WPS, Windows and old Mac line ends: the same text."""
    assert decode_bytes("a.csv", data) == WORDS


def test_rare_characters_of_gb18030() -> None:
    """Four-byte characters of names and places survive."""
    assert decode_bytes("a.csv", "𠮷㐂䶮".encode("gb18030")) == "𠮷㐂䶮"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0",
        b"\xff\xfea",
        b"PK\x03\x04\x14\x00",
        bytes(range(128, 256)) * 3,
        b"\xef\xbb\xbf\xff\xff",
    ],
)
def test_what_is_no_text_is_e002(data: bytes) -> None:
    """Pictures, archives and torn files."""
    found = decode_bytes("a.yml", data)
    assert isinstance(found, Diagnostic)
    assert found.code == "E002"


def test_too_much_is_e005() -> None:
    """The limit is said in megabytes."""
    found = decode_bytes("a.yml", b"a" * 2_000_001, 2_000_000)
    assert isinstance(found, Diagnostic)
    assert (found.code, "1.9 MB" in found.message) == ("E005", True)


def test_front_matter_is_cut_off() -> None:
    """Head and text are told apart, and the text knows its line."""
    document, faults = read_document("a.md", "---\n标题: 甲\n---\n正文\n")
    assert faults == ()
    assert document.head is not None
    assert (document.body, document.body_line) == ("正文\n", 4)


def test_text_without_head() -> None:
    """A rule of dashes later in the text is no head."""
    document, faults = read_document("a.md", "正文\n\n---\n\n后面\n")
    assert (document.head, document.body_line, faults) == (None, 1, ())


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("---\n标题: 甲\n", "E003", 1),
        ("---\n- 甲\n---\n", "E023", 2),
        ("---\na: &x 1\n---\n", "E004", 2),
        ("---\na: b: c\n---\n", "E003", 2),
    ],
)
def test_bad_heads_are_faults_and_the_text_stays(text: str, code: str, line: int) -> None:
    """Lines count from the top of the file."""
    document, (fault,) = read_document("a.md", text)
    assert (fault.code, fault.span.line) == (code, line)
    assert document.head is None

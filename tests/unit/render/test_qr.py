"""QR codes: what segno would draw, what a scanner reads, and small."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
import segno

from generator.render import qr
from tests.unit.qr_kit import decoded, modules, read

ADDRESS = "https://pufa.example.gov.cn/townships/330881121/330881121-shangjieshoucun/#subscribe"
FULL = (14, 26, 42, 62, 84, 106, 122, 152, 180)
"""The most bytes of each size, level M (ISO/IEC 18004, table 7)."""


def address(length: int) -> str:
    """Some text of that length, of the letters of addresses."""
    chosen = random.Random(length)
    return "".join(chosen.choice("abcdefghijklmnopqrstuvwxyz0123456789-/:.#") for _ in range(length))


@pytest.mark.parametrize("length", FULL)
def test_a_text_that_fills_a_size_gives_the_very_symbol_of_segno(length: int) -> None:
    """The short way by XOR gives every module that the library works out in full, in all sizes."""
    text = address(length)
    code = segno.make_qr(text, error="m", mode="byte", mask=3, boost_error=False)
    assert qr.symbol(text) == (len(code.matrix), b"".join(map(bytes, code.matrix)))


@pytest.mark.parametrize("length", sorted({1, 2, 3, *(n + d for n in FULL for d in (-2, -1, 0, 1)), 75} - {181}))
def test_a_scanner_reads_every_length(length: int) -> None:
    """Padding, block sizes and the change from one size to the next are right: a foreign decoder gets the text back."""
    text = address(length)
    assert read(qr.svg(text)) == text


def test_sizes_are_as_small_as_the_standard_allows() -> None:
    """A text takes the first size it fits into, and the next one with a byte more."""
    for version, length in enumerate(FULL, 1):
        assert qr.symbol(address(length))[0] == 17 + 4 * version
        if length < qr.LONGEST:
            assert qr.symbol(address(length + 1))[0] == 21 + 4 * version


def test_an_address_with_chinese_letters_is_read_back() -> None:
    """A site may have a Chinese host name; scanners take the bytes for UTF-8."""
    assert (
        read(qr.svg("https://普法.中国/townships/330881121/#subscribe"))
        == "https://普法.中国/townships/330881121/#subscribe"
    )


def test_what_is_too_long_is_refused_and_known_beforehand() -> None:
    """No half code is drawn: 180 bytes fit, 181 do not, counted in bytes and not in letters."""
    assert qr.fits("x" * 180)
    assert qr.fits("村" * 60)
    for text in ("x" * 181, "村" * 61):
        assert not qr.fits(text)
        with pytest.raises(ValueError, match="do not fit"):
            qr.svg(text)


def test_the_picture_is_small_and_has_its_quiet_zone() -> None:
    """A village's code is less than 2.5 KB, and four modules around it are white, on which scanners insist."""
    data = qr.svg(ADDRESS)
    assert len(data) < 2500
    rows = modules(data)
    inner = [row[4:-4] for row in rows[4:-4]]
    assert sum(map(sum, rows)) == sum(map(sum, inner))
    assert any(row[0] for row in inner)
    assert any(inner[0])


def test_a_stain_on_the_notice_does_no_harm() -> None:
    """A black blot of 7 by 7 modules, some 3 % of the area, is put right by the check words."""
    rows = modules(qr.svg(ADDRESS))
    for row in rows[20:27]:
        row[20:27] = b"\1" * 7
    assert decoded(rows) == [ADDRESS]


def test_nothing_of_the_library_is_loaded_before_a_code_is_drawn() -> None:
    """A build that finds its codes in the cache does not pay for importing segno."""
    said = subprocess.run(
        [sys.executable, "-c", "import sys, generator.render.qr as q; q.fits('x'); print('segno' in sys.modules)"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert said.strip() == "False"

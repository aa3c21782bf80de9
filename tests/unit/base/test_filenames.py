"""Names of files that are good on every system."""

from __future__ import annotations

import pytest

from generator.base.filenames import MOST_BYTES, cut, path_fault


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("报告.docx", ""), ("a" * MOST_BYTES, ""), ("a" * (MOST_BYTES + 1), "太长"), ("长" * 81, "太长"),
        ("CON.docx", "Windows"), ("con", "Windows"), ("Lpt1.报告.docx", "Windows"), ("console.docx", ""), ("..", ""), ("/", ""),
    ],
)  # fmt: skip
def test_a_file_s_whole_name(name: str, why: str) -> None:
    found = path_fault(name)
    assert (why in found) if why else not found


def test_text_is_cut_between_characters() -> None:
    assert cut("长短", 5) == "长"
    assert cut("长短", 6) == "长短"
    assert cut("", 3) == ""

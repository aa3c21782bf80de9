"""A heading's line taken apart, however it ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.check.headline import headline


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("# 宪法", (2, "宪法", "")),
        ("###   宪法宣传 ###  ", (6, "宪法宣传", "")),
        ("#宪法", (1, "宪法", "")),
        ("  ## 宪法", (5, "宪法", "")),
        ("## 宪法 {#xf .a}", (3, "宪法", "#xf .a")),
        ("## 宪法 ## {: #xf } ", (3, "宪法", " #xf ")),
        ("## 宪法 {#xf} ##", (3, "宪法", "#xf")),
        ("## 用 {} 和 {a} 写 {#b}", (3, "用 {} 和 {a} 写", "#b")),
        ("## 甲 {a}}", (3, "甲 {a}}", "")),
        ("# {a}", (2, "{a}", "")),
        ("# C #", (2, "C", "")),
    ],
)
def test_parts(line: str, parts: tuple[int, str, str]) -> None:
    assert headline(line) == parts


@pytest.mark.parametrize("line", ["", "宪法", "####### 七", "    # 代码", "#", "##  ", "# ##", "\t# 宪法"])
def test_no_heading(line: str) -> None:
    assert headline(line) is None


@given(st.text(alphabet="# \t{}:甲a"))
def test_the_words_stand_where_they_are_said_to_stand(line: str) -> None:
    """And have no space or sign at either end that a reader does not see."""
    found = headline(line)
    if found is None:
        return
    assert line.startswith(found.words, found.before)
    assert found.words == found.words.strip(" \t")
    assert not set(line[: found.before]) - set(" \t#")
    assert not set(line[found.before + len(found.words) :].replace(found.attributes, "")) - set(" \t#{}:")

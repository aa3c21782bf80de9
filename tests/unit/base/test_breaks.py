"""A line broken between two Chinese characters goes on without a space; everywhere else it keeps one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.base.breaks import closes, one_line, unbroken


@pytest.mark.parametrize(
    ("before", "after"),
    [("法", "律"), ("律，", "要"), ("律", "《宪法》"), ("说", "“好”"), ("“好”", "他"), ("（一）", "法"), ("“甲”", "“乙”"), ("——", "法"),
     ("𠮷", "野"), ("は", "は"), ("，", "“")],
)  # fmt: skip
def test_nothing_between_chinese(before: str, after: str) -> None:
    assert closes(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [("法", "law"), ("law", "法"), ("law", "and"), ("2026年", "4月"), ("4", "月"), ("said “a”", "“b” to"), ("“a”", "he"), ("한국", "법"),
     ("，", "law"), ("", "法"), ("法", ""), ("法Ａ", "法")],
)  # fmt: skip
def test_a_space_beside_anything_else(before: str, after: str) -> None:
    assert not closes(before, after)


@pytest.mark.parametrize(
    ("text", "line"),
    [("普法\n宣传", "普法宣传"), (" 普法  宣传 \n\n 到户 ", "普法 宣传到户"), ("用 Word\n写", "用 Word 写"), ("a\nb", "a b"), ("", ""), ("\n", "")],
)  # fmt: skip
def test_plain_words_on_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("markup", "right"),
    [
        ("<p>走进\n村里，\n讲法。</p>", "<p>走进村里，讲法。</p>"),
        ("<p>走进 \n  村里</p>", "<p>走进村里</p>"),
        ("<p>走进\nWord\n里</p>", "<p>走进\nWord\n里</p>"),
        ("<p>走<em>进\n村</em>\n里</p>", "<p>走<em>进村</em>里</p>"),
        ("<p>走<em>进</em>\n<a href='x'>村</a>里</p>", "<p>走<em>进</em><a href='x'>村</a>里</p>"),
        ("<p>走进<br />\n村里</p>", "<p>走进<br />\n村里</p>"),
        ("<p>走进</p>\n<p>村里</p>", "<p>走进</p>\n<p>村里</p>"),
        ("<li>走进\n<ul>\n<li>村里</li>\n</ul>\n</li>", "<li>走进\n<ul>\n<li>村里</li>\n</ul>\n</li>"),
        ("<pre><code>走进\n村里\n</code></pre>", "<pre><code>走进\n村里\n</code></pre>"),
        ("<p>用<code>走进\n村里</code>\n写</p>", "<p>用<code>走进\n村里</code>写</p>"),
        ("<p>走进\n<img alt='图' src='a.png'>\n村里</p>", "<p>走进\n<img alt='图' src='a.png'>\n村里</p>"),
        ("<p>甲&amp;\n乙</p>", "<p>甲&amp;\n乙</p>"),
        ("<p>甲\n&lt;乙</p>", "<p>甲\n&lt;乙</p>"),
        ("<p>甲<!-- 一\n二 -->\n乙</p>", "<p>甲<!-- 一\n二 -->乙</p>"),
        ("<td>甲\n乙</td>\n<td>丙</td>", "<td>甲乙</td>\n<td>丙</td>"),
    ],
)
def test_html(markup: str, right: str) -> None:
    """Also across the tags of a line; not in code, and not where a tag ends the line anyway."""
    assert unbroken(markup) == right


@settings(deadline=None)
@given(st.text(alphabet="法律a1，“”\n <p>/em&;"))
def test_only_white_space_goes_and_doing_it_twice_changes_nothing(text: str) -> None:
    once = unbroken(text)
    assert "".join(once.split()) == "".join(text.split())
    assert unbroken(once) == once

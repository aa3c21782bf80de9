"""YAML texts over several lines: Chinese goes on without a space, and nothing that was typed is lost."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.read.folds import without_folds
from generator.read.tree import Mapping, Scalar
from generator.read.yaml import read_yaml


def value(written: str) -> str:
    """The text of the key `k` in a file."""
    node, faults = read_yaml("a.yml", written)
    assert faults == ()
    assert isinstance(node, Mapping)
    found = node.pairs[0][1]
    assert isinstance(found, Scalar)
    return found.text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("k: 到村里\n  讲宪法\nj: 1\n", "到村里讲宪法"),
        ("k: 到村里\n  讲 宪法，\n   用 Word\n  写\n", "到村里讲 宪法，用 Word 写"),
        ("k: 到村里\n\n  讲宪法\n", "到村里\n讲宪法"),
        ("k: '到村里\n  讲''宪法\n  ''日'\n", "到村里讲'宪法 '日"),
        ('k: "到\\u6751\n  里讲\n  宪法\\\n  日"\n', "到村里讲宪法日"),
        ('k: "中 文\n\n  中\n  文"\n', "中 文\n中文"),
        ("k: 中 文\n\n  中\n  文 中\n\n\n  文 中\n  文\n", "中 文\n中文 中\n\n文 中文"),
        ("k: '法''\n  ''律\n  法'\n", "法' '律法"),
        ("k: '”''\n  律'\n", "”' 律"),
        ('k: "中\\ \n  文"\n', "中  文"),
        ('k: "中 \\\n  文"\n', "中 文"),
        ('k: "中\\\n  \\ 文\n  字"\n', "中 文字"),
        ('k: "中\\\n  \\ \\\n  文"\n', "中 文"),
        ('k: "中\\n\n  文"\n', "中\n 文"),
        ('k: "a\\\\\n  中\n  文"\n', "a\\ 中文"),
        ('k: "中\\"\n  文\n  字"\n', '中" 文字'),
        ("k: 中\n  \u3000文\n", "中\u3000文"),
        ("k: >\n  中\n   文\n  字\n  字\n", "中\n 文\n字字\n"),
        ("k: '中\n  文' \n", "中文"),
        ('k: "\n  到村里\n  讲"\n', " 到村里讲"),
        ("k: >-\n  到村里\n  讲宪法\n", "到村里讲宪法"),
        ("k: >\n  到村里\n  讲宪法\n\n  第二段\n", "到村里讲宪法\n第二段\n"),
        ("k: |\n  到村里\n  讲宪法\n", "到村里\n讲宪法\n"),
        ("k: 法 律 法\n  律 法 律\n", "法 律 法律 法 律"),
        ("k: see\n  the law\n", "see the law"),
        ("k: [到村里\n    讲, b]\n", None),
    ],
)
def test_texts_over_lines(written: str, text: str | None) -> None:
    if text is None:
        node, _ = read_yaml("a.yml", written)
        assert isinstance(node, Mapping)
        assert [item.text for item in node.pairs[0][1].items] == ["到村里讲", "b"]  # type: ignore[attr-defined]
        return
    assert value(written) == text


def test_the_first_key_of_a_later_record_has_its_own_lines() -> None:
    """Lines count from the beginning of the text that is read, wherever the file begins."""
    node, _ = read_yaml("a.md", "a: 1\nk: 到村里\n   讲\n", 5)
    assert isinstance(node, Mapping)
    assert node.pairs[1][1].text == "到村里讲"  # type: ignore[attr-defined]


@settings(deadline=None)
@given(
    st.lists(st.text(alphabet="法律，a'1", min_size=1, max_size=6), min_size=1, max_size=5),
    st.sampled_from(["'", ">-"]),
)
def test_only_spaces_at_line_ends_go(lines: list[str], style: str) -> None:
    """As YAML reads it, but for spaces."""
    body = "\n  ".join(line.replace("'", "''") if style == "'" else line for line in lines)
    written = f"k: '{body}'\n" if style == "'" else f"k: >-\n  {body}\n"
    right = yaml.safe_load(written)["k"]
    assert value(written).replace(" ", "") == right.replace(" ", "")
    assert value(written).count("a a") == right.count("a a")


WORDS = st.lists(st.text(alphabet="法律，a1'\"", min_size=1, max_size=3), min_size=1, max_size=3).map(" ".join)
"""The words of one line, with single spaces that somebody typed."""


@settings(deadline=None)
@given(
    WORDS, st.lists(st.tuples(st.integers(0, 2), WORDS), min_size=1, max_size=6), st.sampled_from(["", "'", '"', ">"])
)
def test_a_fold_goes_between_chinese_characters_and_every_typed_space_stays(
    first: str, others: list[tuple[int, str]], style: str
) -> None:
    """What each line end becomes is known without reading the value: nothing, a space, or as many line ends as there are empty lines."""
    right = first if style else "x" + first
    lines = [right]
    for empty, words in others:
        left, begin = lines[-1][-1], words[0]
        is_chinese = left in "法律，" and begin in "法律，"
        right += ("\n" * empty or ("" if is_chinese else " ")) + words
        lines += ["" for _ in range(empty)] + [words]
    escaped = {"'": ("'", "''"), '"': ('"', '\\"')}.get(style, ("", ""))
    body = "\n".join(
        f"  {line.replace(*escaped) if style in escaped[:1] and style else line}" if line else "" for line in lines
    )
    written = f"k: >-\n{body}\n" if style == ">" else f"k: {style}{body[2:]}{style}\n"
    assert value(written) == right


def test_a_long_text_is_read_in_proportion_to_its_length() -> None:
    """Eight times the lines take no more than some sixteen times the time."""

    def seconds(lines: int) -> float:
        written, text = ["到村 里"] * lines, " ".join(["到村 里"] * lines)
        begun = time.process_time()
        assert without_folds(text, written, None) == "到村 里" * lines
        return time.process_time() - begun

    few = min(seconds(2500) for _ in range(2))
    assert seconds(20_000) < 16 * few + 0.3

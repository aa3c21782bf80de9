"""YAML texts over several lines: Chinese goes on without a space, and nothing that was typed is lost."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.source.tree import Mapping, Scalar
from generator.source.yaml import read_yaml


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
        ('k: "到\\u6751\n  里讲\n  宪法\\\n  日"\n', "到村 里讲宪法日"),
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

"""Whatever a page's text is full of, it is read in time in proportion to its size."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from generator.base.breaks import one_line, unbroken
from generator.check.headings import _said
from generator.check.sections import Sections
from generator.gather import Page
from generator.gather.settings import Markup
from generator.markup.lists import as_meant
from generator.read.frontmatter import read_document

pytestmark = pytest.mark.slow  # texts of a hundred thousand characters

Read = Callable[[str], object]
Shape = Callable[[int], str]


def page(text: str) -> Page:
    document, _ = read_document("content/a.md", text)
    return Page("content/a.md", "a.md", document)


def titles(text: str) -> object:
    return list(_said(page(text)))


def anchors(text: str) -> object:
    return Sections([page(text)], Markup(()))._written("a.md")


def proportional(read: Read, shape: Shape) -> None:
    """Eight times the size takes no more than some sixteen times the time."""

    def seconds(size: int) -> float:
        text = shape(size)
        assert size / 2 <= len(text) <= size * 2
        begun = time.process_time()
        read(text)
        return time.process_time() - begun

    seconds(1000)  # what is loaded or compiled at first use is no part of it
    few = min(seconds(12_500) for _ in range(2))
    assert seconds(100_000) < 16 * few + 0.3


HEADINGS: dict[str, Shape] = {
    "spaces within": lambda n: "# 宪法" + " " * n + "b",
    "spaces behind": lambda n: "# 宪法" + " " * n,
    "spaces before": lambda n: "#" + " " * n + "b",
    "nothing but spaces": lambda n: "#" + " " * n,
    "hashes within": lambda n: "#a" + "#" * n + "b",
    "hashes behind": lambda n: "# a" + " #" * (n // 2),
    "spaces and hashes": lambda n: "# a" + " \t#" * (n // 3) + "b",
    "braces open": lambda n: "# a" + " {" * (n // 2),
    "braces closed": lambda n: "# a" + " {}" * (n // 3) + "b",
    "braces behind": lambda n: "# a" + "{" * (n // 2) + "}" * (n // 2),
    "ids": lambda n: "# a {" + "#" * n + "}",
    "many headings": lambda n: "# a  {#b} #\n" * (n // 12),
    "many empty headings": lambda n: "# \n" * (n // 3),
}


@pytest.mark.parametrize("shape", HEADINGS)
@pytest.mark.parametrize("read", [titles, anchors])
def test_headings(read: Read, shape: str) -> None:
    proportional(read, HEADINGS[shape])


BROKEN: dict[str, Shape] = {
    "spaces": lambda n: "<p>甲" + " " * n + "乙</p>",
    "spaces and line ends": lambda n: "<p>甲" + " \n\t" * (n // 3) + "乙</p>",
    "spaces many times": lambda n: "<p>" + ("甲" + " " * 99) * (n // 100) + "</p>",
    "short lines": lambda n: "<p>" + "甲\n" * (n // 2),
    "comments without an end": lambda n: "<!--" * (n // 4),
    "ends without a comment": lambda n: "-->" * (n // 3),
    "comments": lambda n: "甲\n<!-- 乙 -->\n" * (n // 14),
    "comments without an end below one that has": lambda n: "<!-- -->" + "<!--" * (n // 4),
    "a long name": lambda n: "<" + "a" * n,
    "a long tag": lambda n: "<a" + " b" * (n // 2),
    "tags without an end": lambda n: "<a " * (n // 3),
    "nothing but signs": lambda n: "<" * n,
    "tags on lines": lambda n: "甲\n<b>\n" * (n // 6),
    "ampersands": lambda n: "&" * n + "\n甲",
}


@pytest.mark.parametrize("shape", BROKEN)
@pytest.mark.parametrize("read", [unbroken, one_line])
def test_broken_lines(read: Read, shape: str) -> None:
    proportional(read, BROKEN[shape])


LISTS: dict[str, Shape] = {
    "a table's rule": lambda n: "a|b\n|" + "-" * n + "x\n- 甲",
    "a table's rule of spaces": lambda n: "a|b\n" + " " * n + "x\n- 甲",
    "rules": lambda n: "- " * (n // 2) + "x",
    "a rule of spaces": lambda n: "-" + " " * n + "x",
    "fences without an end": lambda n: "    ```x\n" * (n // 9),
    "unindented fences without an end": lambda n: "```x\n" * (n // 5),
    "lists with fences without an end": lambda n: "- 甲\n  ```x\n\n段\n\n" * (n // 16),
    "items with fences without an end": lambda n: "- 甲\n  ~~~x\n" * (n // 11),
    "levels with fences without an end": lambda n: "- 甲\n  - 乙\n  ~~~x\n" * (n // 17),
    "fences of many lengths": lambda n: "\n".join("`" * k + "x" for k in range(int((2 * n) ** 0.5), 2, -1)),
    "paragraphs of two spaces": lambda n: "- 甲\n\n" + "  段\n\n" * (n // 5),
    "paragraphs of two spaces in a list": lambda n: "- 甲\n\n" + "  段\n\n" * (n // 5) + "- 乙",
    "bullets between numbers": lambda n: "1. 甲\n- 乙\n" * (n // 9),
    "numbers": lambda n: "1. 甲\n" * (n // 5),
    "lists and paragraphs": lambda n: "1. 甲\n2. 乙\n段\n" * (n // 12),
    "lists and headings": lambda n: "1. 甲\n二、题\n" * (n // 9),
    "lines of an item": lambda n: "- 甲\n" + "，乙\n" * (n // 3),
    "a long item": lambda n: "- " + "甲" * n + "\n乙",
    "a deep list": lambda n: "\n".join("  " * k + "- 甲" for k in range(int(n**0.5))),
    "a deep list with empty lines": lambda n: "\n\n".join("    " * k + "- 甲" for k in range(int((n / 2) ** 0.5))),
    "empty lines": lambda n: "- 甲" + "\n" * n,
    "items and empty lines": lambda n: "- 甲\n\n\n" * (n // 6),
    "a deep quotation": lambda n: ">" * n,
    "a quotation": lambda n: "> - 甲\n" * (n // 6),
    "quotations": lambda n: "> 甲\n\n" * (n // 5),
    "notes": lambda n: "!!! note\n" * (n // 9),
    "footnotes": lambda n: "[^" * (n // 2),
    "attributes": lambda n: "- 甲\n{" + "{" * n,
    "braces": lambda n: "- 甲\n{" + " " * n + "x",
    "numerals": lambda n: "- 甲\n" + "一" * n,
}


@pytest.mark.parametrize("shape", LISTS)
def test_lists(shape: str) -> None:
    proportional(lambda text: as_meant(text.split("\n")), LISTS[shape])

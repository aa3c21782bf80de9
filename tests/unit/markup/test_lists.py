"""Lists are read as officers mean them, and a text that was right stays what it is."""

from __future__ import annotations

from typing import Any

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.markup.lists import as_meant
from generator.markup.rendering import MeantLists

EXTENSIONS = ["admonition", "attr_list", "def_list", "fenced_code", "footnotes", "tables"]


def html(text: str) -> str:
    """As the site renders it."""
    return markdown.markdown(text, extensions=[*EXTENSIONS, MeantLists()])


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("请带上：\n- 身份证\n- 借条\n", "请带上：\n\n- 身份证\n- 借条\n"),
        ("请带上：\n1. 身份证\n2. 借条\n", "请带上：\n\n1. 身份证\n2. 借条\n"),
        ("接上文：\n3. 三\n4. 四\n", "接上文：\n\n3. 三\n4. 四\n"),
        ("两行\n一段\n* 项\n", "两行\n一段\n\n* 项\n"),
        ("- 甲\n  - 乙\n    - 丙\n  - 丁\n- 戊\n", "- 甲\n    - 乙\n        - 丙\n    - 丁\n- 戊\n"),
        ("1. 甲\n  - 乙\n2. 丙\n", "1. 甲\n    - 乙\n2. 丙\n"),
        ("1. 甲\n   - 乙\n   - 丙\n2. 丁\n   1. 戊\n", "1. 甲\n    - 乙\n    - 丙\n2. 丁\n    1. 戊\n"),
        ("1. 甲\n- 乙\n- 丙\n2. 丁\n- 戊\n3. 己\n", "1. 甲\n    - 乙\n    - 丙\n2. 丁\n\n- 戊\n\n3. 己\n"),
        ("- 甲\n  接着甲\n  - 乙\n    接着乙\n- 丙\n", "- 甲\n  接着甲\n    - 乙\n      接着乙\n- 丙\n"),
        ("1. 甲\n\n   甲的第二段\n\n2. 乙\n", "1. 甲\n\n    甲的第二段\n\n2. 乙\n"),
        ("- 甲\n  - 乙\n\n    乙的第二段\n- 丙\n", "- 甲\n    - 乙\n\n        乙的第二段\n\n- 丙\n"),
        ("- 甲\n\n    说明：\n    - 乙\n", "- 甲\n\n    说明：\n\n    - 乙\n"),
        ("- 甲\n  - 乙\n\n    说明：\n    - 丙\n", "- 甲\n    - 乙\n\n        说明：\n\n        - 丙\n"),
        ("> 引文：\n> - 甲\n>   - 乙\n", "> 引文：\n>\n> - 甲\n>     - 乙\n"),
        ("> 引文\n- 甲\n", "> 引文\n\n- 甲\n"),
        ("!!! note\n    注意：\n    - 甲\n      - 乙\n", "!!! note\n    注意：\n\n    - 甲\n        - 乙\n"),
        ("文[^1]。\n\n[^1]: 出处：\n    - 甲\n", "文[^1]。\n\n[^1]: 出处：\n\n    - 甲\n"),
        ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n- 丙\n", "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n- 丙\n"),
        ("- 甲\n1. 乙\n", "- 甲\n\n1. 乙\n"),
        ("- 甲\n\n    第二段\n- 乙\n", "- 甲\n\n    第二段\n\n- 乙\n"),
        ("- 甲\n\n    - 丙\n- 乙\n", "- 甲\n\n    - 丙\n\n- 乙\n"),
        ("- 甲\n    - 乙\n\n        段\n    - 丙\n- 丁\n", "- 甲\n    - 乙\n\n        段\n\n    - 丙\n\n- 丁\n"),
        ("- 甲\n\n        代码\n- 乙\n", "- 甲\n\n        代码\n\n- 乙\n"),
    ],
)  # fmt: skip
def test_what_is_meant(written: str, right: str) -> None:
    """Both forms give one page; the second is what Python-Markdown asks for."""
    if "戊\n3. 己" not in written:
        assert "\n".join(as_meant(right.split("\n"))) == right
        assert html(written) == html(right)
    assert "\n".join(as_meant(as_meant(written.split("\n")))) == "\n".join(as_meant(written.split("\n")))


def test_bullets_between_two_numbers_belong_to_the_first() -> None:
    found = html("1. 甲\n- 乙\n2. 丙\n- 丁\n3. 戊\n- 己\n")
    assert found == html("1. 甲\n    - 乙\n2. 丙\n    - 丁\n3. 戊\n\n- 己\n")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("1. 甲\n\n说明\n\n2. 乙\n", ["2"]), ("- 甲\n- 乙\n\n1. 丙\n2. 丁\n", []), ("5. 甲\n6. 乙\n", ["5"]), ("1. 甲\n1. 乙\n", [])],
)  # fmt: skip
def test_a_list_begins_with_its_own_number(text: str, numbers: list[str]) -> None:
    """And one of another kind is a list of its own."""
    found = html(text)
    assert [n for n in numbers if f'<ol start="{n}">' in found] == numbers
    assert ("start=" in found) == bool(numbers)
    assert ("<ul>" in found) == ("- 甲" in text)


LONG = "请各村社区在四月十五日以前把活动的时间地点和联系人报到镇司法所，并在公告栏里贴出"
WRAPPED = LONG[:36]
assert WRAPPED[-1] not in "，。"


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("一、总则\n1. 甲\n2. 乙\n二、分则\n1. 丙\n", "一、总则\n\n1. 甲\n2. 乙\n\n二、分则\n\n1. 丙\n"),
        ("安排：\n- 周一\n- 周二\n电话：0570\n", "安排：\n\n- 周一\n- 周二\n\n电话：0570\n"),
        ("（一）目的\n- 甲\n(二) 内容\n- 乙\n", "（一）目的\n\n- 甲\n\n(二) 内容\n\n- 乙\n"),
        ("第一章 总则\n1. 甲\n第二章　分则\n1. 乙\n", "第一章 总则\n\n1. 甲\n\n第二章　分则\n\n1. 乙\n"),
        (f"- {WRAPPED}\n第12条\n- 乙\n", f"- {WRAPPED}\n\n第12条\n\n- 乙\n"),
        (f"- {WRAPPED}\n十二、其他\n", f"- {WRAPPED}\n\n十二、其他\n"),
        (f"- {WRAPPED}\n　　另起一段\n", f"- {WRAPPED}\n\n　　另起一段\n"),
        (f"- {WRAPPED}。\n另起一段\n", f"- {WRAPPED}。\n\n另起一段\n"),
        (f"- **{WRAPPED}（见附件。）**\n另起一段\n", f"- **{WRAPPED}（见附件。）**\n\n另起一段\n"),
        (f"1. 甲\n2. {WRAPPED}\n其他事项\n1. 丙\n", f"1. 甲\n2. {WRAPPED}\n\n其他事项\n\n1. 丙\n"),
        (f"1. 甲\n2. {WRAPPED}\n其他事项\n\n1. 丙\n", f"1. 甲\n2. {WRAPPED}\n\n其他事项\n\n1. 丙\n"),
        ("1. 甲\n说明\n2. 乙\n说明\n3. 丙\n", "1. 甲\n\n说明\n\n2. 乙\n\n说明\n\n3. 丙\n"),
        ("1. 甲\n- 乙\n说明\n2. 丙\n", "1. 甲\n\n- 乙\n\n说明\n\n2. 丙\n"),
        ("- 甲\n  - 乙\n    - 丙\n说明\n- 丁\n", "- 甲\n    - 乙\n        - 丙\n\n说明\n\n- 丁\n"),
        ("- 甲\n> 引文\n", "- 甲\n\n> 引文\n"),
        ("> - 周一\n> - 周二\n> 电话：0570\n", "> - 周一\n> - 周二\n>\n> 电话：0570\n"),
        ("!!! note\n    - 周一\n    电话：0570\n", "!!! note\n    - 周一\n\n    电话：0570\n"),
        ("- 甲\n| 乙 | 丙 |\n|---|---|\n| 1 | 2 |\n", "- 甲\n\n| 乙 | 丙 |\n|---|---|\n| 1 | 2 |\n"),
        ("- 甲\n!!! note\n    乙\n", "- 甲\n\n!!! note\n    乙\n"),
        ("1. 甲\n  ```\n  码\n  ```\n说明\n", "1. 甲\n  ```\n  码\n  ```\n\n说明\n"),
    ],
)  # fmt: skip
def test_a_list_ends_where_officers_end_it(written: str, right: str) -> None:
    """At the next heading of a Chinese document, at numbers that begin again, and at a line that no editor wrapped."""
    assert "\n".join(as_meant(written.split("\n"))) == right
    assert "\n".join(as_meant(right.split("\n"))) == right


@pytest.mark.parametrize(
    "text",
    [
        f"- {WRAPPED}\n{LONG[36:]}\n- 乙\n", f"1. {WRAPPED}\n{LONG[36:]}\n2. 乙\n", f"- {WRAPPED}\n第三条的规定\n", f"- {WRAPPED}\n（一）项\n",
        f"1. {WRAPPED}\n接着写\n1. 乙\n", "- 带身份证，\n户口本\n- 乙\n", "- 带身份证（\n原件）\n", "- 带身份证\n，户口本\n", "- 甲\n  电话：0570\n- 乙\n",
        "- 甲\n  二、乙\n", "- 甲\n{: .tip }\n", "- 甲\n  > 引文\n", f"- {WRAPPED}\n{WRAPPED}\n接着写\n", "    - 代码\n    二、代码\n",
        "```\n- 甲\n电话\n```\n", "- a line that an editor wrapped at about seventy columns or some\nmore of them\n",
    ],
)  # fmt: skip
def test_a_line_that_goes_on_stays(text: str) -> None:
    """What is indented, what an editor wrapped, and what the sentence plainly needs."""
    assert "\n".join(as_meant(text.split("\n"))) == text


def test_numbers_and_paragraphs_on_the_page() -> None:
    """The second part begins at 1 again, and its heading is no word of an item."""
    found = html("一、总则\n1. 甲\n2. 乙\n二、分则\n1. 丙\n")
    assert found.count("<ol>") == 2
    assert "<p>二、分则</p>" in found
    assert '<ol start="2">' in html("1. 甲\n说明\n2. 乙\n")


def test_only_what_the_site_reads_has_a_body() -> None:
    """Without def_list a colon begins a paragraph like any other, and so on."""
    lines = [": 注意", "- 甲"]
    assert as_meant(lines) == as_meant(lines, ["deflist"]) == lines
    assert as_meant(lines, ["admonition"]) == as_meant(lines, []) == [": 注意", "", "- 甲"]
    text = "\n".join(lines)
    assert "<ul>" in markdown.markdown(text, extensions=["attr_list", MeantLists()])
    assert "<ul>" not in markdown.markdown("词\n" + text, extensions=["def_list", MeantLists()])


@pytest.mark.parametrize("above", ["> " * 5, "> " * 15])
def test_quotations_are_looked_into(above: str) -> None:
    found = as_meant([f"{above}字", f"{above}- 甲"])
    assert [line.replace("> ", "").replace(">", "") for line in found] == ["字", "", "- 甲"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        ">" * 2000, "> " * 2000 + "- 甲", "\n".join(" " * 4 * k + "!!! note" for k in range(400)),
        "\n\n".join(" " * 4 * k + "- 甲" for k in range(400)), "\n".join(" " * 4 * k + f"[^{k}]: 甲" for k in range(400)),
    ],
)  # fmt: skip
def test_depth_is_no_fault(text: str) -> None:
    """What lies deeper than anybody writes stays as it is."""
    assert as_meant(text.split("\n")) == text.split("\n")


@pytest.mark.parametrize(
    "text",
    [
        "段落\n2026. 年\n", "段落\n100 - 50\n", "段落\n-没有空格\n", "段落\n    - 段落的下一行\n", "段落\n- - -\n", "段落\n* * *\n文\n",
        "    - 代码\n      - 代码\n", "文\n\n    - 代码\n      - 代码\n\n文\n", "# 标题\n- 甲\n", "甲 | 乙\n--- | ---\n- 丙 | 1\n- 丁 | 2\n",
        "- 甲\n- 乙\n\n  以上各项。\n", "- 甲\n    - 乙\n        - 丙\n\n        丙的段\n\n    甲的段\n", "1. 甲\n\n        代码\n\n2. 乙\n",
        "-   甲\n-   乙\n", " 9. 甲\n10. 乙\n", "> - 甲\n> - 乙\n", "!!! tip\n    - 甲\n        - 乙\n", "甲\n:   乙\n\n    - 丙\n",
        "```\n文\n- 甲\n  - 乙\n```\n", "  ~~~\n文\n- 甲\n  ~~~\n", "*强调* 的字\n**更强** 的字\n", "- 甲\n  继续甲\n- 乙\n", "文\n\\- 甲\n", "",
    ],
)  # fmt: skip
def test_what_is_right_stays(text: str) -> None:
    """Code, rules, tables, headings, quotations, and lists in Markdown's own way."""
    assert "\n".join(as_meant(text.split("\n"))) == text


Tree = list[tuple[str, "Tree"]]


def trees() -> st.SearchStrategy[Any]:
    """Lists of (sign, items below)."""
    kinds = st.sampled_from(["-", "*", "1."])
    return st.recursive(
        st.tuples(kinds, st.lists(st.just([]), min_size=1, max_size=3)),
        lambda below: st.tuples(kinds, st.lists(below | st.just([]), min_size=1, max_size=3)),
        max_leaves=8,
    )


def written(tree: Any, step: int, depth: int = 0) -> list[str]:
    """A tree with so many spaces to a level."""
    sign, below = tree
    lines = []
    for number, inner in enumerate(below, 1):
        mark = f"{number}." if sign == "1." else sign
        lines.append(f"{' ' * step * depth}{mark} 项{depth}")
        lines += written(inner, step, depth + 1) if inner else []
    return lines


@settings(deadline=None)
@given(trees(), st.sampled_from([2, 3]), st.sampled_from(["", "段落：", "> 引"]))
def test_any_list_with_two_or_three_spaces_is_the_one_with_four(tree: Any, step: int, above: str) -> None:
    four = written(tree, 4)
    assert as_meant(four) == four
    assert html("\n".join(([above] if above else []) + written(tree, step))) == html(
        "\n".join(([above, ""] if above else []) + four)
    )


@settings(deadline=None)
@given(st.lists(st.sampled_from(["- 甲", "  - 乙", "1. 丙", "   2. 丁", "", "字", "    字", "  字", "> 引", "> - 项", "```", "| a |", "!!! note",
                                 "[^1]: 注", "      - 戊", "## 题", "---", "二、题", "    - 己",
                                 f"2. {WRAPPED}", "字，"]), max_size=14))  # fmt: skip
def test_whatever_is_written_no_word_is_lost_and_twice_is_once(lines: list[str]) -> None:
    once = as_meant(lines)
    assert as_meant(once) == once
    words = [line.replace("> ", "").replace(">", "").strip() for line in lines]
    assert [w for w in words if w] == [w for line in once if (w := line.replace("> ", "").replace(">", "").strip())]

"""Links in officers' Markdown lead somewhere; raw HTML and scripts are pointed out."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from sites import kit

from generator.check.links import check_page
from generator.decode.fields import Faults
from generator.load import Page
from generator.source.frontmatter import read_document

NAMES = {"index.md", "articles/a.md", "articles/图.png"}
ADDRESSES = {"", "townships/1/", "calendars/all.ics", "articles/a/"}


def faults(text: str, name: str = "articles/b.md") -> list[tuple[str, int, int]]:
    document, _ = read_document(name, text)
    found = check_page(Page(f"content/{name}", name, document), NAMES, ADDRESSES, sorted(NAMES))
    return [(d.code, d.span.line, d.span.column) for d in found]


@pytest.mark.parametrize(
    "link",
    ["a.md", "./a.md", "../index.md", "a.md#节", "a.md?x", "/townships/1/", "/townships/1", "/calendars/all.ics", "/articles/a/", "/",
     "图.png", "%E5%9B%BE.png", "#节", "https://a.cn/b", "http://a.cn", "mailto:a@b.cn", "tel:12348", "webcal://a.cn/b.ics", "<a.md>",
     "<图.png>", 'a.md "标题"'],
)  # fmt: skip
def test_good_links(link: str) -> None:
    """Relative files, addresses of the site, anchors and the web."""
    assert faults(f"看[这里]({link})。\n") == []


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("c.md", "E112"), ("/townships/2/", "E112"), ("../../etc/passwd", "E112"), ("../../../x.md", "E112"), ("/../../x", "E112"),
        ("%2e%2e/%2e%2e/x", "E112"), ("articles/a.md", "E112"), ("/\\evil.cn", "E112"),
        ("javascript:alert(1)", "E030"), ("JaVaScRiPt:alert(1)", "E030"), ("java%0ascript:alert(1)", "E030"),
        ("javascript&#58;alert(1)", "E030"), ("&#106;avascript:alert(1)", "E030"), ("data:text/html;base64,x", "E030"),
        ("vbscript:x", "E030"), ("file:///etc/passwd", "E030"), ("ftp://a.cn", "E030"), ("//evil.cn", "E030"), ("C:\\a", "E030"),
    ],
)  # fmt: skip
def test_bad_links(link: str, code: str) -> None:
    """Nowhere, out of the site, or dangerous, in every disguise a browser sees through; the place is that of the link."""
    assert faults(f"看[这里]({link})。\n") == [(code, 1, 7)]


@pytest.mark.parametrize(
    "text",
    ["![图](没有.png)", "[甲]: 没有.md", "<javascript:alert(1)>", "[![图](没有.png)](a.md)", "[甲[乙]](没有.md)", "- 项 [甲](没有.md)",
     "> [甲](没有.md)", "| [甲](没有.md) |", "[甲]( 没有.md )"],
)  # fmt: skip
def test_every_kind_of_link_is_looked_at(text: str) -> None:
    """Pictures, references, autolinks, nested, in lists, quotes and tables."""
    assert len(faults(text + "\n")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "`[甲](没有.md)`",
        "``[甲](没有.md) ` ``",
        "```\n[甲](没有.md)\n```",
        "~~~ html\n<script>\n~~~",
        "````\n```\n<b x>\n```\n````",
        "[甲] (没有.md)",
    ],
)
def test_code_is_not_looked_at(text: str) -> None:
    """What is shown as code is no link and no HTML."""
    assert faults(text + "\n") == []


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<IFRAME src=x>", "<a href='x'>甲</a>", "<div>", "<svg/onload=x>", "<!-- 甲 -->",
     "<img\nsrc=x\nonerror=alert(1)>", "<style>"],
)  # fmt: skip
def test_raw_html_is_pointed_out(text: str) -> None:
    """W206 once for each tag, also for one that goes on in the next line."""
    assert {code for code, _, _ in faults(text + "\n")} == {"W206"}


@pytest.mark.parametrize("text", ["a < b", "1<2", "<br>", "H<sub>2</sub>O", "《<甲>》", "a <b> c"])
def test_harmless_signs_are_left_alone(text: str) -> None:
    """Comparisons and the few tags that Markdown lacks."""
    assert faults(text + "\n") == []


@pytest.mark.parametrize(
    ("line", "code"),
    [("标题: <script>x</script>", "E031"), ("摘要: 甲\u202e乙", "E011"), ("title: 甲\n标题: 乙", "E020"), ("template: ../x.html", "E021"),
     ("pufa_shell: event", "E021"), ("icon: ../../x", "E021"), ("标签: {a: b}", "E023"), ("日期: 昨天", "E024"), (f"标题: {'字' * 121}", "E028")],
)  # fmt: skip
def test_a_head_holds_only_what_it_may(line: str, code: str) -> None:
    """The theme prints a head as it is and takes orders from some keys: unknown keys and markup are faults."""
    assert [found for found, _, _ in faults(f"---\n{line}\n---\n甲\n")] == [code]


def test_invisible_marks_and_lines_after_a_head() -> None:
    """E011 with the line of the file, not of the text below the head."""
    assert faults("---\n标题: 甲\n---\n\n甲\u202e乙\n") == [("E011", 5, 1)]


@pytest.mark.parametrize(
    "text",
    ["`" * 200_000, "`a" * 100_000, "[" * 100_000, "[a](" * 50_000, "[a](b(" * 30_000, "<a " * 100_000, "<" * 100_000, "![" * 100_000,
     "[]" * 100_000, "".join("`" * n + "a" for n in range(600)), "[x](" + "(" * 100_000, "<a:" * 50_000, " " * 200_000 + "[a]:"],
)  # fmt: skip
def test_hostile_markdown_takes_no_time(text: str) -> None:
    """No pattern runs wild, however often a sign is repeated."""
    begun = time.monotonic()
    faults(text)
    assert time.monotonic() - begun < 20


def test_thousands_of_broken_links_take_no_time(base: Path) -> None:
    """Suggestions stop after the first few, and the faults after five hundred."""
    kit.put(base, "content/index.md", "".join(f"[甲](/events/x{i}/)\n" for i in range(3000)))
    begun = time.monotonic()
    assert len(kit.look(base)) == Faults.MOST + 2
    assert time.monotonic() - begun < 20


def test_links_to_what_the_line_makes(good: Path) -> None:
    """Feeds, event files and open data can be linked before they exist."""
    links = ["calendars/all.ics", "calendars/townships/999901100.ics", "events/xianfa-2025-qingshi.ics", "feeds/events.atom", "data/events.csv",
             "events/xianfa-2025-qingshi/", "coverage/2025/", "calendar/2025-12/", "subscribe/", "trails/yunxi-xianlu/", "sites/yunxi-guan/",
             "townships/999901100/999901100-heshang/"]  # fmt: skip
    kit.put(good, "content/a.md", "".join(f"[甲](/{link})\n" for link in links))
    assert kit.look(good) == ()

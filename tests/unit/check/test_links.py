"""Links in officers' Markdown lead somewhere; raw HTML and scripts are pointed out."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from sites import kit

from generator.base.artifacts import SiteInfo
from generator.check.links import check_page
from generator.decode.fields import Faults
from generator.figures import coverage, opendata
from generator.gather import Page
from generator.markup import clean
from generator.read.frontmatter import read_document
from generator.schedule import occurrences
from generator.siteplan import data_files

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
    ["<script>alert(1)</script>", "<img src=/ onerror=alert(1)>", "<IFRAME src=x>", "<a href='a/' onclick=x>甲</a>", "<svg/onload=x>", "<!-- 甲 -->",
     "<img\nsrc=/\nonerror=alert(1)>", "<style>", "<p style='color:red'>", "<b title='>' onclick=x>", "<center>", "<object data=x", "<td bgcolor=red>"],
)  # fmt: skip
def test_raw_html_that_is_lost_is_pointed_out(text: str) -> None:
    """W206 once for each tag that loses something, also for one that goes on in the next line."""
    text = text.replace("href='a/'", "href='/articles/a/'")
    assert [found[:2] for found in faults(text + "\n")] == [("W206", 1)]


@pytest.mark.parametrize(
    "text",
    ["a < b", "1<2", "<br>", "H<sub>2</sub>O", "《<甲>》", "a <b> c", "<div>", "<details open><summary>甲</summary></details>", "<hr />",
     '<td colspan="2">', '<span class="x" title=\'a > b\'>甲</span>', '<img src="/articles/图.png" alt="图" width=200>', "</script>",
     "甲 <b\n\n乙 onclick=x>", '<a href="../a/">甲</a>', '<img src="../图.png">', '<a href="https://a.cn/">甲</a>', '<a href="#b">甲</a>'],
)  # fmt: skip
def test_html_that_stays_is_left_alone(text: str) -> None:
    """Comparisons, and every tag that reaches the page as it was written: nothing is said to be lost that is not."""
    assert faults(text + "\n") == []


@pytest.mark.parametrize("name", sorted(clean.TAGS))
def test_what_is_said_of_a_tag_is_what_cleaning_does(name: str) -> None:
    """For every tag that may stay: each of its attributes stays too and brings no word; a strange one goes with a word."""
    good = sorted((clean.ATTRIBUTES["*"] | clean.ATTRIBUTES.get(name, set())) - {"href", "src"})
    written = f"<{name} " + " ".join(f'{a}="note"' for a in good)
    assert faults(written + ">\n") == []
    assert {code for code, _, _ in faults(written + ' onclick="1">\n')} == {"W206"}
    table = {"li": "<ul>{}</ul>", "tr": "<table><tbody>{}</tbody></table>"}.get(name, "{}")
    for part in ("caption", "col", "colgroup", "tbody", "tfoot", "thead"):
        table = "<table>{}</table>" if name == part else table
    table = "<table><tbody><tr>{}</tr></tbody></table>" if name in ("td", "th") else table
    made = clean.clean(table.format(written + ' onclick="1">'))
    assert f"<{name} " in made
    assert all(f' {a}="note"' in made for a in good)
    assert "onclick" not in made


FOREIGN = "https://tracker.example/p.png"


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        (f"![t]({FOREIGN})", 1, 6), (f"甲![t](<{FOREIGN}>)", 1, 7), (f'![t]( {FOREIGN} "标题")', 1, 7), ("![t](//tracker.example/p.png)", 1, 6),
        (f"[![t]({FOREIGN})](a.md)", 1, 7), (f"![a [b] c]({FOREIGN})", 1, 12), (f"![a\nb]({FOREIGN})", 2, 4), (f"![a](\n{FOREIGN})", 2, 1),
        (f"![t][r]\n\n[r]: {FOREIGN}", 3, 6), (f"![R r][]\n\n[r  R]: {FOREIGN}", 3, 9), (f"![r]\n\n> [r]: <{FOREIGN}>", 3, 9),
        (f"![t] [r]\n\n[r]:\n  {FOREIGN}", 4, 3), (f'<img src="{FOREIGN}">', 1, 11), (f"<IMG alt='>' SRC={FOREIGN}>", 1, 18),
        (f"<img\n  src='{FOREIGN}'>", 2, 8), ("![t](/\\tracker.example/p.png)", 1, 6), ("![t](&#104;ttps://tracker.example/p.png)", 1, 6),
        ("<img src='ht&#10;tps://tracker.example/'>", 1, 11), (f"| ![t]({FOREIGN}) |", 1, 8), (f"<img src={FOREIGN}\n<b>甲</b>", 1, 10),
        ("![t](HTTP://tracker.example/)", 1, 6), ("![t](mailto:a@b.cn)", 1, 6),
    ],
)  # fmt: skip
def test_pictures_of_other_sites_are_refused(text: str, line: int, column: int) -> None:
    """E033 at the address, however it is written: whoever reads the page would tell that site so."""
    assert [f for f in faults(text + "\n") if f[0] != "W206"] == [("E033", line, column)]


@pytest.mark.parametrize(
    "text",
    [f"[t]({FOREIGN})", f"\\![t]({FOREIGN})", f"[t][r]\n\n[r]: {FOREIGN}", f"[![t](图.png)]({FOREIGN})", f"`![t]({FOREIGN})`", f"<{FOREIGN}>",
     f"![甲\n\n乙]({FOREIGN})", f"<a href='{FOREIGN}'>甲</a>", "![t](图.png)", "![t](/articles/图.png)", f"![t](图.png '{FOREIGN}')"],
)  # fmt: skip
def test_links_to_other_sites_are_no_pictures(text: str) -> None:
    """What is only followed when somebody wants to is no request; nor is a picture of one's own."""
    assert faults(text + "\n") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("<a href='c/'>甲</a>", "E112"), ("<a href='a.md'>甲</a>", "E112"), ("<img src='图.png'>", "E112"), ("<a href='javascript:x'>甲</a>", "E030"),
     ("<a href='//evil.cn'>甲</a>", "E030"), ("<img src='data:image/png;base64,x'>", "E030"), ("[甲](/articles/a.md)", "E112"),
     ("<a href='../../../x'>甲</a>", "E112")],
)  # fmt: skip
def test_addresses_of_raw_tags_are_looked_at(text: str, code: str) -> None:
    """They are not rewritten as Markdown's are: an address that no page has is broken there."""
    assert [found for found, _, _ in faults(text + "\n")] == [code]


@pytest.mark.parametrize("text", ["甲[^1]。\n\n[^1]: 出处\n", "HTML\n\n*[HTML]: 一种语言\n", "请看[注]: 如下\n"])
def test_notes_and_short_forms_are_no_links(text: str) -> None:
    """A footnote's text, an abbreviation's meaning and a colon after brackets name no address."""
    assert faults(text) == []


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


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["`" * 200_000, "`a" * 100_000, "[" * 100_000, "[a](" * 50_000, "[a](b(" * 30_000, "<a " * 100_000, "<" * 100_000, "![" * 100_000,
     "[]" * 100_000, "".join("`" * n + "a" for n in range(600)), "[x](" + "(" * 100_000, "<a:" * 50_000, " " * 200_000 + "[a]:",
     "![" * 50_000 + "]" * 50_000, "[a]:" * 50_000, "- " * 100_000 + "[", "<img " + "src=" * 50_000, "<img " + "'" * 100_000, "<img " + "a " * 50_000 + ">",
     "\n" * 200_000 + "<b", "](a" * 50_000 + "()" * 50_000, "![a]\n" * 30_000, "\\" * 100_000, "<b\n\n" * 30_000 + ">", "<a" + " " * 200_000],
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


@pytest.mark.slow
def test_links_to_what_the_line_makes(good: Path) -> None:
    """Feeds, event files and open data can be linked before they exist."""
    links = ["calendars/all.ics", "calendars/townships/999901100.ics", "events/xianfa-2025-qingshi.ics", "feeds/events.atom", "data/events.csv",
             "events/xianfa-2025-qingshi/", "coverage/2025/", "calendar/2025-12/", "subscribe/", "trails/yunxi-xianlu/", "sites/yunxi-guan/",
             "townships/999901100/999901100-heshang/", "sitemap.xml", "404.html", "data/README.md", "data/villages.csv", "data/region.csv",
             "data/coverage.sql", "data/indicators/villages_reached.sql"]  # fmt: skip
    kit.put(good, "content/a.md", "".join(f"[甲](/{link})\n" for link in links))
    assert kit.look(good) == ()


@pytest.mark.slow
def test_every_published_data_file_can_be_linked(good: Path) -> None:
    """The list of the checker is the list of what is written, no more and no less."""
    library = kit.library_of(good)
    site = SiteInfo("https://a.cn/", "甲", "")
    tables = opendata.tables(library, occurrences(library), kit.AS_OF)
    account = coverage.coverage(tables)
    written = [a.path for a in (*opendata.artifacts(tables, site), *coverage.artifacts(account, tables, site))]
    assert sorted(written) == sorted(data_files())


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("# 甲 {#__config}", 1, 6),
        ("字\n{: #pf-elder }", 2, 4),
        ("[甲](a.md){: id='__search' }", 1, 13),
        ('<div id="__config">甲</div>', 1, 10),
        ("字\n\n<a name=finder>甲</a>", 3, 9),
        ('<pre class="mermaid">甲</pre>', 1, 13),
        ("!!! mermaid\n    甲", 1, 5),
        ("``` {.mermaid}\nx\n```", 1, 6),
        ("甲 {#a%}\n===", 1, 4),
    ],
)
def test_ids_and_classes_that_the_page_will_not_have_are_told(text: str, line: int, column: int) -> None:
    """W216 where they stand, in raw tags, attribute lists, notes and code blocks."""
    assert faults(text + "\n") == [("W216", line, column)]


@pytest.mark.parametrize(
    "text",
    ["# 甲 {#yaosu}", "# __config", "!!! tip inline end\n    甲", "`{#__config}`", "``` python\n{#__config}\n```", "字 {a} {}",
     '<span id="a">甲</span>', "[甲](a.md){ .md-button }", "注[^1]\n\n[^1]: 甲"],
)  # fmt: skip
def test_ids_and_classes_that_stay_are_not(text: str) -> None:
    """Nor what is code, nor a heading whose own words are taken: it is only called otherwise."""
    assert faults(text + "\n") == []


def test_beside_data_more_ids_are_taken() -> None:
    assert faults("# 甲 {#feeds}\n") == []
    assert faults("# 甲 {#feeds}\n", "index.md") == [("W216", 1, 6)]

"""Officers' Markdown may hold any HTML; what reaches a page is harmless."""

from __future__ import annotations

import re

import markdown
import pytest

from generator.markup.clean import clean, relative_links

ATTACKS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<a href='javascript:alert(1)'>甲</a>",
    "[甲](javascript:alert(1))", "[甲](java&#115;cript:alert(1))", "[甲](<java\tscript:alert(1)>)", "![甲](data:text/html,x)",
    "<iframe src=//evil.cn></iframe>", "<form action=//evil.cn><input></form>", "<style>*{display:none}</style>",
    "<p style='position:fixed'>甲</p>", "<base href=//evil.cn>", "<meta http-equiv=refresh content=0>", "<object data=x></object>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>", '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<div\nonclick=alert(1)>甲</div>", '<a href="vbscript:x">甲</a>', "<img src='javascript:x'>", "<template><script>x</script></template>",
    '<a href="data:text/html;base64,PHNjcmlwdD4=">甲</a>', "<!--><script>alert(1)</script>-->", "<details ontoggle=alert(1) open>甲</details>",
    "<b onmouseover=alert(1)>甲</b>", "`<script>`<script>alert(1)</script>", "{: onclick=alert(1) }\n甲", "甲{: style='x' onclick='y' }",
]  # fmt: skip
DANGER = re.compile(
    r"<(?:script|iframe|form|input|style|svg|object|embed|base|meta|template|math)|<[^>]+\s(?:on\w+|style)\s*=|"
    r"(?:href|src)\s*=\s*[\"']?\s*(?:javascript|vbscript|data):",
    re.IGNORECASE,
)


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_that_runs_survives(text: str) -> None:
    """Every attack, through Markdown and through the cleaning."""
    made = clean(markdown.markdown(text, extensions=["attr_list", "admonition", "tables", "footnotes"]))
    assert not DANGER.search(made), made


def test_what_markdown_makes_survives() -> None:
    """Headings with ids, lists, tables, notes, footnotes, links and pictures."""
    text = (
        '# 标题 {#a}\n\n1. 一\n\n| 甲 | 乙 |\n|:-:|--|\n| 1 | 2 |\n\n!!! note "说明"\n    话\n\n脚注[^1]。[链](a.md){.b} ![图](a.png)\n\n[^1]: 出处\n\n'
        "```\n<x>\n```\n<br>\n"
    )
    made = clean(markdown.markdown(text, extensions=["attr_list", "admonition", "tables", "footnotes", "fenced_code"]))
    for part in (
        '<h1 id="a">',
        "<ol>",
        "<table>",
        'class="admonition',
        'href="a.md"',
        'src="a.png"',
        "footnote",
        "&lt;x&gt;",
        "<br>",
    ):
        assert part in made, part


@pytest.mark.parametrize(
    "tag",
    ['<div id="__config">{}</div>', "<div id=&#95;_config>{}</div>", '<a name="__search">甲</a>', '<p id="pf-elder">甲</p>',
     '<h2 id="__x">甲</h2>', '<a id="mermaid">甲</a>', '<span id="finder-input">甲</span>', '<img id="__toc" src="a.png">'],
)  # fmt: skip
def test_no_tag_takes_an_id_of_the_site(tag: str) -> None:
    """By whatever attribute and however it is spelt."""
    made = clean(tag)
    assert "id=" not in made
    assert "name=" not in made


def test_ids_of_their_own_stay() -> None:
    """Beside data, fewer are."""
    assert clean('<h2 id="feeds">甲</h2><p id="yaosu">乙</p>') == '<h2 id="feeds">甲</h2><p id="yaosu">乙</p>'
    assert clean('<h2 id="feeds">甲</h2><p id="yaosu">乙</p>', beside_data=True) == '<h2>甲</h2><p id="yaosu">乙</p>'


def test_only_known_classes_stay() -> None:
    """What the theme would act on is not among them."""
    assert clean('<pre class="mermaid">甲</pre>') == "<pre>甲</pre>"
    assert clean('<div class="admonition mermaid annotate note">甲</div>') == '<div class="admonition note">甲</div>'


@pytest.mark.parametrize(
    "source",
    ["https://tracker.example/p.png", "//tracker.example/p.png", "HTTP://x", "ht&#10;tps://x", "&#9;https://x", "/\\x/p.png", "\\\\x/p.png",
     "&#1;//x", "mailto:x", "webcal://x", "/&#10;/x", "https:x"],
)  # fmt: skip
def test_no_picture_asks_another_site(source: str) -> None:
    """However the address hides what it is, the tag loses it; a link to the same place stays one."""
    assert clean(f'<img src="{source}" alt="甲">') == '<img alt="甲">'
    assert "href" in clean('<a href="https://a.cn/">甲</a>')


@pytest.mark.parametrize(
    "source", ["图.png", "../a/b.png", "/articles/b.png", "./a:b.png", "a//b.png", "?a=https://x", "#//x"]
)
def test_pictures_of_the_site_stay(source: str) -> None:
    """A relative address is the site's own, whatever follows in it."""
    assert clean(f'<img src="{source}">') == f'<img src="{source}">'


def test_pictures_by_attribute_list_or_reference_are_caught_too() -> None:
    """Ways that a text can be read wrongly end at the same gate."""
    text = "![甲](a.png){: src=https://x/p.png }\n\n![乙][r]\n\n[r]: https://x/q.png\n"
    made = clean(markdown.markdown(text, extensions=["attr_list"]))
    assert "https" not in made
    assert made.count("<img") == 2


@pytest.mark.parametrize(
    ("target", "address", "expected"),
    [
        ("/townships/1/", "articles/a/", "../../townships/1/"),
        ("/townships/1", "articles/a/", "../../townships/1/"),
        ("/data/events.csv", "", "data/events.csv"),
        ("/", "articles/a/", "../../"),
        ("/a/#b", "a/", "./#b"),
        ("/?q=甲", "a/", "../?q=甲"),
        ("//evil.cn/", "a/", "//evil.cn/"),
        ("https://a.cn/", "a/", "https://a.cn/"),
        ("b/", "a/", "b/"),
    ],
)
def test_addresses_of_the_site_become_relative(target: str, address: str, expected: str) -> None:
    """So the site works below any path; other links stay."""
    assert relative_links(f'<a class="x" href="{target}">甲</a>', address) == f'<a class="x" href="{expected}">甲</a>'

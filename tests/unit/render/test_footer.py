"""The footer's map of the site: titles and addresses come from three places, and all leave it escaped once."""

from __future__ import annotations

import html
import re
from pathlib import Path
from types import SimpleNamespace

import jinja2
import pytest

FOOTER = Path(__file__).parents[3] / "site_templates/overrides/partials/footer.html"


def links(*items: SimpleNamespace) -> list[tuple[str, str]]:
    """(address, title) of the links as they stand in the HTML; MkDocs renders its theme without escaping."""
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)
    environment.filters["url"] = lambda address: address
    identity = dict.fromkeys(("sponsor", "organiser", "contact", "icp", "police", "site_code"), "")
    pufa = {"identity": identity, "hotline": "12348", "sample": False}
    made = environment.from_string(FOOTER.read_text("utf-8")).render(
        config={"site_name": "甲", "extra": {"pufa": pufa}}, nav=SimpleNamespace(items=items)
    )
    return re.findall(r'<li><a href="([^"]*)">(.*?)</a></li>', made)[:-1]


def page(title: str, url: str = "a/") -> SimpleNamespace:
    return SimpleNamespace(title=title, url=url, children=None)


@pytest.mark.parametrize("title", ["甲 & 乙", "1 &lt; 2", "“甲”", "a &amp; b", "甲 &lt;b&gt; 乙"])
def test_titles_are_escaped_once(title: str) -> None:
    """A page's title comes escaped, a section's as mkdocs.yml has it: a reader sees the same words."""
    section = SimpleNamespace(title=title, children=[page("x")])
    for item in (page(title), section):
        ((_, shown),) = links(item)
        assert html.unescape(shown) == html.unescape(title)
        assert "&amp;lt;" not in shown
        assert "&amp;amp;" not in shown


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "甲</a><img src=x onerror=alert(1)>", "<b>甲", "甲 <"])
def test_no_title_brings_markup(title: str) -> None:
    """Whatever a section is called, no tag reaches the page."""
    ((_, shown),) = links(SimpleNamespace(title=title, children=[page("x")]))
    assert "<" not in shown
    assert ">" not in shown


def test_an_address_stays_in_its_quotes() -> None:
    """A link of mkdocs.yml may hold an ampersand or a quote."""
    ((address, _),) = links(page("甲", 'https://a.cn/?a=1&b="><script>'))
    assert html.unescape(address) == 'https://a.cn/?a=1&b="><script>'
    assert "<" not in address

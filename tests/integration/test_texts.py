"""A small site whose names, host and texts are Chinese throughout: every part of it spells an address alike."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import etree, html
from sites import kit

from tests.integration.whole import AS_OF, build, run, same, tree

HOST = "xn--9kqr59crqet2b.xn--ses554g"  # 云溪普法.网址
SITE = f"https://{HOST}:8443/{quote('云溪')}/"
ARTICLE = "content/articles/村规 民约.md"
ADDRESS = quote("articles/村规 民约/")
TEXT = """# 村规民约

走进村里，
讲宪法，用 Word
写，*依法
办事*，看[门户](https://云溪普法.网址/首页)。

带上：
- 身份证
  - 原件
- 借条

1. 先写
  * 写清
2. 再交

## 2026年工作

看[计划](#2026年计划)、[老链接](#2026_1)、[注](#fn:1)[^1]。

## 2026年计划

[^1]: 出处
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, built by `pufa build`."""
    root = kit.copy(kit.BASE, tmp_path_factory.mktemp("texts") / "p")
    settings = root / "mkdocs.yml"
    written = settings.read_text("utf-8")
    assert "site_url: https://pufa.example.cn/\n" in written
    settings.write_text(
        written.replace("https://pufa.example.cn/", "https://云溪普法.网址:8443/云溪/")
        + "\nmarkdown_extensions:\n  - footnotes\n",
        "utf-8",
    )
    kit.put(root, ARTICLE, TEXT)
    kit.put(
        root, "campaigns/xianfa/events-zh.yml",
        "- id: xianfa-zh\n  title: 宪法\n    宣讲\n  start: 2026-12-04 09:00\n  township: 云溪街道\n"
        "  url: http://司法.公司/宣讲?场=1\n  summary: 第一句，\n    第二句，用 Word\n    写。\n",
    )  # fmt: skip
    build(root)
    return root


@pytest.fixture(scope="module")
def site(project: Path) -> Path:
    return project / "site"


def test_mkdocs_gives_the_same(project: Path, site: Path) -> None:
    """The host is spelt in one way whoever reads the settings."""
    wanted = tree(site)
    run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "other"], project, PUFA_AS_OF=AS_OF)
    same(wanted, tree(project / "other"))


def test_sitemap_canonical_and_search_agree(site: Path) -> None:
    """An address is percent-encoded once."""
    page = (site / "articles/村规 民约/index.html").read_text("utf-8")
    canonical = html.document_fromstring(page).xpath("//link[@rel='canonical']/@href")
    locations = etree.fromstring((site / "sitemap.xml").read_bytes()).xpath("//*[local-name()='loc']/text()")
    found = json.loads((site / "search/search_index.json").read_text("utf-8"))
    assert canonical == [SITE + ADDRESS]
    assert SITE + ADDRESS in locations
    assert all(place.startswith(SITE) and place.isascii() and "%25" not in place for place in locations)
    assert ADDRESS in [doc["location"] for doc in found["docs"]]


def texts(site: Path) -> Iterator[tuple[str, str]]:
    """Every file of the site that is text, feeds without the ends of folded lines."""
    for path, data in tree(site).items():
        if path.endswith((".html", ".ics", ".xml", ".atom", ".json", ".csv", ".md")):
            yield path, data.decode().replace("\r\n ", "")


def test_hosts_are_punycode_everywhere(site: Path) -> None:
    """In pages, feeds and data; also that of a link in a record and in an article."""
    seen = {
        "http://xn--spro29c.xn--55qx5d/": 0,
        f"https://{HOST}:8443/": 0,
        f"webcal://{HOST}:8443/": 0,
        f"https://{HOST}/": 0,
    }
    for path, text in texts(site):
        for host in ("云溪普法.网址", "司法.公司", quote("云溪普法"), quote("司法.")):
            assert f"//{host}" not in text, path
        for address in seen:
            seen[address] += address in text
    assert all(seen.values()), seen
    feed = (site / "events/xianfa-zh.ics").read_bytes().decode().replace("\r\n ", "")
    assert f"\nURL:{SITE}events/xianfa-zh/\r\n" in feed
    assert f"http://xn--spro29c.xn--55qx5d/{quote('宣讲')}?{quote('场')}=1" in feed


def words_of(page: str) -> str:
    """What a browser shows of the first paragraph."""
    paragraph = html.document_fromstring(page).xpath("//article//p")[0]
    return re.sub(r"\s+", " ", paragraph.text_content())


def test_lines_broken_in_chinese_go_on_without_a_space(site: Path) -> None:
    """On the page of a text, on that of a record, in its feed and in open data."""
    page = (site / "articles/村规 民约/index.html").read_text("utf-8")
    assert words_of(page) == "走进村里，讲宪法，用 Word 写，依法办事，看门户。"
    event = (site / "events/xianfa-zh/index.html").read_text("utf-8")
    feed = (site / "events/xianfa-zh.ics").read_bytes().decode().replace("\r\n ", "")
    data: Mapping[str, object] = json.loads((site / "data/events.json").read_text("utf-8"))
    for text in (event, feed):
        assert "第一句，第二句，用 Word 写。" in text.replace("\\,", ",")
        assert "宪法宣讲" in text
    assert "宪法宣讲" in json.dumps(data, ensure_ascii=False)


def test_lists_are_read_as_they_are_meant(site: Path) -> None:
    """Right below a paragraph, with two spaces to a level, each with its own numbers."""
    page = html.document_fromstring((site / "articles/村规 民约/index.html").read_text("utf-8"))
    article = page.xpath("//article")[0]
    assert [li.text.strip() for li in article.xpath("./ul/li")] == ["身份证", "借条"]
    assert [li.text.strip() for li in article.xpath("./ul/li/ul/li")] == ["原件"]
    assert [li.text.strip() for li in article.xpath("./ol/li")] == ["先写", "再交"]
    assert [li.text.strip() for li in article.xpath("./ol/li/ul/li")] == ["写清"]


def test_anchors_lead_to_their_headings_by_new_and_by_former_links(site: Path) -> None:
    """And the list of contents and the search go by the new ones."""
    text = (site / "articles/村规 民约/index.html").read_text("utf-8")
    page = html.document_fromstring(text)
    headings = {h.get("id"): h.xpath("./span/@id") for h in page.xpath("//article//h2")}
    assert headings == {"2026年工作": ["2026"], "2026年计划": ["2026_1"]}
    contents = page.xpath("//nav[contains(@class, 'md-nav--secondary')]//a/@href")
    assert {"#2026年工作", "#2026年计划"} <= set(contents)
    assert [a for a in page.xpath("//article//a/@href") if a.startswith("#")] == [
        "#2026年计划",
        "#2026_1",
        "#fn:1",
        "#fn:1",
        "#fnref:1",
    ]
    found = json.loads((site / "search/search_index.json").read_text("utf-8"))
    places = [doc["location"] for doc in found["docs"]]
    assert {f"{ADDRESS}#2026年工作", f"{ADDRESS}#2026年计划"} <= set(places)

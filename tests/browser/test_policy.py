"""Every page under the policy that the handbook's servers send: nothing on it is forbidden, and everything works."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sites import kit

from generator.gather.settings import Settings, settings_of
from generator.gather.trust.decisions import digest_of
from tests.browser.conftest import StrictHandler, Visit, served, visit_with
from tests.browser.kinds import KINDS, address
from tests.browser.test_search_and_finder import RESULTS, search
from tests.integration import whole

pytestmark = pytest.mark.browser

TELL = "addEventListener('securitypolicyviolation', (e) => console.error('forbidden: ' + e.violatedDirective + ' ' + e.blockedURI))"
MORE = {
    "indicators": "coverage/indicators",
    "account of a campaign": "coverage/campaigns/*",
    "snapshot": "coverage/snapshots/*",
}
WIDTHS = {"desk": (1280, 900), "phone": (390, 844)}


def place(kind: str, site: Path) -> str:
    if kind in KINDS:
        return address(kind, site)
    return min(p.relative_to(site).as_posix() for p in site.glob(f"{MORE[kind]}/index.html")).removesuffix("index.html")


@pytest.fixture(params=WIDTHS)
def strict(request: pytest.FixtureRequest, browser: Browser, strict_home: str) -> Iterator[Visit]:
    """A reader whose browser is told the policy. At the end: nothing was forbidden, and nothing asked of another host."""
    width, height = WIDTHS[request.param]
    with browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    ) as context:  # fmt: skip
        context.add_init_script(TELL)
        found = visit_with(context, strict_home)
        yield found
        assert [url for url in found.asked if not url.startswith((strict_home, "data:", "blob:"))] == []
        assert found.complaints == []


@pytest.mark.parametrize("kind", [*KINDS, *MORE])
def test_nothing_on_a_page_is_forbidden(kind: str, strict: Visit, site: Path) -> None:
    """Opened, scrolled, with every fold open, in elder mode and on paper."""
    page = strict.open(place(kind, site))
    if kind == "wrong address":
        strict.complaints.clear()  # the browser notes the answer 404
    assert page.locator("html.js.pf-on").count() == 1  # the theme's scripts run, and ours
    page.mouse.wheel(0, 3000)
    page.locator("article details").evaluate_all("folds => folds.forEach((f) => { f.open = true; })")
    page.locator("#pf-elder").evaluate("button => button.click()")
    assert page.locator("html[data-elder]").count() == 1
    page.emulate_media(media="print")
    desk = page.viewport_size is not None and page.viewport_size["width"] > 1000
    if kind in ("home", "coverage year") and desk:  # paper is as wide for a phone
        page.pdf()
    page.wait_for_timeout(50)


def test_the_policy_is_really_sent(browser: Browser, strict_home: str) -> None:
    """A script and a style put into a page are forbidden: so the silence of the other tests says something."""
    with browser.new_context() as context:
        context.add_init_script(TELL)
        reader = visit_with(context, strict_home)
        page = reader.open("about/")
        page.evaluate(
            "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s);"
            " document.body.setAttribute('style', 'color: red'); }"
        )
        assert page.evaluate("window.ran") is None
        said = " ".join(reader.complaints)
        assert "forbidden: script-src" in said
        assert "forbidden: style-src" in said


def test_the_search_finds_and_leads_there(strict: Visit) -> None:
    page = strict.open("")
    if page.viewport_size and page.viewport_size["width"] < 960:
        page.locator(".md-header__button[for=__search]").click()
    assert search(page, "贺村镇")
    page.locator(RESULTS).first.click()
    page.wait_for_url("**/?h=*")
    expect(page.locator("h1")).to_be_visible()


def test_elder_mode_is_there_before_anything_is_drawn(strict: Visit) -> None:
    """The script in the head comes as a file; the page does not wait for it to jump."""
    strict.open("").locator("#pf-elder").click()
    page = strict.page
    page.add_init_script(
        "new MutationObserver((_, me) => { if (document.body) { window.early = document.documentElement.hasAttribute('data-elder');"
        " me.disconnect(); } }).observe(document, {childList: true, subtree: true})"
    )
    strict.open("about/")
    assert page.evaluate("window.early") is True


def test_the_finders_and_the_copy_buttons_work(strict: Visit) -> None:
    page = strict.open("")
    page.locator("#finder-input").fill("清漾")
    expect(page.locator("#finder-found")).to_contain_text("找到")
    page = strict.open("subscribe/")
    page.locator("#feeds-input").fill("贺村")
    expect(page.locator("#feeds-found")).to_contain_text("找到")
    button = page.locator("[data-copy]:visible").first
    button.click()
    expect(button).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == button.get_attribute("data-copy")


def test_tile_maps_keep_their_places(strict: Visit) -> None:
    """Rows and columns come from a style sheet; no two tiles lie on one another."""
    page = strict.open("townships/")
    boxes = page.locator(".pf-tile").evaluate_all(
        "all => all.map((e) => { const b = e.getBoundingClientRect(); return [b.x, b.y, b.width, b.height]; })"
    )
    assert len(boxes) == 19
    assert len({(round(x), round(y)) for x, y, _, _ in boxes}) == 19
    assert len({round(x) for x, *_ in boxes}) > 3
    page = strict.open("coverage/")
    drawing = page.locator(".pf-mapped")
    wide = drawing.evaluate(
        "e => [e.clientWidth, parseFloat(getComputedStyle(e).minWidth), parseFloat(getComputedStyle(e).maxWidth)]"
    )
    assert 0 < wide[1] <= wide[0] <= wide[2] + 1
    assert page.locator(".pf-bars").first.evaluate("e => e.clientWidth / e.viewBox.baseVal.width") == pytest.approx(
        1, abs=0.25
    )


def test_the_page_of_a_rollup(browser: Browser, site: Path, tmp_path: Path) -> None:
    """A city puts it on its own server."""
    shutil.copytree(site / "data", tmp_path / "counties/a/data")
    whole.run(whole.pufa("rollup", "counties", "--code", "3308", "--as-of", whole.AS_OF, "--out", "city"), tmp_path)
    with served(tmp_path / "city", StrictHandler) as home, browser.new_context() as context:
        context.add_init_script(TELL)
        reader = visit_with(context, home)
        page = reader.open("index.html")
        assert page.locator("table").first.evaluate("e => getComputedStyle(e).borderCollapse") == "collapse"
        assert [c for c in reader.complaints if not c.startswith("Failed to load")] == []  # it has no icon


def test_what_mkdocs_yml_may_switch_on(browser: Browser, tmp_path: Path) -> None:
    """Two palettes, a question for consent, fonts and counters: the first two work from files, the others are not there."""
    root = kit.copy(kit.SITES / "base", tmp_path / "p")
    kit.put(root, "mkdocs.yml", (
        "site_name: 云溪普法\nsite_url: https://pufa.example.cn/\ndocs_dir: content\nsite_dir: site\n"
        "theme:\n  name: material\n  language: zh\n  features: [content.tooltips, announce.dismiss]\n  palette:\n"
        "    - {scheme: default, toggle: {icon: material/weather-night, name: 换成深色}}\n"
        "    - {scheme: slate, toggle: {icon: material/weather-sunny, name: 换成浅色}}\n"
        "extra:\n  consent: {title: 小文件, description: 说明}\n  analytics: {provider: google, property: G-1}\n"
        "plugins: [search, pufa]\n"
    ))  # fmt: skip
    settings = settings_of(root)
    assert isinstance(settings, Settings)
    whole.build(root, PUFA_TRUST=digest_of(root, settings))  # such settings ask for trust
    with served(root / "site", StrictHandler) as home, browser.new_context(reduced_motion="reduce") as context:
        context.add_init_script(TELL)
        reader = visit_with(context, home)
        page = reader.open("")
        expect(page.locator(".md-consent__inner")).to_be_visible()
        page.locator(".md-consent__inner button").first.click()
        page.wait_for_load_state("load")
        expect(page.locator(".md-consent__inner")).to_be_hidden()
        page.locator("label[title='换成深色']").click()
        page = reader.open("campaigns/")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        assert '"content.tooltips"' not in page.locator("#__config").text_content()
        assert [url for url in reader.asked if not url.startswith((home, "data:"))] == []
        assert reader.complaints == []

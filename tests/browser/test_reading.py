"""Pages as people read them: on any width, with a keyboard, in large print, on paper, and without scripts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.kinds import KINDS, address

pytestmark = pytest.mark.browser

# Elements that stick out to the right or left of the window, but those inside a box that scrolls or clips by itself, those
# nobody sees, and the theme's drawer, which waits outside.
STICKING_OUT = """() => {
  const wide = document.documentElement.clientWidth, found = [];
  const kept = (e) => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) {
    if (getComputedStyle(p).overflowX !== 'visible' || p.matches('.md-sidebar, .md-search')) return true; } return false; };
  for (const e of document.body.querySelectorAll('*')) {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    if (!box.width || !box.height || style.visibility === 'hidden' || e.closest('svg, .md-sidebar, .md-search, .md-overlay')) continue;
    if (style.clipPath !== 'none' || style.position === 'absolute' && box.width <= 2) continue;
    if ((box.right > wide + 1 || box.left < -1) && !kept(e)) found.push(e.tagName + '.' + e.className + ' ' + Math.round(box.left) + '–' + Math.round(box.right));
  }
  return {window: wide, whole: document.documentElement.scrollWidth, found: found.slice(0, 5)};
}"""

# Text whose contrast with what is behind it is less than WCAG 2.1 AA asks: 4.5, or 3 for large letters.
PALE = """() => {
  const pen = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = (words) => { pen.clearRect(0, 0, 1, 1); pen.fillStyle = words; pen.fillRect(0, 0, 1, 1);
    const d = pen.getImageData(0, 0, 1, 1).data; return [d[0], d[1], d[2], d[3] / 255]; };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const light = (c) => { const f = c.slice(0, 3).map((v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
    return .2126 * f[0] + .7152 * f[1] + .0722 * f[2]; };
  const found = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement, text = walker.currentNode.textContent.trim();
    if (!text || !e.checkVisibility({opacityProperty: true, visibilityProperty: true}) || e.closest('svg, script, style, .md-search, .pf-vh, .pf-skip')) continue;
    const box = e.getBoundingClientRect(); if (!box.width || !box.height) continue;
    const layers = []; let picture = false, faint = 1;
    for (let p = e; p; p = p.parentElement) { const s = getComputedStyle(p);
      if (s.backgroundImage !== 'none') picture = true; faint *= +s.opacity;
      const c = rgba(s.backgroundColor); if (c[3] > 0) layers.push(c); if (c[3] === 1) break; }
    if (picture) continue;
    let ground = [255, 255, 255, 1]; for (const c of layers.reverse()) ground = over(c, ground);
    const style = getComputedStyle(e), ink = rgba(style.color); ink[3] *= faint;
    const a = light(over(ink, ground)), b = light(ground), ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    const size = parseFloat(style.fontSize), large = size >= 24 || size >= 18.66 && +style.fontWeight >= 700;
    if (ratio < (large ? 3 : 4.5)) found.set(e.tagName + '.' + e.className, ratio.toFixed(2) + ' ' + text.slice(0, 20));
  }
  return [...found].slice(0, 8).map((pair) => pair.join(' '));
}"""


def elder(page: Page, on: bool) -> None:
    if page.locator("html[data-elder]").count() != on:
        page.locator("#pf-elder").evaluate("button => button.click()")


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_fits_every_width_in_both_sizes_of_print(kind: str, visit: Visit, site: Path) -> None:
    """At 320, 390 and 1280 pixels nothing sticks out sideways, words are dark enough, lines are not too close."""
    page = visit.open(address(kind, site))
    if kind == "wrong address":
        visit.complaints.clear()  # the browser notes the answer 404
    faults = []
    for large in (False, True):
        elder(page, large)
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 850})
            page.wait_for_timeout(60)
            seen = page.evaluate(STICKING_OUT)
            if seen["whole"] > seen["window"] or seen["found"]:
                faults.append(f"{'elder ' if large else ''}{width}: {seen}")
        faults += [f"{'elder ' if large else ''}contrast: {f}" for f in page.evaluate(PALE)]
        close = page.evaluate(
            "() => [...document.querySelectorAll('article p, article li, article dd')]"
            ".filter((e) => e.checkVisibility() && parseFloat(getComputedStyle(e).lineHeight) < 1.3 * parseFloat(getComputedStyle(e).fontSize) - .01)"
            ".map((e) => e.className || e.tagName).slice(0, 5)"
        )
        faults += [f"lines too close: {c}" for c in close]
    assert faults == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_can_be_read_without_scripts(kind: str, plain: Visit, site: Path) -> None:
    page = plain.open(address(kind, site))
    expect(page.locator("h1")).to_be_visible()
    text = page.locator("article").inner_text()
    assert len(text) > 60, text
    assert page.locator("footer").is_visible()
    assert page.locator(".pf-js:visible").count() == 0  # what would not work is not shown
    links = page.locator("article a:visible")
    assert links.count() > 0
    assert [u for u in plain.asked if not u.startswith(plain.home)] == []


def test_without_scripts_every_township_and_feed_is_still_at_hand(plain: Visit) -> None:
    page = plain.open("")
    assert page.locator("#finder li a:visible").count() == 19
    page.locator("#finder li a", has_text="贺村镇").click()
    expect(page.locator("h1")).to_have_text("贺村镇")
    assert page.locator("a[href^='webcal:']:visible").count() > 0
    page = plain.open("subscribe/")
    assert page.locator("#feeds summary:visible").count() == 19
    assert page.locator("#all ~ div a[href^='webcal:']:visible").count() > 0
    assert page.locator("[data-copy]:visible").count() == 0


def test_elder_mode_needs_no_reload_and_is_remembered(visit: Visit) -> None:
    page = visit.open("")
    size = "parseFloat(getComputedStyle(document.querySelector('article p')).fontSize)"
    before = page.evaluate(size)
    page.evaluate("window.stayed = true")
    button = page.locator("#pf-elder")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("window.stayed") is True
    assert page.evaluate(size) >= 1.2 * before
    for other in ("coverage/", "events/gaq-2026-zhaoxu/", "articles/jietiao/"):
        page = visit.open(other)
        assert page.locator("html[data-elder]").count() == 1
        expect(page.locator("#pf-elder")).to_have_attribute("aria-pressed", "true")
    page.locator("#pf-elder").press("Space")
    assert page.locator("html[data-elder]").count() == 0
    page = visit.open("")
    assert page.locator("html[data-elder]").count() == 0
    assert page.evaluate(size) == before


def test_elder_mode_works_where_nothing_can_be_remembered(visit: Visit) -> None:
    visit.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
    )
    page = visit.open("about/")
    page.locator("#pf-elder").click()
    assert page.locator("html[data-elder]").count() == 1
    visit.complaints.clear()  # the theme's own scripts mind; ours do not


FOCUSED = """() => { const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
  return {name: e.tagName + '.' + e.className, href: e.getAttribute('href') || '', inside: !!e.closest('article'),
    shown: b.width > 0 && b.height > 0 && b.bottom > 0 && b.top < innerHeight && b.right > 0 && s.opacity !== '0',
    ring: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none'}; }"""


@pytest.mark.parametrize("kind", ["home", "coming event", "subscribe", "coverage", "article"])
def test_the_first_tab_offers_to_skip_to_the_text(kind: str, visit: Visit, site: Path) -> None:
    page = visit.open(address(kind, site))
    page.keyboard.press("Tab")
    first = page.evaluate(FOCUSED)
    assert first["name"].startswith("A.pf-skip")
    assert first["shown"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "pf-content"
    page.keyboard.press("Tab")
    seen = page.evaluate(FOCUSED)
    assert seen["inside"], seen
    for _ in range(8):
        assert seen["shown"], seen
        assert seen["ring"], seen
        page.keyboard.press("Tab")
        seen = page.evaluate(FOCUSED)


def test_with_the_keyboard_alone_one_searches_and_switches(visit: Visit) -> None:
    page = visit.open("calendar/")
    page.keyboard.press("/")
    page.keyboard.insert_text("贺村镇")
    page.keyboard.press("End")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("贺村镇")
    page.locator("#pf-elder").focus()
    page.keyboard.press("Enter")
    assert page.locator("html[data-elder]").count() == 1


@pytest.mark.parametrize("kind", ["home", "month", "held event", "township", "coverage year", "subscribe", "article"])
def test_paper_shows_the_text_and_not_the_furniture(kind: str, visit: Visit, site: Path) -> None:
    page = visit.open(address(kind, site))
    page.emulate_media(media="print")
    for furniture in (
        ".md-header",
        ".md-tabs",
        ".md-sidebar",
        ".pf-top",
        ".pf-skip",
        ".md-search",
        ".md-top",
        "#pf-elder",
        ".pf-js",
        ".pf-copy",
    ):
        assert page.locator(f"{furniture}:visible").count() == 0, furniture
    expect(page.locator("h1")).to_be_visible()
    closed = page.locator("details.pf-fold:not([open])").count()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.pf-fold:not([open])").count() == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.pf-fold:not([open])").count() == closed
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF")


def test_addresses_are_copied_by_a_button(visit: Visit) -> None:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.open("subscribe/")
    assert page.locator("[data-copy]:visible").count() > 3
    button = page.locator("[data-copy]").first
    button.click()
    expect(button).to_contain_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"https://.+/calendars/all\.ics", copied)
    expect(button).to_have_text("复制")


def test_copying_works_where_the_browser_has_no_clipboard(visit: Visit) -> None:
    visit.page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page = visit.open("subscribe/")
    button = page.locator("[data-copy]").first
    button.click()
    expect(button).to_contain_text(re.compile("已复制|长按"))
    assert page.evaluate("String(getSelection()) || document.activeElement.value").startswith("https://")


def test_a_wrong_address_helps_on(visit: Visit) -> None:
    page = visit.open("events/never/was/")
    visit.complaints.clear()  # the browser notes the answer 404
    expect(page.locator("h1")).to_have_text("没有这个页面")
    page.locator("article a", has_text="找我的乡镇").click()
    expect(page.locator("h1")).to_contain_text("乡镇")
    assert page.url == visit.home + "townships/"


def test_on_a_phone_the_menu_opens_and_leads_everywhere(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 844})
    page = visit.open("events/gaq-2026-zhaoxu/")
    page.locator(".md-header label[for=__drawer]").click()
    link = page.locator(".md-nav--primary a:visible", has_text="订阅日历").first
    expect(link).to_be_visible()
    link.click()
    expect(page.locator("h1")).to_contain_text("订阅")


def test_folds_open_where_a_link_leads_into_them(visit: Visit) -> None:
    """A figure's link ends in a list that lies folded: the reader must see it, not a closed heading."""
    page = visit.open("coverage/")
    link = page.locator("td a[href*='2025/#t-']").first
    anchor = (link.get_attribute("href") or "").partition("#")[2]
    link.click()
    page.wait_for_url(f"**/coverage/2025/#{anchor}")
    expect(page.locator(f"details:has(> #{anchor}) ul.pf-records a").first).to_be_visible()


def test_structured_data_and_manifest_are_what_they_say(visit: Visit, site: Path) -> None:
    page = visit.open(address("coming event", site))
    told = json.loads(page.locator("script[type='application/ld+json']").text_content() or "")
    assert told["@type"] == "Event"
    assert page.title().startswith(page.locator("h1").inner_text())

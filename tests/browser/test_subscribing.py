"""Subscribing as readers do it: on a phone, in WeChat, with a scanner, on paper, and without scripts."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
import zxingcpp
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit, visit_with
from tests.browser.test_reading import STICKING_OUT, elder
from tests.integration.whole import URL

pytestmark = pytest.mark.browser
PHONES = {
    "苹果手机": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1",
    "华为手机": "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile HuaweiBrowser/5.1",
    "小米": "Mozilla/5.0 (Linux; U; Android 15; zh-cn; 24129PN74C) AppleWebKit/537.36 Chrome/119 Mobile Safari/537.36 XiaoMi/MiuiBrowser/19.4",
    "OPPO": "Mozilla/5.0 (Linux; U; Android 15; zh-cn; PKB110) AppleWebKit/537.36 Chrome/115 Mobile Safari/537.36 HeyTapBrowser/40.9",
    "vivo": "Mozilla/5.0 (Linux; Android 15; V2405A) AppleWebKit/537.36 Chrome/123 Mobile Safari/537.36 VivoBrowser/24.5",
    "其他安卓手机": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36",
    "苹果电脑": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.5 Safari/605.1.15",
    "Windows": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36",
}
WECHAT = "Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 Chrome/126 Mobile Safari/537.36 MicroMessenger/8.0.50.2701"

# The picture as the page shows it, at its size on the screen: one byte of grey for each pixel.
PIXELS = """async (img) => {
  await img.decode();
  const side = Math.round(img.getBoundingClientRect().width);
  const pen = Object.assign(document.createElement('canvas'), {width: side, height: side}).getContext('2d');
  pen.drawImage(img, 0, 0, side, side);
  const all = pen.getImageData(0, 0, side, side).data;
  return [side, btoa(Array.from({length: side * side}, (_, i) => String.fromCharCode(all[4 * i])).join(''))];
}"""


def village(site: Path) -> str:
    """The page of a village that the tests of the finder know by its name."""
    [found] = site.glob("townships/*/*-qingyang/index.html")
    return found.relative_to(site).as_posix().removesuffix("index.html")


def scanned(page: Page, selector: str) -> str:
    side, pixels = page.locator(selector).first.evaluate(PIXELS)
    picture = memoryview(base64.b64decode(pixels)).cast("B", shape=[side, side])
    [code] = zxingcpp.read_barcodes(picture)
    return code.text


def phone(browser: Browser, home: str, agent: str) -> Visit:
    return visit_with(browser.new_context(viewport={"width": 390, "height": 844}, user_agent=agent), home)


def test_a_village_is_found_by_name_and_by_spelling_with_links_that_work(visit: Visit, site: Path) -> None:
    """What the finder makes are the village's own feeds, and its page with the address and the code."""
    page = visit.open("subscribe/")
    for word in ("清漾", "qingyang"):
        page.locator("#feeds-input").fill(word)
        row = page.locator("#feeds li[data-name='清漾村']")
        expect(row).to_be_visible()
        assert (
            page.locator("#feeds > details:visible").count() == 0
        )  # the townships without that word are out of the way
        links = row.locator("a").evaluate_all("all => all.map(a => a.href)")
        assert [(site / link.partition("gov.cn/")[2]).is_file() for link in links[:2]] == [True, True]
        assert links[1].endswith("-qingyang-remind.ics")
    row.locator("a", has_text="二维码").click()
    page.wait_for_url(f"**/{village(site)}#subscribe")
    expect(page.locator("#subscribe")).to_be_in_viewport()
    page.go_back()
    page.locator("#feeds-input").fill("没有这个村")
    expect(page.locator("#feeds-found")).to_contain_text("没有找到")
    assert page.locator("#feeds > details:visible").count() == 19


def test_an_opened_township_has_its_address_and_code(visit: Visit) -> None:
    """A fold gets its copyable address when it is opened, once."""
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.open("subscribe/")
    fold = page.locator("#feeds > details", has_text="贺村镇")
    for _ in range(3):
        fold.locator("summary").click()
    expect(fold.locator("input")).to_have_value(f"{URL}calendars/townships/330881121.ics")
    fold.locator("button").click()
    expect(fold.locator("button")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == f"{URL}calendars/townships/330881121.ics"
    assert scanned(page, "#feeds details[open] img") == f"{URL}townships/330881121/#subscribe"


def test_codes_are_fetched_when_they_are_wanted(visit: Visit) -> None:
    """A phone that opens the page loads two pictures, and one more for each fold that is opened."""
    page = visit.open("subscribe/")
    page.locator("#audiences").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    assert len([u for u in visit.asked if "/qr/" in u]) <= 2
    page.locator("#audience-farmers summary").click()
    expect(page.locator("#audience-farmers img")).to_be_visible()
    assert scanned(page, "#audience-farmers img") == f"{URL}subscribe/#audience-farmers"
    assert [u for u in visit.asked if u.endswith("/qr/audiences/farmers.svg")]


def test_a_scanner_reads_the_code_from_the_screen(visit: Visit, site: Path) -> None:
    """What the browser draws, at its size on the page, leads to that very page."""
    page = visit.open(village(site))
    assert scanned(page, ".pf-qr img") == f"{URL}{village(site)}#subscribe"
    page.set_viewport_size({"width": 390, "height": 844})
    assert scanned(page, ".pf-qr img") == f"{URL}{village(site)}#subscribe"


def test_the_code_of_an_audience_opens_at_its_row(visit: Visit) -> None:
    """Who scans it sees the row it is about, below the head of the page, and marked."""
    page = visit.open("subscribe/#audience-seniors")
    row = page.locator("#audience-seniors")
    expect(row).to_be_in_viewport()
    assert row.evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)"
    head = page.locator(".md-header").bounding_box()
    box = row.bounding_box()
    assert head
    assert box
    assert box["y"] >= head["y"] + head["height"] - 1


def test_inside_wechat_a_button_explains_instead_of_failing(browser: Browser, home: str) -> None:
    """WeChat opens neither webcal nor calendar files: the reader is told how to get out, and is not sent anywhere."""
    visit = phone(browser, home, WECHAT)
    page = visit.open("townships/330881121/")
    note = page.locator(".pf-feed .pf-inapp").first
    expect(note).to_contain_text("在浏览器打开")
    plain = phone(browser, home, PHONES["vivo"]).open("townships/330881121/").locator(".pf-feed .pf-inapp").first
    colour = "e => getComputedStyle(e).backgroundColor"
    assert note.evaluate(colour) != plain.evaluate(colour)
    before = page.url
    for link in (page.locator(".pf-feed a[href^='webcal:']").first, page.locator(".pf-feed a[download]").first):
        link.click()
        expect(note).to_be_focused()
        note.evaluate("e => e.blur()")
    assert page.url == before
    page = visit.open("subscribe/")
    page.locator("#audience-farmers a[href^='webcal:']").first.click()
    expect(page.locator("#audience-farmers .pf-told")).to_contain_text("在浏览器打开")
    assert visit.complaints == []


def test_a_link_that_no_calendar_takes_leads_to_the_steps(browser: Browser, home: str) -> None:
    """Most Android phones do nothing with webcal; silence would leave the reader alone."""
    page = phone(browser, home, PHONES["其他安卓手机"]).open("townships/330881121/")
    link = page.locator(".pf-feed a[href^='webcal:']").first
    for _ in range(2):
        link.click()
    told = page.locator(".pf-feed .pf-told")
    expect(told).to_contain_text("复制网址", timeout=5000)
    assert told.count() == 1


@pytest.mark.parametrize("name", PHONES)
def test_the_steps_of_this_device_stand_open(name: str, browser: Browser, home: str) -> None:
    """The one section for the reader's own phone or computer is open, the others are closed."""
    page = phone(browser, home, PHONES[name]).open("subscribe/")
    opened = page.locator("details[data-phone][open] > summary")
    expect(opened).to_have_count(1)
    expect(opened).to_contain_text(name)


def test_on_paper_a_village_has_a_notice_to_pin_up(visit: Visit, site: Path) -> None:
    """A page of its own with a large code that can be read from the sheet, the words around it, and no buttons."""
    page = visit.open(village(site))
    expect(page.locator(".pf-paper").first).to_be_hidden()
    screen = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    assert screen >= 3
    page.emulate_media(media="print")
    poster = page.locator(".pf-poster")
    assert poster.evaluate("e => [getComputedStyle(e).breakBefore, getComputedStyle(e).breakAfter]") == ["page", "page"]
    millimetres = 96 / 25.4
    box = poster.locator("img").bounding_box()
    assert box
    assert box["width"] > 100 * millimetres
    expect(page.locator(".pf-paper").first).to_be_visible()
    for gone in (".pf-feed__do", ".pf-copy", ".pf-inapp"):
        assert page.locator(f"{gone}:visible").count() == 0
    assert scanned(page, ".pf-poster img") == f"{URL}{village(site)}#subscribe"


def test_codes_stay_black_on_white_where_the_reader_likes_it_dark(visit: Visit, site: Path) -> None:
    """A scanner needs dark on light whatever colours the system prefers."""
    visit.page.emulate_media(color_scheme="dark", forced_colors="active")
    page = visit.open(village(site))
    assert scanned(page, ".pf-qr img") == f"{URL}{village(site)}#subscribe"
    assert page.locator(".pf-qr img").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"


def test_without_scripts_addresses_and_words_are_there(plain: Visit, site: Path) -> None:
    """A fold opens by itself, its links lead on, and the address on a village's page can be selected."""
    page = plain.open("subscribe/")
    fold = page.locator("#feeds > details", has_text="贺村镇")
    fold.locator("summary").click()
    expect(fold.locator("a[href^='webcal:']")).to_have_count(2)
    fold.locator("a", has_text="各村").click()
    page.locator(".pf-villages a").first.click()
    field = page.locator(".pf-feed input").first
    assert re.fullmatch(rf"{URL}calendars/villages/330881121-\w+\.ics", field.input_value())
    expect(page.locator(".pf-inapp")).to_contain_text("在浏览器打开")
    expect(page.locator(".pf-qr img")).to_be_visible()


def test_opened_lists_fit_a_narrow_phone_in_large_print(visit: Visit) -> None:
    """With results, an open township, an open code and all steps unfolded nothing sticks out at 320 and 390 pixels."""
    page = visit.open("subscribe/")
    page.locator("#feeds-input").fill("清")
    page.evaluate("document.querySelectorAll('article details').forEach(d => { d.hidden = false; d.open = true; })")
    for large in (False, True):
        elder(page, large)
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 850})
            page.wait_for_timeout(100)
            seen = page.evaluate(STICKING_OUT)
            assert seen["whole"] <= seen["window"], seen
            assert seen["found"] == [], seen

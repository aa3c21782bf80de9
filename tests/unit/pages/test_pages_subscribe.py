"""Subscribing: every feed can be reached, with and without scripts, by link, by address and by QR code."""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from generator.base.artifacts import SiteInfo
from generator.feeds.build import plan_feeds
from generator.feeds.catalogue import catalogue, remind_path
from generator.model import Library, Township, Village
from generator.pages import campaigns, home, sites, subscribe, townships
from generator.pages.feedlinks import feed_link, landing, qr_codes, qr_path
from generator.world import World
from tests.clients.makers import SITE, event, library
from tests.unit.pages_kit import Html, dated, dated_of, rendered, specs
from tests.unit.qr_kit import read

WEBCAL = "webcal://pufa.example.gov.cn/"
MODULES = (home, campaigns, townships, sites, subscribe)


def page(found: World | None = None) -> Html:
    found = found or dated()
    return rendered(specs(subscribe, found)["subscribe/"], found)


@cache
def everything() -> dict[str, Html]:
    """Every page that offers feeds, by address."""
    found = dated([event()])
    return {a: rendered(s, found) for module in MODULES for a, s in specs(module, found).items()}


def webcal(html: Html) -> set[str]:
    return {link.removeprefix(WEBCAL) for link in html.links if link.startswith(WEBCAL)}


def fields(html: Html) -> set[str]:
    return {given["value"] or "" for tag, given in html.tags if tag == "input" and "readonly" in given}


def images(html: Html) -> Iterator[dict[str, str | None]]:
    yield from (given for tag, given in html.tags if tag == "img")


def villages(html: Html) -> set[str]:
    """The ids of villages that the finder's script makes links for."""
    found = set[str]()
    for _, given in html.tags:
        for pair in (given.get("data-villages") or "").split(","):
            if pair:
                found.add(f"{given['data-code']}-{pair.rpartition('|')[2]}")
    return found


def many(count: int) -> Library:
    """A county of so many townships with 15 villages each."""
    small = library()
    found = []
    for i in range(count):
        code = f"330881{100 + i}"
        mine = tuple(Village(f"{code}-shangjieshou{k}", f"上界首{k}村", code) for k in range(15))
        found.append(Township(code, f"第{i}溪口镇", mine))
    return replace(
        small,
        region=replace(small.region, townships=tuple(found)),
        sites=(),
        site_by_id={},
        township_by_code={t.code: t for t in found},
        village_by_id={v.id: v for t in found for v in t.villages},
    )


def test_every_feed_and_its_variant_with_reminders_is_offered_on_the_page_it_names() -> None:
    """No feed is a secret: each stands on its own page (single events aside), and both of its variants stand together."""
    pages = everything()
    for feed in catalogue(dated([event()]).library):
        if feed.kind == "event":
            continue
        address = landing(feed).partition("#")[0] or feed.page
        assert {feed.path, remind_path(feed.path)} <= webcal(pages[address]), feed.path
        assert SITE.url + feed.path in fields(pages[address]), feed.path


def test_the_subscribe_page_offers_all_but_what_stands_on_townships_pages() -> None:
    """One page has them all, but those of a village, which its finder makes, and those of a township and a campaign."""
    html = everything()["subscribe/"]
    feeds = catalogue(dated([event()]).library)
    here = {f.path for f in feeds if f.kind not in ("event", "village", "township-campaign")}
    assert webcal(html) == here | {remind_path(path) for path in here}
    assert villages(html) == {f.id for f in feeds if f.kind == "village"}


def test_the_links_are_feeds_that_are_really_made() -> None:
    """No page offers a calendar that the site does not have."""
    found = dated([event()])
    made = {p.path for p in plan_feeds(found.library, found.occurrences, SITE, found.as_of)}
    for address, html in everything().items():
        assert webcal(html) <= made, address
        assert {f.removeprefix(SITE.url) for f in fields(html)} <= made, address


def test_without_scripts_a_village_is_two_clicks_away() -> None:
    """The fold of a township leads to its page, where the villages are listed."""
    html = everything()["subscribe/"]
    assert "../townships/330881121/#subscribe" in html.links
    assert "subscribe" in everything()["townships/330881121/"].ids
    assert "../../townships/330881121/330881121-lixian/" in everything()["townships/330881121/"].links


def test_what_needs_a_script_is_put_in_by_the_script() -> None:
    """No button stands in a page that would do nothing without scripts."""
    for html in everything().values():
        assert not [given for _, given in html.tags if "data-copy" in given]
        assert not [tag for tag, given in html.tags if tag == "button" and "pf-copy" in (given.get("class") or "")]
        assert not [name for _, given in html.tags for name in given if name.startswith("on")]


def test_every_qr_code_opens_the_place_where_its_feed_is_offered() -> None:
    """Each picture on a page is made, each made one is shown somewhere, and a scanner is led to an anchor that exists."""
    found = dated([event()])
    made = {p.path: p.make() for p in qr_codes(found.library, SITE)}
    pages = everything()
    shown = set()
    for address, html in pages.items():
        root = "../" * address.count("/") or "./"
        shown |= {(given["src"] or "").removeprefix(root) for given in images(html)}
    assert shown == set(made)
    for feed in catalogue(found.library):
        if landing(feed):
            text = read(made[qr_path(feed.path)])
            assert text.startswith(SITE.url)
            address, _, anchor = text.removeprefix(SITE.url).partition("#")
            assert anchor in pages[address].ids, text
            assert feed.path in webcal(pages[address]), text


def test_a_code_is_drawn_anew_only_when_its_address_changes() -> None:
    """Events change every day and codes never: their keys depend on where the site is and on nothing else."""
    before = {p.path: p.key for p in qr_codes(dated().library, SITE)}
    assert before == {p.path: p.key for p in qr_codes(dated([event(), event("gaq-2")]).library, SITE)}
    moved = {p.path: p.key for p in qr_codes(dated().library, replace(SITE, url="https://sfj.example.gov.cn/pufa/"))}
    assert moved.keys() == before.keys()
    assert not set(moved.values()) & set(before.values())


def test_a_site_with_a_very_long_address_has_no_codes_and_no_broken_pictures() -> None:
    """An address that no code can hold takes nothing else from the reader."""
    far = SiteInfo(f"https://{'x' * 60}.{'y' * 60}.{'z' * 60}.gov.cn/", "远")
    found = replace(dated(), site=far)
    assert list(qr_codes(found.library, far)) == []
    html = page(found)
    html.assert_sound()
    assert list(images(html)) == []
    assert f"{far.url}calendars/all.ics" in fields(html)


def test_pictures_wait_until_they_are_wanted() -> None:
    """A hundred townships make no hundred requests: only the codes of the two large blocks are loaded at once, those of
    lists when their fold is opened, and those of townships do not even stand in the page."""
    assert not [given for given in images(page()) if "/townships/" in (given["src"] or "")]
    eager = [given["src"] for given in images(page()) if given.get("loading") != "lazy"]
    assert eager == ["../assets/pufa/qr/all.svg", "../assets/pufa/qr/observances.svg"]
    for given in images(page()):
        assert given["alt"]  # what it opens, for those who cannot see it
        assert given["width"] == given["height"]


def test_the_page_stays_small_in_a_large_county() -> None:
    """100 townships with 1,500 villages: less than 110 KB, which with 30 KB of theme around it is below 150 KB."""
    html = page(dated_of(many(100)))
    assert len(html.source.encode()) < 110_000
    assert len(villages(html)) == 1500


def test_names_cannot_break_the_finders_list() -> None:
    """The marks between names and slugs are taken out of names."""
    small = library()
    odd = Township("330881121", "贺村镇", (Village("330881121-hecun", "贺村|a,b村", "330881121"),))
    found = replace(
        small,
        region=replace(small.region, townships=(odd,)),
        sites=(),
        site_by_id={},
        township_by_code={odd.code: odd},
        village_by_id={"330881121-hecun": odd.villages[0]},
    )
    assert villages(page(dated_of(found))) == {"330881121-hecun"}


def test_a_county_without_campaigns_and_sites_has_a_sound_page() -> None:
    """The page of a region that has just begun says so and has no empty lists."""
    html = page(dated_of(replace(library(campaigns=()), sites=(), site_by_id={})))
    html.assert_sound()
    assert "还没有专项" in html.text
    assert "sites" not in html.ids


def test_the_page_is_sound_and_tells_the_steps_for_every_device() -> None:
    """Steps for each phone and computer, what WeChat cannot do, what changes look like, and how to get rid of it."""
    html = page()
    html.assert_sound()
    assert {"all", "steps", "changes", "observances", "audience-farmers"} <= set(html.ids)
    for word in (
        "iPhone", "鸿蒙", "不能按网址订阅", "小米", "URL 导入", "OPPO", "vivo", "谷歌日历", "没有谷歌服务", "ICSx⁵", "macOS",
        "Outlook", "在微信、QQ、钉钉、企业微信里打开", "在浏览器打开", "【延期】", "【取消】", "12 小时", "取消订阅",
    ):  # fmt: skip
        assert word in html.text, word


def test_every_block_says_what_to_do_inside_wechat() -> None:
    """The words stand there without scripts too, wherever a button would fail."""
    for address in ("subscribe/", "townships/330881121/", "townships/330881121/330881121-hecun/", "sites/park/"):
        assert "在微信、QQ、钉钉里点了没有反应" in everything()[address].text


def test_a_villages_code_becomes_a_notice_on_paper() -> None:
    """A village has a poster with the words that a reader without the page needs; a township has a plain code."""
    village = everything()["townships/330881121/330881121-lixian/"]
    assert [given for _, given in village.tags if "pf-poster" in (given.get("class") or "")]
    assert "扫一扫，订阅礼贤村的活动" in village.text
    assert "12348" in village.text
    township = everything()["townships/330881121/"]
    assert not [given for _, given in township.tags if "pf-poster" in (given.get("class") or "")]


def test_a_feeds_webcal_address_is_its_own_under_another_scheme() -> None:
    """The link for phones, the address to copy, the variant that rings and the picture belong to one feed."""
    assert feed_link(SITE, "calendars/all.ics", "全部", "subscribe/#all") == {
        "path": "calendars/all.ics",
        "name": "全部",
        "url": "https://pufa.example.gov.cn/calendars/all.ics",
        "webcal": "webcal://pufa.example.gov.cn/calendars/all.ics",
        "remind": "https://pufa.example.gov.cn/calendars/all-remind.ics",
        "remind_webcal": "webcal://pufa.example.gov.cn/calendars/all-remind.ics",
        "qr": "assets/pufa/qr/all.svg",
    }
    assert feed_link(SITE, "calendars/all.ics", "全部")["qr"] == ""


def test_the_context_is_of_plain_values() -> None:
    """It can be hashed, which decides whether the page is rendered again."""
    spec = specs(subscribe, dated())["subscribe/"]
    assert marshal.loads(marshal.dumps(dict(spec.context), 2)) == spec.context

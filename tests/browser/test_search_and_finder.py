"""Readers find what they look for: in the site's search, and in the list of townships on the first page."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import BELOW, Visit
from tests.browser.kinds import events
from tests.integration.whole import AS_OF, URL

pytestmark = pytest.mark.browser
META = ".md-search-result__meta"
RESULTS = ".md-search-result__item > a.md-search-result__link"


def ask(page: Page, words: str) -> None:
    """Type into the search. The theme listens for keys, as an input method sends them, not for pasted text."""
    field = page.locator(".md-search__input")
    field.click()
    field.fill(words)
    field.press("End")


def search(page: Page, words: str) -> list[str]:
    """The addresses of what the search finds, best first."""
    ask(page, "")
    expect(page.locator(META)).to_have_text("键入以开始搜索")
    ask(page, words)
    expect(page.locator(META)).to_contain_text("符合条件的结果")
    page.wait_for_timeout(150)  # the list is filled step by step
    return [link.partition("?")[0] for link in page.locator(RESULTS).evaluate_all("all => all.map(a => a.href)")]


def table(site: Path, name: str) -> list[dict[str, str]]:
    with (site / f"data/{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_township_a_village_a_campaign_and_a_site_are_found_by_name(visit: Visit, site: Path) -> None:
    page = visit.open("")
    for name, rows, first in (
        ("贺村镇", table(site, "townships"), 1),
        ("双塔街道", table(site, "townships"), 1),
        ("清漾村", table(site, "villages"), 3),
        ("八五普法", table(site, "campaigns"), 5),
        (table(site, "sites")[0]["name"], table(site, "sites"), 3),
    ):
        wanted = [visit.home + r["url"].removeprefix(URL) for r in rows if name in (r.get("name"), r.get("title"))]
        assert wanted, name
        assert set(search(page, name)[:first]) & set(wanted), name
        titles = page.locator(f"{RESULTS} h1, {RESULTS} h2").all_text_contents()
        assert not [t for t in titles if re.search(r"mark>|ark>|[<>&;]", t)]  # marks of what was found, put in askew


def test_coming_events_are_found_by_words_of_their_titles(visit: Visit, site: Path) -> None:
    page = visit.open("about/")
    coming = [e for e in events(site) if e["first_day"] > AS_OF and e["status"] in ("计划", "确定")][:6]
    assert len(coming) == 6
    for event in coming:
        found = search(page, event["title"])
        assert visit.home + f"events/{event['event_id']}/" in found[:5], event["title"]


def test_an_event_is_found_by_its_place_and_campaign(visit: Visit, site: Path) -> None:
    page = visit.open("")
    names = {r["code"]: r["name"] for r in table(site, "townships")}
    event = next(e for e in events(site) if e["first_day"] > AS_OF and len(e["townships"]) == 1)
    found = search(page, f"{names[event['townships'][0]]} {event['form']}")
    assert visit.home + f"events/{event['event_id']}/" in found


def test_part_of_a_compound_finds_it_and_old_events_do_not_crowd(visit: Visit, site: Path) -> None:
    page = visit.open("")
    found = search(page, "国家安全")
    assert len(found) > 5
    old = {f"events/{e['event_id']}/" for e in events(site) if e["last_day"] < "2024"}
    assert not old & {f.removeprefix(visit.home) for f in found}


def test_what_is_not_there_is_not_found(visit: Visit) -> None:
    page = visit.open("")
    ask(page, "xyzzyplugh")
    expect(page.locator(META)).to_contain_text("没有找到")


def test_a_result_leads_to_its_page_also_below_a_path(visit: Visit) -> None:
    page = visit.page
    page.goto(visit.home.rstrip("/") + BELOW + "guide/03-zhuanxiang/", wait_until="load")
    found = search(page, "贺村镇")
    assert found[0].removeprefix(visit.home.rstrip("/") + BELOW) == "townships/330881121/"
    page.locator(RESULTS).first.click()
    expect(page.locator("h1")).to_have_text("贺村镇")
    assert page.url.startswith(visit.home.rstrip("/") + BELOW)


def test_the_finder_filters_townships_and_knows_villages(visit: Visit, site: Path) -> None:
    page = visit.open("")
    field, shown = page.locator("#finder-input"), page.locator("#finder li[data-name]:visible")
    everything = shown.count()
    assert everything == len(table(site, "townships"))
    field.fill("贺村")
    assert shown.all_text_contents()
    assert all("贺村" in text for text in shown.all_text_contents())
    expect(page.locator("#finder-found")).to_contain_text("找到")
    village = page.locator("#townships ~ ul.pf-links a:visible, ul.pf-links a:visible", has_text="贺村")
    assert village.count() > 0
    field.fill("不存在的地方")
    expect(page.locator("#finder-found")).to_contain_text("没有找到")
    assert shown.count() == everything  # the whole list stays at hand
    field.fill("")
    assert shown.count() == everything


def test_a_village_found_by_its_spelling_is_one_click_away(visit: Visit, site: Path) -> None:
    page = visit.open("")
    village = next(v for v in table(site, "villages") if v["name"] == "清漾村")
    page.locator("#finder-input").fill(village["id"].rpartition("-")[2])
    link = page.locator(f"a[href$='{village['id']}/']:visible").first
    expect(link).to_contain_text("清漾村")
    link.click()
    expect(page.locator("h1")).to_contain_text("清漾村")
    assert page.url == visit.home + village["url"].removeprefix(URL)


def test_the_list_of_feeds_is_filtered_by_name(visit: Visit) -> None:
    page = visit.open("subscribe/")
    page.locator("#feeds-input").fill("清漾")
    shown = page.locator("#feeds li[data-name]:visible")
    expect(shown.first).to_be_visible()
    assert all("清漾" in text for text in shown.all_text_contents())

"""Subscribing: every feed can be reached, with and without scripts."""

from __future__ import annotations

import marshal

from generator.feeds.catalogue import catalogue
from generator.pages import subscribe
from generator.pages.feedlinks import feed_link
from tests.clients.makers import SITE, event
from tests.unit.pages_kit import rendered, specs, world


def test_every_feed_but_those_of_single_events_is_offered() -> None:
    found = world([event()])
    html = rendered(specs(subscribe, found)["subscribe/"], found)
    wanted = {f.path for f in catalogue(found.library) if f.kind != "event"}
    webcal = "webcal://pufa.example.gov.cn/"
    assert {link.removeprefix(webcal) for link in html.links if link.startswith(webcal)} == wanted


def test_addresses_can_be_copied_by_hand_and_by_button() -> None:
    found = world()
    html = rendered(specs(subscribe, found)["subscribe/"], found)
    fields = {given["value"] for tag, given in html.tags if tag == "input" and "readonly" in given}
    buttons = {given["data-copy"]: given for tag, given in html.tags if "data-copy" in given}
    assert fields == set(buttons)
    assert all("hidden" in given for given in buttons.values()), "a button that needs a script is hidden without one"
    assert "https://pufa.example.gov.cn/calendars/all.ics" in fields


def test_every_village_has_a_file_to_download() -> None:
    found = world()
    html = rendered(specs(subscribe, found)["subscribe/"], found)
    files = {given.get("href") for tag, given in html.tags if tag == "a" and "download" in given}
    assert {f"../calendars/villages/{v}.ics" for v in found.library.village_by_id} <= files


def test_the_page_is_sound_and_tells_the_steps_for_every_phone() -> None:
    found = world()
    html = rendered(specs(subscribe, found)["subscribe/"], found)
    html.assert_sound()
    assert "steps" in html.ids
    for word in ("iPhone", "鸿蒙", "小米", "谷歌", "没有谷歌服务", "Outlook", "微信里打不开 webcal"):
        assert word in html.text


def test_a_feeds_webcal_address_is_its_own_under_another_scheme() -> None:
    link = feed_link(SITE, "calendars/all.ics", "全部")
    assert link["url"] == "https://pufa.example.gov.cn/calendars/all.ics"
    assert link["webcal"] == "webcal://pufa.example.gov.cn/calendars/all.ics"


def test_the_context_is_of_plain_values() -> None:
    spec = specs(subscribe, world())["subscribe/"]
    assert marshal.loads(marshal.dumps(dict(spec.context), 2)) == spec.context

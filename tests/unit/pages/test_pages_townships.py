"""Townships and villages: what is coming, what was, how it stands, and where every figure leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from generator.model import Target
from generator.pages import townships
from generator.pages.coverage import overview as coverage
from generator.pages.evidence import pages as evidence
from generator.pages.page import PageSpec
from generator.pages.split import by_year, coming_and_past, in_short, paragraphs
from generator.pages.villages import MOST_COMING
from tests.unit.pages_made import made_by, search_entries
from tests.unit.pages_places import (
    AS_OF,
    EVENTS,
    HE,
    NEW,
    QING,
    TOWNSHIPS,
    ZERO,
    ZONE,
    Reader,
    county,
    event,
    plain,
    render,
    rows_of,
    specs,
    world,
)


@cache
def pages() -> dict[str, PageSpec]:
    return specs(townships, county())


def titles(rows: list[dict[str, object]]) -> list[object]:
    return [row["id"] for row in rows]


def test_there_is_one_page_for_the_overview_each_township_and_each_village() -> None:
    villages = {f"townships/{v.township}/{v.id}/" for t in TOWNSHIPS for v in t.villages}
    assert set(pages()) == {"townships/", *(f"townships/{t.code}/" for t in TOWNSHIPS), *villages}
    shells = {address: spec.shell for address, spec in pages().items()}
    assert shells["townships/"] == "townships/"
    assert shells[f"townships/{HE}/"] == "township"
    assert all(shells[address] == "village" for address in villages)


def test_every_page_is_well_formed_with_unique_ids_and_a_plain_context() -> None:
    for address, spec in pages().items():
        assert plain(dict(spec.context)), address
        body = Reader(render(spec, county()))
        assert len(body.ids) == len(set(body.ids)), address
        assert "h1" not in body.tags, address
        assert spec.title, address
        assert "\n" not in spec.description, address


def test_a_township_shows_its_own_and_region_wide_events_to_come_soonest_first() -> None:
    page = pages()[f"townships/{HE}/"].context
    assert titles(page["coming"]) == ["now", "c-town", "c-village", "c-site", "c-wide"]
    assert page["wide"] == 1
    assert titles(pages()[f"townships/{QING}/"].context["coming"]) == ["c-wide"]


def test_past_events_stand_under_their_year_newest_first_and_count_the_held_apart() -> None:
    past = pages()[f"townships/{HE}/"].context["past"]
    assert [(g["year"], g["held"], titles(g["rows"])) for g in past] == [
        (2025, 2, ["off", "b1", "gaq"]),
        (2024, 3, ["both", "a2", "a1"]),
    ]
    body = render(pages()[f"townships/{HE}/"], county())
    assert "已办2场，另有1场没有办成" in body
    assert body.index('id="y2025"') < body.index('id="y2024"')
    assert body.count('<details class="pf-fold" open') == 1


def test_region_wide_events_are_not_repeated_in_the_past_of_every_township() -> None:
    assert "wide" not in [r["id"] for g in pages()[f"townships/{QING}/"].context["past"] for r in g["rows"]]


def test_the_four_states_have_their_own_words_on_township_pages() -> None:
    def years(code: str) -> dict[int, tuple[str, str, str]]:
        found = pages()[f"townships/{code}/"].context["years"]
        return {y["year"]: (y["data"], y["value"], y["word"]) for y in found}

    assert years(HE)[2024] == ("figure", "3", "")
    assert years(ZERO)[2025] == ("figure", "0", "没办")
    assert years(QING)[2025] == ("silent", "？", "未报")
    assert years(QING)[2026] == ("not_due", "…", "未到期")
    assert years(NEW)[2024] == ("not_applicable", "—", "不适用")
    assert years(ZONE)[2025] == ("not_applicable", "—", "不适用")
    assert "未报" in Reader(render(pages()[f"townships/{QING}/"], county())).words


def test_a_zone_says_that_it_is_not_counted() -> None:
    assert "不单独计入覆盖" in render(pages()[f"townships/{ZONE}/"], county())
    assert "不单独计入覆盖" not in render(pages()[f"townships/{HE}/"], county())


def test_targets_say_what_is_still_needed() -> None:
    (target,) = pages()[f"townships/{HE}/"].context["targets"]
    assert target["words"] == "每个乡镇（街道）每年，开展活动场次不少于2场"
    assert target["now"] == "这一期还差1场。"
    assert [(c["period"], c["value"], c["word"]) for c in target["cells"]] == [
        ("2026年", "1", "还差1"), ("2025年", "1", "差1"), ("2024年", "3", "达标"),
    ]  # fmt: skip
    (empty,) = pages()[f"townships/{QING}/"].context["targets"]
    assert empty["now"] == "这一期还没有办，还差2场。"
    assert pages()[f"townships/{ZONE}/"].context["targets"] == []


@pytest.mark.slow
def test_launches_alone_are_told_apart_from_a_target_met() -> None:
    made = world(event("l1", "2026-02-01", HE, stage="启动"), event("l2", "2026-03-01", HE, stage="启动"))
    (target,) = specs(townships, made)[f"townships/{HE}/"].context["targets"]
    assert target["cells"][0]["word"] == "只有启动"
    assert target["now"] == "这一期只办了启动仪式，还要再办常态活动。"


@pytest.mark.slow
def test_a_target_that_is_met_says_so() -> None:
    made = world(event("l1", "2026-02-01", HE), event("l2", "2026-03-01", HE))
    (target,) = specs(townships, made)[f"townships/{HE}/"].context["targets"]
    assert target["now"] == "这一期已经达标。"


@pytest.mark.slow
def test_the_records_of_a_whole_campaign_stand_on_the_township_s_page_under_the_target_s_id() -> None:
    made = world(targets=(Target("villages_reached", "township", "campaign", 2),))
    page = specs(townships, made)[f"townships/{HE}/"]
    (target,) = page.context["targets"]
    assert titles(target["records"]) == ["a1", "b1"]
    assert target["id"] in Reader(render(page, made)).ids


def test_every_figure_leads_to_an_anchor_of_a_page_of_evidence() -> None:
    years = {a: Reader(render(s, county())).ids for a, s in specs(coverage, county()).items()}
    years |= {s.address: Reader(render(s, county())).ids for s in made_by(evidence, county())}
    linked = 0
    for spec in pages().values():
        body = Reader(render(spec, county()))
        for link in body.links:
            if "coverage/" in link:
                address, _, anchor = link.removeprefix(spec.root).partition("#")
                assert not anchor or anchor in years[address], link
                linked += 1
            elif link.startswith("#"):
                assert link[1:] in body.ids, link
    assert linked > 10


def test_the_overview_moves_the_tiles_to_the_corner_and_names_every_township() -> None:
    context = pages()["townships/"].context
    assert [(t["name"], t["row"], t["column"]) for t in context["tiles"]] == [("贺村镇", 1, 1), ("清湖街道", 2, 1)]
    assert context["columns"] == 1
    names = [i["name"] for g in context["groups"] for i in g["items"]]
    assert sorted(names) == sorted(t.name for t in TOWNSHIPS)
    assert context["groups"][-1]["name"] == "不计入覆盖的区域"
    assert (context["reached"], context["of"], context["percent"]) == (1, 4, "25%")


def test_a_region_without_tiles_has_no_map() -> None:
    made = world(townships=tuple(replace(t, tile=None) for t in TOWNSHIPS))
    assert "pf-tiles" not in render(specs(townships, made)["townships/"], made)


def test_villages_link_with_their_state_and_unreached_ones_say_so() -> None:
    body = render(pages()[f"townships/{HE}/"], county())
    assert f'href="../../townships/{HE}/{HE}-a/">甲村<small class="pf-reached">✓ 2场' in body
    made = world(event("x", "2025-01-01", HE))
    assert "乙村<small>未到过" in render(specs(townships, made)[f"townships/{HE}/"], made)


def test_a_village_shows_what_names_it_then_what_is_open_to_all_of_the_township() -> None:
    page = pages()[f"townships/{HE}/{HE}-a/"].context
    assert titles(page["coming"]) == ["c-village"]
    assert titles(page["shared"]) == ["now", "c-town", "c-site", "c-wide"]
    assert [(g["year"], titles(g["rows"])) for g in page["past"]] == [(2025, ["b1"]), (2024, ["a1"])]
    assert (page["held"], page["model"], page["population"]) == (2, "省级2023", 900)
    other = pages()[f"townships/{HE}/{HE}-b/"].context
    assert titles(other["coming"]) == []
    assert titles(other["shared"]) == ["now", "c-town", "c-site", "c-wide"]


def test_a_village_s_context_stays_small_however_much_the_township_has() -> None:
    many = [event(f"m{i:03d}", "2027-01-01", HE, status="计划") for i in range(50)]
    old = [event(f"o{i:03d}", "2024-01-01", HE) for i in range(50)]
    page = specs(townships, world(*many, *old))[f"townships/{HE}/{HE}-a/"]
    assert len(page.context["shared"]) == MOST_COMING
    assert page.context["more"] is True
    assert page.context["past"] == []
    assert "看贺村镇的全部活动" in render(page, world())


def test_a_village_reached_today_is_counted_and_its_row_is_on_the_page() -> None:
    made = world(event("t", AS_OF.isoformat(), HE, village=f"{HE}-a"))
    page = specs(townships, made)[f"townships/{HE}/{HE}-a/"]
    years = page.context["use"]["years"]
    assert [(y["period"], y["text"], y["refs"]) for y in years if y["refs"]] == [("2026", "1场", "1")]
    body = render(page, made)
    assert '<small data-records="1"><a href="#rows">第1行</a></small>' in body
    assert 'id="rows"' in body


def test_what_a_village_s_roster_lacks_is_a_word_and_not_a_zero() -> None:
    def stocks(village: str) -> list[tuple[str, str]]:
        return [(s["state"], s["text"]) for s in pages()[f"townships/{HE}/{HE}-{village}/"].context["stocks"]]

    assert stocks("a") == [("figure", "3名"), ("silent", "未报"), ("figure", "省级2023")]
    assert stocks("b") == [("silent", "未报"), ("silent", "未报"), ("figure", "没有")]


def test_a_township_s_figures_lead_to_their_records_and_their_names_to_their_cards() -> None:
    account = pages()[f"townships/{HE}/"].context["account"]
    assert [c["name"] for c in account["columns"]] == ["2026年", "2025年", "2024年", "有记录以来"]
    rows = {r["id"]: r["cells"] for g in account["groups"] for r in g["rows"]}
    assert [c["text"] for c in rows["events_held"]] == ["1", "2", "3", "6"]
    assert [c and c["href"] for c in rows["law_savvy"]] == [None, None, None, f"coverage/all/{HE}/#law_savvy"]
    body = Reader(render(pages()[f"townships/{HE}/"], county()))
    assert f"../../coverage/2025/{HE}/#longest_silence" in body.links
    assert "../../coverage/indicators/#longest_silence" in body.links


def test_a_township_shows_its_gaps_its_place_and_its_trend() -> None:
    account = pages()[f"townships/{HE}/"].context["account"]
    assert account["place"]["group"] == "平原镇"
    assert account["findings"]
    assert [i["name"] for i in account["trend"]["items"]][::17] == ["2025年1月", "2026年6月"]
    zone = pages()[f"townships/{ZONE}/"].context["account"]
    assert (zone["groups"], zone["trend"], zone["place"], zone["findings"]) == ([], None, None, [])


def test_names_that_look_like_markup_are_escaped() -> None:
    odd = (replace(TOWNSHIPS[0], name="<b>镇</b>"), *TOWNSHIPS[1:])
    made = world(event("x", "2027-01-01", HE, title='"><script>'), townships=odd)
    found = specs(townships, made)
    for address in ("townships/", f"townships/{HE}/", f"townships/{HE}/{HE}-a/"):
        body = render(found[address], made)
        assert "<b>镇" not in body
        assert "<script>" not in body


def test_search_knows_townships_by_their_villages_and_villages_by_their_township() -> None:
    found = search_entries(county())
    entry, village = found[f"townships/{HE}/"], found[f"townships/{HE}/{HE}-a/"]
    assert (entry.title, entry.text) == ("贺村镇", "江山市 贺村司法所 甲村 乙村")
    assert (village.title, village.text) == ("甲村", "江山市 贺村镇")
    assert pages()[f"townships/{HE}/{HE}-a/"].title == "甲村（贺村镇）"


def test_the_same_world_in_another_order_of_events_gives_the_same_pages() -> None:
    again = specs(townships, world(*reversed(EVENTS)))
    assert {a: dict(s.context) for a, s in again.items()} == {a: dict(s.context) for a, s in pages().items()}


def test_what_is_on_stands_on_the_day_of_the_build_with_its_end() -> None:
    """On the pages of a township and of its villages; what is over keeps the day of its beginning."""
    long = replace(event("long", "2026-06-01", HE, village=f"{HE}-a", status="确定"), end=date(2026, 7, 1))
    over = replace(event("over", "2026-05-30", HE, village=f"{HE}-a"), end=date(2026, 6, 2))
    found = world(long, over)
    made = specs(townships, found)
    for address in (f"townships/{HE}/", f"townships/{HE}/{HE}-a/"):
        context = made[address].context
        assert [(r["id"], r["date"], r["clock"], r["until"]) for r in context["coming"]] == [
            ("long", AS_OF.isoformat(), "", "进行中，到7月1日"),
        ]  # fmt: skip
        past = [r for year in context["past"] for r in year["rows"]]
        assert [(r["id"], r["date"], r["until"]) for r in past] == [("over", "2026-05-30", "到6月2日")]


def test_coming_and_past_split_at_the_day_of_the_account() -> None:
    made = world(event("t", "2026-06-15", HE), event("y", "2026-06-14", HE), as_of=date(2026, 6, 15))
    coming, past = coming_and_past(["y", "t"], rows_of(made))
    assert (titles(coming), titles(past)) == (["t"], ["y"])
    assert by_year([]) == []


def test_texts_are_cut_on_one_line_and_split_into_paragraphs() -> None:
    assert in_short("一二三，\n四五 six\nseven", 20) == "一二三，四五 six seven"
    assert in_short("一二三，四五", 5) == "一二三…"
    assert paragraphs("一\n\n 二 \n") == ["一", "二"]


@pytest.mark.slow
def test_what_is_still_needed_says_whether_nothing_was_held_or_something_was_not_filled_in() -> None:
    targets = (Target("participants", "township", "year", 100), Target("law_savvy", "township", "campaign", 3))
    found = specs(townships, world(event("bare", "2026-03-01", HE), targets=targets))

    def now(code: str) -> list[str]:
        return [t["now"] for t in found[f"townships/{code}/"].context["targets"]]

    assert now(HE)[0] == "未到期：这一期所需的数还没有填，还差100人次。"
    assert now(QING) == ["这一期还没有办，还差100人次。", "未报：这一期所需的数还没有填，还差3人。"]

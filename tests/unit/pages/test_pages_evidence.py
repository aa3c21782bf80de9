"""Pages of evidence: one for every unit and time, numbered rows, and sentences that name them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import cache

import pytest

from generator.figures.indicators import indicator_catalogue
from generator.figures.opendata import tables
from generator.model import Result, Target, Weight
from generator.pages.evidence import pages as evidence
from generator.pages.page import PageSpec
from generator.schedule import occurrences
from generator.world import World
from tests.unit.counted import counted
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
    library,
    macro,
    plain,
    render,
    world,
)

pytestmark = pytest.mark.slow


def made(found: World) -> dict[str, PageSpec]:
    """The pages by address."""
    return {spec.address: spec for spec in made_by(evidence, found)}


@cache
def pages() -> dict[str, PageSpec]:
    return made(county())


def section(found: World, address: str, indicator: str) -> dict[str, object]:
    """One figure's section on a page, with what a reader sees before its rows."""
    groups = (pages() if found is county() else made(found))[address].context["groups"]
    told = next(s for g in groups for s in g["sections"] if s["id"] == indicator)
    return {**told, "before": macro("macros_evidence.html", "before", told["before"])}


def cited(shown: dict[str, object]) -> list[tuple[str, str, int]]:
    """(page, ranges, how many) of the rows that a section names."""
    return [(c["href"], c["refs"], c["count"]) for c in shown["counted"]]  # type: ignore[attr-defined]


def test_every_unit_has_a_page_for_each_year_campaign_and_all_time() -> None:
    units = ["records", *(t.code for t in TOWNSHIPS)]
    keys = ["2024", "2025", "2026", "campaigns/bw", "campaigns/gaq", "all"]
    assert set(pages()) == {f"coverage/{key}/{unit}/" for key in keys for unit in units}
    assert sorted(pages()) == sorted(evidence.evidence_addresses(county()))


def test_every_page_is_well_formed_and_its_links_within_have_targets() -> None:
    for address, spec in pages().items():
        assert plain(dict(spec.context)), address
        assert spec.shell == ("evidence-campaign" if "campaigns" in address else "evidence"), address
        body = Reader(render(spec, county()))
        assert len(body.ids) == len(set(body.ids)), address
        assert {link[1:] for link in body.links if link.startswith("#")} <= set(body.ids), address
        assert "h1" not in body.tags, address


def test_rows_are_numbered_held_first_and_figures_name_their_numbers() -> None:
    page = pages()[f"coverage/2025/{HE}/"]
    assert [r["title"] for r in page.context["held"]] == ["活动gaq", "活动b1"]
    assert [r["title"] for r in page.context["others"]] == ["活动off"]
    held = section(county(), f"coverage/2025/{HE}/", "events_held")
    assert (held["value"], cited(held)) == (2, [("", "1-2", 2)])
    body = render(page, county())
    assert '计入<a href="#rows">第1—2行</a>，共2场。' in body
    assert 'id="r3"' in body


def test_all_time_names_the_rows_of_the_years_pages() -> None:
    held = section(county(), f"coverage/all/{HE}/", "events_held")
    assert cited(held) == [
        (f"coverage/2024/{HE}/", "1-3", 3), (f"coverage/2025/{HE}/", "1-2", 2), (f"coverage/2026/{HE}/", "1", 1),
    ]  # fmt: skip
    assert pages()[f"coverage/all/{HE}/"].context["held"] == []
    assert pages()[f"coverage/all/{HE}/"].context["hidden"] == 10


def test_the_page_of_all_time_lists_what_no_year_has() -> None:
    later = event("next-year", "2027-03-01", HE, status="计划")
    page = made(world(*EVENTS, later))[f"coverage/all/{HE}/"]
    assert [r["title"] for r in page.context["others"]] == ["活动next-year"]
    planned = section(world(*EVENTS, later), f"coverage/all/{HE}/", "events_planned")
    assert cited(planned)[0] == ("", "1", 1)


def test_a_record_that_a_village_has_but_its_township_has_not_is_named_on_the_region_s_page() -> None:
    wide = replace(event("w", "2025-05-01"), village=f"{QING}-c")
    found = world(wide, targets=(Target("events_held", "village", "year", 1),))
    (target,) = [t for t in made(found)[f"coverage/2025/{QING}/"].context["targets"] if t["when"] == "2025年"]
    (unit,) = target["units"]
    assert cited(unit) == [("coverage/2025/records/", "1", 1)]


def test_a_silent_township_says_what_it_is_and_what_to_do() -> None:
    body = Reader(render(pages()[f"coverage/2025/{QING}/"], county())).words
    assert "也没有零报告，不等于0" in body
    assert "请报零报告" in body
    assert "不参加街道的排名" in body


def test_the_four_states_have_their_own_words_on_the_pages() -> None:
    def told(code: str, year: int) -> tuple[object, object]:
        held = section(county(), f"coverage/{year}/{code}/", "events_held")
        return held["state"], held["text"]

    assert told(HE, 2025) == ("figure", "2场")
    assert told(ZERO, 2025) == ("figure", "0场")
    assert told(QING, 2025) == ("silent", "未报")
    assert told(NEW, 2025) == ("not_applicable", "不适用")
    assert told(ZONE, 2025) == ("not_applicable", "不适用")
    assert told(QING, 2026) == ("not_due", "未到期")


def test_a_formula_has_the_real_numbers() -> None:
    found = world(
        event("s1", "2025-03-01", HE, result=Result(50, 5, 40, 39)), event("s2", "2025-03-02", HE, result=Result(45, 5, 40, 39))
    )  # fmt: skip
    page = f"coverage/2025/{HE}/"
    assert section(found, page, "satisfaction")["before"] == "满意78份 ÷ 收回80份 = 97.5%。"
    people = section(found, page, "participants")
    assert (people["value"], people["after"]) == (85, "这些行的参加95人次 − 工作人员10人次 = 85人次。")
    assert (
        section(found, page, "residents_per_1000")["before"] == "群众85人次 × 1000 ÷ 常住人口40,000人 = 2.1人次/千人。"
    )
    assert section(found, page, "events_forecast")["before"] == "已办2场 × 全期365天 ÷ 已经过去的365天 = 2场。"
    assert section(found, page, "reporting_complete")["after"] == "其中人数填齐的：第1—2行，共2场。"


def test_staff_beyond_those_who_came_is_not_summed_up_as_if_it_could_be() -> None:
    found = world(
        event("s1", "2025-03-01", HE, result=Result(5, 9)), event("s2", "2025-03-02", HE, result=Result(45, 5))
    )
    people = section(found, f"coverage/2025/{HE}/", "participants")
    assert (people["value"], people["after"]) == (40, "逐场用参加人数减去工作人员（减出负数的按0），再相加。")


def test_launches_without_a_sequel_are_named_by_their_rows() -> None:
    found = world(
        event("l1", "2025-01-10", HE, stage="启动"),
        event("l2", "2025-06-01", HE, stage="启动"),
        event("r", "2025-02-01", HE),
    )
    told = section(found, f"coverage/2025/{HE}/", "launch_dropout")
    assert told["before"] == "90天里没有下文的1场 ÷ 满90天的启动仪式2场 = 50%。"
    assert told["after"] == "没有下文的启动：第3行，共1场。90天里跟上了常态活动的：第1行，共1场。"


def test_the_region_s_page_names_the_launches_that_its_number_counts() -> None:
    """A launch is followed up in its own township: what is held elsewhere is no sequel, whoever's page tells of it."""
    found = world(
        event("l1", "2025-01-10", HE, stage="启动"),
        event("l2", "2025-01-10", QING, stage="启动"),
        event("l3", "2025-03-01", stage="启动"),  # of the whole region: any township will do
        event("r", "2025-03-05", QING),
        event("l4", "2025-05-01", HE, QING, stage="启动"),  # of two: one of them went on
        event("r2", "2025-07-01", HE),
    )
    told = section(found, "coverage/2025/records/", "launch_dropout")
    assert told["before"] == "90天里没有下文的1场 ÷ 满90天的启动仪式4场 = 25%。"
    assert told["after"] == "没有下文的启动：第1行，共1场。90天里跟上了常态活动的：第2—3、5行，共3场。"


def test_a_launch_at_the_end_of_a_year_is_followed_up_in_the_next() -> None:
    found = world(event("l", "2025-12-01", HE, stage="启动"), event("r", "2026-02-28", HE))
    told = section(found, f"coverage/2025/{HE}/", "launch_dropout")
    assert (told["value"], told["after"]) == (0, "90天里跟上了常态活动的：第1行，共1场。")


def test_sentences_name_as_many_rows_as_the_part_of_their_ratio() -> None:
    """Whatever indicator names those of its records that make the part."""
    found = world(
        event("a", "2025-01-10", HE, stage="启动"),
        event("b", "2025-02-10", QING, focus="义务", result=Result(9, 1), updated=datetime(2025, 2, 12, 9)),
        event("c", "2025-03-10", HE, QING, focus="权利", audiences=("领导干部",), updated=datetime(2025, 5, 1, 9)),
        event("d", "2025-04-10", HE, focus="并重", audiences=("领导干部",), result=Result(9)),
    )
    named = {i: indicator.chosen for i, indicator in indicator_catalogue().items() if indicator.chosen}
    seen = set()
    for matrix in found.coverage.general:
        for cell in (c for row in matrix.rows for c in row if matrix.indicator in named and c.state == "figure"):
            assert len(cell.chosen) == cell.part
            assert set(cell.chosen) <= set(cell.records)
            if matrix.every == "year":
                address = f"coverage/{cell.period}/{'records' if matrix.per == 'region' else cell.unit}/"
                words = section(found, address, matrix.indicator)["after"]
                parts = str(words).split("。")
                count = f"共{cell.part}场" if cell.part else named[matrix.indicator]
                assert (
                    count in parts[0] or (not cell.part and "没有" in parts[0]) or matrix.indicator == "launch_dropout"
                )
                seen.add(matrix.indicator)
    assert seen == set(named)


def test_the_longest_pause_is_told_with_its_days() -> None:
    told = section(county(), f"coverage/2025/{HE}/", "longest_silence")
    assert told["value"] == 138
    assert told["after"] == "最长的一段：2025-04-16 至 2025-08-31，138天。"


def test_villages_reached_are_listed_with_their_rows_and_the_rest_by_name() -> None:
    told = section(county(), f"coverage/2024/{HE}/", "villages_reached")["places"]
    assert told == {
        "reached": [{"name": "甲村", "href": f"townships/{HE}/{HE}-a/", "count": 1, "refs": "1"}], "left": ["乙村"],
    }  # fmt: skip


def test_targets_say_whether_they_are_met_what_is_needed_and_by_when() -> None:
    def verdict(year: int, code: str) -> str:
        (target,) = pages()[f"coverage/{year}/{code}/"].context["targets"]
        return str(target["verdict"])

    assert verdict(2024, HE) == "达标"
    assert verdict(2025, HE) == "没有达到，差1场"
    assert verdict(2025, QING) == "没有达到，未报；差2场"
    assert verdict(2026, HE).startswith("还没有达到，在2026年12月31日以前还要1场；进度跟得上")
    assert verdict(2026, QING) == "还没有达到，在2026年12月31日以前还要2场"


def test_a_launch_alone_does_not_meet_a_target_and_the_page_says_so() -> None:
    found = world(event("l1", "2026-02-01", HE, stage="启动"), event("l2", "2026-03-01", HE, stage="启动"))
    (target,) = made(found)[f"coverage/2026/{HE}/"].context["targets"]
    assert "只有启动仪式，不算达标" in target["verdict"]


def test_a_campaign_s_trend_keeps_the_four_states() -> None:
    def states(code: str) -> list[str]:
        return [i["state"] for i in pages()[f"coverage/campaigns/bw/{code}/"].context["trend"]["items"]]

    assert states(HE) == ["figure", "figure", "figure"]
    assert states(ZERO) == ["figure", "figure", "not_due"]
    assert states(QING) == ["figure", "silent", "not_due"]
    assert states(NEW) == ["silent"] * 5 + ["not_due"]  # half a year of its own is short enough for months
    assert states(ZONE) == ["not_applicable"] * 3


def test_a_short_campaign_s_trend_goes_by_months() -> None:
    base = world()
    campaigns = tuple(
        replace(c, period=replace(c.period, start=date(2026, 4, 1), end=date(2026, 6, 30)))
        for c in base.library.campaigns
    )
    library = replace(base.library, campaigns=campaigns, campaign_by_id={c.id: c for c in campaigns})
    trend = made(replace(base, library=library))[f"coverage/campaigns/bw/{HE}/"].context["trend"]
    assert [(i["name"], i["state"]) for i in trend["items"]] == [
        ("2026年4月", "silent"), ("2026年5月", "silent"), ("2026年6月", "figure"),
    ]  # fmt: skip


def test_places_in_the_peer_group_show_ties_as_ties() -> None:
    towns = (replace(TOWNSHIPS[0], group="平原镇"), replace(TOWNSHIPS[1], group="平原镇"), *TOWNSHIPS[2:])
    found = world(event("x", "2025-03-01", HE), event("y", "2025-03-01", QING), townships=towns)
    place = made(found)[f"coverage/2025/{HE}/"].context["place"]
    assert place["place"] == "并列第1名"
    assert [(n["name"], n["place"], n["own"]) for n in place["near"]] == [
        ("贺村镇", "并列第1名", True), ("清湖街道", "并列第1名", False),
    ]  # fmt: skip


def test_without_weights_a_township_has_no_place() -> None:
    bare = world(event("x", "2025-03-01", HE), event("y", "2025-03-02", QING), weights=())
    assert made(bare)[f"coverage/2025/{HE}/"].context["place"] is None
    assert "排在哪里" not in render(made(bare)[f"coverage/2025/{HE}/"], bare)


def test_gaps_lead_to_their_figures() -> None:
    page = pages()[f"coverage/2025/{QING}/"]
    assert page.context["findings"][0]["words"].startswith("2025年没有报过")
    body = Reader(render(page, county()))
    assert "#events_held" in body.links
    assert "看这个数" in body.words


def test_the_search_knows_the_townships_pages_of_this_year_alone() -> None:
    found = {address for address in search_entries(county()) if address.count("/") > 2 and "campaigns" not in address}
    assert {a for a in found if a.startswith("coverage/")} == {
        f"coverage/{AS_OF.year}/{t.code}/" for t in TOWNSHIPS if t.counted
    }


def test_what_officers_write_reaches_the_table_escaped() -> None:
    body = render(pages()["coverage/all/records/"], county())
    assert "宪法&lt;公园&gt;" in body
    assert "宪法<公园>" not in body


def test_a_share_of_almost_all_is_not_rounded_to_everything_in_the_points() -> None:
    most = event("x", "2025-03-01", HE, result=Result(attendance=2600, responses=2501, satisfied=2500))
    base = library(most, event("y", "2025-03-02", QING))
    alike = tuple(replace(t, group="镇") for t in base.region.townships)
    weighed = replace(base, region=replace(base.region, weights=(Weight("", "satisfaction", 100),), townships=alike))
    happenings = occurrences(weighed)
    figures = tables(weighed, happenings, AS_OF)
    found = replace(world(), library=weighed, occurrences=happenings, tables=figures, coverage=counted(figures))
    (part,) = made(found)[f"coverage/2025/{HE}/"].context["place"]["parts"]
    assert (part["value"], part["best"]) == ("99.9%", "99.9%")


@pytest.mark.parametrize(("year", "word"), [("2025", "按0计（未报）"), ("2026", "按0计（未到期）")])
def test_a_township_without_a_figure_is_counted_as_0_with_the_word_of_its_state(year: str, word: str) -> None:
    found = world(event("x", "2025-03-01", HE), event("y", "2026-03-01", HE))
    listed = {t["kind"]: t for t in made(found)[f"coverage/{year}/records/"].context["rosters"]}
    rows = {row[0][0]: row[1] for row in listed["townships"]["rows"]}
    assert (rows["贺村镇"], rows["清湖街道"]) == ("1", word)


def test_what_is_older_than_the_pages_of_years_is_listed_on_the_page_of_all_time() -> None:
    found = world(*EVENTS, event("old", "1990-03-01", HE))
    pages = made(found)
    held = section(found, f"coverage/all/{HE}/", "events_held")
    assert cited(held)[0] == ("", "1", 1)
    assert {href for href, _, _ in cited(held)} - {""} <= set(pages)
    assert [r["title"] for r in pages[f"coverage/all/{HE}/"].context["held"]] == ["活动old"]

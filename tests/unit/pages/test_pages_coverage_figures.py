"""Figures of the region with their definitions, the league, the equity panel, what to do next, and a campaign as a whole."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from generator.figures.coverage.findings import findings
from generator.figures.indicators import breakdown_catalogue, indicator_catalogue
from generator.figures.opendata import tables
from generator.model import Result, Weight
from generator.pages.coverage import overview as coverage
from generator.pages.coverage.actions import actions
from generator.pages.coverage.book import ALL, Book, campaign_span, open_book, year_span
from generator.pages.coverage.equity import panel
from generator.pages.coverage.figures import groups
from generator.pages.coverage.league import standings
from generator.pages.page import PageSpec
from generator.schedule import occurrences
from generator.world import World
from tests.unit.counted import counted
from tests.unit.pages_places import (
    HE,
    QING,
    TOWNSHIPS,
    Reader,
    county,
    event,
    library,
    macro,
    plain,
    render,
    specs,
    world,
)

pytestmark = pytest.mark.slow


@cache
def pages() -> dict[str, PageSpec]:
    return specs(coverage, county())


GOOD = Result(attendance=50, staff=5, responses=40, satisfied=38)


def figures(book: Book, year: int) -> dict[str, dict[str, Any]]:
    return {x["indicator"]: x for g in groups(book, year_span(year)) for x in g["lines"]}


def even() -> Book:
    """Two townships of one group with one occurrence each, the third silent, in two years."""
    days = (("2024-03-01", HE), ("2025-03-01", HE), ("2025-04-01", QING))
    events = (event(f"e{i}", day, code, result=GOOD) for i, (day, code) in enumerate(days))
    return open_book(world(*events, townships=tuple(replace(t, group="平原镇") for t in TOWNSHIPS)))


def weighed(*weights: Weight) -> World:
    made = library(event("a", "2025-03-01", HE))
    made = replace(made, region=replace(made.region, weights=weights))
    happenings = occurrences(made)
    data = tables(made, happenings, county().as_of)
    return replace(county(), library=made, occurrences=happenings, tables=data, coverage=counted(data))


def equity(found: dict[str, Any]) -> str:
    return macro("macros_coverage.html", "equity", found, "../../", "2025年")


def said(found: dict[str, Any]) -> list[str]:
    """The meanings of the measures, in the last column of their table."""
    return re.findall("<td>([^<]*)</td></tr>", equity(found))


def test_every_figure_of_a_year_says_value_or_state_and_leads_to_records_and_definition() -> None:
    found = figures(open_book(county()), 2025)
    assert (found["events_held"]["text"], found["events_held"]["href"]) == ("3场", "coverage/2025/records/#events_held")
    assert (found["satisfaction"]["text"], found["satisfaction"]["state"]) == ("未报", "silent")
    assert (found["tasks_done"]["text"], found["tasks_done"]["state"]) == ("不适用", "not_applicable")
    body = render(pages()["coverage/2025/"], county())
    for name in found:
        assert f'href="../../coverage/indicators/#{name}"' in body


def test_a_percentage_never_stands_without_its_numbers() -> None:
    found = figures(even(), 2025)
    assert (found["satisfaction"]["text"], found["satisfaction"]["note"]) == ("95%", "76/80")


def test_a_change_against_the_year_before_is_told_for_years_that_are_over() -> None:
    found = figures(even(), 2025)
    assert found["events_held"]["before"] == "比上年多1场"
    assert found["satisfaction"]["before"] == "与上年持平"
    assert found["evenness"]["before"] == "比上年高8.3个百分点"
    assert figures(even(), 2024)["events_held"]["before"] == ""


def test_a_running_year_is_not_compared_with_a_whole_one() -> None:
    assert figures(open_book(county()), 2026)["events_held"]["before"] == "上年全年3场"


def test_rosters_have_no_years_and_are_shown_as_they_are_now_in_the_running_year_alone() -> None:
    book = open_book(county())
    assert (
        figures(book, 2026)["law_savvy"] | {"now": True, "href": "coverage/all/records/#law_savvy"}
        == figures(book, 2026)["law_savvy"]
    )
    assert "law_savvy" not in figures(book, 2025)
    assert not any(x["now"] for g in groups(book, ALL) for x in g["lines"])


def test_equal_townships_share_a_place_and_the_silent_are_listed_apart() -> None:
    (group,) = standings(even(), 2025, "coverage/2025/")
    places = {r["name"]: (r["place"], r["score"]) for r in group["rows"]}
    assert {n: p[0] for n, p in places.items()} == {"贺村镇": "并列第1", "清湖街道": "并列第1", "零报乡": "第3"}
    (last,) = standings(even(), 2024, "coverage/2024/")
    assert [(u["name"], u["words"]) for u in last["unranked"]] == [("清湖街道", "未报")]


def test_every_group_is_a_league_of_its_own_with_its_weights_and_points() -> None:
    found = standings(open_book(county()), 2025, "coverage/2025/")
    assert [g["name"] for g in found] == ["平原镇", "街道", "山区乡镇"]
    assert [g["rows"] for g in found] == [[], [], []], "nobody is first of one"
    assert [[(u["name"], u["words"]) for u in g["unranked"]] for g in found] == [
        [("贺村镇", "2场，组里只有它有数")], [("清湖街道", "未报")], [("零报乡", "0场，组里只有它有数")],
    ]  # fmt: skip
    (group,) = standings(even(), 2025, "coverage/2025/")
    cell = group["rows"][0]["cells"][0]
    assert (cell["text"], cell["points"], cell["href"]) == ("1", "100", f"{HE}/#events_held")
    assert next((c["name"], c["weight"]) for c in group["columns"]) == ("开展活动场次", "40")


def test_where_the_weights_come_from_is_said() -> None:
    own = weighed(Weight("平原镇", "events_held", 5), Weight("", "participants", 1))
    source = {g["name"]: g["source"] for g in standings(open_book(own), 2025, "x/")}
    assert source["平原镇"].endswith("写给这一组的")
    assert source["山区乡镇"].endswith("各组通用的")


def test_without_weights_nobody_is_ranked_and_the_page_says_why() -> None:
    """How much each indicator counts is for the region to say; until it does there is no score, no place and no praise."""
    bare = world(townships=tuple(replace(t, group="平原镇") for t in TOWNSHIPS), weights=())
    assert standings(open_book(bare), 2025, "x/") == []
    body = render(specs(coverage, bare)["coverage/2025/"], bare)
    assert "不排名次" in body
    assert "满分100" not in body
    assert "并列第" not in body


def test_groups_without_weights_are_named_where_others_have_some() -> None:
    one = weighed(Weight("平原镇", "events_held", 5))
    assert [g["name"] for g in standings(open_book(one), 2025, "x/")] == ["平原镇"]
    assert "没有写权重、不排名次的组：街道、山区乡镇" in render(specs(coverage, one)["coverage/2025/"], one)


def test_the_equity_panel_explains_each_measure_with_the_real_figures() -> None:
    found = panel(even(), year_span(2025))
    assert found is not None
    assert [x["indicator"] for x in found["lines"]] == ["gap_difference", "gap_ratio", "gini", "theil", "slope_index"]
    assert [x["state"] for x in found["lines"]] == ["figure", "not_applicable", "figure", "figure", "silent"]
    assert said(found) == [
        "最多的是贺村镇、清湖街道，1场；最少的是零报乡，0场；差1场。",
        "有乡镇一场也没有，算不出倍数，看“差”和基尼系数。",
        "0是每个乡镇一样多，越接近1越集中在少数乡镇。比上年均匀了。",
        "0是一样多，越大越不均；它对特别多的乡镇更敏感。比上年均匀了。",
        "有乡镇没有填人口，算不出来。请在 campaigns/region.yml 填上“人口”。",
    ]
    assert "<p>零报乡0场、贺村镇1场、清湖街道1场。</p>" in equity(found)
    assert [b["h"] for b in found["bars"]["bars"]] == [0, 120, 120]


SENTENCES = {
    "slope_flat": "人均场次和乡镇大小没有关系。",
    "slope_small_more": "人口多的乡镇，人均摊到的场次少：从人口最少的一头到最多的一头，每万人约少0.5场。",
    "slope_large_more": "人口少的乡镇，人均摊到的场次少：从人口最多的一头到最少的一头，每万人约少0.5场。",
}  # fmt: skip


@pytest.mark.parametrize(
    ("people", "events", "kind"),
    [
        ((100, 200), (1, 2), "slope_flat"),
        ((100, 300), (2, 1), "slope_small_more"),
        ((100, 300), (1, 9), "slope_large_more"),
    ],
)
def test_the_slope_says_who_comes_off_worse(people: tuple[int, int], events: tuple[int, int], kind: str) -> None:
    towns = tuple(replace(t, population=n) for t, n in zip(TOWNSHIPS, people, strict=False))
    dates = [(t.code, f"2025-03-{day:02d}") for t, n in zip(towns, events, strict=True) for day in range(1, n + 1)]
    book = open_book(world(*(event(f"e{i}", day, code) for i, (code, day) in enumerate(dates)), townships=towns))
    found = panel(book, year_span(2025))
    assert found is not None
    told = found["lines"][-1]["told"]
    assert told["kind"] == kind
    assert macro("macros_coverage.html", "meaning", {**told, "fewer": "0.5"}) == SENTENCES[kind]


def test_no_more_than_three_townships_are_named_among_those_that_have_as_many() -> None:
    ends = {"names": ["甲镇", "乙镇", "丙镇"], "all": 5, "held": "2"}, {"names": ["丁<乡"], "all": 1, "held": "0"}
    told = {"kind": "gap_difference", "most": ends[0], "least": ends[1], "apart": "2"}
    words = macro("macros_coverage.html", "meaning", told)
    assert words == "最多的是甲镇、乙镇、丙镇等5个，2场；最少的是丁&lt;乡，0场；差2场。"
    for kind in ("too_few", "nothing_held"):
        assert macro("macros_coverage.html", "meaning", {"kind": kind}).endswith("没有可比的。")


def test_a_silent_township_is_in_the_row_of_bars_and_named_silent() -> None:
    found = panel(even(), year_span(2024))
    assert found is not None
    assert "<p>清湖街道未报、零报乡0场" in equity(found)
    assert found["bars"]["bars"][0]["cls"] == "silent"


def test_where_nothing_was_held_there_is_no_panel_but_a_sentence() -> None:
    made = world(event("x", "2026-07-01", HE, status="计划"))
    assert panel(open_book(made), year_span(2026)) is None
    assert "没有可比的" in render(specs(coverage, made)["coverage/2026/"], made)


def test_what_to_do_comes_from_the_findings_worst_first_with_ways_to_those_concerned() -> None:
    told = actions(open_book(county()), 2025, "coverage/2025/")
    known = findings(county().coverage, county().tables, 2025)
    assert [a["words"] for a in told] == [f.words for f in known]
    assert told[0]["units"] == [{"name": "清湖街道", "href": f"{QING}/#events_held"}]
    assert told[0]["records"] == "records/#events_held"
    assert told[0]["definition"] == "../indicators/#events_held"


def test_the_overview_shows_at_most_eight_and_leads_to_the_rest() -> None:
    context = pages()["coverage/"].context
    everything = actions(open_book(county()), 2026, "coverage/")
    assert context["actions_list"] == everything[:8]
    assert context["more_actions"] == max(len(everything) - 8, 0)
    assert "下一步做什么" in Reader(render(pages()["coverage/2026/"], county())).words
    assert "哪里不足" in Reader(render(pages()["coverage/2025/"], county())).words


def test_every_indicator_has_a_card_with_its_formula_source_states_and_sql() -> None:
    body = render(pages()["coverage/indicators/"], county())
    reader = Reader(body)
    for i in (*indicator_catalogue().values(), *breakdown_catalogue().values()):
        assert i.id in reader.ids
        assert f'href="../../data/indicators/{i.id}.sql"' in body
        assert f"-- id: {i.id}" in body
        for words in (i.name, i.about, i.formula, i.source, i.states):
            assert " ".join(words.split()) in reader.words
    assert {"state-zero", "state-silent", "state-notdue", "state-na"} <= set(reader.ids)


def test_a_campaign_s_page_has_its_own_figures_targets_and_townships() -> None:
    context = pages()["coverage/campaigns/gaq/"].context
    assert plain(dict(context))
    assert {s["name"]: s["text"] for s in context["stats"]}["已办场次"] == "1"
    assert context["targets"] == []
    assert [t["id"] for t in pages()["coverage/campaigns/bw/"].context["targets"]] == ["bw.events_held.township.year"]
    book = open_book(county())
    lines = [x for g in groups(book, campaign_span("gaq")) for x in g["lines"]]
    assert {x["href"].partition("#")[0] for x in lines} == {"coverage/campaigns/gaq/records/"}


def test_a_campaign_that_has_not_begun_has_a_page_that_says_so() -> None:
    early = world(event("x", "2023-05-01", HE, status="计划"), as_of=county().as_of.replace(year=2023))
    body = render(specs(coverage, early)["coverage/campaigns/bw/"], early)
    assert "这个专项还没有开始" in body
    assert "<table" not in body


def test_made_up_records_are_marked_on_every_page_of_figures() -> None:
    made = replace(county(), library=replace(county().library, region=replace(county().library.region, sample=True)))
    for address, spec in specs(coverage, made).items():
        assert ("示例数据" in render(spec, made)) is (address != "coverage/indicators/")


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ((None, 10, 20), "有乡镇没有填人口"), ((0, 10, 20), "有乡镇的人口填的是0"), ((10, 10, 10), "各乡镇人口一样多"),
        ((10,), "不到两个乡镇"),
    ],
)  # fmt: skip
def test_why_there_is_no_slope_is_told_by_its_cause(people: tuple[int | None, ...], words: str) -> None:
    towns = tuple(
        replace(t, population=n) for t, n in zip((TOWNSHIPS[0], TOWNSHIPS[1], TOWNSHIPS[3]), people, strict=False)
    )
    found = panel(open_book(world(event("x", "2025-03-01", HE), townships=towns, sites=(), trails=())), year_span(2025))
    assert found is not None
    assert found["lines"][-1]["state"] == ("silent" if people[0] is None else "not_applicable")
    assert said(found)[-1].startswith(words)
    if len(people) == 1:
        assert said(found)[1].startswith(words)

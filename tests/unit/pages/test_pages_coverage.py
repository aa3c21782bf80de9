"""Coverage pages: four states that cannot be mistaken, and cells that lead to exactly the records they count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urljoin

import pytest

from generator.figures.coverage import Cell, Matrix, Period
from generator.model import Result, Target, Township, Village
from generator.pages import sites, townships
from generator.pages.coverage import overview as coverage
from generator.pages.evidence import pages as evidence
from generator.pages.figures import (
    LEGEND,
    Account,
    account_of,
    anchor,
    cell_view,
    cell_words,
    target_words,
    way_to_records,
)
from generator.pages.page import PageSpec
from generator.world import World
from tests.unit.pages_made import made_by
from tests.unit.pages_places import (
    AS_OF,
    HE,
    NEW,
    QING,
    TOWNSHIPS,
    ZERO,
    ZONE,
    Reader,
    event,
    plain,
    render,
    specs,
    world,
)

TARGETS = (
    Target("events_held", "township", "year", 2, "方案"),
    Target("events_held", "township", "quarter", 1),
    Target("villages_reached", "township", "year", 1),
    Target("villages_reached", "township", "campaign", 2),
    Target("participants", "region", "campaign", 100),
    Target("events_held", "region", "month", 1),
    Target("events_held", "region", "year", 9),
    Target("events_held", "village", "year", 1),
    Target("events_held", "site", "quarter", 1),
)


@cache
def county() -> World:
    return world(targets=TARGETS)


@cache
def pages() -> dict[str, PageSpec]:
    return specs(coverage, county())


@cache
def bodies() -> dict[str, str]:
    return {a: render(s, county()) for a, s in pages().items()}


@cache
def readers() -> dict[str, Reader]:
    return {a: Reader(b) for a, b in bodies().items()}


@cache
def account() -> Account:
    return account_of(county().coverage, range(2024, 2027), AS_OF)


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


def target(per: str, every: str, indicator: str = "events_held", among: Account | None = None) -> Matrix:
    return next(m for m in (among or account()).targets if (m.indicator, m.per, m.every) == (indicator, per, every))


def proofs(spec: PageSpec) -> Iterator[tuple[str, list[str]]]:
    """Every anchor of a year's page with the records listed under it."""
    context = spec.context
    for block in (*context["blocks"], context["region"]):
        for group in block["groups"]:
            for line in group["lines"]:
                yield line["id"], ids(group["rows"] if line["whole"] else line["rows"])


def test_there_is_the_overview_a_page_for_every_year_and_campaign_and_the_definitions() -> None:
    years = {"coverage/2024/", "coverage/2025/", "coverage/2026/"}
    assert set(pages()) == {
        "coverage/",
        *years,
        "coverage/campaigns/bw/",
        "coverage/campaigns/gaq/",
        "coverage/indicators/",
    }
    assert {s.shell for s in pages().values()} == {"coverage/", "coverage-year", "coverage-campaign"}


def test_every_page_is_well_formed_with_unique_ids_and_a_plain_context() -> None:
    for address, spec in pages().items():
        body = readers()[address]
        assert plain(dict(spec.context)), address
        assert len(body.ids) == len(set(body.ids)), address
        assert "h1" not in body.tags, address


def test_every_table_has_a_caption_scoped_heads_and_a_focusable_container() -> None:
    for body in bodies().values():
        tables = body.count("<table ")
        assert (
            tables
            == body.count("<caption>")
            == len(re.findall(r'<div class="pf-scroll" tabindex="0" role="region" aria-label="[^"]+">\n<table ', body))
        )
        assert "<th>" not in body
        assert not re.search(r"<th (?!scope=)", body)


@pytest.mark.slow
def test_every_link_of_a_page_of_coverage_finds_its_page_and_its_anchor() -> None:
    everything = {
        **pages(),
        **specs(townships, county()),
        **specs(sites, county()),
        **{s.address: s for s in made_by(evidence, county())},
    }
    known = {a: set(Reader(render(s, county())).ids) for a, s in everything.items()}
    checked = 0
    for address in pages():
        for link in readers()[address].links:
            place, _, fragment = urljoin(f"/{address}", link)[1:].partition("#")
            if place.startswith(("coverage/", "townships/", "sites/")):
                assert place in known, (address, link)
                assert not fragment or fragment in known[place], (address, link)
                checked += 1
    assert checked > 900


def test_every_cell_of_a_year_leads_to_exactly_the_records_it_counts() -> None:
    listed = {year: dict(proofs(pages()[f"coverage/{year}/"])) for year in (2024, 2025, 2026)}
    checked = 0
    for matrix in account().targets:
        if matrix.per not in ("township", "region") or matrix.every == "campaign":
            continue
        for row in matrix.rows:
            for period, cell in zip(matrix.periods, row, strict=True):
                if cell.state == "not_applicable":
                    continue
                way = way_to_records(county().library, matrix, cell, period)
                found = listed[period.first.year][way.partition("#")[2]]
                assert found == list(cell.records), way
                checked += bool(found)
    assert checked > 15


def test_the_general_matrix_leads_to_all_records_of_the_township_and_year() -> None:
    for code, row in zip(account().townships.units, account().townships.rows, strict=True):
        for period, cell in zip(account().townships.periods, row, strict=True):
            block = next(b for b in pages()[f"coverage/{period.id}/"].context["blocks"] if b["code"] == code)
            assert sorted(r for g in block["groups"] for r in ids(g["rows"])) == sorted(cell.records)
            assert ids(block["others"]) == list(cell.others)
            assert f"t-{code}" in readers()[f"coverage/{period.id}/"].ids


def test_the_region_s_list_has_every_held_event_once_and_marks_how_many_are_region_wide() -> None:
    region = pages()["coverage/2025/"].context["region"]
    assert sorted(r for g in region["groups"] for r in ids(g["rows"])) == ["b1", "gaq", "wide"]
    assert (region["count"], ids(region["wide"])) == (3, ["wide"])


def test_a_whole_campaign_s_figure_of_the_region_is_the_sum_of_the_years_it_leads_to() -> None:
    matrix = target("region", "campaign", "participants")
    shown = next(t for t in pages()["coverage/"].context["targets"] if t["id"] == matrix.id)
    assert [y["year"] for y in shown["by_year"]] == [2024, 2025, 2026]
    union: list[str] = []
    for entry in shown["by_year"]:
        address, _, fragment = entry["href"].partition("#")
        union += dict(proofs(pages()[address]))[fragment] if fragment else []
    assert union == list(matrix.rows[0][0].records) == ["a1"]


def test_a_whole_campaign_s_cell_of_a_township_leads_to_the_township_s_page() -> None:
    matrix = target("township", "campaign", "villages_reached")
    cell = matrix.row(HE)[0]
    assert way_to_records(county().library, matrix, cell, matrix.periods[0]) == f"townships/{HE}/#{matrix.id}"


def test_a_target_per_village_is_shown_by_township_as_met_of_due() -> None:
    shown = next(t for t in pages()["coverage/"].context["targets"] if t["per"] == "village")
    cells = {r["unit"]: [(c["value"], c["word"], c["cls"]) for c in r["cells"]] for r in shown["grid"]["rows"]}
    assert cells[HE] == [("1/2", "达标", "short"), ("1/2", "达标", "short"), ("…", "未到期", "notdue")]
    assert cells[QING][0] == ("？", "未报", "silent")
    assert cells[ZONE][0] == ("—", "不适用", "na")


def test_a_target_per_site_lists_each_open_site_under_its_township() -> None:
    (village, site) = pages()["coverage/2025/"].context["units"]
    assert [t["name"] for t in village["townships"]] == ["贺村镇", "清湖街道"]
    assert [(t["name"], [u["name"] for u in t["units"]]) for t in site["townships"]] == [("贺村镇", ["宪法<公园>"])]
    assert [c["value"] for c in site["townships"][0]["units"][0]["cells"]] == ["？", "？", "1", "？"]


def test_the_four_states_differ_in_class_sign_word_and_machine_state() -> None:
    cells = [
        Cell("u", "p", 0, "figure"), Cell("u", "p", None, "silent"), Cell("u", "p", None, "not_applicable"),
        Cell("u", "p", None, "not_due"),
    ]  # fmt: skip
    for at_least in (None, 2):
        views = [cell_view(c, at_least) for c in cells]
        for key in ("cls", "value", "word", "data"):
            assert len({v[key] for v in views}) == 4, key


def test_the_states_of_the_region_stand_in_the_cells() -> None:
    body = bodies()["coverage/"]
    for state, words in (
        ("figure", "<b>0</b><small>没办</small>"), ("silent", "<b>？</b><small>未报</small>"),
        ("not_applicable", "<b>—</b><small>不适用</small>"), ("not_due", "<b>…</b><small>未到期</small>"),
    ):  # fmt: skip
        cls = {"figure": "zero", "silent": "silent", "not_applicable": "na", "not_due": "notdue"}[state]
        assert re.search(rf'<td class="{cls}"[^>]*>(<a [^>]*>)?{re.escape(words)}', body), state
        assert re.search(rf' data-state="{state}"[^>]*>{re.escape(words)}', body), state


def test_a_cell_to_which_nothing_applies_has_no_link() -> None:
    targets = bodies()["coverage/"].partition('<h2 id="targets">')[2]
    assert '<td class="na" data-state="not_applicable"><b>—</b>' in targets
    assert '<td class="na"><a ' not in targets


@pytest.mark.parametrize(
    ("cell", "cls", "word", "words"),
    [
        (Cell("u", "p", 3, "figure", met=True), "met", "达标", "3场，达标"),
        (Cell("u", "p", 1, "figure", met=False, needed=1), "short", "差1", "1场，差1场"),
        (Cell("u", "p", 1, "figure", running=True, needed=1), "running", "还差1", "1场，还差1场"),
        (Cell("u", "p", 0, "figure", met=False, needed=2), "zero", "差2", "0场，差2场"),
        (Cell("u", "p", 2, "figure", met=False, needed=1, launches=2), "short", "只有启动",
         "2场，但只有启动仪式，还要再办常态活动"),
        (Cell("u", "p", None, "silent", met=False, needed=2), "silent", "未报", "未报"),
        (Cell("u", "p", None, "not_due", running=True, needed=2), "notdue", "未到期", "未到期"),
        (Cell("u", "p", None, "not_applicable"), "na", "不适用", "不适用"),
    ],
)  # fmt: skip
def test_a_cell_against_a_target_says_whether_it_is_met_and_how_much_is_missing(
    cell: Cell, cls: str, word: str, words: str
) -> None:
    view = cell_view(cell, 2)
    assert (view["cls"], view["word"], cell_words(cell, 2, "场")) == (cls, word, words)


def test_a_figure_without_a_target_is_only_the_figure() -> None:
    assert cell_words(Cell("u", "p", 5, "figure"), None, "场") == "5场"
    assert cell_view(Cell("u", "p", 4, "figure", of=32), 3)["value"] == "4/32"


def test_the_legend_explains_every_class_that_a_cell_can_have() -> None:
    grids = [
        t
        for body in bodies().values()
        for t in re.findall(r'<table class="[^"]*pf-grid[^>]*>.*?</table>', body, re.DOTALL)
    ]
    classes = set(re.findall(r'<td class="(\w+)"', "".join(grids))) - {"none"}
    assert classes <= {cls for cls, *_ in LEGEND}
    assert len(classes) >= 6
    assert {f"state-{cls}" for cls, *_ in LEGEND} <= set(readers()["coverage/"].ids)


def test_silent_townships_stay_in_the_denominator() -> None:
    shown = pages()["coverage/"].context["tallies"][1]
    assert (shown["reached"], shown["of"], shown["silent"], shown["reached_percent"]) == (1, 3, 1, "33.3%")
    year = next(y for y in pages()["coverage/"].context["by_year"] if y["year"] == 2025)
    townships = next(c for c in year["cells"] if c["indicator"] == "townships_reached")
    assert (townships["value"], townships["of"]) == ("1", "3")


@pytest.mark.slow
def test_all_but_one_of_very_many_is_never_shown_as_a_hundred_per_cent() -> None:
    code = "330881101"
    villages = tuple(Village(f"{code}-{i:04d}", f"村{i}", code) for i in range(2501))
    events = [event(f"e{i:04d}", "2025-01-01", code, village=v.id) for i, v in enumerate(villages[:-1])]
    made = world(*events, townships=(Township(code, "大镇", villages),), sites=(), trails=())
    body = render(specs(coverage, made)["coverage/"], made)
    assert "2500/2501" in body
    assert "99.9%" in body


def test_periods_that_have_not_begun_are_not_shown() -> None:
    months = target("region", "month")
    assert months.periods[-1].id == "2026-06"
    assert target("township", "year").periods[-1].id == "2026"
    cut = account_of(county().coverage, range(2026, 2027), AS_OF)
    assert [p.id for p in cut.townships.periods] == ["2026"]
    assert [len(r) for r in target("township", "quarter", among=cut).rows] == [2] * len(TOWNSHIPS)


def test_a_campaign_that_has_not_begun_has_no_matrix_yet() -> None:
    early = world(event("x", "2023-05-01", HE, status="计划"), as_of=date(2023, 6, 1), targets=TARGETS[:1])
    assert account_of(early.coverage, range(2023, 2024), early.as_of).targets == ()
    assert "对照目标" not in render(specs(coverage, early)["coverage/"], early)


def test_the_overview_lets_a_sceptic_recompute() -> None:
    body = bodies()["coverage/"]
    assert "统计到 2026年6月15日 星期一" in body
    for file in ("coverage.csv", "events.csv", "townships.csv", "targets.csv", "coverage.sql"):
        assert f'href="../data/{file}"' in body
    assert 'href="indicators/"' in body
    assert "示例数据" not in body


def test_the_years_turn_and_the_running_one_says_so() -> None:
    first, last = pages()["coverage/2024/"].context, pages()["coverage/2026/"].context
    assert (first["earlier"], first["later"], last["earlier"], last["later"]) == (None, 2025, 2025, None)
    assert "这一年还没有结束" in bodies()["coverage/2026/"]
    assert "这一年还没有结束" not in bodies()["coverage/2024/"].replace("这一年还没有结束，还没有办过", "")


def test_a_year_says_of_every_township_what_state_it_is_in() -> None:
    words = {a: r.words for a, r in readers().items()}
    assert "也没有零报告。" in words["coverage/2025/"]
    assert "报过了，没有已办的活动。" in words["coverage/2025/"]
    assert "不计入覆盖，或者这一年还没有设立。" in words["coverage/2024/"]
    assert "这一年还没有结束，还没有办过。" in words["coverage/2026/"]


def test_the_villages_that_a_year_counts_are_named() -> None:
    found = pages()["coverage/2025/"].context["villages"]
    assert [(t["name"], t["of"], [v["name"] for v in t["villages"]]) for t in found] == [
        ("贺村镇", 2, ["甲村", "乙村"])
    ]
    assert "这一年还没有写明在某个村" in bodies()["coverage/2026/"]


def test_the_figures_of_a_year_are_those_of_the_account() -> None:
    shown = {t["name"]: (t["text"], t["note"]) for t in pages()["coverage/2024/"].context["stats"]}
    assert shown == {
        "已办场次": ("3", ""), "到过的乡镇（街道）": ("2/3", "66.7%"), "到过的村（社区）": ("1/3", "33.3%"),
        "群众参加人次": ("45", ""),
    }  # fmt: skip


def test_anchors_of_quarters_and_months_are_fit_for_an_address() -> None:
    matrix = target("township", "quarter")
    period = next(p for p in matrix.periods if p.id == "2024Q2")
    assert anchor(matrix, Cell(HE, "2024Q2", 1, "figure"), period).endswith(f"-{HE}-q2")
    months = target("region", "month")
    period = next(p for p in months.periods if p.id == "2024-03")
    assert anchor(months, Cell("330881", "2024-03", 1, "figure"), period).endswith("-330881-03")


def test_targets_are_said_in_words() -> None:
    found = [target_words(m, "江山市") for m in account().targets]
    assert found[:5] == [
        "每个乡镇（街道）每年，开展活动场次不少于2场", "每个乡镇（街道）每季度，开展活动场次不少于1场",
        "每个乡镇（街道）每年，覆盖村社区数不少于1个", "每个乡镇（街道）在整个专项期内，覆盖村社区数不少于2个",
        "全市在整个专项期内，群众参加人次不少于100人次",
    ]  # fmt: skip


@pytest.mark.slow
def test_a_region_without_events_has_an_account_of_zeros_and_silence() -> None:
    made = world(event("x", "2026-05-01", HE, status="计划"))
    found = specs(coverage, made)
    (held, *_) = found["coverage/"].context["stats"]
    assert (held["text"], held["state"]) == ("未到期", "not_due")
    for spec in found.values():
        Reader(render(spec, made))


@pytest.mark.slow
def test_names_and_titles_that_look_like_markup_are_escaped() -> None:
    odd = (replace(TOWNSHIPS[0], name="<i>镇"), *TOWNSHIPS[1:])
    made = world(event("x", "2026-02-01", HE, title="</ul><script>"), townships=odd)
    for spec in specs(coverage, made).values():
        body = render(spec, made)
        assert "<i>" not in body
        assert "<script>" not in body


@pytest.mark.slow
def test_contexts_grow_with_the_events_and_not_with_their_square() -> None:
    """Each record is listed once for its township and once for the region, plus once a target that counts only part."""

    def size(count: int) -> int:
        events = [event(f"e{i:04d}", "2025-03-01", HE, result=Result(attendance=9)) for i in range(count)]
        made = world(*events)
        spec = specs(coverage, made)["coverage/2025/"]
        return sum(len(g["rows"]) for b in (*spec.context["blocks"], spec.context["region"]) for g in b["groups"])

    assert size(40) == 2 * size(20) == 80


def test_records_of_whole_campaigns_stand_on_the_unit_s_own_page() -> None:
    period = Period("bw", "整个专项", "campaign", date(2024, 1, 1), date(2027, 12, 31), False)
    for matrix, unit, way in (
        (target("village", "year"), f"{HE}-a", f"townships/{HE}/{HE}-a/"), (target("site", "quarter"), "gongyuan", "sites/gongyuan/"),
    ):  # fmt: skip
        assert way_to_records(county().library, matrix, Cell(unit, "bw", 1, "figure"), period) == f"{way}#{matrix.id}"
    region = target("region", "year")
    assert (
        way_to_records(county().library, region, Cell("330881", "bw", 1, "figure"), period)
        == f"coverage/#{region.id}-records"
    )
    assert way_to_records(county().library, region, Cell("330881", "bw", None, "not_applicable"), period) == ""


@pytest.mark.slow
def test_the_world_is_not_changed_by_making_pages() -> None:
    made: World = world()
    before = repr(made.library)
    list(specs(coverage, made))
    assert repr(made.library) == before
    assert NEW in made.library.township_by_code
    assert ZERO in made.library.township_by_code

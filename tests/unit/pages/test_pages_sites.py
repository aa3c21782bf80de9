"""Cultural sites and trails: cards, pages, structured data and the drawing."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Stop, Target, Trail
from generator.pages import sites
from generator.pages.page import PageSpec
from generator.pages.schematic import STATUS_SHAPES, WIDTH, label_lines, schematic
from tests.unit.pages_places import HE, QING, SITES, TRAIL, ZERO, Reader, county, event, plain, render, specs, world


@cache
def pages() -> dict[str, PageSpec]:
    return specs(sites, county())


def ids(rows: list[dict[str, object]]) -> list[object]:
    return [row["id"] for row in rows]


@pytest.mark.slow
def test_there_is_one_page_for_the_overview_each_site_and_each_trail() -> None:
    assert set(pages()) == {"sites/", *(f"sites/{s.id}/" for s in SITES), "trails/xian/"}
    assert {s.shell for s in pages().values()} == {"sites/", "site", "trail"}


def test_every_page_is_well_formed_with_unique_ids_and_a_plain_context() -> None:
    for address, spec in pages().items():
        assert plain(dict(spec.context)), address
        body = Reader(render(spec, county()))
        assert len(body.ids) == len(set(body.ids)), address
        assert all(link[1:] in body.ids for link in body.links if link.startswith("#")), address
        assert "\n" not in spec.description, address


def test_the_overview_groups_sites_by_status_and_lists_townships_without_one() -> None:
    context = pages()["sites/"].context
    assert [(g["words"], ids(g["items"])) for g in context["groups"]] == [
        ("开放", ["gongyuan"]), ("在建", ["lang"]), ("规划中", ["guan"]), ("已关闭", ["qiang"]),
    ]  # fmt: skip
    assert [(t["name"], ids(t["sites"])) for t in context["townships"]] == [
        ("贺村镇", ["gongyuan", "guan"]), ("清湖街道", ["lang", "qiang"]),
    ]  # fmt: skip
    assert [t["name"] for t in context["without"]] == ["新设乡", "零报乡", "经济开发区"]
    card = context["groups"][0]["items"][0]
    assert (card["held"], card["coming"], card["next"]["id"]) == (1, 2, "now")


def test_a_region_without_sites_says_so() -> None:
    made = world(*[e for e in county().library.events if not e.site], sites=(), trails=())
    assert "还没有登记阵地" in render(specs(sites, made)["sites/"], made)


def test_a_site_shows_its_events_and_the_figures_of_the_account() -> None:
    context = pages()["sites/gongyuan/"].context
    assert ids(context["coming"]) == ["now", "c-site"]
    assert [(g["year"], ids(g["rows"])) for g in context["past"]] == [(2025, ["b1", "gaq"])]
    figures = county().coverage.by_site["gongyuan"]
    use = context["use"]
    assert use["held"]["value"] == figures.held == 3
    told = [(int(y["period"]), y["value"]) for y in reversed(use["years"]) if y["state"] == "figure"]
    assert told == list(figures.by_year) == [(2025, 2), (2026, 1)]
    assert [y["words"] for y in use["years"]] == ["3", "1—2", ""]


@pytest.mark.slow
def test_a_site_that_lies_idle_says_so_and_what_to_do() -> None:
    made = world(*[e for e in county().library.events if e.id in ("gaq", "b1")])
    body = Reader(render(specs(sites, made)["sites/gongyuan/"], made)).words
    assert "现在闲置。 最近一场办到 2025-09-01，已经287天没有活动记录；满90天就算闲置。" in body
    assert "每季度至少排一场" in body
    assert not pages()["sites/gongyuan/"].context["use"]["idle"]
    never = world(*[e for e in county().library.events if not e.site])
    body = Reader(render(specs(sites, never)["sites/gongyuan/"], never)).words
    assert "启用以来没有活动记录" in body
    assert "现在闲置" not in Reader(render(specs(sites, never)["sites/guan/"], never)).words


def test_a_site_s_page_has_its_facts_and_no_map_of_others() -> None:
    body = render(pages()["sites/gongyuan/"], county())
    words = Reader(body).words
    for part in (
        "全天",
        "步道旁",
        "北纬28.75°，东经118.5°",
        "宪法墙",
        "0570-1234567",
        "年鉴",
        "示例数据",
        "半日线",
        "第1站",
    ):
        assert part in words
    assert not re.search(r"https?://(?!x\.cn/)", body)
    assert "坐标" not in render(pages()["sites/lang/"], county())


def test_the_review_of_an_honour_is_late_near_or_far_by_the_day_of_the_account() -> None:
    states = {h["title"]: h["state"] for h in pages()["sites/gongyuan/"].context["honours"]}
    assert states == {"示范点": "快到复核日期", "旧称号": "复核日期已过", "新称号": ""}
    assert pages()["sites/gongyuan/"].context["honours"][0]["words"] == "2023年，市普法办授予，市级"


def test_structured_data_is_json_that_cannot_leave_its_script() -> None:
    text = pages()["sites/gongyuan/"].structured
    assert not set("<>&\u2028\u2029") & set(text)
    data = json.loads(text)
    assert data["name"] == "宪法<公园>"
    assert data["@type"] == "Park"
    assert data["url"] == "https://x.cn/sites/gongyuan/"
    assert data["geo"] == {"@type": "GeoCoordinates", "longitude": 118.5, "latitude": 28.75}
    assert data["address"]["addressLocality"] == "贺村镇甲村"
    assert data["telephone"] == "0570-1234567"
    assert data["publicAccess"] is True
    assert data["description"].startswith("</script>")


def test_structured_data_says_no_more_than_is_known() -> None:
    data = json.loads(pages()["sites/guan/"].structured)
    assert data["publicAccess"] is False
    assert not {"geo", "telephone", "description"} & set(data)


def test_markup_in_officers_words_is_escaped_in_bodies() -> None:
    for address in ("sites/", "sites/gongyuan/", "trails/xian/"):
        body = render(pages()[address], county())
        assert "<公园>" not in body
        assert "</script>" not in body


@pytest.mark.slow
def test_a_target_per_site_stands_on_the_site_s_page_and_leaves_out_closed_ones() -> None:
    found = specs(sites, world(targets=(Target("events_held", "site", "year", 3),)))
    (target,) = found["sites/gongyuan/"].context["targets"]
    assert target["words"] == "每处开放的阵地每年，开展活动场次不少于3场"
    assert found["sites/qiang/"].context["targets"] == []


def test_a_trail_lists_its_stops_in_order_with_links_only_where_there_is_a_page() -> None:
    page = pages()["trails/xian/"]
    assert [(s["n"], s["words"], s["href"]) for s in page.context["stops"]] == [
        (1, "开放", "sites/gongyuan/"), (2, "规划中", "sites/guan/"), (3, "在建", "sites/lang/"),
        (4, "已关闭", "sites/qiang/"), (5, "状态未公布", ""),
    ]  # fmt: skip
    body = render(page, county())
    assert body.count('<g class="pf-station') == len(TRAIL.stops)
    assert 'aria-labelledby="trail-title trail-about"' in body
    assert "5，休息点（未公布名称），状态未公布" in body
    assert '<li id="stop-5">' in body


def test_every_status_is_drawn_in_its_own_shape_and_named() -> None:
    body = render(pages()["trails/xian/"], county())
    drawn = re.findall(r'<g class="pf-station pf-station--(\w+)" [^>]*>(.*?)</g>', body, re.DOTALL)
    shapes = {name: re.sub(r"<text.*", "", content, flags=re.DOTALL) for name, content in drawn}
    assert set(shapes) == {shape for shape, _ in STATUS_SHAPES.values()}
    assert len(set(shapes.values())) == len(shapes)
    for _, words in STATUS_SHAPES.values():
        assert f">{words}</text>" in body


def test_the_line_is_whole_only_between_two_open_stops() -> None:
    stops = tuple(Stop(n, status=s) for n, s in (("甲", "开放"), ("乙", "开放"), ("丙", "在建")))
    assert [w["open"] for w in schematic(stops)["ways"]] == [True, False]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 6, 7, 60])
def test_a_drawing_of_any_length_keeps_every_station_and_label_inside(count: int) -> None:
    drawing = schematic([Stop("法" * (i % 40 + 1)) for i in range(count)])
    assert len(drawing["stations"]) == count
    assert len(drawing["ways"]) == count - 1
    spots = [(s["x"], s["y"]) for s in drawing["stations"]]
    assert len(set(spots)) == count
    for station in drawing["stations"]:
        assert 20 < station["x"] < WIDTH - 20
        assert station["lines"][-1][0] < station["words_y"] <= drawing["height"]
    for (x, y), (to_x, to_y), way in zip(spots, spots[1:], drawing["ways"], strict=False):
        assert way["d"].startswith(f"M{x} {y}H")
        assert way["d"].endswith(f"H{to_x}")
        assert to_y >= y


@given(st.text("法治文化阵地（）“”，。", min_size=1, max_size=60))
def test_a_label_loses_nothing_that_fits_and_leaves_no_bracket_at_the_end_of_a_line(name: str) -> None:
    lines = label_lines(name)
    assert 1 <= len(lines) <= 4
    assert all(1 <= len(line) <= 7 for line in lines)
    if not lines[-1].endswith("…"):
        assert "".join(lines) == name
    if len(name) <= 20 and not set(name) & set("（“，。”）"):  # brackets move the breaks, and with them the end
        assert "".join(lines) == name


def test_a_name_breaks_before_its_bracket() -> None:
    assert label_lines("第二个实践点（未公布名称）") == ["第二个实践", "点（未公布", "名称）"]
    assert label_lines("一二三四（五六）") == ["一二三四", "（五六）"]
    assert label_lines("一二三四五（六）") == ["一二三四", "五（六）"]


def test_a_trail_of_one_stop_has_no_line() -> None:
    made = world(trails=(Trail("one", "一站", stops=(Stop("起点"),)),))
    body = render(specs(sites, made)["trails/one/"], made)
    assert "pf-way" not in body


def test_the_township_of_a_site_is_linked() -> None:
    links = Reader(render(pages()["sites/lang/"], county())).links
    assert f"../../townships/{QING}/" in links
    assert f"../../townships/{HE}/{HE}-a/" in Reader(render(pages()["sites/gongyuan/"], county())).links


def test_a_site_without_events_invites_to_subscribe() -> None:
    quiet = (replace(SITES[0], id="quiet", honours=()),)
    made = world(*[e for e in county().library.events if not e.site], sites=quiet, trails=())
    assert "可以订阅日历" in render(specs(sites, made)["sites/quiet/"], made)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("opened", "last", "idle"),
    [
        ("2023年", "2026-03-17", True), ("2023年", "2026-03-18", False), ("", "2026-03-17", True),
        ("2026年3月17日", "", True), ("2026年3月18日", "", False), ("", "", True),
    ],
)  # fmt: skip
def test_a_site_is_idle_from_the_ninetieth_day_on_as_the_account_counts(opened: str, last: str, idle: bool) -> None:
    site = replace(SITES[0], opened=opened)
    events = [event("last", last, HE, site=site.id)] if last else [event("other", "2026-06-01", QING)]
    made = world(*events, sites=(site,), trails=())
    matrix = made.coverage.find("idle_sites", "region", "campaign")
    assert matrix is not None
    assert bool(matrix.rows[0][0].value) is idle
    assert specs(sites, made)[f"sites/{site.id}/"].context["use"]["idle"] is idle


@pytest.mark.slow
def test_the_zero_report_of_its_township_makes_a_site_s_silence_a_zero() -> None:
    site = replace(SITES[0], township=ZERO, village="")
    use = specs(sites, world(sites=(site,), trails=()))[f"sites/{site.id}/"].context["use"]
    silent = specs(sites, world(event("x", "2025-01-01", HE), sites=(SITES[0],), trails=()))
    assert {y["period"]: y["text"] for y in use["years"] if y["period"] == "2024"} == {"2024": "0场"}
    quarters = {q["year"]: [c["text"] for c in q["cells"]] for q in use["quarters"]}
    assert quarters[2024] == ["0场"] * 4
    other = silent[f"sites/{SITES[0].id}/"].context["use"]["quarters"]
    assert [c["text"] for q in other if q["year"] == 2025 for c in q["cells"]] == ["未报"] * 4


def test_a_site_that_is_not_open_has_no_silence_to_answer_for() -> None:
    use = pages()["sites/guan/"].context["use"]
    assert {y["state"] for y in use["years"]} == {"not_applicable"}
    assert (use["held"]["text"], use["last_rows"]["text"], use["pause"]["text"]) == ("不适用",) * 3

"""The small parts of evidence: ranges, pauses, and a sentence for every indicator."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, get_args

import pytest

from generator.figures.coverage import Cell, State
from generator.figures.coverage.states import STATES
from generator.figures.indicators import Indicator, breakdown_catalogue, indicator_catalogue
from generator.model import Validity
from generator.pages.evidence.details import longest_pause
from generator.pages.evidence.entries import Entry, entry_of, listed, ranges, words_of
from generator.pages.evidence.index import figures_of
from generator.pages.evidence.trend import trend
from generator.pages.evidence.unit import Units, own_figures, own_pause, own_quarters, own_rows
from generator.pages.evidence.view import anchor_of, figure_href, key_of
from generator.pages.evidence.words import behind
from generator.world import World
from tests.unit.pages_places import HE, SITES, event, macro, world


def units_of(made: World) -> Units:
    """What the pages of villages and cultural sites share."""
    return Units(made, figures_of(made), {}, listed(made).by_id)


def said(indicator: Indicator, cell: Cell, held: int = 1) -> str:
    """What a reader sees before the rows of a figure."""
    return macro("macros_evidence.html", "before", behind(indicator, cell, held))


def entries(*days: tuple[str, str]) -> list[Entry]:
    """Held occurrences that last from the first to the second day."""
    found = []
    for number, (first, last) in enumerate(days):
        made = world(event(f"e{number}", first, HE))
        entry = entry_of(made, made.occurrences[0])
        found.append(entry._replace(first=date.fromisoformat(first), last=date.fromisoformat(last)))
    return found


@pytest.mark.parametrize(
    ("numbers", "refs", "words"),
    [
        ([1, 2, 3], "1-3", "1—3"),
        ([5, 1, 2, 9, 8], "1-2 5 8-9", "1—2、5、8—9"),
        ([4], "4", "4"),
        ([], "", ""),
        ([2, 2, 1], "1-2", "1—2"),
    ],
)
def test_numbers_become_ranges(numbers: list[int], refs: str, words: str) -> None:
    assert ranges(numbers) == refs
    assert words_of(refs) == words


@pytest.mark.slow
def test_a_pause_is_measured_between_the_days_of_events_and_at_both_ends() -> None:
    since, until = date(2025, 1, 1), date(2025, 1, 31)
    assert longest_pause([], since, until) == (31, since, until)
    lone = entries(("2025-01-11", "2025-01-20"))
    assert longest_pause(lone, since, until) == (11, date(2025, 1, 21), until)
    both = entries(("2025-01-01", "2025-01-30"), ("2025-01-02", "2025-01-03"))
    assert longest_pause(both, since, until) == (1, date(2025, 1, 31), until)
    full = entries(("2025-01-01", "2025-01-31"))
    assert longest_pause(full, since, until)[0] == 0


def test_a_figure_has_one_address() -> None:
    assert key_of("year", "2025") == key_of("month", "2025-03", "gaq") == "2025"
    assert (key_of("campaign", "gaq", "gaq"), key_of("campaign", "all")) == ("campaigns/gaq", "all")
    assert anchor_of("events_held", "quarter", "2025Q2") == "events_held-2025Q2"
    assert figure_href("gini", "region", "330881", "year", "2025") == "coverage/2025/records/#gini"
    assert figure_href("events_held", "township", HE, "month", "2025-03") == f"coverage/2025/{HE}/#events_held-2025-03"


@pytest.mark.parametrize("name", sorted(indicator_catalogue()))
def test_every_ratio_says_what_was_divided_by_what(name: str) -> None:
    indicator = indicator_catalogue()[name]
    words = said(indicator, Cell("x", "2025", 50.0, "figure", part=3, whole=6, records=("a", "b", "c")))
    if indicator.kind == "ratio":
        assert " = " in words
        assert "÷" in words
        assert words.endswith("。")


@pytest.mark.parametrize("name", sorted(indicator_catalogue()))
def test_every_state_without_a_figure_is_explained_in_words_of_its_own(name: str) -> None:
    indicator = indicator_catalogue()[name]
    states: list[State] = [s for s in get_args(State) if s != "figure"]
    told = [said(indicator, Cell("x", "2025", None, state), held) for state in states for held in (0, 3)]
    assert len(set(told)) == (5 if indicator.on_events else 3)
    assert [words.partition("：")[0] for words in told] == [STATES[state].word for state in states for _ in range(2)]


def test_silence_and_a_number_left_out_ask_for_different_things() -> None:
    satisfaction = indicator_catalogue()["satisfaction"]
    cell = Cell("x", "2025", None, "silent")
    assert "零报告" in said(satisfaction, cell, 0)
    assert said(satisfaction, cell, 3).endswith("请看看有没有漏填：活动场次的评价份数、满意份数。")


def test_a_sum_is_told_with_the_numbers_of_its_cell() -> None:
    catalogue = indicator_catalogue()
    five = ("a", "b", "c", "d", "e")

    def told(name: str, value: float, **cell: Any) -> str:
        return said(catalogue[name], Cell("x", "2025", value, "figure", **cell))

    assert told("satisfaction", 97.5, part=78, whole=80, records=five) == "满意78份 ÷ 收回80份 = 97.5%。"
    assert told("residents_per_1000", 2.5, part=5, whole=2000, records=five).startswith(
        "群众5人次 × 1000 ÷ 常住人口2000人"
    )
    assert told("villages_reached", 2, of=19, records=five) == "2个，当期的19个村（社区）里的。"
    assert told("events_forecast", 12, part=1825, whole=150, records=five) == (
        "已办5场 × 全期365天 ÷ 已经过去的150天 = 12场。"
    )
    assert told("evenness", 0.8, part=80, whole=100, records=five).startswith("已办5场，要挪动1场才能每月一样多；")
    assert told("satisfaction", 0, records=()) == "没有这样的记录。"
    assert told("events_held", 5, records=five) == ""


@pytest.mark.slow
def test_a_row_shows_everything_that_figures_are_made_from() -> None:
    made = world(event("r", "2025-01-01", HE, status="确定", laws=("宪法",), audiences=("农民", "农民"), focus="并重",
                       updated=datetime(2025, 1, 5, 9)))  # fmt: skip
    view = listed(made).by_id["r"].view
    assert (view["status"], view["audiences"], view["laws"]) == ("确定，已过期", "农民", "宪法")
    assert (view["focus"], view["updated"], view["stage"]) == ("并重", "2025-01-05", "常态")
    early = world(event("f", "2027-01-01", HE))
    assert listed(early).by_id["f"].view["status"] == "已办，日子没到"


def test_one_bar_is_no_trend_and_every_bar_or_sign_is_told_in_words() -> None:
    one = {"value": 3, "state": "figure", "text": "3", "name": "1月", "short": "1"}
    none = {"value": "", "state": "silent", "text": "未报", "name": "2月", "short": "2"}
    assert trend([one], "每月") is None
    found = trend([one, none], "每月")
    assert found is not None
    assert found["words"] == "每月：1月3，2月未报"
    assert [(b["h"] > 0, b["sign"]) for b in found["bars"]] == [(True, "3"), (False, "？")]
    assert trend([none, none], "每月") is not None


def test_breakdowns_have_no_figure_of_their_own() -> None:
    assert not set(breakdown_catalogue()) & set(indicator_catalogue())


def test_a_cultural_site_s_quarters_begin_with_its_opening_and_keep_the_states() -> None:
    made = world()
    units, site = units_of(made), SITES[0]
    opened = Validity(date(2025, 5, 1))
    rows = own_rows(units, ["gaq", "b1", "now", "c-site"], opened)
    assert [e.id for e in rows] == ["b1", "now", "c-site"]
    told = {q["year"]: [c["text"] for c in q["cells"]] for q in own_quarters(units, site.id, rows, opened, frozenset())}
    assert told == {2026: ["未报", "1场", "未到期", "未到期"], 2025: ["不适用", "未报", "1场", "未报"]}
    pause = own_pause(units, site.id, rows, opened)
    assert (pause["value"], pause["first"], pause["last"]) == (286, "2025-09-02", "2026-06-14")


def test_a_village_that_nothing_was_held_in_has_words_instead_of_zeros() -> None:
    made = world()
    found = own_figures(units_of(made), f"{HE}-b", [], Validity(), frozenset({2024}))
    assert [(y["period"], y["state"], y["text"]) for y in found["years"]] == [
        ("2026", "not_due", "未到期"), ("2025", "silent", "未报"), ("2024", "figure", "0场"),
    ]  # fmt: skip
    assert (found["participants"]["state"], found["last"], found["quiet"]) == ("not_due", "", None)


@pytest.mark.slow
def test_all_time_never_ends_so_what_is_missing_there_is_not_due_and_never_a_zero() -> None:
    made = world(event("bare", "2025-03-01", HE, village=f"{HE}-a"))
    units = units_of(made)
    for village in (f"{HE}-a", f"{HE}-b"):
        cells = made.coverage.find("events_held", "township", "campaign")
        assert cells is not None
        assert not cells.periods[0].ended
        rows = own_rows(units, ["bare"] if village.endswith("a") else [], Validity())
        found = own_figures(units, village, rows, Validity(), frozenset({2024}))
        held = ("figure", 1, "1场") if rows else ("not_due", "", "未到期")
        assert (found["held"]["state"], found["held"]["value"], found["held"]["text"]) == held
        assert (found["participants"]["state"], found["participants"]["text"]) == ("not_due", "未到期")
    nowhere = own_figures(units, f"{HE}-b", [], Validity(), frozenset(), counted=False)
    assert {v["state"] for v in (nowhere["held"], nowhere["participants"], *nowhere["years"])} == {"not_applicable"}
    assert own_pause(units, f"{HE}-b", [], Validity())["state"] == "not_due"

"""What the figures say is wrong: each gap with its figures, and nothing where nothing is known."""

from __future__ import annotations

from datetime import date

from generator.coverage.findings import findings
from generator.model import Target
from tests.unit.county_kit import CHI, HE, LU, QING, came, county, event

END = date(2026, 1, 5)


def told(*events, year=2025, unit="", as_of=END, **more):
    account, tables = county(*events, as_of=as_of, **more)
    return {f.kind: f for f in findings(account, tables, year, unit)}


def test_silent_townships_are_named_and_not_taken_for_zero():
    found = told(event("a", "2025-03-01", HE), event("b", "2025-03-01", QING, status="取消"))
    assert found["silent"].units == (LU, CHI)
    assert found["silent"].value == 2
    assert found["silent"].of == 4
    assert "碗窑乡、张村乡" in found["silent"].words
    assert found["none"].units == (QING,)


def test_in_a_running_year_townships_without_an_event_are_waiting():
    found = told(event("a", "2026-03-01", HE), year=2026, as_of=date(2026, 6, 1))
    assert "silent" not in found
    assert set(found["waiting"].units) == {QING, LU, CHI}
    assert "12月31日以前" in found["waiting"].action


def test_a_missed_target_says_by_how_much():
    found = told(event("a", "2025-03-01", HE), unit=HE)
    assert found["missed"].words == "“开展活动场次不少于3场”（2025年）没有达到：1场，差2场。"
    assert "behind" not in found


def test_a_target_that_runs_behind_says_by_when():
    found = told(event("a", "2026-03-01", HE), unit=HE, year=2026, as_of=date(2026, 9, 1))
    assert "还差2场" in found["behind"].words
    assert found["behind"].action == "在2026年12月31日以前补上。"


def test_a_met_target_is_no_finding():
    events = [event(f"e{n}", f"2025-0{n}-01", HE) for n in (1, 3, 5)]
    found = told(*events, unit=HE)
    assert "missed" not in found
    assert "behind" not in found


def test_launches_without_anything_after_them_are_told():
    found = told(event("a", "2025-03-01", HE, stage="启动"), unit=HE)
    assert found["launch-dropout"].words.startswith(
        "启动之后90天里没有跟上常态活动的占100%（1场，满90天的启动仪式1场）"
    )
    assert found["only-launch"].units == (HE,)


def test_figures_that_were_not_filled_in_are_told_as_missing():
    found = told(event("a", "2025-03-01", HE))
    assert "说不清" in found["missing-participants"].words
    assert "missing-funding_per_head" in found
    assert "missing-participants" not in told(event("a", "2025-03-01", HE, result=came(30)))


def test_low_satisfaction_comes_with_its_n():
    found = told(event("a", "2025-03-01", HE, result=came(40, responses=20, satisfied=12)))
    assert found["satisfaction"].words.startswith("满意率60%（收回20份评价），低于90%。")


def test_idle_sites_are_named():
    found = told(event("a", "2025-03-01", HE))
    assert found["idle-sites"].units == ("guan",)
    assert found["idle-sites"].words == "有1处法治文化阵地90天以上没有活动记录：法治馆。"


def test_villages_that_nobody_went_to_are_counted():
    found = told(event("a", "2025-03-01", HE, village=f"{HE}-a"))
    assert "到过1个村（社区），共3个，还有2个没有到过" in found["villages"].words


def test_an_event_whose_day_is_over_and_whose_status_is_not_is_overdue():
    assert told(event("a", "2025-03-01", HE, status="计划"))["overdue"].value == 1


def test_every_finding_tells_what_to_do_and_ends_its_sentences():
    events = [
        event("a", "2025-03-01", HE, stage="启动", result=came(40, responses=20, satisfied=12)),
        event("b", "2025-05-01", QING, status="确定"),
    ]
    for unit in ("", HE, QING, LU):
        for f in told(*events, unit=unit, targets=(Target("events_held", "township", "quarter", 1),)).values():
            assert f.words.endswith(("。", "）"))
            assert f.action.endswith("。")
            assert f.unit == unit


def test_a_silent_township_is_told_once_and_nothing_is_concluded_from_it():
    assert set(told(event("a", "2025-03-01", HE), unit=LU, targets=())) <= {"silent"}

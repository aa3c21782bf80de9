"""What the figures say is wrong: each gap with its figures, and nothing where nothing is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import tests.unit.county_kit as kit
from generator.figures.coverage.findings import findings
from generator.model import Target, Task, Validity
from tests.unit.county_kit import CHI, HE, LU, QING, TOWNSHIPS, came, county, event

pytestmark = pytest.mark.slow

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


FOUR = Target("events_held", "township", "year", 4)
GONE = tuple(replace(t, validity=Validity(end=date(2025, 6, 30))) if t.code in (HE, CHI) else t for t in TOWNSHIPS)


def test_a_target_for_some_townships_says_for_whom_in_every_sentence():
    for target, words in (
        (replace(FOUR, townships=(HE,)), "只对贺村镇"),
        (replace(FOUR, group="山区"), "只对“山区”一组"),
    ):
        found = told(event("a", "2025-03-01", HE), unit=HE, targets=(target,))
        assert found["missed"].words.startswith(f"“开展活动场次不少于4场”（2025年，{words}）没有达到")
        region = told(event("a", "2025-03-01", HE), targets=(target,))
        assert words in region["missed"].words
        running = told(event("a", "2026-03-01", HE), unit=HE, year=2026, as_of=date(2026, 9, 1), targets=(target,))
        assert words in running["behind"].words


def test_a_target_of_which_only_a_share_is_asked_says_why():
    """Of a township that ended in June two of four are asked, and both numbers have their word."""
    found = told(event("a", "2025-03-01", HE), unit=HE, targets=(FOUR,), townships=GONE)
    assert found["missed"].words == "“开展活动场次不少于4场，按在册的181天折算为2场”（2025年）没有达到：1场，差1场。"
    region = told(event("a", "2025-03-01", HE), targets=(FOUR,), townships=GONE)
    assert "贺村镇（已撤销，按在册的181天折算为2场）" in region["missed"].words


def test_a_launch_that_meets_no_target_is_explained():
    found = told(event("a", "2025-03-01", HE, stage="启动"), unit=HE, targets=(replace(FOUR, at_least=1),))
    assert "没有达到：1场（只有启动仪式，启动仪式不算达标），缺常态活动。" in found["missed"].words


@pytest.mark.parametrize("events", [(), (event("a", "2025-03-01", HE),), (event("a", "2025-03-01", HE, stage="启动"),)])
def test_a_township_that_is_no_more_is_not_told_to_act(events):
    """Neither to report, nor to plan, nor to catch up: what is left is somebody else's."""
    found = told(*events, event("q", "2025-03-01", QING), unit=HE, targets=(FOUR,), townships=GONE)
    assert found
    for f in found.values():
        assert f.action == "贺村镇已在2025年6月30日撤销，不用再安排活动；记录有缺漏的，由接续的乡镇（街道）补报。"


def test_while_the_year_runs_a_township_that_is_no_more_is_not_waited_for():
    ended = tuple(replace(t, validity=Validity(end=date(2026, 3, 31))) if t.code == HE else t for t in TOWNSHIPS)
    more = {"as_of": date(2026, 6, 1), "year": 2026, "townships": ended, "targets": (FOUR,)}
    found = told(event("q", "2026-03-01", QING), unit=HE, **more)
    assert not {"waiting", "behind"} & set(found)
    region = told(event("q", "2026-03-01", QING), **more)
    assert HE not in region["waiting"].units


def test_in_a_list_of_the_region_those_that_are_no_more_are_marked_and_left_out_of_what_is_asked():
    found = told(event("a", "2025-03-01", QING), townships=GONE)["silent"]
    assert found.words.endswith("碗窑乡、张村乡（已撤销）、贺村镇（已撤销）。")
    assert found.action == (
        "请这些乡镇补报；确实没有办的，报零报告。已撤销的不用再安排，记录有缺漏的，由接续的乡镇（街道）补报。"
    )
    launch = told(event("a", "2025-03-01", HE, stage="启动"), townships=GONE)["only-launch"]
    assert "尽快安排" not in launch.action


def test_where_nobody_reported_the_missed_target_does_not_name_them_all_again():
    found = told(as_of=END)
    assert found["missed"].words == "“开展活动场次不少于3场”（2025年），4个单位里有4个没有达到：都没有记录。"
    assert found["missed"].units == (QING, LU, CHI, HE)


def test_late_tasks_are_named_right_after_the_targets(monkeypatch):
    plain = kit.Campaign
    tasks = (Task("主题宣讲", "司法局", due=date(2025, 4, 15)), Task("明年的", "司法局", due=date(2026, 1, 2)))
    monkeypatch.setattr(kit, "Campaign", lambda *a, **k: replace(plain(*a, **k), tasks=tasks))
    found = told(event("a", "2025-03-01", HE))
    assert found["late-tasks"].words == "过了时限还没有完成的任务1条：“主题宣讲”（司法局，时限2025年4月15日）。"
    assert list(found).index("late-tasks") == list(found).index("missed") + 1
    assert "late-tasks" not in told(event("a", "2025-03-01", HE), unit=HE)

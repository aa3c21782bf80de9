"""The days and numbers at which a rule of a definition card turns: one case on each side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from generator.figures import coverage as cov
from generator.figures.coverage.answers import REPORTED, compute
from generator.figures.coverage.matrix import Account, Question
from generator.figures.coverage.units import units_of
from generator.figures.indicators import indicator_catalogue
from generator.figures.opendata import tables
from generator.model import (
    Campaign,
    Event,
    Funding,
    Identity,
    Inspected,
    Library,
    Occurrence,
    Period,
    Region,
    Result,
    Site,
    Target,
    Task,
    Township,
    Validity,
    Village,
)
from generator.periods import periods

pytestmark = pytest.mark.slow  # each county is counted anew

AS_OF = date(2026, 6, 15)
CODE, HE, QING = "330881", "330881101", "330881102"
A, B = Village(f"{HE}-a", "甲村", HE), Village(f"{HE}-b", "乙村", HE)
TOWNSHIPS = (Township(HE, "贺村镇", (A, B), population=1000), Township(QING, "清湖街道", population=3000))
PLAN = Campaign("bw", "普法", Period(date(2024, 1, 1), date(2027, 12, 31)))


def ago(days: int) -> date:
    return AS_OF - timedelta(days=days)


def event(event_id: str, day: date, status: str = "已办", **more: object) -> Event:
    values = {"campaign": "bw", "townships": (HE,), "status": status, "end": day, **more}
    return Event(event_id, title=event_id, start=day, **values)  # type: ignore[arg-type]


def figure(
    indicator: str, *events: Event, unit: str = HE, every: str = "campaign", period: str = "all", plan: Campaign = PLAN,
    townships: tuple[Township, ...] = TOWNSHIPS, **more: object,
) -> cov.Cell:  # fmt: skip
    """One cell of the account over all campaigns; only its own indicator is computed."""
    region = Region(CODE, "江山市", "", "Asia/Shanghai", "", Identity(), townships)
    library = Library(region, (plan,), events, **more)  # type: ignore[arg-type]
    made = tables(library, [Occurrence(e.id, e, e.start, e.end, e.status) for e in events], AS_OF)
    per = "region" if unit == CODE else "township"
    question = Question(indicator, "", indicator_catalogue()[indicator], per, every)  # type: ignore[arg-type]
    figures = compute(made, {indicator: {question.grouping}, REPORTED: {question.grouping}})
    spans = periods(question.every, date(2024, 1, 1), date(2026, 12, 31), AS_OF)
    matrix = Account(figures, units_of(made), frozenset(), AS_OF).matrix(question, spans)
    return next(c for c in matrix.row(unit) if c.period == period)


@pytest.mark.parametrize(("end", "planned", "overdue"), [(ago(0), 1, 0), (ago(1), 0, 1), (ago(-1), 1, 0)])
def test_a_planned_event_is_overdue_from_the_day_after_its_last(end, planned, overdue):
    open_record = event("e", ago(5), "确定", end=end)
    assert figure("events_planned", open_record).value == planned
    assert figure("overdue_records", open_record).value == overdue
    assert figure("overdue_records", replace(open_record, status="延期")).value == 0


@pytest.mark.parametrize(("last", "idle"), [(89, 0), (90, 1)])
def test_a_site_is_idle_from_ninety_days_after_the_last_day_of_its_last_event(last, idle):
    site = (Site("guan", "法治馆", HE),)
    found = figure("idle_sites", event("e", ago(120), end=ago(last), site="guan"), sites=site)
    assert (found.value, found.of, found.records) == (idle, 1, ("guan",) * idle)
    planned = figure("idle_sites", event("e", ago(1), "计划", site="guan"), sites=site)
    assert planned.value == 1, "what is only planned is no use of a site"


@pytest.mark.parametrize(("opened", "of"), [(89, None), (90, 1)])
def test_a_site_may_be_idle_ninety_days_after_its_opening_and_not_before(opened, of):
    found = figure("idle_sites", sites=(Site("guan", "法治馆", HE, opened=ago(opened).isoformat()),))
    assert (found.state, found.value, found.of) == (("figure", 1, 1) if of else ("not_applicable", None, None))


@pytest.mark.parametrize(("after", "dropped"), [(0, 1), (1, 0), (90, 0), (91, 1)])
def test_a_launch_is_followed_up_by_routine_work_from_the_next_day_to_the_ninetieth(after, dropped):
    start = event("a", ago(200), stage="启动")
    follow = event("b", ago(200 - after))
    found = figure("launch_dropout", start, follow)
    assert (found.part, found.whole, found.records) == (dropped, 1, ("a",))
    assert figure("launch_dropout", start, replace(follow, townships=(QING,))).part == 1, "another township's work"
    assert figure("launch_dropout", start, replace(follow, stage="启动")).part == 2, "a second launch is no follow-up"
    assert figure("launch_dropout", start, replace(follow, status="取消")).part == 1


def test_a_launch_in_one_township_is_not_followed_up_by_work_in_another():
    """Neither there nor in the region: only what is launched for the whole region may be followed up anywhere."""
    launch, elsewhere = event("a", ago(200), stage="启动"), event("b", ago(150), townships=(QING,))
    assert [figure("launch_dropout", launch, elsewhere, unit=u).part for u in (HE, CODE)] == [1, 1]
    wide = replace(launch, townships=(), region_wide=True)
    assert figure("launch_dropout", wide, elsewhere, unit=CODE).part == 0
    assert figure("launch_dropout", wide, elsewhere).whole is None, "it is no township's launch"
    other = replace(elsewhere, campaign="gaq")
    assert figure("launch_dropout", wide, other, unit=CODE).part == 1


def test_a_joint_launch_is_one_launch_of_the_region_and_followed_up_where_one_township_does():
    launch = event("a", ago(200), stage="启动", townships=(HE, QING))
    follow = event("b", ago(150), townships=(QING,))
    found = [figure("launch_dropout", launch, follow, unit=u) for u in (HE, QING, CODE)]
    assert [(c.part, c.whole, c.records) for c in found] == [(1, 1, ("a",)), (0, 1, ("a",)), (0, 1, ("a",))]
    assert figure("launch_dropout", launch, unit=CODE).part == 1


@pytest.mark.parametrize(("lived", "state"), [(89, "not_applicable"), (90, "figure")])
def test_a_launch_of_a_township_that_is_dissolved_within_ninety_days_is_not_judged(lived, state):
    gone = (replace(TOWNSHIPS[0], villages=(), validity=Validity(end=ago(300 - lived))), TOWNSHIPS[1])
    launch = event("a", ago(300), stage="启动")
    assert [figure("launch_dropout", launch, townships=gone, unit=u).state for u in (HE, CODE)] == [state, state]
    joint = replace(launch, townships=(HE, QING))
    assert figure("launch_dropout", joint, townships=gone, unit=CODE).part == 1, "the other township had its time"


@pytest.mark.parametrize(("days", "state"), [(89, "not_applicable"), (90, "figure")])
def test_a_launch_has_ninety_days(days, state):
    assert figure("launch_dropout", event("a", ago(days), stage="启动")).state == state


@pytest.mark.parametrize(("written", "in_time"), [(-30, 1), (0, 1), (10, 1), (11, 0)])
def test_a_record_is_in_time_until_the_tenth_day_after_the_event(written, in_time):
    done = event("e", ago(40), end=ago(35), updated=datetime.combine(ago(35 - written), datetime.max.time()))
    found = figure("reporting_timely", done, event("f", ago(3)))
    assert (found.part, found.whole, found.records) == (in_time, 1, ("e",))


@pytest.mark.parametrize(
    ("due", "done", "finished", "on_time"),
    [
        (ago(5), ago(5), (1, 1), (1, 1)), (ago(5), ago(4), (1, 1), (0, 1)), (ago(5), ago(0), (1, 1), (0, 1)),
        (ago(5), ago(-1), (0, 1), (0, 1)), (ago(0), None, (0, 1), (0, 1)), (ago(-1), ago(3), (1, 1), None),
        (None, ago(3), None, None),
    ],
)  # fmt: skip
def test_a_late_task_is_done_but_not_in_time_and_one_not_due_yet_is_not_judged(due, done, finished, on_time):
    plan = replace(PLAN, tasks=(Task("建馆", due=due, done=done),))
    for indicator, wanted in (("tasks_done", finished), ("tasks_on_time", on_time)):
        found = figure(indicator, unit=CODE, plan=plan)
        assert (found.part, found.whole) == (wanted or (None, None))
        assert found.state == ("figure" if wanted else "not_applicable")


def test_a_task_done_in_the_next_year_counts_for_the_year_in_which_it_was_due():
    plan = replace(PLAN, tasks=(Task("建馆", due=date(2025, 12, 20), done=date(2026, 1, 10)),))
    found = figure("tasks_done", unit=CODE, every="year", period="2025", plan=plan)
    assert (found.value, found.records) == (100, ("bw#1",))


@pytest.mark.parametrize(("last", "quiet"), [(0, 0), (1, 1), (30, 30)])
def test_days_since_the_last_event_are_counted_from_its_last_day(last, quiet):
    found = figure("quiet_days", event("a", ago(300)), event("b", ago(40), end=ago(last)))
    assert (found.value, found.records) == (quiet, ("b",))
    ahead = figure("quiet_days", event("b", ago(1), end=ago(-5)))
    assert (ahead.state, ahead.value) == ("figure", 0), "it still goes on"


def test_where_nothing_was_ever_held_the_days_since_are_not_reported_and_not_nought():
    found = figure("quiet_days", event("a", ago(3), "计划"))
    assert (found.state, found.value) == ("silent", None)


@pytest.mark.parametrize(
    ("events", "longest"),
    [
        ([(1, 1), (365, 365)], 363), ([(1, 365)], 0), ([(100, 100)], 265), ([(11, 20), (15, 100), (101, 365)], 10),
        ([(1, 355)], 10), ([(50, 60), (51, 52), (61, 365)], 49),
    ],
)  # fmt: skip
def test_the_longest_silence_of_a_year_lies_before_between_or_after_the_events(events, longest):
    start = date(2024, 12, 31)
    held = [
        event(f"e{n}", start + timedelta(days=first), end=start + timedelta(days=last))
        for n, (first, last) in enumerate(events)
    ]
    assert figure("longest_silence", *held, every="year", period="2025").value == longest


def test_villages_that_are_gone_are_no_part_of_what_there_is_now():
    gone = replace(B, law_savvy=9, legal_adviser=True, model_village="省级2022", validity=Validity(None, ago(1)))
    here = (replace(TOWNSHIPS[0], villages=(replace(A, law_savvy=2, legal_adviser=False), gone)), TOWNSHIPS[1])
    told = {
        i: figure(i, townships=here, sites=(Site("guan", "法治馆", HE, gone.id),))
        for i in (
            "law_savvy",
            "law_savvy_per_village",
            "legal_advisers",
            "villages_with_law_savvy",
            "villages_with_site",
        )
    }
    assert told["law_savvy"].value == 2
    assert (told["law_savvy_per_village"].part, told["law_savvy_per_village"].whole) == (2, 1)
    assert [told[i].value for i in list(told)[2:]] == [0, 0, 0]
    assert (figure("model_villages", townships=here).value, figure("model_villages", townships=here).of) == (0, 1)
    last_day = (
        replace(here[0], villages=(here[0].villages[0], replace(gone, validity=Validity(None, ago(0))))),
        here[1],
    )
    assert figure("law_savvy", townships=last_day).value == 11, "on its last day a village is still there"


def test_a_target_for_each_village_is_kept_by_those_that_exist():
    gone = replace(B, law_savvy=9, validity=Validity(None, ago(1)))
    villages = (replace(A, law_savvy=3), gone, Village(f"{HE}-c", "丙村", HE))
    plan = replace(PLAN, targets=(Target("law_savvy", "village", "campaign", 3),))
    region = Region(CODE, "江山市", "", "Asia/Shanghai", "", Identity(), (replace(TOWNSHIPS[0], villages=villages),))
    (found,) = cov.coverage(tables(Library(region, (plan,)), [], AS_OF)).targets
    assert [(row[0].state, row[0].value, row[0].met) for row in found.rows] == [
        ("figure", 3, True), ("not_applicable", None, None), ("silent", None, None)
    ]  # fmt: skip


@pytest.mark.parametrize(("law_savvy", "enough"), [(2, 0), (3, 1)])
def test_three_are_enough_for_a_village(law_savvy, enough):
    here = (replace(TOWNSHIPS[0], villages=(replace(A, law_savvy=law_savvy), B)), TOWNSHIPS[1])
    found = figure("villages_with_law_savvy", townships=here)
    assert (found.part, found.whole) == (enough, 2)


def test_a_village_with_two_sites_is_one_village_and_one_without_any_stays_in_the_denominator():
    sites = (
        Site("a", "甲馆", HE, A.id),
        Site("b", "乙廊", HE, A.id),
        Site("c", "丙园", HE),
        Site("d", "丁墙", HE, B.id, status="在建"),
    )
    found = figure("villages_with_site", sites=sites)
    assert (found.part, found.whole, found.records) == (1, 2, (A.id, B.id))


@pytest.mark.parametrize(("number", "state"), [(9, "not_applicable"), (10, "figure")])
def test_concentration_is_told_from_ten_events_that_name_a_village(number, state):
    held = [event(f"e{n}", ago(100 - n), village=(A if n % 5 else B).id) for n in range(number)]
    found = figure("concentration", *held)
    assert found.state == state
    assert found.part == (8 if state == "figure" else None)
    assert figure("concentration", *(replace(e, village="") for e in held)).state == "not_due", (
        "nobody named a village yet"
    )


def test_shares_count_only_what_was_filled_in():
    held = (
        event("a", ago(9), result=Result(50, 10, 20, 19), focus="权利", audiences=("领导干部",)),
        event("b", ago(8), result=Result(10, 10, 5, None), focus="义务"), event("c", ago(7), result=Result(None, 2, 4, 1)),
        event("d", ago(6), result=Result(2, 1, None, None), focus="并重", audiences=("领导干部",)), event("e", ago(5)),
    )  # fmt: skip
    names = ("satisfaction", "response_rate", "reporting_complete", "duties_share", "leaders_evidence")
    told = {i: figure(i, *held) for i in names}
    shares = {i: (c.part, c.whole, c.records) for i, c in told.items()}
    assert shares["satisfaction"] == (20, 24, ("a", "c"))
    assert shares["response_rate"] == (20, 41, ("a", "d"))
    assert shares["reporting_complete"] == (3, 5, ("a", "b", "c", "d", "e"))
    assert shares["duties_share"] == (2, 3, ("a", "b", "d"))
    assert shares["leaders_evidence"] == (2, 2, ("a", "d"))
    only_staff = figure("response_rate", event("b", ago(400), result=Result(10, 10, 5)), every="year", period="2025")
    assert only_staff.state == "not_applicable", "it was said that nobody came"


def test_people_and_money_go_by_the_inhabitants_of_the_days_that_were():
    """A township that came in the middle of the year counts by half; nobody knows of a place without a population."""
    came = (TOWNSHIPS[0], replace(TOWNSHIPS[1], validity=Validity(date(2025, 7, 2))))
    plan = replace(PLAN, funding=(Funding(2025, 0.1), Funding(2025, 0.2, HE), Funding(2026, 7)))
    crowd = event("a", date(2025, 8, 1), result=Result(120, 20))
    there = {"unit": CODE, "every": "year", "period": "2025", "townships": came, "plan": plan}
    people, money = (figure(i, crowd, **there) for i in ("residents_per_1000", "funding_per_head"))
    whole = 1000 + round(3000 * 183 / 365)
    assert (people.part, people.whole, people.value) == (100, whole, 100_000 / whole)
    assert (money.part, money.whole, money.value, money.records) == (0.3, whole, 0.3 / whole, ("bw#1", "bw#2"))
    unknown = {**there, "townships": (came[0], replace(came[1], population=None))}
    assert {figure(i, crowd, **unknown).state for i in ("residents_per_1000", "funding_per_head")} == {"silent"}
    assert figure("funding_per_head", crowd, **{**there, "unit": HE}).part == 0.2


def test_inspections_count_on_the_day_they_were_made_and_for_a_target_of_any_campaign():
    found = tuple(
        Inspected("r", "site", f"s{n}", HE, day, told)  # type: ignore[arg-type]
        for n, (day, told) in enumerate(
            [(date(2025, 12, 31), "属实"), (date(2025, 1, 1), "不符"), (ago(0), "属实"), (None, "")]
        )
    )
    year = figure("inspection_verified", every="year", period="2025", inspections=found)
    assert (year.part, year.whole, year.records) == (1, 2, ("r#s0", "r#s1"))
    plan = replace(PLAN, targets=(Target("inspection_verified", "township", "year", 95),))
    region = Region(CODE, "江山市", "", "Asia/Shanghai", "", Identity(), TOWNSHIPS)
    (target,) = cov.coverage(tables(Library(region, (plan,), inspections=found), [], AS_OF)).targets
    cell = next(c for c in target.row(HE) if c.period == "2025")
    assert (cell.value, cell.met, cell.needed) == (50, False, 45)


def test_a_check_of_a_joint_event_counts_in_each_of_its_townships_and_once_in_the_region():
    joint, wide = event("a", ago(40), townships=(HE, QING)), event("b", ago(40), townships=(), region_wide=True)
    checks = (
        Inspected("r", "occurrence", "a", "", ago(9), "属实"),
        Inspected("r", "occurrence", "b", "", ago(9), "不符"),
    )
    found = {u: figure("inspection_verified", joint, wide, unit=u, inspections=checks) for u in (HE, QING, CODE)}
    assert [(c.part, c.whole) for c in found.values()] == [(1, 1), (1, 1), (1, 2)]
    assert found[QING].records == ("r#a",)


def test_of_two_checks_of_one_item_the_later_one_counts():
    """On the same day the later round; in another year each counts for its own."""
    done = event("a", date(2025, 3, 1))
    first, second = (
        Inspected("r1", "occurrence", "a", HE, ago(9), "不符"), Inspected("r2", "occurrence", "a", HE, ago(8), "属实")
    )  # fmt: skip
    last = figure("inspection_verified", done, inspections=(first, second))
    assert (last.part, last.whole, last.records) == (1, 1, ("r2#a",))
    same_day = figure("inspection_verified", done, inspections=(replace(second, checked=ago(9)), first))
    assert same_day.records == ("r2#a",)
    early = replace(first, checked=date(2025, 6, 1))
    years = [
        figure("inspection_verified", done, inspections=(early, second), every="year", period=y)
        for y in ("2025", "2026")
    ]
    assert [(c.part, c.whole) for c in years] == [(0, 1), (1, 1)]


def test_titles_of_villages_are_not_reported_where_no_village_of_the_region_has_one():
    """Where some have one, those without have none."""
    assert [figure("model_villages", unit=u).state for u in (HE, CODE)] == ["silent", "silent"]
    other = Village(f"{QING}-c", "丙村", QING, model_village="省级2022")
    some = (TOWNSHIPS[0], replace(TOWNSHIPS[1], villages=(other,)))
    found = {u: figure("model_villages", unit=u, townships=some) for u in (HE, QING, CODE)}
    assert [(c.value, c.of) for c in found.values()] == [(0, 2), (1, 1), (1, 3)]


@pytest.mark.parametrize(
    ("people", "state"), [((1000, 3000), "figure"), ((1000, 1000), "not_applicable"), ((0, 3000), "not_applicable"), ((0, None), "silent")]
)  # fmt: skip
def test_a_slope_needs_townships_of_known_and_different_size(people, state):
    places = tuple(replace(t, population=p, villages=()) for t, p in zip(TOWNSHIPS, people, strict=True))
    found = figure(
        "slope_index", event("a", date(2025, 5, 1)), unit=CODE, every="year", period="2025", townships=places
    )
    assert found.state == state
    if found.value is not None:
        assert found.value == pytest.approx(-20), "the small one has 10 for each 10,000, the large one none"


def test_a_period_that_has_not_begun_says_what_is_needed_and_what_is_planned():
    plan = replace(PLAN, targets=(Target("events_held", "township", "year", 2.5),))
    region = Region(CODE, "江山市", "", "Asia/Shanghai", "", Identity(), TOWNSHIPS)
    ahead = event("a", date(2027, 5, 1), "计划")
    account = cov.coverage(
        tables(Library(region, (plan,), (ahead,)), [Occurrence("a", ahead, ahead.start, ahead.end, "计划")], AS_OF)
    )
    cell = next(c for c in account.targets[0].row(HE) if c.period == "2027")
    assert (cell.state, cell.needed, cell.met, cell.others) == ("not_due", 3, None, ("a",))


def test_a_unit_of_half_a_period_has_half_a_target_rounded_up():
    plan = replace(
        PLAN, targets=(Target("events_held", "township", "year", 4), Target("satisfaction", "township", "year", 90))
    )
    came = (TOWNSHIPS[0], replace(TOWNSHIPS[1], validity=Validity(date(2025, 7, 2))))
    region = Region(CODE, "江山市", "", "Asia/Shanghai", "", Identity(), came)
    held, satisfied = cov.coverage(tables(Library(region, (plan,)), [], AS_OF)).targets
    half = next(c for c in held.row(QING) if c.period == "2025")
    assert (half.least, half.needed) == (3, 3), "183 of 365 days of 4 are a little more than 2"
    assert next(c for c in held.row(HE) if c.period == "2025").least is None
    assert next(c for c in satisfied.row(QING) if c.period == "2025").least is None, "a share is due in full"


def test_months_of_activity_have_their_months_so_far_beside_them_at_nought_too():
    told = figure("months_active", event("a", ago(10)), event("b", ago(11)), every="year", period="2026")
    assert (told.value, told.of) == (1, 6)
    nought = figure("months_active", event("a", date(2025, 5, 1), "取消"), every="year", period="2025")
    assert (nought.state, nought.value, nought.of) == ("figure", 0, 12)

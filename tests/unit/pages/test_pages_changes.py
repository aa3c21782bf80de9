"""The pages of changes: what publications changed, for readers and, on paper, for the wall of a village hall."""

from __future__ import annotations

import marshal
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from generator.model import Event, Library
from generator.pages import changes, home
from generator.pages.changes import MOST_NEW
from generator.pages.notices import LOOK_BACK, MOST_COMING
from generator.pages.notices import MOST_NEW as MOST_NEW_ON_PAPER
from generator.register.advance import advance
from generator.register.digest import days_told
from generator.register.record import Register, write_register
from generator.schedule import occurrences
from generator.siteplan import data_addresses
from generator.world import World
from tests.clients.makers import HECUN, QINGHU, SITE, event, library
from tests.unit.pages_kit import Html, dated_of, rendered, specs

DAY = date(2026, 11, 22)
NOTICE = f"townships/{HECUN}/changes/"


def at(day: int, **more: Any) -> dict[str, Any]:
    hours = {"start": datetime(2026, 12, day, 9), "end": datetime(2026, 12, day, 11)}
    return {**hours, "place": "礼堂", "status": "确定", **more}


def published(*publications: tuple[int, list[Event]], as_of: int | None = None, **region: Any) -> World:
    """The site after these publications, each some days after the first, as it is built `as_of` days after the first."""
    register: Register | None = None
    events: list[Event] = []
    for days, events in publications:
        found = _library(events, region)
        register = advance(found, occurrences(found), register, SITE, DAY + timedelta(days=days)).register
    today = DAY + timedelta(days=publications[-1][0] if as_of is None else as_of)
    found = _library(events, region)
    outcome = advance(found, occurrences(found), register, SITE, today)
    return replace(dated_of(outcome.library, today), outcome=outcome)


def _library(events: list[Event], region: dict[str, Any]) -> Library:
    found = library(events)
    return replace(found, region=replace(found.region, **region))


def page(found: World, address: str) -> Html:
    return rendered(specs(changes, found)[address], found)


def body(found: World, address: str) -> str:
    return page(found, address).text


def test_the_overview_lists_publications_newest_first_with_their_counts() -> None:
    """Each is a link to its own page."""
    found = published(
        (0, [event("a", **at(4)), event("b", **at(5))]),
        (1, [event("a", **at(6)), event("b", **at(5))]),
        (3, [event("a", **at(6)), event("b", **at(5, status="取消")), event("c", **at(9))]),
    )
    html = page(found, "changes/")
    html.assert_sound()
    assert html.text.index("2026年11月25日取消1场、新增1场") < html.text.index("2026年11月23日改期1场")
    assert {"../changes/2026-11-25/", "../changes/2026-11-23/", "../feeds/events.atom", "../subscribe/"} <= set(
        html.links
    )
    assert [a for a in specs(changes, found) if a.startswith("changes/2")] == [
        "changes/2026-11-25/",
        "changes/2026-11-23/",
    ]


def test_nothing_published_and_nothing_changed_are_said_kindly() -> None:
    """The page is not empty, and the same before the first publication and after it: publishing again changes nothing."""
    never = published((0, [event("a", **at(4))]))
    fresh = replace(never, outcome=None)
    quiet = published((0, [event("a", **at(4))]), (5, [event("a", **at(4))]))
    assert "还没有变动记录" in body(fresh, "changes/")
    assert body(fresh, "changes/") == body(never, "changes/") == body(quiet, "changes/")
    assert list(specs(changes, quiet)) == ["changes/", f"townships/{QINGHU}/changes/", NOTICE]


def test_many_publications_are_folded_but_not_lost() -> None:
    """A county that publishes every day for a month: the older half is behind a fold."""
    days = [(n, [event("a", **at(30 + n % 2))]) for n in range(25)]
    html = page(published(*days), "changes/")
    html.assert_sound()
    assert sum(link.startswith("../changes/2026-") for link in html.links) == 24
    assert [tag for tag, _ in html.tags].count("details") == 1


def test_a_day_is_grouped_by_kind_and_strikes_out_what_no_longer_holds() -> None:
    """The old time and place in <s>, the new ones plain; the words tell it without the line through them."""
    found = published(
        (0, [event("a", **at(4)), event("b", **at(5)), event("c", **at(6)), event("d", **at(7))]),
        (1, [
            event("a", **at(8, place="广场")), event("b", **at(5, status="取消")),
            event("c", **at(6, status="延期")), event("d", **at(7, place="书屋")),
        ]),
    )  # fmt: skip
    html = page(found, "changes/2026-11-23/")
    html.assert_sound()
    assert [i for i in html.ids if i] == ["off", "late", "moved", "place"]
    assert html.source.count("<s>") == 5
    said = "原定2026年12月4日（周五）09:00—11:00现在2026年12月8日（周二）09:00—11:00原在贺村镇礼堂改在贺村镇广场"
    assert said in html.text.replace(" ", "")
    assert "取消，请不要前往" in html.text
    assert "延期，新的时间另行通知" in html.text
    assert {"../../events/a/", f"../../townships/{HECUN}/"} <= set(html.links)


def test_a_page_that_was_overtaken_says_so() -> None:
    """Who comes by an old link is led to the publication that holds now."""
    found = published((0, [event("a", **at(4))]), (1, [event("a", **at(5))]), (3, [event("a", **at(6))]))
    html = page(found, "changes/2026-11-23/")
    assert "后来又变了，以2026年11月25日的更新为准" in html.text
    assert "../../changes/2026-11-25/" in html.links
    assert "后来又变了" not in body(found, "changes/2026-11-25/")


def test_a_ledger_read_in_at_once_does_not_make_a_page_without_end() -> None:
    """New events are cut with the number that is left out; what was cancelled never is."""
    many = [event(f"n{i}", **at(4)) for i in range(MOST_NEW + 7)]
    old = [event(f"o{i}", **at(5)) for i in range(MOST_NEW + 3)]
    found = published((0, old), (1, [*many, *(replace(o, status="取消") for o in old)]))
    html = page(found, "changes/2026-11-23/")
    assert html.source.count('<li class="pf-change">') == 2 * MOST_NEW + 3
    assert "另有7场新增" in html.text


def test_a_series_whose_rule_changed_says_what_it_can() -> None:
    """The first time is as it was: then not the time has moved but the days."""
    found = published((0, [event("a", **at(4))]), (1, [event("a", **at(4))]))
    assert found.outcome is not None
    register = found.outcome.register
    line = replace(register.entries["a"], facts=register.entries["a"].facts._replace(rule="FREQ=WEEKLY;UNTIL=20270101"))
    from generator.register.record import Change

    change = Change(DAY, "改期", "a", line.facts.start, line.facts.end, line.facts.where)
    told = replace(register, entries={"a": line}, changes=(change,))
    html = page(replace(found, outcome=replace(found.outcome, register=told)), "changes/2026-11-22/")
    assert "2026年12月4日（周五）09:00—11:00起（重复的活动）（重复的日子有变）" in html.text


def test_the_notice_has_what_concerns_the_township_and_nothing_else() -> None:
    """Its own, those that left it, region-wide ones; not another township's."""
    before = [
        event("own", title="甲", **at(4)), event("left", title="乙", **at(5)), event("wide", title="丙", region_wide=True, **at(6)),
        event("other", title="丁", **{**at(7), "townships": (QINGHU,)}),
    ]  # fmt: skip
    after = [
        event("own", title="甲", **at(14)), event("left", title="乙", **{**at(5), "townships": (QINGHU,)}),
        event("wide", title="丙", region_wide=True, **at(16)), event("other", title="丁", **{**at(17), "townships": (QINGHU,)}),
    ]  # fmt: skip
    found = published((0, before), (1, after))
    rows = [item["title"] for group in specs(changes, found)[NOTICE].context["changed"] for item in group["items"]]
    assert rows == ["甲", "丙", "乙"]
    there = specs(changes, found)[f"townships/{QINGHU}/changes/"].context["changed"]
    assert [item["title"] for group in there for item in group["items"]] == ["丙", "丁", "乙"]


def test_the_notice_says_how_things_stand_and_leaves_out_what_is_over() -> None:
    """An event is on it once, with its last change; what is past or older than sixty days is not on the wall any more."""
    days = LOOK_BACK.days
    found = published(
        (0, [event("a", **at(4)), event("b", **at(5)), event("old", **at(1))]),
        (1, [event("a", **at(14)), event("b", **at(5)), event("old", **at(2))]),
        (3, [event("a", **at(15)), event("b", **at(20)), event("old", **at(2))]),
        as_of=12,
    )
    (group,) = specs(changes, found)[NOTICE].context["changed"]
    assert (group["day"], [(i["old"][:6], i["new"][:6]) for i in group["items"]]) == (
        "2026年11月25日", [("12月14日", "12月15日"), ("12月5日（", "12月20日")]
    )  # fmt: skip
    for later, shown in ((days + 3, 1), (days + 4, 0)):
        far = published(
            (0, [event("b", **at(5))]),
            (3, [event("b", **{**at(5), "start": date(2027, 6, 1), "end": date(2027, 6, 1)})]),
            as_of=later,
        )
        assert len(specs(changes, far)[NOTICE].context["changed"]) == shown


def test_the_notice_can_be_put_up_as_it_is() -> None:
    """Heading, table with its four columns, what is coming, whom to ask, who signs and when; on screen the way back."""
    found = published((0, [event("a", **at(4)), event("b", **at(6))]), (1, [event("a", **at(5)), event("b", **at(6))]))
    spec = specs(changes, found)[NOTICE]
    html = page(found, NOTICE)
    html.assert_sound()
    assert spec.title == "贺村镇普法活动变动通知"
    heads = [given.get("scope") for tag, given in html.tags if tag == "th"]
    assert heads == ["col"] * 4 + ["rowgroup", "row"]
    for words in (
        "12月4日（周五）09:00—11:00",
        "12月6日（周日）09:00",
        "法律服务热线：12348",
        "江山市司法局2026年11月23日",
    ):
        assert words in html.text.replace(" ", "")
    assert {f"../../../townships/{HECUN}/", "../../../changes/"} <= set(html.links)


def test_a_new_event_stands_once_on_the_paper() -> None:
    """In the list of what is coming, marked; only what lies further ahead is in the table, and not without end."""
    soon = [event(f"s{i}", **at(1 + i)) for i in range(MOST_COMING + 2)]
    far = [
        event(f"f{i}", **{**at(1 + i), "start": date(2027, 5, 1 + i), "end": date(2027, 5, 1 + i)}) for i in range(7)
    ]
    found = published((0, [event("a", **at(4))]), (1, [event("a", **at(4)), *soon, *far]))
    context = specs(changes, found)[NOTICE].context
    assert sum(item["new"] for item in context["coming"]) == MOST_COMING - 1
    assert context["rest"] == 3
    (group,) = context["changed"]
    assert (len(group["items"]), group["rest"]) == (MOST_NEW_ON_PAPER, 3 + 7 - MOST_NEW_ON_PAPER)


def test_a_quiet_township_gets_a_kind_notice() -> None:
    """No table where nothing changed; cancelled events are not coming."""
    found = published((0, [event("a", **at(4)), event("off", title="不办的", **at(5, status="取消"))]), (1, [
        event("a", **at(4)), event("off", title="不办的", **at(5, status="取消"))]))  # fmt: skip
    text = body(found, NOTICE)
    assert "贺村镇的普法活动没有变动，都照原来的安排" in text
    assert "不办的" not in text
    assert "还没有公布别的活动" in body(found, f"townships/{QINGHU}/changes/")


@pytest.mark.parametrize(("region", "sample"), [(True, False), (False, True), (False, False)])
def test_made_up_records_are_marked_on_the_paper(region: bool, sample: bool) -> None:
    """A notice is read without the site around it."""
    found = published(
        (0, [event("a", sample=sample, **at(4))]), (1, [event("a", sample=sample, **at(5))]), sample=region
    )
    assert ("示例数据 为演示而编写" in body(found, NOTICE)) is (region or sample)


def test_what_officers_write_is_escaped() -> None:
    """Titles and places cannot be markup."""
    evil = {"title": "<b>甲</b>", "place": "<script>x</script>"}
    found = published((0, [event("a", **{**at(4), **evil})]), (1, [event("a", **{**at(5), **evil})]))
    for address in ("changes/2026-11-23/", NOTICE):
        source = page(found, address).source
        assert "<b>甲" not in source
        assert "<script>" not in source


def test_the_home_page_tells_the_last_changes_for_thirty_days() -> None:
    """One line with the way to them; a month later it is no news."""
    before, after = [event("a", **at(4))], [event("a", **at(28))]
    for days, told in ((31, True), (32, False)):
        found = published((0, before), (1, after), as_of=days)
        html = rendered(specs(home, found)[""], found)
        assert ("./changes/2026-11-23/" in html.links) is told
        assert ("改期1场" in html.text) is told


def test_the_check_knows_every_page_of_changes() -> None:
    """Officers may link to all of them, and to no other day."""
    found = published((0, [event("a", **at(4))]), (1, [event("a", **at(5))]), (9, [event("a", **at(6))]))
    assert found.outcome is not None
    days = days_told(write_register(found.outcome.register))
    known = {a for a in data_addresses(found.library, found.as_of, days) if "changes/" in a}
    assert known == set(specs(changes, found))


def test_contexts_are_plain_values() -> None:
    """So that a page's content hash says when it must change."""
    found = published((0, [event("a", **at(4))]), (1, [event("a", **at(5)), event("b", **at(9))]))
    for spec in specs(changes, found).values():
        assert marshal.loads(marshal.dumps(dict(spec.context), 2)) == spec.context

"""Random checks: the lot is the same everywhere, follows the weights, and anybody can draw it again."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sites import kit

from generator.figures.sampling import BadWeight, Item, Round, draw, frame_of, parse_rule, strata, verify, weight_of
from generator.figures.sampling.draw import lot
from generator.figures.sampling.frame import BadPeriod, period_of
from generator.figures.sampling.rounds import Facts, items_of, read_round, write_round
from generator.model import Inspected, Library, Result, Site, Township
from generator.schedule import occurrences
from tests.clients.makers import CAMPAIGN, HECUN, QINGHU, event, library

DAY = date(2026, 11, 1)
ITEMS = tuple(
    Item("occurrence", f"gaq-{i:02d}", date(2026, 1, 1 + i), (HECUN,) if i % 2 else (QINGHU,), stage="启动" if i < 5 else "常态")
    for i in range(20)
)  # fmt: skip
REGION = replace(
    library().region,
    townships=(Township(HECUN, "贺村镇", group="平原镇"), Township(QINGHU, "清湖街道", group="街道")),
)


def rules(*texts: str):
    return [parse_rule(text, REGION) for text in texts]


def ids(found: Sequence[Item]) -> list[str]:
    return [item.id for item in found]


def county(*more: Inspected) -> Library:
    """Held, planned and future events of both townships, a region-wide one, and one open cultural site."""
    came = {"status": "已办", "result": Result(attendance=60)}
    events = [
        event("a", **came),
        event("b", status="已办", townships=(QINGHU,), start=date(2026, 6, 1), end=date(2026, 6, 1), form="展览", stage="启动"),
        event("c", region_wide=True, status="已办", start=date(2025, 4, 15), end=date(2025, 4, 15), result=Result(attendance=900)),
        event("d", status="计划"),
        event("e", status="取消"),
        event("f", status="已办", start=date(2026, 11, 2), end=date(2026, 11, 2)),
    ]  # fmt: skip
    found = library(events)
    sites = (
        *found.sites,
        Site("shut", "关了的馆", HECUN, status="关闭"),
        Site("new", "明年开", HECUN, opened="2027年"),
    )
    return replace(
        found, region=REGION, sites=sites, site_by_id={s.id: s for s in sites}, inspections=more,
        township_by_code={t.code: t for t in REGION.townships},
    )  # fmt: skip


# --- the lot ------------------------------------------------------------------------------------------------------


def test_the_lot_is_the_same_on_every_system() -> None:
    """Fixed results: another Python, another system or another version of the program must give these."""
    assert str(lot("20251101", ITEMS[0]))[:22] == "0.59488367738443097502"
    assert ids(draw(ITEMS, [], "20251101", 6).items) == ["gaq-08", "gaq-03", "gaq-12", "gaq-13", "gaq-01", "gaq-05"]
    weighted = draw(ITEMS, rules("启动=3", "乡镇:贺村镇=0.5"), "20251101", 6)
    assert ids(weighted.items) == ["gaq-08", "gaq-03", "gaq-02", "gaq-12", "gaq-01", "gaq-00"]
    assert weighted.digest == "b4edb71dd2f0dbd21e61e44987ee0772"


def test_the_decimal_context_of_the_program_has_no_say() -> None:
    """Whatever precision somebody has set, the same items are drawn."""
    some = rules("启动=1.234", "乡镇:贺村镇=2.345")
    with localcontext() as context:
        context.prec = 3
        rough = draw(ITEMS, some, "种子", 20)
    assert rough == draw(ITEMS, some, "种子", 20)


@settings(deadline=None)
@given(st.permutations(ITEMS), st.text("0123456789abc", min_size=1, max_size=8), st.integers(1, 25))
def test_the_order_of_the_files_does_not_matter(shuffled: list[Item], seed: str, size: int) -> None:
    """Same seed, same records: same list in the same order, without repeats, as long as it can be."""
    drawn = draw(shuffled, rules("启动=2"), seed, size)
    assert drawn == draw(ITEMS, rules("启动=2"), seed, size)
    assert len(set(drawn.items)) == len(drawn.items) == min(size, len(ITEMS))


@settings(deadline=None)
@given(st.sets(st.sampled_from(ITEMS), min_size=1), st.integers(1, 20))
def test_a_record_more_or_less_moves_the_others_by_one(some: set[Item], size: int) -> None:
    """What is drawn from a part is what is drawn from the whole without the others: nobody's lot depends on anybody else's."""
    whole = draw(ITEMS, [], "7", len(ITEMS)).items
    assert draw(some, [], "7", size).items == tuple(item for item in whole if item in some)[:size]


def test_what_has_weight_nought_is_never_drawn_nor_counted() -> None:
    """Left out means left out, however many are asked for."""
    drawn = draw(ITEMS, rules("启动=0"), "1", 100)
    assert drawn.total == len(drawn.items) == 15
    assert all(item.stage == "常态" for item in drawn.items)


def chi_square(counts: Sequence[int], expected: Sequence[float]) -> float:
    return sum((c - e) ** 2 / e for c, e in zip(counts, expected, strict=True))


@pytest.mark.slow
def test_the_first_drawn_follows_the_weights() -> None:
    """Over 3,000 fixed seeds the first of twenty items is drawn in proportion to its weight (chi square, 19 degrees)."""
    some = rules("启动=4", "乡镇:贺村镇=2")
    weights = [float(weight_of(item, some)) for item in ITEMS]
    assert set(weights) == {1, 2, 4, 8}
    tries = 3000
    first = Counter(draw(ITEMS, some, f"seed {n}", 1).items[0] for n in range(tries))
    expected = [tries * w / sum(weights) for w in weights]
    assert chi_square([first[item] for item in ITEMS], expected) < 43.8  # exceeded once in a thousand times


@pytest.mark.slow
def test_every_item_is_drawn_as_often_as_every_other_without_weights() -> None:
    """Five of twenty: each a quarter of the time, as the printed chance says."""
    tries = 1500
    drawn = Counter(item for n in range(tries) for item in draw(ITEMS, [], str(n), 5).items)
    share = [drawn[item] / tries for item in ITEMS]
    assert max(abs(s - 0.25) for s in share) < 0.05
    (only,) = strata(ITEMS, [], draw(ITEMS, [], "1", 5))
    assert (only.label, only.total, only.drawn) == ("全部", 20, 5)
    assert only.chance == pytest.approx(0.25)


@pytest.mark.slow
def test_the_printed_chances_are_those_that_happen() -> None:
    """The share of each stratum over 1,500 seeds is near the chance told, and the chances add up to the size."""
    some = rules("启动=3", "形式:展览=0")
    frame = [*ITEMS, Item("occurrence", "show", DAY, form="展览")]
    told = strata(frame, some, draw(frame, some, "1", 6))
    assert [(s.label, s.total) for s in told] == [("启动", 5), ("其余", 15), ("形式:展览", 1)]
    assert told[-1].chance == 0
    assert sum(s.total * s.chance for s in told) == pytest.approx(6)
    tries = 1500
    seen = Counter(item.stage for n in range(tries) for item in draw(frame, some, str(n), 6).items)
    assert seen["启动"] / tries / 5 == pytest.approx(told[0].chance, abs=0.03)
    assert seen["常态"] / tries / 15 == pytest.approx(told[1].chance, abs=0.03)


def test_a_lot_is_between_nought_and_one_and_differs_by_kind() -> None:
    """Neither end, so that its logarithm exists; a site and an occurrence of one id have lots of their own."""
    lots = [lot(str(n), item) for n in range(50) for item in ITEMS]
    assert min(lots) > 0
    assert max(lots) < 1
    assert abs(math.fsum(map(float, lots)) / len(lots) - 0.5) < 0.03
    assert lot("1", Item("site", "a", None)) != lot("1", Item("occurrence", "a", None))


# --- weights and periods ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("启动=2", "启动=2"), ("launch=2.50", "启动=2.5"), ("routine=0", "常态=0"), ("乡镇:贺村镇=3", "乡镇:贺村镇=3"),
        (f"township:{HECUN}=3", "乡镇:贺村镇=3"), ("分组：街道＝２", "分组:街道=2"), ("form:展览=0", "形式:展览=0"),
        ("人数:多=3", "人数:多=3"), ("size:small=1", "人数:少=1"), ("unchecked=5", "没查过=5"), ("没去过=2", "没去过=2"),
        ("全域=0", "全域=0"), ("乡镇:全域=0", "全域=0"), ("阵地=2", "阵地=2"), ("阶段:launch=2", "启动=2"), ("启动=-0", "启动=0"),
    ],
)  # fmt: skip
def test_weights_are_read_in_both_languages_and_kept_in_one(written: str, kept: str) -> None:
    """What stands in the file is read again as the same rule."""
    rule = parse_rule(written, REGION)
    assert rule.text == kept
    assert parse_rule(kept, REGION) == rule


@pytest.mark.parametrize(
    "text",
    ["", "启动", "=2", "启动=", "启动=两倍", "启动=-1", "启动=1001", "启动=1e3000", "启动=nan", "启动=inf", "启动=0.0001",
     "乡镇:贺村乡=2", "乡镇=2", "形式:唱戏=2", "人数:120=2", "什么:什么=2", "没见过=2", "启" * 200 + "=2", "启动=2=3"],
)  # fmt: skip
def test_weights_that_cannot_be_read_are_refused_in_words(text: str) -> None:
    """Nothing is guessed; a name that is nearly right is suggested."""
    with pytest.raises(BadWeight) as bad:
        parse_rule(text, REGION)
    assert str(bad.value)[-1] in "。？"
    if text == "乡镇:贺村乡=2":
        assert "是不是“贺村镇”？" in str(bad.value)


def test_rules_that_fit_are_multiplied() -> None:
    """A launch in 贺村镇 with both rules, each alone, and neither."""
    some = rules("启动=2", "乡镇:贺村镇=3")
    assert [weight_of(ITEMS[i], some) for i in (1, 0, 7, 6)] == [Decimal(6), Decimal(2), Decimal(3), Decimal(1)]


@pytest.mark.parametrize(
    ("text", "period"),
    [("", ""), ("全部", ""), ("2025", "2025"), ("２０２５年", "2025"), ("2025Q2", "2025Q2"), ("2025年第二季度", "2025Q2"),
     ("2025年3季度", "2025Q3"), ("2025-04", "2025-04"), ("2025年4月", "2025-04"), ("2025-12", "2025-12")],
)  # fmt: skip
def test_periods_are_read(text: str, period: str) -> None:
    """A year, a quarter, a month, or all time."""
    assert period_of(text) == period


@pytest.mark.parametrize("text", ["25", "2025-13", "2025-0", "2025Q5", "去年", "2025-04-15", "9" * 1000])
def test_periods_that_cannot_be_read_are_refused(text: str) -> None:
    """With the forms that can."""
    with pytest.raises(BadPeriod, match="可以写：2025"):
        period_of(text)


# --- the frame ----------------------------------------------------------------------------------------------------


def test_the_frame_is_what_was_held_and_what_is_open() -> None:
    """Not what is planned, called off, to come, shut or not opened yet."""
    found = county()
    frame = frame_of(found, occurrences(found), DAY)
    assert [(i.kind, i.id) for i in frame] == [
        ("occurrence", "a"),
        ("occurrence", "b"),
        ("occurrence", "c"),
        ("site", "park"),
    ]
    by_id = {i.id: i for i in frame}
    assert [by_id[i].size for i in "abc"] == ["中", "没填", "多"]
    assert (by_id["b"].stage, by_id["b"].form, by_id["b"].groups) == ("启动", "展览", ("街道",))
    assert by_id["c"].townships == ()


@pytest.mark.parametrize(
    ("more", "ids_"),
    [
        ({"kind": "site"}, ["park"]), ({"kind": "occurrence"}, ["a", "b", "c"]), ({"period": "2025"}, ["c", "park"]),
        ({"period": "2026Q2", "kind": "occurrence"}, ["a", "b"]), ({"period": "2026-06", "kind": "occurrence"}, ["b"]),
    ],
)  # fmt: skip
def test_the_frame_is_limited_as_asked(more: dict[str, str], ids_: list[str]) -> None:
    """By kind and by the period in which an occurrence began."""
    found = county()
    assert ids(frame_of(found, occurrences(found), DAY, **more)) == ids_  # type: ignore[arg-type]


def test_earlier_findings_are_known_but_not_those_of_the_round_itself() -> None:
    """Else a draw could not be repeated once its own results are in; nor do later ones count, nor blanks."""
    done = {"checked": date(2026, 10, 1), "finding": "属实", "township": HECUN}
    found = county(
        Inspected("早", "occurrence", "a", **done),  # type: ignore[arg-type]
        Inspected("早", "occurrence", "b", township=QINGHU),
        Inspected("晚", "site", "park", township=HECUN, checked=date(2026, 12, 1), finding="属实"),
    )
    frame = frame_of(found, occurrences(found), DAY)
    assert [i.id for i in frame if i.checked] == ["a"]
    assert [i.id for i in frame if i.visited] == ["a", "park"]
    assert not any(i.checked or i.visited for i in frame_of(found, occurrences(found), DAY, but="早"))


# --- drawing again ------------------------------------------------------------------------------------------------


def round_of(found: Library, size: int = 2, *weights: str) -> Round:
    frame = frame_of(found, occurrences(found), DAY, but="抽查")
    drawn = draw(frame, [parse_rule(w, found.region) for w in weights], "7", size)
    return Round("抽查", "7", size, "all", "", DAY, weights, drawn.total, drawn.digest, items_of(drawn.items))


def test_an_honest_list_is_confirmed_also_when_it_is_filled_in() -> None:
    """Its own findings change nothing."""
    told = round_of(county(), 2, "没查过=3", "启动=2")
    mine = [Inspected("抽查", kind, item, HECUN, date(2026, 10, 20), "属实") for kind, item in told.items]  # type: ignore[arg-type]
    for found in (county(), county(*mine)):
        assert verify(told, found, occurrences(found)).same


@pytest.mark.parametrize(
    "edit",
    [
        {"items": (("occurrence", "c"), ("site", "park"))}, {"seed": "8"}, {"size": 3}, {"weights": ("启动=9", "场次=2")},
        {"as_of": date(2025, 12, 31)}, {"digest": "0" * 32}, {"total": 99}, {"period": "2025"}, {"kind": "site"},
        {"weights": ("乱写",)}, {"period": "乱写"},
    ],
)  # fmt: skip
def test_an_edited_list_is_found(edit: dict[str, object]) -> None:
    """An item swapped, another seed, size, weight, day, period: the lot says otherwise, or the frame does."""
    found = county()
    told = round_of(found)
    verdict = verify(replace(told, **edit), found, occurrences(found))  # type: ignore[arg-type]
    assert not verdict.same
    assert verdict.lines


def test_a_frame_that_changed_is_told_from_a_list_that_was_edited() -> None:
    """A record that came later changes the frame; an exchanged item does not."""
    found = county()
    told = round_of(found)
    late = replace(
        found, events=(*found.events, event("z", status="已办", start=date(2026, 3, 1), end=date(2026, 3, 1)))
    )
    words = "".join(verify(told, late, occurrences(late)).lines)
    assert "可抽的范围变了：抽签那天有 4 项，照现在的记录有 5 项" in words
    swapped = replace(told, items=(told.items[1], told.items[0]))
    words = "".join(verify(swapped, found, occurrences(found)).lines)
    assert "名单被改动过" in words
    assert "项目相同，次序不同" in words


def test_the_file_is_read_back_as_it_was_drawn(base: Path) -> None:
    """Titles with every mark that means something in YAML included; the checker finds no fault in a fresh list."""
    from generator.base.cache import Cache
    from generator.gather import load

    told = replace(round_of(county(), 3, "启动=2", "乡镇:贺村镇=0.5"), items=(("site", "qingshi-changlang"),))
    for title in ("青石: 长廊 #1", "- 是", "“引”'号\"", "null", "2025", "{a}", "是", "  空 "):
        text = write_round(told, [Facts(title, "2026年4月1日", "青石镇")], "云溪县", sample=True)
        kit.put(base, "campaigns/inspections/抽查.yml", text)
        ((_, values),) = load(base, Cache(None)).inspections
        assert read_round("抽查", values) == told
        assert values.get("items")[0].get("title") == title.strip()
        assert kit.look(base) == ()
    assert "示例数据" in text
    assert CAMPAIGN.id not in text

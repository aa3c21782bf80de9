"""Snapshots: figures of one day frozen for good; what was changed since is told, and nobody can edit them unseen."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from sites import kit

from generator import addresses
from generator.base.cache import Cache
from generator.base.filenames import LONGEST, name_fault
from generator.base.projects import open_cache
from generator.cli import main
from generator.commands.snapshot import SnapshotFault, take
from generator.figures.coverage.publish import coverage_table
from generator.figures.snapshots import Figure, Grid, Record, Snapshot, compare, read_snapshot, slug_of, write_snapshot
from generator.figures.snapshots.compare import Changed, same
from generator.figures.snapshots.fingerprints import KINDS, MARK, fingerprints
from generator.figures.snapshots.freezing import notices
from generator.figures.snapshots.values import Definition
from generator.pages import snapshots as pages
from generator.pipeline import Prepared, derive
from tests.unit.counted import counted_once as counted_once  # noqa: PLC0414 - a fixture of this module
from tests.unit.pages_kit import rendered, specs

DAY = date(2025, 12, 31)
EVENTS_2025 = "campaigns/xianfa/events/2025.yml"


def taken(root: Path, name: str = "2025-年终", day: date = DAY) -> Snapshot:
    """Freeze a site as of a day, as the command does."""
    settings = kit.settings_of(root)
    prepared = kit.prepare(root, Cache(None), as_of=day, docs=settings.docs, site=settings.site)
    return take(prepared, name, kit.AS_OF).snapshot


def compared(root: Path, cache: Cache | None = None) -> Prepared:
    found = kit.prepared(root, cache)
    assert isinstance(found, Prepared)
    return found


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), "utf-8")


def page_of(prepared: Prepared) -> str:
    """The words of the only snapshot's page."""
    world = derive(prepared)
    ((_, spec),) = specs(pages, world).items()
    page = rendered(spec, world)
    levels = [tag for tag, _ in page.tags if tag in ("h1", "h2", "h3")]
    assert levels[0] == "h2"  # the heading of the page is the theme's
    assert not page.crossed
    assert len(page.ids) == len(set(page.ids))
    return page.text


# --- names --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["2023-中期", "八五普法-终期.v2", "a", "x" * LONGEST, "console", "com10", "2025（复核）"]
)
def test_names_that_every_system_can_have(name: str) -> None:
    """Chinese, letters, digits, hyphens and points; what only begins like a reserved name is none."""
    assert name_fault(name) == ""


@pytest.mark.parametrize(
    "name",
    ["", "x" * (LONGEST + 1), "a/b", "a\\b", "..", ".", "../x", "a:b", "a*", "a?", 'a"', "a<b", "a>b", "a|b", "a b", "a\tb",
     "a\u200bb", "a\u202eb", "a\nb", "con", "CON", "aux.2025", "nul", "com1", "LPT9", "COM\u00b9", ".hidden", "-C", "a.",
     "a;b", "a#b", "a%41", "~$a", "a~", "a.bak", "a.TMP", "e\u0301", "a@b"],
)  # fmt: skip
def test_names_that_some_system_cannot_have(name: str) -> None:
    """Parts of paths, reserved names, invisible marks, ends that Windows drops: each is refused in words."""
    assert name_fault(name)


def test_the_address_is_ascii_and_rests_on_day_and_name_alone() -> None:
    """The same snapshot has the same address for good; two names have two."""
    assert slug_of("2023-中期", date(2023, 6, 30)) == "2023-06-30-3be997d0"
    assert slug_of("2023-中期", date(2023, 6, 30)) != slug_of("2023-终期", date(2023, 6, 30))
    assert addresses.snapshot(slug_of("中期", DAY)).isascii()


# --- the file -----------------------------------------------------------------------------------------------------

numbers = st.one_of(
    st.integers(0, 10**9), st.floats(0, 1e9, allow_nan=False), st.floats(-1, 1, allow_nan=False).map(lambda x: x or 0.0)
)
ratios = st.tuples(st.integers(0, 5000), st.integers(1, 5000)).map(
    lambda p: Figure("figure", 100 * p[0] / p[1], None, p[0], p[1])
)
wholes = st.none() | st.integers(0, 400)
figures = st.one_of(
    st.tuples(st.just("figure"), numbers, wholes).map(lambda t: Figure(*t)),
    st.tuples(st.sampled_from(["silent", "not_applicable", "not_due"]), st.none(), wholes).map(lambda t: Figure(*t)),
    st.tuples(st.just("figure"), numbers, wholes, numbers, numbers).map(lambda t: Figure(*t)),
    ratios,
)
CODES = ("999901", "999901001", "999901100")


@st.composite
def made_snapshots(draw: st.DrawFn) -> Snapshot:
    grids = []
    for identity, least, units in (
        ("satisfaction.township.year", None, CODES[1:]),
        ("events_held.region.campaign.xianfa", None, CODES[:1]),
        ("xianfa.events_held.township.year", 3, CODES[1:]),
    ):
        periods = tuple(str(2020 + i) for i in range(draw(st.integers(0, 3))))
        rows = {u: tuple(draw(figures) for _ in periods) for u in units}
        grids.append(Grid(identity, least, 100, periods, rows))
    texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12)
    marks = "".join(draw(st.lists(st.sampled_from("aZ9-_"), min_size=MARK * 6, max_size=MARK * 6)))
    ids = draw(st.lists(texts, max_size=4, unique=True))
    return Snapshot(
        draw(texts), "999901", draw(st.dates()), draw(texts), dict(zip(CODES, (draw(texts) for _ in CODES), strict=True)),
        {"events_held": Definition("开展活动场次", "场", "abc")}, {"layer": draw(texts)},
        tuple(sorted(grids, key=lambda g: g.id)),
        {name: kind.groups for name, kind in KINDS.items()},
        {**{kind: {} for kind in KINDS}, "events": dict(sorted((i, Record("2025-04", marks)) for i in ids))},
    )  # fmt: skip


@pytest.mark.slow
@settings(deadline=None)
@given(made_snapshots())
def test_a_written_snapshot_is_read_back_as_it_was(snapshot: Snapshot) -> None:
    """Whatever the numbers, states and names; and what was read is written as the same bytes."""
    data = write_snapshot(snapshot)
    found, wrong = read_snapshot("x.json", data)
    assert wrong == ()
    assert found == snapshot
    assert write_snapshot(found) == data


@pytest.mark.slow
def test_the_order_of_the_input_does_not_change_a_byte(good: Path) -> None:
    """Stable bytes: grids, definitions and records are sorted, whatever order they come in."""
    snapshot = taken(good)
    shuffled = replace(
        snapshot,
        grids=tuple(reversed(snapshot.grids)),
        definitions=dict(reversed(snapshot.definitions.items())),
        bases=dict(reversed(snapshot.bases.items())),
        records={k: dict(reversed(v.items())) for k, v in reversed(snapshot.records.items())},
    )
    assert write_snapshot(shuffled) == write_snapshot(snapshot) == (good / snapshot.path).read_bytes()


@pytest.mark.slow
def test_every_line_is_a_record_group_and_any_edit_of_it_is_found(good: Path) -> None:
    """One character changed anywhere behind a key is E045 at that very line (or E043 where it is no JSON any more)."""
    path = taken(good).path
    lines = (good / path).read_bytes().decode().split("\n")
    tried = 0
    for number, line in enumerate(lines, 1):
        place = next((i for i in range(len(line) - 1, -1, -1) if line[i].isalnum()), None)
        if place is None or line.startswith(('"sum"', '"about"', '"legend"', '"format"')):
            continue
        other = "7" if line[place] != "7" else "8"
        text = "\n".join([*lines[: number - 1], line[:place] + other + line[place + 1 :], *lines[number:]])
        found, (fault, *more) = read_snapshot(path, text.encode())
        assert found is None
        assert not more
        if fault.code == "E045" and "行" in fault.message and "少了" not in fault.message:
            assert fault.span.line == number
        tried += 1
    assert tried > 100


@pytest.mark.parametrize("drop", ["events_held.township.year", "events 2025-12", "999901100", "events_held"])
def test_a_line_taken_out_is_found(good: Path, drop: str) -> None:
    """Every other line is whole, so only the sum of all of them can tell."""
    path = taken(good).path
    data = json.loads((good / path).read_bytes())
    removed = [section.pop(drop) for section in data.values() if isinstance(section, dict) and drop in section]
    assert removed
    found, faults = read_snapshot(path, json.dumps(data, ensure_ascii=False).encode())
    assert found is None
    assert [f.code for f in faults] == ["E045"]


def test_line_ends_and_layout_are_no_edits(good: Path) -> None:
    """A checkout with CRLF, a byte order mark or a reformatted file holds the same figures."""
    snapshot = taken(good)
    data = (good / snapshot.path).read_bytes()
    pretty = json.dumps(json.loads(data), ensure_ascii=True, indent=2).encode()
    for other in (data.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + data, pretty):
        assert read_snapshot(snapshot.path, other) == (snapshot, ())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E043"), (b"\xff\xfe", "E043"), (b"[]", "E043"), (b"null", "E043"), (b'{"format":2}', "E043"), (b"[" * 100_000, "E043"),
        (b'{"format":1,"format":1}', "E043"), (b'{"format":1}', "E043"), (b'{"a":\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> b\n}', "E044"),
        (b'{"format":1,"units":{"a":1},"definitions":{},"bases":{},"figures":{},"records":{}}', "E043"),
        (b" " * 9_000_000, "E043"), (b'{"format":' + b"9" * 5000 + b"}", "E043"),
    ],
)  # fmt: skip
def test_what_is_no_snapshot_is_told_and_never_crashes(data: bytes, code: str) -> None:
    """Empty, binary, another format, endless, nested without end."""
    found, faults = read_snapshot("x.json", data)
    assert found is None
    assert [f.code for f in faults] == [code]
    assert faults[0].hint.endswith("。")


def forged(snapshot: Snapshot, **changes: object) -> bytes:
    """A file with sums that fit, however wrong its values are."""
    from generator.figures.snapshots.writing import whole_sum

    data = {**json.loads(write_snapshot(snapshot)), **changes}
    return json.dumps({**data, "sum": whole_sum(data)}).encode()


@pytest.mark.parametrize(
    "changes", [{"day": "gestern"}, {"name": 7}, {"day": None}, {"version": []}, {"sum": 1, "region": {}}]
)
def test_forged_values_of_a_wrong_kind_are_refused(good: Path, changes: dict[str, object]) -> None:
    """Whoever recomputes the sums still cannot make the program stumble."""
    found, faults = read_snapshot("x.json", forged(taken(good), **changes))
    assert found is None
    assert [f.code for f in faults] == ["E043"]


@pytest.mark.parametrize(
    "row",
    ["3/0", "9" * 400 + "/1", "a/b", "1/2/3", '"x"/1', "NaN/1", True, None, 1e999, float("nan"), 10**30, [1, 2, 3], [1, "2"], "!", {}, []],
    ids=str,
)  # fmt: skip
def test_forged_figures_are_refused(good: Path, row: object) -> None:
    """What is no figure never reaches a page, though every sum fits."""
    from generator.figures.snapshots.writing import line_sum

    value = [None, 1, ["2025"], [[row]]]
    key = "events_held.region.year"
    found, faults = read_snapshot(
        "x.json", forged(taken(good), figures={key: [line_sum("figures", key, value), value]})
    )
    assert found is None
    assert [f.code for f in faults] == ["E043"]


@settings(deadline=None)
@given(st.data())
def test_a_damaged_file_never_stops_the_program(data: st.DataObject) -> None:
    """Whatever bytes are exchanged, taken out or put in: a snapshot as it was, or a fault with a hint."""
    raw = bytearray(write_snapshot(SMALL))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    found, faults = read_snapshot("x.json", bytes(raw))
    assert (found == SMALL and not faults) or (found is None and all(f.hint for f in faults) and faults)


def test_a_snapshot_of_an_engine_that_looked_at_other_fields_is_compared_by_what_both_know(good: Path) -> None:
    """A kind or a group of fields that only one version knows is no change of any record."""
    now = taken(good)
    events = {word: columns for word, columns in now.kinds["events"].items() if word != "评价"}
    events["参加人数"] = ("attendance",)
    older = replace(
        now,
        kinds={**{k: g for k, g in now.kinds.items() if k != "tasks"}, "events": events, "unknown": {"甲": ("a",)}},
        records={
            **{k: r for k, r in now.records.items() if k != "tasks"},
            "events": {
                i: Record(r.line, "xyz" + r.marks[3:6] + "xyz" + r.marks[12:]) for i, r in now.records["events"].items()
            },
            "unknown": {"u": Record("", "abc")},
        },
    )
    found, faults = read_snapshot("x.json", write_snapshot(older))
    assert faults == ()
    assert found == older
    assert {(r.kind, r.how, r.groups) for r in compare(older, now).records} == {("events", "changed", ("日期",))}


SMALL = Snapshot(
    "年中", "999901", DAY, "0.1.0", dict.fromkeys(CODES, "青石镇"), {"events_held": Definition("开展活动场次", "场", "abc")},
    {"layer": "abc"}, (Grid("events_held.region.year", None, 1, ("2025",), {CODES[0]: (Figure("figure", 3, 19),)}),),
    {"tasks": {"时限": ("due",)}}, {"tasks": {"a#1": Record("", "abc")}},
)  # fmt: skip


def test_a_snapshot_is_small() -> None:
    """19 townships with 2,000 events below 200 KB, 100 townships with 6,000 below 1 MB: as many figures as a county has."""
    for townships, events, villages, limit in ((19, 2000, 323, 200_000), (100, 6000, 1700, 1_000_000)):
        codes = [f"3308{i:05d}" for i in range(townships)]
        years = ("2021", "2022", "2023", "2024", "2025")

        def row(n: int, k: int) -> tuple[Figure, ...]:
            return tuple(
                Figure("figure", (7 * n + i) % 23)
                if k % 3
                else Figure("figure", 100 * (n + i) / (n + i + 9), None, n + i, n + i + 9)
                for i in range(5)
            )

        kinds = [(f"indicator_number_{k}.township", k) for k in range(30)]
        grids = [
            Grid(f"{stem}.{tail}", None, 100, periods, {c: row(n, k)[: len(periods)] for n, c in enumerate(codes)})
            for stem, k in kinds
            for tail, periods in (("year", years), ("campaign", ("all",)), ("campaign.bawu-pufa", ("bawu-pufa",)),
                                  ("campaign.guojia-anquan", ("guojia-anquan",)))
        ]  # fmt: skip
        grids += [
            Grid(f"indicator_number_{k}.region.{tail}", None, 100, years[:n], {"330881": row(k, 0)[:n]})
            for k in range(40)
            for tail, n in (("year", 5), ("campaign", 1), ("campaign.bawu-pufa", 1), ("campaign.guojia-anquan", 1))
        ]
        held = {
            f"bw-2025-{i:05d}-xinjiang-fazhi": Record(f"202{i % 5}-{i % 12 + 1:02d}", "a" * 18) for i in range(events)
        }
        places = {f"{codes[i % townships]}-xincun{i}": Record(codes[i % townships], "a" * 18) for i in range(villages)}
        snapshot = Snapshot(
            "2025-年终", "330881", DAY, "0.1.0", {"330881": "江山市", **dict.fromkeys(codes, "贺村镇")}, {}, {}, tuple(grids),
            {name: kind.groups for name, kind in KINDS.items()}, {"events": held, "villages": places},
        )  # fmt: skip
        assert len(write_snapshot(snapshot)) < limit


# --- what is frozen -----------------------------------------------------------------------------------------------


def test_the_figures_are_those_of_coverage_csv_of_that_day(good: Path) -> None:
    """Every row of region and townships, years and whole campaigns: state, value, n of N, part and whole; and no other row."""
    frozen = taken(good)
    settings = kit.settings_of(good)
    (good / frozen.path).unlink()
    world = derive(kit.prepare(good, Cache(None), as_of=DAY, docs=settings.docs, site=settings.site))
    table = coverage_table(world.coverage, world.tables)
    names = ("matrix", "per", "every", "unit", "period", "state", "value", "of", "part", "whole")
    columns = [table.columns[0] if n == "matrix" else n for n in names]
    published = {
        (matrix, unit, period): (state, value, of, part, whole)
        for matrix, per, every, unit, period, state, value, of, part, whole in table.select(columns)
        if per in ("region", "township") and every in ("year", "campaign")
    }
    held = {
        (grid.id, unit, period): tuple(figure)
        for grid in frozen.grids
        for unit, row in grid.rows.items()
        for period, figure in zip(grid.periods, row, strict=True)
    }
    assert held == published
    assert {state for state, *_ in held.values()} == {"figure", "silent", "not_applicable", "not_due"}


def test_only_what_was_held_by_the_day_has_a_fingerprint(good: Path) -> None:
    """Plans, and what is held later, stand behind no figure of that day."""
    frozen = taken(good)
    assert list(frozen.records["events"]) == ["xianfa-2024-a", "xianfa-2025-qingshi", "xianfa-2025-quanyu"]
    assert len(frozen.records["villages"]) == 4
    assert list(frozen.records["zero_reports"]) == ["xianfa#999901100#2024"]


def test_a_fingerprint_tells_which_group_of_fields_changed() -> None:
    """Each column belongs to one group, and changes its mark only."""
    kind = KINDS["villages"]
    columns = ("id", *(c for group in kind.groups.values() for c in group))
    row = ["v-1", *(f"value {c}" for c in columns[1:])]
    (before,) = fingerprints("villages", columns, [row]).values()
    for place, column in enumerate(columns[1:], 1):
        other = [*row[:place], "other", *row[place + 1 :]]
        (after,) = fingerprints("villages", columns, [other]).values()
        groups = [word for word, inside in kind.groups.items() if column in inside]
        places = [
            i for i in range(len(kind.groups)) if before.marks[3 * i : 3 * i + 3] != after.marks[3 * i : 3 * i + 3]
        ]
        assert [list(kind.groups)[i] for i in places] == groups


# --- frozen beside present ----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_nothing_changed_is_told_as_nothing(good: Path) -> None:
    """The same records give the same figures: no notice, and the page says so."""
    frozen = taken(good)
    prepared = compared(good)
    (comparison,) = prepared.snapshots
    assert prepared.diagnostics == ()
    assert not comparison.changed
    assert comparison.definitions == comparison.bases == ()
    words = page_of(prepared)
    assert f"冻结的{comparison.figures}个数，和现在重算的完全一样" in words
    world = derive(prepared)
    assert pages.snapshots_of(world) == [
        {"name": "2025-年终", "href": addresses.snapshot(frozen.slug), "day": "2025-12-31", "changed": 0}
    ]


@pytest.mark.slow
def test_one_changed_record_is_named(good: Path) -> None:
    """Attendance corrected: the record, the group of fields, the figures before and after, and a notice with the count."""
    frozen = taken(good)
    edit(good, EVENTS_2025, "attendance: 120人", "attendance: 150")
    prepared = compared(good)
    (comparison,) = prepared.snapshots
    assert comparison.records == (Changed("events", "xianfa-2025-qingshi", "changed", ("参加人数",)),)
    (people,) = [
        d
        for d in comparison.differences
        if (d.grid.id, d.unit, d.period) == ("participants.region.year", "999901", "2025")
    ]
    assert people.now is not None
    assert (people.frozen.value, people.now.value) == (114, 144)
    (notice,) = prepared.diagnostics
    assert (notice.code, notice.severity, notice.span.path) == ("N402", "notice", frozen.path)
    assert f"{comparison.figures}个数里，有{len(comparison.differences)}个" in notice.message
    assert "记录改了1条" in notice.hint
    assert addresses.snapshot(frozen.slug) in notice.hint
    words = page_of(prepared)
    assert "2025-12-04 宪法进青石 xianfa-2025-qingshi，改了参加人数" in words
    assert "群众参加人次 人次云溪县2025年114144+30" in words


@pytest.mark.slow
def test_a_late_report_an_archived_record_and_a_withdrawn_one_are_told_apart(good: Path) -> None:
    """Added, gone for good, and no longer held."""
    taken(good)
    edit(good, EVENTS_2025, "状态: 已办", "状态: 取消")
    edit(good, EVENTS_2025, "成效: {小结: 各乡镇都办了。}", "说明: 没有办")
    (good / "campaigns/xianfa/events-2024.csv").unlink()
    late = "- {id: xianfa-2025-bubao, title: 补报的, start: 2025-03-01, township: 云溪街道, status: 已办, result: {attendance: 9}}\n"
    kit.put(good, "campaigns/xianfa/events-2025b.yml", late)
    prepared = compared(good)
    (comparison,) = prepared.snapshots
    assert comparison.records == (
        Changed("events", "xianfa-2024-a", "removed"),
        Changed("events", "xianfa-2025-bubao", "added"),
        Changed("events", "xianfa-2025-quanyu", "removed"),
    )
    assert "others" in comparison.bases
    words = page_of(prepared)
    assert "xianfa-2024-a 记录已经不在了" in words
    assert "2025-12-01 宪法宣传周 xianfa-2025-quanyu，现在是“取消”" in words
    assert "2025-03-01 补报的 xianfa-2025-bubao" in words


@pytest.mark.slow
def test_figures_that_change_without_an_event_are_explained(good: Path) -> None:
    """Population, targets, a village's register, a zero report: each is a record of its own kind."""
    taken(good)
    edit(good, "campaigns/region.yml", "population: 32,000", "population: 30,000")
    edit(good, "campaigns/region.yml", "法律明白人: 5", "法律明白人: 6")
    edit(good, "campaigns/xianfa/campaign.yml", "at_least: 2", "at_least: 3")
    edit(good, "campaigns/xianfa/campaign.yml", "年份: 2024}", "年份: 2025}")
    (comparison,) = compared(good).snapshots
    assert {(r.kind, r.id, r.how, r.groups) for r in comparison.records} == {
        ("townships", "999901001", "changed", ("人口",)),
        ("villages", "999901100-qingshi", "changed", ("法律明白人",)),
        ("targets", "xianfa.events_held.township.year.2", "changed", ("最低数",)),
        ("zero_reports", "xianfa#999901100#2024", "removed", ()),
        ("zero_reports", "xianfa#999901100#2025", "added", ()),
    }
    words = page_of(compared(good))
    for said in ("云溪街道 999901001，改了人口", "青石镇青石村 999901100-qingshi，改了法律明白人", "青石镇2024年"):
        assert said in words


@pytest.mark.slow
def test_another_definition_and_another_engine_are_told(good: Path) -> None:
    """The records are the same, so the reason must be the program."""
    frozen = taken(good)
    held = frozen.definitions["events_held"]._replace(mark="other")
    now = replace(frozen, version="9.9", definitions={**frozen.definitions, "events_held": held},
                  bases={**frozen.bases, "layer": "other"})  # fmt: skip
    comparison = compare(frozen, now)
    assert (comparison.definitions, comparison.bases, comparison.version) == (("events_held",), ("layer",), "9.9")
    assert not comparison.changed
    prepared = replace(compared(good), snapshots=(comparison,))
    words = page_of(prepared)
    assert "这几项指标的算法改了：开展活动场次。" in words
    assert "各项指标共用的算法改了。" in words
    assert f"快照由 pufa {frozen.version} 做，现在用的是 pufa 9.9。" in words


def test_an_indicator_that_is_gone_is_no_silence(good: Path) -> None:
    """A frozen figure without a present one differs, and the page says that it is not computed any more."""
    frozen = taken(good)
    extra = Grid("old_one.region.year", None, 1, ("2025",), {"999901": (Figure("figure", 3),)})
    old = replace(
        frozen,
        grids=(*frozen.grids, extra),
        definitions={**frozen.definitions, "old_one": Definition("旧指标", "个", "x")},
    )
    comparison = compare(old, frozen)
    assert [(d.grid.id, d.now) for d in comparison.differences] == [("old_one.region.year", None)]
    assert "旧指标 个云溪县2025年3不再统计" in page_of(replace(compared(good), snapshots=(comparison,)))
    (notice,) = notices((comparison,), "coverage/snapshots/{slug}/")
    assert "记录没有变，变的是算法或程序。" in notice.hint


def test_the_noise_of_adding_in_another_order_is_no_difference() -> None:
    """0.1 + 0.2 is 0.3; a state is never a number, nor 3 of 3 the same as 2 of 2."""
    assert same(Figure("figure", 0.1 + 0.2), Figure("figure", 0.3))
    assert not same(Figure("figure", 0.3001), Figure("figure", 0.3))
    assert not same(Figure("figure", 0), Figure("silent"))
    assert not same(Figure("figure", 100.0, None, 3, 3), Figure("figure", 100.0, None, 2, 2))


def test_the_present_account_of_the_same_day_is_cached(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second look computes nothing, and gives the same."""
    taken(good)
    first = compared(good, open_cache(good)).snapshots
    monkeypatch.setattr("generator.figures.snapshots.freezing.coverage", lambda _: pytest.fail("computed again"))
    assert compared(good, open_cache(good)).snapshots == first


def test_with_errors_nothing_is_compared(good: Path) -> None:
    """An incomplete library would differ for a reason of its own."""
    taken(good)
    edit(good, EVENTS_2025, "township: 青石镇", "township: 青石乡")
    prepared = compared(good)
    assert prepared.snapshots == ()
    assert [d.code for d in prepared.diagnostics] == ["E104"]


def test_links_to_a_snapshot_are_known(good: Path) -> None:
    """An article may link to the page; a wrong address is E112 as ever."""
    frozen = taken(good)
    kit.put(
        good,
        "content/articles/a.md",
        f"# 甲\n\n[快照](/{addresses.snapshot(frozen.slug)}) [错的](/coverage/snapshots/x/)\n",
    )
    assert [(d.code, d.span.line) for d in compared(good).diagnostics] == [("E112", 3)]


# --- the command --------------------------------------------------------------------------------------------------


def run(root: Path, *words: str):
    return CliRunner().invoke(main, ["snapshot", *words, "-C", str(root)], catch_exceptions=False)


def test_the_command_writes_once_and_never_again(good: Path) -> None:
    """A second snapshot of that name is refused in whatever case, and says how to make another."""
    first = run(good, "Zhongqi", "--as-of", "2025-12-31")
    assert first.exit_code == 0
    assert "统计到 2025-12-31" in first.output
    path = good / "campaigns/snapshots/Zhongqi.json"
    data = path.read_bytes()
    for name in ("Zhongqi", "zhongqi", "ＺＨＯＮＧＱＩ"):
        again = run(good, name, "--as-of", "2025-12-30")
        assert again.exit_code == 1
        assert "pufa snapshot Zhongqi-2" in again.output
    assert path.read_bytes() == data
    assert len(list(path.parent.iterdir())) == 1


@pytest.mark.parametrize("name", ["../逃", "a/b", "con", "", "有 空格"])
def test_the_command_writes_nowhere_else(good: Path, name: str) -> None:
    """A name with parts of a path or one that Windows cannot have leaves the folder as it was."""
    before = sorted(good.rglob("*"))
    said = run(good, name)
    assert said.exit_code == 1
    assert "请换一个" in said.output
    assert sorted(good.rglob("*")) == before


def test_no_snapshot_of_a_day_to_come_nor_of_broken_records(good: Path) -> None:
    """Both are refused with the reason."""
    with pytest.raises(SnapshotFault, match="还没有到"):
        taken(good, day=date(2027, 1, 1))
    edit(good, EVENTS_2025, "township: 青石镇", "township: 青石乡")
    said = run(good, "2025-年终")
    assert said.exit_code == 1
    assert "E104" in said.output
    assert not (good / "campaigns/snapshots").exists()


@pytest.mark.slow
def test_no_snapshot_of_a_day_before_every_record(good: Path) -> None:
    """It would freeze nothing but states; the first day of a campaign is the first that can be frozen."""
    first = min(c.period.start for c in kit.library_of(good).campaigns)
    with pytest.raises(SnapshotFault, match=f"最早的专项或活动是 {first} 的"):
        taken(good, day=first - timedelta(days=1))
    assert not (good / "campaigns/snapshots").exists()
    assert taken(good, day=first).day == first


def test_folders_and_other_files_among_snapshots_have_no_use(base: Path) -> None:
    """They are named, so that nobody thinks they count."""
    kit.put(base, "campaigns/snapshots/说明.txt", "x")
    kit.put(base, "campaigns/snapshots/旧的/2020.json", "{}")
    assert [d.code for d in kit.look(base)] == ["W204", "W204"]


def test_a_task_or_money_put_first_changes_no_other() -> None:
    """They are told apart by what they say, not by where they stand; doubles by a number."""
    columns = ("campaign", "number", "content", "due", "done")
    rows = [("gaq", 1, "宣讲", "2025-04-15", None), ("gaq", 2, "进校园", None, "2025-08-20")]
    before = fingerprints("tasks", columns, rows)
    after = fingerprints(
        "tasks", columns, [("gaq", 1, "新的", None, None), *((c, n + 1, *rest) for c, n, *rest in rows)]
    )
    assert set(before) == {"gaq#宣讲#2025-04-15", "gaq#进校园#"}
    assert before.items() <= after.items()
    columns = ("campaign", "number", "year", "township", "source", "amount")
    money = [("gaq", 1, 2025, "", "财政", 5), ("gaq", 2, 2025, "", "财政", 7)]
    found = fingerprints("funding", columns, money)
    assert set(found) == {"gaq#2025##财政", "gaq#2025##财政#2"}
    assert fingerprints("funding", columns, money[::-1]) == found

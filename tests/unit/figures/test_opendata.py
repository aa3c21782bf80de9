"""Open data: rows say what the records say, bytes follow the described schema, and the key sees what matters."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date, datetime

import pytest

from generator.base.artifacts import SiteInfo
from generator.base.diagnostics import Span
from generator.figures.indicators import breakdown_catalogue, indicator_catalogue
from generator.figures.opendata import artifacts, opened_day, safe_cell, tables
from generator.figures.opendata.schema import TABLE_NAMES, schema_bytes, table_schema
from generator.model import (
    Campaign,
    Change,
    Event,
    Funding,
    Identity,
    Inspected,
    Library,
    Occurrence,
    Period,
    Region,
    Repeat,
    Result,
    Rule,
    Site,
    Target,
    Task,
    Township,
    Validity,
    Village,
    Weight,
    ZeroReport,
)

AS_OF = date(2026, 11, 21)
SITE = SiteInfo("https://pufa.example/jiangshan/", "江山普法")
HECUN = Village("330881101-hecun", "贺村", "330881101", population=2100, law_savvy=3)
TOWNSHIPS = (
    Township("330881101", "贺村镇", (HECUN,), population=53000, group="平原镇"),
    Township("330881102", "清湖街道", validity=Validity(date(2022, 1, 1))),
    Township("330881401", "经济开发区", counted=False),
)
REGION = Region(
    "330881",
    "江山市",
    "江山市司法局",
    "Asia/Shanghai",
    "12348",
    Identity(),
    TOWNSHIPS,
    weights=(Weight("", "events_held", 2),),
)
TIMED = Event(
    "gaq-2025-hecun", "gaq", "宣讲，“国家安全”", datetime(2025, 4, 15, 9), datetime(2025, 4, 15, 11, 30),
    townships=("330881101", "330881102"), village=HECUN.id, place="文化礼堂", form="宣讲", audiences=("农民", "青少年"),
    laws=("国家安全法", "反间谍法; 细则"), status="已办", result=Result(120, 9), span=Span("campaigns/gaq/events.yml", 7, 3),
)  # fmt: skip
ALL_DAY = Event(
    "bw-2024-zhan", "bw", "展览", date(2024, 12, 1), date(2024, 12, 7), region_wide=True, status="计划", sample=True
)  # fmt: skip
CAMPAIGNS = (
    Campaign("bw", "八五普法", Period(date(2021, 1, 1), date(2026, 6, 30)),
             zero_reports=(ZeroReport("330881102", 2023), ZeroReport("330881101", 2022)),
             tasks=(Task("建馆", "司法局", due=date(2022, 6, 30), done=date(2022, 5, 8)), Task("评估", person="普法科科长")),
             funding=(Funding(2024, 80000), Funding(2024, 1200.5, "330881101", "乡镇配套"))),
    Campaign("gaq", "国家安全教育日", Period(date(2021, 1, 1), date(2027, 12, 31)), targets=(
        Target("events_held", "township", "year", 3.0, "实施方案"), Target("开展活动场次", "township", "year", 4),
    )),
)  # fmt: skip
SITES = (Site("guan", "法治馆", "330881101", opened="2022年5月", lon=118.6, lat=28.7),)
CHECKED = (
    Inspected("2026-1", "site", "guan", "330881101", date(2026, 5, 6), "属实"),
    Inspected("2026-1", "occurrence", "gaq-2025-hecun", "330881101"),
)


def library(*events: Event, **changes: object) -> Library:
    parts = {"region": REGION, "campaigns": CAMPAIGNS, "sites": SITES, "events": events or (TIMED, ALL_DAY),
             "inspections": CHECKED, **changes}  # fmt: skip
    return Library(**parts)  # type: ignore[arg-type]


def made(lib: Library, as_of: date = AS_OF):
    return tables(lib, [Occurrence(e.id, e, e.start, e.end, e.status) for e in lib.events], as_of)


def files(lib: Library | None = None) -> dict[str, bytes]:
    return {a.path.removeprefix("data/"): a.data for a in artifacts(made(lib or library()), SITE)}


def records(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def row(lib: Library, event_id: str) -> dict[str, object]:
    events = made(lib).events
    return next(dict(zip(events.columns, r, strict=True)) for r in events.rows if r[0] == event_id)


def test_a_timed_event_becomes_a_row_of_plain_values():
    found = row(library(), TIMED.id)
    assert found == {
        "id": "gaq-2025-hecun", "event_id": "gaq-2025-hecun", "campaign": "gaq", "title": "宣讲，“国家安全”",
        "start": "2025-04-15T09:00:00", "end": "2025-04-15T11:30:00", "all_day": False, "first_day": "2025-04-15",
        "last_day": "2025-04-15", "townships": "330881101;330881102", "region_wide": False, "village": HECUN.id,
        "place": "文化礼堂", "site": "", "form": "宣讲", "audiences": "农民;青少年", "laws": "国家安全法;反间谍法； 细则",
        "focus": "", "stage": "常态", "series": False, "organiser": "", "status": "已办", "attendance": 120, "staff": 9,
        "responses": None, "satisfied": None, "updated": None, "sample": False, "url": "events/gaq-2025-hecun/", "source": "campaigns/gaq/events.yml",
        "former_ids": "",
    }  # fmt: skip


def test_an_all_day_region_wide_event_has_bare_days_and_names_no_township():
    found = row(library(), ALL_DAY.id)
    assert (found["start"], found["end"], found["all_day"]) == ("2024-12-01", "2024-12-07", True)
    assert (found["townships"], found["region_wide"]) == ("", True)
    assert [link for link in made(library()).events_townships.rows if link[0] == ALL_DAY.id] == []


def test_each_occurrence_of_a_repeating_event_is_a_row_with_its_own_id_and_status():
    second = Occurrence(f"{TIMED.id}@2025-05-15", TIMED, datetime(2025, 5, 15, 9), datetime(2025, 5, 15, 11), "取消")
    found = tables(library(TIMED), [second, Occurrence(TIMED.id, TIMED, TIMED.start, TIMED.end, "已办")], AS_OF).events
    assert found.select(("id", "event_id", "first_day", "status")) == [
        ("gaq-2025-hecun", "gaq-2025-hecun", "2025-04-15", "已办"),
        ("gaq-2025-hecun@2025-05-15", "gaq-2025-hecun", "2025-05-15", "取消"),
    ]


def test_what_makes_an_event_routine_or_late_is_in_its_row():
    repeat = Repeat(Rule(freq="MONTHLY", count=3), changes=(Change(date(2025, 5, 15), status="取消"),))
    told = replace(TIMED, repeat=repeat, focus="义务", updated=datetime(2025, 4, 20, 23, 59))
    found = row(library(told), TIMED.id)
    assert (found["series"], found["focus"], found["updated"]) == (True, "义务", "2025-04-20")


def test_tasks_money_and_random_checks_are_rows_that_name_their_number_in_the_campaign():
    found = made(library())
    assert found.tasks.select(("campaign", "number", "content", "due", "done")) == [
        ("bw", 1, "建馆", "2022-06-30", "2022-05-08"), ("bw", 2, "评估", None, None)
    ]  # fmt: skip
    assert found.funding.select(("campaign", "number", "year", "township", "amount", "source")) == [
        ("bw", 1, 2024, "", 80000, ""), ("bw", 2, 2024, "330881101", 1200.5, "乡镇配套")
    ]  # fmt: skip
    assert found.inspections.rows == (
        ("2026-1", "occurrence", "gaq-2025-hecun", "330881101", None, ""),
        ("2026-1", "site", "guan", "330881101", "2026-05-06", "属实"),
    )
    assert found.weights.rows == (("", "events_held", 2),)


def test_audiences_and_laws_are_a_row_each_and_one_named_twice_is_one():
    found = made(library(replace(TIMED, audiences=("农民", "青少年", "农民"))))
    assert found.events_audiences.rows == ((TIMED.id, "农民"), (TIMED.id, "青少年"))
    assert found.events_laws.rows == ((TIMED.id, "国家安全法"), (TIMED.id, "反间谍法; 细则"))


def test_every_period_of_the_account_and_of_each_campaign_is_a_row_cut_to_the_day_of_the_account():
    rows = made(library()).periods.select(("scope", "every", "period", "first_day", "last_day", "until"))
    assert ("", "campaign", "all", "2021-01-01", "2026-12-31", "2026-11-21") in rows
    assert ("", "year", "2026", "2026-01-01", "2026-12-31", "2026-11-21") in rows
    assert ("bw", "year", "2026", "2026-01-01", "2026-06-30", "2026-06-30") in rows
    assert ("gaq", "quarter", "2027Q1", "2027-01-01", "2027-03-31", "2026-11-21") in rows
    assert len(rows) == len(set(rows)) == (6 + 24 + 72 + 1) + (6 + 22 + 66 + 1) + (7 + 28 + 84 + 1)


def test_the_order_of_occurrences_and_zero_reports_does_not_change_a_byte():
    bw = replace(CAMPAIGNS[0], zero_reports=CAMPAIGNS[0].zero_reports[::-1])
    other = library(ALL_DAY, TIMED, campaigns=(bw, CAMPAIGNS[1]), inspections=CHECKED[::-1])
    assert files(library(TIMED, ALL_DAY)) == files(other)


def test_rows_hold_nothing_but_plain_values_under_the_columns_of_the_schema():
    found = made(library())
    for name in TABLE_NAMES:
        table = found.table(name)
        assert table.columns == tuple(c.name for c in table_schema(name).columns)
        assert table.rows, name
        for r in table.rows:
            assert len(r) == len(table.columns)
            assert all(v is None or type(v) in (str, int, float, bool) for v in r), (name, r)


def test_targets_resolve_the_chinese_name_of_an_indicator_and_keep_ids_apart():
    assert made(library()).targets.select(("id", "indicator", "at_least")) == [
        ("gaq.events_held.township.year", "events_held", 3),
        ("gaq.events_held.township.year.2", "events_held", 4),
    ]


def test_csv_is_utf8_without_bom_with_crlf_and_reads_back_as_written():
    data = files()["events.csv"]
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == 3
    first, second = records(data)
    assert (first["id"], second["id"]) == ("bw-2024-zhan", "gaq-2025-hecun")
    assert second["title"] == "宣讲，“国家安全”"
    assert (second["attendance"], second["responses"], second["sample"]) == ("120", "", "false")
    assert second["url"] == "https://pufa.example/jiangshan/events/gaq-2025-hecun/"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_text_that_a_spreadsheet_would_run_is_neutralised_in_csv_and_untouched_in_json(start):
    title = f'{start}HYPERLINK("https://x.example")'
    found = files(library(replace(TIMED, title=title)))
    assert records(found["events.csv"])[0]["title"] == f"'{title}"
    assert json.loads(found["events.json"])["events"][0]["title"] == title


def test_harmless_text_and_numbers_are_left_as_they_are():
    assert safe_cell("贺村镇=模范") == "贺村镇=模范"
    assert safe_cell("") == ""
    assert records(files()["sites.csv"])[0]["lon"] == "118.6"


def test_json_has_one_record_a_line_with_keys_in_the_order_of_the_columns():
    data = files()["events.json"].decode("utf-8")
    lines = [line.rstrip(",") for line in data.splitlines() if line.startswith('{"id"')]
    assert len(lines) == 2
    columns = [c.name for c in table_schema("events").columns]
    assert [list(json.loads(line)) for line in lines] == [columns, columns]
    timed = json.loads(data)["events"][1]
    assert timed["townships"] == ["330881101", "330881102"]
    assert timed["laws"] == ["国家安全法", "反间谍法； 细则"]
    assert json.loads(data)["events"][0]["townships"] == []


def test_json_and_csv_hold_the_same_records():
    found = files()
    for a, b in zip(json.loads(found["events.json"])["events"], records(found["events.csv"]), strict=True):
        for key, value in a.items():
            written = ";".join(value) if isinstance(value, list) else value
            if isinstance(written, bool):
                written = str(written).lower()
            assert b[key] == ("" if written is None else str(written)), key


def conforms(value: object, spec: dict, root: dict) -> bool:
    """A small reading of JSON Schema: the words that our schema uses, and no others."""
    known = {
        "type", "title", "description", "format", "enum", "pattern", "properties", "required", "additionalProperties", "items",
        "$ref", "x-key", "x-references",
    }  # fmt: skip
    assert set(spec) <= known, set(spec) - known
    if "$ref" in spec:
        target = root
        for part in spec["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        return conforms(value, target, root)
    kinds = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "null": type(None),
        "array": list,
        "object": dict,
    }
    wanted = spec["type"] if isinstance(spec["type"], list) else [spec["type"]]
    if not any(isinstance(value, kinds[k]) and (k == "boolean" or not isinstance(value, bool)) for k in wanted):
        return False
    if isinstance(value, str):
        if "enum" in spec and value not in spec["enum"]:
            return False
        if spec.get("format") == "date" and date.fromisoformat(value).isoformat() != value:
            return False
        return re.search(spec.get("pattern", ""), value) is not None
    if isinstance(value, list):
        return all(conforms(v, spec["items"], root) for v in value)
    if isinstance(value, dict):
        props = spec["properties"]
        return set(spec["required"]) <= set(value) <= set(props) and all(
            conforms(v, props[k], root) for k, v in value.items()
        )
    return True


def test_every_row_of_every_table_and_events_json_conform_to_the_published_schema():
    found = files()
    schema = json.loads(found["schema.json"])
    events = json.loads(found["events.json"])
    assert conforms(events, schema["$defs"]["events.json"], schema)
    assert not conforms({**events, "more": 1}, schema["$defs"]["events.json"], schema)
    for name in TABLE_NAMES:
        columns = table_schema(name).columns
        for r in made(library()).table(name).rows:
            values = {c.name: (str(v).split(";") if c.kind == "list" else v) for c, v in zip(columns, r, strict=True)}
            assert conforms(values, schema["$defs"][name], schema), (name, values)


def test_every_column_is_described_in_chinese_and_every_published_table_in_the_package():
    schema = json.loads(schema_bytes())
    package = {r["path"]: r for r in json.loads(files()["datapackage.json"])["resources"]}
    for name in (*TABLE_NAMES, "coverage", "breakdown"):
        for column, spec in schema["$defs"][name]["properties"].items():
            for words in (spec["title"], spec["description"]):
                assert re.search("[\u4e00-\u9fff]", words), (name, column)
        fields = package[f"{name}.csv"]["schema"]["fields"]
        assert [f["name"] for f in fields] == list(schema["$defs"][name]["properties"])
    assert len(package) == len(TABLE_NAMES) + 2


def test_keys_identify_rows_and_references_lead_to_rows():
    found = made(library())
    for name in TABLE_NAMES:
        schema = table_schema(name)
        keys = found.table(name).select(schema.key)
        assert len(set(keys)) == len(keys), name
        for column, target in schema.references:
            other, key = target.split(".")
            there = {v for (v,) in found.table(other).select((key,))}
            assert {v for (v,) in found.table(name).select((column,)) if v} <= there, (name, column)


def test_the_readme_names_every_published_file_and_the_definitions_are_published_as_they_run():
    found = files()
    readme = found["README.md"].decode("utf-8")
    assert "江山市" in readme
    assert "{name}" not in readme
    for path in (*found, "coverage.csv", "coverage.json", "breakdown.csv"):
        assert path == "README.md" or path.startswith("indicators/") or path in readme, path
    for indicator in (*indicator_catalogue().values(), *breakdown_catalogue().values()):
        assert found[f"indicators/{indicator.id}.sql"].decode("utf-8") == indicator.sql
        assert indicator.select in found["coverage.sql"].decode("utf-8")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2022年5月", date(2022, 5, 1)),
        ("2022", date(2022, 1, 1)),
        ("2022-05-08", date(2022, 5, 8)),
        ("2022年5月8日启用", date(2022, 5, 8)),
        ("2022年13月", date(2022, 1, 1)),
        ("2022年2月30日", date(2022, 2, 1)),
        ("即将启用", None),
        ("", None),
    ],
)
def test_the_opening_day_of_a_site_is_the_first_day_of_the_time_in_words(words, day):
    assert opened_day(words) == day


def key(lib: Library, as_of: date = AS_OF) -> str:
    return made(lib, as_of).coverage_key()


@pytest.mark.parametrize(
    "change",
    [
        {"title": "另一个名称"}, {"place": "别处"}, {"form": "展览"}, {"organiser": "司法所"},
        {"span": Span("campaigns/gaq/events.yml", 99)}, {"start": datetime(2025, 4, 15, 14)}, {"summary": "多写一句"},
    ],
)  # fmt: skip
def test_the_coverage_key_stays_where_no_figure_can_change(change):
    assert key(library(replace(TIMED, **change))) == key(library(TIMED))


@pytest.mark.parametrize(
    "change",
    [
        {"status": "取消"}, {"stage": "启动"}, {"campaign": "bw"}, {"village": ""}, {"site": "guan"}, {"townships": ("330881101",)},
        {"start": datetime(2025, 4, 16, 9)}, {"result": Result(120, 10)}, {"result": Result(121, 9)}, {"id": "gaq-2025-hecun-2"},
        {"result": Result(120, 9, 8)}, {"result": Result(120, 9, None, 8)}, {"focus": "并重"}, {"audiences": ("农民",)}, {"laws": ()},
        {"updated": datetime(2025, 4, 20)}, {"repeat": Repeat(Rule(count=1))},
    ],
)  # fmt: skip
def test_the_coverage_key_changes_with_whatever_a_figure_depends_on(change):
    assert key(library(replace(TIMED, **change))) != key(library(TIMED))


def test_the_coverage_key_changes_with_places_targets_tasks_money_checks_and_weights():
    villages = (HECUN, Village("330881101-lixian", "礼贤村", "330881101"))
    gaq = CAMPAIGNS[1]
    changed = [
        library(region=replace(REGION, townships=(replace(TOWNSHIPS[0], villages=villages), *TOWNSHIPS[1:]))),
        library(region=replace(REGION, townships=(replace(TOWNSHIPS[0], counted=False), *TOWNSHIPS[1:]))),
        library(
            region=replace(
                REGION, townships=(replace(TOWNSHIPS[0], validity=Validity(date(2022, 1, 1))), *TOWNSHIPS[1:])
            )
        ),
        library(campaigns=(replace(CAMPAIGNS[0], zero_reports=()), gaq)),
        library(campaigns=(CAMPAIGNS[0], replace(gaq, targets=(replace(gaq.targets[0], at_least=5),)))),
        library(campaigns=(CAMPAIGNS[0], replace(gaq, period=Period(date(2021, 1, 1), date(2026, 12, 31))))),
        library(sites=(replace(SITES[0], status="关闭"),)),
        library(sites=(replace(SITES[0], opened="2023年"),)),
        library(sites=(replace(SITES[0], village=HECUN.id),)),
        library(inspections=(replace(CHECKED[0], finding="不符"), CHECKED[1])),
        library(campaigns=(replace(CAMPAIGNS[0], tasks=CAMPAIGNS[0].tasks[:1]), gaq)),
        library(campaigns=(replace(CAMPAIGNS[0], funding=CAMPAIGNS[0].funding[:1]), gaq)),
        library(
            campaigns=(CAMPAIGNS[0], replace(gaq, targets=(replace(gaq.targets[0], group="平原镇"), gaq.targets[1])))
        ),
        library(region=replace(REGION, weights=(Weight("平原镇", "events_held", 2),))),
        *(
            library(
                region=replace(
                    REGION, townships=(replace(TOWNSHIPS[0], villages=(replace(HECUN, **change),)), *TOWNSHIPS[1:])
                )
            )
            for change in ({"law_savvy": 4}, {"legal_adviser": True}, {"model_village": "省级2022"})
        ),
    ]
    keys = [key(library()), *(key(lib) for lib in changed)]
    assert len(set(keys)) == len(keys)


def test_a_new_day_changes_the_coverage_key():
    """How long nothing was held, what is still to come and what is overdue differ from day to day."""
    assert key(library(TIMED), date(2026, 11, 21)) != key(library(TIMED), date(2026, 11, 22))

"""The catalogue of indicators: every card is complete and true to the tables, and the SQL runs elsewhere too."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from generator.figures.indicators import (
    Indicator,
    breakdown_catalogue,
    grouped,
    indicator_catalogue,
    layer_sql,
    shown_at,
)
from generator.figures.opendata.schema import TABLE_NAMES, table_schema

ALL = {**indicator_catalogue(), **breakdown_catalogue()}
every = pytest.mark.parametrize("indicator", ALL.values(), ids=ALL)

FUNCTIONS = {
    "abs", "array_agg", "array_distinct", "avg", "cast", "ceil", "coalesce", "count", "date_diff", "flatten", "floor", "greatest", "least", "ln", "lpad",
    "max", "min", "month", "nullif", "quarter", "round", "row_number", "sum", "year",
}  # fmt: skip
"""What DuckDB, Spark and most others have, under this name or one that a translator knows."""
BEFORE_A_BRACKET = {
    "and", "as", "between", "by", "distinct", "filter", "from", "in", "join", "not", "on", "or", "over", "select", "then", "when",
    "where", "with",
}  # fmt: skip
TYPES = {"BIGINT", "VARCHAR", "DATE"}
OURS = re.compile(
    r"::|\[|\]|->|\{|\}|\*\*|//|\b(?:qualify|exclude|replace|group by all|order by all|using|lateral|asof|pivot|ilike|similar)\b"
)
LEVELS = {"region", "township", "village", "site"}


def code(sql: str) -> str:
    """SQL without comments and without what stands in quotes, in small letters but for types."""
    return re.sub(r"'[^']*'", "''", re.sub(r"--.*", "", sql))


def test_there_are_forty_or_more_with_ids_and_names_of_their_own():
    names = Counter(i.name for i in ALL.values())
    assert len(ALL) >= 40
    assert [name for name, n in names.items() if n > 1] == []
    assert not {i.name for i in ALL.values()} & set(ALL), "a name is no id of another"
    assert set(breakdown_catalogue()) == {"audience_events", "law_events"}


def test_every_indicator_stands_in_its_group_and_every_group_has_one():
    assert sorted(i.id for _, indicators in grouped() for i in indicators) == sorted(ALL)
    assert all(indicators for _, indicators in grouped())
    assert all(i.group == group for group, indicators in grouped() for i in indicators)


def test_what_is_shown_at_a_place_stands_in_the_order_of_its_head():
    """By hand, from the heads: the first figures are the same four everywhere, and a township's tiles mix two places."""
    assert [(i.id, label) for i, _, label in shown_at("headline")] == [
        ("events_held", "已办场次"), ("townships_reached", "到过的乡镇（街道）"), ("villages_reached", "到过的村（社区）"),
        ("participants", "群众参加人次"),
    ]  # fmt: skip
    tiles = [(i.id, place) for i, place, _ in shown_at("township_year", "township_ever")]
    assert tiles[:2] == [("events_held", "township_year"), ("events_held", "township_ever")]
    orders = [next(s.order for s in indicator_catalogue()[i].spots if s.place == place) for i, place in tiles]
    assert orders == sorted(orders)


def test_every_indicator_has_a_place_of_its_own_in_its_group_and_wherever_it_is_shown():
    """Else the order would hang on the ids."""
    spots = [(s.place, s.order) for i in ALL.values() for s in i.spots]
    spots += [(i.group.name, i.order) for i in ALL.values()]
    assert [spot for spot, n in Counter(spots).items() if n > 1] == []


@every
def test_a_card_says_in_chinese_sentences_what_it_is_and_how_it_is_made(indicator: Indicator):
    for words in (indicator.formula, indicator.about, indicator.states):
        assert re.search("[\u4e00-\u9fff]", words)
        assert words.endswith("。")
        assert not re.search(r"[\n ]$|。。|[\u4e00-\u9fff][,;:?!][\u4e00-\u9fff]", words), (
            "full-width marks, no loose ends"
        )
    assert re.search("[\u4e00-\u9fff]", indicator.name)
    assert indicator.per
    assert indicator.every
    assert set(indicator.per) <= LEVELS


@every
def test_a_kind_has_the_unit_the_factor_and_the_records_that_go_with_it(indicator: Indicator):
    """A share is times 100 and a rate times 1000; whatever rests on held events silences the silent."""
    assert (indicator.unit == "%") == (indicator.times == 100)
    assert indicator.times == 1 or indicator.kind == "ratio"
    assert not (indicator.kind == "stock" and indicator.on_events), "a stock is a state of the register"
    assert indicator.on_events or indicator.records != "events" or indicator.id in {
        "events_planned", "overdue_records", "quiet_days"
    }  # fmt: skip
    assert not indicator.of or indicator.kind == "flow"
    assert bool(indicator.item) == (indicator.id in breakdown_catalogue())


@every
def test_every_table_and_column_under_the_source_exists(indicator: Indicator):
    named = re.findall(r"([a-z_]+)\.csv(?: 的 ([a-z_]+(?:、[a-z_]+)*)(?![a-z_.]))?", indicator.source)
    assert named
    for table, columns in named:
        assert table in TABLE_NAMES, table
        known = {c.name for c in table_schema(table).columns}
        assert not [c for c in columns.split("、") if c and f"{c}.csv" not in indicator.source and c not in known], (
            table
        )


@every
def test_every_table_that_the_sql_reads_stands_under_the_source(indicator: Indicator):
    """The common layer stands for the events and the periods; whatever else is read by name has to be told."""
    read = set(re.findall(r"\b(?:FROM|JOIN)\s+([a-z_]+)", code(indicator.select)))
    assert not [t for t in sorted(read & set(TABLE_NAMES) - {"periods"}) if f"{t}.csv" not in indicator.source]


@every
def test_the_sql_gives_the_columns_of_its_kind(indicator: Indicator):
    last = code(indicator.select)
    wanted = ["scope", "per", "unit", "every", "period", "value", "records"]
    wanted += ["item"] if indicator.item else ["part", "whole"]
    assert not [word for word in wanted if not re.search(rf"\b{word}\b", last)]


@pytest.mark.parametrize("sql", [layer_sql(), *(i.select for i in ALL.values())], ids=["layer", *ALL])
def test_the_sql_uses_nothing_that_another_engine_does_not_have(sql: str):
    text = code(sql)
    called = {word.lower() for word in re.findall(r"\b([A-Za-z_]+)\s*\(", text)}
    unknown = called - FUNCTIONS - BEFORE_A_BRACKET
    assert not unknown, f"{sorted(unknown)}: where Spark has them with the same meaning, add them to FUNCTIONS here"
    assert OURS.findall(text.lower()) == []
    assert set(re.findall(r"\bAS ([A-Z]+)\b", text)) <= TYPES
    assert not re.search(r"\b\d+\.\d+(?![\de])", text), (
        "a decimal point makes a DECIMAL here and a DOUBLE there: write 1e2"
    )

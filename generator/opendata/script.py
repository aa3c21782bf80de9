"""The recipe beside the data: SQL that anyone with DuckDB runs over the published files to get the published figures."""

from __future__ import annotations

from collections.abc import Iterator

from generator.indicators import breakdown_catalogue, indicator_catalogue, layer_sql
from generator.opendata.schema import TABLE_NAMES, TableSchema, table_schema

USED = frozenset(TABLE_NAMES) - {"region", "campaigns", "targets", "zero_reports", "weights"}
"""The tables that the SQL reads beside the region's own: each row knows whose it is."""

_HEAD = """\
-- 由公布的数据重新算出覆盖情况，并与公布的 coverage.csv 逐格核对。
-- 用法：把本文件和同一目录下的 .csv 下载到一个文件夹，在那里运行  duckdb < coverage.sql
-- 每项指标的定义见 indicators/ 里的同名文件；这里的算式与网站所用的完全相同。
"""

_CHECK = """\
-- 核对：下面这条查询列出对不上的格子，一行也没有就是全部一致。
-- （有记录而没有办成的、有零报告的，公布为 0，算式里没有这一行；小数直接比，不四舍五入。）
SELECT c.matrix, c.unit, c.name, c.period, c.value AS published, f.value AS recomputed
FROM coverage AS c
LEFT JOIN figures AS f
  ON f.indicator = c.indicator AND f.scope = coalesce(c.campaign, '') AND f.per = c.per AND f.unit = c.unit
  AND f.every = c.every AND f.period = c.period
WHERE c.state = 'figure'
  AND (c.value <> coalesce(f.value, 0) OR c.part <> f.part OR c.part IS NOT NULL AND c.whole <> f.whole)
UNION ALL
SELECT concat(b.indicator, '.', b.item), b.unit, '', b.period, b.value, i.value
FROM breakdown AS b
LEFT JOIN items AS i
  ON i.indicator = b.indicator AND i.scope = coalesce(b.campaign, '') AND i.per = b.per AND i.unit = b.unit
  AND i.every = b.every AND i.period = b.period AND i.item = b.item
WHERE b.value <> coalesce(i.value, 0)
ORDER BY 1, 2, 4;
"""


_GROUPINGS = """\
-- areas：哪个地区算在谁名下。这里只有一个地区，算在自己名下。
CREATE TABLE areas AS SELECT code AS region, code AS unit FROM region;
-- groupings：各专项和全部合计，按每种单位、每种周期，全都算。
CREATE TABLE groupings AS
SELECT scopes.scope, levels.per, cycles.every
FROM (SELECT '' AS scope UNION ALL SELECT id FROM campaigns) AS scopes
CROSS JOIN (VALUES ('region'), ('township'), ('village'), ('site')) AS levels (per)
CROSS JOIN (VALUES ('year'), ('quarter'), ('month'), ('campaign')) AS cycles (every);
"""


def _load(schema: TableSchema) -> str:
    columns = ", ".join(f"'{c.name}': '{c.sql_type}'" for c in schema.columns)
    how = f"header = true, auto_detect = false,\n  delim = ',', quote = '\"', escape = '\"', columns = {{{columns}}}"
    whose = ", (SELECT code FROM region) AS region" if schema.name in USED else ""
    if schema.name == "region":
        whose = ", code AS region"
    return f"CREATE TABLE {schema.name} AS SELECT *{whose} FROM read_csv('{schema.name}.csv', {how});"  # noqa: S608 - our names


def _views() -> Iterator[str]:
    """The statements that make a view of every indicator, and `figures` of all of them."""
    catalogue = indicator_catalogue()
    for indicator in catalogue.values():
        yield f'CREATE VIEW "{indicator.id}" AS\n{indicator.select};'
    for indicator in breakdown_catalogue().values():
        yield f'CREATE VIEW "{indicator.id}" AS\n{indicator.select};'
    columns = "scope, per, unit, every, period"
    figures = (
        f"SELECT '{i}' AS indicator, {columns}, CAST(value AS DOUBLE) AS value, CAST(part AS DOUBLE) AS part,"  # noqa: S608 - our own ids
        f' CAST(whole AS DOUBLE) AS whole, records FROM "{i}"'
        for i in catalogue
    )
    yield "CREATE TABLE figures AS\n" + "\nUNION ALL ".join(figures) + ";"
    items = (f"SELECT '{i}' AS indicator, {columns}, item, value, records FROM \"{i}\"" for i in breakdown_catalogue())  # noqa: S608
    yield "CREATE TABLE items AS\n" + "\nUNION ALL ".join(items) + ";"


def coverage_script() -> str:
    """One SQL file: reads the published CSV files, makes every figure, and lists cells that differ from coverage.csv."""
    parts = [
        _HEAD,
        *(_load(table_schema(name)) for name in (*TABLE_NAMES, "coverage", "breakdown")),
        _GROUPINGS,
        layer_sql(),
    ]
    return "\n".join([*parts, *_views(), _CHECK])

"""The recipe beside the data: SQL that anyone with DuckDB runs over the published files to get the published figures."""

from __future__ import annotations

from collections.abc import Iterator

from generator.figures.indicators import breakdown_catalogue, indicator_catalogue, layer_sql
from generator.figures.opendata.schema import TABLE_NAMES, TableSchema, table_schema

USED = frozenset(TABLE_NAMES) - {"region", "campaigns", "targets", "zero_reports", "weights"}
"""The tables that the SQL reads beside the region's own: each row knows whose it is."""

_HEAD = """\
-- 由公布的数据重新算出覆盖情况，并与公布的 coverage.csv 逐格核对。
-- 用法：把本文件和同一目录下的 .csv 下载到一个文件夹，在那里运行  duckdb < coverage.sql
-- 每项指标的定义见 indicators/ 里的同名文件；这里的算式与网站所用的完全相同。
"""

_CHECK = """\
-- numbers：每个单位在每一期里有几个乡镇、几个村（“N 个里的几个”的 N），没有上报的也在内；没有期满的，只数到统计日已经设立的。
CREATE TABLE numbers AS
SELECT periods.scope, periods.every, periods.period, owners.per, owners.unit, units.per AS what, count(*) AS n
FROM periods
JOIN units
  ON units.counted AND units.per IN ('township', 'village')
  AND coalesce(units.valid_from, periods.first_day)
    <= CASE WHEN periods.first_day <= periods.until THEN periods.until ELSE periods.last_day END
  AND coalesce(units.valid_to, periods.first_day) >= periods.first_day
JOIN (SELECT 'region' AS per, code AS unit FROM region UNION ALL SELECT 'township', code FROM townships) AS owners
  ON owners.per = 'region' OR owners.unit = units.township
GROUP BY periods.scope, periods.every, periods.period, owners.per, owners.unit, units.per;
-- 核对：下面这条查询列出对不上的格子，一行也没有就是全部一致。
-- （有记录而没有办成的、有零报告的，公布为 0，算式里没有这一行；小数直接比，不四舍五入。）
SELECT c.matrix, c.unit, c.name, c.period, c.value AS published, f.value AS recomputed
FROM coverage AS c
LEFT JOIN figures AS f
  ON f.indicator = c.indicator AND f.scope = c.campaign AND f.per = c.per AND f.unit = c.unit
  AND f.every = c.every AND f.period = c.period
WHERE c.state = 'figure' AND (
    c.value IS NULL OR c.value <> coalesce(f.value, 0)
    OR c.part IS NOT NULL AND (c.part IS DISTINCT FROM f.part OR c.whole IS DISTINCT FROM f.whole)
    OR c.part IS NULL AND c.of <> f.whole
  )
  OR c.state <> 'figure' AND c.value IS NOT NULL
  OR c.state = 'silent' AND f.value > 0
UNION ALL
SELECT concat(c.matrix, '.of'), c.unit, c.name, c.period, c.of, coalesce(n.n, 0)
FROM coverage AS c
JOIN ({denominators}) AS d (indicator, what) ON d.indicator = c.indicator
LEFT JOIN numbers AS n
  ON n.scope = c.campaign AND n.every = c.every AND n.period = c.period AND n.per = c.per AND n.unit = c.unit
  AND n.what = d.what
WHERE c.of IS DISTINCT FROM coalesce(n.n, 0)
UNION ALL
SELECT concat(coalesce(b.indicator, i.indicator), '.', coalesce(b.item, i.item)), coalesce(b.unit, i.unit), '',
  coalesce(b.period, i.period), b.value, i.value
FROM breakdown AS b
FULL JOIN (
  SELECT * FROM items
  WHERE per IN ('region', 'township') AND (every = 'campaign' OR every = 'year' AND scope = '')
) AS i
  ON i.indicator = b.indicator AND i.scope = b.campaign AND i.per = b.per AND i.unit = b.unit
  AND i.every = b.every AND i.period = b.period AND i.item = b.item
WHERE b.value IS DISTINCT FROM i.value
ORDER BY 1, 2, 4;
"""


def _check() -> str:
    """The last statement: what differs. Indicators of "n of N" have their N counted from the tables of units."""
    kinds = {"villages": "village", "townships": "township"}
    pairs = [f"('{i.id}', '{kinds[i.of]}')" for i in indicator_catalogue().values() if i.of]
    return _CHECK.replace("{denominators}", f"VALUES {', '.join(pairs)}")


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
    texts = ", ".join(f"'{c.name}'" for c in schema.columns if c.sql_type == "VARCHAR")
    how = f"header = true, auto_detect = false,\n  delim = ',', quote = '\"', escape = '\"', columns = {{{columns}}}"
    how += f",\n  force_not_null = [{texts}]"  # an empty text is a text, and not a NULL
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
    return "\n".join([*parts, *_views(), _check()])

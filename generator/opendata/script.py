"""The recipe beside the data: SQL that anyone with DuckDB runs over the published files to get the published figures."""

from __future__ import annotations

from collections.abc import Iterator

from generator.indicators import indicator_catalogue, layer_sql
from generator.opendata.schema import TABLE_NAMES, TableSchema, table_schema

_HEAD = """\
-- 由公布的数据重新算出覆盖情况，并与公布的 coverage.csv 逐格核对。
-- 用法：把本文件和同一目录下的 .csv 下载到一个文件夹，在那里运行  duckdb < coverage.sql
-- 每项指标的定义见 indicators/ 里的同名文件；这里的算式与网站所用的完全相同。
"""

_CHECK = """\
-- 核对：下面这条查询列出对不上的格子，一行也没有就是全部一致。
-- （有记录而没有办成的、有零报告的，公布为 0，算式里没有这一行。）
SELECT c.matrix, c.unit, c.name, c.period, c.value AS published, f.value AS recomputed
FROM coverage AS c
LEFT JOIN figures AS f
  ON f.indicator = c.indicator AND f.scope = coalesce(c.campaign, '') AND f.per = c.per AND f.unit = c.unit
  AND f.every = c.every AND f.period = c.period
WHERE c.state = 'figure' AND c.value <> coalesce(f.value, 0)
ORDER BY c.matrix, c.unit, c.period;
"""


_GROUPINGS = """\
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
    return f"CREATE TABLE {schema.name} AS SELECT * FROM read_csv('{schema.name}.csv', {how});"  # noqa: S608 - our names


def _views() -> Iterator[str]:
    """The statements that make a view of every indicator, and `figures` of all of them."""
    catalogue = indicator_catalogue()
    for indicator in catalogue.values():
        yield f'CREATE VIEW "{indicator.id}" AS\n{indicator.select};'
    parts = (
        f"SELECT '{i}' AS indicator, scope, per, unit, every, period, value, records FROM \"{i}\""  # noqa: S608 - our own ids
        for i in catalogue
    )
    yield "CREATE VIEW figures AS\n" + "\nUNION ALL ".join(parts) + ";"


def coverage_script() -> str:
    """One SQL file: reads the published CSV files, makes every figure, and lists cells that differ from coverage.csv."""
    parts = [_HEAD, *(_load(table_schema(name)) for name in (*TABLE_NAMES, "coverage")), _GROUPINGS, layer_sql()]
    return "\n".join([*parts, *_views(), _CHECK])

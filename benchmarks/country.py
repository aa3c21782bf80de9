"""A country to roll up: every county of the shipped divisions with its published tables, made by DuckDB in bulk.

The units are real, everything that happens in them is drawn by a hash of the row's number: the same size gives the same files.
One county in seventeen publishes nothing, one township in twenty holds nothing, and what is held is spread unevenly.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

DIVISIONS = Path(__file__).parents[1] / "generator" / "data" / "divisions.parquet"
AS_OF = "2026-03-31"

_UNITS = f"""
CREATE MACRO draw(a) AS CAST(hash(a) >> 2 AS BIGINT), (a, b) AS CAST(hash(a, b) >> 2 AS BIGINT),
  (a, b, c) AS CAST(hash(a, b, c) >> 2 AS BIGINT);
CREATE TABLE listed AS
SELECT county_code AS region, any_value(county) AS county, township_code AS code, any_value(township) AS name,
  count(*) AS villages, row_number() OVER (ORDER BY township_code) AS nr
FROM read_parquet('{DIVISIONS}') GROUP BY county_code, township_code;
CREATE TABLE townships AS
SELECT *, draw(nr, 'p') % 60000 + 3000 AS population, substr(code, 7, 1) NOT IN ('4', '5') AS counted,
  CASE WHEN draw(nr, 's') % 20 = 0 THEN 0 ELSE (draw(nr, 'w') % 97) + (draw(nr, 'x') % 7) * (draw(nr, 'x') % 7) END AS weight
FROM listed WHERE draw(region) % 17 <> 0;
CREATE TABLE villages AS
SELECT t.region, t.code AS township, t.counted, t.code || '-cun' || lpad(i::VARCHAR, 3, '0') AS id, t.nr * 1000 + i AS nr, i
FROM townships AS t, range(t.villages) AS r (i);
CREATE TABLE sites AS
SELECT region, 'zhendi-' || lpad((row_number() OVER (PARTITION BY region ORDER BY nr))::VARCHAR, 3, '0') AS id,
  township, id AS village, nr, row_number() OVER (PARTITION BY region ORDER BY nr) AS place
FROM villages WHERE draw(nr, 'site') % 40 = 0;
CREATE TABLE regions AS SELECT region, any_value(county) AS name, min(nr) AS nr FROM townships GROUP BY region;
CREATE TABLE many AS SELECT region, count(*) AS n FROM sites GROUP BY region;
"""

_EVENTS = """
CREATE OR REPLACE TABLE drawn AS
WITH spread AS (
  SELECT region, code, villages, nr, sum(weight) OVER (ORDER BY nr) AS upto, weight, sum(weight) OVER () AS whole
  FROM townships
),
many_of AS (
  SELECT *, CAST(floor({events} * upto / whole) AS BIGINT) - CAST(floor({events} * (upto - weight) / whole) AS BIGINT) AS n
  FROM spread
)
SELECT t.region, t.code, t.villages, t.nr * 100000 + i AS nr, DATE '2021-01-01' + CAST(draw(t.nr, i, 'd') % 1826 AS INTEGER) AS day,
  draw(t.nr, i) AS h, draw(t.nr, i, 'b') AS g
FROM many_of AS t, range(t.n) AS r (i)
WHERE substr(t.region, 1, 2) = '{province}';
CREATE OR REPLACE VIEW happened AS
SELECT d.region, 'ev-' || d.code || '-' || (d.nr % 100000)::VARCHAR AS id, d.code AS township,
  ['bawu-pufa', 'guojia-anquan', 'xianfa', 'minfadian', 'fazhi-zhendi', 'qingshaonian', 'laodongzhe', 'fandu', 'fanzha', 'xiangcun'][d.h % 10 + 1] AS campaign,
  d.day, (d.h // 16 % 33) = 0 AS wide,
  CASE WHEN d.h // 1024 % 10 < 6 THEN d.code || '-cun' || lpad((d.g % d.villages)::VARCHAR, 3, '0') ELSE '' END AS village,
  CASE WHEN d.h // 64 % 12 = 0 AND many.n > 0 THEN 'zhendi-' || lpad((d.g // 64 % many.n + 1)::VARCHAR, 3, '0') ELSE '' END AS site,
  ['宣讲', '咨询', '展览', '演出', '竞赛', '影视', '参观', '培训'][d.g // 8 % 8 + 1] AS form,
  ['农民', '青少年', '社区居民', '老年人', '企业经营管理者', '领导干部', '国家工作人员', '妇女', '残疾人', '外来务工人员'] AS people,
  d.g // 128 % 10 AS first_people, d.g // 2048 % 3 AS more_people,
  ['国家安全法', '宪法', '民法典', '未成年人保护法', '劳动合同法', '禁毒法', '反电信网络诈骗法', '乡村振兴促进法', '法治宣传教育法', '土地管理法', '反家庭暴力法', '老年人权益保障法'][d.g // 4096 % 12 + 1] AS law,
  ['', '权利', '义务', '并重'][d.g // 65536 % 4 + 1] AS focus, d.h // 4096 % 50 = 0 AS launch, d.g // 1048576 % 10 < 3 AS series,
  ['已办', '已办', '已办', '已办', '已办', '已办', '已办', '已办', '已办', '取消', '延期', '计划'][d.h // 65536 % 12 + 1] AS status,
  CASE WHEN d.g // 16777216 % 10 > 0 THEN 20 + d.g // 256 % 180 END AS attendance, 2 + d.h // 1048576 % 9 AS staff,
  d.h // 16777216 % 10 < 4 AS rated, d.day + CAST(d.g // 4194304 % 20 AS INTEGER) AS updated, d.h // 268435456 % 24 AS hour
FROM drawn AS d LEFT JOIN many ON many.region = d.region;
"""

_WHERE = "WHERE substr(region, 1, 2) = '{province}'"
_SELECTS = {
    "region": f"SELECT region, region AS code, name, name || '司法局' AS publisher, 'Asia/Shanghai' AS timezone, DATE '{AS_OF}' AS as_of,"
    " '示例' AS population_source, 'https://pufa' || region || '.example.gov.cn/' AS url FROM regions {where}",
    "campaigns": "SELECT region, id, id AS title, DATE '2021-01-01' AS start, DATE '2025-12-31' AS \"end\", true AS sample,"
    " 'https://pufa' || region || '.example.gov.cn/campaigns/' || id || '/' AS url FROM regions,"
    " (SELECT unnest(['bawu-pufa', 'guojia-anquan', 'xianfa', 'minfadian', 'fazhi-zhendi', 'qingshaonian', 'laodongzhe', 'fandu', 'fanzha', 'xiangcun']) AS id) {where}",
    "townships": "SELECT region, code, name, '' AS \"group\", population, villages, counted, NULL::DATE AS valid_from, NULL::DATE AS valid_to,"
    " 'https://pufa' || region || '.example.gov.cn/townships/' || code || '/' AS url FROM townships {where}",
    "villages": "SELECT region, id, township, '第' || i || '村' AS name, 400 + draw(nr) % 3000 AS population,"
    " CASE WHEN draw(nr) % 20 = 0 THEN '省级 2023' ELSE '' END AS model_village, draw(nr, 'l') % 6 AS law_savvy, draw(nr, 'a') % 10 > 0 AS legal_adviser,"
    " counted, NULL::DATE AS valid_from, NULL::DATE AS valid_to, 'https://pufa' || region || '.example.gov.cn/townships/' || township || '/' || id || '/' AS url"
    " FROM villages {where}",
    "sites": "SELECT region, id, '法治阵地' || place AS name, township, village, '广场' AS kind, '开放' AS status, '2022年' AS opened, '' AS address,"
    " NULL::DOUBLE AS lon, NULL::DOUBLE AS lat, true AS counted, DATE '2022-01-01' AS valid_from, true AS sample,"
    " 'https://pufa' || region || '.example.gov.cn/sites/' || id || '/' AS url FROM sites {where}",
    "tasks": "SELECT region, 'bawu-pufa' AS campaign, i AS number, '示例任务' AS content, '' AS leader, '司法局' AS owner, '' AS person, '' AS office,"
    " '' AS audience, '' AS carrier, '' AS measure, '' AS standard, DATE '2021-06-30' + CAST(i * 60 AS INTEGER) AS due, '' AS status,"
    " CASE WHEN draw(nr, i) % 5 > 0 THEN DATE '2021-06-30' + CAST(i * 60 + draw(nr, i) % 40 - 20 AS INTEGER) END AS done FROM regions, range(1, 25) AS r (i) {where}",
    "funding": "SELECT region, 'bawu-pufa' AS campaign, i AS number, 2020 + i AS year, '' AS township, 100000 + draw(nr, i) % 300000 AS amount,"
    " '示例' AS source FROM regions, range(1, 6) AS r (i) {where}",
    "inspections": "SELECT region, '2025-1' AS round, 'site' AS kind, id AS item, township, DATE '2025-05-20' AS checked,"
    " CASE WHEN draw(nr, 'i') % 9 > 0 THEN '属实' ELSE '不符' END AS finding FROM sites {where} AND place <= 3",
    "zero_reports": "SELECT region, 'bawu-pufa' AS campaign, code AS township, 2023 AS year FROM townships {where} AND weight = 0 AND nr % 2 = 0",
    "events": "SELECT region, id, id AS event_id, campaign, form || '：' || law || '进乡村（示例）' AS title,"
    " strftime(day, '%Y-%m-%d') || 'T09:00:00' AS start, strftime(day, '%Y-%m-%d') || 'T11:00:00' AS \"end\", false AS all_day, day AS first_day, day AS last_day,"
    " CASE WHEN wide THEN '' ELSE township END AS townships, wide AS region_wide, CASE WHEN wide THEN '' ELSE village END AS village, '文化礼堂' AS place, site, form,"
    " people[first_people + 1] || CASE WHEN more_people = 0 THEN ';' || people[(first_people + 3) % 10 + 1] ELSE '' END AS audiences, law AS laws, focus,"
    " CASE WHEN launch THEN '启动' ELSE '常态' END AS stage, series, '司法所' AS organiser, status, CASE WHEN status = '已办' THEN attendance END AS attendance,"
    " CASE WHEN status = '已办' THEN staff END AS staff, CASE WHEN status = '已办' AND rated THEN attendance // 2 END AS responses,"
    " CASE WHEN status = '已办' AND rated THEN attendance // 2 - hour % 3 END AS satisfied, updated, true AS sample,"
    " 'https://pufa' || region || '.example.gov.cn/events/' || id || '/' AS url, 'campaigns/' || campaign || '/events-' || year(day) || '.yml' AS source FROM happened",
    "events_townships": "SELECT region, id AS occurrence, township FROM happened WHERE NOT wide",
    "events_audiences": "SELECT region, id AS occurrence, people[first_people + 1] AS audience FROM happened"
    " UNION ALL SELECT region, id, people[(first_people + 3) % 10 + 1] FROM happened WHERE more_people = 0",
    "events_laws": "SELECT region, id AS occurrence, law FROM happened",
}


def make(root: Path, events: int) -> tuple[int, int]:
    """Write `<root>/<county code>/data/*.csv` for the whole country; gives the numbers of counties and of bytes."""
    shutil.rmtree(root, ignore_errors=True)
    parts = root / ".parts"
    parts.mkdir(parents=True)
    with duckdb.connect(str(root / ".making.duckdb"), config={"threads": 2, "memory_limit": "3GB"}) as con:
        con.execute("SET preserve_insertion_order = false")
        con.execute(_UNITS)
        provinces = [
            str(p) for (p,) in con.execute("SELECT DISTINCT substr(region, 1, 2) FROM regions ORDER BY 1").fetchall()
        ]
        for province in provinces:
            con.execute(_EVENTS.format(events=events, province=province))
            heads = {}
            for name, select in _SELECTS.items():
                query = select.format(where=_WHERE.format(province=province))
                how = f"FORMAT csv, HEADER true, OVERWRITE_OR_IGNORE true, PARTITION_BY (region), FILENAME_PATTERN '{name}.'"
                con.execute(f"COPY ({query}) TO '{parts}' ({how})")
                heads[f"{name}.csv"] = (
                    ",".join(c[0] for c in con.execute(f"FROM ({query}) LIMIT 0").description[1:]) + "\n"
                )
            for made in sorted(parts.iterdir()):
                data = root / made.name.removeprefix("region=") / "data"
                data.parent.mkdir()
                made.rename(data)
                for file in data.iterdir():  # DuckDB numbers what it writes
                    file.rename(data / (file.name.split(".")[0] + ".csv"))
                for name, head in heads.items():
                    if not (data / name).exists():
                        (data / name).write_text(head, "utf-8")
    for left in (root / ".parts", root / ".making.duckdb"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    files = list(root.rglob("*.csv"))
    return sum(1 for _ in root.iterdir()), sum(f.stat().st_size for f in files)

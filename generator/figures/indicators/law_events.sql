-- id: law_events
-- 名称: 各部法律的场次
-- 单位: 场
-- 分组: 分项
-- 次序: 20
-- 类型: 流量
-- 方向: 不评
-- 统计单位: region township
-- 依据: 场次
-- 分项: 法律
-- 可加: 是
-- 栏目: laws 讲哪些法
-- 表题: 讲各部法律的场次
-- 空表: 没有写讲哪部法律
-- 算法: 已办场次按写明的法律分开，逐场计数。
-- 来源: events_laws.csv
-- 说明: 一场写了几种法律，在每一种里各计一场，所以各分项不能相加。
WITH home AS (
  SELECT home_records.scope, home_records.region, home_records.every, home_records.period, events_laws.law AS item,
    count(*) AS n, array_agg(home_records.occurrence) AS records
  FROM home_records
  JOIN events_laws ON events_laws.occurrence = home_records.occurrence
  WHERE home_records.held
  GROUP BY home_records.scope, home_records.region, home_records.every, home_records.period, events_laws.law
)
SELECT
  home.scope, 'region' AS per, areas.unit, home.every, home.period, home.item,
  CAST(sum(home.n) AS BIGINT) AS value, flatten(array_agg(home.records)) AS records
FROM home
JOIN areas ON areas.region = home.region
GROUP BY home.scope, areas.unit, home.every, home.period, home.item
UNION ALL
SELECT
  records.scope, records.per, records.unit, records.every, records.period, events_laws.law,
  count(*), array_agg(records.occurrence)
FROM records
JOIN events_laws ON events_laws.occurrence = records.occurrence
WHERE records.held AND records.per <> 'region'
GROUP BY records.scope, records.per, records.unit, records.every, records.period, events_laws.law

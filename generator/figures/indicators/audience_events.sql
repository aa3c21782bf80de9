-- id: audience_events
-- 名称: 各类对象的场次
-- 单位: 场
-- 分组: 分项
-- 次序: 10
-- 类型: 流量
-- 方向: 不评
-- 统计单位: region township
-- 依据: 场次
-- 分项: 对象
-- 可加: 是
-- 栏目: audiences 讲给谁听
-- 表题: 面向各种对象的场次
-- 空表: 没有写对象
-- 提示: 一场写了几种对象，在每一种里各算一场，所以不能横着相加。
-- 算法: 已办场次按写明的对象分开，逐场计数。
-- 来源: events_audiences.csv
-- 说明: 一场写了几种对象，在每一种里各计一场，所以各分项不能相加。
WITH home AS (
  SELECT home_records.scope, home_records.region, home_records.every, home_records.period, events_audiences.audience AS item,
    count(*) AS n, array_agg(home_records.occurrence) AS records
  FROM home_records
  JOIN events_audiences ON events_audiences.occurrence = home_records.occurrence
  WHERE home_records.held
  GROUP BY home_records.scope, home_records.region, home_records.every, home_records.period, events_audiences.audience
)
SELECT
  home.scope, 'region' AS per, areas.unit, home.every, home.period, home.item,
  CAST(sum(home.n) AS BIGINT) AS value, flatten(array_agg(home.records)) AS records
FROM home
JOIN areas ON areas.region = home.region
GROUP BY home.scope, areas.unit, home.every, home.period, home.item
UNION ALL
SELECT
  records.scope, records.per, records.unit, records.every, records.period, events_audiences.audience,
  count(*), array_agg(records.occurrence)
FROM records
JOIN events_audiences ON events_audiences.occurrence = records.occurrence
WHERE records.held AND records.per <> 'region'
GROUP BY records.scope, records.per, records.unit, records.every, records.period, events_audiences.audience

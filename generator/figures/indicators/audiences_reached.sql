-- id: audiences_reached
-- 名称: 覆盖对象种数
-- 单位: 种
-- 分组: 覆盖
-- 次序: 30
-- 展示: 主表 50
-- 类型: 流量
-- 方向: 多为好
-- 统计单位: region township village
-- 依据: 场次
-- 细目: 对象
-- 算法: 已办场次写明的对象，去掉重复，数有几种。
-- 来源: events_audiences.csv
-- 说明: 面向过几种人群。没有写对象的场次不计；一场也没写的是 0 种。
WITH named AS (
  SELECT home.scope, 'region' AS per, areas.unit, home.every, home.period, home.audience,
    flatten(array_agg(home.records)) AS records
  FROM (
    SELECT home_records.scope, home_records.region, home_records.every, home_records.period, events_audiences.audience,
      array_agg(home_records.occurrence) FILTER (WHERE events_audiences.audience IS NOT NULL) AS records
    FROM home_records
    LEFT JOIN events_audiences ON events_audiences.occurrence = home_records.occurrence
    WHERE home_records.held
    GROUP BY home_records.scope, home_records.region, home_records.every, home_records.period,
      events_audiences.audience
  ) AS home
  JOIN areas ON areas.region = home.region
  GROUP BY home.scope, areas.unit, home.every, home.period, home.audience
  UNION ALL
  SELECT records.scope, records.per, records.unit, records.every, records.period, events_audiences.audience,
    array_agg(records.occurrence) FILTER (WHERE events_audiences.audience IS NOT NULL)
  FROM records
  LEFT JOIN events_audiences ON events_audiences.occurrence = records.occurrence
  WHERE records.held AND records.per <> 'region'
  GROUP BY records.scope, records.per, records.unit, records.every, records.period, events_audiences.audience
)
SELECT
  scope, per, unit, every, period,
  count(audience) AS value, CAST(NULL AS BIGINT) AS part, CAST(NULL AS BIGINT) AS whole,
  array_distinct(flatten(array_agg(records) FILTER (WHERE audience IS NOT NULL))) AS records
FROM named
GROUP BY scope, per, unit, every, period

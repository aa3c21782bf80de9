-- id: townships_reached
-- 名称: 覆盖乡镇数
-- 单位: 个
-- 分组: 覆盖
-- 次序: 10
-- 展示: 首要 20 到过的乡镇（街道）；出处 20
-- 类型: 流量
-- 方向: 多为好
-- 统计单位: region
-- 依据: 场次
-- 分母: townships
-- 可加: 是
-- 另取: township
-- 分母词: 当期的{}个乡镇（街道）
-- 细目: 到过的乡镇
-- 算法: 已办场次写明的乡镇，去掉重复，数有几个。
-- 来源: events.csv、events_townships.csv、townships.csv
-- 说明: 至少有一场“已办”活动写明在该乡镇（街道）举办的乡镇个数。写“全域”的活动不算到过哪个乡镇。
--   分母是当期存在、计入覆盖的全部乡镇，没有上报的也在内。
WITH held AS (
  SELECT DISTINCT region_held.scope, 'region' AS per, areas.unit, region_held.every, region_held.period
  FROM region_held JOIN areas ON areas.region = region_held.region
),
reached AS (
  SELECT records.scope, records.every, records.period, townships.region, townships.code,
    array_agg(records.occurrence) AS records
  FROM records JOIN townships ON townships.code = records.unit
  WHERE records.held AND records.per = 'township' AND townships.counted
  GROUP BY records.scope, records.every, records.period, townships.region, townships.code
),
reached_in AS (
  SELECT reached.scope, areas.unit, reached.every, reached.period, count(*) AS n,
    array_distinct(flatten(array_agg(reached.records))) AS records
  FROM reached JOIN areas ON areas.region = reached.region
  GROUP BY reached.scope, areas.unit, reached.every, reached.period
)
SELECT
  held.scope, held.per, held.unit, held.every, held.period,
  coalesce(reached_in.n, 0) AS value, CAST(NULL AS BIGINT) AS part, CAST(NULL AS BIGINT) AS whole,
  reached_in.records
FROM held
LEFT JOIN reached_in
  ON reached_in.scope = held.scope AND reached_in.unit = held.unit
  AND reached_in.every = held.every AND reached_in.period = held.period

-- id: townships_reached
-- 名称: 覆盖乡镇数
-- 单位: 个
-- 类型: 流量
-- 方向: 多为好
-- 统计单位: region
-- 依据: 场次
-- 分母: townships
-- 算法: 已办场次写明的乡镇，去掉重复，数有几个。
-- 来源: events.csv、events_townships.csv、townships.csv
-- 说明: 至少有一场“已办”活动写明在该乡镇（街道）举办的乡镇个数。写“全域”的活动不算到过哪个乡镇。
--   分母是当期存在、计入覆盖的全部乡镇，没有上报的也在内。
WITH named AS (
  SELECT unit_events.occurrence, townships.code, townships.region
  FROM unit_events JOIN townships ON townships.code = unit_events.unit
  WHERE unit_events.per = 'township' AND townships.counted
)
SELECT
  records.scope, records.per, records.unit, records.every, records.period,
  count(DISTINCT named.code) AS value, CAST(NULL AS BIGINT) AS part, CAST(NULL AS BIGINT) AS whole,
  array_agg(DISTINCT records.occurrence) FILTER (WHERE named.code IS NOT NULL) AS records
FROM records LEFT JOIN named ON named.occurrence = records.occurrence
WHERE records.held AND records.per = 'region'
GROUP BY records.scope, records.per, records.unit, records.every, records.period

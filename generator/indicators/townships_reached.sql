-- id: townships_reached
-- 名称: 覆盖乡镇数
-- 单位: 个
-- 统计单位: region
-- 分母: townships
-- 说明: 至少有一场“已办”活动写明在该乡镇（街道）举办的乡镇个数。写“全域”的活动不算到过哪个乡镇。
--   分母是当期存在、计入覆盖的全部乡镇，没有上报的也在内。
SELECT
  records.scope, records.per, records.unit, records.every, records.period,
  count(DISTINCT townships.code) AS value,
  list(DISTINCT records.occurrence) AS records
FROM records
JOIN unit_events ON unit_events.occurrence = records.occurrence AND unit_events.per = 'township'
JOIN townships ON townships.code = unit_events.unit
WHERE records.held
  AND records.per = 'region'
  AND townships.counted
GROUP BY ALL

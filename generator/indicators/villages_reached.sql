-- id: villages_reached
-- 名称: 覆盖村社区数
-- 单位: 个
-- 类型: 流量
-- 方向: 多为好
-- 统计单位: region township
-- 依据: 场次
-- 分母: villages
-- 算法: 已办场次写明的村（社区），去掉重复，数有几个。
-- 来源: events.csv 的 village；villages.csv
-- 说明: 至少有一场“已办”活动写明在该村（社区）举办的村社区个数，同一个村办几场都只算一个。
--   分母是当期存在的全部村社区，没有上报的也在内；不计入覆盖的开发区、农场等的村社区，分子分母都不算。
SELECT
  records.scope, records.per, records.unit, records.every, records.period,
  count(DISTINCT villages.id) AS value, CAST(NULL AS BIGINT) AS part, CAST(NULL AS BIGINT) AS whole,
  array_agg(records.occurrence) FILTER (WHERE villages.id IS NOT NULL) AS records
FROM records
LEFT JOIN villages
  ON villages.id = records.village
  AND villages.counted
  AND (records.per = 'region' OR villages.township = records.unit)
  AND records.first_day >= coalesce(villages.valid_from, records.first_day)
  AND records.first_day <= coalesce(villages.valid_to, records.first_day)
WHERE records.held AND records.per IN ('region', 'township')
GROUP BY records.scope, records.per, records.unit, records.every, records.period

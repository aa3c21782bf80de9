-- id: audiences_reached
-- 名称: 覆盖对象种数
-- 单位: 种
-- 类型: 流量
-- 方向: 多为好
-- 统计单位: region township village
-- 依据: 场次
-- 算法: 已办场次写明的对象，去掉重复，数有几种。
-- 来源: events_audiences.csv
-- 说明: 面向过几种人群。没有写对象的场次不计；一场也没写的是 0 种。
SELECT
  records.scope, records.per, records.unit, records.every, records.period,
  count(DISTINCT events_audiences.audience) AS value, CAST(NULL AS BIGINT) AS part, CAST(NULL AS BIGINT) AS whole,
  array_agg(DISTINCT records.occurrence) FILTER (WHERE events_audiences.audience IS NOT NULL) AS records
FROM records
LEFT JOIN events_audiences ON events_audiences.occurrence = records.occurrence
WHERE records.held
GROUP BY records.scope, records.per, records.unit, records.every, records.period

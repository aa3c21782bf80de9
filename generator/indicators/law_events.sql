-- id: law_events
-- 名称: 各部法律的场次
-- 单位: 场
-- 类型: 流量
-- 方向: 不评
-- 统计单位: region township
-- 依据: 场次
-- 分项: 法律
-- 算法: 已办场次按写明的法律分开，逐场计数。
-- 来源: events_laws.csv
-- 说明: 一场写了几种法律，在每一种里各计一场，所以各分项不能相加。
SELECT
  records.scope, records.per, records.unit, records.every, records.period, events_laws.law AS item,
  count(*) AS value,
  array_agg(records.occurrence) AS records
FROM records
JOIN events_laws ON events_laws.occurrence = records.occurrence
WHERE records.held
GROUP BY records.scope, records.per, records.unit, records.every, records.period, events_laws.law

-- id: audience_events
-- 名称: 各类对象的场次
-- 单位: 场
-- 类型: 流量
-- 方向: 不评
-- 统计单位: region township
-- 依据: 场次
-- 分项: 对象
-- 算法: 已办场次按写明的对象分开，逐场计数。
-- 来源: events_audiences.csv
-- 说明: 一场写了几种对象，在每一种里各计一场，所以各分项不能相加。
SELECT
  records.scope, records.per, records.unit, records.every, records.period, events_audiences.audience AS item,
  count(*) AS value,
  array_agg(records.occurrence) AS records
FROM records
JOIN events_audiences ON events_audiences.occurrence = records.occurrence
WHERE records.held
GROUP BY records.scope, records.per, records.unit, records.every, records.period, events_audiences.audience

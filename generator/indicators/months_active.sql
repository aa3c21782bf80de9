-- id: months_active
-- 名称: 有活动的月数
-- 单位: 个月
-- 类型: 流量
-- 方向: 多为好
-- 统计单位: region township village site
-- 周期: year quarter campaign
-- 依据: 场次
-- 算法: 已办场次落在几个不同的月份里；分母是这一期已经过去的月数。
-- 来源: events.csv 的 status、first_day；periods.csv
-- 说明: 至少办过一场的月份有几个。办得再多，挤在一个月里也只算一个月。
SELECT
  records.scope, records.per, records.unit, records.every, records.period,
  count(DISTINCT records.month) AS value,
  count(DISTINCT records.month) AS part,
  (year(min(due.until)) - year(min(due.since))) * 12 + month(min(due.until)) - month(min(due.since)) + 1 AS whole,
  array_agg(records.occurrence) AS records
FROM records
JOIN due
  ON due.scope = records.scope AND due.per = records.per AND due.unit = records.unit
  AND due.every = records.every AND due.period = records.period
WHERE records.held
GROUP BY records.scope, records.per, records.unit, records.every, records.period

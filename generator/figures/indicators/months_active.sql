-- id: months_active
-- 名称: 有活动的月数
-- 单位: 个月
-- 分组: 持续
-- 次序: 10
-- 展示: 主表 20；出处 60；附表 30 活动月数
-- 类型: 流量
-- 方向: 多为好
-- 统计单位: region township village site
-- 周期: year quarter campaign
-- 依据: 场次
-- 分母词: 已经过去的{}个月
-- 细目: 月份
-- 算法: 已办场次落在几个不同的月份里；分母是这一期里单位存在、已经开始的月数。
-- 来源: events.csv 的 status、first_day；periods.csv
-- 说明: 至少办过一场的月份有几个。办得再多，挤在一个月里也只算一个月。
WITH months AS (
  SELECT scope, per, unit, every, period, month, array_agg(occurrence) AS records
  FROM records
  WHERE held
  GROUP BY scope, per, unit, every, period, month
),
active AS (
  SELECT scope, per, unit, every, period, count(*) AS number, flatten(array_agg(records)) AS records
  FROM months
  GROUP BY scope, per, unit, every, period
)
SELECT
  due.scope, due.per, due.unit, due.every, due.period,
  coalesce(active.number, 0) AS value,
  coalesce(active.number, 0) AS part,
  (year(due.until) - year(due.since)) * 12 + month(due.until) - month(due.since) + 1 AS whole,
  active.records
FROM due
LEFT JOIN active
  ON active.scope = due.scope AND active.per = due.per AND active.unit = due.unit
  AND active.every = due.every AND active.period = due.period
WHERE due.every <> 'month'

-- id: evenness
-- 名称: 月度均衡度
-- 单位: %
-- 分组: 持续
-- 次序: 20
-- 类型: 比率
-- 方向: 多为好
-- 统计单位: region township
-- 周期: year campaign
-- 依据: 场次
-- 倍数: 100
-- 算法: 100% 减去“要挪动多少场（占全部的比例）才能每个月一样多”。分母是 2 × 月数 × 场次，分子相应。
-- 来源: events.csv 的 status、first_day；periods.csv
-- 说明: 每个月办得一样多是 100%，全挤在一个月里，一年只有 8.3%。月数是单位在这一期里存在、已经开始的月份数；不到两个月的不算。
WITH months AS (
  SELECT scope, per, unit, every, period, month, count(*) AS n, array_agg(occurrence) AS records
  FROM records
  WHERE held
  GROUP BY scope, per, unit, every, period, month
),
spans AS (
  SELECT scope, per, unit, every, period,
    (year(until) - year(since)) * 12 + month(until) - month(since) + 1 AS number
  FROM due
),
totals AS (
  SELECT scope, per, unit, every, period, sum(n) AS n, count(*) AS active
  FROM months
  GROUP BY scope, per, unit, every, period
),
sums AS (
  SELECT
    totals.scope, totals.per, totals.unit, totals.every, totals.period,
    CAST(2 * spans.number * totals.n AS BIGINT) AS whole,
    CAST(sum(abs(spans.number * months.n - totals.n)) + (spans.number - totals.active) * totals.n AS BIGINT) AS away,
    flatten(array_agg(months.records)) AS records
  FROM totals
  JOIN spans
    ON spans.scope = totals.scope AND spans.per = totals.per AND spans.unit = totals.unit
    AND spans.every = totals.every AND spans.period = totals.period
  JOIN months
    ON months.scope = totals.scope AND months.per = totals.per AND months.unit = totals.unit
    AND months.every = totals.every AND months.period = totals.period
  WHERE spans.number > 1
  GROUP BY totals.scope, totals.per, totals.unit, totals.every, totals.period, spans.number, totals.n, totals.active
)
SELECT
  scope, per, unit, every, period,
  1e2 * (whole - away) / whole AS value,
  whole - away AS part, whole, records
FROM sums

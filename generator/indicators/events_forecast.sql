-- id: events_forecast
-- 名称: 期末预计场次
-- 单位: 场
-- 类型: 指数
-- 方向: 多为好
-- 统计单位: region township
-- 依据: 场次
-- 小数: 0
-- 算法: 已办场次 × 这一期的全部天数 ÷ 已经过去的天数，舍去零头。
-- 来源: events.csv 的 status、first_day；periods.csv
-- 说明: 照现在的快慢，到期末大约能办多少场。期满之后就是实际场次。只是推算：集中在年底的工作，年中推算会偏少。
SELECT
  scope, per, unit, every, period,
  CAST(floor(1e0 * part / whole) AS BIGINT) AS value, part, whole, records
FROM (
  SELECT
    records.scope, records.per, records.unit, records.every, records.period,
    count(*) * (date_diff('day', min(due.since), min(due.last_day)) + 1) AS part,
    date_diff('day', min(due.since), min(due.until)) + 1 AS whole,
    array_agg(records.occurrence) AS records
  FROM records
  JOIN due
    ON due.scope = records.scope AND due.per = records.per AND due.unit = records.unit
    AND due.every = records.every AND due.period = records.period
  WHERE records.held
  GROUP BY records.scope, records.per, records.unit, records.every, records.period
) AS sums

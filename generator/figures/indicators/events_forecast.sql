-- id: events_forecast
-- 名称: 期末预计场次
-- 单位: 场
-- 分组: 开展
-- 次序: 30
-- 类型: 指数
-- 方向: 多为好
-- 统计单位: region township
-- 依据: 场次
-- 小数: 0
-- 算法: 已办场次 × 这一期的全部天数 ÷ 已经过去的天数，舍去零头。
-- 来源: events.csv 的 status、first_day；periods.csv
-- 说明: 天数只算单位存在的日子。照现在的快慢，到期末大约能办多少场。期满之后就是实际场次。只是推算：集中在年底的工作，年中推算会偏少。
SELECT
  scope, per, unit, every, period,
  CAST(floor(1e0 * part / whole) AS BIGINT) AS value, part, whole, records
FROM (
  SELECT
    held.scope, held.per, held.unit, held.every, held.period,
    held.n * (date_diff('day', due.since, due.last_day) + 1) AS part,
    date_diff('day', due.since, due.until) + 1 AS whole,
    held.records
  FROM (
    SELECT scope, per, unit, every, period, count(*) AS n, array_agg(occurrence) AS records
    FROM records
    WHERE held
    GROUP BY scope, per, unit, every, period
  ) AS held
  JOIN due
    ON due.scope = held.scope AND due.per = held.per AND due.unit = held.unit
    AND due.every = held.every AND due.period = held.period
) AS sums

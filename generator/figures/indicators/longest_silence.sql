-- id: longest_silence
-- 名称: 最长空档
-- 单位: 天
-- 分组: 持续
-- 次序: 30
-- 展示: 主表 30；出处 70；附表 40 最长空档（天）
-- 类型: 指数
-- 方向: 少为好
-- 统计单位: region township village site
-- 周期: year campaign
-- 依据: 场次
-- 小数: 0
-- 细目: 空档
-- 算法: 这一期里前后两场已办活动之间（期初到第一场、最后一场到期末也算）最长隔了多少天。
-- 来源: events.csv 的 status、first_day、last_day；periods.csv
-- 说明: 连续多少天一场也没有。持续几天的活动，从第一天到最后一天都不算空档。没有期满的，算到统计日；单位半路设立或撤销的，只看它存在的日子。
WITH marks AS (
  SELECT scope, per, unit, every, period,
    date_diff('day', DATE '1970-01-01', first_day) AS starts, date_diff('day', DATE '1970-01-01', max(last_day)) AS ends,
    count(*) AS n, array_agg(occurrence) AS records
  FROM records
  WHERE held
  GROUP BY scope, per, unit, every, period, first_day
  UNION ALL
  SELECT scope, per, unit, every, period,
    date_diff('day', DATE '1970-01-01', since) - 1, date_diff('day', DATE '1970-01-01', since) - 1, NULL, NULL
  FROM due
  UNION ALL
  SELECT scope, per, unit, every, period,
    date_diff('day', DATE '1970-01-01', until) + 1, date_diff('day', DATE '1970-01-01', until) + 1, NULL, NULL
  FROM due
),
gaps AS (
  SELECT scope, per, unit, every, period, n, records,
    starts - 1 - max(ends) OVER (
      PARTITION BY scope, per, unit, every, period
      ORDER BY starts
      RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS quiet
  FROM marks
)
SELECT
  scope, per, unit, every, period,
  greatest(max(quiet), 0) AS value, CAST(NULL AS BIGINT) AS part, CAST(NULL AS BIGINT) AS whole,
  flatten(array_agg(records) FILTER (WHERE n > 0)) AS records
FROM gaps
GROUP BY scope, per, unit, every, period
HAVING count(n) > 0

-- id: launch_dropout
-- 名称: 启动后没有下文
-- 单位: %
-- 类型: 比率
-- 方向: 少为好
-- 统计单位: region township
-- 依据: 场次
-- 倍数: 100
-- 算法: 启动之后 90 天里，同一专项在同一单位没有办过常态活动的启动仪式场数 ÷ 满 90 天的启动仪式场数。
-- 来源: events.csv 的 stage、status、campaign、first_day
-- 说明: 重启动、轻持续的量法。启动未满 90 天的不算；期末的启动仪式，看下一期的头几个月。没有满 90 天的启动仪式的，不适用。
WITH
-- 日子切成 90 天一段：有没有下文，只看启动那天所在的一段里最晚的、下一段里最早的常态活动。
routine AS (
  SELECT per, unit, campaign, CAST(floor(day / 9e1) AS BIGINT) AS stretch, min(day) AS earliest, max(day) AS latest
  FROM (
    SELECT per, unit, campaign, date_diff('day', DATE '1970-01-01', first_day) AS day
    FROM unit_events
    WHERE held AND NOT launch
  ) AS days
  GROUP BY per, unit, campaign, CAST(floor(day / 9e1) AS BIGINT)
),
launches AS (
  SELECT scope, per, unit, every, period, campaign, day, CAST(floor(day / 9e1) AS BIGINT) AS stretch,
    count(*) AS n, array_agg(occurrence) AS records
  FROM (
    SELECT scope, per, unit, every, period, campaign, occurrence, date_diff('day', DATE '1970-01-01', first_day) AS day
    FROM records
    WHERE held AND launch AND date_diff('day', first_day, as_of) >= 90
  ) AS days
  GROUP BY scope, per, unit, every, period, campaign, day
),
followed AS (
  SELECT launches.scope, launches.per, launches.unit, launches.every, launches.period, launches.n, launches.records,
    coalesce(same.latest > launches.day, false) OR coalesce(later.earliest <= launches.day + 90, false) AS followed
  FROM launches
  LEFT JOIN routine AS same
    ON same.per = launches.per AND same.unit = launches.unit AND same.campaign = launches.campaign
    AND same.stretch = launches.stretch
  LEFT JOIN routine AS later
    ON later.per = launches.per AND later.unit = launches.unit AND later.campaign = launches.campaign
    AND later.stretch = launches.stretch + 1
)
SELECT
  scope, per, unit, every, period,
  1e2 * CAST(coalesce(sum(n) FILTER (WHERE NOT followed), 0) AS BIGINT) / CAST(sum(n) AS BIGINT) AS value,
  CAST(coalesce(sum(n) FILTER (WHERE NOT followed), 0) AS BIGINT) AS part,
  CAST(sum(n) AS BIGINT) AS whole,
  flatten(array_agg(records)) AS records
FROM followed
GROUP BY scope, per, unit, every, period

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
WITH routine AS (
  SELECT unit_events.per, unit_events.unit, event_days.campaign, event_days.first_day
  FROM unit_events JOIN event_days ON event_days.id = unit_events.occurrence
  WHERE event_days.held AND NOT event_days.launch
),
launches AS (
  SELECT records.scope, records.per, records.unit, records.every, records.period, records.occurrence,
    count(routine.first_day) AS followed
  FROM records
  LEFT JOIN routine
    ON routine.per = records.per AND routine.unit = records.unit AND routine.campaign = records.campaign
    AND date_diff('day', records.first_day, routine.first_day) BETWEEN 1 AND 90
  WHERE records.held AND records.launch AND date_diff('day', records.first_day, records.as_of) >= 90
  GROUP BY records.scope, records.per, records.unit, records.every, records.period, records.occurrence
)
SELECT
  scope, per, unit, every, period,
  1e2 * count(*) FILTER (WHERE followed = 0) / count(*) AS value,
  count(*) FILTER (WHERE followed = 0) AS part,
  count(*) AS whole,
  array_agg(occurrence) AS records
FROM launches
GROUP BY scope, per, unit, every, period

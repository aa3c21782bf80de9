-- id: launch_dropout
-- 名称: 启动后没有下文
-- 单位: %
-- 分组: 持续
-- 次序: 50
-- 展示: 附表 90 启动无下文
-- 类型: 比率
-- 方向: 少为好
-- 统计单位: region township
-- 依据: 场次
-- 倍数: 100
-- 分子: 没有下文
-- 可加: 是
-- 分子词: 90天里没有下文的{}场
-- 分母词: 满90天的启动仪式{}场
-- 细目: 启动
-- 算法: 启动之后 90 天里，同一专项在启动的那个乡镇没有办过常态活动的启动仪式场数 ÷ 满 90 天的启动仪式场数。
-- 来源: events.csv 的 stage、status、campaign、first_day；events_townships.csv；townships.csv 的 valid_to
-- 说明: 重启动、轻持续的量法。在一个乡镇启动的，要在这个乡镇有下文，别处办的不算；写“全域”的启动仪式，全地区哪里办了都算。几个乡镇合办的，各乡镇看各的；在地区只算一场，有一个乡镇有下文就算有。启动未满 90 天的不算，乡镇在 90 天以内撤销的也不算；期末的启动仪式，看下一期的头几个月。没有满 90 天的启动仪式的，不适用。
WITH
-- 满 90 天的启动仪式，在哪里等下文：写明乡镇的，一个乡镇一行；写“全域”的，在地区一行。
launches AS (
  SELECT 'township' AS kind, unit_events.unit AS place, unit_events.campaign, unit_events.occurrence,
    date_diff('day', DATE '1970-01-01', unit_events.first_day) AS day
  FROM unit_events
  JOIN townships ON townships.code = unit_events.unit
  WHERE unit_events.per = 'township' AND unit_events.held AND unit_events.launch
    AND date_diff(
      'day', unit_events.first_day, least(unit_events.as_of, coalesce(townships.valid_to, unit_events.as_of))
    ) >= 90
  UNION ALL
  SELECT 'region', event_days.region, event_days.campaign, event_days.id,
    date_diff('day', DATE '1970-01-01', event_days.first_day)
  FROM event_days
  LEFT JOIN events_townships ON events_townships.occurrence = event_days.id
  WHERE event_days.held AND event_days.launch AND events_townships.occurrence IS NULL
    AND date_diff('day', event_days.first_day, event_days.as_of) >= 90
),
-- 日子切成 90 天一段：有没有下文，只看启动那天所在的一段里最晚的、下一段里最早的常态活动。
routine AS (
  SELECT kind, place, campaign, CAST(floor(day / 9e1) AS BIGINT) AS stretch, min(day) AS earliest, max(day) AS latest
  FROM (
    SELECT 'township' AS kind, unit AS place, campaign, date_diff('day', DATE '1970-01-01', first_day) AS day
    FROM unit_events
    WHERE per = 'township' AND held AND NOT launch
    UNION ALL
    SELECT 'region', region, campaign, date_diff('day', DATE '1970-01-01', first_day)
    FROM event_days
    WHERE held AND NOT launch
  ) AS days
  GROUP BY kind, place, campaign, CAST(floor(day / 9e1) AS BIGINT)
),
judged AS (
  SELECT launches.kind, launches.place, launches.occurrence,
    CASE WHEN same.latest > launches.day OR later.earliest <= launches.day + 90 THEN 1 ELSE 0 END AS followed
  FROM launches
  LEFT JOIN routine AS same
    ON same.kind = launches.kind AND same.place = launches.place AND same.campaign = launches.campaign
    AND same.stretch = CAST(floor(launches.day / 9e1) AS BIGINT)
  LEFT JOIN routine AS later
    ON later.kind = launches.kind AND later.place = launches.place AND later.campaign = launches.campaign
    AND later.stretch = CAST(floor(launches.day / 9e1) AS BIGINT) + 1
),
told AS (
  SELECT home_records.scope, 'region' AS per, areas.unit, home_records.every, home_records.period,
    home_records.occurrence, once.followed
  FROM home_records
  JOIN (SELECT occurrence, max(followed) AS followed FROM judged GROUP BY occurrence) AS once
    ON once.occurrence = home_records.occurrence
  JOIN areas ON areas.region = home_records.region
  WHERE home_records.held AND home_records.launch
  UNION ALL
  SELECT records.scope, records.per, records.unit, records.every, records.period, records.occurrence, judged.followed
  FROM records
  JOIN judged
    ON judged.kind = 'township' AND judged.occurrence = records.occurrence AND judged.place = records.unit
  WHERE records.per = 'township' AND records.held AND records.launch
)
SELECT
  scope, per, unit, every, period,
  1e2 * count(*) FILTER (WHERE followed = 0) / count(*) AS value,
  count(*) FILTER (WHERE followed = 0) AS part,
  count(*) AS whole,
  array_agg(occurrence) AS records
  , array_agg(occurrence) FILTER (WHERE followed = 0) AS chosen
FROM told
GROUP BY scope, per, unit, every, period

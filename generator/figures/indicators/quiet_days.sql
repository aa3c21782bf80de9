-- id: quiet_days
-- 名称: 距上一场天数
-- 单位: 天
-- 分组: 持续
-- 次序: 40
-- 类型: 存量
-- 方向: 少为好
-- 统计单位: region township village site
-- 周期: campaign
-- 依据: 名册
-- 细目: 最近一场
-- 算法: 统计日减去最近一场已办活动的最后一天。
-- 来源: events.csv 的 status、first_day、last_day；region.csv 的 as_of
-- 说明: 到统计日为止，多少天没有活动了。还在进行的是 0 天；撤销了的单位算到撤销那天。从来没有办过的，记作“未报”。
WITH last_held AS (
  SELECT per, unit, occurrence, first_day, last_day
  FROM unit_events
  WHERE held
),
latest AS (
  SELECT due.scope, due.per, due.unit, due.every, due.period, due.until, max(last_held.last_day) AS last_day
  FROM due
  LEFT JOIN last_held
    ON last_held.per = due.per AND last_held.unit = due.unit AND last_held.first_day <= due.until
  WHERE due.scope = ''
  GROUP BY due.scope, due.per, due.unit, due.every, due.period, due.until
)
SELECT
  latest.scope, latest.per, latest.unit, latest.every, latest.period,
  CASE WHEN latest.last_day IS NOT NULL THEN greatest(date_diff('day', latest.last_day, latest.until), 0) END AS value,
  CAST(NULL AS BIGINT) AS part, CAST(NULL AS BIGINT) AS whole,
  array_agg(last_held.occurrence) FILTER (WHERE last_held.occurrence IS NOT NULL) AS records
FROM latest
LEFT JOIN last_held
  ON last_held.per = latest.per AND last_held.unit = latest.unit
  AND last_held.last_day = latest.last_day AND last_held.first_day <= latest.until
GROUP BY latest.scope, latest.per, latest.unit, latest.every, latest.period, latest.last_day, latest.until

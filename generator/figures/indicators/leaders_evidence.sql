-- id: leaders_evidence
-- 名称: 领导干部学法有据率
-- 单位: %
-- 分组: 实效
-- 次序: 50
-- 类型: 比率
-- 方向: 多为好
-- 统计单位: region township
-- 依据: 场次
-- 倍数: 100
-- 分子: 填了参加人数
-- 可加: 是
-- 分子词: 填了参加人数的{}场
-- 分母词: 面向领导干部的{}场
-- 算法: 面向领导干部、填了参加人数的已办场次 ÷ 面向领导干部的已办场次。
-- 来源: events_audiences.csv；events.csv 的 attendance、status
-- 说明: 领导干部学法不能只写“办了”，要有多少人到场的记录。没有面向领导干部的活动的，不适用。
SELECT
  scope, per, unit, every, period,
  1e2 * part / whole AS value, part, whole, records
  , chosen
FROM (
  SELECT
    records.scope, records.per, records.unit, records.every, records.period,
    count(*) FILTER (WHERE records.attendance IS NOT NULL) AS part,
    count(*) AS whole,
    array_agg(records.occurrence) AS records
    , array_agg(records.occurrence) FILTER (WHERE records.attendance IS NOT NULL) AS chosen
  FROM records
  JOIN events_audiences ON events_audiences.occurrence = records.occurrence AND events_audiences.audience = '领导干部'
  WHERE records.held
  GROUP BY records.scope, records.per, records.unit, records.every, records.period
) AS sums

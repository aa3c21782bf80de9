-- id: duties_share
-- 名称: 讲到义务的占比
-- 单位: %
-- 分组: 实效
-- 次序: 60
-- 类型: 比率
-- 方向: 不评
-- 统计单位: region township
-- 依据: 场次
-- 倍数: 100
-- 分子: 讲到义务
-- 可加: 是
-- 分子词: 讲到义务的{}场
-- 分母词: 写明侧重的{}场
-- 算法: 侧重“义务”或“并重”的已办场次 ÷ 写明侧重的已办场次。
-- 来源: events.csv 的 focus、status
-- 说明: 权利和义务讲得匀不匀。太低是只讲权利，太高是只讲义务；没有写侧重的场次不计，一场也没写的记作“未报”。
SELECT
  scope, per, unit, every, period,
  1e2 * part / nullif(whole, 0) AS value,
  CASE WHEN whole > 0 THEN part END AS part, nullif(whole, 0) AS whole, records
  , chosen
FROM (
  SELECT
    scope, per, unit, every, period,
    count(*) FILTER (WHERE focus IN ('义务', '并重')) AS part,
    count(*) FILTER (WHERE focus <> '') AS whole,
    array_agg(occurrence) FILTER (WHERE focus <> '') AS records
    , array_agg(occurrence) FILTER (WHERE focus IN ('义务', '并重')) AS chosen
  FROM records
  WHERE held
  GROUP BY scope, per, unit, every, period
) AS sums

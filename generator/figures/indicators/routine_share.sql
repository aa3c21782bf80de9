-- id: routine_share
-- 名称: 常态系列占比
-- 单位: %
-- 分组: 持续
-- 次序: 60
-- 展示: 附表 80 常态系列
-- 类型: 比率
-- 方向: 多为好
-- 统计单位: region township
-- 依据: 场次
-- 倍数: 100
-- 分子: 常态系列
-- 可加: 是
-- 分子词: 常态系列{}场
-- 分母词: 已办{}场
-- 算法: 按规则重复举办的常态活动的已办场次 ÷ 全部已办场次。
-- 来源: events.csv 的 series、stage、status
-- 说明: 每月一次的法律门诊、逢集宣传这类固定下来的活动占多少。一次性的活动再多，也不算常态。
SELECT
  scope, per, unit, every, period,
  1e2 * part / whole AS value,
  part, whole, records
  , chosen
FROM (
  SELECT
    scope, per, unit, every, period,
    count(*) FILTER (WHERE series AND NOT launch) AS part,
    count(*) AS whole,
    array_agg(occurrence) AS records
    , array_agg(occurrence) FILTER (WHERE series AND NOT launch) AS chosen
  FROM records
  WHERE held
  GROUP BY scope, per, unit, every, period
) AS sums
WHERE whole > 0

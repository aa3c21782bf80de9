-- id: reporting_complete
-- 名称: 成效填报率
-- 单位: %
-- 分组: 填报
-- 次序: 10
-- 展示: 主表 90；附表 100 成效填报
-- 类型: 比率
-- 方向: 多为好
-- 统计单位: region township
-- 依据: 场次
-- 倍数: 100
-- 分子: 人数填齐
-- 可加: 是
-- 分子词: 人数填齐的{}场
-- 分母词: 已办{}场
-- 算法: 参加人数和工作人员都填了的已办场次 ÷ 全部已办场次。
-- 来源: events.csv 的 attendance、staff、status
-- 说明: 办了活动，有没有把来了多少人写清楚。
SELECT
  scope, per, unit, every, period,
  1e2 * part / whole AS value,
  part, whole, records
  , chosen
FROM (
  SELECT
    scope, per, unit, every, period,
    count(*) FILTER (WHERE attendance IS NOT NULL AND staff IS NOT NULL) AS part,
    count(*) AS whole,
    array_agg(occurrence) AS records
    , array_agg(occurrence) FILTER (WHERE attendance IS NOT NULL AND staff IS NOT NULL) AS chosen
  FROM records
  WHERE held
  GROUP BY scope, per, unit, every, period
) AS sums
WHERE whole > 0

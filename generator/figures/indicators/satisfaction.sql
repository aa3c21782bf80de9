-- id: satisfaction
-- 名称: 满意率
-- 单位: %
-- 分组: 实效
-- 次序: 30
-- 展示: 主表 80；出处 50；乡镇今年 50；附表 70
-- 类型: 比率
-- 方向: 多为好
-- 统计单位: region township village site
-- 依据: 场次
-- 倍数: 100
-- 可加: 是
-- 分子词: 满意{}份
-- 分母词: 收回{}份
-- 同看: {}份
-- 算法: 满意的评价份数 ÷ 收回的评价份数（两个数都填了的场次）。
-- 来源: events.csv 的 responses、satisfied
-- 说明: 总是同评价份数一起看：两三份评价的 100% 说明不了什么。没有收回评价的记作“未报”。
SELECT
  scope, per, unit, every, period,
  1e2 * part / nullif(whole, 0) AS value,
  CASE WHEN whole > 0 THEN part END AS part, nullif(whole, 0) AS whole, records
FROM (
  SELECT
    scope, per, unit, every, period,
    CAST(sum(satisfied) FILTER (WHERE responses > 0 AND satisfied IS NOT NULL) AS BIGINT) AS part,
    CAST(coalesce(sum(responses) FILTER (WHERE satisfied IS NOT NULL), 0) AS BIGINT) AS whole,
    array_agg(occurrence) FILTER (WHERE responses > 0 AND satisfied IS NOT NULL) AS records
  FROM records
  WHERE held
  GROUP BY scope, per, unit, every, period
) AS sums

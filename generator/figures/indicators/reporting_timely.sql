-- id: reporting_timely
-- 名称: 填报及时率
-- 单位: %
-- 分组: 填报
-- 次序: 20
-- 类型: 比率
-- 方向: 多为好
-- 统计单位: region township
-- 依据: 场次
-- 倍数: 100
-- 分子: 10天以内更新
-- 可加: 是
-- 分子词: 10天以内更新的{}场
-- 分母词: 写了更新时间的{}场
-- 算法: 记录最后一次更新不晚于活动结束后第 10 天的已办场次 ÷ 写了更新时间的已办场次。
-- 来源: events.csv 的 updated、last_day、status
-- 说明: 记录是当时写的，还是年底补的。看记录最后一次修改的日期；一场也没有写更新时间的记作“未报”。
SELECT
  scope, per, unit, every, period,
  1e2 * part / nullif(whole, 0) AS value,
  CASE WHEN whole > 0 THEN part END AS part, nullif(whole, 0) AS whole, records
  , chosen
FROM (
  SELECT
    scope, per, unit, every, period,
    count(*) FILTER (WHERE date_diff('day', last_day, updated) <= 10) AS part,
    count(*) FILTER (WHERE updated IS NOT NULL) AS whole,
    array_agg(occurrence) FILTER (WHERE updated IS NOT NULL) AS records
    , array_agg(occurrence) FILTER (WHERE date_diff('day', last_day, updated) <= 10) AS chosen
  FROM records
  WHERE held
  GROUP BY scope, per, unit, every, period
) AS sums

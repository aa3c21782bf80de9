-- id: response_rate
-- 名称: 评价回收率
-- 单位: %
-- 分组: 实效
-- 次序: 40
-- 类型: 比率
-- 方向: 多为好
-- 统计单位: region township
-- 依据: 场次
-- 倍数: 100
-- 可加: 是
-- 分子词: 收回评价{}份
-- 分母词: 群众{}人次
-- 算法: 收回的评价份数 ÷ 群众参加人次，只看有群众参加的已办场次。没填评价份数的按 0 份计。
-- 来源: events.csv 的 responses、attendance、staff
-- 说明: 来的人里有多少给了评价。都没填参加人数的记作“未报”；填了而没有群众来的，不适用。回收率低，满意率就不可靠。
SELECT
  scope, per, unit, every, period,
  1e2 * part / nullif(whole, 0) AS value,
  CASE WHEN whole > 0 THEN part END AS part, nullif(whole, 0) AS whole, records
FROM (
  SELECT
    scope, per, unit, every, period,
    count(residents) AS filled,
    CAST(sum(coalesce(responses, 0)) FILTER (WHERE residents > 0) AS BIGINT) AS part,
    CAST(coalesce(sum(residents) FILTER (WHERE residents > 0), 0) AS BIGINT) AS whole,
    array_agg(occurrence) FILTER (WHERE residents > 0) AS records
  FROM records
  WHERE held
  GROUP BY scope, per, unit, every, period
) AS sums
WHERE whole > 0 OR filled = 0

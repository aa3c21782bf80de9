-- id: gap_ratio
-- 名称: 乡镇差距（倍）
-- 单位: 倍
-- 分组: 均衡
-- 次序: 20
-- 类型: 指数
-- 方向: 少为好
-- 统计单位: region
-- 周期: year campaign
-- 依据: 场次
-- 小数: 1
-- 记录: townships
-- 另取: township
-- 分子词: 最多的{}场
-- 分母词: 最少的{}场
-- 算法: 场次最多的乡镇 ÷ 最少的乡镇。
-- 来源: events.csv、events_townships.csv、townships.csv
-- 说明: 最多是最少的几倍。有乡镇一场也没有的，算不出倍数，不适用，看“差”和基尼系数。
SELECT
  scope, per, unit, every, period,
  1e0 * max(n) / nullif(min(n), 0) AS value, max(n) AS part, min(n) AS whole, array_agg(member) AS records
FROM township_counts
GROUP BY scope, per, unit, every, period
HAVING count(*) > 1 AND min(n) > 0

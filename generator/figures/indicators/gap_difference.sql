-- id: gap_difference
-- 名称: 乡镇差距（差）
-- 单位: 场
-- 分组: 均衡
-- 次序: 10
-- 类型: 指数
-- 方向: 少为好
-- 统计单位: region
-- 周期: year campaign
-- 依据: 场次
-- 小数: 0
-- 记录: townships
-- 另取: township
-- 算法: 场次最多的乡镇减去最少的乡镇。
-- 来源: events.csv、events_townships.csv、townships.csv
-- 说明: 最多和最少差几场。没有上报的乡镇按 0 场在内；不到两个乡镇的不适用。
SELECT
  scope, per, unit, every, period,
  max(n) - min(n) AS value, CAST(NULL AS BIGINT) AS part, CAST(NULL AS BIGINT) AS whole, array_agg(member) AS records
FROM township_counts
GROUP BY scope, per, unit, every, period
HAVING count(*) > 1

-- id: gini
-- 名称: 基尼系数（乡镇间）
-- 分组: 均衡
-- 次序: 30
-- 类型: 指数
-- 方向: 少为好
-- 统计单位: region
-- 周期: year campaign
-- 依据: 场次
-- 小数: 3
-- 记录: townships
-- 另取: township
-- 分子词: 各乡镇的（2i−n−1）×场次，加起来{}
-- 分母词: n×总场次{}
-- 算法: 把乡镇按场次从少到多排，第 i 个乘 (2i−n−1) 相加，除以 n 与总场次的积。
-- 来源: events.csv、events_townships.csv、townships.csv
-- 说明: 0 是每个乡镇一样多，越接近 1 越集中在少数乡镇。没有上报的乡镇按 0 场在内。
WITH ranked AS (
  SELECT scope, per, unit, every, period, member, n,
    row_number() OVER (PARTITION BY scope, per, unit, every, period ORDER BY n, member) AS place,
    count(*) OVER (PARTITION BY scope, per, unit, every, period) AS number
  FROM township_counts
)
SELECT
  scope, per, unit, every, period,
  1e0 * sum((2 * place - number - 1) * n) / nullif(min(number) * sum(n), 0) AS value,
  CAST(sum((2 * place - number - 1) * n) AS BIGINT) AS part,
  CAST(min(number) * sum(n) AS BIGINT) AS whole,
  array_agg(member) AS records
FROM ranked
GROUP BY scope, per, unit, every, period
HAVING min(number) > 1 AND sum(n) > 0

-- id: theil
-- 名称: 泰尔指数（乡镇间）
-- 分组: 均衡
-- 次序: 40
-- 类型: 指数
-- 方向: 少为好
-- 统计单位: region
-- 周期: year campaign
-- 依据: 场次
-- 小数: 3
-- 记录: townships
-- 另取: township
-- 算法: 各乡镇（场次÷平均场次）×ln（场次÷平均场次）的平均数，保留六位小数。
-- 来源: events.csv、events_townships.csv、townships.csv
-- 说明: 0 是每个乡镇一样多，越大越不均。没有上报的乡镇按 0 场在内。
WITH means AS (
  SELECT scope, per, unit, every, period, member, n,
    avg(n) OVER (PARTITION BY scope, per, unit, every, period) AS mean,
    count(*) OVER (PARTITION BY scope, per, unit, every, period) AS number
  FROM township_counts
)
SELECT
  scope, per, unit, every, period,
  round(sum(CASE WHEN n > 0 THEN n / mean * ln(n / mean) ELSE 0e0 END) / count(*), 6) AS value,
  CAST(NULL AS BIGINT) AS part, CAST(NULL AS BIGINT) AS whole, array_agg(member) AS records
FROM means
GROUP BY scope, per, unit, every, period
HAVING min(number) > 1 AND sum(n) > 0

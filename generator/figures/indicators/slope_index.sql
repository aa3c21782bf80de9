-- id: slope_index
-- 名称: 斜率不平等指数（按人口）
-- 单位: 场/万人
-- 分组: 均衡
-- 次序: 50
-- 类型: 指数
-- 方向: 不评
-- 统计单位: region
-- 周期: year campaign
-- 依据: 场次
-- 小数: 2
-- 记录: townships
-- 另取: township
-- 算法: 乡镇按常住人口从少到多排，每万人场次对累计人口位置作加权回归，斜率就是从人口最少一端到最多一端的差，保留六位小数。
-- 来源: events.csv、events_townships.csv、townships.csv 的 population
-- 说明: 负数：人口多的乡镇，人均摊到的场次少；正数：人口少的乡镇摊到的少；接近 0：与大小无关。有乡镇没填人口的记作“未报”；有乡镇人口是 0 的、各乡镇人口都一样的、不到两个乡镇的，算不出来，不适用。人口一样的乡镇，位置取它们的中间。
WITH placed AS (
  SELECT scope, per, unit, every, period, member, population, n,
    sum(population) OVER (PARTITION BY scope, per, unit, every, period ORDER BY population RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS upto,
    sum(population) OVER (PARTITION BY scope, per, unit, every, period, population) AS peers,
    sum(population) OVER (PARTITION BY scope, per, unit, every, period) AS people,
    sum(n) OVER (PARTITION BY scope, per, unit, every, period) AS total,
    count(*) OVER (PARTITION BY scope, per, unit, every, period) AS number,
    count(population) OVER (PARTITION BY scope, per, unit, every, period) AS known,
    min(population) OVER (PARTITION BY scope, per, unit, every, period) AS smallest
  FROM township_counts
),
lines AS (
  SELECT scope, per, unit, every, period, member, number, known, smallest,
    population * ((upto - peers / 2e0) / people - 0.5e0) * (1e4 * n / population - 1e4 * total / people) AS covariance,
    population * ((upto - peers / 2e0) / people - 0.5e0) * ((upto - peers / 2e0) / people - 0.5e0) AS variance
  FROM placed
  WHERE smallest > 0 OR known < number
)
SELECT
  scope, per, unit, every, period,
  CASE WHEN min(known) = min(number) THEN round(sum(covariance) / nullif(sum(variance), 0), 6) END AS value,
  CAST(NULL AS BIGINT) AS part, CAST(NULL AS BIGINT) AS whole, array_agg(member) AS records
FROM lines
GROUP BY scope, per, unit, every, period
HAVING min(number) > 1 AND (min(known) < min(number) OR sum(variance) > 0)

-- id: villages_with_site
-- 名称: 有阵地的村占比
-- 单位: %
-- 分组: 阵地
-- 次序: 40
-- 类型: 比率
-- 方向: 多为好
-- 统计单位: region township
-- 周期: campaign
-- 依据: 名册
-- 倍数: 100
-- 记录: villages
-- 分子词: 有开放阵地的{}个村
-- 分母词: 全部{}个村
-- 算法: 有开放阵地的村（社区）÷ 村（社区）总数。
-- 来源: sites.csv 的 village；villages.csv
-- 说明: 阵地写明了在哪个村（社区）的才算得出来。没有阵地的村在分母里。
WITH placed AS (
  SELECT members.scope, members.per, members.unit, members.every, members.period,
    count(DISTINCT sites.village) AS part
  FROM members
  JOIN sites ON sites.id = members.member
  JOIN villages ON villages.id = sites.village AND villages.counted
    AND coalesce(villages.valid_from, members.until) <= members.until
    AND coalesce(villages.valid_to, members.upto) >= members.upto
    AND (members.per = 'region' OR villages.township = members.unit)
  WHERE members.of_per = 'site'
  GROUP BY members.scope, members.per, members.unit, members.every, members.period
),
numbers AS (
  SELECT members.scope, members.per, members.unit, members.every, members.period, count(*) AS whole,
    array_agg(villages.id) AS records
  FROM members
  JOIN villages ON villages.id = members.member
  WHERE members.of_per = 'village' AND coalesce(villages.valid_to, members.upto) >= members.upto
  GROUP BY members.scope, members.per, members.unit, members.every, members.period
)
SELECT
  numbers.scope, numbers.per, numbers.unit, numbers.every, numbers.period,
  1e2 * coalesce(placed.part, 0) / numbers.whole AS value,
  coalesce(placed.part, 0) AS part, numbers.whole, numbers.records
FROM numbers
LEFT JOIN placed
  ON placed.scope = numbers.scope AND placed.per = numbers.per AND placed.unit = numbers.unit
  AND placed.every = numbers.every AND placed.period = numbers.period

-- id: residents_per_1000
-- 名称: 每千人参加人次
-- 单位: 人次/千人
-- 分组: 实效
-- 次序: 20
-- 展示: 主表 70；附表 60 每千人人次
-- 类型: 比率
-- 方向: 多为好
-- 统计单位: region township
-- 周期: year campaign
-- 依据: 场次
-- 倍数: 1000
-- 分子词: 群众{}人次
-- 分母词: 常住人口{}人
-- 细目: 人次
-- 算法: 群众参加人次 × 1000 ÷ 常住人口。乡镇的数用它的全部人口；合计时，半路设立或撤销的乡镇，人口按它在这一期里（没有期满的算到统计日）存在的天数折算，四舍五入到个位。
-- 来源: events.csv 的 attendance、staff；townships.csv 的 population；人口出处见 region.csv
-- 说明: 只数群众，不数工作人员。有乡镇没有填人口的，全域的这个数记作“未报”，不拿一部分人口充数。
WITH people AS (
  SELECT scope, per, unit, every, period, CAST(sum(residents) AS BIGINT) AS part,
    array_agg(occurrence) FILTER (WHERE residents IS NOT NULL) AS records
  FROM records
  WHERE held AND per IN ('region', 'township')
  GROUP BY scope, per, unit, every, period
),
population AS (
  SELECT members.scope, members.per, members.unit, members.every, members.period,
    CASE WHEN count(*) = count(members.population) THEN CAST(floor((
      2 * sum(members.population * (date_diff('day', members.since, members.until) + 1))
      + (date_diff('day', min(due.since), min(due.until)) + 1)
    ) / (2e0 * (date_diff('day', min(due.since), min(due.until)) + 1))) AS BIGINT) END AS whole
  FROM members
  JOIN due
    ON due.scope = members.scope AND due.per = members.per AND due.unit = members.unit
    AND due.every = members.every AND due.period = members.period
  WHERE members.of_per = 'township'
  GROUP BY members.scope, members.per, members.unit, members.every, members.period
)
SELECT
  people.scope, people.per, people.unit, people.every, people.period,
  1e3 * people.part / nullif(population.whole, 0) AS value,
  CASE WHEN population.whole > 0 THEN people.part END AS part,
  CASE WHEN people.part IS NOT NULL THEN nullif(population.whole, 0) END AS whole,
  people.records
FROM people
JOIN population
  ON population.scope = people.scope AND population.per = people.per AND population.unit = people.unit
  AND population.every = people.every AND population.period = people.period

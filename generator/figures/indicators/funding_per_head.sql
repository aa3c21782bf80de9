-- id: funding_per_head
-- 名称: 人均普法经费
-- 单位: 元/人
-- 分组: 经费与任务
-- 次序: 10
-- 类型: 比率
-- 方向: 多为好
-- 统计单位: region township
-- 周期: year campaign
-- 依据: 名册
-- 倍数: 1
-- 小数: 2
-- 记录: funding
-- 分子词: 经费{}元
-- 分母词: 常住人口{}人
-- 算法: 这一期的普法经费 ÷ 常住人口。乡镇只算写明给这个乡镇的，地区连乡镇的一起算。
-- 来源: funding.csv；townships.csv 的 population；人口出处见 region.csv
-- 说明: 一年里每个人摊到多少普法经费。没有填经费、或有乡镇没有填人口的，记作“未报”。整个专项和历年合计，是几年加起来的；没有期满的，算到今年。人口按乡镇存在的天数折算，四舍五入。
WITH given AS (
  SELECT 'region' AS per, areas.unit, funding.campaign, funding.number, funding.year, funding.amount
  FROM funding JOIN areas ON areas.region = funding.region
  UNION ALL
  SELECT 'township', township, campaign, number, year, amount
  FROM funding
  WHERE township <> ''
),
money AS (
  SELECT due.scope, due.per, due.unit, due.every, due.period, due.since, due.until,
    round(sum(funding.amount), 2) AS part,
    array_agg(funding.campaign || '#' || CAST(funding.number AS VARCHAR)) FILTER (WHERE funding.campaign IS NOT NULL) AS records
  FROM due
  LEFT JOIN given AS funding
    ON funding.per = due.per AND funding.unit = due.unit
    AND (due.scope = '' OR due.scope = funding.campaign)
    AND (due.every = 'campaign' OR due.period = CAST(funding.year AS VARCHAR))
    AND funding.year <= year(due.until)
  WHERE due.per IN ('region', 'township') AND due.every IN ('year', 'campaign')
  GROUP BY due.scope, due.per, due.unit, due.every, due.period, due.since, due.until
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
  money.scope, money.per, money.unit, money.every, money.period,
  money.part / nullif(population.whole, 0) AS value,
  CASE WHEN population.whole > 0 THEN money.part END AS part,
  CASE WHEN money.part IS NOT NULL THEN nullif(population.whole, 0) END AS whole,
  money.records
FROM money
JOIN population
  ON population.scope = money.scope AND population.per = money.per AND population.unit = money.unit
  AND population.every = money.every AND population.period = money.period

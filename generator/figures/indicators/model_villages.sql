-- id: model_villages
-- 名称: 民主法治村
-- 单位: 个
-- 分组: 队伍
-- 次序: 50
-- 类型: 存量
-- 方向: 多为好
-- 统计单位: region township
-- 周期: campaign
-- 依据: 名册
-- 记录: villages
-- 分母词: 全部{}个村
-- 算法: 写了民主法治村级别与年份的村（社区），数有几个；分母是村（社区）总数。
-- 来源: villages.csv 的 model_village
-- 说明: 各级民主法治村（社区）合计。全地区一个村也没有写的，记作“未报”；有村写了的，没有写的村就是没有称号。名册只有现在的数，以前的数看快照。
WITH told AS (
  SELECT region, count(*) AS n
  FROM villages
  WHERE model_village <> ''
  GROUP BY region
)
SELECT
  scope, per, unit, every, period,
  CASE WHEN filled > 0 THEN part END AS value,
  CASE WHEN filled > 0 THEN part END AS part,
  CASE WHEN filled > 0 THEN whole END AS whole,
  records
FROM (
  SELECT
    members.scope, members.per, members.unit, members.every, members.period,
    count(*) FILTER (WHERE villages.model_village <> '') AS part,
    count(*) AS whole,
    count(told.n) AS filled,
    array_agg(villages.id) FILTER (WHERE villages.model_village <> '') AS records
  FROM members
  JOIN villages ON villages.id = members.member
  LEFT JOIN told ON told.region = villages.region
  WHERE members.of_per = 'village' AND coalesce(villages.valid_to, members.upto) >= members.upto
  GROUP BY members.scope, members.per, members.unit, members.every, members.period
) AS sums

-- id: villages_with_law_savvy
-- 名称: 法律明白人达标村占比
-- 单位: %
-- 分组: 队伍
-- 次序: 30
-- 类型: 比率
-- 方向: 多为好
-- 统计单位: region township
-- 周期: campaign
-- 依据: 名册
-- 倍数: 100
-- 记录: villages
-- 分子词: 不少于3人的{}个村
-- 分母词: 全部{}个村
-- 算法: 法律明白人不少于 3 人的村（社区）÷ 村（社区）总数。
-- 来源: villages.csv 的 law_savvy
-- 说明: 每个行政村不少于 3 名，是全国的要求。没有填的村在分母里，不算达标；一个村也没填的记作“未报”。
SELECT
  scope, per, unit, every, period,
  CASE WHEN filled > 0 THEN 1e2 * part / whole END AS value,
  CASE WHEN filled > 0 THEN part END AS part,
  CASE WHEN filled > 0 THEN whole END AS whole,
  records
FROM (
  SELECT
    members.scope, members.per, members.unit, members.every, members.period,
    count(*) FILTER (WHERE villages.law_savvy >= 3) AS part,
    count(*) AS whole,
    count(villages.law_savvy) AS filled,
    array_agg(villages.id) AS records
  FROM members
  JOIN villages ON villages.id = members.member
  WHERE members.of_per = 'village' AND coalesce(villages.valid_to, members.upto) >= members.upto
  GROUP BY members.scope, members.per, members.unit, members.every, members.period
) AS sums

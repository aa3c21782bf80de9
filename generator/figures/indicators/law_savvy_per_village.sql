-- id: law_savvy_per_village
-- 名称: 村均法律明白人
-- 单位: 人/村
-- 分组: 队伍
-- 次序: 20
-- 类型: 比率
-- 方向: 多为好
-- 统计单位: region township
-- 周期: campaign
-- 依据: 名册
-- 倍数: 1
-- 记录: villages
-- 分子词: 法律明白人{}名
-- 分母词: 村（社区）{}个
-- 算法: 各村（社区）法律明白人人数之和 ÷ 村（社区）总数。
-- 来源: villages.csv 的 law_savvy
-- 说明: 平均每个村（社区）有几名法律明白人。没有填的村也在分母里；一个村也没填的记作“未报”。名册只有现在的数，以前的数看快照。
SELECT
  scope, per, unit, every, period,
  CASE WHEN filled > 0 THEN 1e0 * part / whole END AS value,
  CASE WHEN filled > 0 THEN part END AS part,
  CASE WHEN filled > 0 THEN whole END AS whole,
  records
FROM (
  SELECT
    members.scope, members.per, members.unit, members.every, members.period,
    CAST(coalesce(sum(villages.law_savvy), 0) AS BIGINT) AS part,
    count(*) AS whole,
    count(villages.law_savvy) AS filled,
    array_agg(villages.id) AS records
  FROM members
  JOIN villages ON villages.id = members.member
  WHERE members.of_per = 'village' AND coalesce(villages.valid_to, members.upto) >= members.upto
  GROUP BY members.scope, members.per, members.unit, members.every, members.period
) AS sums

-- id: law_savvy
-- 名称: 法律明白人
-- 单位: 人
-- 分组: 队伍
-- 次序: 10
-- 展示: 附表 130
-- 类型: 存量
-- 方向: 多为好
-- 统计单位: region township village
-- 周期: campaign
-- 依据: 名册
-- 记录: villages
-- 算法: 各村（社区）法律明白人人数相加。
-- 来源: villages.csv 的 law_savvy
-- 说明: 现有的法律明白人人数。没有填的村不计，一个也没填的记作“未报”。名册只有现在的数，以前的数看快照。
SELECT
  scope, per, unit, every, period,
  value, CAST(NULL AS BIGINT) AS part, CAST(NULL AS BIGINT) AS whole, records
FROM (
  SELECT
    members.scope, members.per, members.unit, members.every, members.period,
    CAST(sum(villages.law_savvy) AS BIGINT) AS value,
    array_agg(villages.id) FILTER (WHERE villages.law_savvy IS NOT NULL) AS records
  FROM members
  JOIN villages ON villages.id = members.member
  WHERE members.of_per = 'village' AND coalesce(villages.valid_to, members.upto) >= members.upto
  GROUP BY members.scope, members.per, members.unit, members.every, members.period
  UNION ALL
  SELECT due.scope, due.per, due.unit, due.every, due.period, villages.law_savvy,
    CASE WHEN villages.law_savvy IS NOT NULL THEN array_agg(villages.id) END
  FROM due
  JOIN villages ON villages.id = due.unit
  WHERE due.per = 'village' AND coalesce(villages.valid_to, due.upto) >= due.upto
  GROUP BY due.scope, due.per, due.unit, due.every, due.period, villages.law_savvy
) AS sums

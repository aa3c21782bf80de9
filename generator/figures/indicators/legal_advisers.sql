-- id: legal_advisers
-- 名称: 有法律顾问的村占比
-- 单位: %
-- 分组: 队伍
-- 次序: 40
-- 展示: 附表 140 有法律顾问
-- 类型: 比率
-- 方向: 多为好
-- 统计单位: region township
-- 周期: campaign
-- 依据: 名册
-- 倍数: 100
-- 记录: villages
-- 分子词: 有法律顾问的{}个村
-- 分母词: 全部{}个村
-- 算法: 有法律顾问的村（社区）÷ 村（社区）总数。
-- 来源: villages.csv 的 legal_adviser
-- 说明: 一村（社区）一法律顾问做到了多少。没有填的村在分母里；一个村也没填的记作“未报”。
SELECT
  scope, per, unit, every, period,
  CASE WHEN filled > 0 THEN 1e2 * part / whole END AS value,
  CASE WHEN filled > 0 THEN part END AS part,
  CASE WHEN filled > 0 THEN whole END AS whole,
  records
FROM (
  SELECT
    members.scope, members.per, members.unit, members.every, members.period,
    count(*) FILTER (WHERE villages.legal_adviser) AS part,
    count(*) AS whole,
    count(villages.legal_adviser) AS filled,
    array_agg(villages.id) AS records
  FROM members
  JOIN villages ON villages.id = members.member
  WHERE members.of_per = 'village' AND coalesce(villages.valid_to, members.upto) >= members.upto
  GROUP BY members.scope, members.per, members.unit, members.every, members.period
) AS sums

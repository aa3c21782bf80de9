-- id: sites_open
-- 名称: 开放的法治文化阵地
-- 单位: 处
-- 分组: 阵地
-- 次序: 10
-- 类型: 存量
-- 方向: 多为好
-- 统计单位: region township
-- 周期: year campaign
-- 依据: 名册
-- 记录: sites
-- 算法: 到这一期末已经启用、现在开放的阵地，数有几处。
-- 来源: sites.csv 的 counted、valid_from
-- 说明: 规划、在建、关闭的不算。没写启用时间的，按一直开放计。存量是某一天的数，各年不能相加。
SELECT
  due.scope, due.per, due.unit, due.every, due.period,
  count(members.member) AS value, CAST(NULL AS BIGINT) AS part, CAST(NULL AS BIGINT) AS whole,
  array_agg(members.member) FILTER (WHERE members.member IS NOT NULL) AS records
FROM due
LEFT JOIN members
  ON members.scope = due.scope AND members.per = due.per AND members.unit = due.unit
  AND members.every = due.every AND members.period = due.period AND members.of_per = 'site'
WHERE due.per IN ('region', 'township')
GROUP BY due.scope, due.per, due.unit, due.every, due.period

-- id: events_planned
-- 名称: 已排定未办场次
-- 单位: 场
-- 分组: 开展
-- 次序: 20
-- 类型: 流量
-- 方向: 不评
-- 统计单位: region township village site
-- 依据: 名册
-- 算法: 状态为“计划”或“确定”、还没有过去的场次，逐场计数。
-- 来源: events.csv 的 status、last_day；region.csv 的 as_of
-- 说明: 这一期里已经排上、还没有办的场次。只说明打算，不算数；办了改成“已办”才计入场次。
SELECT
  due.scope, due.per, due.unit, due.every, due.period,
  count(records.occurrence) AS value, CAST(NULL AS BIGINT) AS part, CAST(NULL AS BIGINT) AS whole,
  array_agg(records.occurrence) FILTER (WHERE records.occurrence IS NOT NULL) AS records
FROM due
LEFT JOIN records
  ON records.scope = due.scope AND records.per = due.per AND records.unit = due.unit
  AND records.every = due.every AND records.period = due.period
  AND records.status IN ('计划', '确定') AND records.last_day >= records.as_of
GROUP BY due.scope, due.per, due.unit, due.every, due.period

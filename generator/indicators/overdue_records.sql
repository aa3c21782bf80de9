-- id: overdue_records
-- 名称: 逾期未更新场次
-- 单位: 场
-- 类型: 流量
-- 方向: 少为好
-- 统计单位: region township
-- 依据: 名册
-- 算法: 日子已过、状态还是“计划”或“确定”的场次，逐场计数。
-- 来源: events.csv 的 status、last_day；region.csv 的 as_of
-- 说明: 活动的日子过了，记录还没有改成“已办”“取消”或“延期”。办没办说不清的记录越多，其他数字越不可靠。
SELECT
  due.scope, due.per, due.unit, due.every, due.period,
  count(records.occurrence) AS value, CAST(NULL AS BIGINT) AS part, CAST(NULL AS BIGINT) AS whole,
  array_agg(records.occurrence) FILTER (WHERE records.occurrence IS NOT NULL) AS records
FROM due
LEFT JOIN records
  ON records.scope = due.scope AND records.per = due.per AND records.unit = due.unit
  AND records.every = due.every AND records.period = due.period
  AND records.status IN ('计划', '确定') AND records.last_day < records.as_of
GROUP BY due.scope, due.per, due.unit, due.every, due.period

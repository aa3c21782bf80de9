-- id: overdue_records
-- 名称: 逾期未更新场次
-- 单位: 场
-- 分组: 填报
-- 次序: 30
-- 展示: 主表 100；出处 80；附表 110 逾期未更新
-- 类型: 流量
-- 方向: 少为好
-- 统计单位: region township
-- 依据: 名册
-- 可加: 是
-- 算法: 日子已过、状态还是“计划”或“确定”的场次，逐场计数。
-- 来源: events.csv 的 status、last_day；region.csv 的 as_of；zero_reports.csv
-- 说明: 活动的日子过了，记录还没有改成“已办”“取消”或“延期”。办没办说不清的记录越多，其他数字越不可靠。
--   期满了而一条记录也没有的，不是 0，是“未报”；有零报告的是 0。
WITH known AS (
  SELECT scope, per, unit, every, period,
    count(*) FILTER (WHERE status IN ('计划', '确定') AND last_day < as_of) AS n,
    array_agg(occurrence) FILTER (WHERE status IN ('计划', '确定') AND last_day < as_of) AS records
  FROM records
  WHERE per IN ('region', 'township')
  GROUP BY scope, per, unit, every, period
)
SELECT
  due.scope, due.per, due.unit, due.every, due.period,
  known.n AS value, CAST(NULL AS BIGINT) AS part, CAST(NULL AS BIGINT) AS whole, known.records
FROM due
LEFT JOIN known
  ON known.scope = due.scope AND known.per = due.per AND known.unit = due.unit
  AND known.every = due.every AND known.period = due.period
WHERE due.per IN ('region', 'township')

-- id: tasks_done
-- 名称: 任务完成率
-- 单位: %
-- 分组: 经费与任务
-- 次序: 20
-- 类型: 比率
-- 方向: 多为好
-- 统计单位: region
-- 依据: 名册
-- 倍数: 100
-- 记录: tasks
-- 分子词: 完成{}项
-- 分母词: 时限在这一期里的{}项
-- 算法: 时限在这一期里、已经完成的任务 ÷ 时限在这一期里的全部任务。
-- 来源: tasks.csv 的 due、done；region.csv 的 as_of
-- 说明: 看四清单的任务做完了多少。写了完成日期、到统计日已经完成的才算；晚于时限完成的也算完成。没有写时限的任务不计；这一期没有任务的不适用。
SELECT
  due.scope, due.per, due.unit, due.every, due.period,
  1e2 * count(*) FILTER (WHERE tasks.done <= region.as_of) / count(*) AS value,
  count(*) FILTER (WHERE tasks.done <= region.as_of) AS part,
  count(*) AS whole,
  array_agg(tasks.campaign || '#' || CAST(tasks.number AS VARCHAR)) AS records
FROM due
JOIN areas ON areas.unit = due.unit
JOIN tasks
  ON tasks.region = areas.region
  AND (due.scope = '' OR due.scope = tasks.campaign)
  AND tasks.due BETWEEN due.since AND due.last_day
JOIN region ON region.region = tasks.region
WHERE due.per = 'region'
GROUP BY due.scope, due.per, due.unit, due.every, due.period

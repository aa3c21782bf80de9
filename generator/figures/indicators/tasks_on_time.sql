-- id: tasks_on_time
-- 名称: 任务按时完成率
-- 单位: %
-- 分组: 经费与任务
-- 次序: 30
-- 类型: 比率
-- 方向: 多为好
-- 统计单位: region
-- 依据: 名册
-- 倍数: 100
-- 记录: tasks
-- 分子词: 按时完成{}项
-- 分母词: 时限已经到了的{}项
-- 算法: 在时限当天或之前完成的任务 ÷ 时限已经到了的任务。
-- 来源: tasks.csv 的 due、done
-- 说明: 时限还没有到的任务不计。晚了才完成的，算完成，不算按时。
SELECT
  due.scope, due.per, due.unit, due.every, due.period,
  1e2 * count(*) FILTER (WHERE tasks.done <= tasks.due) / count(*) AS value,
  count(*) FILTER (WHERE tasks.done <= tasks.due) AS part,
  count(*) AS whole,
  array_agg(tasks.campaign || '#' || CAST(tasks.number AS VARCHAR)) AS records
FROM due
JOIN areas ON areas.unit = due.unit
JOIN tasks
  ON tasks.region = areas.region
  AND (due.scope = '' OR due.scope = tasks.campaign)
  AND tasks.due BETWEEN due.since AND due.until
WHERE due.per = 'region'
GROUP BY due.scope, due.per, due.unit, due.every, due.period

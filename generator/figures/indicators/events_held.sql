-- id: events_held
-- 名称: 开展活动场次
-- 单位: 场
-- 分组: 开展
-- 次序: 10
-- 展示: 首要 10 已办场次；主表 10；出处 10；乡镇今年 10 已办场次；乡镇历年 20 有记录以来已办场次；附表 10 场次
-- 类型: 流量
-- 方向: 多为好
-- 统计单位: region township village site
-- 依据: 场次
-- 可加: 是
-- 算法: 状态为“已办”、第一天在这一期里的场次，逐场计数。
-- 来源: events.csv 的 status、first_day；events_townships.csv
-- 说明: 状态为“已办”的场次数。几个乡镇合办的一场，在每个乡镇各计一场，在地区只计一场；写“全域”的只计在地区。
--   年份看活动的第一天。计划、确定、取消、延期的都不计。
SELECT
  scope, per, unit, every, period,
  count(*) AS value, CAST(NULL AS BIGINT) AS part, CAST(NULL AS BIGINT) AS whole,
  array_agg(occurrence) AS records
FROM records
WHERE held
GROUP BY scope, per, unit, every, period

-- id: participants
-- 名称: 群众参加人次
-- 单位: 人次
-- 分组: 实效
-- 次序: 10
-- 展示: 首要 40；主表 60；出处 40；乡镇历年 40；附表 50 群众人次
-- 类型: 流量
-- 方向: 多为好
-- 统计单位: region township village site
-- 依据: 场次
-- 可加: 是
-- 细目: 人次
-- 算法: 每一场的参加人数减去工作人员，逐场相加。
-- 来源: events.csv 的 attendance、staff
-- 说明: “已办”场次的参加人数减去其中的工作人员，逐场相加。没填参加人数的场次不计；没填工作人员的，按没有工作人员计。
--   几个乡镇合办的一场，人数分不开，在每个乡镇都计全数，在地区只计一次。一场也没填人数的，记作“未报”，不记作 0。
SELECT
  scope, per, unit, every, period,
  CAST(sum(residents) AS BIGINT) AS value, CAST(NULL AS BIGINT) AS part, CAST(NULL AS BIGINT) AS whole,
  array_agg(occurrence) FILTER (WHERE residents IS NOT NULL) AS records
FROM records
WHERE held
GROUP BY scope, per, unit, every, period

-- id: site_use
-- 名称: 阵地每季场次
-- 单位: 场/季
-- 分组: 阵地
-- 次序: 30
-- 类型: 比率
-- 方向: 多为好
-- 统计单位: region township
-- 周期: year campaign
-- 依据: 场次
-- 倍数: 3
-- 分子词: 在阵地里办的{}场
-- 分母词: 各阵地开放的月数之和{}
-- 算法: 在开放的阵地里已办的场次 × 3 ÷ 各阵地开放的月数之和（一个月里开放过一天就算一个月）。
-- 来源: events.csv 的 site、status；sites.csv
-- 说明: 平均每处阵地每季度办几场。只数计入覆盖、已经启用的阵地；没有阵地的不适用。阵地的参观人数不在内，这里只看办了活动没有。
WITH months AS (
  SELECT scope, per, unit, every, period,
    sum((year(until) - year(since)) * 12 + month(until) - month(since) + 1) AS whole
  FROM members
  WHERE of_per = 'site'
  GROUP BY scope, per, unit, every, period
),
held AS (
  SELECT scope, per, unit, every, period
  FROM records
  WHERE held AND per IN ('region', 'township')
  GROUP BY scope, per, unit, every, period
),
used AS (
  SELECT records.scope, records.per, records.unit, records.every, records.period,
    count(*) AS part, array_agg(records.occurrence) AS records
  FROM records
  JOIN members
    ON members.scope = records.scope AND members.per = records.per AND members.unit = records.unit
    AND members.every = records.every AND members.period = records.period
    AND members.of_per = 'site' AND members.member = records.site
    AND records.first_day BETWEEN members.since AND members.until
  WHERE records.held AND records.site <> ''
  GROUP BY records.scope, records.per, records.unit, records.every, records.period
)
SELECT
  held.scope, held.per, held.unit, held.every, held.period,
  3e0 * coalesce(used.part, 0) / months.whole AS value,
  coalesce(used.part, 0) AS part, CAST(months.whole AS BIGINT) AS whole, used.records
FROM held
JOIN months
  ON months.scope = held.scope AND months.per = held.per AND months.unit = held.unit
  AND months.every = held.every AND months.period = held.period
LEFT JOIN used
  ON used.scope = held.scope AND used.per = held.per AND used.unit = held.unit
  AND used.every = held.every AND used.period = held.period

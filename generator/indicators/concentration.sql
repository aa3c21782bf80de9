-- id: concentration
-- 名称: 集中度（盆景）
-- 单位: %
-- 类型: 比率
-- 方向: 少为好
-- 统计单位: region township
-- 周期: year campaign
-- 依据: 场次
-- 倍数: 100
-- 算法: 活动最多的几个村（社区）里的已办场次 ÷ 写明了村（社区）的已办场次。“几个”是村数与场次数里较小的那个数的一成，有零头的进一个。
-- 来源: events.csv 的 village、status；villages.csv
-- 说明: 活动是不是总在那几个村办。办得完全均匀是一成左右，全在一处是 100%。没有写村的场次不计，一场也没写的记作“未报”；写明村的不到 10 场、或者不到两个村的，看不出集中不集中，不适用。
WITH village_counts AS (
  SELECT records.scope, records.per, records.unit, records.every, records.period, members.member AS village,
    count(*) AS n
  FROM records
  JOIN members
    ON members.scope = records.scope AND members.per = records.per AND members.unit = records.unit
    AND members.every = records.every AND members.period = records.period
    AND members.of_per = 'village' AND members.member = records.village
    AND records.first_day BETWEEN members.since AND members.until
  WHERE records.held
  GROUP BY records.scope, records.per, records.unit, records.every, records.period, members.member
),
ranked AS (
  SELECT scope, per, unit, every, period, n,
    row_number() OVER (PARTITION BY scope, per, unit, every, period ORDER BY n DESC, village) AS place
  FROM village_counts
),
numbers AS (
  SELECT scope, per, unit, every, period, count(*) AS villages
  FROM members
  WHERE of_per = 'village'
  GROUP BY scope, per, unit, every, period
),
totals AS (
  SELECT scope, per, unit, every, period, sum(n) AS n
  FROM village_counts
  GROUP BY scope, per, unit, every, period
),
shares AS (
  SELECT ranked.scope, ranked.per, ranked.unit, ranked.every, ranked.period,
    CAST(sum(CASE WHEN ranked.place <= ceil(least(numbers.villages, totals.n) / 1e1) THEN ranked.n ELSE 0 END) AS BIGINT) AS part,
    CAST(sum(ranked.n) AS BIGINT) AS whole
  FROM ranked
  JOIN numbers
    ON numbers.scope = ranked.scope AND numbers.per = ranked.per AND numbers.unit = ranked.unit
    AND numbers.every = ranked.every AND numbers.period = ranked.period
  JOIN totals
    ON totals.scope = ranked.scope AND totals.per = ranked.per AND totals.unit = ranked.unit
    AND totals.every = ranked.every AND totals.period = ranked.period
  GROUP BY ranked.scope, ranked.per, ranked.unit, ranked.every, ranked.period
),
named AS (
  SELECT records.scope, records.per, records.unit, records.every, records.period,
    array_agg(records.occurrence) FILTER (WHERE members.member IS NOT NULL) AS records
  FROM records
  LEFT JOIN members
    ON members.scope = records.scope AND members.per = records.per AND members.unit = records.unit
    AND members.every = records.every AND members.period = records.period
    AND members.of_per = 'village' AND members.member = records.village
    AND records.first_day BETWEEN members.since AND members.until
  WHERE records.held AND records.per IN ('region', 'township')
  GROUP BY records.scope, records.per, records.unit, records.every, records.period
)
SELECT
  named.scope, named.per, named.unit, named.every, named.period,
  1e2 * shares.part / shares.whole AS value, shares.part, shares.whole, named.records
FROM named
JOIN numbers
  ON numbers.scope = named.scope AND numbers.per = named.per AND numbers.unit = named.unit
  AND numbers.every = named.every AND numbers.period = named.period
LEFT JOIN shares
  ON shares.scope = named.scope AND shares.per = named.per AND shares.unit = named.unit
  AND shares.every = named.every AND shares.period = named.period
WHERE numbers.villages > 1 AND (shares.whole IS NULL OR shares.whole >= 10)

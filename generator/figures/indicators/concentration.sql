-- id: concentration
-- 名称: 集中度（盆景）
-- 单位: %
-- 分组: 覆盖
-- 次序: 40
-- 类型: 比率
-- 方向: 少为好
-- 统计单位: region township
-- 周期: year campaign
-- 依据: 场次
-- 倍数: 100
-- 分子词: 活动最多的几个村办了{}场
-- 分母词: 写明了村的{}场
-- 细目: 最集中的村
-- 算法: 活动最多的几个村（社区）里的已办场次 ÷ 写明了村（社区）的已办场次。“几个”是村数与场次数里较小的那个数的一成，有零头的进一个。
-- 来源: events.csv 的 village、status；villages.csv
-- 说明: 活动是不是总在那几个村办。办得完全均匀是一成左右，全在一处是 100%。没有写村的场次不计，一场也没写的记作“未报”；写明村的不到 10 场、或者不到两个村的，看不出集中不集中，不适用。
WITH held AS (
  SELECT DISTINCT region_held.scope, 'region' AS per, areas.unit, region_held.every, region_held.period
  FROM region_held JOIN areas ON areas.region = region_held.region
  UNION ALL
  SELECT scope, 'township', unit, every, period FROM township_held
),
-- 各村办了几场：只数计入覆盖、那天存在的村，和这一期里的日子。
counted AS (
  SELECT home.scope, 'region' AS per, areas.unit, home.every, home.period, home.n, home.records
  FROM (
    SELECT home_records.scope, home_records.region, home_records.every, home_records.period, villages.id,
      count(*) AS n, array_agg(home_records.occurrence) AS records
    FROM home_records
    JOIN villages ON villages.id = home_records.village AND villages.counted
    JOIN periods
      ON periods.scope = home_records.scope AND periods.every = home_records.every
      AND periods.period = home_records.period
      AND home_records.first_day BETWEEN periods.first_day AND periods.until
    WHERE home_records.held
      AND home_records.first_day >= coalesce(villages.valid_from, home_records.first_day)
      AND home_records.first_day <= coalesce(villages.valid_to, home_records.first_day)
    GROUP BY home_records.scope, home_records.region, home_records.every, home_records.period, villages.id
  ) AS home
  JOIN areas ON areas.region = home.region
  UNION ALL
  SELECT records.scope, records.per, records.unit, records.every, records.period, count(*), array_agg(records.occurrence)
  FROM records
  JOIN villages ON villages.id = records.village AND villages.counted AND villages.township = records.unit
  JOIN periods
    ON periods.scope = records.scope AND periods.every = records.every AND periods.period = records.period
    AND records.first_day BETWEEN periods.first_day AND periods.until
  WHERE records.held AND records.per = 'township'
    AND records.first_day >= coalesce(villages.valid_from, records.first_day)
    AND records.first_day <= coalesce(villages.valid_to, records.first_day)
  GROUP BY records.scope, records.per, records.unit, records.every, records.period, villages.id
),
-- 办 n 场的村有几个：排在前面几名的村一共几场，由此可得，不必逐村排队。
alike AS (
  SELECT scope, per, unit, every, period, n, count(*) AS villages, flatten(array_agg(records)) AS records
  FROM counted
  GROUP BY scope, per, unit, every, period, n
),
placed AS (
  SELECT scope, per, unit, every, period, n, villages, records,
    coalesce(sum(villages) OVER (
      PARTITION BY scope, per, unit, every, period
      ORDER BY n DESC
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0) AS ahead,
    sum(n * villages) OVER (PARTITION BY scope, per, unit, every, period) AS total
  FROM alike
),
numbers AS (
  SELECT scope, per, unit, every, period, count(*) AS villages
  FROM members
  WHERE of_per = 'village'
  GROUP BY scope, per, unit, every, period
),
shares AS (
  SELECT placed.scope, placed.per, placed.unit, placed.every, placed.period,
    CAST(sum(placed.n * greatest(least(
      placed.villages, ceil(least(numbers.villages, placed.total) / 1e1) - placed.ahead
    ), 0)) AS BIGINT) AS part,
    CAST(max(placed.total) AS BIGINT) AS whole,
    flatten(array_agg(placed.records)) AS records
  FROM placed
  JOIN numbers
    ON numbers.scope = placed.scope AND numbers.per = placed.per AND numbers.unit = placed.unit
    AND numbers.every = placed.every AND numbers.period = placed.period
  GROUP BY placed.scope, placed.per, placed.unit, placed.every, placed.period
)
SELECT
  held.scope, held.per, held.unit, held.every, held.period,
  1e2 * shares.part / shares.whole AS value, shares.part, shares.whole, shares.records
FROM held
JOIN numbers
  ON numbers.scope = held.scope AND numbers.per = held.per AND numbers.unit = held.unit
  AND numbers.every = held.every AND numbers.period = held.period
LEFT JOIN shares
  ON shares.scope = held.scope AND shares.per = held.per AND shares.unit = held.unit
  AND shares.every = held.every AND shares.period = held.period
WHERE numbers.villages > 1 AND (shares.whole IS NULL OR shares.whole >= 10)

-- id: villages_reached
-- 名称: 覆盖村社区数
-- 单位: 个
-- 分组: 覆盖
-- 次序: 20
-- 展示: 首要 30 到过的村（社区）；主表 40；出处 30；乡镇历年 30 到过的村（社区）；附表 20 到过的村
-- 类型: 流量
-- 方向: 多为好
-- 统计单位: region township
-- 依据: 场次
-- 分母: villages
-- 可加: 是
-- 分母词: 当期的{}个村（社区）
-- 细目: 到过的村
-- 算法: 已办场次写明的村（社区），去掉重复，数有几个。
-- 来源: events.csv 的 village；villages.csv
-- 说明: 至少有一场“已办”活动写明在该村（社区）举办的村社区个数，同一个村办几场都只算一个。
--   分母是当期存在的全部村社区，没有上报的也在内；不计入覆盖的开发区、农场等的村社区，分子分母都不算。
WITH held AS (
  SELECT DISTINCT region_held.scope, 'region' AS per, areas.unit, region_held.every, region_held.period
  FROM region_held JOIN areas ON areas.region = region_held.region
  UNION ALL
  SELECT scope, 'township', unit, every, period FROM township_held
),
named AS (
  SELECT home.scope, 'region' AS per, areas.unit, home.every, home.period, home.records
  FROM (
    SELECT home_records.scope, home_records.region, home_records.every, home_records.period, villages.id,
      array_agg(home_records.occurrence) AS records
    FROM home_records
    JOIN villages
      ON villages.id = home_records.village
      AND villages.counted
      AND home_records.first_day >= coalesce(villages.valid_from, home_records.first_day)
      AND home_records.first_day <= coalesce(villages.valid_to, home_records.first_day)
    WHERE home_records.held
    GROUP BY home_records.scope, home_records.region, home_records.every, home_records.period, villages.id
  ) AS home
  JOIN areas ON areas.region = home.region
  UNION ALL
  SELECT records.scope, records.per, records.unit, records.every, records.period, array_agg(records.occurrence)
  FROM records
  JOIN villages
    ON villages.id = records.village
    AND villages.counted
    AND villages.township = records.unit
    AND records.first_day >= coalesce(villages.valid_from, records.first_day)
    AND records.first_day <= coalesce(villages.valid_to, records.first_day)
  WHERE records.held AND records.per = 'township'
  GROUP BY records.scope, records.per, records.unit, records.every, records.period, villages.id
),
reached AS (
  SELECT scope, per, unit, every, period, count(*) AS n, flatten(array_agg(records)) AS records
  FROM named
  GROUP BY scope, per, unit, every, period
)
SELECT
  held.scope, held.per, held.unit, held.every, held.period,
  coalesce(reached.n, 0) AS value, CAST(NULL AS BIGINT) AS part, CAST(NULL AS BIGINT) AS whole, reached.records
FROM held
LEFT JOIN reached
  ON reached.scope = held.scope AND reached.per = held.per AND reached.unit = held.unit
  AND reached.every = held.every AND reached.period = held.period

-- 公共层：把“场次”分到统计单位、专项和周期里。各项指标都从这里的 records 取数，不再各写一遍。
-- 用到的表就是 /data/ 公布的表：region、events、events_townships、townships、villages、sites；
-- 还有 groupings（scope、per、every）：要算哪些组合。scope 是专项编号，空文本是全部专项合计。

-- unit_events：哪一场算在哪个单位名下。
--   地区：每一场；乡镇：写明的每个乡镇各算一场，写“全域”的只算在地区；村社区、阵地：写明的那一个。
--   单位在活动第一天还没有设立、或者已经撤销的，不算在它名下。
CREATE VIEW unit_events AS
SELECT 'region' AS per, region.code AS unit, events.id AS occurrence
FROM events CROSS JOIN region
UNION ALL
SELECT 'township', townships.code, events.id
FROM events
JOIN events_townships ON events_townships.occurrence = events.id
JOIN townships ON townships.code = events_townships.township
WHERE events.first_day >= coalesce(townships.valid_from, events.first_day)
  AND events.first_day <= coalesce(townships.valid_to, events.first_day)
UNION ALL
SELECT 'village', villages.id, events.id
FROM events
JOIN villages ON villages.id = events.village
WHERE events.first_day >= coalesce(villages.valid_from, events.first_day)
  AND events.first_day <= coalesce(villages.valid_to, events.first_day)
UNION ALL
SELECT 'site', sites.id, events.id
FROM events
JOIN sites ON sites.id = events.site
WHERE events.first_day >= coalesce(sites.valid_from, events.first_day);

-- event_days：每一场落在哪年、哪季、哪月（看第一天），办成没有。
-- held（已办）：状态是“已办”，而且第一天不晚于统计日；日子还没到的，写了“已办”也不算。
CREATE VIEW event_days AS
SELECT
  events.*,
  strftime(events.first_day, '%Y') AS year,
  strftime(events.first_day, '%Y') || 'Q' || quarter(events.first_day) AS quarter,
  strftime(events.first_day, '%Y-%m') AS month,
  events.status = '已办' AND events.first_day <= region.as_of AS held,
  events.stage = '启动' AS launch
FROM events CROSS JOIN region;

-- records：一行是一场活动，在一个单位、一个专项（或合计）、一种周期里出现一次。
CREATE TABLE records AS
SELECT
  groupings.scope, groupings.per, unit_events.unit, groupings.every,
  CASE groupings.every
    WHEN 'year' THEN event_days.year
    WHEN 'quarter' THEN event_days.quarter
    WHEN 'month' THEN event_days.month
    ELSE CASE WHEN groupings.scope = '' THEN 'all' ELSE groupings.scope END
  END AS period,
  event_days.id AS occurrence,
  event_days.held, event_days.launch, event_days.first_day, event_days.village, event_days.attendance, event_days.staff
FROM unit_events
JOIN event_days ON event_days.id = unit_events.occurrence
JOIN groupings ON groupings.per = unit_events.per AND (groupings.scope = '' OR groupings.scope = event_days.campaign);

-- reported：有没有报过。held 已办场次，launches 其中的启动仪式，others 没有办成的（计划、确定、取消、延期）。
CREATE VIEW reported AS
SELECT
  scope, per, unit, every, period,
  count(*) FILTER (held) AS held,
  count(*) FILTER (held AND launch) AS launches,
  list(occurrence) FILTER (NOT held) AS others
FROM records
GROUP BY ALL;

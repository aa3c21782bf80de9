-- 公共层：把“场次”分到统计单位、专项和周期里。各项指标都从这里取数，不再各写一遍。
-- 用到的表就是 /data/ 公布的表，每张表多一列 region（哪个地区公布的）。另有两张：
--   areas（region、unit）：哪个地区算在哪个上级名下；一个地区自己发布时只有一行，它算在自己名下；
--   groupings（scope、per、every）：要算哪些组合。scope 是专项编号，空文本是全部专项合计。
-- 只用各种数据库都有的写法，同一份文件在 DuckDB 和 Spark 上都能运行。

-- units：有哪些统计单位，在哪个乡镇，从哪天到哪天，计不计入覆盖。
CREATE VIEW units AS
SELECT 'township' AS per, code AS unit, region, code AS township, counted, valid_from, valid_to, population
FROM townships
UNION ALL
SELECT 'village', id, region, township, counted, valid_from, valid_to, population
FROM villages
UNION ALL
SELECT 'site', id, region, township, counted, valid_from, CAST(NULL AS DATE), CAST(NULL AS BIGINT)
FROM sites;

-- days：有活动的日子，各在哪年、哪季、哪月。一天只算一次，不必每一场都算。
CREATE TABLE days AS
SELECT
  first_day AS day,
  CAST(year(first_day) AS VARCHAR) AS year,
  CAST(year(first_day) AS VARCHAR) || 'Q' || CAST(quarter(first_day) AS VARCHAR) AS quarter,
  CAST(year(first_day) AS VARCHAR) || '-' || lpad(CAST(month(first_day) AS VARCHAR), 2, '0') AS month
FROM (SELECT DISTINCT first_day FROM events) AS told;

-- event_days：每一场落在哪年、哪季、哪月（看第一天），办成没有。
-- held（已办）：状态是“已办”，而且第一天不晚于统计日；日子还没到的，写了“已办”也不算。
-- residents（群众）：参加人数减去工作人员；没填参加人数的为空，没填工作人员的按没有计。
CREATE VIEW event_days AS
SELECT
  events.*,
  days.year, days.quarter, days.month,
  region.as_of,
  events.status = '已办' AND events.first_day <= region.as_of AS held,
  events.stage = '启动' AS launch,
  CASE
    WHEN events.attendance IS NULL THEN NULL
    ELSE greatest(events.attendance - coalesce(events.staff, 0), 0)
  END AS residents
FROM events
JOIN region ON region.region = events.region
JOIN days ON days.day = events.first_day;

-- unit_events：哪一场算在哪个单位名下，连同这一场的各项内容。
--   地区：每一场；乡镇：写明的每个乡镇各算一场，写“全域”的只算在地区；村社区、阵地：写明的那一个。
--   单位在活动第一天还没有设立、或者已经撤销的，不算在它名下。
CREATE VIEW unit_events AS
SELECT 'region' AS per, areas.unit, event_days.id AS occurrence, event_days.*
FROM event_days JOIN areas ON areas.region = event_days.region
UNION ALL
SELECT 'township', townships.code, event_days.id, event_days.*
FROM event_days
JOIN events_townships ON events_townships.occurrence = event_days.id
JOIN townships ON townships.code = events_townships.township
WHERE event_days.first_day >= coalesce(townships.valid_from, event_days.first_day)
  AND event_days.first_day <= coalesce(townships.valid_to, event_days.first_day)
UNION ALL
SELECT 'village', villages.id, event_days.id, event_days.*
FROM event_days
JOIN villages ON villages.id = event_days.village
WHERE event_days.first_day >= coalesce(villages.valid_from, event_days.first_day)
  AND event_days.first_day <= coalesce(villages.valid_to, event_days.first_day)
UNION ALL
SELECT 'site', sites.id, event_days.id, event_days.*
FROM event_days
JOIN sites ON sites.id = event_days.site
WHERE event_days.first_day >= coalesce(sites.valid_from, event_days.first_day);

-- scopes：一个专项的活动算在哪些组合里：它自己的，和全部专项合计的。
CREATE TABLE scopes AS
SELECT groupings.scope, groupings.per, groupings.every, named.campaign
FROM groupings
JOIN (SELECT DISTINCT campaign FROM events) AS named
  ON groupings.scope = '' OR groupings.scope = named.campaign;

-- records：一行是一场活动，在一个单位、一个专项（或合计）、一种周期里出现一次。
CREATE TABLE records AS
SELECT
  scopes.scope, scopes.per, unit_events.unit, scopes.every,
  CASE scopes.every
    WHEN 'year' THEN unit_events.year
    WHEN 'quarter' THEN unit_events.quarter
    WHEN 'month' THEN unit_events.month
    ELSE CASE WHEN scopes.scope = '' THEN 'all' ELSE scopes.scope END
  END AS period,
  unit_events.occurrence, unit_events.region, unit_events.campaign, unit_events.held, unit_events.launch,
  unit_events.series, unit_events.status, unit_events.first_day, unit_events.last_day, unit_events.month,
  unit_events.as_of, unit_events.village, unit_events.site, unit_events.focus, unit_events.attendance,
  unit_events.staff, unit_events.residents, unit_events.responses, unit_events.satisfied, unit_events.updated
FROM unit_events
JOIN scopes ON scopes.per = unit_events.per AND scopes.campaign = unit_events.campaign;

-- home_records：地区一级的 records，还没有算到上级名下：一行是一场活动，在发布它的地区里。
--   上级很多时，先在这里按地区合计，再经 areas 算到上级，省得把每一场重复几遍。
CREATE VIEW home_records AS
SELECT
  scopes.scope, scopes.every,
  CASE scopes.every
    WHEN 'year' THEN event_days.year
    WHEN 'quarter' THEN event_days.quarter
    WHEN 'month' THEN event_days.month
    ELSE CASE WHEN scopes.scope = '' THEN 'all' ELSE scopes.scope END
  END AS period,
  event_days.region, event_days.id AS occurrence, event_days.held, event_days.launch, event_days.first_day,
  event_days.village
FROM event_days
JOIN scopes ON scopes.per = 'region' AND scopes.campaign = event_days.campaign;

-- region_held、township_held：一个地区（发布数据的）、一个乡镇在一期里办成几场。没有办成一场的，没有这一行。
CREATE TABLE region_held AS
SELECT scope, region, every, period, count(*) AS n
FROM home_records
WHERE held
GROUP BY scope, region, every, period;

CREATE TABLE township_held AS
SELECT scope, unit, every, period, count(*) AS n
FROM records
WHERE per = 'township' AND held
GROUP BY scope, unit, every, period;

-- reported：有没有报过。held 已办场次，launches 其中的启动仪式；closed 写明没有办成（取消、延期）的场次，有这样的记录，和零报告一样，
--   也是报过；others 是没有办成的全部场次。状态还是“计划”“确定”的，办没办不知道，只有它们的，不算报过。
CREATE VIEW reported AS
SELECT
  scope, per, unit, every, period,
  count(*) FILTER (WHERE held) AS held,
  count(*) FILTER (WHERE held AND launch) AS launches,
  count(*) FILTER (WHERE status IN ('取消', '延期')) AS closed,
  array_agg(occurrence) FILTER (WHERE NOT held) AS others
FROM records
GROUP BY scope, per, unit, every, period;

-- due：每个单位在每一期里应当有数的日子：从 since 到 until。还没有开始的期、不计入覆盖的单位、当时不存在的单位都不在内。
--   单位半路设立或撤销的，只算它存在的那些日子。upto 是这一期算到的日子，不管单位还在不在：数“现有”的，看那天还在的。
CREATE VIEW due AS
SELECT
  groupings.scope, groupings.per, units.unit, groupings.every, periods.period, units.region, units.township,
  units.population,
  greatest(periods.first_day, coalesce(units.valid_from, periods.first_day)) AS since,
  least(periods.until, coalesce(units.valid_to, periods.until)) AS until,
  least(periods.last_day, coalesce(units.valid_to, periods.last_day)) AS last_day,
  periods.until AS upto
FROM groupings
JOIN periods ON periods.scope = groupings.scope AND periods.every = groupings.every
JOIN units ON units.per = groupings.per
WHERE units.counted
  AND periods.first_day <= periods.until
  AND coalesce(units.valid_from, periods.first_day) <= periods.until
  AND coalesce(units.valid_to, periods.first_day) >= periods.first_day
UNION ALL
SELECT
  groupings.scope, groupings.per, upper.unit, groupings.every, periods.period, '' AS region, '' AS township,
  CAST(NULL AS BIGINT) AS population, periods.first_day, periods.until, periods.last_day, periods.until AS upto
FROM groupings
JOIN periods ON periods.scope = groupings.scope AND periods.every = groupings.every
CROSS JOIN (SELECT DISTINCT unit FROM areas) AS upper
WHERE groupings.per = 'region' AND periods.first_day <= periods.until;

-- members：一个单位由哪些乡镇、村、阵地组成（只数在那一期里存在、计入覆盖的）。of_per 是成员的级别。
CREATE VIEW members AS
SELECT
  groupings.scope, groupings.per, areas.unit, groupings.every, periods.period, units.per AS of_per,
  units.unit AS member, units.township, units.population,
  greatest(periods.first_day, coalesce(units.valid_from, periods.first_day)) AS since,
  least(periods.until, coalesce(units.valid_to, periods.until)) AS until, periods.until AS upto
FROM groupings
JOIN periods ON periods.scope = groupings.scope AND periods.every = groupings.every
CROSS JOIN units
JOIN areas ON areas.region = units.region
WHERE groupings.per = 'region'
  AND units.counted
  AND periods.first_day <= periods.until
  AND coalesce(units.valid_from, periods.first_day) <= periods.until
  AND coalesce(units.valid_to, periods.first_day) >= periods.first_day
UNION ALL
SELECT
  groupings.scope, groupings.per, units.township, groupings.every, periods.period, units.per,
  units.unit, units.township, units.population,
  greatest(periods.first_day, coalesce(units.valid_from, periods.first_day)),
  least(periods.until, coalesce(units.valid_to, periods.until)), periods.until
FROM groupings
JOIN periods ON periods.scope = groupings.scope AND periods.every = groupings.every
CROSS JOIN units
WHERE groupings.per = 'township'
  AND units.counted
  AND periods.first_day <= periods.until
  AND coalesce(units.valid_from, periods.first_day) <= periods.until
  AND coalesce(units.valid_to, periods.first_day) >= periods.first_day;

-- township_counts：一个地区的每个乡镇在一期里办成几场，一场没办的是0。乡镇之间比多少，都从这里取数。
CREATE VIEW township_counts AS
SELECT members.scope, members.per, members.unit, members.every, members.period, members.member, members.population,
  coalesce(township_held.n, 0) AS n
FROM members
LEFT JOIN township_held
  ON township_held.scope = members.scope AND township_held.unit = members.member
  AND township_held.every = members.every AND township_held.period = members.period
WHERE members.per = 'region' AND members.of_per = 'township';

-- id: idle_sites
-- 名称: 闲置阵地数
-- 单位: 处
-- 分组: 阵地
-- 次序: 20
-- 展示: 附表 120 闲置阵地
-- 类型: 存量
-- 方向: 少为好
-- 统计单位: region township
-- 周期: year campaign
-- 依据: 名册
-- 记录: sites
-- 分母词: 启用满90天的{}处
-- 算法: 到这一期最后一天（没有期满的到统计日）为止，90 天以上没有已办活动的开放阵地，数有几处；分母是启用满 90 天的阵地。
-- 来源: sites.csv；events.csv 的 site、status、last_day
-- 说明: 建得好、用得少的阵地。启用不到 90 天的不算；没有这样的阵地的，不适用。
WITH last_held AS (
  SELECT unit AS site, first_day, last_day
  FROM unit_events
  WHERE per = 'site' AND held
),
looked AS (
  SELECT members.scope, members.per, members.unit, members.every, members.period, members.member,
    count(last_held.site) AS n
  FROM members
  LEFT JOIN last_held
    ON last_held.site = members.member AND last_held.first_day <= members.until
    AND date_diff('day', last_held.last_day, members.until) < 90
  JOIN sites ON sites.id = members.member
  WHERE members.scope = '' AND members.of_per = 'site'
    AND date_diff('day', coalesce(sites.valid_from, DATE '1900-01-01'), members.until) >= 90
  GROUP BY members.scope, members.per, members.unit, members.every, members.period, members.member
)
SELECT
  scope, per, unit, every, period,
  count(*) FILTER (WHERE n = 0) AS value,
  count(*) FILTER (WHERE n = 0) AS part,
  count(*) AS whole,
  array_agg(member) FILTER (WHERE n = 0) AS records
FROM looked
GROUP BY scope, per, unit, every, period

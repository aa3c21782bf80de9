-- id: inspection_verified
-- 名称: 抽查属实率
-- 单位: %
-- 分组: 填报
-- 次序: 40
-- 类型: 比率
-- 方向: 多为好
-- 统计单位: region township
-- 周期: year campaign
-- 依据: 名册
-- 倍数: 100
-- 记录: inspections
-- 分子词: 属实{}项
-- 分母词: 查过{}项
-- 算法: 抽查结果为“属实”的 ÷ 查过的（属实、不符、无法核实），一场、一处只算一次。
-- 来源: inspections.csv 的 finding、checked；events_townships.csv
-- 说明: 随机抽出来的场次和阵地，到现场看是不是真的。按检查的日期分年；一期里查过几次的，只看最后一次。几个乡镇合办的一场，在每个乡镇都算，在地区只算一次；写“全域”的只算在地区。抽查不分专项，专项的目标里用它，看这个地区（乡镇）的全部抽查。没有抽查的不适用。
WITH looked_at AS (
  SELECT 'region' AS per, areas.unit, inspections.region, inspections.round, inspections.kind, inspections.item,
    inspections.checked, inspections.finding
  FROM inspections JOIN areas ON areas.region = inspections.region
  UNION ALL
  SELECT 'township', township, region, round, kind, item, checked, finding
  FROM inspections
  WHERE kind = 'site' AND township <> ''
  UNION ALL
  SELECT 'township', events_townships.township, inspections.region, inspections.round, inspections.kind,
    inspections.item, inspections.checked, inspections.finding
  FROM inspections
  JOIN events_townships ON CAST(events_townships.occurrence AS VARCHAR) = inspections.item
  WHERE inspections.kind = 'occurrence'
),
-- 同一场、同一处在一期里查过几次的，最后一次排第一。
checks AS (
  SELECT due.scope, due.per, due.unit, due.every, due.period, looked_at.round, looked_at.item, looked_at.finding,
    row_number() OVER (
      PARTITION BY due.scope, due.per, due.unit, due.every, due.period, looked_at.region, looked_at.kind, looked_at.item
      ORDER BY looked_at.checked DESC, looked_at.round DESC
    ) AS place
  FROM due
  JOIN looked_at
    ON looked_at.per = due.per AND looked_at.unit = due.unit
    AND looked_at.finding <> ''
    AND looked_at.checked BETWEEN due.since AND due.until
  WHERE due.per IN ('region', 'township')
)
SELECT
  scope, per, unit, every, period,
  1e2 * count(*) FILTER (WHERE finding = '属实') / count(*) AS value,
  count(*) FILTER (WHERE finding = '属实') AS part,
  count(*) AS whole,
  array_agg(round || '#' || item) AS records
FROM checks
WHERE place = 1
GROUP BY scope, per, unit, every, period

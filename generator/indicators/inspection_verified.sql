-- id: inspection_verified
-- 名称: 抽查属实率
-- 单位: %
-- 类型: 比率
-- 方向: 多为好
-- 统计单位: region township
-- 周期: year campaign
-- 依据: 名册
-- 倍数: 100
-- 记录: inspections
-- 算法: 抽查结果为“属实”的 ÷ 查过的（属实、不符、无法核实）。
-- 来源: inspections.csv 的 finding、checked
-- 说明: 随机抽出来的场次和阵地，到现场看是不是真的。按检查的日期分年；抽查不分专项，专项的目标里用它，看这个地区（乡镇）的全部抽查。没有抽查的不适用。
WITH looked_at AS (
  SELECT 'region' AS per, areas.unit, inspections.round, inspections.item, inspections.checked, inspections.finding
  FROM inspections JOIN areas ON areas.region = inspections.region
  UNION ALL
  SELECT 'township', township, round, item, checked, finding
  FROM inspections
  WHERE township <> ''
)
SELECT
  due.scope, due.per, due.unit, due.every, due.period,
  1e2 * count(*) FILTER (WHERE inspections.finding = '属实') / count(*) AS value,
  count(*) FILTER (WHERE inspections.finding = '属实') AS part,
  count(*) AS whole,
  array_agg(inspections.round || '#' || inspections.item) AS records
FROM due
JOIN looked_at AS inspections
  ON inspections.per = due.per AND inspections.unit = due.unit
  AND inspections.finding <> ''
  AND inspections.checked BETWEEN due.since AND due.until
WHERE due.per IN ('region', 'township')
GROUP BY due.scope, due.per, due.unit, due.every, due.period

-- Measures by period: how the councils spread
SELECT m.title, max(m.code) AS code, max(m.unit) AS unit, m.period, count(DISTINCT s.council_key) AS councils,
       min(m.value) AS lowest, percentile_cont(0.5) WITHIN GROUP (ORDER BY m.value) AS middle, max(m.value) AS highest,
       count(*) FILTER (WHERE m.target IS NOT NULL) AS with_target,
       count(*) FILTER (WHERE (m.better = 'higher' AND m.value >= m.target) OR (m.better = 'lower' AND m.value <= m.target))
           AS target_met
FROM region_measure AS m JOIN region_share AS s ON s.id = m.share
GROUP BY m.title, m.period
ORDER BY m.title, m.period DESC;

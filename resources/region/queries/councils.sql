-- Councils by year: rating, points and what they shared
SELECT s.council, s.region, s.kind, s.year, s.rating, s.percent, sum(c.score) AS points, count(c.score) AS scored, s.parts
FROM region_share AS s LEFT JOIN region_score AS c ON c.share = s.id
GROUP BY s.id, s.council, s.region, s.kind, s.year, s.rating, s.percent, s.parts
ORDER BY s.council, s.year DESC;

-- Measures by statement and year
SELECT s.year, b.statement, count(DISTINCT b.title) AS measures, count(DISTINCT s.council_key) AS councils
FROM region_measure_statement AS b JOIN region_share AS s ON s.id = b.share
GROUP BY s.year, b.statement
ORDER BY s.year DESC, b.statement;

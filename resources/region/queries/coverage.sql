-- Evidence by statement, category and year
SELECT s.year, c.statement, c.category, count(*) AS councils, sum(c.have) AS have, sum(c.asked) AS asked,
       round(CAST(100.0 * sum(c.have) / nullif(sum(c.asked), 0) AS NUMERIC), 1) AS percent
FROM region_coverage AS c JOIN region_share AS s ON s.id = c.share
GROUP BY s.year, c.statement, c.category
ORDER BY s.year DESC, c.statement, c.category;

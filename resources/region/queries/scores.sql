-- Scores by statement and year
SELECT s.year, c.statement, count(*) AS councils, round(CAST(avg(c.score) AS NUMERIC), 2) AS average,
       count(*) FILTER (WHERE c.score = 1) AS score_1, count(*) FILTER (WHERE c.score = 2) AS score_2,
       count(*) FILTER (WHERE c.score = 3) AS score_3, count(*) FILTER (WHERE c.score = 4) AS score_4
FROM region_score AS c JOIN region_share AS s ON s.id = c.share
GROUP BY s.year, c.statement
ORDER BY s.year DESC, c.statement;

-- Scores that moved since the year before, council by council
SELECT council, statement, before_year, year, before_score, score, score - before_score AS moved
FROM (
    SELECT s.council, c.statement, s.year, c.score,
           lag(s.year) OVER of_council AS before_year, lag(c.score) OVER of_council AS before_score
    FROM region_score AS c JOIN region_share AS s ON s.id = c.share
    WINDOW of_council AS (PARTITION BY s.council_key, c.statement ORDER BY s.year)
) AS rows_in_order
WHERE score <> before_score
ORDER BY year DESC, council, statement;

-- Every score: council, year, statement
SELECT s.council, s.year, c.statement, c.score
FROM region_score AS c JOIN region_share AS s ON s.id = c.share
ORDER BY s.council, s.year DESC, c.statement;

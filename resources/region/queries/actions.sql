-- Actions by statement, status and year
SELECT s.year, coalesce(a.statement, 'the whole') AS statement, a.status, count(DISTINCT s.council_key) AS councils,
       sum(a.number) AS actions, sum(a.late) AS late
FROM region_action AS a JOIN region_share AS s ON s.id = a.share
GROUP BY s.year, a.statement, a.status
ORDER BY s.year DESC, a.statement, a.status;

-- The blocking keys by which each inquiry looks into a roll: its narrowest, until $budget parties
-- share one of them, and one at least. Reads asked_key (key, no) and roll_key (key, no).
WITH width AS (
  SELECT key, count(*) AS parties FROM roll_key SEMI JOIN asked_key USING (key) GROUP BY key
)
SELECT key, no FROM (SELECT DISTINCT key, no FROM asked_key) JOIN width USING (key)
QUALIFY coalesce(sum(parties) OVER (
  PARTITION BY no ORDER BY parties, key ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
), 0) < $budget

-- The blocking keys by which each inquiry looks into a roll: its narrowest, until $budget parties
-- share one of them, one at least, and always those of the whole name, so that a no hit never
-- rests on a key that was left out. Reads asked_key (key, no, whole) and roll_key (key, no).
WITH width AS (
  SELECT key, count(*) AS parties FROM roll_key SEMI JOIN asked_key USING (key) GROUP BY key
)
SELECT key, no
FROM (SELECT key, no, bool_or(whole) AS whole FROM asked_key GROUP BY key, no)
JOIN width USING (key)
QUALIFY whole OR coalesce(sum(parties) OVER (
  PARTITION BY no ORDER BY parties, key ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
), 0) < $budget

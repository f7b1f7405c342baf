"""Candidate pairs: records that share a blocking key with a subject, the likeliest first, bounded.

A key is a 64-bit hash of a rule and of the values that the rule wants equal. Keys that more records
share than the rule allows are left out: finer rules find their pairs.
"""

from __future__ import annotations

from matching.block_keys import RULES, asked_keys_of, keys_of
from matching.columns.people import Ints, People
from matching.levels.words import WordFacts
from matching.meet import Bounds, indexed, meet

ALL_RULES = frozenset(RULES)


def candidates(
    con: object, facts: WordFacts, a: People, b: People, bounds: Bounds
) -> tuple[Ints, Ints]:
    """Shim while the callers move to matching.meet."""
    met = meet(indexed(keys_of(facts, b), bounds), asked_keys_of(facts, a), bounds)
    return met.subject, met.record


MEET = """
shared AS (
  SELECT key, count(*) AS records FROM record_key GROUP BY key HAVING count(*) <= $widest
),
met AS (
  SELECT s.no AS i, r.no AS j, sum(20 - log2(shared.records)) AS points
  FROM subject_key s JOIN shared USING (key) JOIN record_key r USING (key)
  GROUP BY i, j
)
SELECT i, j FROM met
QUALIFY row_number() OVER (PARTITION BY i ORDER BY points DESC, j) <= $most
ORDER BY i
"""
JOIN = f"WITH {MEET}"

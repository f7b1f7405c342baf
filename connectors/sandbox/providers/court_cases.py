"""The court's register: cases found by a party's name, and one case with its parties.

A last name is matched whole, or from its beginning when it ends with `*`; a first name and an
organisation from their beginning. Capitals do not matter.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from connectors.sandbox.providers.court_sessions import CourtSearch
from connectors.sandbox.providers.town import Town

_LAST_LETTER = "\U0010ffff"
_FOUND = """
WITH found AS (
  SELECT DISTINCT case_id FROM court_party
  WHERE upper(last) >= :last AND upper(last) <= :last_to
    AND (:first = '' OR upper(first) >= :first AND upper(first) <= :first_to)
  UNION
  SELECT DISTINCT case_id FROM court_party
  WHERE :organization <> '' AND upper(organization) >= :organization
    AND upper(organization) <= :organization_to
)
"""
_COUNT = f"{_FOUND} SELECT count(*) FROM found"  # noqa: S608  (a text of ours)
_PAGE = f"""{_FOUND}
SELECT c.*, (
    SELECT group_concat(role || char(31) || name, char(30))
    FROM (
      SELECT role, coalesce(nullif(organization, ''), last || ', ' || coalesce(first, '')) AS name
      FROM court_party p WHERE p.case_id = c.case_id ORDER BY seq
    )
  ) AS parties
FROM court_case c JOIN found USING (case_id)
ORDER BY c.filed DESC, c.case_id LIMIT :size OFFSET :skip
"""  # noqa: S608  (a text of ours)
_CASE = "SELECT * FROM court_case WHERE case_id = ?"
_PARTIES = "SELECT * FROM court_party WHERE case_id = ? ORDER BY seq"


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of the cases found, and the number of all."""

    cases: Sequence[sqlite3.Row]
    total: int


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with its parties in their order."""

    case: sqlite3.Row
    parties: Sequence[sqlite3.Row]


class CourtCases:
    """Reads the court's tables."""

    def __init__(self, town: Town) -> None:
        self._town = town

    def page(self, search: CourtSearch, page: int, size: int) -> CasePage:
        """A page of results, newest case first; pages count from 1."""
        last, _, star = search.last.partition("*")
        any_more = _LAST_LETTER if search.last.endswith("*") and not star else ""
        values = {
            "last": last or _LAST_LETTER,
            "last_to": (last or _LAST_LETTER) + any_more,
            "first": search.first,
            "first_to": search.first + _LAST_LETTER,
            "organization": search.organization,
            "organization_to": search.organization + _LAST_LETTER,
        }
        with self._town.connection() as connection:
            total = connection.execute(_COUNT, values).fetchone()[0]
            paging = {"size": size, "skip": (page - 1) * size}
            found = connection.execute(_PAGE, {**values, **paging}).fetchall()
        return CasePage(found, total)

    def case(self, case_id: str) -> CaseFile | None:
        """A case by its id, or None."""
        found = self._town.rows(_CASE, (case_id,))
        return CaseFile(found[0], self._town.rows(_PARTIES, (case_id,))) if found else None

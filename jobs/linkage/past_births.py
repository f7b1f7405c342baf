"""Files of people of the past: whether most dates of birth in a file are nobody's who lives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jobs.linkage.columns import Assigned

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BEFORE, ENOUGH, MOST = 1900, 100, 0.5
"""A file is one of the past when of so many years of birth, or more, this share lies before."""

_YEAR = "(?:^|[^0-9])(1[0-9]{3}|20[0-9]{2})(?:[^0-9]|$)"
_NEW_YEAR = "(^|[^0-9])0?1[-/. ]0?1([^0-9]|$)"
"""1 January, which files write for an unknown day, and for an unknown date with an early year."""


def as_of_the_past(con: DuckDBPyConnection, role: str, columns: Assigned) -> Assigned:
    """The columns of the table of a role, which say so if its births are those of the past."""
    if not columns.layout.dob:
        return columns
    query = f"""
        SELECT count(*), count(*) FILTER (WHERE year < {BEFORE})
        FROM (SELECT try_cast(regexp_extract({columns.layout.dob}, $year, 1) AS INTEGER) AS year
              FROM {role} WHERE NOT regexp_matches({columns.layout.dob}, $new_year))
        WHERE year IS NOT NULL
    """  # noqa: S608
    known, early = con.execute(query, {"year": _YEAR, "new_year": _NEW_YEAR}).fetchone() or (0, 0)
    if known < ENOUGH or early < MOST * known:
        return columns
    return replace(columns, layout=replace(columns.layout, of_the_past=True))

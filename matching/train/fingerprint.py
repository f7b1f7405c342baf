"""Fingerprints of training data: SHA-256 over content, in any order of rows and of tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256

import duckdb


def table_digest(con: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]) -> str:
    """SHA-256 over the rows of a table, whatever their order; NULL counts as empty.

    A row is its columns in the order given, each with its length before it.
    """
    cells = " || ".join(
        f"length(coalesce({name}, '')) || ':' || coalesce({name}, '')" for name in columns
    )
    rows = f"SELECT sha256({cells}) AS row FROM {table}"  # noqa: S608
    query = f"SELECT sha256(coalesce(string_agg(row, '' ORDER BY row), '')) FROM ({rows})"  # noqa: S608
    return str(con.execute(query).fetchall()[0][0])


def joint_digest(digests: Iterable[str]) -> str:
    """SHA-256 over several digests, whatever their order."""
    return sha256("".join(sorted(digests)).encode()).hexdigest()


def ordered_digest(parts: Sequence[object]) -> str:
    """SHA-256 over plain values in their order, as JSON."""
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

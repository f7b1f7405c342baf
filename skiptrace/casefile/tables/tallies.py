"""The table of tallies: how many rows there are, sealed, so that a row that is gone is missed."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from skiptrace.casefile.columns import Sealed
from skiptrace.casefile.tables.base import metadata

tally = Table(
    "tally",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("content", Sealed, nullable=False),
)

"""Tables of the runs of the nightly batch: that one began, and what it did when it ended."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Table, Text

from skiptrace.casefile.columns import Instant, Sealed, row_mac, sequence
from skiptrace.casefile.tables.base import metadata

run = Table(
    "run",
    metadata,
    sequence(),
    Column("id", Text, nullable=False, unique=True),
    Column("requester", Text, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("started", Instant, nullable=False),
    row_mac(),
    Column("signed", Sealed),
)

run_end = Table(
    "run_end",
    metadata,
    Column("run_id", Text, ForeignKey("run.id"), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("report", Sealed, nullable=False),
    row_mac(),
)

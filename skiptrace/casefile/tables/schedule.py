"""Tables of what the scheduler began: one row for each attempt, and one when it ended."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from skiptrace.casefile.columns import Instant, row_mac, sequence
from skiptrace.casefile.tables.base import metadata

due_run = Table(
    "due_run",
    metadata,
    sequence(),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("due", Instant, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("worker", Text, nullable=False),
    Column("at", Instant, nullable=False),
    row_mac(),
)
Index("ix_due_run_kind_due", due_run.c.kind, due_run.c.due)

due_end = Table(
    "due_end",
    metadata,
    Column("key", Text, ForeignKey("due_run.key"), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("outcome", Text, nullable=False),
    row_mac(),
)

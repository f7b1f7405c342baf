"""The table of disposals: what was deleted because its time was over, by which rule, by whom."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from skiptrace.casefile.columns import Instant, Sealed, row_mac, sequence
from skiptrace.casefile.tables.base import metadata

disposal = Table(
    "disposal",
    metadata,
    sequence(),
    Column("id", Text, nullable=False, unique=True),
    Column("account_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("certificate", Sealed, nullable=False),
    row_mac(),
)

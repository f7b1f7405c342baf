"""The table of contact checks: what sources that name nobody said of addresses and numbers.

Each row is about one account, whoever's call it was: `inquiry_id` may be that of another account's
order, whose row is gone by now; the stored answer stays as long as a row rests on it.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table, Text

from skiptrace.casefile.columns import Instant, Sealed, counted_by, row_mac, sequence
from skiptrace.casefile.tables.base import metadata

contact_check = Table(
    "contact_check",
    metadata,
    sequence(),
    Column("id", Text, nullable=False, unique=True),
    Column("account_id", Text, nullable=False),
    Column("order_id", Text, ForeignKey("trace_order.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("key", Sealed, nullable=False),
    Column("connector_id", Text, nullable=False),
    Column("connector_version", Text, nullable=False),
    Column("checked", Instant, nullable=False),
    Column("inquiry_id", Text, nullable=False),
    Column("permit_id", Text, nullable=False),
    Column("snapshot_address", Text, ForeignKey("snapshot.address"), nullable=False),
    Column("said", Sealed, nullable=False),
    row_mac(),
    Index(None, "account_id"),
    Index(None, "order_id"),
    Index(None, "snapshot_address"),
    info=counted_by("account", "account_id"),
)

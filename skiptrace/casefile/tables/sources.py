"""Tables of what holds a source back for every worker: places in its limits, and its pause.

Both pass by themselves. They keep us within a source's terms and the law, so they are sealed and
counted as any row: one that somebody adds, changes or takes away is found. A pause opens only as it
was written; places do not, for a day's limit may hold thousands: a changed one counts until the
check of the record names it.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text

from skiptrace.casefile.columns import PASSES, Instant, row_mac, sequence
from skiptrace.casefile.tables.base import metadata

source_place = Table(
    "source_place",
    metadata,
    sequence(),
    Column("connector_id", Text, nullable=False),
    Column("until", Instant, nullable=False),
    Column("calls", Integer, nullable=False),
    row_mac(),
    info=PASSES,
)
Index("ix_source_place_connector_id_until", source_place.c.connector_id, source_place.c.until)

source_pause = Table(
    "source_pause",
    metadata,
    Column("connector_id", Text, primary_key=True),
    Column("mark", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("times", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Text, nullable=False),
    row_mac(),
    info=PASSES,
)

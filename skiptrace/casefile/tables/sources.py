"""Tables of what holds a source back for every worker: places in its limits, and its pause.

Neither has a mac: both pass by themselves, and by neither is anything found or bought. A row that
somebody adds or takes away makes a source be asked later or sooner.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text

from skiptrace.casefile.columns import Instant, sequence
from skiptrace.casefile.tables.base import metadata

source_place = Table(
    "source_place",
    metadata,
    sequence(),
    Column("connector_id", Text, nullable=False),
    Column("until", Instant, nullable=False),
    Column("calls", Integer, nullable=False),
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
)

"""The table of files that were sent to a source: which question went into which, by its key.

A key is a question's opaque id, or the beginning of it; a row is about nobody.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text

from skiptrace.casefile.columns import Instant, counted_by, row_mac, sequence
from skiptrace.casefile.tables.base import metadata

sent_file = Table(
    "sent_file",
    metadata,
    sequence(),
    Column("connector_id", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("at", Instant, nullable=False),
    row_mac(),
    info=counted_by("question", "key"),
)
Index("ix_sent_file_connector_id_key", sent_file.c.connector_id, sent_file.c.key)
Index("ix_sent_file_connector_id_file", sent_file.c.connector_id, sent_file.c.file)

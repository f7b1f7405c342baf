"""The table of owners' keys: what is about one account or one subject lies under a key of its own.

A row holds one key, sealed by the installation's; a disposal deletes it with what it sealed.
"""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from skiptrace.casefile.columns import Sealed, row_mac
from skiptrace.casefile.tables.base import metadata

owner_key = Table(
    "owner_key",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False, unique=True),
    Column("key", Sealed, nullable=False),
    row_mac(),
)

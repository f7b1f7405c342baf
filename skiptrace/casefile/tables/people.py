"""Tables of who is who across accounts, by what people are found, and what was waived of a hold."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from skiptrace.casefile.columns import Sealed, counted_by, row_mac, sequence
from skiptrace.casefile.tables.base import metadata

person_key = Table(
    "person_key",
    metadata,
    sequence(),
    Column("subject_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("key", LargeBinary, nullable=False),
    row_mac(),
    UniqueConstraint("subject_id", "version", "key"),
    Index(None, "key"),
    info=counted_by("subject", "subject_id"),
)

hold_waiver = Table(
    "hold_waiver",
    metadata,
    sequence(),
    Column("account_id", Text, nullable=False),
    Column("waived_on", Date, nullable=False),
    Column("fact", Sealed, nullable=False),
    row_mac(),
    Index(None, "account_id"),
    info=counted_by("account", "account_id"),
)

find_key = Table(
    "find_key",
    metadata,
    sequence(),
    Column("subject_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("key", LargeBinary, nullable=False),
    row_mac(),
    UniqueConstraint("subject_id", "version", "key"),
    Index(None, "key"),
    info=counted_by("subject", "subject_id"),
)

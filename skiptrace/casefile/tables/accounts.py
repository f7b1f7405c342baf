"""Tables of accounts, subjects, obligors, holds and returned mail; a change is a new version."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from skiptrace.casefile.columns import Sealed, counted_by, row_mac, sequence
from skiptrace.casefile.tables.base import metadata

account = Table(
    "account",
    metadata,
    sequence(),
    Column("id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("number_index", LargeBinary, nullable=False),
    Column("status", Text, nullable=False),
    Column("placed", Sealed, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    row_mac(),
    UniqueConstraint("id", "version"),
    Index(None, "number_index"),
    info=counted_by("account", "id"),
)

creditor_key = Table(
    "creditor_key",
    metadata,
    sequence(),
    Column("account_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("key", LargeBinary, nullable=False),
    row_mac(),
    UniqueConstraint("account_id", "version"),
    Index(None, "key"),
    info=counted_by("account", "account_id"),
)

subject = Table(
    "subject",
    metadata,
    sequence(),
    Column("id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    row_mac(),
    UniqueConstraint("id", "version"),
    info=counted_by("subject", "id"),
)

subject_fact = Table(
    "subject_fact",
    metadata,
    sequence(),
    Column("subject_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("value", Sealed, nullable=False),
    Column("value_index", LargeBinary),
    row_mac(),
    UniqueConstraint("subject_id", "version", "field", "ordinal"),
    ForeignKeyConstraint(["subject_id", "version"], ["subject.id", "subject.version"]),
    Index(None, "field", "value_index"),
    info=counted_by("subject", "subject_id"),
)

obligor = Table(
    "obligor",
    metadata,
    sequence(),
    Column("account_id", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("role", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("search_version", Integer, nullable=False),
    Column("search_digest", LargeBinary, nullable=False),
    row_mac(),
    UniqueConstraint("account_id", "subject_id", "version"),
    Index(None, "subject_id"),
    info=counted_by("account", "account_id"),
)

hold = Table(
    "hold",
    metadata,
    sequence(),
    Column("account_id", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("since", Date, nullable=False),
    Column("source", Sealed, nullable=False),
    Column("released", Date),
    Column("release_evidence", Sealed),
    row_mac(),
    Column("placed_by", Text),
    Column("subject_id", Text),
    Index(None, "account_id"),
    info=counted_by("account", "account_id"),
)

returned_mail = Table(
    "returned_mail",
    metadata,
    sequence(),
    Column("account_id", Text, nullable=False),
    Column("code_list", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("returned_on", Date),
    row_mac(),
    Column("subject_id", Text),
    Column("undelivered", Boolean),
    Index(None, "account_id"),
    info=counted_by("account", "account_id"),
)

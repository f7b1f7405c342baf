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

from skiptrace.casefile.columns import Dollars, Sealed, sequence
from skiptrace.casefile.tables.base import metadata

account = Table(
    "account",
    metadata,
    sequence(),
    Column("id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("number", Sealed, nullable=False),
    Column("number_index", LargeBinary, nullable=False),
    Column("creditor", Text, nullable=False),
    Column("balance", Dollars),
    Column("status", Text, nullable=False),
    Column("debt_origin", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("opened", Date),
    Column("notice_undelivered", Boolean, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    UniqueConstraint("id", "version"),
    Index(None, "number_index"),
)

subject = Table(
    "subject",
    metadata,
    sequence(),
    Column("id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    UniqueConstraint("id", "version"),
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
    UniqueConstraint("subject_id", "version", "field", "ordinal"),
    ForeignKeyConstraint(["subject_id", "version"], ["subject.id", "subject.version"]),
    Index(None, "field", "value_index"),
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
    UniqueConstraint("account_id", "subject_id", "version"),
    Index(None, "subject_id"),
)

hold = Table(
    "hold",
    metadata,
    sequence(),
    Column("account_id", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("since", Date, nullable=False),
    Column("source", Text, nullable=False),
    Column("released", Date),
    Column("release_evidence", Sealed),
    Index(None, "account_id"),
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
    Index(None, "account_id"),
)

"""Tables of candidates, findings with their evidence, judgements, notes and receipts."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from skiptrace.casefile.columns import Instant, Sealed, counted_by, row_mac, sequence
from skiptrace.casefile.tables.base import metadata

candidate = Table(
    "candidate",
    metadata,
    sequence(),
    Column("id", Text, nullable=False, unique=True),
    Column("order_id", Text, ForeignKey("trace_order.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("ref_index", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    Column("weight", Double, nullable=False),
    Column("probability", Double, nullable=False),
    Column("decision", Text, nullable=False),
    Column("veto", Text, nullable=False),
    Column("person", Integer, nullable=False),
    Column("model", Text, nullable=False),
    Column("record", Sealed, nullable=False),
    Column("terms", Sealed, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    row_mac(),
    UniqueConstraint("order_id", "source", "ref_index", "version"),
    info=counted_by("order", "order_id"),
)

finding = Table(
    "finding",
    metadata,
    sequence(),
    Column("id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("order_id", Text, ForeignKey("trace_order.id"), nullable=False),
    Column("account_id", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("key_index", LargeBinary, nullable=False),
    Column("status", Text, nullable=False),
    Column("probability", Double, nullable=False),
    Column("wording", Sealed, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    row_mac(),
    UniqueConstraint("id", "version"),
    Index(None, "account_id"),
    Index(None, "subject_id", "kind", "key_index", "seq"),
    Index(None, "order_id"),
    info=counted_by("account", "account_id"),
)

evidence = Table(
    "evidence",
    metadata,
    sequence(),
    Column("finding_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("id", Text, nullable=False),
    Column("connector_id", Text, nullable=False),
    Column("candidate_id", Text, ForeignKey("candidate.id")),
    Column("snapshot_address", Text, ForeignKey("snapshot.address")),
    Column("fact", Sealed, nullable=False),
    row_mac(),
    UniqueConstraint("finding_id", "version", "ordinal"),
    ForeignKeyConstraint(["finding_id", "version"], ["finding.id", "finding.version"]),
    Index(None, "candidate_id"),
    Index(None, "snapshot_address"),
)

judgement = Table(
    "judgement",
    metadata,
    sequence(),
    Column("account_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("key", Sealed, nullable=False),
    Column("key_index", LargeBinary, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("reason", Sealed, nullable=False),
    row_mac(),
    Column("signed", Sealed),
    Index(None, "account_id", "kind", "key_index", "seq"),
    info=counted_by("account", "account_id"),
)

note = Table(
    "note",
    metadata,
    sequence(),
    Column("account_id", Text, nullable=False),
    Column("order_id", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("text", Sealed, nullable=False),
    row_mac(),
    Index(None, "account_id"),
    info=counted_by("account", "account_id"),
)

receipt = Table(
    "receipt",
    metadata,
    sequence(),
    Column("batch_id", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("number_index", LargeBinary, nullable=False),
    Column("finding_id", Text, nullable=False),
    Column("change", Sealed, nullable=False),
    Column("answer", Sealed, nullable=False),
    Column("at", Instant, nullable=False),
    row_mac(),
    Index(None, "batch_id"),
    Index(None, "number_index"),
    info=counted_by("number", "number_index"),
)

receipt_undo = Table(
    "receipt_undo",
    metadata,
    Column("receipt_seq", ForeignKey("receipt.seq"), primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    row_mac(),
)

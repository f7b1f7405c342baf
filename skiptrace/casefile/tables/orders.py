"""Tables of workers, trace orders, connector calls with their results, snapshots and steps.

A paid call is one purchase of one question: the subject, the source, and which time it was bought.
That place is unique, so whatever makes a second order finds the first one's call. `facts` are keyed
digests of what was asked by; `worker` may still be sending while no sure answer is stored.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from skiptrace.casefile.columns import Dollars, Instant, Sealed, sequence
from skiptrace.casefile.tables.base import metadata

trace_order = Table(
    "trace_order",
    metadata,
    sequence(),
    Column("id", Text, nullable=False, unique=True),
    Column("account_id", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("entry_version", Integer, nullable=False),
    Column("scope", Text, nullable=False),
    Column("matter_index", LargeBinary, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("round", Integer, nullable=False),
    Column("created", Instant, nullable=False),
    Column("payload", Sealed, nullable=False),
    Column("state", Text, nullable=False),
    Column("worker", Text),
    Column("finished", Instant),
    Column("search_version", Integer, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    UniqueConstraint(
        "account_id",
        "subject_id",
        "scope",
        "matter_index",
        "as_of",
        "round",
        name="uq_trace_order_place",
    ),
    Index(None, "state", "created", "seq"),
)

worker = Table(
    "worker",
    metadata,
    Column("id", Text, primary_key=True),
    Column("started", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("ended", Instant),
)

connector_call = Table(
    "connector_call",
    metadata,
    Column("inquiry_id", Text, primary_key=True),
    Column("order_id", Text, ForeignKey("trace_order.id"), nullable=False),
    Column("connector_id", Text, nullable=False),
    Column("ceiling", Dollars, nullable=False),
    Column("sent", Instant, nullable=False),
    Column("subject_id", Text),
    Column("purchase", Integer),
    Column("purposes", Text, nullable=False, default=""),
    Column("facts", Text),
    Column("why", Text, nullable=False, default=""),
    Column("fund", Text, nullable=False, default=""),
    Column("worker", Text),
    Index(None, "order_id"),
    Index(None, "fund"),
    Index("uq_connector_call_question", "subject_id", "connector_id", "purchase", unique=True),
)

call_result = Table(
    "call_result",
    metadata,
    sequence(),
    Column("inquiry_id", Text, ForeignKey("connector_call.inquiry_id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("cost", Dollars, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("worker", Text),
    UniqueConstraint("inquiry_id", "version"),
)

snapshot = Table(
    "snapshot",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("retrieved", Instant, nullable=False),
    Column("body", Sealed, nullable=False),
)

call_snapshot = Table(
    "call_snapshot",
    metadata,
    sequence(),
    Column("inquiry_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("sha256", Text, ForeignKey("snapshot.sha256"), nullable=False),
    Column("media_type", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("retrieved", Instant, nullable=False),
    UniqueConstraint("inquiry_id", "version", "ordinal"),
    ForeignKeyConstraint(
        ["inquiry_id", "version"], ["call_result.inquiry_id", "call_result.version"]
    ),
)

step = Table(
    "step",
    metadata,
    sequence(),
    Column("order_id", Text, ForeignKey("trace_order.id"), nullable=False),
    Column("tier", Text, nullable=False),
    Column("connector_id", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("cost", Dollars, nullable=False),
    Column("reason", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Index(None, "order_id", "tier", "connector_id", "seq"),
)

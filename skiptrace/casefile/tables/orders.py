"""Tables of workers, orders with their turns, connector calls with results, snapshots, steps.

A paid call is one purchase of one question: the subject, the source, and which time it was bought.
That place is unique, so whatever makes a second order finds the first one's call. `facts` are keyed
digests of what was asked by; `worker` may still be sending while no sure answer is stored. A result
that says pending has its ticket; the turn of an order that awaits answers says when it is due.
The `owner` of a snapshot is the account whose key seals it; others may rest on it.
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

from skiptrace.casefile.columns import (
    CHANGES,
    Dollars,
    Instant,
    Sealed,
    counted_by,
    row_mac,
    sequence,
)
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
    Column("state", Text, nullable=False, info=CHANGES),
    Column("worker", Text, info=CHANGES),
    Column("finished", Instant, info=CHANGES),
    Column("search_version", Integer, nullable=False),
    row_mac(),
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
    info=counted_by("account", "account_id"),
)

order_turn = Table(
    "order_turn",
    metadata,
    sequence(),
    Column("order_id", Text, ForeignKey("trace_order.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("worker", Text),
    Column("at", Instant),
    Column("reason", Text, nullable=False),
    row_mac(),
    Column("due", Instant),
    Index(None, "order_id"),
    info=counted_by("order", "order_id"),
)

worker = Table(
    "worker",
    metadata,
    Column("id", Text, primary_key=True),
    Column("started", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("ended", Instant),
    row_mac(),
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
    row_mac(),
    Index(None, "order_id"),
    Index(None, "fund"),
    Index(None, "connector_id", "sent"),
    Index("uq_connector_call_question", "subject_id", "connector_id", "purchase", unique=True),
    info=counted_by("order", "order_id"),
)

call_result = Table(
    "call_result",
    metadata,
    sequence(),
    Column("inquiry_id", Text, ForeignKey("connector_call.inquiry_id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("cost", Dollars, nullable=False),
    Column("reason", Sealed, nullable=False),
    Column("at", Instant, nullable=False),
    Column("worker", Text),
    Column("snapshots", Integer, nullable=False),
    row_mac(),
    Column("ticket", Sealed),
    Column("ask_next", Instant),
    Column("deadline", Instant),
    Column("task", Text),
    UniqueConstraint("inquiry_id", "version"),
)

snapshot = Table(
    "snapshot",
    metadata,
    Column("address", Text, primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("request", Sealed, nullable=False),
    Column("retrieved", Instant, nullable=False),
    Column("body", Sealed, nullable=False),
    row_mac(),
    Column("owner", Text),
    Index(None, "owner"),
)

call_snapshot = Table(
    "call_snapshot",
    metadata,
    sequence(),
    Column("inquiry_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("address", Text, ForeignKey("snapshot.address"), nullable=False),
    Column("media_type", Text, nullable=False),
    Column("request", Sealed, nullable=False),
    Column("retrieved", Instant, nullable=False),
    row_mac(),
    UniqueConstraint("inquiry_id", "version", "ordinal"),
    ForeignKeyConstraint(
        ["inquiry_id", "version"], ["call_result.inquiry_id", "call_result.version"]
    ),
    Index(None, "address"),
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
    Column("reason", Sealed, nullable=False),
    Column("rule", Text, nullable=False),
    row_mac(),
    Column("until", Instant),
    Column("ask_next", Instant),
    Index(None, "order_id", "tier", "connector_id", "seq"),
    info=counted_by("order", "order_id"),
)

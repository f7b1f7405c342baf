"""Workers with a lease, purchases known by their question, and what makes a search a new one."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NUMBERED = """
UPDATE connector_call SET subject_id = (
    SELECT o.subject_id FROM trace_order o WHERE o.id = connector_call.order_id
), purchase = (
    SELECT COUNT(*) FROM connector_call e
    JOIN trace_order eo ON eo.id = e.order_id
    JOIN trace_order mo ON mo.id = connector_call.order_id
    WHERE eo.subject_id = mo.subject_id AND e.connector_id = connector_call.connector_id
    AND e.ceiling > 0
    AND (e.sent < connector_call.sent
         OR (e.sent = connector_call.sent AND e.inquiry_id < connector_call.inquiry_id))
), purposes = COALESCE((
    SELECT MIN(a.purposes) FROM audit_event a
    WHERE a.order_id = connector_call.order_id AND a.connector_id = connector_call.connector_id
    AND a.kind = 'gate.allow'
), '')
WHERE ceiling > 0
"""
_NOBODY = "UPDATE trace_order SET state = 'todo', worker = NULL WHERE state = 'claimed'"


def upgrade() -> None:
    """Give every paid call its place, and every claim back: its worker is of the former kind."""
    op.create_table(
        "worker",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_worker"),
    )
    _orders()
    _calls()
    _obligors()


def _orders() -> None:
    op.add_column("trace_order", _number("search_version"))
    op.execute("UPDATE trace_order SET search_version = entry_version")
    op.execute(_NOBODY)
    op.drop_column("trace_order", "lease_until")


def _calls() -> None:
    columns: tuple[sa.Column[Any], ...] = (
        sa.Column("subject_id", sa.Text(), nullable=True),
        sa.Column("purchase", sa.Integer(), nullable=True),
        _text("purposes"),
        sa.Column("facts", sa.Text(), nullable=True),
        _text("why"),
        _text("fund"),
        sa.Column("worker", sa.Text(), nullable=True),
    )
    for column in columns:
        op.add_column("connector_call", column)
    op.add_column("call_result", sa.Column("worker", sa.Text(), nullable=True))
    op.execute(_NUMBERED)
    op.create_index("ix_connector_call_fund", "connector_call", ["fund"])
    op.create_index(
        "uq_connector_call_question",
        "connector_call",
        ["subject_id", "connector_id", "purchase"],
        unique=True,
    )


def _obligors() -> None:
    op.add_column("obligor", _number("search_version"))
    nothing = "x''" if op.get_bind().dialect.name == "sqlite" else "''"
    digest = sa.Column(
        "search_digest", sa.LargeBinary(), server_default=sa.text(nothing), nullable=False
    )
    op.add_column("obligor", digest)
    op.execute("UPDATE obligor SET search_version = version")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default="0", nullable=False)

"""Answers that come later, and what holds a source back for every worker.

The ticket of a pending call, and when an order awaits it; places in a source's limits, and its
pause; calls are found by source and day.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns, without which a row keeps its mac, and the tables."""
    op.add_column("order_turn", sa.Column("due", _MOMENT))
    op.add_column("call_result", sa.Column("ticket", sa.LargeBinary()))
    op.add_column("call_result", sa.Column("ask_next", _MOMENT))
    op.add_column("call_result", sa.Column("deadline", _MOMENT))
    op.add_column("call_result", sa.Column("task", sa.Text()))
    op.add_column("step", sa.Column("until", _MOMENT))
    op.add_column("step", sa.Column("ask_next", _MOMENT))
    op.create_table(
        "source_place",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("connector_id", sa.Text(), nullable=False),
        sa.Column("until", _MOMENT, nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_source_place"),
    )
    op.create_index("ix_source_place_connector_id_until", "source_place", ["connector_id", "until"])
    op.create_table(
        "source_pause",
        sa.Column("connector_id", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("until", _MOMENT, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("connector_id", name="pk_source_pause"),
    )
    op.create_index(
        "ix_connector_call_connector_id_sent", "connector_call", ["connector_id", "sent"]
    )

"""Answers that come later: the ticket of a pending call, and when an order awaits it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns; a row without them keeps its mac."""
    op.add_column("order_turn", sa.Column("due", _MOMENT))
    op.add_column("call_result", sa.Column("ticket", sa.LargeBinary()))
    op.add_column("call_result", sa.Column("ask_next", _MOMENT))
    op.add_column("call_result", sa.Column("deadline", _MOMENT))
    op.add_column("call_result", sa.Column("task", sa.Text()))
    op.add_column("step", sa.Column("until", _MOMENT))
    op.add_column("step", sa.Column("ask_next", _MOMENT))

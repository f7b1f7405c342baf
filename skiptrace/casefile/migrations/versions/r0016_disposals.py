"""Certificates of what was disposed of, and what finds the rows that rest on what is deleted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the table and the indexes."""
    op.create_table(
        "disposal",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_disposal"),
        sa.UniqueConstraint("id", name="uq_disposal_id"),
    )
    op.create_index("ix_evidence_candidate_id", "evidence", ["candidate_id"])
    op.create_index("ix_evidence_snapshot_address", "evidence", ["snapshot_address"])
    op.create_index("ix_finding_order_id", "finding", ["order_id"])
    op.create_index("ix_call_snapshot_address", "call_snapshot", ["address"])

"""What sources that name nobody said of contact points."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "contact_check",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("connector_id", sa.Text(), nullable=False),
        sa.Column("connector_version", sa.Text(), nullable=False),
        sa.Column("checked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("inquiry_id", sa.Text(), nullable=False),
        sa.Column("permit_id", sa.Text(), nullable=False),
        sa.Column("snapshot_address", sa.Text(), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["trace_order.id"], name="fk_contact_check_order_id"),
        sa.ForeignKeyConstraint(
            ["snapshot_address"],
            ["snapshot.address"],
            name="fk_contact_check_snapshot_address",
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_contact_check"),
        sa.UniqueConstraint("id", name="uq_contact_check_id"),
    )
    op.create_index("ix_contact_check_account_id", "contact_check", ["account_id"])
    op.create_index("ix_contact_check_order_id", "contact_check", ["order_id"])
    op.create_index("ix_contact_check_snapshot_address", "contact_check", ["snapshot_address"])

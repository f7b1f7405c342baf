"""Files that were sent to sources: which question went into which."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the table and its indexes."""
    op.create_table(
        "sent_file",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("connector_id", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_sent_file"),
    )
    op.create_index("ix_sent_file_connector_id_key", "sent_file", ["connector_id", "key"])
    op.create_index("ix_sent_file_connector_id_file", "sent_file", ["connector_id", "file"])

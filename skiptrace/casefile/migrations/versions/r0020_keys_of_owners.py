"""A key for each account and each subject, which goes when they are disposed of.

What is there already is sealed anew under these keys by `migrate`, which has the key file.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "owner_key",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_owner_key"),
        sa.UniqueConstraint("owner", name="uq_owner_key_owner"),
    )
    op.add_column("snapshot", sa.Column("owner", sa.Text()))
    op.create_index("ix_snapshot_owner", "snapshot", ["owner"])

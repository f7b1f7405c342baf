"""Keys of the creditors of accounts, so that a list of one creditor's opens no other account.

The keys of accounts that are there already, and what subjects with a trade name or a care-of name
are found by, are written by `migrate`, which has the key file.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "creditor_key",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_creditor_key"),
        sa.UniqueConstraint("account_id", "version", name="uq_creditor_key_account_id_version"),
    )
    op.create_index("ix_creditor_key_key", "creditor_key", ["key"])

"""Keys that find one person's accounts, and waivers of holds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables, and the index that leads from a subject to its account."""
    _person_key()
    _hold_waiver()
    op.create_index("ix_obligor_subject_id", "obligor", ["subject_id"])


def _person_key() -> None:
    op.create_table(
        "person_key",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_person_key"),
        sa.UniqueConstraint(
            "subject_id", "version", "key", name="uq_person_key_subject_id_version_key"
        ),
    )
    op.create_index("ix_person_key_key", "person_key", ["key"])


def _hold_waiver() -> None:
    op.create_table(
        "hold_waiver",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("waived_on", sa.Date(), nullable=False),
        sa.Column("fact", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_hold_waiver"),
    )
    op.create_index("ix_hold_waiver_account_id", "hold_waiver", ["account_id"])

"""Keys by which people are found, and the runs of the nightly batch.

The keys of subjects that are there already are written by `migrate`, which has the key file.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    _find_key()
    _run()


def _find_key() -> None:
    op.create_table(
        "find_key",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_find_key"),
        sa.UniqueConstraint(
            "subject_id", "version", "key", name="uq_find_key_subject_id_version_key"
        ),
    )
    op.create_index("ix_find_key_key", "find_key", ["key"])


def _run() -> None:
    op.create_table(
        "run",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("requester", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_run"),
        sa.UniqueConstraint("id", name="uq_run_id"),
    )
    op.create_table(
        "run_end",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("report", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_run_end_run_id"),
        sa.PrimaryKeyConstraint("run_id", name="pk_run_end"),
    )

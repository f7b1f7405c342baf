"""Users, what is assigned to them, who is watched, who plans; who signed judgements, runs, holds.

What is there already was signed in free words; it stays as it was written.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables, add the columns."""
    _users()
    _of_users()
    _watched()
    _planned()
    op.add_column("judgement", sa.Column("signed", sa.LargeBinary()))
    op.add_column("run", sa.Column("signed", sa.LargeBinary()))
    op.add_column("hold", sa.Column("placed_by", sa.Text()))


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("login", sa.LargeBinary()),
        sa.Column("login_index", sa.LargeBinary()),
        sa.Column("token_index", sa.LargeBinary()),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("teams", sa.LargeBinary(), nullable=False),
        sa.Column("active_from", sa.Date(), nullable=False),
        sa.Column("active_to", sa.Date()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_users"),
        sa.UniqueConstraint("id", "version", name="uq_users_id_version"),
    )
    op.create_index("ix_users_login_index", "users", ["login_index"])
    op.create_index("ix_users_token_index", "users", ["token_index"])


def _of_users() -> None:
    op.create_table(
        "user_assignment",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("coverage", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_user_assignment"),
    )
    op.create_index("ix_user_assignment_user_id", "user_assignment", ["user_id"])
    op.create_table(
        "user_use",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_user_use"),
        sa.UniqueConstraint("user_id", "day", name="uq_user_use_user_id_day"),
    )


def _watched() -> None:
    op.create_table(
        "watched",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("fact", sa.LargeBinary(), nullable=False),
        sa.Column("is_watched", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_watched"),
    )
    op.create_index("ix_watched_id", "watched", ["id"])
    op.create_table(
        "watched_key",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("watched_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_watched_key"),
    )
    op.create_index("ix_watched_key_key", "watched_key", ["key"])


def _planned() -> None:
    op.create_table(
        "write_back_plan",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("planned_by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_write_back_plan"),
    )
    op.create_index("ix_write_back_plan_digest", "write_back_plan", ["digest"])

"""Accounts and the trace orders on them, with the calls that were made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables, parents first."""
    _case_meta()
    _account()
    _subject()
    _subject_fact()
    _obligor()
    _hold()
    _returned_mail()
    _trace_order()
    _connector_call()
    _call_result()
    _snapshot()
    _call_snapshot()
    _step()


def _case_meta() -> None:
    op.create_table(
        "case_meta",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_case_meta"),
    )


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=False),
        sa.Column("number_index", sa.LargeBinary(), nullable=False),
        sa.Column("creditor", sa.Text(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("debt_origin", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened", sa.Date(), nullable=True),
        sa.Column("notice_undelivered", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_account"),
        sa.UniqueConstraint("id", "version", name="uq_account_id_version"),
    )
    op.create_index("ix_account_number_index", "account", ["number_index"])


def _subject() -> None:
    op.create_table(
        "subject",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_subject"),
        sa.UniqueConstraint("id", "version", name="uq_subject_id_version"),
    )


def _subject_fact() -> None:
    op.create_table(
        "subject_fact",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("value_index", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["subject_id", "version"],
            ["subject.id", "subject.version"],
            name="fk_subject_fact_subject_id_version",
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_subject_fact"),
        sa.UniqueConstraint(
            "subject_id",
            "version",
            "field",
            "ordinal",
            name="uq_subject_fact_subject_id_version_field_ordinal",
        ),
    )
    op.create_index("ix_subject_fact_field_value_index", "subject_fact", ["field", "value_index"])


def _obligor() -> None:
    op.create_table(
        "obligor",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_obligor"),
        sa.UniqueConstraint(
            "account_id", "subject_id", "version", name="uq_obligor_account_id_subject_id_version"
        ),
    )


def _hold() -> None:
    op.create_table(
        "hold",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("released", sa.Date(), nullable=True),
        sa.Column("release_evidence", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_hold"),
    )
    op.create_index("ix_hold_account_id", "hold", ["account_id"])


def _returned_mail() -> None:
    op.create_table(
        "returned_mail",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("code_list", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_returned_mail"),
    )
    op.create_index("ix_returned_mail_account_id", "returned_mail", ["account_id"])


def _trace_order() -> None:
    op.create_table(
        "trace_order",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("entry_version", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("matter_index", sa.LargeBinary(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_trace_order"),
        sa.UniqueConstraint(
            "account_id",
            "subject_id",
            "scope",
            "matter_index",
            "as_of",
            "round",
            name="uq_trace_order_place",
        ),
        sa.UniqueConstraint("id", name="uq_trace_order_id"),
    )
    op.create_index("ix_trace_order_state_created_seq", "trace_order", ["state", "created", "seq"])


def _connector_call() -> None:
    op.create_table(
        "connector_call",
        sa.Column("inquiry_id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("connector_id", sa.Text(), nullable=False),
        sa.Column("ceiling", sa.BigInteger(), nullable=False),
        sa.Column("sent", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["trace_order.id"], name="fk_connector_call_order_id"
        ),
        sa.PrimaryKeyConstraint("inquiry_id", name="pk_connector_call"),
    )
    op.create_index("ix_connector_call_order_id", "connector_call", ["order_id"])


def _call_result() -> None:
    op.create_table(
        "call_result",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("inquiry_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["inquiry_id"], ["connector_call.inquiry_id"], name="fk_call_result_inquiry_id"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_call_result"),
        sa.UniqueConstraint("inquiry_id", "version", name="uq_call_result_inquiry_id_version"),
    )


def _snapshot() -> None:
    op.create_table(
        "snapshot",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("retrieved", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_snapshot"),
    )


def _call_snapshot() -> None:
    op.create_table(
        "call_snapshot",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("inquiry_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("retrieved", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["inquiry_id", "version"],
            ["call_result.inquiry_id", "call_result.version"],
            name="fk_call_snapshot_inquiry_id_version",
        ),
        sa.ForeignKeyConstraint(["sha256"], ["snapshot.sha256"], name="fk_call_snapshot_sha256"),
        sa.PrimaryKeyConstraint("seq", name="pk_call_snapshot"),
        sa.UniqueConstraint(
            "inquiry_id", "version", "ordinal", name="uq_call_snapshot_inquiry_id_version_ordinal"
        ),
    )


def _step() -> None:
    op.create_table(
        "step",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("connector_id", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["trace_order.id"], name="fk_step_order_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_step"),
    )
    op.create_index(
        "ix_step_order_id_tier_connector_id_seq",
        "step",
        ["order_id", "tier", "connector_id", "seq"],
    )

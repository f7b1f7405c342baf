"""What was found: candidates, findings, judgements, notes, receipts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables, parents first."""
    _candidate()
    _finding()
    _evidence()
    _judgement()
    _note()
    _receipt()
    _receipt_undo()


def _candidate() -> None:
    op.create_table(
        "candidate",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("ref_index", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("probability", sa.Double(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("veto", sa.Text(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("terms", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["trace_order.id"], name="fk_candidate_order_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_candidate"),
        sa.UniqueConstraint("id", name="uq_candidate_id"),
        sa.UniqueConstraint(
            "order_id",
            "source",
            "ref_index",
            "version",
            name="uq_candidate_order_id_source_ref_index_version",
        ),
    )


def _finding() -> None:
    op.create_table(
        "finding",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key_index", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("probability", sa.Double(), nullable=False),
        sa.Column("wording", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["trace_order.id"], name="fk_finding_order_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_finding"),
        sa.UniqueConstraint("id", "version", name="uq_finding_id_version"),
    )
    op.create_index("ix_finding_account_id", "finding", ["account_id"])
    op.create_index(
        "ix_finding_subject_id_kind_key_index_seq",
        "finding",
        ["subject_id", "kind", "key_index", "seq"],
    )


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("finding_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("connector_id", sa.Text(), nullable=False),
        sa.Column("candidate_id", sa.Text(), nullable=True),
        sa.Column("snapshot_sha256", sa.Text(), nullable=True),
        sa.Column("fact", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name="fk_evidence_candidate_id"
        ),
        sa.ForeignKeyConstraint(
            ["finding_id", "version"],
            ["finding.id", "finding.version"],
            name="fk_evidence_finding_id_version",
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_sha256"], ["snapshot.sha256"], name="fk_evidence_snapshot_sha256"
        ),
        sa.PrimaryKeyConstraint("seq", name="pk_evidence"),
        sa.UniqueConstraint(
            "finding_id", "version", "ordinal", name="uq_evidence_finding_id_version_ordinal"
        ),
    )


def _judgement() -> None:
    op.create_table(
        "judgement",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("key_index", sa.LargeBinary(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_judgement"),
    )
    op.create_index(
        "ix_judgement_account_id_kind_key_index_seq",
        "judgement",
        ["account_id", "kind", "key_index", "seq"],
    )


def _note() -> None:
    op.create_table(
        "note",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_note"),
    )
    op.create_index("ix_note_account_id", "note", ["account_id"])


def _receipt() -> None:
    op.create_table(
        "receipt",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("batch_id", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("number_index", sa.LargeBinary(), nullable=False),
        sa.Column("finding_id", sa.Text(), nullable=False),
        sa.Column("change", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_receipt"),
    )
    op.create_index("ix_receipt_batch_id", "receipt", ["batch_id"])
    op.create_index("ix_receipt_number_index", "receipt", ["number_index"])


def _receipt_undo() -> None:
    op.create_table(
        "receipt_undo",
        sa.Column("receipt_seq", _SEQUENCE, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["receipt_seq"], ["receipt.seq"], name="fk_receipt_undo_receipt_seq"
        ),
        sa.PrimaryKeyConstraint("receipt_seq", name="pk_receipt_undo"),
    )

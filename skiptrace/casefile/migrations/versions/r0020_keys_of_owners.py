"""A key for each account and each subject, which goes when they are disposed of.

What is there already is sealed anew under these keys by `migrate`, which has the key file. Workers,
places in the limits of sources and pauses of sources get macs, and are counted.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from skiptrace.casefile.columns import Instant
from skiptrace.casefile.notary import Notary
from skiptrace.casefile.tallies import tallying

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
    for table in (_worker(), _source_place(), _source_pause()):
        op.add_column(table.name, sa.Column("mac", sa.LargeBinary()))
        _bind(op.get_bind(), table)
        with op.batch_alter_table(table.name) as changed:
            changed.alter_column("mac", existing_type=sa.LargeBinary(), nullable=False)


def _bind(tx: sa.Connection, table: sa.Table) -> None:
    """Give every row its mac, and count it."""
    notary = Notary(context.config.attributes["keyring"])
    for row in tx.execute(sa.select(table)).mappings().all():
        made, share = notary.seal(table, row)
        same = [column == row[column.name] for column in table.primary_key]
        tx.execute(sa.update(table).where(*same).values(mac=made["mac"]))
        tallying(tx).count(table, made, share)


def _worker() -> sa.Table:
    return sa.Table(
        "worker",
        sa.MetaData(),
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("started", Instant()),
        sa.Column("until", Instant()),
        sa.Column("ended", Instant()),
        sa.Column("mac", sa.LargeBinary()),
    )


def _source_place() -> sa.Table:
    return sa.Table(
        "source_place",
        sa.MetaData(),
        sa.Column("seq", sa.BigInteger(), primary_key=True),
        sa.Column("connector_id", sa.Text()),
        sa.Column("until", Instant()),
        sa.Column("calls", sa.Integer()),
        sa.Column("mac", sa.LargeBinary()),
    )


def _source_pause() -> sa.Table:
    return sa.Table(
        "source_pause",
        sa.MetaData(),
        sa.Column("connector_id", sa.Text(), primary_key=True),
        sa.Column("mark", sa.Text()),
        sa.Column("since", Instant()),
        sa.Column("until", Instant()),
        sa.Column("times", sa.Integer()),
        sa.Column("outcome", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("mac", sa.LargeBinary()),
    )

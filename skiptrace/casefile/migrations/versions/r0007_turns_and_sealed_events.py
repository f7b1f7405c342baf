"""Every turn of an order as a sealed row, and who acted and why sealed in the audit trail.

The rows of `order_end` go into `order_turn` under macs of its own, with one more for each order
that was claimed, or set back, in place. Events keep their hashes, so that anchors still fit. It
needs the keyring.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from skiptrace.casefile.columns import Instant, Sealed, counted_by
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.notary import Notary
from skiptrace.casefile.tallies import Count, scope_of, tallying

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_PAGE = 500
_OPEN = frozenset({"todo", "claimed"})
_WAITS_AGAIN = frozenset({"todo", "in_doubt", "parked"})
_SQLITE = (
    """
    CREATE TRIGGER audit_event_update BEFORE UPDATE ON audit_event
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
    """,
    """
    CREATE TRIGGER audit_event_delete BEFORE DELETE ON audit_event
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
    """,
)
_POSTGRES = (
    """
    CREATE TRIGGER audit_event_change BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_refuse()
    """,
    """
    CREATE TRIGGER audit_event_truncate BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
    """,
)


def upgrade() -> None:
    """Build both tables anew, page by page."""
    tx, keys = op.get_bind(), context.config.attributes["keyring"]
    if tx.dialect.name == "sqlite":
        tx.exec_driver_sql("PRAGMA secure_delete=ON")
    _turns(tx, Notary(keys))
    _events(tx, keys)


def _turns(tx: sa.Connection, notary: Notary) -> None:
    table = _order_turn()
    ends = _order_end()
    last: dict[str, str] = {}
    for row in _pages(tx, ends, ends.c.seq):
        _uncount(tx, ends, row, notary.share(ends, row))
        _put(tx, notary, table, {**row, "worker": None})
        last[row["order_id"]] = row["state"]
    orders = sa.table("trace_order", sa.column("id"), sa.column("state"), sa.column("worker"))
    standing = sa.select(orders).where(orders.c.state.in_(sorted(_OPEN))).order_by(orders.c.id)
    number = tx.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.seq), 0))).scalar_one()
    for order_id, state, worker in tx.execute(standing).all():
        before = last.get(order_id, "todo")
        if state == before or before not in _WAITS_AGAIN:
            continue  # it waits as it did, or was changed by hand: the check says so
        number += 1
        turn = {"seq": number, "order_id": order_id, "state": state, "worker": worker}
        _put(tx, notary, table, {**turn, "at": None, "reason": ""})
    op.drop_table("order_end")
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql(
            "SELECT setval(pg_get_serial_sequence('order_turn', 'seq'), "
            "coalesce(max(seq), 0) + 1, false) FROM order_turn"
        )


def _order_turn() -> sa.Table:
    table = op.create_table(
        "order_turn",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("worker", sa.Text()),
        sa.Column("at", Instant()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["trace_order.id"], name="fk_order_turn_order_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_order_turn"),
        info=counted_by("order", "order_id"),
    )
    op.create_index("ix_order_turn_order_id", "order_turn", ["order_id"])
    return table


def _order_end() -> sa.Table:
    """The table of ends as revision 0006 built it."""
    return sa.Table(
        "order_end",
        sa.MetaData(),
        sa.Column("seq", _SEQUENCE, primary_key=True),
        sa.Column("order_id", sa.Text()),
        sa.Column("state", sa.Text()),
        sa.Column("at", Instant()),
        sa.Column("reason", sa.Text()),
        sa.Column("mac", sa.LargeBinary()),
        info=counted_by("order", "order_id"),
    )


def _put(tx: sa.Connection, notary: Notary, table: sa.Table, row: dict[str, Any]) -> None:
    made, share = notary.seal(table, row)
    tx.execute(sa.insert(table), [made])
    tallying(tx).count(table, made, share)


def _uncount(tx: sa.Connection, table: sa.Table, row: Mapping[Any, Any], share: int) -> None:
    """Let the tally of the row's owner count it no longer."""
    counts = tallying(tx).added.setdefault(scope_of(table, row), {})
    counts[table.name] = counts.get(table.name, Count()) - Count(1, share)


def _events(tx: sa.Connection, keys: Keyring) -> None:
    tx.exec_driver_sql("CREATE TABLE stage_audit_event AS SELECT * FROM audit_event")
    op.drop_table("audit_event")
    columns = ("at", "kind", "order_id", "account_id", "connector_id", "rule", "purposes", "fields")
    table = op.create_table(
        "audit_event",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in columns),
        sa.Column("said", Sealed(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_event"),
    )
    op.create_index("ix_audit_event_order_id", "audit_event", ["order_id"])
    kept = ("seq", *columns, "actor", "text", "previous", "hash")
    stage = sa.table("stage_audit_event", *(sa.column(name) for name in kept))
    for row in _pages(tx, stage, stage.c.seq):
        said = json.dumps({"actor": row["actor"], "text": row["text"], "salt": ""})
        place = f"audit_event row {row['seq']}.said"
        made = {name: row[name] for name in kept if name not in ("actor", "text")}
        tx.execute(sa.insert(table), [{**made, "said": keys.seal_text(place, said)}])
    op.drop_table("stage_audit_event")
    for text in _POSTGRES if tx.dialect.name == "postgresql" else _SQLITE:
        tx.exec_driver_sql(text)


def _pages(
    tx: sa.Connection, table: sa.FromClause, key: sa.ColumnElement[int]
) -> Iterator[Mapping[Any, Any]]:
    """Every row in order of its key, read page by page."""
    last = -1
    query = sa.select(table).order_by(key).limit(_PAGE)
    while page := tx.execute(query.where(key > last)).mappings().all():
        yield from page
        last = page[-1]["seq"]

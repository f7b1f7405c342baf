"""Every row sealed anew: macs, tallies, keyed addresses of snapshots, and less in clear.

The tables are built again, because a key changes and every row gains a mac. It needs the keyring.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

import sqlalchemy as sa
from alembic import context, op

from skiptrace.casefile.columns import CHANGES, Dollars, Sealed, counted_by
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.notary import Notary
from skiptrace.casefile.snapshots import filled
from skiptrace.casefile.tallies import Total, begin_tallies, tallying
from skiptrace.model.errors import CaseFileError

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_PAGE = 500
_STAGE = "stage_"
_Part: TypeAlias = sa.Constraint | sa.Index
_OWNER = {
    "account": ("account", "id"),
    "subject": ("subject", "id"),
    "subject_fact": ("subject", "subject_id"),
    "person_key": ("subject", "subject_id"),
    "obligor": ("account", "account_id"),
    "hold": ("account", "account_id"),
    "hold_waiver": ("account", "account_id"),
    "returned_mail": ("account", "account_id"),
    "trace_order": ("account", "account_id"),
    "connector_call": ("order", "order_id"),
    "call_result": None,
    "snapshot": None,
    "call_snapshot": None,
    "step": ("order", "order_id"),
    "candidate": ("order", "order_id"),
    "finding": ("account", "account_id"),
    "evidence": None,
    "judgement": ("account", "account_id"),
    "note": ("account", "account_id"),
    "receipt": ("number", "number_index"),
    "receipt_undo": None,
}
"""Every table that is sealed, parents first, and what its rows are counted by."""

_CHANGING = {"trace_order": {"state", "worker", "finished"}}
_GONE = {
    "account": {"number", "creditor", "balance", "debt_origin", "state", "opened"},
}
_RENAMED = {
    "account": {"notice_undelivered": "placed"},
    "snapshot": {"sha256": "address"},
    "call_snapshot": {"sha256": "address"},
    "evidence": {"snapshot_sha256": "snapshot_address"},
}
_ADDED: Mapping[str, Callable[[], list[sa.Column[Any]]]] = {
    "call_result": lambda: [sa.Column("snapshots", sa.Integer(), nullable=False)],
}
_SEALED = {
    "account": {"placed"},
    "subject_fact": {"value"},
    "hold": {"source", "release_evidence"},
    "hold_waiver": {"fact"},
    "trace_order": {"payload"},
    "call_result": {"reason"},
    "snapshot": {"request", "body"},
    "call_snapshot": {"request"},
    "step": {"reason"},
    "candidate": {"record", "terms"},
    "finding": {"wording"},
    "evidence": {"fact"},
    "judgement": {"key", "reason"},
    "note": {"text"},
    "receipt": {"change", "answer"},
}
_SEALED_BEFORE: Mapping[str, Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "account": {"number": lambda row: "account.number"},
    "subject_fact": {"value": lambda row: f"subject.{row['field']}"},
    "hold": {"release_evidence": lambda row: "hold.release_evidence"},
    "hold_waiver": {"fact": lambda row: "hold_waiver.fact"},
    "trace_order": {"payload": lambda row: "trace_order.payload"},
    "snapshot": {"body": lambda row: f"snapshot.{row['sha256']}"},
    "candidate": {
        "record": lambda row: "candidate.record",
        "terms": lambda row: "candidate.terms",
    },
    "finding": {"wording": lambda row: "finding.wording"},
    "evidence": {"fact": lambda row: "evidence.fact"},
    "judgement": {"key": lambda row: "judgement.key", "reason": lambda row: "judgement.reason"},
    "note": {"text": lambda row: "note.text"},
    "receipt": {"change": lambda row: "receipt.change", "answer": lambda row: "receipt.answer"},
}
"""The place that each value was bound to until now."""


def upgrade() -> None:
    """Set every table aside, build it anew, and seal its rows into it."""
    tx, keys = op.get_bind(), context.config.attributes["keyring"]
    if tx.dialect.name == "sqlite":
        tx.exec_driver_sql("PRAGMA secure_delete=ON")
    op.create_table(
        "tally",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name="pk_tally"),
    )
    before = {name: sa.Table(name, sa.MetaData(), autoload_with=tx) for name in _OWNER}
    shapes = {name: _constraints(sa.inspect(tx), name) for name in _OWNER}
    for name in reversed(_OWNER):
        tx.exec_driver_sql(f"CREATE TABLE {_STAGE}{name} AS SELECT * FROM {name}")  # noqa: S608
        op.drop_table(name)
    head = tx.execute(sa.text("SELECT events, hash FROM audit_head")).first()
    if head is not None:
        begin_tallies(tx, Notary(keys), Total(events=head.events, head=head.hash))
    for name, old in before.items():
        table = _built(old, shapes[name])
        _seal_anew(tx, keys, old, table)
        op.drop_table(f"{_STAGE}{name}")
        if name == "trace_order":
            _note_ends(tx, Notary(keys), table)


def _note_ends(tx: sa.Connection, notary: Notary, orders: sa.Table) -> None:
    """Write how each order that ended did end."""
    moment = sa.DateTime(timezone=True)
    table = op.create_table(
        "order_end",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["trace_order.id"], name="fk_order_end_order_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_order_end"),
        info=counted_by("order", "order_id"),
    )
    op.create_index("ix_order_end_order_id", "order_end", ["order_id"])
    ended = sa.select(orders.c.id, orders.c.state, orders.c.finished).order_by(orders.c.seq)
    ended = ended.where(orders.c.finished.is_not(None), orders.c.state.not_in(("todo", "claimed")))
    for seq, row in enumerate(tx.execute(ended).all(), start=1):
        told = {
            "seq": seq,
            "order_id": row.id,
            "state": row.state,
            "at": row.finished,
            "reason": "",
        }
        made, share = notary.seal(table, told)
        tx.execute(sa.insert(table), [made])
        tallying(tx).count(table, made, share)
    _set_sequence(tx, table)


def _set_sequence(tx: sa.Connection, table: sa.Table) -> None:
    if tx.dialect.name == "postgresql" and "seq" in table.c:
        tx.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('{table.name}', 'seq'), "  # noqa: S608
            f"coalesce(max(seq), 0) + 1, false) FROM {table.name}"
        )


def _constraints(seen: sa.Inspector, name: str) -> list[_Part]:
    """Keys, uniques, references and indexes of a table as it was, under its new column names."""
    made: list[_Part] = []
    key = seen.get_pk_constraint(name)
    made.append(
        sa.PrimaryKeyConstraint(*_named(name, key["constrained_columns"]), name=key["name"])
    )
    for one in seen.get_unique_constraints(name):
        made.append(sa.UniqueConstraint(*_named(name, one["column_names"]), name=one["name"]))
    for ref in seen.get_foreign_keys(name):
        parent = ref["referred_table"]
        columns = _named(name, ref["constrained_columns"])
        targets = [f"{parent}.{c}" for c in _named(parent, ref["referred_columns"])]
        made.append(
            sa.ForeignKeyConstraint(columns, targets, name=f"fk_{name}_{'_'.join(columns)}")
        )
    for index in seen.get_indexes(name):
        if not index.get("duplicates_constraint"):
            columns = _named(name, index["column_names"])
            made.append(sa.Index(index["name"], *columns, unique=bool(index["unique"])))
    return made


def _named(table: str, columns: list[Any]) -> list[str]:
    return [_RENAMED.get(table, {}).get(column, column) for column in columns]


def _built(old: sa.Table, constraints: list[_Part]) -> sa.Table:
    """The table as it is from now on, created."""
    tx, owner = op.get_bind(), _OWNER[old.name]
    metadata = sa.MetaData()
    for constraint in constraints:
        if isinstance(constraint, sa.ForeignKeyConstraint):
            for target in {
                element.target_fullname.split(".")[0] for element in constraint.elements
            }:
                sa.Table(target, metadata, autoload_with=tx)
    table = sa.Table(
        old.name,
        metadata,
        *_columns(old),
        *_ADDED.get(old.name, list)(),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        *constraints,
        info=counted_by(*owner) if owner else {},
    )
    table.create(tx)
    return table


def _columns(old: sa.Table) -> Iterator[sa.Column[Any]]:
    for column in old.columns:
        if column.name in _GONE.get(old.name, ()):
            continue
        name = _RENAMED.get(old.name, {}).get(column.name, column.name)
        kind = _SEQUENCE if name in {"seq", "receipt_seq"} else column.type
        if name in _SEALED.get(old.name, ()):
            kind = Sealed()
        info = CHANGES if name in _CHANGING.get(old.name, ()) else {}
        auto: Any = "auto" if name == "seq" else False
        yield sa.Column(name, kind, nullable=column.nullable, autoincrement=auto, info=dict(info))


def _seal_anew(tx: sa.Connection, keys: Keyring, old: sa.Table, table: sa.Table) -> None:
    """Bring the rows that were set aside into the new table, page by page."""
    notary, own = Notary(keys), tallying(tx)
    stage = sa.Table(
        f"{_STAGE}{old.name}",
        sa.MetaData(),
        *(sa.Column(c.name, c.type, key=c.name) for c in old.columns),
    )
    order = [stage.c[c.name] for c in old.primary_key]
    start = 0
    while (
        rows := tx.execute(sa.select(stage).order_by(*order).limit(_PAGE).offset(start))
        .mappings()
        .all()
    ):
        sealed = [notary.seal(table, _told_anew(keys, table.name, row)) for row in rows]
        tx.execute(sa.insert(table), [row for row, _ in sealed])
        for row, share in sealed:
            own.count(table, row, share)
        start += _PAGE
    _set_sequence(tx, table)


def _told_anew(keys: Keyring, table: str, stored: Mapping[Any, Any]) -> dict[str, Any]:
    """A stored row in clear, under its new column names."""
    row = dict(stored)
    for column, place in _SEALED_BEFORE.get(table, {}).items():
        if row[column] is not None:
            row[column] = keys.unseal(place(stored), row[column])
    if table == "account":
        row["notice_undelivered"] = _placed(row)
    if table == "call_result":
        row["snapshots"] = _snapshots_of(row)
    if table == "snapshot":
        row["body"] = filled(row["body"])
    for column in ("sha256", "snapshot_sha256"):
        if row.get(column) is not None:
            row[column] = keys.index("snapshot.address", row[column]).hex()
    gone = _GONE.get(table, set())
    renamed: Mapping[str, str] = _RENAMED.get(table, {})
    return {renamed.get(name, name): value for name, value in row.items() if name not in gone}


def _snapshots_of(result: Mapping[str, Any]) -> int:
    """How many snapshots a result rests on; those are still set aside."""
    count = sa.text(
        f"SELECT count(*) FROM {_STAGE}call_snapshot "  # noqa: S608
        "WHERE inquiry_id = :inquiry_id AND version = :version"
    )
    named = {name: result[name] for name in ("inquiry_id", "version")}
    found: int = op.get_bind().execute(count, named).scalar_one()
    return found


def _placed(row: Mapping[str, Any]) -> str:
    """What the creditor placed, as the account's JSON."""
    balance = row["balance"]
    if not isinstance(row["number"], bytes):
        raise CaseFileError("an account without a number cannot be sealed anew")
    told = {
        "id": row["id"],
        "number": row["number"].decode(),
        "creditor": row["creditor"],
        "balance": None
        if balance is None
        else str(Dollars().process_result_value(balance, op.get_bind().dialect)),
        "status": row["status"],
        "debt_origin": row["debt_origin"],
        "state": row["state"],
        "opened": None if row["opened"] is None else row["opened"].isoformat(),
        "notice_undelivered": bool(row["notice_undelivered"]),
    }
    return json.dumps(told)

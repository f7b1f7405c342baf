"""A table `skiptrace_contacts` in any database that SQLAlchemy reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from skiptrace.model.errors import WriteBackError
from skiptrace.model.ports import Clock
from skiptrace.model.receipt import Change, ChangeKind, Receipt
from skiptrace.writeback.batches import check_unchanged, one_batch
from skiptrace.writeback.rows import check_writable, consent_of

TABLE_NAME = "skiptrace_contacts"
_ADD_LIMITS = "ALTER TABLE skiptrace_contacts ADD COLUMN limits TEXT"


def contacts_table(metadata: sa.MetaData) -> sa.Table:
    """The table: one row a change, keyed by batch and line; phones are in E.164 in `value`."""
    return sa.Table(
        TABLE_NAME,
        metadata,
        sa.Column("batch_id", sa.String(64), primary_key=True),
        sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("account_number", sa.Text, nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("fact", sa.String(32), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("channel_basis", sa.String(16), nullable=False),
        sa.Column("tcpa_consent", sa.String(16), nullable=False),
        sa.Column("probability", sa.Float(53), nullable=False),
        sa.Column("sources", sa.Text, nullable=False),
        sa.Column("as_of", sa.String(10), nullable=False),
        sa.Column("finding_id", sa.Text, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("obligor", sa.Text, nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("limits", sa.Text),
    )


@dataclass(frozen=True, slots=True)
class SqlTable:
    """The table in one database as a write-back target. Implements contacts.Target.

    A batch is inserted, or deleted by its id, in one transaction; the table is made when absent.
    Raises WriteBackError, which names the database error's class and never its values.
    """

    engine: sa.Engine
    table: sa.Table
    clock: Clock

    @property
    def name(self) -> str:
        """The kind of database and the table."""
        return f"sql:{self.engine.dialect.name}:{TABLE_NAME}"

    def apply(self, batch_id: str, changes: Sequence[Change]) -> list[Receipt]:
        """Insert the batch; one that is already there is only acknowledged again."""
        check_writable(changes)
        at = self.clock()
        try:
            with self.engine.begin() as tx:
                self._make(tx)
                present = self._select(tx, batch_id)
                if present:
                    check_unchanged(self.name, present, changes)
                elif changes:
                    rows = [_values(batch_id, n, c) for n, c in enumerate(changes, start=1)]
                    tx.execute(sa.insert(self.table), [{**row, "written_at": at} for row in rows])
        except sa.exc.SQLAlchemyError as error:
            raise _failed(self.name, error) from error
        answer = "already in the table" if present else "in the table"
        return [Receipt(batch_id, self.name, change, answer, at) for change in changes]

    def undo(self, receipts: Sequence[Receipt]) -> list[Receipt]:
        """Delete the batch; rows that somebody has changed stop the whole undo."""
        batch_id = one_batch(self.name, receipts)
        at = self.clock()
        try:
            with self.engine.begin() as tx:
                self._make(tx)
                present = self._select(tx, batch_id)
                if present:
                    check_unchanged(self.name, present, [r.change for r in receipts])
                    mine = self.table.c.batch_id == batch_id
                    tx.execute(sa.delete(self.table).where(mine))
        except sa.exc.SQLAlchemyError as error:
            raise _failed(self.name, error) from error
        answer = "deleted from the table" if present else "was no longer in the table"
        return [replace(receipt, answer=answer, undone=at) for receipt in receipts]

    def written(self, batch_id: str) -> list[Change]:
        """What the table holds of the batch, in its order."""
        try:
            with self.engine.connect() as tx:
                if not sa.inspect(tx).has_table(TABLE_NAME):
                    return []
                return self._select(tx, batch_id)
        except sa.exc.SQLAlchemyError as error:
            raise _failed(self.name, error) from error

    def _make(self, tx: sa.Connection) -> None:
        """Make the table, or give one of before the column that it lacks."""
        self.table.metadata.create_all(tx)
        if self._is_former(tx):
            tx.execute(sa.text(_ADD_LIMITS))

    def _is_former(self, tx: sa.Connection) -> bool:
        """Whether the table was made before contacts left with their limits."""
        return "limits" not in {c["name"] for c in sa.inspect(tx).get_columns(TABLE_NAME)}

    def _select(self, tx: sa.Connection, batch_id: str) -> list[Change]:
        columns = [c for c in self.table.c if c.name != "limits" or not self._is_former(tx)]
        mine = sa.select(*columns).where(self.table.c.batch_id == batch_id)
        return [_change(row) for row in tx.execute(mine.order_by(self.table.c.line)).mappings()]


def sql_target(url: str, clock: Clock) -> SqlTable:
    """The table in the database at the URL as a write-back target; nothing is opened yet.

    Raises WriteBackError for a URL that SQLAlchemy cannot use, without repeating it.
    """
    try:
        engine = sa.create_engine(url, hide_parameters=True)
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ImportError, ValueError):
        raise WriteBackError("the write-back database URL cannot be used") from None
    return SqlTable(engine, contacts_table(sa.MetaData()), clock)


def _values(batch_id: str, line: int, change: Change) -> dict[str, object]:
    consent = consent_of(change)
    return {
        "batch_id": batch_id,
        "line": line,
        "account_number": change.account_number,
        "action": change.kind.value,
        "fact": change.fact,
        "value": change.value,
        "channel_basis": consent,
        "tcpa_consent": consent,
        "probability": change.probability,
        "sources": ";".join(change.sources),
        "as_of": change.as_of,
        "finding_id": change.finding_id,
        "role": change.role,
        "obligor": change.obligor,
        "limits": ";".join(change.limits),
    }


def _change(row: sa.RowMapping) -> Change:
    try:
        kind = ChangeKind(row["action"])
    except ValueError as error:
        raise WriteBackError("column action holds neither add nor mark_bad") from error
    return Change(
        account_number=row["account_number"],
        kind=kind,
        fact=row["fact"],
        value=row["value"],
        probability=row["probability"],
        sources=tuple(part for part in row["sources"].split(";") if part),
        as_of=row["as_of"],
        finding_id=row["finding_id"],
        role=row["role"],
        obligor=row["obligor"],
        limits=tuple(part for part in (row.get("limits") or "").split(";") if part),
    )


def _failed(target: str, error: sa.exc.SQLAlchemyError) -> WriteBackError:
    return WriteBackError(f"{target} failed ({type(error).__name__}): nothing was written")

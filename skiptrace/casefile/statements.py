"""Statements that every book needs: grouped inserts, chunked look-ups, the newest of versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    Dialect,
    Select,
    Table,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from skiptrace.casefile.columns import is_wanted
from skiptrace.casefile.notary import is_covered, shape_of
from skiptrace.casefile.owner_keys import fresh_key, keys_of_values, opening_keys, without_key
from skiptrace.casefile.row_owners import Owner as KeyOwner
from skiptrace.casefile.row_owners import owners_of
from skiptrace.casefile.tables.owner_keys import owner_key
from skiptrace.casefile.tallies import (
    Count,
    is_owner_there,
    owner_scope,
    see_counts,
    tallying,
)
from skiptrace.model.errors import CaseFileError

Tx: TypeAlias = Connection
Row: TypeAlias = Mapping[str, Any]
T = TypeVar("T")
Owner = TypeVar("Owner", str, bytes)
_CHUNK = 500
_READINGS = 4
_STATEMENTS_KEPT = 256


def insert_all(tx: Tx, table: Table, rows: Sequence[Row]) -> Sequence[int]:
    """Insert every row in one grouped statement, sealed and counted; nothing happens for no rows.

    Sealed columns are given in clear, as text or bytes, and sealed by the key of the row's owner.
    Gives the sequence numbers of the rows of a covered table that has them.
    """
    if not rows:
        return ()
    if not is_covered(table):
        tx.execute(insert(table), rows)
        return ()
    sealed = _sealed(tx, table, rows)
    _insert(tx, table, [row for row, _ in sealed])
    tallying(tx).count_all(table, sealed)
    return [row["seq"] for row, _ in sealed if "seq" in row]


def _insert(tx: Tx, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows of the same columns, their values spelled as the database takes them."""
    made = _insertion(tx.dialect, table, tuple(rows[0]))
    told = [made.values_of(row) for row in rows]
    positions = made.positions
    if positions is None:
        tx.exec_driver_sql(made.text, told)
    else:
        tx.exec_driver_sql(made.text, [tuple(row[name] for name in positions) for row in told])


@dataclass(frozen=True, slots=True)
class Insertion:
    """The insert of some columns of a table for a database: its text, how it spells values.

    `positions` are the columns in the order of the places of a statement that does not name them.
    """

    text: str
    spellings: Mapping[str, Callable[[Any], Any]]
    positions: tuple[str, ...] | None

    def values_of(self, row: dict[str, Any]) -> dict[str, Any]:
        """The row as the driver takes it."""
        spelled = {name: spell(row[name]) for name, spell in self.spellings.items()}
        return row | spelled


@lru_cache(_STATEMENTS_KEPT)
def _insertion(dialect: Dialect, table: Table, names: tuple[str, ...]) -> Insertion:
    """The insert of these columns, compiled once."""
    made = insert(table).compile(dialect=dialect, column_keys=list(names))
    columns = {name: table.c[name].type.dialect_impl(dialect) for name in names}
    spellings = {name: kind.bind_processor(dialect) for name, kind in columns.items()}
    return Insertion(
        str(made),
        {name: spell for name, spell in spellings.items() if spell is not None},
        tuple(made.positiontup) if made.positiontup is not None else None,
    )


def insert_new(tx: Tx, table: Table, rows: Sequence[Row], key: str) -> frozenset[str]:
    """Insert the rows that meet no unique row, and give the `key` of those that were inserted.

    A concurrent writer of the same unique row is waited for, so exactly one of the two inserts it.
    Rows are sealed and counted as by `insert_all`; of rows with one key the first is inserted.
    """
    if not rows:
        return frozenset()
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).on_conflict_do_nothing().returning(table.c[key])
    sealed = _sealed(tx, table, list({row[key]: row for row in reversed(rows)}.values())[::-1])
    made = frozenset(tx.execute(statement, [row for row, _ in sealed]).scalars())
    tallying(tx).count_all(table, [one for one in sealed if one[0][key] in made])
    return made


def change(tx: Tx, table: Table, row: Mapping[Any, Any], values: Row) -> None:
    """Change a stored row in place, with its mac and its count; the table has no sealed columns.

    Raises CaseFileError for a row that is not as it was written.
    """
    own = tallying(tx)
    before = own.notary.share(table, row)
    made, after = own.notary.seal(table, {**row, **values})
    same = [column == row[column.name] for column in table.primary_key]
    tx.execute(update(table).where(*same).values({**values, "mac": made["mac"]}))
    own.recount(table, row, before, after)


def let_go(tx: Tx, table: Table, *conditions: ColumnElement[bool]) -> int:
    """Delete rows that pass by themselves, and count them no longer; how many.

    Any other row goes by a disposal alone: CaseFileError for a table whose rows do not pass, and
    for a row that is not as it was written.
    """
    if not table.info.get("passes"):
        raise CaseFileError(f"rows of {table.name} are never deleted")
    gone = tx.execute(delete(table).where(*conditions).returning(*table.c)).mappings().all()
    for row in gone:
        tallying(tx).uncount(table, row, tallying(tx).notary.share(table, row))
    return len(gone)


def read_rows(tx: Tx, table: Table, query: Select[Any]) -> list[dict[str, Any]]:
    """The rows that a query finds, opened: sealed columns are clear bytes.

    The query selects every column of the table; others are passed on. Raises CaseFileError for a
    row that was changed or made without the key file.
    """
    return [row for row, _ in _opened(tx, table, query, {})]


def opened(tx: Tx, table: Table, rows: Iterable[Mapping[Any, Any]]) -> list[dict[str, Any]]:
    """Rows that a statement gave, opened as by `read_rows`."""
    return [row for row, _ in opened_rows(tx, table, list(rows))]


def opened_rows(
    tx: Tx, table: Table, rows: Sequence[Mapping[Any, Any]]
) -> list[tuple[dict[str, Any], int]]:
    """Rows opened as by `read_rows`, each with its share of the tally."""
    notary = tallying(tx).notary
    values = (row[name] for row in rows for name in shape_of(table).sealed)
    keys = opening_keys(tx, values)
    return [notary.open(table, row, keys) for row in rows]


def stored_rows(result: CursorResult[Any]) -> Iterator[dict[str, Any]]:
    """Rows as the database has them, by column: many times quicker than a mapping a row."""
    names = tuple(result.keys())
    return (dict(zip(names, row, strict=True)) for row in result)


def as_stored(tx: Tx, query: Select[Any]) -> Sequence[tuple[Any, ...]]:
    """The rows of a query as the driver gives them, without what makes days and moments of them.

    CaseFileError where the database itself cannot be read.
    """
    found = tx.execute(query)
    try:
        return found.cursor.fetchall()
    except tx.dialect.loaded_dbapi.Error as error:
        raise CaseFileError(f"the database cannot be read: {type(error).__name__}") from None
    finally:
        found.close()


def owned_rows(tx: Tx, table: Table, owners: Sequence[Owner]) -> dict[Owner, list[dict[str, Any]]]:
    """Every row of each owner, in order of insertion, opened as by `read_rows`.

    The table says what its rows are counted by. Raises CaseFileError also when a row is missing.
    """
    found: dict[Owner, list[dict[str, Any]]] = defaultdict(list)
    for piece in chunks(owners):
        for owner, rows in _whole(tx, table, piece, _read_owned).items():
            found[owner] = rows
    return found


def require_whole(tx: Tx, table: Table, owners: Sequence[Owner]) -> None:
    """Raises as `owned_rows` does, for rows that nobody wants to read; they have nothing sealed."""
    for piece in chunks(owners):
        _whole(tx, table, piece, _count_owned)


Counting: TypeAlias = Callable[[Tx, Table, Sequence[Owner]], tuple[T, dict[Owner, Count]]]
"""Reads the rows of owners somehow, and counts those of each."""


def _whole(tx: Tx, table: Table, owners: Sequence[Owner], read: Counting[Owner, T]) -> T:
    """What is read of these owners, once their rows are what the tallies count.

    On PostgreSQL another worker may commit between two statements, so what is amiss is read anew.
    """
    kind, _ = table.info["counted_by"]
    scopes = {owner_scope(kind, owner): owner for owner in owners}
    wrong = ""
    for _ in range(_READINGS):
        rows, found = read(tx, table, owners)
        see_counts(tx, scopes)
        wrong = _amiss(tx, table, scopes, found)
        if not wrong:
            return rows
        for scope in scopes:
            tallying(tx).seen.pop(scope, None)
    raise CaseFileError(
        f"{table.name} rows of {wrong}: not all that were written, or more; "
        "run `skiptrace audit verify`"
    )


def _count_owned(tx: Tx, table: Table, owners: Sequence[Owner]) -> tuple[None, dict[Owner, Count]]:
    """The rows of each owner, counted; rows that were counted lately are known as a set."""
    notary, found = tallying(tx).notary, tx.execute(_all_of_owners(table), {"wanted": owners})
    names = tuple(found.keys())
    at = names.index(table.info["counted_by"][1])
    rows: dict[Owner, list[tuple[Any, ...]]] = {owner: [] for owner in owners}
    for row in found:
        rows[row[at]].append(tuple(row))
    counts = {o: Count.of(notary.shares(table, names, tuple(own))) for o, own in rows.items()}
    return None, counts


def _read_owned(
    tx: Tx, table: Table, owners: Sequence[Owner]
) -> tuple[dict[Owner, list[dict[str, Any]]], dict[Owner, Count]]:
    _, column = table.info["counted_by"]
    rows: dict[Owner, list[dict[str, Any]]] = {owner: [] for owner in owners}
    shares: dict[Owner, list[int]] = {owner: [] for owner in owners}
    for row, share in _opened(tx, table, _all_of_owners(table), {"wanted": owners}):
        rows[row[column]].append(row)
        shares[row[column]].append(share)
    return rows, {owner: Count.of(several) for owner, several in shares.items()}


def _opened(
    tx: Tx, table: Table, query: Select[Any], asked: Mapping[str, Any]
) -> list[tuple[dict[str, Any], int]]:
    """The rows that a query finds, each opened, with its share of the tally."""
    notary, found = tallying(tx).notary, tx.execute(query, asked)
    names = tuple(found.keys())
    rows = [tuple(row) for row in found]
    keys = keys_of_values(tx, table, names, rows)
    return [notary.open_values(table, names, row, keys) for row in rows]


@cache
def _all_of_owners(table: Table) -> Select[Any]:
    """The rows of the wanted owners, in order of insertion."""
    _, column = table.info["counted_by"]
    order = table.c.seq if "seq" in table.c else table.primary_key.columns[0]
    return select(table).where(is_wanted(table.c[column])).order_by(order)


def _amiss(tx: Tx, table: Table, scopes: Mapping[str, Owner], found: Mapping[Owner, Count]) -> str:
    """The first owner whose rows are not those that its tally counts; empty when all are."""
    own = tallying(tx)
    for scope, owner in scopes.items():
        if own.counted(scope, table) != found[owner]:
            return scope
        if not own.has_tally(scope) and is_owner_there(tx, scope):
            return scope
    return ""


def _sealed(tx: Tx, table: Table, rows: Sequence[Row]) -> list[tuple[dict[str, Any], int]]:
    own, notary = tallying(tx), tallying(tx).notary
    owners = owners_of(tx, table, rows)
    ensure_keys(tx, owners)
    if "seq" in table.c:
        numbers = _next_numbers(tx, table, len(rows))
        rows = [{**row, "seq": seq} for row, seq in zip(rows, numbers, strict=True)]
    each = zip(rows, owners, strict=True)
    return [notary.seal(table, row, own.keys.get(owner)) for row, owner in each]


def ensure_keys(tx: Tx, owners: Iterable[KeyOwner]) -> None:
    """Make the keys that owners lack; another transaction that does so too is waited for."""
    if missing := without_key(tx, owners):
        insert_new(tx, owner_key, [fresh_key(owner) for owner in missing], "owner")
        if lacking := without_key(tx, missing):
            raise CaseFileError(f"{lacking[0]} has no key, and none could be made")


def _next_numbers(tx: Tx, table: Table, count: int) -> Sequence[int]:
    """The sequence numbers of the next rows; SQLite has one writer, PostgreSQL a sequence."""
    if tx.dialect.name == "postgresql":
        each = func.generate_series(1, count).table_valued("n")
        name = func.pg_get_serial_sequence(table.name, "seq")
        return tx.execute(select(func.nextval(name)).select_from(each)).scalars().all()
    last: int = tx.execute(select(func.coalesce(func.max(table.c.seq), 0))).scalar_one()
    return range(last + 1, last + 1 + count)


def chunks(values: Sequence[T]) -> Iterator[tuple[T, ...]]:
    """The distinct values, in order, in pieces short enough for one IN list."""
    rest = iter(dict.fromkeys(values))
    while piece := tuple(islice(rest, _CHUNK)):
        yield piece


@cache
def is_newest(table: Table, *keys: str, by: str = "version") -> ColumnElement[bool]:
    """The condition that no row with the same keys has a higher version (or sequence)."""
    later = table.alias()
    same = [later.c[key] == table.c[key] for key in keys]
    return ~exists().where(*same, later.c[by] > table.c[by]).correlate(table)

"""The check of the whole record: every row, every tally, the total, the trail, the turns of orders.

It reads everything and stops at nothing: each row that is wrong is one fault, named by table and
row. Nothing is compared with an earlier copy; that is what the anchor is for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, Table, literal, select, tuple_
from sqlalchemy.exc import NoResultFound

from skiptrace.casefile.notary import Notary, is_covered, row_name, shape_of
from skiptrace.casefile.order_turns import turn_fault
from skiptrace.casefile.row_owners import has_owners
from skiptrace.casefile.sealing_anew import is_keyless
from skiptrace.casefile.statements import Tx, as_stored
from skiptrace.casefile.tables.audit import audit_head
from skiptrace.casefile.tables.base import case_meta
from skiptrace.casefile.tables.orders import order_turn, trace_order
from skiptrace.casefile.tables.schema import metadata
from skiptrace.casefile.tables.tallies import tally
from skiptrace.casefile.tallies import (
    TOTAL,
    Count,
    Counts,
    read_counts,
    scope_of,
    stored_total,
)
from skiptrace.model.errors import CaseFileError

UNCOVERED: Mapping[str, str] = {
    "audit_event": "chained by hashes, and the total knows the head",
    "audit_head": "has a mac of its own, and the total knows it",
    "case_meta": "holds what tells a key file from another; checked when a case file is opened",
    "tally": "sealed itself, and counted by the total",
}
"""The tables whose rows have no mac, and why they need none."""

META_NAMES = frozenset({"case_meta.key_check", "case_meta.index_check"})
_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one row or table; `where` names it and shows nothing of its content."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class RecordCheck:
    """How many audit events there are, and everything that is wrong."""

    events: int
    faults: tuple[Fault, ...]


def faults_of(tx: Tx, notary: Notary) -> Iterator[Fault]:
    """Everything that is wrong with the rows, the tallies and the total."""
    found: dict[str, Counts] = defaultdict(dict)
    for table in metadata.sorted_tables:
        if is_covered(table):
            yield from _row_faults(tx, notary, table, found)
    yield from _keyless(tx)
    yield from _turn_faults(tx)
    yield from _meta_faults(tx)
    yield from _tally_faults(tx, notary, found)


def _row_faults(tx: Tx, notary: Notary, table: Table, found: dict[str, Counts]) -> Iterator[Fault]:
    for row in _stream(tx, table):
        if isinstance(row, Fault):
            yield row
            continue
        try:
            share = notary.share(table, row)
        except CaseFileError:
            yield Fault(row_name(table, row), "was changed, or made without the key file")
            continue
        counts = found[scope_of(table, row)]
        counts[table.name] = counts.get(table.name, Count()) + Count(1, share)


def _keyless(tx: Tx) -> Iterator[Fault]:
    """Rows that lie under the key of an owner which is not there."""
    for table in filter(has_owners, metadata.sorted_tables):
        key = [table.c[name] for name in shape_of(table).key]
        for name in shape_of(table).sealed:
            query = select(*key).where(*is_keyless(tx, table.c[name])).order_by(*key)
            for row in tx.execute(query).mappings().all():
                yield Fault(row_name(table, row), f"the key that sealed its {name} is gone")


def _turn_faults(tx: Tx) -> Iterator[Fault]:
    """Orders that do not stand as their last turn says."""
    turns: dict[str, Mapping[Any, Any]] = {}
    for turn in _stream(tx, order_turn):
        if not isinstance(turn, Fault):
            turns[turn["order_id"]] = turn
    for row in _stream(tx, trace_order):
        if isinstance(row, Fault):
            continue  # it is named among the rows
        if wrong := turn_fault(row, turns.get(row["id"])):
            yield Fault(row_name(trace_order, row), wrong)


def _meta_faults(tx: Tx) -> Iterator[Fault]:
    for name in tx.execute(select(case_meta.c.name)).scalars():
        if name not in META_NAMES:
            yield Fault(f"case_meta row {name}", "was made without the key file")
    for head_id in tx.execute(select(audit_head.c.id).where(audit_head.c.id != 1)).scalars():
        yield Fault(f"audit_head row {head_id}", "was made without the key file")


def _tally_faults(tx: Tx, notary: Notary, found: dict[str, Counts]) -> Iterator[Fault]:
    sealed = Count()
    for row in _stream(tx, tally):
        if isinstance(row, Fault):
            yield row
            continue
        scope = row["scope"]
        if scope == TOTAL:
            continue
        try:
            counts, share = read_counts(notary, scope, row["content"])
        except CaseFileError:
            found.pop(scope, None)
            yield Fault(f"tally row {scope}", "was changed, or made without the key file")
            continue
        sealed += Count(1, share)
        yield from _differences(scope, counts, found.pop(scope, {}))
    for scope, counts in found.items():
        yield from _differences(scope, {}, counts)
    yield from _total_faults(tx, notary, sealed)


def _differences(scope: str, counted: Counts, there: Counts) -> Iterator[Fault]:
    for name in sorted({*counted, *there}):
        was, now = counted.get(name, Count()), there.get(name, Count())
        if was != now:
            what = f"{was.rows} rows were written and {now.rows} of them are there"
            yield Fault(f"{name} rows of {scope}", what)


def _total_faults(tx: Tx, notary: Notary, sealed: Count) -> Iterator[Fault]:
    try:
        total = stored_total(tx, notary)
    except CaseFileError:
        yield Fault("tally total", "is missing, was changed, or was made without the key file")
        return
    row = tx.execute(select(audit_head).where(audit_head.c.id == 1)).first()
    if row is None or (row.events, row.hash) != (total.events, total.head):
        yield Fault("audit_head row 1", "is not the head that was written last")
    if total.tallies != sealed:
        what = f"{total.tallies.rows} tallies were written and not all are there as they were last"
        yield Fault("tally total", what)


def _stream(tx: Tx, table: Table) -> Iterator[Mapping[Any, Any] | Fault]:
    """Every row in order of its key, read page by page so that no cursor stays open.

    One that holds what its columns cannot is a fault: SQLite takes a text for a day.
    """
    key = [table.c[name] for name in shape_of(table).key]
    after: tuple[Any, ...] | None = None
    while True:
        query = _first_page(table)
        if after is not None:
            query = query.where(tuple_(*key) > tuple_(*map(literal, after)))
        keys = as_stored(tx, query.with_only_columns(*key))
        try:
            yield from tx.execute(query).mappings().all()
        except (ValueError, TypeError, ArithmeticError, CaseFileError):
            yield from (_row_of(tx, table, one) for one in keys)
        if len(keys) < _PAGE:
            return
        after = keys[-1]


def _row_of(tx: Tx, table: Table, key: tuple[Any, ...]) -> Mapping[Any, Any] | Fault:
    """The row of a key; a fault where it cannot be read."""
    names = shape_of(table).key
    own = [table.c[name] == literal(value) for name, value in zip(names, key, strict=True)]
    try:
        return tx.execute(select(table).where(*own)).mappings().one()
    except (ValueError, TypeError, ArithmeticError, CaseFileError, NoResultFound):
        return Fault(row_name(table, dict(zip(names, key, strict=True))), "cannot be read")


@cache
def _first_page(table: Table) -> Select[Any]:
    return select(table).order_by(*(table.c[name] for name in shape_of(table).key)).limit(_PAGE)

"""Tallies: how many rows each account, subject, order and table has, so that none goes missing.

Rows are only ever added, so a count and a sum of secret shares tell a set of rows from every other.
Each owner has one tally, sealed and bound to the owner. The total counts and sums the tallies,
knows the head of the audit trail, and counts the transactions that wrote: the anchor outside the
database names it. All change in the transaction that writes the rows, at its end, under one lock.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlalchemy import Column, Connection, Engine, Table, bindparam, event, insert, select, update

from skiptrace.casefile.columns import is_wanted
from skiptrace.casefile.crypto import OwnerKey
from skiptrace.casefile.engine import serialise
from skiptrace.casefile.notary import Notary
from skiptrace.casefile.recent import Recent
from skiptrace.casefile.tables.accounts import account, subject
from skiptrace.casefile.tables.orders import trace_order
from skiptrace.casefile.tables.tallies import tally as t
from skiptrace.casefile.tables.users import users, watched
from skiptrace.model.errors import CaseFileError

OWNERS: Mapping[str, Column[str]] = {
    "account": account.c.id,
    "subject": subject.c.id,
    "order": trace_order.c.id,
    "user": users.c.id,
    "watched": watched.c.id,
}
"""The owners that have a tally from their first row on, and the column that knows them."""

FIRST_HASH = "0" * 64
TOTAL = ""
_LOCK = 0x5B1F_A0D3
_MODULUS = 1 << 128
_CHUNK = 500
_TX = "skiptrace.tally"
_TALLIES = select(t.c.scope, t.c.content).where(is_wanted(t.c.scope))


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows, and the sum of their shares."""

    rows: int = 0
    total: int = 0

    @classmethod
    def of(cls, shares: Sequence[int]) -> Count:
        """The count of rows with these shares."""
        return cls(len(shares), sum(shares) % _MODULUS)

    def __add__(self, other: Count) -> Count:
        return Count(self.rows + other.rows, (self.total + other.total) % _MODULUS)

    def __sub__(self, other: Count) -> Count:
        return Count(self.rows - other.rows, (self.total - other.total) % _MODULUS)


_NOTHING = Count()
Counts = dict[str, Count]
"""The counts of one owner's rows, by table."""
KnownTallies = Recent[tuple[str, bytes], tuple[Counts, int]]
"""What `read_counts` gives of tallies that were read or written lately, by scope and content."""
TALLIES_KEPT = 5_000


@dataclass(frozen=True, slots=True)
class Total:
    """The count of all tallies, the head of the audit trail, and how many transactions wrote."""

    writes: int = 0
    tallies: Count = Count()
    events: int = 0
    head: str = FIRST_HASH


def scope_of(table: Table, row: Mapping[Any, Any]) -> str:
    """The owner that a row is counted for: `account acc_...`, or `table note` for a whole table."""
    owner, column = table.info.get("counted_by", ("table", ""))
    return owner_scope(owner, row[column] if column else table.name)


def owner_scope(owner: str, value: str | bytes) -> str:
    """The scope of one owner; one that is known by its blind index is named by its digits."""
    return f"{owner} {value.hex() if isinstance(value, bytes) else value}"


_Savepoint: TypeAlias = tuple[dict[str, Counts], tuple[int, str] | None, dict[str, OwnerKey]]


@dataclass
class Tallying:
    """What one transaction adds to the tallies, and what it has read of them.

    `keys` are the keys of owners that this transaction found or made, by owner: what another one
    found may be gone by now. `owners` is whose a row is, by the column that it is known by.
    """

    notary: Notary
    known: KnownTallies = field(default_factory=lambda: Recent(TALLIES_KEPT))
    added: dict[str, Counts] = field(default_factory=dict)
    seen: dict[str, Counts | None] = field(default_factory=dict)
    head: tuple[int, str] | None = None
    keys: dict[str, OwnerKey] = field(default_factory=dict)
    owners: dict[tuple[str, str | bytes], str] = field(default_factory=dict)
    savepoints: list[_Savepoint] = field(default_factory=list)

    def count(self, table: Table, row: Mapping[Any, Any], share: int) -> None:
        """Count one row that was inserted; an owner has a tally from its first row on."""
        self.count_all(table, [(row, share)])

    def count_all(self, table: Table, rows: Iterable[tuple[Mapping[Any, Any], int]]) -> None:
        """Count rows that were inserted, each with its share."""
        owned = [(owner, c.name) for owner, c in OWNERS.items() if c.table.name == table.name]
        shares: dict[str, list[int]] = {}
        for row, share in rows:
            for owner, key in owned:
                self.added.setdefault(f"{owner} {row[key]}", {})
            shares.setdefault(scope_of(table, row), []).append(share)
        for scope, several in shares.items():
            counts = self.added.setdefault(scope, {})
            counts[table.name] = counts.get(table.name, Count()) + Count.of(several)

    def uncount(self, table: Table, row: Mapping[Any, Any], share: int) -> None:
        """Count a row no longer that was disposed of, by the share it had."""
        counts = self.added.setdefault(scope_of(table, row), {})
        counts[table.name] = counts.get(table.name, Count()) - Count(1, share)

    def recount(self, table: Table, row: Mapping[Any, Any], before: int, after: int) -> None:
        """Count a row by its new share, which was sealed anew and is the same row."""
        counts = self.added.setdefault(scope_of(table, row), {})
        change = Count(0, after) - Count(0, before)
        counts[table.name] = counts.get(table.name, Count()) + change

    def counted(self, scope: str, table: Table) -> Count:
        """The rows of an owner that the tally it was seen with and this transaction count."""
        counts = (self.seen.get(scope) or {}, self.added.get(scope, {}))
        stored, added = (one.get(table.name, _NOTHING) for one in counts)
        return stored + added if added is not _NOTHING else stored

    def has_tally(self, scope: str) -> bool:
        """Whether the owner was seen with a tally, or has one from this transaction on."""
        return self.seen.get(scope) is not None or scope in self.added

    def mark(self) -> None:
        """Remember what was added when a savepoint was set; savepoints lie within one another."""
        self.savepoints.append((deepcopy(self.added), self.head, dict(self.keys)))

    def go_back(self) -> None:
        """Forget what was added since the last savepoint."""
        self.added, self.head, self.keys = self.savepoints.pop()

    def keep(self) -> None:
        """Keep what was added since the last savepoint."""
        self.savepoints.pop()


def tallying(tx: Connection) -> Tallying:
    """What the transaction adds so far; CaseFileError for one that no case file began."""
    found = tx.info.get(_TX)
    if not isinstance(found, Tallying):
        raise CaseFileError("a transaction of the case file is begun by its read or write")
    return found


@contextmanager
def reading(tx: Connection, notary: Notary, known: KnownTallies | None = None) -> Iterator[None]:
    """Lets the rows of a transaction be opened and their counts be checked."""
    info = tx.info  # asked again, a connection that was lost would raise something else
    info[_TX] = Tallying(notary) if known is None else Tallying(notary, known)
    try:
        yield
    finally:
        info.pop(_TX, None)


@contextmanager
def writing(tx: Connection, notary: Notary, known: KnownTallies | None = None) -> Iterator[None]:
    """Lets rows be written, and brings tallies and total up to date at the end."""
    with reading(tx, notary, known):
        yield
        _bring_up_to_date(tx, tallying(tx))


def follow_savepoints(engine: Engine) -> None:
    """Let rows that are rolled back to a savepoint be counted no longer."""
    event.listen(engine, "savepoint", _mark)
    event.listen(engine, "rollback_savepoint", _go_back)
    event.listen(engine, "release_savepoint", _keep)


def _mark(tx: Connection, name: str) -> None:
    tallying(tx).mark()


def _go_back(tx: Connection, name: str, context: None) -> None:
    tallying(tx).go_back()


def _keep(tx: Connection, name: str, context: None) -> None:
    tallying(tx).keep()


def begin_tallies(tx: Connection, notary: Notary, total: Total) -> None:
    """Write the total of a case file, once."""
    tx.execute(insert(t).values(scope=TOTAL, content=_sealed(notary, TOTAL, total_text(total))))


def stored_total(tx: Connection, notary: Notary) -> Total:
    """The total; CaseFileError when it is missing or is not as it was written."""
    sealed = tx.execute(select(t.c.content).where(t.c.scope == TOTAL)).scalar()
    if sealed is None:
        raise CaseFileError("the total of the tallies is missing: run `skiptrace audit verify`")
    told = json.loads(open_tally(notary, TOTAL, sealed))
    return Total(told["writes"], _count(told["tallies"]), told["events"], told["head"])


def stored_counts(
    tx: Connection, own: Tallying, scopes: Iterable[str]
) -> dict[str, tuple[Counts, int]]:
    """The counts of each owner that has a tally, and the tally's share of the total."""
    found: dict[str, tuple[Counts, int]] = {}
    wanted = list(dict.fromkeys(scopes))
    for start in range(0, len(wanted), _CHUNK):
        for scope, sealed in tx.execute(_TALLIES, {"wanted": wanted[start : start + _CHUNK]}):
            read = own.known.get((scope, sealed))
            if read is None:
                read = read_counts(own.notary, scope, sealed)
                own.known.keep((scope, sealed), read)
            found[scope] = read
    return found


def see_counts(tx: Connection, scopes: Iterable[str]) -> None:
    """See the tallies of owners that the transaction has not seen yet.

    A tally that was seen once serves for every table of its owner: no transaction changes one
    before its end. Whoever finds other rows than it counts drops it from `seen` and sees it anew.
    """
    own = tallying(tx)
    new = [scope for scope in scopes if scope not in own.seen]
    stored = stored_counts(tx, own, new)
    own.seen.update({scope: stored[scope][0] if scope in stored else None for scope in new})


def read_counts(notary: Notary, scope: str, sealed: bytes) -> tuple[Counts, int]:
    """The counts in a stored tally, and its share of the total."""
    text = open_tally(notary, scope, sealed)
    counts = {name: _count(told) for name, told in json.loads(text).items()}
    return counts, notary.secret_share(scope, text)


def open_tally(notary: Notary, scope: str, sealed: bytes) -> str:
    """What a stored tally says; CaseFileError when it is not as it was written."""
    return notary.open_text(_place(scope), sealed)


def is_owner_there(tx: Connection, scope: str) -> bool:
    """Whether the case file knows the owner of a scope."""
    owner, _, owner_id = scope.partition(" ")
    column = OWNERS.get(owner)
    if column is None:
        return False
    return tx.execute(select(column).where(column == owner_id).limit(1)).first() is not None


def note_head(tx: Connection, before: tuple[int, str], after: tuple[int, str]) -> None:
    """Bind a longer audit trail; CaseFileError when it did not go on from the head that is bound.

    Heads are (number of events, hash of the last).
    """
    own = tallying(tx)
    bound = own.head
    if bound is None:
        total = stored_total(tx, own.notary)
        bound = (total.events, total.head)
    if bound != before:
        raise CaseFileError(
            "the head of the audit trail is not the one that was written last: "
            "run `skiptrace audit verify`"
        )
    own.head = after


def _bring_up_to_date(tx: Connection, own: Tallying) -> None:
    if not own.added and own.head is None:
        return
    serialise(tx, _LOCK)
    total = stored_total(tx, own.notary)
    events, head = own.head or (total.events, total.head)
    tallies = total.tallies + _add(tx, own)
    total = Total(total.writes + 1, tallies, events, head)
    content = _sealed(own.notary, TOTAL, total_text(total))
    tx.execute(update(t).where(t.c.scope == TOTAL).values(content=content))


def _add(tx: Connection, own: Tallying) -> Count:
    """Bring the tallies of every owner up to date, and give what the total gains."""
    stored = stored_counts(tx, own, own.added)
    fresh: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    new = change = 0
    for scope, added in own.added.items():
        counts, share = stored.get(scope, ({}, 0))
        is_new = scope not in stored
        now = merged(counts, added)
        text = counts_text(now)
        content = _sealed(own.notary, scope, text)
        new_share = own.notary.secret_share(scope, text)
        own.known.keep((scope, content), (now, new_share))
        new += is_new
        change += new_share - share
        (fresh if is_new else changed).append({"at": scope, "content": content})
    if fresh:
        tx.execute(insert(t).values(scope=bindparam("at")), fresh)
    if changed:
        tx.execute(update(t).where(t.c.scope == bindparam("at")), changed)
    return Count(new, change % _MODULUS)


def merged(one: Counts, other: Counts) -> Counts:
    """Both counts together, without tables that have no rows any more."""
    sums = one | other
    for name in one.keys() & other.keys():
        sums[name] = one[name] + other[name]
    return {name: sums[name] for name in sorted(sums) if sums[name] != _NOTHING}


def counts_text(counts: Counts) -> str:
    """Counts as the text that is sealed."""
    return json.dumps({name: _told(counts[name]) for name in sorted(counts)})


def total_text(total: Total) -> str:
    """A total as the text that is sealed."""
    told = {"writes": total.writes, "tallies": _told(total.tallies)}
    return json.dumps(told | {"events": total.events, "head": total.head})


def _sealed(notary: Notary, scope: str, text: str) -> bytes:
    return notary.seal_text(_place(scope), text)


def _place(scope: str) -> str:
    return f"tally row {scope}.content" if scope else "tally total"


def _told(count: Count) -> list[Any]:
    return [count.rows, f"{count.total:x}"]


def _count(told: list[Any]) -> Count:
    return Count(told[0], int(told[1], 16))

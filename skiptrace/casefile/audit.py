"""The audit trail: append-only events, each chained to the one before by SHA-256 (see `chain`).

A head row keeps the count and the last hash under an HMAC of the key file, so that cutting the end
off, or rebuilding the chain without the key, is seen too. The total of the tallies knows the head
as well, so that a shorter trail with its old head is seen. A case file put back whole to an earlier
state is seen by the anchor, which lies outside: `anchor`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update

from skiptrace.casefile.chain import (
    COLUMNS,
    content_of,
    event_in,
    is_changed,
    moment_text,
    row_of,
    said_in,
)
from skiptrace.casefile.chain_check import ChainFault, check_chain
from skiptrace.casefile.columns import is_wanted
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.engine import serialise
from skiptrace.casefile.statements import Tx, chunks, insert_all
from skiptrace.casefile.tables.audit import audit_event as t
from skiptrace.casefile.tables.audit import audit_head as head
from skiptrace.casefile.tallies import FIRST_HASH, note_head
from skiptrace.model.audit import EVERY_EVENT, AuditEvent, AuditQuestion
from skiptrace.model.errors import CaseFileError

_LOCK = 0x5B1F_A0D1
_STORED = select(*(t.c[name] for name in COLUMNS))
_NUMBERED = _STORED.where(is_wanted(t.c.seq)).order_by(t.c.seq)
_PAGE = 1000


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """How many events the trail holds, and every one that is wrong or missing, with what is wrong.

    A trail without faults is whole.
    """

    events: int
    faults: tuple[ChainFault, ...] = ()


class AuditTrail:
    """Who decided what, in an order that nobody can change unseen.

    On PostgreSQL appenders wait for one another until they commit: append late in a transaction.
    """

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys

    def begin(self, tx: Tx) -> None:
        """Write the head of an empty trail; once, when the case file is created."""
        tx.execute(insert(head).values(id=1, **self._head(0, FIRST_HASH)))

    def append(self, tx: Tx, events: Sequence[AuditEvent]) -> None:
        """Append events in their order."""
        if not events:
            return
        serialise(tx, _LOCK)
        last = tx.execute(select(head).where(head.c.id == 1)).mappings().first()
        if last is None:
            raise CaseFileError(
                "the head of the audit trail is missing: run `skiptrace audit verify`"
            )
        count, previous = last["events"], last["hash"]
        before = (count, previous)
        rows = []
        for event in events:
            count += 1
            rows.append(row_of(count, event, previous, self._keys))
            previous = rows[-1]["hash"]
        insert_all(tx, t, rows)
        tx.execute(update(head).values(self._head(count, previous)))
        note_head(tx, before, (count, previous))

    def latest(self, tx: Tx) -> datetime | None:
        """When the last event was written; None without any, or when it is damaged."""
        at = tx.execute(select(t.c.at).order_by(t.c.seq.desc()).limit(1)).scalar()
        try:
            return datetime.fromisoformat(at) if at else None
        except ValueError:
            return None  # `verify` says what is wrong with it

    def for_order(self, tx: Tx, order_id: str) -> list[AuditEvent]:
        """The events of one order, oldest first."""
        rows = tx.execute(_STORED.where(t.c.order_id == order_id).order_by(t.c.seq)).all()
        return [event_in(content_of(row, said_in(row, self._keys))) for row in rows]

    def events(self, tx: Tx, asked: AuditQuestion) -> Iterator[AuditEvent]:
        """The events that are asked for, by number; CaseFileError as `export` raises it."""
        return (event_in(line) for line in self.export(tx, asked))

    def export(self, tx: Tx, asked: AuditQuestion = EVERY_EVENT) -> Iterator[dict[str, Any]]:
        """The events that are asked for, with number and hashes, by number, as JSON-ready mappings.

        All but `hash` is what the hash covers. CaseFileError at an event that was changed.
        """
        for row in _stream(tx, asked):
            if is_changed(row, self._keys):
                raise CaseFileError(
                    f"audit_event row {row[0]}: was changed; run `skiptrace audit verify`"
                )
            yield content_of(row, said_in(row, self._keys)) | {"hash": row[11]}

    def verify(self, tx: Tx) -> AuditCheck:
        """Walk the whole chain and compare it with the head."""
        whole = check_chain(tx, self._keys)
        wrong = self._against_head(tx, whole.events, whole.last or FIRST_HASH)
        is_cut = bool(wrong) and not whole.faults
        return AuditCheck(whole.events, (*whole.faults, *(wrong if is_cut else ())))

    def _against_head(self, tx: Tx, count: int, last: str) -> tuple[ChainFault, ...]:
        row = tx.execute(select(head).where(head.c.id == 1)).mappings().first()
        if row is None:
            return ((count + 1, "the head of the trail is missing"),)
        if row["mac"] != self._head(row["events"], row["hash"])["mac"]:
            return ((max(count, 1), "the head was not written with this key file"),)
        if row["events"] != count:
            first = min(row["events"], count) + 1
            return ((first, f"the head counts {row['events']} events"),)
        if row["hash"] != last:
            return ((max(count, 1), "the head names another last event"),)
        return ()

    def _head(self, events: int, last: str) -> dict[str, Any]:
        mac = self._keys.index("audit.head", f"{events} {last}")
        return {"events": events, "hash": last, "mac": mac}


def _stream(tx: Tx, asked: AuditQuestion) -> Iterator[Any]:
    """The rows that are asked for, by number, read page by page so that no cursor stays open."""
    wanted = list(_conditions(asked))
    if wanted:
        numbers = tx.execute(select(t.c.seq).where(*wanted).order_by(t.c.seq)).scalars().all()
        for piece in chunks(numbers):
            yield from tx.execute(_NUMBERED, {"wanted": piece})
        return
    last = -1
    while page := tx.execute(_STORED.where(t.c.seq > last).order_by(t.c.seq).limit(_PAGE)).all():
        yield from page
        last = page[-1][0]


def _conditions(asked: AuditQuestion) -> Iterator[ColumnElement[bool]]:
    named = (
        (t.c.user_id, asked.users),
        (t.c.account_id, asked.accounts),
        (t.c.connector_id, asked.connectors),
        (t.c.kind, asked.kinds),
    )
    for column, values in named:
        if values:
            yield column.in_(values)
    if asked.first is not None:
        yield t.c.at >= moment_text(asked.first)
    if asked.end is not None:
        yield t.c.at < moment_text(asked.end)

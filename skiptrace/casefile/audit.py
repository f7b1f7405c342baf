"""The audit trail: append-only events, each chained to the one before by SHA-256.

The hash of an event is SHA-256 over the canonical JSON (sorted keys, no blanks, UTF-8) of its
fields, its number, its salt and the previous hash. Actor, text and salt are sealed: without the key
file they are not to be read, nor guessed by the hash. An export has them all, so that anybody can
check it. An event of a case file before revision 0007 has no salt.

A head row keeps the count and the last hash under an HMAC of the key file, so that cutting the end
off, or rebuilding the chain without the key, is seen too. The total of the tallies knows the head
as well, so that a shorter trail with its old head is seen. A case file put back whole to an earlier
state is seen by the anchor, which lies outside: `anchor`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import RowMapping, insert, select, update

from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.engine import serialise
from skiptrace.casefile.statements import Tx, insert_all
from skiptrace.casefile.tables.audit import audit_event as t
from skiptrace.casefile.tables.audit import audit_head as head
from skiptrace.casefile.tallies import FIRST_HASH, note_head
from skiptrace.model.audit import AuditEvent
from skiptrace.model.errors import CaseFileError

_LOCK = 0x5B1F_A0D1
_PAGE = 1000
_WORDS = ("kind", "order_id", "account_id", "connector_id", "rule")
_SAID = ("actor", "text")
_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """How many events the trail holds, and the number of the first that is wrong or missing.

    `broken_at` None means that the trail is whole; `reason` says what is wrong.
    """

    events: int
    broken_at: int | None = None
    reason: str = ""


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
            rows.append(self._row(count, event, previous))
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
        rows = tx.execute(select(t).where(t.c.order_id == order_id).order_by(t.c.seq)).mappings()
        return [_event(self._content(row)) for row in rows]

    def export(self, tx: Tx) -> Iterator[dict[str, Any]]:
        """Every event with its number and hashes, oldest first, as JSON-ready mappings.

        CaseFileError at an event whose words were changed.
        """
        for row in _stream(tx):
            yield self._content(row) | {"hash": row["hash"]}

    def verify(self, tx: Tx) -> AuditCheck:
        """Walk the whole chain and compare it with the head."""
        count, previous = 0, FIRST_HASH
        for row in _stream(tx):
            wrong = self._fault(row, count + 1, previous)
            if wrong:
                return AuditCheck(count, count + 1, wrong)
            count, previous = count + 1, row["hash"]
        return self._against_head(tx, count, previous)

    def _against_head(self, tx: Tx, count: int, last: str) -> AuditCheck:
        row = tx.execute(select(head).where(head.c.id == 1)).mappings().first()
        if row is None:
            return AuditCheck(count, count + 1, "the head of the trail is missing")
        if row["mac"] != self._head(row["events"], row["hash"])["mac"]:
            return AuditCheck(count, max(count, 1), "the head was not written with this key file")
        if row["events"] != count:
            first = min(row["events"], count) + 1
            return AuditCheck(count, first, f"the head counts {row['events']} events")
        if row["hash"] != last:
            return AuditCheck(count, max(count, 1), "the head names another last event")
        return AuditCheck(count)

    def _head(self, events: int, last: str) -> dict[str, Any]:
        mac = self._keys.index("audit.head", f"{events} {last}")
        return {"events": events, "hash": last, "mac": mac}

    def _row(self, number: int, event: AuditEvent, previous: str) -> dict[str, Any]:
        said = {"actor": event.actor, "text": event.text, "salt": token_hex(_SALT_BYTES)}
        row: dict[str, Any] = {name: getattr(event, name) for name in _WORDS} | {
            "seq": number,
            "at": _moment(event.at),
            "purposes": json.dumps(event.purposes),
            "fields": json.dumps(event.fields),
            "said": self._keys.seal_text(_place(number), json.dumps(said)),
            "previous": previous,
        }
        return row | {"hash": _hash(_content(row, said))}

    def _content(self, row: RowMapping) -> dict[str, Any]:
        """What the hash covers; CaseFileError when the words are not as they were written."""
        return _content(row, json.loads(self._keys.unseal_text(_place(row["seq"]), row["said"])))

    def _fault(self, row: RowMapping, number: int, previous: str) -> str:
        if row["seq"] != number:
            return "an event is missing"
        if row["previous"] != previous:
            return "the event does not follow the one before it"
        try:
            content = self._content(row)
        except (CaseFileError, json.JSONDecodeError):
            return "the event was changed"
        return "" if _hash(content) == row["hash"] else "the event was changed"


def _place(number: int) -> str:
    return f"audit_event row {number}.said"


def _moment(at: datetime) -> str:
    if at.tzinfo is None:
        raise CaseFileError("an audit event needs a moment with a time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _content(row: Mapping[Any, Any], said: Mapping[str, str]) -> dict[str, Any]:
    plain = {name: row[name] for name in (*_WORDS, "seq", "at", "previous")}
    salt = {"salt": said["salt"]} if said["salt"] else {}
    told = {name: said[name] for name in _SAID}
    return plain | told | salt | {name: json.loads(row[name]) for name in ("purposes", "fields")}


def _hash(content: Mapping[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _event(content: Mapping[str, Any]) -> AuditEvent:
    return AuditEvent(
        at=datetime.fromisoformat(content["at"]),
        purposes=tuple(content["purposes"]),
        fields=tuple(content["fields"]),
        **{name: content[name] for name in (*_WORDS, *_SAID)},
    )


def _stream(tx: Tx) -> Iterator[RowMapping]:
    """Every row in order, read page by page so that no cursor stays open."""
    last = -1
    while page := _page(tx, last):
        yield from page
        last = page[-1]["seq"]


def _page(tx: Tx, after: int) -> Sequence[RowMapping]:
    return (
        tx.execute(select(t).where(t.c.seq > after).order_by(t.c.seq).limit(_PAGE)).mappings().all()
    )

"""How an event of the audit trail is stored, and what its hash covers.

The hash of an event is SHA-256 over the canonical JSON (sorted keys, no blanks, UTF-8) of its
fields, its number, its salt and the previous hash. Actor, text and salt are sealed: without the key
file they are not to be read, nor guessed by the hash. An export has them all, so that anybody can
check it. An event of a case file before revision 0007 has no salt; `version` and `law` are told
where there are any. The column `user_id` repeats the id that the actor's signature begins with.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring as quoted
from secrets import token_hex
from typing import Any, NamedTuple

from skiptrace.casefile.crypto import Keyring
from skiptrace.model.actor import signed_id
from skiptrace.model.audit import AuditEvent
from skiptrace.model.errors import CaseFileError

COLUMNS = (
    "seq", "at", "kind", "order_id", "account_id", "connector_id", "rule", "purposes", "fields",
    "said", "previous", "hash", "user_id", "version", "law",
)  # fmt: skip
"""The columns of a stored event, in the order that `StoredEvent` gives them."""
_SALT_BYTES = 16
_LISTS_KEPT = 4096


class SealedWords(NamedTuple):
    """What of an event is sealed: who acted, what it says in words, and the salt of its hash.

    It is stored as JSON of these names in this order.
    """

    actor: str
    text: str
    salt: str


StoredEvent = tuple[Any, ...]
"""The values of one row, in the order of `COLUMNS`."""


def row_of(number: int, event: AuditEvent, previous: str, keys: Keyring) -> dict[str, Any]:
    """The row of an event that follows the one of the hash `previous`."""
    said = SealedWords(event.actor, event.text, token_hex(_SALT_BYTES))
    told = json.dumps(said._asdict())
    row: dict[str, Any] = {
        "seq": number,
        "at": _moment(event.at),
        "kind": event.kind,
        "order_id": event.order_id,
        "account_id": event.account_id,
        "connector_id": event.connector_id,
        "rule": event.rule,
        "purposes": _listed(event.purposes),
        "fields": _listed(event.fields),
        "said": keys.seal_text(_place(number), told),
        "previous": previous,
        "hash": "",
        "user_id": signed_id(event.actor) or None,
        "version": event.version,
        "law": event.law or None,
    }
    return row | {"hash": hash_of(tuple(row[name] for name in COLUMNS), said)}


def said_in(row: StoredEvent, keys: Keyring) -> SealedWords:
    """The sealed words of a stored event; CaseFileError when they are not as they were written."""
    told = keys.unseal(_place(row[0]), row[9])
    if b"\\" not in told:
        return SealedWords(*_between_marks(told))
    words = json.loads(told)
    return SealedWords(words["actor"], words["text"], words["salt"])


def is_changed(row: StoredEvent, keys: Keyring) -> bool:
    """Whether a stored event is not as it was written; whether it follows another is not asked."""
    try:
        told = keys.unseal(_place(row[0]), row[9]).decode()
        if "\\" in told:
            said = said_in(row, keys)
            actor, now = said.actor, hash_of(row, said)
        else:  # what stands between the marks is canonical JSON as it is
            parts = told.split('"')
            actor, salt = parts[3], parts[11]
            now = _hash(row, f'"{actor}"', f'"{parts[7]}"', f'"salt":"{salt}",' if salt else "")
        return bool(now != row[11] or (signed_id(actor) or None) != row[12])
    except (CaseFileError, ValueError, TypeError, IndexError):
        return True


def hash_of(row: StoredEvent, said: SealedWords) -> str:
    """The hash of a stored event; ValueError or TypeError where a column holds what none wrote.

    It is `sha256` of `json.dumps(content_of(row, said), sort_keys=True, separators=(",", ":"),
    ensure_ascii=False)`, written out.
    """
    salt = f'"salt":{quoted(said.salt)},' if said.salt else ""
    return _hash(row, quoted(said.actor), quoted(said.text), salt)


def _hash(row: StoredEvent, actor: str, words: str, salt: str) -> str:
    """The hash with what is sealed as canonical JSON; an event without a salt has an empty one."""
    seq, at, kind, order, account, connector, rule, purposes, fields, _, previous = row[:11]
    version, law = row[13], row[14]
    under = "" if law is None else f'"law":{quoted(law)},'
    in_force = "" if version is None else f',"version":{version}'
    text = (
        f'{{"account_id":{quoted(account)},"actor":{actor},"at":{quoted(at)},'
        f'"connector_id":{quoted(connector)},"fields":{_canonical(fields)},"kind":{quoted(kind)},'
        f'{under}"order_id":{quoted(order)},"previous":{quoted(previous)},'
        f'"purposes":{_canonical(purposes)},"rule":{quoted(rule)},{salt}"seq":{seq},'
        f'"text":{words}{in_force}}}'
    )
    return sha256(text.encode()).hexdigest()


def _between_marks(told: bytes) -> tuple[str, str, str]:
    """Actor, text and salt of sealed words without a backslash: they stand in order."""
    parts = told.decode().split('"')
    return parts[3], parts[7], parts[11]


def content_of(row: StoredEvent, said: SealedWords) -> dict[str, Any]:
    """What the hash covers, by name, as JSON-ready values."""
    stored = dict(zip(COLUMNS, row, strict=True))
    plain = ("seq", "at", "kind", "order_id", "account_id", "connector_id", "rule", "previous")
    told: dict[str, Any] = {name: stored[name] for name in plain}
    told |= {name: json.loads(stored[name]) for name in ("purposes", "fields")}
    told |= {name: stored[name] for name in ("version", "law") if stored[name] is not None}
    return told | {"actor": said.actor, "text": said.text} | _salted(said)


def event_in(content: Mapping[str, Any]) -> AuditEvent:
    """The event of a content."""
    plain = ("kind", "actor", "order_id", "account_id", "connector_id", "rule", "text")
    return AuditEvent(
        at=datetime.fromisoformat(content["at"]),
        purposes=tuple(content["purposes"]),
        fields=tuple(content["fields"]),
        version=content.get("version"),
        law=content.get("law", ""),
        **{name: content[name] for name in plain},
    )


def moment_text(at: datetime) -> str:
    """A moment as it is stored: in UTC to the microsecond, so that texts sort as moments do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _moment(at: datetime) -> str:
    if at.tzinfo is None:
        raise CaseFileError("an audit event needs a moment with a time zone")
    return moment_text(at)


def _salted(said: SealedWords) -> dict[str, str]:
    return {"salt": said.salt} if said.salt else {}


def _place(number: int) -> str:
    return f"audit_event row {number}.said"


@lru_cache(_LISTS_KEPT)
def _listed(names: tuple[str, ...]) -> str:
    """A list of names as it is stored."""
    return json.dumps(names)


@lru_cache(_LISTS_KEPT)
def _canonical(stored: str) -> str:
    """A stored list of names in canonical JSON; ValueError when it is not spelled as written."""
    names = json.loads(stored)
    if json.dumps(names) != stored:
        raise ValueError("another spelling of a list")
    return json.dumps(names, separators=(",", ":"), ensure_ascii=False)

"""The keys of accounts and subjects: found, made, and opened for the rows that they sealed.

Disposal deletes a key with the rows that lie under it, so that a copy of such a row in a freed
page, or put back from elsewhere, opens no more. A transaction asks anew which key an owner has: one
that another transaction saw may be gone, and what it sealed would be lost.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, select

from skiptrace.casefile.columns import is_wanted
from skiptrace.casefile.crypto import KEY_BYTES, OWNER_KEY_ID_BYTES, OwnerKey, owner_key_id
from skiptrace.casefile.notary import shape_of
from skiptrace.casefile.row_owners import NOBODY, Owner
from skiptrace.casefile.tables.owner_keys import owner_key as t
from skiptrace.casefile.tallies import tallying

_TOGETHER = 500
_BY_OWNER = select(t).where(is_wanted(t.c.owner))
_BY_ID = select(t).where(is_wanted(t.c.id))


def fresh_key(owner: Owner) -> dict[str, Any]:
    """A new key of an owner as a row that is to be sealed."""
    made = os.urandom(OWNER_KEY_ID_BYTES).hex()
    return {"id": made, "owner": owner, "key": os.urandom(KEY_BYTES)}


def without_key(tx: Connection, owners: Iterable[Owner]) -> list[Owner]:
    """Those of the owners that have no key, in order; the keys of the others are in `keys` then."""
    own = tallying(tx)
    new = sorted({owner for owner in owners if owner != NOBODY and owner not in own.keys})
    for start in range(0, len(new), _TOGETHER):
        for row in _rows(tx, _BY_OWNER, new[start : start + _TOGETHER]):
            own.keys[row["owner"]] = _opened(tx, row)
    return [owner for owner in new if owner not in own.keys]


def keys_of_values(
    tx: Connection, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> Mapping[bytes, OwnerKey]:
    """The owners' keys that sealed what stands in these rows, by id; those that are there.

    `names` are the columns that the values of each row are of.
    """
    sealed = [names.index(name) for name in shape_of(table).sealed if name in names]
    return opening_keys(tx, (row[at] for row in rows for at in sealed))


def opening_keys(tx: Connection, values: Iterable[bytes | None]) -> Mapping[bytes, OwnerKey]:
    """The owners' keys that sealed these values, by id; those that are there."""
    ids = {owner_key_id(value) for value in values} - {None}
    known = tallying(tx).notary.known
    found = {number: known[number] for number in ids if number is not None and number in known}
    missing = sorted(number.hex() for number in ids if number is not None and number not in found)
    for start in range(0, len(missing), _TOGETHER):
        for row in _rows(tx, _BY_ID, missing[start : start + _TOGETHER]):
            key = _opened(tx, row)
            found[key.id] = key
    return found


def forget_key(tx: Connection, row: Mapping[Any, Any]) -> None:
    """Let go of a key whose row is deleted."""
    own = tallying(tx)
    own.keys.pop(row["owner"], None)
    own.notary.known.pop(bytes.fromhex(row["id"]), None)


def _rows(tx: Connection, query: Any, wanted: Sequence[str]) -> Iterable[Mapping[Any, Any]]:
    return tx.execute(query, {"wanted": wanted}).mappings().all()


def _opened(tx: Connection, row: Mapping[Any, Any]) -> OwnerKey:
    """The key of a stored row; CaseFileError when the row is not as it was written."""
    notary = tallying(tx).notary
    opened, _ = notary.open(t, row)
    number = bytes.fromhex(row["id"])
    known = notary.known.get(number)
    if known is not None and known.owner == row["owner"]:
        return known
    key = OwnerKey(number, row["owner"], opened["key"])
    notary.keep(key)
    return key

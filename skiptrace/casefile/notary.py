"""The notary: seals every row as it is written, and opens none that another hand touched.

A row's mac is an HMAC-SHA256, under a key of its table, over every lasting column and the row's
key: a row that was changed, copied or made without the key file no longer opens. A column that is
NULL says nothing, so one that a later schema adds leaves the macs as they are. A sealed value is
bound to table, column and row, so it opens nowhere else. What is about one account or one subject
is sealed by the key of this owner; the macs stay with the keyring.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from struct import Struct, pack
from typing import Any

from sqlalchemy import Double, Float, Table

from skiptrace.casefile.columns import Sealed
from skiptrace.casefile.crypto import Keyring, OwnerKey, SealedBytes, owner_key_id
from skiptrace.casefile.recent import Recent
from skiptrace.model.errors import CaseFileError

_MAC_BYTES = 16
_MICRO = 6
_ROWS_KEPT = 20_000
"""Rows that are known to be as they were written; a chunk of 500 orders rests on about as many."""
_SETS_KEPT = 2_000
"""The rows of so many owners that are known to be as they were written, where none is read."""
_KEYS_KEPT = 50_000
_NONE: Mapping[bytes, OwnerKey] = {}


@dataclass(frozen=True, slots=True)
class Shape:
    """What of a table the notary looks at: its key, its sealed columns, what the mac covers.

    `field` names the key of the mac.
    """

    field: str
    key: tuple[str, ...]
    sealed: tuple[str, ...]
    covered: tuple[tuple[str, bytes, bool], ...]


@cache
def shape_of(table: Table) -> Shape:
    """The shape of a table that has macs."""
    lasting = [c for c in table.columns if c.name != "mac" and not c.info.get("changes")]
    return Shape(
        field=f"row.{table.name}",
        key=tuple(c.name for c in table.primary_key),
        sealed=tuple(c.name for c in table.columns if isinstance(c.type, Sealed)),
        covered=tuple(
            (c.name, c.name.encode(), isinstance(c.type, Double | Float))
            for c in sorted(lasting, key=lambda c: c.name)
        ),
    )


def is_covered(table: Table) -> bool:
    """Whether the rows of a table carry macs."""
    return "mac" in table.columns and "covers_row" in table.columns["mac"].info


def row_name(table: Table, row: Mapping[Any, Any]) -> str:
    """A row as messages name it: `hold row 12`."""
    return f"{table.name} row {'-'.join([str(row[name]) for name in shape_of(table).key])}"


class Notary:
    """Seals and opens rows with the keys of one keyring, and with those of owners.

    A row that was opened lately is known by all that is stored of it, and is not opened again.
    `known` keeps the owners' keys that were opened, by id: an id names one key for ever.
    """

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys
        self._opened: Recent[tuple[Any, ...], tuple[dict[str, Any], int]] = Recent(_ROWS_KEPT)
        self._shares: Recent[tuple[Any, ...], tuple[int, ...]] = Recent(_SETS_KEPT)
        self.known: dict[bytes, OwnerKey] = {}

    @property
    def newest(self) -> int:
        """The number of the keyring's key that seals."""
        return self._keys.newest

    def keep(self, key: OwnerKey) -> None:
        """Keep an owner's key that was opened."""
        if len(self.known) >= _KEYS_KEPT:
            self.known.clear()
        self.known[key.id] = key

    def seal(
        self, table: Table, row: Mapping[Any, Any], key: OwnerKey | None = None
    ) -> tuple[dict[str, Any], int]:
        """The row with its sealed columns sealed and its mac, and its share of the tally.

        The row has its key already, and clear text or bytes in the sealed columns. They are sealed
        by the owner's key, without one by the keyring's newest.
        """
        made, sealing = dict(row), key or self._keys
        shape = shape_of(table)
        place = row_name(table, row) if shape.sealed else ""
        for name in shape.sealed:
            value = made.get(name)
            if value is not None:
                plain = value.encode() if isinstance(value, str) else value
                made[name] = sealing.seal(f"{place}.{name}", plain)
        made["mac"], share = self._mac(shape, made)
        return made, share

    def open(
        self, table: Table, row: Mapping[Any, Any], keys: Mapping[bytes, OwnerKey] = _NONE
    ) -> tuple[dict[str, Any], int]:
        """The row with its sealed columns as clear bytes, and its share of the tally.

        Columns that are not of the table are passed on. `keys` has those of the row's owner.
        CaseFileError when it is not as written, or its owner's key is gone.
        """
        return self.open_values(table, tuple(row), tuple(row.values()), keys)

    def open_values(
        self,
        table: Table,
        names: tuple[str, ...],
        values: tuple[Any, ...],
        keys: Mapping[bytes, OwnerKey] = _NONE,
    ) -> tuple[dict[str, Any], int]:
        """The row of these columns and values, as by `open`."""
        stored = (table.name, names, values)
        known = self._opened.get(stored)
        if known is None:
            known = self._open(table, dict(zip(names, values, strict=True)), keys)
            self._opened.keep(stored, known)
        opened, share = known
        return opened.copy(), share

    def shares(
        self, table: Table, names: tuple[str, ...], rows: tuple[tuple[Any, ...], ...]
    ) -> tuple[int, ...]:
        """The shares of these rows of an owner; errors as in `share`."""
        stored = (table.name, names, rows)
        known = self._shares.get(stored)
        if known is None:
            known = tuple(self.share(table, dict(zip(names, row, strict=True))) for row in rows)
            self._shares.keep(stored, known)
        return known

    def _open(
        self, table: Table, row: dict[str, Any], keys: Mapping[bytes, OwnerKey]
    ) -> tuple[dict[str, Any], int]:
        share = self.share(table, row)
        sealed = shape_of(table).sealed
        place = row_name(table, row) if sealed else ""
        for name in sealed:
            if row[name] is not None:
                row[name] = self._unsealed(f"{place}.{name}", row[name], keys)
        return row, share

    def _unsealed(self, place: str, sealed: bytes, keys: Mapping[bytes, OwnerKey]) -> bytes:
        number = owner_key_id(sealed)
        if number is None:
            return self._keys.unseal(place, sealed)
        if number not in keys:
            raise CaseFileError(f"{place}: its key {number.hex()} is gone, and so is what it says")
        return keys[number].unseal(place, sealed)

    def share(self, table: Table, row: Mapping[Any, Any]) -> int:
        """The row's share of the tally; CaseFileError when the row is not as it was written."""
        mac, share = self._mac(shape_of(table), row)
        if not hmac.compare_digest(mac, bytes(row["mac"])):
            raise CaseFileError(
                f"{row_name(table, row)}: not as this key file's skiptrace wrote it; "
                "run `skiptrace audit verify`"
            )
        return share

    def seal_text(self, place: str, text: str) -> SealedBytes:
        """A text of the notary's own, sealed for one place."""
        return self._keys.seal_text(place, text)

    def open_text(self, place: str, sealed: bytes) -> str:
        """The text that was sealed for that place; CaseFileError when it is another."""
        return self._keys.unseal_text(place, sealed)

    def secret_share(self, place: str, text: str) -> int:
        """What a text adds to a sum: nobody can tell it without the key."""
        return int.from_bytes(self._keys.digest("tally.share", f"{place} {text}".encode())[:16])

    def _mac(self, shape: Shape, row: Mapping[Any, Any]) -> tuple[bytes, int]:
        """The stored half of the row's HMAC, and the half that only ever enters a sealed sum."""
        parts: list[bytes] = []
        for name, spelled, is_double in shape.covered:
            value = row.get(name)
            if value is None:
                continue
            text = pack(">d", value) if is_double else _SPELLERS.get(type(value), _told)(value)
            parts += (spelled, _LENGTH(0, len(text)), text)
        whole = self._keys.digest(shape.field, b"".join(parts))
        return whole[:_MAC_BYTES], int.from_bytes(whole[_MAC_BYTES:])


def _told(value: Any) -> bytes:
    """A value of a type derived from those that are spelled, such as sealed bytes."""
    for kind, speller in _SPELLERS.items():
        if isinstance(value, kind):
            return speller(value)
    raise CaseFileError(f"a row cannot be sealed over a value of type {type(value).__name__}")


def _moment(value: datetime) -> bytes:
    if value.tzinfo is not UTC:
        value = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return value.isoformat(timespec="microseconds").encode()


_LENGTH = Struct(">BI").pack
_SPELLERS: Mapping[type, Callable[[Any], bytes]] = {
    SealedBytes: bytes,
    bytes: bytes,
    str: lambda value: value.encode("utf-8", "surrogatepass"),
    int: lambda value: b"%d" % value,
    Decimal: lambda value: b"%d" % int(value.scaleb(_MICRO)),
    datetime: _moment,
    date: lambda value: value.isoformat().encode(),
}
"""One value as bytes, the same before it is stored and after it is read, on both engines.

A moment is a date too, so it stands before it.
"""

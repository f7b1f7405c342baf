"""Rows that are about one subject of one entry, made one record.

Some registers give each role of an entry a row of its own: the address in one, the agent in
another, and everybody who holds an office in one more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import Any

from skiptrace.model.record import SourceRecord
from skiptrace.model.registration import Registration, Standing

_UNION = ("names", "addresses", "phones", "emails", "employers", "indicators", "relations")
_FIRST = ("organization", "dob", "ssn", "death", "age")


def grouped(records: Iterable[SourceRecord]) -> Iterator[SourceRecord]:
    """The records, those of one reference, subject and page made one, in the order of the first.

    Its locator names every row that it is made of. A subject is who has the same name; what two
    rows say otherwise of one thing stands as the first says.
    """
    found: dict[tuple[object, ...], SourceRecord] = {}
    for record in records:
        who = record.organization or record.names[:1]
        key = (record.provenance.snapshot_sha256, record.ref, record.kind, who)
        former = found.get(key)
        found[key] = _merged(former, record) if former else record
    yield from found.values()


def _merged(one: SourceRecord, other: SourceRecord) -> SourceRecord:
    facts: dict[str, Any] = {n: _either(getattr(one, n), getattr(other, n)) for n in _UNION}
    facts |= {name: getattr(one, name) or getattr(other, name) for name in _FIRST}
    where = f"{one.provenance.locator}, {other.provenance.locator}"
    return replace(
        one,
        **facts,
        registration=_entry(one.registration, other.registration),
        provenance=replace(one.provenance, locator=where),
    )


def _entry(one: Registration | None, other: Registration | None) -> Registration | None:
    """The entry that two rows together say; lists are joined, and else the first says."""
    if one is None or other is None:
        return one or other
    both = {f.name: (getattr(one, f.name), getattr(other, f.name)) for f in fields(Registration)}
    said: dict[str, Any] = {name: _either(*pair) for name, pair in both.items()}
    return replace(one, **said)


def _either(one: Any, other: Any) -> Any:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return (*one, *(new for new in other if new not in one))
    return other if one in (None, "", (), Standing.UNKNOWN) else one

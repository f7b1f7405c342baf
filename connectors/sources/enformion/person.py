"""One person of a Person Search answer, as a source record; every key is read or listed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from connectors.card import StrictTable
from connectors.strict import StrictRow
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import SourceChanged
from skiptrace.model.finding import FindingKind
from skiptrace.model.record import (
    Indicator,
    Provenance,
    Relation,
    RelationKind,
    Reported,
    SourceRecord,
)
from skiptrace.model.subject import EntityKind, PersonName, PostalAddress

_DAY = re.compile(r"(\d{1,2}|X{1,2})/(\d{1,2}|X{1,2})/(\d{4})", re.IGNORECASE)
_FLAGS = (
    ("hasBankruptcyRecords", FindingKind.BANKRUPTCY),
    ("hasLienRecords", FindingKind.LIEN),
    ("hasJudgmentRecords", FindingKind.JUDGMENT),
)
_RELATIONS = (
    ("relativesSummary", RelationKind.RELATIVE),
    ("associatesSummary", RelationKind.ASSOCIATE),
)
_LINE = (
    "houseNumber",
    "streetPreDirection",
    "streetName",
    "streetType",
    "streetPostDirection",
    "unitType",
    "unit",
)


class IgnoredKeys(StrictTable):
    """The keys of each object of an answer that are known and not read."""

    reply: frozenset[str]
    person: frozenset[str]
    name: frozenset[str]
    address: frozenset[str]
    phone: frozenset[str]
    email: frozenset[str]
    death: frozenset[str]
    indicators: frozenset[str]


def read_person(row: StrictRow, ignored: IgnoredKeys, found: Provenance) -> SourceRecord:
    """The record of one person; `found` is its provenance without the record's reference.

    Raises SourceChanged for a key that is neither read nor listed and for a date of another form.
    """
    with row:
        ref = row.pop("tahoeId")
        if not ref:
            raise SourceChanged(f"{row.place}: column 'tahoeId' is empty")
        return SourceRecord(
            source=found.connector_id,
            ref=ref,
            kind=EntityKind.PERSON,
            provenance=replace(found, record_ref=ref),
            names=tuple(dict.fromkeys(_names(row, ignored))),
            dob=_day(row, "dob"),
            addresses=tuple(_address(a) for a in row.pop_rows("addresses", ignored.address)),
            phones=tuple(_phone(p) for p in row.pop_rows("phoneNumbers", ignored.phone)),
            emails=tuple(_email(e) for e in row.pop_rows("emailAddresses", ignored.email)),
            indicators=(*_flags(row, ref, ignored), *_death(row, ref, ignored)),
            age=_age(row),
            relations=tuple(_relations(row)),
        )


def _names(row: StrictRow, ignored: IgnoredKeys) -> Iterator[PersonName]:
    yield _name(row.pop_row("name", ignored.name))
    for key in ("akas", "mergedNames"):
        yield from (_name(other) for other in row.pop_rows(key, ignored.name))


def _name(row: StrictRow) -> PersonName:
    with row:
        return _parts(row)


def _parts(row: StrictRow) -> PersonName:
    keys = ("firstName", "middleName", "lastName", "suffix")
    given, middle, surname, generation = (row.pop_optional(key) for key in keys)
    parts = (given, middle, surname, generation)
    return PersonName(*parts, original=" ".join(part for part in parts if part))


def _address(row: StrictRow) -> Reported[PostalAddress]:
    with row:
        line = " ".join(filter(None, [row.pop_optional(key) for key in _LINE]))
        city, state = row.pop_optional("city"), row.pop_optional("state")
        zip5, zip4 = row.pop_optional("zip"), row.pop_optional("zip4")
        original = row.pop_optional("fullAddress")
        role = "undeliverable" if row.pop_flag("isDeliverable") is False else ""
        first, last = _day(row, "firstReportedDate"), _day(row, "lastReportedDate")
    return Reported(PostalAddress(line, city, state, zip5, zip4, original), first, last, role)


def _phone(row: StrictRow) -> Reported[str]:
    """A number, with the line's type and whether it was in service as its role."""
    with row:
        number, kind = row.pop("phoneNumber"), row.pop_optional("phoneType").lower()
        service = {True: "connected", False: "disconnected", None: ""}[row.pop_flag("isConnected")]
        first, last = _day(row, "firstReportedDate"), _day(row, "lastReportedDate")
    return Reported(number, first, last, " ".join(filter(None, (kind, service))))


def _email(row: StrictRow) -> Reported[str]:
    with row:
        return Reported(row.pop("emailAddress"))


def _flags(row: StrictRow, ref: str, ignored: IgnoredKeys) -> Iterator[Indicator]:
    """The bureau's word that it holds such records: a lead to the court, never a case."""
    with row.pop_row("indicators", ignored.indicators) as flags:
        for key, kind in _FLAGS:
            count = flags.pop_optional(key)
            if count not in ("", "0", "false"):
                detail = {} if count == "true" else {"count": count}
                yield Indicator(kind, f"bureau flag {kind.value}", ref, detail=detail)


def _age(row: StrictRow) -> int | None:
    """The age in years; None where the bureau gives none."""
    text = row.pop_optional("age")
    return int(text) if text.isascii() and text.isdigit() else None


def _relations(row: StrictRow) -> Iterator[Relation]:
    """The people whom the bureau names beside the person, but for those who opted out.

    No fact about the person rests on them: a key that is new among theirs is let pass.
    """
    for key, kind in _RELATIONS:
        for other in row.pop_rows(key):
            word, opted_out = other.pop_optional("relativeType"), other.pop_optional("isOptedOut")
            name = _parts(other)
            if name.original and opted_out not in ("true", "1"):
                yield Relation(kind, name, word)


def _death(row: StrictRow, ref: str, ignored: IgnoredKeys) -> Iterator[Indicator]:
    with row.pop_row("deathRecords", ignored.death) as death:
        if death.pop_flag("isDeceased"):
            yield Indicator(FindingKind.DECEASED, "bureau flag deceased", ref)


def _day(row: StrictRow, key: str) -> PartialDate | None:
    """M/D/YYYY, in which the bureau may mask the day or the month with X."""
    text = row.pop_optional(key)
    if not text:
        return None
    found = _DAY.fullmatch(text)
    try:
        if found is None:
            raise ValueError("not M/D/YYYY")
        month, day = (int(part) if part.isdigit() else None for part in found.groups()[:2])
        return PartialDate(int(found[3]), month, day if month else None)
    except ValueError:
        raise SourceChanged(f"{row.place}: column {key!r} is not a date") from None

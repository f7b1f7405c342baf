"""ACS version 02 files: each detail record a fact about one account's address, by its keyline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from skiptrace.intake.acs_address import address_in, bad_address_type
from skiptrace.intake.acs_layout import (
    DETAIL,
    DETAIL_TYPES,
    HEADER,
    HEADER_TYPE,
    MAILING_TYPES,
    NEW_ADDRESS,
    OLD_ADDRESS,
    RECORD_LENGTH,
    VERSION,
    Field,
)
from skiptrace.intake.acs_records import AcsRecord, acs_records
from skiptrace.intake.problem import ROW, FieldProblem, Reject
from skiptrace.intake.returned_mail import ReturnCodes, ReturnedPiece
from skiptrace.model.errors import IntakeError
from skiptrace.model.subject import PersonName, PostalAddress


@dataclass(frozen=True, slots=True)
class AcsHeader:
    """The header: whose file, of which day and shipment, and how many details it announces.

    A total is None where the header leaves it blank.
    """

    customer: str
    created: date
    shipment: str
    total: int | None


@dataclass(frozen=True, slots=True)
class AcsFact:
    """One detail record: what the Postal Service says of one piece.

    `keyline` is the account number that the mailer printed. `piece` carries code, day, old and new
    address; `move_type` is I, F or B for a move, else empty.
    """

    record: int
    keyline: str
    piece: ReturnedPiece
    name: PersonName = field(repr=False)
    moved: date | None = None
    move_type: str = ""


def read_acs_header(path: Path) -> AcsHeader:
    """The file's header; IntakeError when the first record is not one of version 02."""
    first = next(acs_records(path), None)
    if first is None or first.text[:1] != HEADER_TYPE:
        raise IntakeError(f"{path.name}: record 1 is no ACS header (H at offset 0)")
    if len(first.text) != RECORD_LENGTH:
        raise IntakeError(f"{path.name}: record 1 has {len(first.text)} bytes, expected 700")
    values = {name: place.of(first.text) for name, place in HEADER.items()}
    if values["version"] != VERSION:
        raise IntakeError(f"{path.name}: record 1, offset 1: expected ACS version {VERSION}")
    created = _day(values["created"])
    if created is None:
        raise IntakeError(f"{path.name}: record 1, offset 9: expected a date as CCYYMMDD")
    total = values["total"]
    return AcsHeader(
        values["customer"], created, values["shipment"], int(total) if total.isdecimal() else None
    )


def read_acs(path: Path, codes: ReturnCodes) -> Iterator[AcsFact | Reject]:
    """Every detail record as a fact or a Reject that names record number, field and offset.

    A header that announces another number of details gives one more Reject, for record 1. Raises
    IntakeError when there is no header of version 02.
    """
    header = read_acs_header(path)
    count = 0
    for record in acs_records(path):
        if record.number == 1:
            continue
        count += 1
        yield _read(record, codes)
    if header.total is not None and header.total != count:
        words = f"{header.total} detail records as the header says, not {count}"
        yield Reject(1, (_problem(HEADER["total"], words, "count"),))


def _read(record: AcsRecord, codes: ReturnCodes) -> AcsFact | Reject:
    text = record.text
    problems = _shape_problems(text) or _content_problems(text, codes)
    if problems:
        return Reject(record.number, tuple(problems), (text,))
    old, new = address_in(text, OLD_ADDRESS, "old"), address_in(text, NEW_ADDRESS, "new")
    return AcsFact(
        record=record.number,
        keyline=DETAIL["keyline"].of(text),
        piece=_piece(text, old, new),
        name=_name(text),
        moved=_day(DETAIL["moved"].of(text)),
        move_type=DETAIL["move_type"].of(text),
    )


def _shape_problems(text: str) -> list[FieldProblem]:
    """What keeps a record from being read at all."""
    if len(text) != RECORD_LENGTH:
        words = f"a record of {RECORD_LENGTH} bytes, not {len(text)}"
        return [FieldProblem(ROW, words, "length")]
    if text[0] not in DETAIL_TYPES:
        return [_problem(DETAIL["type"], "the record type 2 or D", "type")]
    if DETAIL["version"].of(text) != VERSION:
        return [_problem(DETAIL["version"], f"version {VERSION}", "version")]
    if not text.isascii() or not text.isprintable():
        return [FieldProblem(ROW, "printable ASCII characters only", "encoding")]
    return []


def _content_problems(text: str, codes: ReturnCodes) -> list[FieldProblem]:
    problems = []
    if not DETAIL["keyline"].of(text):
        problems.append(_problem(DETAIL["keyline"], "the account number", "required"))
    for name in ("moved", "fulfilled", "available"):
        value = DETAIL[name].of(text).strip("0")
        if value and _day(DETAIL[name].of(text)) is None:
            problems.append(_problem(DETAIL[name], "a date as CCYYMMDD, zeros or blanks", "date"))
    words = {
        "move_type": frozenset(codes.move_types),
        "mail_action": frozenset(codes.mail_actions),
        "mailing_type": MAILING_TYPES,
        "nixie_flag": frozenset("CN"),
    }
    for name, known in words.items():
        if DETAIL[name].of(text) not in known | {""}:
            expected = f"one of {', '.join(sorted(known))}, or blank"
            problems.append(_problem(DETAIL[name], expected, "word"))
    return problems + [
        _problem(place, "a USPS address type", "word")
        for place in (OLD_ADDRESS["old_type"], NEW_ADDRESS["new_type"])
        if bad_address_type(place.of(text))
    ]


def _problem(place: Field, words: str, code: str) -> FieldProblem:
    return FieldProblem(f"{place.name} (offset {place.offset})", words, code)


def _piece(text: str, old: PostalAddress | None, new: PostalAddress | None) -> ReturnedPiece:
    on = _day(DETAIL["available"].of(text)) or _day(DETAIL["fulfilled"].of(text))
    return ReturnedPiece(
        "ACS", DETAIL["code"].of(text), on, new, old, DETAIL["mail_action"].of(text)
    )


def _name(text: str) -> PersonName:
    given, _, middle = DETAIL["first"].of(text).partition(" ")
    return PersonName(given, middle.strip(), DETAIL["last"].of(text), DETAIL["suffix"].of(text))


def _day(text: str) -> date | None:
    if len(text) != 8 or not text.isdecimal():
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None

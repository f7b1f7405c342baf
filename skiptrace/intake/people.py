"""The subject of a row: its name, identifiers, addresses, phones and e-mail."""

from __future__ import annotations

from skiptrace.intake.cells import Cells
from skiptrace.intake.fields.contact import email
from skiptrace.intake.fields.identifiers import Ssn
from skiptrace.intake.fields.names import full_name, generation, name_part, organization
from skiptrace.intake.fields.place import city, state, street_line, zip_code
from skiptrace.intake.parsers import Parsers
from skiptrace.intake.problem import ROW, Wrong
from skiptrace.model.subject import (
    EntityKind,
    KnownContact,
    PersonName,
    PostalAddress,
    Subject,
)

_PERSON = ("full_name", "first_name", "middle_name", "last_name")


def subject_of(cells: Cells, parsers: Parsers, subject_id: str) -> Subject:
    """The subject of a row; faults are noted in the cells."""
    names, company = _names(cells), cells.take("organization", organization) or ""
    if company and names:
        words = "a person's name or an organisation's: each obligor has a row of its own"
        cells.refuse("organization", Wrong(words, "name"))
    number = cells.take("ssn", parsers.ssn) or Ssn("", "")
    address = address_of(cells, ("address", "city", "address_state", "zip"), "address_2")
    mail = cells.take("email", email)
    phones = [*(cells.take("phone", parsers.phones) or ())]
    phones += cells.take("phone_2", parsers.phones) or ()
    return Subject(
        id=subject_id,
        kind=EntityKind.ORGANIZATION if company else EntityKind.PERSON,
        names=names,
        organization=company,
        dob=cells.take("dob", parsers.dob),
        ssn=number.full,
        ssn4=number.last_four,
        addresses=(KnownContact(address),) if address else (),
        phones=tuple(KnownContact(phone) for phone in dict.fromkeys(phones)),
        emails=(KnownContact(mail),) if mail else (),
    )


def _names(cells: Cells) -> tuple[PersonName, ...]:
    """The current name first, then the former one."""
    if not cells.text("last_name") and not cells.text("full_name"):
        if not cells.text("organization") or cells.text("first_name"):
            cells.refuse("last_name", Wrong("a surname", "required"))
        return ()
    name = _name(cells)
    former = cells.take("former_last_name", name_part)
    if not former:
        return (name,)
    earlier = PersonName(name.given, name.middle, former, name.generation, original=former)
    return (name, earlier)


def _name(cells: Cells) -> PersonName:
    if not cells.text("last_name"):
        return cells.take("full_name", full_name) or PersonName()
    given = cells.take("first_name", name_part) or ""
    middle = cells.take("middle_name", name_part) or ""
    surname = cells.take("last_name", name_part) or ""
    suffix = cells.take("suffix", generation) or ""
    written = [cells.text(f) for f in ("first_name", "middle_name", "last_name", "suffix")]
    return PersonName(given, middle, surname, suffix, original=" ".join(filter(None, written)))


def address_of(
    cells: Cells, fields: tuple[str, str, str, str], second: str = ""
) -> PostalAddress | None:
    """The address in the fields for line, city, state and ZIP, or None when they are all empty.

    A street line needs a ZIP, or a city and a state.
    """
    line_field, city_field, state_field, zip_field = fields
    parts = [cells.take(line_field, street_line), cells.take(second, street_line) if second else ""]
    line = " ".join(filter(None, parts))
    town = cells.take(city_field, city) or ""
    region = cells.take(state_field, state) or ""
    zip5, zip4 = cells.take(zip_field, lambda text: zip_code(text, region)) or ("", "")
    if (line and not any(cells.text(f) for f in (zip_field, city_field, state_field))) or (
        line
        and not cells.text(zip_field)
        and not (cells.text(city_field) and cells.text(state_field))
    ):
        cells.refuse(zip_field, Wrong("a ZIP, or a city and a state", "required"))
    if not (line or town or region or zip5):
        return None
    written = [cells.text(f) for f in fields]
    return PostalAddress(line, town, region, zip5, zip4, ", ".join(filter(None, written)))


def require_identity(cells: Cells) -> None:
    """Notes what every row must have: an account number, and an address or a return code."""
    cells.require("account_number", "an account number")
    if not any(cells.text(f) for f in ("address", "return_code", "return_code_list")):
        cells.refuse(ROW, Wrong("an address or a return code", "required"))

"""The subject of a row: its name, identifiers, addresses, phones and e-mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from skiptrace.intake.cells import Cells
from skiptrace.intake.claims import PHONES
from skiptrace.intake.fields.contact import email
from skiptrace.intake.fields.names import generation, name_part, organization
from skiptrace.intake.fields.parties import (
    Named,
    NameKind,
    read_name_in_parts,
    read_whole_name,
)
from skiptrace.intake.fields.place import city, state, street_line, zip_code
from skiptrace.intake.fields.tax_numbers import TaxNumber, target_of
from skiptrace.intake.parsers import Parsers
from skiptrace.intake.problem import ROW, Wrong
from skiptrace.model.dates import PartialDate
from skiptrace.model.subject import (
    EntityKind,
    KnownContact,
    PersonName,
    PostalAddress,
    Subject,
)

_PARTS = ("first_name", "middle_name", "last_name", "suffix")
_TAX_TARGETS = ("ssn", "tax_id", "ein")
_HOLDS = {NameKind.ESTATE: ("DEC-SUSP",), NameKind.UNSETTLED: ("NAME-KIND",)}
_NO_BIRTH = "a date of birth: an organisation has none"
_MIXED = "the name reads as an organisation's, and the row tells of a person"
_SECOND = "a second tax number that differs from the first"


@dataclass(frozen=True, slots=True, repr=False)
class Obligor:
    """The subject of a row, and the codes of the holds that its name alone asks for."""

    subject: Subject
    holds: tuple[str, ...] = ()


def obligor_of(cells: Cells, parsers: Parsers, subject_id: str) -> Obligor:
    """The obligor of a row; faults are noted in the cells.

    An organisation is one in whatever column its name stands. Who is neither plainly a living
    person nor an organisation is held, so that nobody is searched in their place.
    """
    named = _settled(_named(cells), cells)
    number = _tax_number(cells, parsers, named.kind)
    born, left_out = _birth(cells, parsers, named)
    address = address_of(cells, ("address", "city", "address_state", "zip"), "address_2")
    mail = cells.take("email", email)
    phones = [one for name in PHONES for one in cells.take(name, parsers.phones) or ()]
    is_company = named.kind is NameKind.ORGANIZATION
    subject = Subject(
        id=subject_id,
        kind=EntityKind.ORGANIZATION if is_company else EntityKind.PERSON,
        names=named.names,
        organization=named.organization,
        dob=born,
        ssn=number.ssn,
        ssn4=number.ssn4,
        ein=number.ein,
        addresses=(KnownContact(address),) if address else (),
        phones=tuple(KnownContact(phone) for phone in dict.fromkeys(phones)),
        emails=(KnownContact(mail),) if mail else (),
        left_out=tuple(filter(None, (*named.left_out, number.left_out, left_out))),
    )
    return Obligor(subject, _HOLDS.get(named.kind, ()))


def _named(cells: Cells) -> Named:
    """Whom the row names, from the organisation's column or the person's."""
    company = cells.take("organization", organization) or ""
    is_named = bool(cells.text("last_name") or cells.text("full_name"))
    if company and is_named:
        words = "a person's name or an organisation's: each obligor has a row of its own"
        cells.refuse("organization", Wrong(words, "name"))
    if company and not cells.text("first_name"):
        read = read_whole_name(company)
        if isinstance(read, Named) and read.kind is NameKind.ESTATE:
            return read
        return Named(NameKind.ORGANIZATION, organization=company)
    if not is_named:
        cells.refuse("last_name", Wrong("a surname", "required"))
        return Named(NameKind.PERSON)
    return _in_parts(cells) if cells.text("last_name") else _whole(cells)


def _whole(cells: Cells) -> Named:
    named = cells.take("full_name", read_whole_name) or Named(NameKind.PERSON)
    return _with_former(cells, named)


def _in_parts(cells: Cells) -> Named:
    """The name that stands in columns for its parts; what is no person's may stand there too."""
    written = " ".join(filter(None, (_formless(cells, field) for field in _PARTS)))
    whole = read_name_in_parts(PersonName(original=written))
    if isinstance(whole, Named) and whole.kind is not NameKind.PERSON:
        return whole
    given = cells.take("first_name", name_part) or ""
    middle = cells.take("middle_name", name_part) or ""
    surname = cells.take("last_name", name_part) or ""
    suffix = cells.take("suffix", generation) or ""
    name = PersonName(given, middle, surname, suffix, original=written)
    named = read_name_in_parts(name)
    if isinstance(named, Wrong):
        if not any(problem.field in _PARTS for problem in cells.problems):
            cells.refuse("last_name", named)
        return Named(NameKind.PERSON)
    return _with_former(cells, named)


def _formless(cells: Cells, field: str) -> str:
    """The text of a cell that is no formula; a formula is noted."""
    as_it_is: Callable[[str], str | Wrong] = str
    return cells.take(field, as_it_is) or ""


def _with_former(cells: Cells, named: Named) -> Named:
    """The current name first, then the former one."""
    former = cells.take("former_last_name", name_part)
    if not former or not named.names:
        return named
    name, *others = named.names
    earlier = PersonName(name.given, name.middle, former, name.generation, original=former)
    return replace(named, names=(name, earlier, *others))


def _settled(named: Named, cells: Cells) -> Named:
    """An organisation in a person's column, unless the row tells of a person beside it."""
    of_a_person = cells.text("dob") or cells.text("former_last_name")
    if named.kind is not NameKind.ORGANIZATION or cells.text("organization") or not of_a_person:
        return named
    name = PersonName(original=named.organization)
    return Named(NameKind.UNSETTLED, (name,), left_out=(*named.left_out, _MIXED))


def _birth(cells: Cells, parsers: Parsers, named: Named) -> tuple[PartialDate | None, str]:
    born = cells.take("dob", parsers.dob)
    if born is not None and named.kind is NameKind.ORGANIZATION:
        return None, _NO_BIRTH
    return born, ""


def _tax_number(cells: Cells, parsers: Parsers, kind: NameKind) -> TaxNumber:
    """The numbers of the row's three columns together; the first of each kind counts."""
    found = TaxNumber()
    for target in _TAX_TARGETS:
        of = target_of(target, cells.header(target))
        read = cells.take(target, _reader(parsers, of, kind))
        if read is not None:
            found = _joined(found, read)
    return found


def _reader(parsers: Parsers, target: str, kind: NameKind) -> Callable[[str], TaxNumber | Wrong]:
    return lambda text: parsers.tax_numbers.read(text, target, kind)


def _joined(a: TaxNumber, b: TaxNumber) -> TaxNumber:
    differs = (a.ein and b.ein and a.ein != b.ein) or (a.ssn4 and b.ssn4 and a.ssn4 != b.ssn4)
    words = (a.left_out, b.left_out, _SECOND if differs else "")
    return TaxNumber(
        a.ssn or ("" if differs else b.ssn),
        a.ssn4 or b.ssn4,
        a.ein or b.ein,
        "; ".join(dict.fromkeys(filter(None, words))),
    )


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

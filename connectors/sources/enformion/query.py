"""The one search that an inquiry is asked as, since every call can cost money."""

from __future__ import annotations

from skiptrace.model.dates import PartialDate
from skiptrace.model.inquiry import SearchFields
from skiptrace.model.subject import EntityKind, PostalAddress


def search_body(fields: SearchFields, entity: EntityKind, size: int) -> dict[str, object] | None:
    """The body of PersonSearch, or None when the fields do not name one person closely enough.

    The current name with the date of birth, else with the first address, else with the first
    phone. A name alone is never asked: it returns namesakes by the thousand.
    """
    name = fields.names[0] if fields.names else None
    if entity is not EntityKind.PERSON or name is None or not (name.given and name.surname):
        return None
    narrowed = _narrowed(fields)
    if narrowed is None:
        return None
    named = {"FirstName": name.given, "LastName": name.surname}
    return {**named, **narrowed, "Page": 1, "ResultsPerPage": size}


def _narrowed(fields: SearchFields) -> dict[str, object] | None:
    if fields.dob is not None and fields.dob.is_full:
        return {"Dob": american(fields.dob)}
    if fields.addresses:
        return {"Addresses": [_address(fields.addresses[0])]}
    if fields.phones:
        return {"Phone": _phone(fields.phones[0])}
    return None


def american(day: PartialDate) -> str:
    """A full date as M/D/YYYY."""
    return f"{day.month}/{day.day}/{day.year}"


def _address(address: PostalAddress) -> dict[str, str]:
    place = " ".join(part for part in (address.state, address.zip5) if part)
    second = ", ".join(part for part in (address.city, place) if part)
    lines = {"AddressLine1": address.line, "AddressLine2": second}
    return {key: value for key, value in lines.items() if value}


def _phone(text: str) -> str:
    """Ten digits as (AAA) EEE-NNNN; anything else as it is."""
    digits = "".join(letter for letter in text if letter.isdigit()).removeprefix("1")
    return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}" if len(digits) == 10 else text

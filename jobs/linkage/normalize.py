"""Normalises one column of a file: addresses, people's names, organisations, telephone numbers."""

from __future__ import annotations

from collections.abc import Callable

from jobs.linkage.tabular import Reading
from matching.parse.address.read import normalize_address, read_addresses
from matching.parse.organization.read import read_organization
from matching.parse.party.read import NameOrder, Party, PartyKind, PartyRole, read_parties
from matching.parse.phone.read import NormalPhone, read_phones
from skiptrace.model.subject import PostalAddress

Columns = tuple[str, ...]
Row = tuple[str, ...]

_ALSO = "; "
_OWNER = PartyRole.OWNER
_NAMELESS = (PartyKind.ORGANIZATION, PartyKind.TRUST)


def address_reading(columns: Columns) -> Reading:
    """Delivery line, last line and flags of the address in one column, or in several in order.

    The other delivery point of a dual address goes into `also`, and so do words behind the street
    that are no part of it, such as the name of a building.
    """
    header = ("delivery_line", "last_line", "kind", "flags", "also")
    return Reading((columns,), header, "kind", _address, joint=", ")


def person_reading(columns: Columns, order: NameOrder) -> Reading:
    """The first party's name in parts; whoever else the field names goes into `also`.

    So does the whole name of an organisation or a trust, and of one who is no owner.
    """
    header = ("given", "middle", "surname", "generation", "kind", "also")
    return Reading((columns,), header, "kind", _person(order))


def organization_reading(columns: Columns) -> Reading:
    """An organisation's name in full words, its match key and its legal form."""
    header = ("organization_name", "organization_key", "legal_form", "organization_role")
    return Reading((columns,), header, "legal_form", _organization)


def phone_reading(columns: Columns, region: str) -> Reading:
    """The first number with status and time zones; further numbers go into `also`."""
    header = ("e164", "extension", "region", "status", "kind", "zones", "flags", "also")
    return Reading((columns,), header, "status", _phone(region))


def _address(cells: Row) -> Row:
    address = PostalAddress(original=cells[0])
    found = normalize_address(address)
    others = (other.delivery_line for other in read_addresses(address))
    lines = [line for line in others if line != found.delivery_line]
    also = _ALSO.join((*lines, *found.details) if lines or found.delivery_line else ())
    flags = ";".join(sorted(found.flags))
    return found.delivery_line, found.last_line, found.kind.value, flags, also


def _person(order: NameOrder) -> Callable[[Row], Row]:
    def read(cells: Row) -> Row:
        parties = read_parties(cells[0], order)
        if not parties:
            return ("",) * 6
        first, *others = parties
        name = first.name
        also = [_whole(first)] if first.kind in _NAMELESS or first.role is not _OWNER else []
        also += [f"former: {first.former}"] if first.former else []
        told = _ALSO.join((*also, *(_whole(party) for party in others)))
        return name.given, name.middle, name.surname, name.generation, first.kind.value, told

    return read


def _whole(party: Party) -> str:
    """The party's role, or what it is when it is an owner like any other, and its name."""
    word = party.kind.value if party.role is _OWNER else party.role.value
    return f"{word}: {party.name.full or party.written or party.name.original}"


def _organization(cells: Row) -> Row:
    found = read_organization(cells[0])
    return " ".join((*found.words, *found.numbers)), found.key, found.form, found.role


def _phone(region: str) -> Callable[[Row], Row]:
    def read(cells: Row) -> Row:
        phones = read_phones(cells[0], region)
        if not phones:
            return ("",) * 8
        first, *others = phones
        also = _ALSO.join(_short(phone) for phone in others)
        zones, flags = ";".join(first.zones), ";".join(sorted(first.flags))
        words = (first.e164, first.extension, first.region, first.status.value, first.kind)
        return (*words, zones, flags, also)

    return read


def _short(phone: NormalPhone) -> str:
    number = f"{phone.e164} x{phone.extension}" if phone.extension else phone.e164
    return f"{phone.status.value}: {number}".rstrip(": ")

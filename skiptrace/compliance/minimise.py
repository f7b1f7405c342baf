"""Payload minimisation: only the fields that the connector's card accepts leave the house."""

from __future__ import annotations

from typing import TypeVar

from skiptrace.model.card import OF_KIND, ConnectorCard
from skiptrace.model.contact_check import ContactPoint
from skiptrace.model.inquiry import SearchFields
from skiptrace.model.subject import KnownContact, Subject

T = TypeVar("T")

_MOST = {"names": 3, "addresses": 3, "phones": 3, "emails": 2}


def minimised(subject: Subject, card: ConnectorCard) -> SearchFields:
    """What this card accepts of a subject of this kind, in at most a few values a field.

    A full SSN is sent only where the card accepts `ssn`; `ssn4` never has more than four digits. An
    organisation has neither, and what is not of nine or of four digits is no SSN.
    """
    takes = card.accepts & OF_KIND[subject.kind]
    ssn, ssn4 = _digits(subject.ssn, 9), _digits(subject.ssn4, 4)
    return SearchFields(
        names=subject.names[: _MOST["names"]] if "names" in takes else (),
        organization=subject.organization if "organization" in takes else "",
        dob=subject.dob if "dob" in takes else None,
        ssn=ssn if "ssn" in takes else "",
        ssn4=(ssn4 or ssn[-4:]) if "ssn4" in takes else "",
        ein=subject.ein if "ein" in takes else "",
        addresses=_values(subject.addresses, "addresses", takes),
        phones=_values(subject.phones, "phones", takes),
        emails=_values(subject.emails, "emails", takes),
    )


def point_fields(point: ContactPoint) -> SearchFields:
    """What leaves of a contact point: its address or its number, and nothing beside it."""
    if isinstance(point.value, str):
        return SearchFields(phones=(point.value,))
    return SearchFields(addresses=(point.value,))


def _digits(number: str, count: int) -> str:
    return number if len(number) == count and number.isascii() and number.isdigit() else ""


def _values(known: tuple[KnownContact[T], ...], name: str, takes: frozenset[str]) -> tuple[T, ...]:
    return tuple(k.value for k in known[: _MOST[name]]) if name in takes else ()


def lacking(fields: SearchFields, card: ConnectorCard) -> str:
    """Why the card's least inputs are not met, in field names; empty when one set is complete."""
    if not card.requires or any(all(map(fields.has, need)) for need in card.requires):
        return ""
    sets = " or ".join(" + ".join(sorted(need)) for need in card.requires)
    return f"the source needs {sets}"

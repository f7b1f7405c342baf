"""What a chunk of inquiries asks of a roll, as the one JSON parameter of candidates.sql."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field

from connectors.names import NameKey, asked_keys, letters, organization_key, place_key
from connectors.roll.layout import SearchKey
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.subject import EntityKind

_FIELDS: dict[SearchKey, frozenset[str]] = {
    "name": frozenset({"names"}),
    "name_and_birth": frozenset({"names", "dob"}),
    "name_and_ssn4": frozenset({"names", "ssn4"}),
    "ssn": frozenset({"ssn"}),
    "organization": frozenset({"organization"}),
    "place": frozenset({"addresses"}),
}


def search_keys(inquiry: Inquiry, offered: Sequence[SearchKey]) -> tuple[SearchKey, ...]:
    """The keys of the roll by which this inquiry is searched, in the card's order.

    A full SSN is searched alone (another one contradicts whatever the name says), and `place` only
    helps a name; none means that the inquiry cannot be asked of this roll.
    """
    filled = inquiry.fields.filled()
    kind: set[SearchKey] = (
        {"organization"}
        if inquiry.entity is EntityKind.ORGANIZATION
        else {"name", "name_and_birth", "name_and_ssn4", "ssn"}
    )
    keys = [key for key in offered if key in kind and _FIELDS[key] <= filled]
    if "ssn" in keys:
        return ("ssn",)
    if "place" in offered and "addresses" in filled and keys:
        keys.append("place")
    return tuple(keys)


def asked_fields(keys: Sequence[SearchKey]) -> list[str]:
    """The names of the fields that these keys read, sorted."""
    return sorted(frozenset[str]().union(*(_FIELDS[key] for key in keys)))


def asked_names(inquiry: Inquiry) -> frozenset[NameKey]:
    """The name keys of everything the subject is or was called."""
    return frozenset[NameKey]().union(*map(asked_keys, inquiry.fields.names))


def asked_surnames(inquiry: Inquiry) -> frozenset[str]:
    """The surnames in letters, to settle where a surname of several words ends."""
    return frozenset(letters(name.surname) for name in inquiry.fields.names)


def _alongside(inquiry: Inquiry, keys: Sequence[SearchKey]) -> Iterator[tuple[str, str]]:
    """What must agree beside a name, as (birth, last four), once for each key that has a name."""
    if "name" in keys:
        yield "", ""
    if "name_and_birth" in keys:
        yield str(inquiry.fields.dob), ""
    if "name_and_ssn4" in keys:
        yield "", inquiry.fields.ssn4


@dataclass(slots=True)
class Asks:
    """The rows of the four lists of the parameter; `inquiry` is the place in the chunk."""

    people: list[dict[str, object]] = field(default_factory=list)
    places: list[dict[str, object]] = field(default_factory=list)
    entities: list[dict[str, object]] = field(default_factory=list)
    ssns: list[dict[str, object]] = field(default_factory=list)

    def add(self, place: int, inquiry: Inquiry, keys: Sequence[SearchKey]) -> None:
        """Adds what one inquiry asks by those keys."""
        asked = inquiry.fields
        for birth, ssn4 in _alongside(inquiry, keys):
            self.people += [
                {"inquiry": place, **asdict(key), "birth": birth, "ssn4": ssn4}
                for key in asked_names(inquiry)
            ]
        if "place" in keys:
            places = {place_key(a.line, a.city, a.zip5) for a in asked.addresses}
            self.places += [{"inquiry": place, **asdict(key)} for key in places]
        if "organization" in keys:
            self.entities.append({"inquiry": place, "name": organization_key(asked.organization)})
        if "ssn" in keys:
            self.ssns.append({"inquiry": place, "ssn": asked.ssn})

    def json(self) -> str:
        """The parameter's text."""
        return json.dumps(asdict(self))

"""By which keys an inquiry is searched in a register, and which blocking rules they allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from connectors.names import letters
from connectors.register.layout import SearchKey
from matching.block.keys import rules_of
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
    """The keys of the register by which this inquiry is searched, in the card's order.

    A full SSN is searched alone (another one contradicts whatever the name says), and `place` only
    helps a name; none means that the inquiry cannot be asked of this register.
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


def asked_surnames(inquiry: Inquiry) -> frozenset[str]:
    """The surnames in letters, to settle where a surname of several words ends."""
    return frozenset(letters(name.surname) for name in inquiry.fields.names)


PARTS: Mapping[str, frozenset[str]] = {
    "names": frozenset(
        {
            "given", "given_initial", "middle_initial", "surname", "surname_first", "surname_head",
            "surname_initial", "sound",
        }
    ),
    "dob": frozenset({"year", "birthday"}),
    "ssn": frozenset({"ssn"}),
    "ssn4": frozenset({"last4"}),
    "addresses": frozenset({"house", "street", "zip5"}),
    "phones": frozenset({"phone", "phone but its last digit"}),
    "emails": frozenset({"email"}),
}  # fmt: skip
"""Which parts of blocking keys (matching.block.keys) come from which search field."""


def usable_rules(offered: Sequence[SearchKey]) -> frozenset[int]:
    """The blocking rules whose parts all come from the fields of one offered key.

    `place` lends its parts to the keys that have a name; by itself it allows none.
    """
    place = _FIELDS["place"] if "place" in offered else frozenset[str]()
    named = [_FIELDS[key] | place for key in offered if "names" in _FIELDS[key]]
    return frozenset[int]().union(*map(_rules_of_fields, named)) - rules_of(PARTS["addresses"])


def _rules_of_fields(fields: frozenset[str]) -> frozenset[int]:
    return rules_of(frozenset[str]().union(*(PARTS[field] for field in fields)))

"""A subject's names as registers spell them, for queries that compare letters.

Values are upper case, as the clauses of a card compare with upper(column).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Literal

from connectors.engine.query.values import START
from connectors.names import without_form
from matching.parse.name_tables import name_tables
from skiptrace.model.inquiry import SearchFields
from skiptrace.model.subject import PersonName, PostalAddress

Counted = Literal["names", "organization", "addresses"]
VALUES: Mapping[str, frozenset[str]] = {
    "names": frozenset({"given", "given_start", "initial", "surname"}),
    "organization": frozenset({"organization", "organization_start"}),
    "addresses": frozenset({"line", "house", "city", "state", "zip5"}),
}
"""What a clause over each of these may name."""


def spelled(fields: SearchFields, each: Counted) -> Iterator[dict[str, str]]:
    """The values for one clause after the other: one set for each name, organisation or address.

    A name is asked in the spellings that registers use (without accents, without apostrophes, with
    spaces for hyphens), by each part of a double surname, and by the forms of the given name. An
    organisation's `organization_start` is its name without its legal form.
    """
    if each == "names":
        found = [values for name in fields.names for values in _name_values(name)]
    elif each == "organization":
        start = without_form(fields.organization)
        found = [
            {"organization": spell(fields.organization), "organization_start": spell(start)}
            for spell in _SPELLINGS
        ]
    else:
        found = [_address_values(address) for address in fields.addresses]
    yield from {tuple(values.values()): values for values in found}.values()


def _plain(text: str) -> str:
    return " ".join(text.upper().split())


def _unaccented(text: str) -> str:
    letters = unicodedata.normalize("NFKD", _plain(text))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _bare(text: str) -> str:
    return _plain(re.sub(r"['\u2019.]", "", _unaccented(text)).replace("-", " "))


_SPELLINGS = (_plain, _unaccented, _bare)


def _name_values(name: PersonName) -> Iterator[dict[str, str]]:
    surnames = dict.fromkeys(spell(name.surname) for spell in _SPELLINGS)
    parts = [part for part in _bare(name.surname).split() if len(part) >= START]
    givens = [*dict.fromkeys(spell(name.given) for spell in _SPELLINGS)]
    for surname in dict.fromkeys([*surnames, *parts]):
        for given in (*givens, *sorted(_forms(_bare(name.given)))):
            yield {
                "given": given,
                "given_start": given[:START],
                "initial": given[:1],
                "surname": surname,
            }


def _forms(given: str) -> frozenset[str]:
    """The short and the full forms of a given name, the name itself left out."""
    groups = name_tables().groups
    full = groups.get(given, frozenset())
    return frozenset(name for name, found in groups.items() if found & full) - {given}


def _address_values(address: PostalAddress) -> dict[str, str]:
    house = re.match(r"\d+", address.line.strip())
    return {
        "line": _plain(address.line),
        "house": house.group() if house else "",
        "city": _plain(address.city),
        "state": _plain(address.state),
        "zip5": address.zip5,
    }

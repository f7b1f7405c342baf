"""SoQL: the only place where a subject's fields become query text, always as escaped literals.

Syntax: dev.socrata.com/docs/queries. A template names its values in braces: `{surname}` becomes the
literal 'SMITH', `{%& surname %}` the pattern '%& SMITH %'. Values are upper case, as the templates
compare with upper(column).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from connectors.names import without_form
from matching.parse.name_tables import name_tables
from skiptrace.model.inquiry import SearchFields
from skiptrace.model.subject import PersonName, PostalAddress

_VALUE = re.compile(r"\{([% &]*)([a-z_0-9]+)([% &]*)\}")
_WILDCARDS = re.compile(r"[%_\\]")
_START = 3

VALUES: Mapping[str, frozenset[str]] = {
    "names": frozenset({"given", "given_start", "initial", "surname"}),
    "organization": frozenset({"organization", "organization_start"}),
    "addresses": frozenset({"line", "house", "city", "state", "zip5"}),
}


def literal(text: str) -> str:
    """The text as a SoQL string literal: quotes doubled, control characters dropped."""
    printable = "".join(letter for letter in text if letter.isprintable())
    return "'" + printable.replace("'", "''") + "'"


def unknown_values(template: str, each: str) -> list[str]:
    """The names in braces that a template over `each` cannot be given."""
    return sorted({name for _, name, _ in _VALUE.findall(template)} - VALUES[each])


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with its values as literals, or '' when a value that it names is empty."""
    names = {name for _, name, _ in _VALUE.findall(template)}
    if not all(values[name] for name in names):
        return ""
    return _VALUE.sub(lambda found: _literal_of(found, values), template)


def values_of(fields: SearchFields, each: str) -> Iterator[dict[str, str]]:
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
    parts = [part for part in _bare(name.surname).split() if len(part) >= _START]
    givens = [*dict.fromkeys(spell(name.given) for spell in _SPELLINGS)]
    for surname in dict.fromkeys([*surnames, *parts]):
        for given in (*givens, *sorted(_forms(_bare(name.given)))):
            yield {
                "given": given,
                "given_start": given[:_START],
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


def _literal_of(found: re.Match[str], values: Mapping[str, str]) -> str:
    before, name, after = found.groups()
    text = values[name]
    if before or after:
        text = before + _WILDCARDS.sub("", text) + after
    return literal(text)

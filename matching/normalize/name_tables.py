"""The word tables of personal names and what the census says of a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from config.census_names import census_name_shares
from config.match_tables import match_table

_CLEARLY = 8.0
"""A given name is a man's or a woman's when it is this many times as frequent with that sex."""


@dataclass(frozen=True, slots=True)
class NameTables:
    """Which given names go together and which surnames call for a rule of their own.

    `groups` maps a name to the groups it stands in; two names of one group are forms of one name.
    """

    groups: Mapping[str, frozenset[str]]
    spellings: Mapping[str, int]
    unsure: Mapping[str, int]
    ambiguous: frozenset[str]
    spanish: frozenset[str]
    vietnamese: frozenset[str]
    particles: frozenset[str]


@cache
def name_tables() -> NameTables:
    """The shipped tables, read once."""
    raw = match_table("names")
    groups: dict[str, set[str]] = {}
    for formal, forms in raw["short_forms"].items():
        for form in (formal, *forms.split()):
            groups.setdefault(form, set()).add(formal)
    return NameTables(
        groups={name: frozenset(found) for name, found in groups.items()},
        spellings=_numbered(raw["spellings"]["same"]),
        unsure=_numbered(raw["spellings"]["unsure"]),
        ambiguous=frozenset(raw["ambiguous"].split()),
        spanish=frozenset(raw["surnames"]["spanish"].split()),
        vietnamese=frozenset(raw["surnames"]["vietnamese"].split()),
        particles=frozenset(raw["surnames"]["particles"].split()),
    )


def _numbered(lines: Iterable[str]) -> dict[str, int]:
    return {name: at for at, line in enumerate(lines) for name in line.split()}


def given_share(name: str) -> float:
    """The share of people with that given name, men and women taken together, 0 when unlisted."""
    shares = census_name_shares()
    return (shares.male_given.get(name, 0.0) + shares.female_given.get(name, 0.0)) / 2


def surname_share(name: str) -> float:
    """The share of people with that surname, 0 when unlisted."""
    return census_name_shares().surnames.get(name, 0.0)


def sex_of(name: str) -> str:
    """`M` or `F` when the census gives the name clearly to one sex, otherwise empty."""
    shares = census_name_shares()
    male, female = shares.male_given.get(name, 0.0), shares.female_given.get(name, 0.0)
    if male > female * _CLEARLY:
        return "M"
    if female > male * _CLEARLY:
        return "F"
    return ""

"""The words that explain a level to a person, of organisations, from the shipped tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from config.match_tables import match_table
from matching.compare.level_words import level_words

_OF_PERSONS = {
    "a person": "an organisation", "A person": "An organisation", "persons": "organisations",
    "person": "organisation", "other people": "other organisations", "people": "organisations",
}  # fmt: skip
"""What the words of comparisons that both kinds have call those who are compared."""


@cache
def organization_words() -> Mapping[str, str]:
    """The words of every level under `comparison.level`; those of people where they serve too."""
    of_people = {name: _of_organizations(words) for name, words in level_words().items()}
    return of_people | {
        f"{comparison}.{level}": words
        for comparison, rows in match_table("organization_levels").items()
        for level, words in rows.items()
    }


def _of_organizations(words: str) -> str:
    for one, other in _OF_PERSONS.items():
        words = words.replace(one, other)
    return words

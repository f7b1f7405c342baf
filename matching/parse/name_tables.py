"""The word tables of personal names and what the census says of a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from config.census_names import census_name_shares
from config.match_tables import match_table

_CLEARLY = 8.0
"""A given name is a man's or a woman's when it is this many times as frequent with that sex."""
_MORE_GIVEN = 0.00006
"""The share of its sex that a name of the table `more_given` counts as, if the census has less."""


@dataclass(frozen=True, slots=True)
class NameTables:
    """Which given names go together and which surnames call for a rule of their own.

    `groups` maps a name to the groups it stands in; two names of one group are forms of one name.
    `doubtful` maps a name to lists of names that may be the same one, and may not;
    `vietnamese_too` are Vietnamese family names that other peoples bear as well. All names are
    capitals A-Z without spaces.
    """

    groups: Mapping[str, frozenset[str]]
    spellings: Mapping[str, int]
    unsure: Mapping[str, int]
    doubtful: Mapping[str, frozenset[int]]
    ambiguous: frozenset[str]
    independent: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    spanish: frozenset[str]
    vietnamese: frozenset[str]
    vietnamese_too: frozenset[str]
    hmong: frozenset[str]
    east_asian: frozenset[str]
    particles: frozenset[str]


@dataclass(frozen=True, slots=True)
class NamePartTables:
    """The words by which a whole name is read: what belongs to a surname, and what is no name.

    `joined` stand in front of a surname; `front` and `behind` are titles and credentials, and of
    those `maybe` and `maybe_behind` are names as well; `rarely` are titles that
    parents give, and `title_names` given names that look like titles.
    """

    joined: frozenset[str]
    devotional: frozenset[str]
    vietnamese_middle: frozenset[str]
    arabic_given: frozenset[str]
    front: frozenset[str]
    maybe: frozenset[str]
    title_names: frozenset[str]
    rarely: frozenset[str]
    behind: frozenset[str]
    maybe_behind: frozenset[str]


@cache
def name_tables() -> NameTables:
    """The shipped tables of given names and surnames, read once."""
    raw = match_table("names")
    groups: dict[str, set[str]] = {}
    for formal, forms in raw["short_forms"].items():
        for form in (formal, *forms.split()):
            groups.setdefault(form, set()).add(formal)
    spellings = raw["spellings"]
    return NameTables(
        groups={name: frozenset(found) for name, found in groups.items()},
        spellings=_numbered(spellings["same"]),
        unsure=_numbered(spellings["unsure"]),
        doubtful=_listed([*spellings["unsure"], *spellings["doubtful"]]),
        ambiguous=_words(raw["ambiguous"]),
        independent=_words(raw["independent"]),
        male=_words(raw["more_given"]["male"]),
        female=_words(raw["more_given"]["female"]),
        spanish=_words(raw["surnames"]["spanish"]),
        vietnamese=_words(raw["surnames"]["vietnamese"]),
        vietnamese_too=_words(raw["surnames"]["vietnamese_too"]),
        hmong=_words(raw["surnames"]["hmong"]),
        east_asian=_words(raw["surnames"]["east_asian"]),
        particles=_words(raw["surnames"]["particles"]),
    )


@cache
def name_part_tables() -> NamePartTables:
    """The shipped tables for reading a whole name, read once."""
    raw = match_table("names")
    parts, titles = raw["parts"], raw["titles"]
    return NamePartTables(
        joined=_words(raw["surnames"]["joined"]),
        devotional=_words(parts["devotional"]),
        vietnamese_middle=_words(parts["vietnamese_middle"]),
        arabic_given=_words(parts["arabic_given"]),
        front=_words(titles["front"]),
        maybe=_words(titles["maybe"]),
        title_names=_words(titles["names"]),
        rarely=_words(titles["rarely"]),
        behind=_words(titles["behind"]),
        maybe_behind=_words(titles["maybe_behind"]),
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _numbered(lines: Iterable[str]) -> dict[str, int]:
    return {name: at for at, line in enumerate(lines) for name in line.split()}


def _listed(lines: Iterable[str]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for at, line in enumerate(lines):
        for name in line.split():
            found.setdefault(name, set()).add(at)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def _male_share(name: str) -> float:
    counted = census_name_shares().male_given.get(name, 0.0)
    return max(counted, _MORE_GIVEN) if name in name_tables().male else counted


def _female_share(name: str) -> float:
    counted = census_name_shares().female_given.get(name, 0.0)
    return max(counted, _MORE_GIVEN) if name in name_tables().female else counted


@lru_cache(maxsize=131072)
def given_share(name: str) -> float:
    """The share of people with that given name, men and women taken together, 0 when unlisted.

    Counts of 1990; names that came or spread later have a nominal share of 0.00003.
    """
    return (_male_share(name) + _female_share(name)) / 2


@lru_cache(maxsize=131072)
def surname_share(name: str) -> float:
    """The share of people with that surname, 0 when unlisted."""
    return census_name_shares().surnames.get(name, 0.0)


def is_listed_surname(name: str) -> bool:
    """Whether people bear the surname: the census counts it, or a table of ours knows it.

    The rarest of the census list (a share of 0.000) do not count: slips of the pen are among them.
    """
    tables = name_tables()
    return surname_share(name) > 0.0 or name in tables.spanish or name in tables.east_asian


def is_unheard_surname(name: str) -> bool:
    """Whether no list at all has the surname."""
    return name not in census_name_shares().surnames and not is_listed_surname(name)


def sex_of(name: str, times: float = _CLEARLY) -> str:
    """`M` or `F` when the name is that many times as frequent with one sex, otherwise empty."""
    male, female = _male_share(name), _female_share(name)
    if male > female * times:
        return "M"
    if female > male * times:
        return "F"
    return ""

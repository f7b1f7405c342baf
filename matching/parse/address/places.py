"""The ZIP table turned round: place of a ZIP code, city names of a state."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from config.zip_places import ZipRow, state_rows, zip_row, zip_rows
from matching.parse.address.tables import address_tables

_DIGIT = re.compile(r"\d")
_FIVE = re.compile(r"[0-9]{5}")


@dataclass(frozen=True, slots=True)
class ZipPlace:
    """What the ZIP table knows of a code: preferred city, every usable name, state.

    `spellings` leads from a name's key (see `city_key`) to the name as printed; for a name that
    the table does not allow in mail that is the preferred city. `ends` are the keys of the last
    words of all names.
    """

    city: str
    names: frozenset[str]
    state: str
    spellings: Mapping[str, str] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()


@lru_cache(maxsize=65536)
def zip_place(zip5: str) -> ZipPlace | None:
    """The place of a five-digit ZIP code, or None when the table lacks it."""
    row = zip_row(zip5) if _FIVE.fullmatch(zip5) else None
    if row is None:
        return None
    city = _printed(row.city)
    allowed = [_printed(name) for name in row.acceptable]
    spellings: dict[str, str] = {}
    for name in (city, *sorted(allowed, key=_is_short)):
        spellings.setdefault(city_key(name), city if _abbreviates(name, city) else name)
    unusual = _unusual(row)
    for name in unusual:
        spellings.setdefault(city_key(name), city)
    spellings.pop("", None)
    names = frozenset((city, *allowed))
    ends = frozenset(city_key(name.split()[-1]) for name in (*names, *unusual) if name)
    return ZipPlace(city, names, row.state, spellings, frozenset(spellings), ends)


def _unusual(row: ZipRow) -> list[str]:
    """Names that are not for mail; in Puerto Rico they are urbanizations and not cities."""
    if row.state == "PR":
        return []
    names = [_printed(name) for name in row.unacceptable]
    return [name for name in names if not any(c.isdigit() for c in name)]


def _abbreviates(name: str, city: str) -> bool:
    """Whether a name is the city's initials or the city with letters left out, as SLC."""
    if len(name) >= len(city) or city_key(name) == city_key(city):
        return False
    if name == "".join(word[0] for word in city.split()):
        return True
    heads = [word[0] for word in city.split()]
    return heads == [word[0] for word in name.split()] and OSA.distance(name, city) <= 2


def _is_short(name: str) -> bool:
    return any(word in address_tables().city_words for word in name.split())


def _printed(name: str) -> str:
    """A name in capitals without punctuation, a direction in front spelled out (section 223)."""
    head, space, rest = re.sub(r"[^A-Z0-9 ]", " ", name.upper()).strip().partition(" ")
    spelled = address_tables().directional_words.get(head, head) if rest else head
    return f"{spelled}{space}{rest}"


@lru_cache(maxsize=65536)
def city_key(city: str) -> str:
    """A city's name for comparison: abbreviations written out, no spaces."""
    words = address_tables().city_words
    return "".join(words.get(word, word) for word in re.sub(r"[^A-Z ]", " ", city).split())


@cache
def cities_of(state: str) -> frozenset[str]:
    """The keys of every city name that the table has for a state."""
    keys: set[str] = set()
    for row in state_rows(state):
        keys.add(city_key(_printed(row.city)))
        keys.update(city_key(_printed(name)) for name in row.acceptable)
    return frozenset(keys)


@lru_cache(maxsize=65536)
def nearest_name(key: str, zip5: str) -> str:
    """The key of the one name of a ZIP code that is a typing error away, or an empty string.

    One letter (two from nine letters on) may be missing, added, wrong or swapped.
    """
    place = zip_place(zip5)
    if place is None or len(key) < 4:
        return ""
    allowed = 2 if len(key) >= 9 else 1
    scored = [
        (distance, name)
        for name in place.keys
        if (distance := OSA.distance(key, name, score_cutoff=allowed)) <= allowed
    ]
    return min(scored)[1] if scored else ""


@cache
def _codes_by_city() -> Mapping[str, frozenset[str]]:
    """The ZIP codes of every city name that may stand in mail, by the name's key."""
    codes: dict[str, set[str]] = defaultdict(set)
    for row in zip_rows():
        for name in (row.city, *row.acceptable):
            codes[city_key(_printed(name))].add(row.code)
    codes.pop("", None)
    return {key: frozenset(found) for key, found in codes.items()}


@lru_cache(maxsize=65536)
def zips_of_city(key: str) -> int:
    """How many ZIP codes of the country have a city name, given by its key; 0 for no city."""
    return len(_codes_by_city().get(key, ()))


@lru_cache(maxsize=65536)
def may_be_one_city(a: str, b: str) -> bool:
    """Whether two keys may name one city: they share a ZIP code, or differ by a typing error.

    A key that no ZIP code has may be a short name of any city.
    """
    left, right = _codes_by_city().get(a), _codes_by_city().get(b)
    if not left or not right:
        return True
    return not left.isdisjoint(right)


def city_tails(words: list[str]) -> list[tuple[int, str]]:
    """The last one to five words that hold no digit, longest first, with their key."""
    sizes = range(min(5, len(words)), 0, -1)
    tails = [(size, " ".join(words[-size:])) for size in sizes]
    return [(size, city_key(text)) for size, text in tails if not _DIGIT.search(text)]

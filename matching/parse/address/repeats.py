"""The place written more than once: the last line again, or in front of the street, or inside."""

from __future__ import annotations

import re

from matching.parse.address.places import city_key, zip_place
from matching.parse.address.tables import address_tables

_DIGIT = re.compile(r"\d")
_ZIP = re.compile(r"(\d{5})(?:-(\d{4}))?")
_COUNTRIES = frozenset({"USA", "US"})


def without_repeats(
    parts: tuple[str, ...], city: str, state: str, zip_code: str
) -> tuple[tuple[str, ...], str]:
    """The parts without further writings of a place that is known, and its longest ZIP code.

    A city alone is a further writing only as a part of its own or behind a complete street.
    """
    place = zip_place(zip_code[:5])
    key = city_key(city)
    if place is not None and (not key or key in place.keys):
        names, ends = place.keys, place.ends
    else:
        names = frozenset({key} - {""})
        ends = frozenset({city_key(city.split()[-1])} - {""} if city else ())
    left: list[str] = []
    code = zip_code
    for part in parts:
        if not _may_repeat(part, ends, state, code):
            left.append(part)
            continue
        words, code = _without_place(part.split(), names, state, code)
        if words:
            left.append(" ".join(words))
    return tuple(left), code


def _may_repeat(part: str, ends: frozenset[str], state: str, zip_code: str) -> bool:
    """Whether a part can begin or end with the place; most can't."""
    last = part[part.rfind(" ") + 1 :]
    if part[:5].isdigit() and part[:5] == zip_code[:5]:
        return True
    if last[0].isdigit():
        return _ZIP.fullmatch(last) is not None and (not zip_code or last[:5] == zip_code[:5])
    if last in _COUNTRIES or address_tables().states.get(last) == state != "":
        return True
    return city_key(last) in ends


def _without_place(
    words: list[str], names: frozenset[str], state: str, zip_code: str
) -> tuple[list[str], str]:
    words = _without_head(words, names, state, zip_code)
    while words:
        left, code = _without_tail(words, names, state, zip_code)
        if left == words:
            break
        words, zip_code = left, code
    return words, zip_code


def _without_head(words: list[str], names: frozenset[str], state: str, zip_code: str) -> list[str]:
    """A ZIP code in front, with city and state behind it, is no house number."""
    found = _ZIP.fullmatch(words[0])
    if found is None or found.group(1) != zip_code[:5]:
        return words
    rest = words[1:]
    size = _city_at_head(rest, names)
    rest = rest[size:]
    if rest and address_tables().states.get(rest[0]) == state != "" and (size or len(rest) == 1):
        rest = rest[1:]
    return rest if size or not rest or rest[0][0].isdigit() else words


def _city_at_head(words: list[str], names: frozenset[str]) -> int:
    sizes = range(min(5, len(words)), 0, -1)
    return next((n for n in sizes if _is_city(words[:n], names)), 0)


def _without_tail(
    words: list[str], names: frozenset[str], state: str, zip_code: str
) -> tuple[list[str], str]:
    """The words without ZIP code, state and city at their end, and the ZIP code."""
    rest = words[:-1] if words[-1] in _COUNTRIES and len(words) > 1 else words
    found = _ZIP.fullmatch(rest[-1])
    code, is_zip = zip_code, False
    if found is not None:
        same = found.group(1) == zip_code[:5]
        is_zip = same or (not zip_code and _is_in(found.group(1), names, state))
    if found is not None and is_zip:
        code, rest = max(zip_code, found.group(), key=len), rest[:-1]
    tables = address_tables()
    has_state = bool(rest) and tables.states.get(rest[-1]) == state != ""
    behind_state = rest[:-1] if has_state else rest
    size = _city_at_tail(behind_state, names)
    before = behind_state[: len(behind_state) - size]
    if size and (is_zip or has_state or _is_complete(before)):
        return before, code
    if has_state and (is_zip or (not before and rest[-1] not in tables.directionals)):
        return behind_state, code
    return (rest if is_zip else words), code


def _city_at_tail(words: list[str], names: frozenset[str]) -> int:
    sizes = range(min(5, len(words)), 0, -1)
    return next((n for n in sizes if _is_city(words[-n:], names)), 0)


def _is_city(words: list[str], names: frozenset[str]) -> bool:
    text = " ".join(words)
    return _DIGIT.search(text) is None and city_key(text) in names


def _is_in(code: str, names: frozenset[str], state: str) -> bool:
    place = zip_place(code)
    return place is not None and place.state == state and not names.isdisjoint(place.keys)


def _is_complete(words: list[str]) -> bool:
    """Whether the words in front of a city are nothing, or a street that needs no more words."""
    if not words:
        return True
    tables = address_tables()
    last = words[-1]
    is_end = last in tables.suffixes or last in tables.directionals or last in tables.bare_units
    behind_unit = len(words) > 3 and words[-2] in tables.numbered_units
    is_unit = behind_unit or (last[0] == "#" and len(words) > 2)
    return len(words) > 2 and words[0][0].isdigit() and (is_end or is_unit)

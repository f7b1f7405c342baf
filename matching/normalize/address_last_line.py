"""The last line: ZIP code, state and city, repaired from the ZIP table where they lack."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from matching.normalize.address_places import (
    cities_of,
    city_key,
    nearest_name,
    zip_place,
)
from matching.normalize.address_tables import address_tables
from matching.normalize.address_zip import take_mended_zip, take_zip

__all__ = ["LastLine", "city_key", "mended", "read_state", "split_last_line", "zip_place"]

MILITARY_STATES = frozenset({"AA", "AE", "AP"})
_MILITARY = re.compile(r"(APO|FPO|DPO|A P O|F P O|D P O)$")
_COUNTRY = re.compile(r"(?:^|\s)(?:USA|U S A|UNITED STATES(?: OF AMERICA)?)$|^US$|(?<=\d{4}) US$")
_DIGIT = re.compile(r"\d")
_COUNTY = re.compile(r"(?:[A-Z]+ )+(?:COUNTY|PARISH|MUNICIPIO)")


@dataclass(frozen=True, slots=True)
class LastLine:
    """City, state and ZIP code, with what is left of the segments in front of them."""

    segments: tuple[str, ...] = ()
    city: str = ""
    state: str = ""
    zip5: str = ""
    zip4: str = ""
    flags: frozenset[str] = frozenset()


def read_state(text: str) -> str:
    """The two-letter code of a state written in any way, or an empty string."""
    return address_tables().states.get(text.strip(" ,"), "")


def split_last_line(segments: tuple[str, ...]) -> LastLine:
    """Take ZIP code, state and city off the end of a whole address; no comma is needed."""
    parts = list(segments)
    _drop_country(parts)
    flag = ""
    zip5, zip4 = take_zip(parts)
    state = "" if zip5 else _state_of_mended_zip(parts)
    if state:
        zip5, zip4, flag = take_mended_zip(parts, state)
    state = _take_state(parts, zip5)
    if state and not zip5 and parts:
        zip5, zip4 = take_zip(parts)
    _drop_county(parts, zip5)
    city = _take_city(parts, zip5, state) if zip5 or state else ""
    return LastLine(tuple(parts), city, state, zip5, zip4, frozenset({flag} - {""}))


def _drop_country(parts: list[str]) -> None:
    if parts and (found := _COUNTRY.search(parts[-1])):
        _replace_last(parts, parts[-1][: found.start()].strip())


def _drop_county(parts: list[str], zip5: str) -> None:
    """A county between city and state is no part of a mailing address."""
    place = zip_place(zip5)
    if len(parts) < 3 or _COUNTY.fullmatch(parts[-1]) is None:
        return
    if place is None or city_key(parts[-1]) not in place.keys:
        parts.pop()


def _replace_last(parts: list[str], text: str) -> None:
    if text:
        parts[-1] = text
    else:
        parts.pop()


def _state_of_mended_zip(parts: list[str]) -> str:
    """The state that stands right before the last word, for a ZIP code that has to be mended."""
    words = " ".join(parts[-2:]).split()[:-1]
    for size in (4, 3, 2, 1):
        if len(words) >= size and (code := read_state(" ".join(words[-size:]))):
            return code
    return ""


def _take_state(parts: list[str], zip5: str) -> str:
    if not parts:
        return ""
    words = parts[-1].split()
    if words[-1] not in address_tables().state_ends:
        return ""
    for size in (4, 3, 2, 1):
        code = read_state(" ".join(words[-size:])) if len(words) >= size else ""
        if code and _is_state(words[:-size], words[-size:], code, zip5):
            _replace_last(parts, " ".join(words[:-size]))
            return code
    return ""


def _is_state(before: list[str], name: list[str], code: str, zip5: str) -> bool:
    """CT, PR, NE or PENNSYLVANIA may also end a street line; the place decides."""
    place = zip_place(zip5)
    if place is not None:
        if place.state == code:
            return True
        if city_key(" ".join(name)) in place.keys:
            return False
    if not _DIGIT.search(" ".join(before)):
        return True
    if any(city_key(" ".join(before[-n:])) in cities_of(code) for n in range(1, 5)):
        return len(before) > 2
    tables = address_tables()
    ambiguous = name[0] in tables.suffixes or name[0] in tables.directionals
    is_unit = name[0] in tables.numbered_units
    return len(name) == 1 and len(name[0]) == 2 and not ambiguous and not is_unit


def _take_city(parts: list[str], zip5: str, state: str) -> str:
    if not parts:
        return ""
    words = parts[-1].split()
    size = _city_size(words, zip5, state, len(parts))
    if size == 0:
        return ""
    _replace_last(parts, " ".join(words[:-size]))
    return " ".join(words[-size:])


def _city_size(words: list[str], zip5: str, state: str, segments: int) -> int:
    """How many words at the end of a segment are the city."""
    if _MILITARY.search(" ".join(words)):
        return 3 if words[-1] == "O" else 1
    numberless = _DIGIT.search(" ".join(words)) is None
    known = _longest_known(words, zip5)
    if known and not (numberless and segments > 1 and _is_rest_of_name(words[:-known])):
        return known
    if numberless and segments > 1:
        return len(words)
    return (
        _longest_misspelt(words, zip5)
        or _longest_of_state(words, state)
        or _tagged_city_size(words)
    )


def _is_rest_of_name(before: list[str]) -> bool:
    """One word in front of a known city, as EAST in EAST UTICA, unless it is a unit."""
    return len(before) == 1 and before[0] not in address_tables().bare_units


def _tails(words: list[str]) -> list[tuple[int, str]]:
    """The last one to five words that hold no digit, longest first, with their key."""
    sizes = range(min(5, len(words)), 0, -1)
    tails = [(size, " ".join(words[-size:])) for size in sizes]
    return [(size, city_key(text)) for size, text in tails if not _DIGIT.search(text)]


def _longest_known(words: list[str], zip5: str) -> int:
    place = zip_place(zip5)
    if place is None:
        return 0
    return next((size for size, key in _tails(words) if key in place.keys), 0)


def _longest_misspelt(words: list[str], zip5: str) -> int:
    tails = _tails(words[1:])
    return next((size for size, key in tails if nearest_name(key, zip5)), 0)


def _longest_of_state(words: list[str], state: str) -> int:
    known = cities_of(state)
    return next((size for size, key in _tails(words[2:]) if key in known), 0)


def _tagged_city_size(words: list[str]) -> int:
    """The city's words as usaddress tags them, for text without commas or a known ZIP code."""
    import usaddress

    tagged = usaddress.parse(" ".join(words) + ", XX")[:-1]
    size = 0
    for _, label in reversed(tagged):
        if label != "PlaceName":
            break
        size += 1
    return size


def mended(line: LastLine) -> LastLine:
    """City and state brought to the ZIP table's spelling, or filled from it, with a flag."""
    flags = set(line.flags)
    place = zip_place(line.zip5)
    city, state = _spelled_out(line.city), line.state
    if place is None:
        if line.zip5:
            flags.add("zip_unknown")
        return replace(line, city=city, flags=frozenset(flags))
    is_military = place.state in MILITARY_STATES and _MILITARY.fullmatch(city) is not None
    if state and state != place.state and not is_military:
        flags.add("zip_state_conflict")
        return replace(line, city=city, flags=frozenset(flags))
    if state != place.state:
        flags.add("state_from_zip")
    city, flag = _city_of_zip(line.city, city, line.zip5)
    flags |= {flag} - {""}
    return replace(line, city=city, state=place.state, flags=frozenset(flags))


def _city_of_zip(given: str, spelled: str, zip5: str) -> tuple[str, str]:
    """The city as the ZIP table prints it, and the flag that says what was done."""
    place = zip_place(zip5)
    if place is None:
        return spelled, ""
    if not given:
        return place.city, "city_from_zip"
    key = city_key(given)
    if (printed := place.spellings.get(key)) is not None:
        preferred = printed == place.city and key == city_key(place.city)
        return printed, "" if preferred else "city_not_preferred"
    if key not in cities_of(place.state) and (near := nearest_name(key, zip5)):
        return place.spellings[near], "city_repaired"
    return spelled, "city_not_in_zip"


def _spelled_out(city: str) -> str:
    if _MILITARY.fullmatch(city):
        return city.replace(" ", "")
    words = city.split()
    table = address_tables().directional_words
    if len(words) > 1 and words[0] in table:
        words[0] = table[words[0]]
    return " ".join(words)

"""The last line: ZIP code, state and city, repaired from the ZIP table where they lack."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from matching.parse.address.behind import parted_behind_zip
from matching.parse.address.places import (
    cities_of,
    city_key,
    city_tails,
    nearest_name,
    zip_place,
    zips_of_city,
)
from matching.parse.address.repeats import without_repeats
from matching.parse.address.tables import address_tables
from matching.parse.address.zip import drop_broken_zip, take_mended_zip, take_zip

__all__ = ["LastLine", "city_key", "mended", "read_state", "split_last_line", "zip_place"]

MILITARY_STATES = frozenset({"AA", "AE", "AP"})
_MILITARY = re.compile(r"(APO|FPO|DPO|A P O|F P O|D P O)$")
_COUNTRY = re.compile(
    r"(?:^|\s)(?:USA|U S A|UNITED STATES(?: OF AMERICA)?|ESTADOS UNIDOS)$|^U ?S$|(?<=\d{4}) US$"
)
_COUNTRY_ENDS = ("A", "S", "US")
_STREET_ENDS = frozenset(
    {"ST", "STREET", "AVE", "AVENUE", "RD", "ROAD", "DR", "DRIVE", "LN", "LANE", "BLVD"}
    | {"BOULEVARD", "CT", "COURT", "CIR", "HWY", "PKWY", "PL", "TER", "N", "S", "E", "W"}
)
"""Words in which no city ends."""
_CITY_STATES = ("NEW YORK", "WASHINGTON")
"""Names of states that without a city in front are rather the city."""
_LONE_ZIP = re.compile(r"(\d{5})(?:-(\d{4}))?")
_LARGE_CITY = 3
"""ZIP codes of a city that is known without a comma in front of it, a state or a ZIP code.

Of two words and more behind a plain kind of street, as AVILA BEACH behind LN, one is enough.
"""
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
    """Take ZIP code, state and city off the end of a whole address; no comma is needed.

    Further writings of the place go; words behind the last line stay as segments behind the street.
    """
    found = _split(_once(segments))
    if not found.zip5 and (parted := parted_behind_zip(segments)):
        front, behind = parted
        found = _split(front)
        found = replace(found, segments=(*found.segments, *behind))
    if not (found.city or found.state):
        return found
    return _without_repeats(found)


def _once(segments: tuple[str, ...]) -> tuple[str, ...]:
    """A text of one part that says everything twice, said once."""
    if len(segments) != 1:
        return segments
    text, half = segments[0], len(segments[0]) // 2
    is_twice = half > 8 and text[half] == " " and text[:half] == text[half + 1 :]
    return (text[:half],) if is_twice else segments


def _without_repeats(found: LastLine) -> LastLine:
    known = f"{found.zip5}-{found.zip4}" if found.zip4 else found.zip5
    left, code = without_repeats(found.segments, found.city, found.state, known)
    if left == found.segments:
        return found
    return replace(found, segments=left, zip5=code[:5], zip4=code[6:])


def _split(segments: tuple[str, ...]) -> LastLine:
    parts = list(segments)
    _drop_country(parts)
    flag = ""
    zip5, zip4 = take_zip(parts)
    if zip5:
        _drop_country_behind_state(parts)
        if parts and parts[-1].endswith(zip5):
            take_zip(parts)
    state = "" if zip5 else _state_of_mended_zip(parts)
    if state:
        zip5, zip4, flag = take_mended_zip(parts, state)
        if not zip5 and drop_broken_zip(parts, state):
            flag = "zip_unreadable"
    state = _take_state(parts, zip5)
    if state and not zip5 and parts:
        zip5, zip4 = take_zip(parts)
    _drop_county(parts, zip5)
    _drop_state_again(parts, state, zip5)
    if not zip5 and parts:
        city, zip5, zip4 = _take_zip_and_city(parts, state)
        if city:
            return LastLine(tuple(parts), city, state, zip5, zip4)
    city = _take_city(parts, zip5, state) if zip5 or state else _take_bare_city(parts)
    if state and not (city or zip5) and segments[-1].endswith((*_CITY_STATES,)):
        city, state = address_tables().state_names[state], ""
    if city and not zip5:
        zip5, zip4 = _take_zip_in_front(parts, city, state)
    return LastLine(tuple(parts), city, state, zip5, zip4, frozenset({flag} - {""}))


def _take_zip_and_city(parts: list[str], state: str) -> tuple[str, str, str]:
    """A ZIP code with its city behind it, as in `12 ELM ST 13502 UTICA`: (city, ZIP, add-on)."""
    words = parts[-1].split()
    for size, key in city_tails(words):
        if size == len(words):
            continue
        found = _LONE_ZIP.fullmatch(words[-size - 1])
        place = zip_place(found.group(1)) if found else None
        if found is None or place is None or key not in place.keys:
            continue
        left = words[: -size - 1]
        if (state and place.state != state) or 0 < len(left) < 3:
            continue
        _replace_last(parts, " ".join(left))
        return " ".join(words[-size:]), found.group(1), found.group(2) or ""
    return "", "", ""


def _take_zip_in_front(parts: list[str], city: str, state: str) -> tuple[str, str]:
    """A ZIP code of the city in a part of its own in front of it."""
    found = _LONE_ZIP.fullmatch(parts[-1]) if len(parts) > 1 else None
    place = zip_place(found.group(1)) if found else None
    if found is None or place is None or city_key(city) not in place.keys:
        return "", ""
    if state and place.state != state:
        return "", ""
    parts.pop()
    return found.group(1), found.group(2) or ""


def _take_bare_city(parts: list[str]) -> str:
    """A city without state and ZIP code: a part of its own, or a large one behind the street."""
    if not parts:
        return ""
    words = parts[-1].split()
    tables = address_tables()
    if len(parts) > 1 and not _DIGIT.search(parts[-1]):
        is_part = words[0] in tables.numbered_units or all(
            w in tables.directionals or w in tables.bare_units for w in words
        )
        if not is_part and zips_of_city(city_key(parts[-1])):
            return parts.pop()
    if len(words) < 4 or not words[0][0].isdigit():
        return ""
    for size, key in city_tails(words[3:]):
        ends = words[-size - 1]
        is_end = ends in tables.suffixes or ends in tables.directionals or ends[-1].isdigit()
        is_end = is_end and words[-size] not in tables.suffixes
        is_plain = size > 1 and ends in _STREET_ENDS and ends in tables.suffixes
        if is_end and zips_of_city(key) >= (1 if is_plain else _LARGE_CITY):
            _replace_last(parts, " ".join(words[:-size]))
            return " ".join(words[-size:])
    return ""


def _drop_country(parts: list[str]) -> None:
    if parts and parts[-1].endswith(_COUNTRY_ENDS) and (found := _COUNTRY.search(parts[-1])):
        _replace_last(parts, parts[-1][: found.start()].strip())


def _drop_country_behind_state(parts: list[str]) -> None:
    """The country between state and ZIP code; US also names highways, so a state must precede."""
    _drop_country(parts)
    if parts and parts[-1].endswith(" US") and read_state(parts[-1].split()[-2]):
        parts[-1] = parts[-1][:-3]


def _drop_state_again(parts: list[str], state: str, zip5: str) -> None:
    """A state between city and state, in full or misread; a city of that name stays."""
    place = zip_place(zip5)
    if len(parts) < 3 or place is None or city_key(parts[-1]) in place.keys:
        return
    is_state = read_state(parts[-1]) == place.state
    is_misread = (
        not state and len(parts[-1]) == 2 and parts[-1] not in address_tables().directionals
    )
    if is_state or (is_misread and city_key(parts[-2]) in place.keys):
        parts.pop()


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
    tables = address_tables()
    ambiguous = name[0] in tables.suffixes or name[0] in tables.directionals
    tails = [n for n in range(1, 5) if city_key(" ".join(before[-n:])) in cities_of(code)]
    if tails:
        is_whole = any(len(before) > n and before[-n - 1] in tables.suffixes for n in tails)
        return len(before) > 2 and (is_whole or place is None or not ambiguous)
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
    size = (
        _longest_misspelt(words, zip5)
        or _longest_of_state(words, state)
        or _tagged_city_size(words)
    )
    return size if _leaves_name(words[:-size]) else 0


def _leaves_name(before: list[str]) -> bool:
    """Whether a street's name is left in front of a city: in 12 E MADISON PARK, E is none."""
    if len(before) < 2 or not before[0][0].isdigit():
        return True
    return any(word not in address_tables().directionals for word in before[1:])


def _is_rest_of_name(before: list[str]) -> bool:
    """One word in front of a known city, as EAST in EAST UTICA; no unit and no quadrant."""
    tables = address_tables()
    if len(before) != 1 or len(before[0]) == 1:
        return False
    is_quadrant = len(tables.directionals.get(before[0], "")) == 2
    return not is_quadrant and before[0] not in tables.bare_units


def _longest_known(words: list[str], zip5: str) -> int:
    place = zip_place(zip5)
    if place is None:
        return 0
    return next((size for size, key in city_tails(words) if key in place.keys), 0)


def _longest_misspelt(words: list[str], zip5: str) -> int:
    tails = city_tails(words[1:])
    return next((size for size, key in tails if nearest_name(key, zip5)), 0)


def _longest_of_state(words: list[str], state: str) -> int:
    known = cities_of(state)
    return next((size for size, key in city_tails(words[2:]) if key in known), 0)


def _tagged_city_size(words: list[str]) -> int:
    """The city's words as usaddress tags them, for text without commas or a known ZIP code."""
    if words[-1] in _STREET_ENDS or _DIGIT.search(words[-1]):
        return 0
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

"""The last line: ZIP code, state and city, repaired from the ZIP table where they lack."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import zipcodes

from matching.normalize.address_tables import address_tables

_ZIP = re.compile(r"(?:^|[\s,])(\d{5})(?:[\s-]*(\d{4}))?$")
_MILITARY = re.compile(r"(APO|FPO|DPO|A P O|F P O|D P O)$")


@dataclass(frozen=True, slots=True)
class LastLine:
    """City, state and ZIP code, with what is left of the segments in front of them."""

    segments: tuple[str, ...] = ()
    city: str = ""
    state: str = ""
    zip5: str = ""
    zip4: str = ""
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ZipPlace:
    """What the ZIP table knows: the preferred city, every other name, the state."""

    city: str
    names: frozenset[str]
    state: str


@lru_cache(maxsize=65536)
def zip_place(zip5: str) -> ZipPlace | None:
    """The table's row of a five-digit ZIP code, or None; source: the zipcodes package."""
    if not re.fullmatch(r"[0-9]{5}", zip5):
        return None
    rows = zipcodes.matching(zip5)  # type: ignore[no-untyped-call]
    if not rows:
        return None
    row = rows[0]
    city = row["city"].upper()
    others = (*row["acceptable_cities"], *row["unacceptable_cities"])
    return ZipPlace(city, frozenset({city, *(name.upper() for name in others)}), row["state"])


def read_state(text: str) -> str:
    """The two-letter code of a state written in any way, or an empty string."""
    return address_tables().states.get(text.strip(" ,"), "")


def split_last_line(segments: tuple[str, ...]) -> LastLine:
    """Take ZIP code, state and city off the end of a whole address; no comma is needed."""
    parts = list(segments)
    zip5 = zip4 = ""
    if parts and (found := _ZIP.search(parts[-1])):
        zip5, zip4 = found.group(1), found.group(2) or ""
        _replace_last(parts, parts[-1][: found.start()].strip(" ,"))
    state = _take_state(parts)
    city = ""
    if zip5 or state:
        city = _take_city(parts, zip5, state)
    return LastLine(tuple(parts), city, state, zip5, zip4)


def _replace_last(parts: list[str], text: str) -> None:
    if text:
        parts[-1] = text
    else:
        parts.pop()


def _take_state(parts: list[str]) -> str:
    if not parts:
        return ""
    words = parts[-1].split()
    for size in (4, 3, 2, 1):
        code = read_state(" ".join(words[-size:])) if len(words) >= size else ""
        if code:
            _replace_last(parts, " ".join(words[:-size]))
            return code
    return ""


def _take_city(parts: list[str], zip5: str, state: str) -> str:
    if not parts:
        return ""
    words = parts[-1].split()
    size = _city_size(words, zip5, len(parts))
    if size == 0:
        return ""
    _replace_last(parts, " ".join(words[:-size]))
    return " ".join(words[-size:])


def _city_size(words: list[str], zip5: str, segments: int) -> int:
    """How many words at the end of a segment are the city."""
    if _MILITARY.search(" ".join(words)):
        return 3 if words[-1] == "O" else 1
    place = zip_place(zip5)
    whole_segment = segments > 1 and not any(c.isdigit() for c in " ".join(words))
    if place is not None:
        for size in range(min(5, len(words)), 0, -1):
            tail = " ".join(words[-size:])
            if city_key(tail) in _name_keys(zip5) and not any(c.isdigit() for c in tail):
                return size
    if whole_segment:
        return len(words)
    return _tagged_city_size(words)


@lru_cache(maxsize=65536)
def _name_keys(zip5: str) -> frozenset[str]:
    place = zip_place(zip5)
    return frozenset(city_key(name) for name in place.names) if place else frozenset()


@lru_cache(maxsize=65536)
def city_key(city: str) -> str:
    """A city's name for comparison: abbreviations written out, no spaces."""
    words = address_tables().city_words
    return "".join(words.get(word, word) for word in re.sub(r"[^A-Z ]", " ", city).split())


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
        return LastLine(line.segments, city, state, line.zip5, line.zip4, frozenset(flags))
    if state and state != place.state:
        flags.add("zip_state_conflict")
        return LastLine(line.segments, city, state, line.zip5, line.zip4, frozenset(flags))
    if not state:
        flags.add("state_from_zip")
    if not city:
        flags.add("city_from_zip")
        city = place.city
    else:
        city = _table_spelling(line.city, place) or city
        if city_key(city) not in _name_keys(line.zip5):
            flags.add("city_not_in_zip")
    return LastLine(line.segments, city, place.state, line.zip5, line.zip4, frozenset(flags))


def _table_spelling(city: str, place: ZipPlace) -> str:
    wanted = city_key(city)
    for name in (place.city, *sorted(place.names)):
        if city_key(name) == wanted:
            return re.sub(r"[^A-Z0-9 ]", " ", name).strip()
    return ""


def _spelled_out(city: str) -> str:
    if _MILITARY.fullmatch(city):
        return city.replace(" ", "")
    words = city.split()
    table = address_tables().directional_words
    if len(words) > 1 and words[0] in table:
        words[0] = table[words[0]]
    return " ".join(words)

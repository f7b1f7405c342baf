"""US addresses to Publication 28 form: own grammars first, usaddress where they do not reach."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from matching.normalize.address_clean import segments
from matching.normalize.address_form import AddressKind, NormalAddress
from matching.normalize.address_last_line import LastLine, mended, read_state, split_last_line
from matching.normalize.address_puerto_rico import (
    read_island_street,
    read_urbanization,
    split_urbanization,
)
from matching.normalize.address_routes import Route, read_military, read_route
from matching.normalize.address_street import has_number, read_street
from matching.normalize.address_tables import address_tables
from matching.normalize.address_units import split_units
from skiptrace.model.subject import PostalAddress

__all__ = ["AddressKind", "NormalAddress", "normalize_address"]

_MILITARY_STATES = frozenset({"AA", "AE", "AP"})
_CORNER = re.compile(r"[A-Z0-9]+(?: [A-Z0-9]+)* (?:AND|&) [A-Z0-9]+")
_ADDRESSEE = re.compile(r"(?:ATTN|ATTENTION|C/O|CO|CARE OF)\b")
_ORDINAL_STREET = re.compile(r"\d+(?:ST|ND|RD|TH)")


@dataclass
class _Reading:
    """What the segments of one address have given so far."""

    base: NormalAddress
    points: list[NormalAddress] = field(default_factory=list)
    units: list[tuple[str, str]] = field(default_factory=list)
    pmb: str = ""
    urbanization: str = ""
    others: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)


def normalize_address(address: PostalAddress) -> NormalAddress:
    """The address in components and in Publication 28 form; it never raises.

    Parts that the sender filled in (city, state, ZIP) are trusted over the line. What cannot be
    read is kind `unparsed` with a flag that says why.
    """
    return _normalized(address, address.original)


@lru_cache(maxsize=65536)
def _normalized(address: PostalAddress, _original: str) -> NormalAddress:
    """The reading of one address, kept by its parts and its original wording."""
    last = mended(_last_line(address))
    base = NormalAddress(city=last.city, state=last.state, zip5=last.zip5, zip4=last.zip4)
    reading = _Reading(base, flags=set(last.flags))
    if last.state in _MILITARY_STATES and (route := read_military(" ".join(last.segments))):
        reading.points.append(_route_point(reading, route))
    else:
        for segment in last.segments:
            _read_segment(reading, segment)
    return _assembled(reading)


def _last_line(address: PostalAddress) -> LastLine:
    parts = segments(address.line or address.original)
    if not (address.city or address.state or address.zip5):
        return split_last_line(parts)
    inner = split_last_line(parts)
    zip5 = "".join(c for c in address.zip5 if c.isascii() and c.isdigit())
    kept = inner.segments if inner.zip5 and inner.zip5 == zip5[:5] else parts
    zip4 = "".join(c for c in address.zip4 if c.isascii() and c.isdigit()) or zip5[5:]
    state = " ".join(segments(address.state))
    return LastLine(
        kept,
        " ".join(segments(address.city)),
        read_state(state) or state,
        zip5[:5] if len(zip5) >= 5 else "",
        zip4 if len(zip4) == 4 else "",
    )


def _read_segment(reading: _Reading, segment: str) -> None:
    if _ADDRESSEE.match(segment):
        reading.flags.add("addressee_dropped")
    elif reading.base.state == "PR" and _read_island(reading, segment):
        return
    elif route := read_route(segment):
        reading.points.append(_route_point(reading, route))
    elif not _read_unit_only(reading, segment) and not _read_street_line(reading, segment):
        reading.others.append(segment)


def _route_point(reading: _Reading, route: Route) -> NormalAddress:
    if route.rest and not _read_street_line(reading, route.rest):
        split = split_units(route.rest, 0)
        reading.pmb = reading.pmb or split.pmb
        if split.words:
            reading.flags.add("extra_words_dropped")
    return replace(reading.base, kind=route.kind, route=route.route, box=route.box)


def _read_island(reading: _Reading, segment: str) -> bool:
    if name := read_urbanization(segment):
        reading.urbanization = name
        return True
    name, line = split_urbanization(segment)
    split = split_units(line, 2)
    street = read_island_street(" ".join(split.words))
    if street is None:
        return False
    reading.urbanization = reading.urbanization or name
    reading.units += split.units
    kind = AddressKind.PUERTO_RICO
    point = replace(reading.base, kind=kind, number=street.number, street=street.street)
    reading.points.append(point)
    return True


def _read_unit_only(reading: _Reading, segment: str) -> bool:
    split = split_units(segment, 0)
    if split.words or not (split.units or split.pmb):
        return False
    if len(split.units) == 1 and split.units[0][0] == "#":
        _read_loose_number(reading, split.units[0][1])
    else:
        reading.units += split.units
    reading.pmb = reading.pmb or split.pmb
    return True


def _read_loose_number(reading: _Reading, identifier: str) -> None:
    """A lone # behind a suite is the private mailbox (section 285)."""
    if reading.units and reading.units[-1][0] == "STE":
        reading.pmb = identifier
    else:
        reading.units.append(("#", identifier))


def _read_street_line(reading: _Reading, segment: str) -> bool:
    split = split_units(segment, 2)
    words = split.words
    if not has_number(words):
        return False
    street = read_street(words)
    if not street.name:
        return False
    units = split.units
    if street.unit:
        units = (("#", street.unit), *units)
        reading.flags.add("unit_without_designator")
    reading.pmb = reading.pmb or split.pmb
    point = replace(
        reading.base,
        kind=AddressKind.STREET,
        number=street.number,
        fraction=street.fraction,
        predir=street.predir,
        street=street.name,
        suffix=street.suffix,
        postdir=street.postdir,
        units=units,
    )
    reading.points.append(point)
    return True


def _assembled(reading: _Reading) -> NormalAddress:
    if not reading.points:
        _read_with_usaddress(reading)
    flags = reading.flags
    if not reading.points:
        corner = any(_CORNER.search(segment) for segment in reading.others)
        flags.add("intersection" if corner else "no_delivery_line")
        return replace(reading.base, flags=frozenset(flags))
    if len(reading.points) > 1:
        flags.add("dual_address")
    if reading.others:
        flags.add("addressee_dropped")
    point = reading.points[-1]
    ordinal = _ORDINAL_STREET.fullmatch(point.street) is not None
    if ordinal or point.street in address_tables().number_words:
        flags.add("numeric_or_spelled")
    if reading.urbanization and point.kind is AddressKind.STREET:
        point = replace(point, kind=AddressKind.PUERTO_RICO)
    carries_units = point.kind in (AddressKind.STREET, AddressKind.PUERTO_RICO)
    units = _ordered((*point.units, *reading.units)) if carries_units else ()
    return replace(
        point,
        units=units,
        pmb=reading.pmb,
        urbanization=reading.urbanization,
        flags=frozenset(flags),
    )


def _ordered(units: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Building before floor before room, each once."""
    rank = {"BLDG": 0, "FL": 1}
    return tuple(sorted(dict.fromkeys(units), key=lambda unit: rank.get(unit[0], 2)))


def _read_with_usaddress(reading: _Reading) -> None:
    """Find the house number in a line that begins with other words, as `ELM COURT 12 OAK ST`."""
    import usaddress

    for segment in reading.others:
        if not any(c.isdigit() for c in segment) or len(segment) > 200:
            continue
        labels = [label for _, label in usaddress.parse(segment)]
        words = segment.split()
        if "AddressNumber" not in labels or len(labels) != len(words):
            continue
        if _read_street_line(reading, " ".join(words[labels.index("AddressNumber") :])):
            reading.flags.add("addressee_dropped")
            return

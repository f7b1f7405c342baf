"""From the cleaned segments of an address to its delivery points."""

from __future__ import annotations

import re
from dataclasses import replace

from matching.parse.address.form import AddressKind, NormalAddress, has_hyphened_numbers
from matching.parse.address.island import read_island
from matching.parse.address.last_line import MILITARY_STATES, LastLine
from matching.parse.address.pieces import is_piece, read_piece
from matching.parse.address.points import (
    Reading,
    is_street_name,
    read_street_line,
    split_line,
)
from matching.parse.address.routes import Route, read_military, read_route
from matching.parse.address.tables import address_tables
from matching.parse.address.units import Unit, split_units

_CORNER = re.compile(r"[A-Z0-9]+(?: [A-Z0-9]+)* (?:AND|&|AT) [A-Z0-9]+|CORNER OF\b")
_ADDRESSEE = re.compile(
    r"(?:ATTN|ATTENTION|C/O|CARE OF)\b\s*|CO\b(?! (?:RD|ROAD|HWY|HIGHWAY|RTE|RT|ROUTE)\b)"
)
_HOUSE = re.compile(r"\d+(?:-\d+)?[A-Z]?")
_UNIT = re.compile(r"(?=.*\d)[A-Z0-9]{1,5}(?:-[A-Z0-9]{1,4})?")
_ORDINAL = re.compile(r"\d+(?:ST|ND|RD|TH)")
_HYPHENED = re.compile(r"\d-\d")
_STREETS = (AddressKind.STREET, AddressKind.PUERTO_RICO)
_ROUTES = (AddressKind.RURAL_ROUTE, AddressKind.HIGHWAY_CONTRACT)


def read_facts(last: LastLine) -> tuple[NormalAddress, ...]:
    """The delivery points in front of a last line, in their order; one unparsed when none is."""
    base = NormalAddress(city=last.city, state=last.state, zip5=last.zip5, zip4=last.zip4)
    reading = Reading(base, flags=set(last.flags))
    if last.state in MILITARY_STATES and (route := read_military(" ".join(last.segments))):
        reading.points.append(replace(base, kind=route.kind, route=route.route, box=route.box))
    else:
        for segment in _joined_numbers(last.segments):
            _read_segment(reading, _once(segment))
    return _assembled(reading)


def _once(segment: str) -> str:
    """A segment that says one thing twice, said once."""
    half = len(segment) // 2
    is_twice = half > 5 and segment[half] == " " and segment[half + 1 :] == segment[:half]
    return segment[:half] if is_twice else segment


def _joined_numbers(segments: tuple[str, ...]) -> tuple[str, ...]:
    """A house number that a comma parts from its street goes in front of it again."""
    if not any(segment.isdigit() for segment in segments[:-1]):
        return segments
    joined: list[str] = []
    for segment in segments:
        if len(joined) == 1 and joined[0].isdigit() and is_street_name(segment.split()):
            joined[0] = f"{joined[0]} {segment}"
        else:
            joined.append(segment)
    return tuple(joined)


def _read_segment(reading: Reading, segment: str) -> None:
    if found := _ADDRESSEE.match(segment):
        _read_addressee(reading, segment[found.end() :].strip())
    elif reading.base.state == "PR" and read_island(reading, segment):
        return
    elif route := read_route(segment):
        _read_route_line(reading, route)
    elif not _read_unit_only(reading, segment):
        behind = bool(reading.points)
        is_unit = behind and reading.points[-1].kind in _STREETS and is_piece(segment)
        if is_unit or not read_street_line(reading, segment):
            if behind:
                reading.pieces.append(segment)
            else:
                reading.others.append(segment)


def _read_addressee(reading: Reading, rest: str) -> None:
    """Who receives the mail; a unit at the end of the name is a part of the address."""
    reading.flags.add("addressee_dropped")
    route = read_route(rest)
    if route is not None and route.kind is AddressKind.GENERAL_DELIVERY:
        reading.points.append(replace(reading.base, kind=route.kind))
    else:
        reading.others.append(rest)


def _read_others(reading: Reading) -> None:
    """Units at the end of lines in front of the street, as in `EMPIRE TOWER STE 200, 12 ELM ST`."""
    for at, text in enumerate(reading.others):
        if _UNIT.fullmatch(text):
            reading.units.append(("#", text))
            reading.flags.add("unit_without_designator")
            reading.others[at] = ""
            continue
        is_unit = text.partition(" ")[0] in address_tables().numbered_units
        split = split_line(reading, text, 0 if is_unit else 1)
        if split.units:
            reading.units += split.units
            reading.others[at] = " ".join(split.words)


def _read_route_line(reading: Reading, route: Route) -> None:
    point = replace(reading.base, kind=route.kind, route=route.route, box=route.box)
    if route.is_hyphened:
        reading.flags.add("hyphen_by_zip4")
    box_first = route.kind is AddressKind.PO_BOX
    if box_first:
        reading.points.append(point)
    if route.rest and not read_street_line(reading, route.rest):
        split = split_line(reading, route.rest, 0)
        point = replace(point, units=split.units, pmb=split.pmb)
        if split.words:
            reading.flags.add("extra_words_dropped")
            reading.details.append(" ".join(split.words))
        if box_first:
            reading.details += [" ".join(unit).strip() for unit in split.units]
        if box_first:
            reading.points[-1] = replace(point, units=())
    if not box_first:
        reading.points.append(point)


def _read_unit_only(reading: Reading, segment: str) -> bool:
    split = split_units(segment, 0)
    if split.words or not (split.units or split.pmb or split.flags):
        return False
    reading.flags |= split.flags
    if len(split.units) == 1 and split.units[0][0] == "#":
        _read_loose_number(reading, split.units[0][1])
    else:
        reading.units += split.units
    reading.pmb = reading.pmb or split.pmb
    return True


def _read_loose_number(reading: Reading, identifier: str) -> None:
    """A lone # behind a suite is the private mailbox (section 285)."""
    units = reading.units or (reading.points[-1].units if reading.points else ())
    if units and units[-1][0] == "STE":
        reading.pmb = identifier
    else:
        reading.units.append(("#", identifier))


def _assembled(reading: Reading) -> tuple[NormalAddress, ...]:
    if not reading.points:
        _read_behind_words(reading)
    if not reading.points:
        _read_with_usaddress(reading)
    _read_what_is_left(reading)
    flags = reading.flags
    if reading.building and reading.points:
        flags.add("addressee_dropped")
    elif reading.building:
        kind = AddressKind.PUERTO_RICO
        reading.points.append(replace(reading.base, kind=kind, street=reading.building))
    if not reading.points:
        corner = any(_CORNER.search(segment) for segment in reading.others)
        flags.add("intersection" if corner else "no_delivery_line")
        left = tuple(text for text in (*reading.others, *reading.pieces) if text)
        return (replace(reading.base, flags=frozenset(flags), details=left),)
    if len(reading.points) > 1:
        flags.add("dual_address")
    if reading.others:
        flags.add("addressee_dropped")
    if any(_is_hyphen_open(point) for point in reading.points):
        flags.add("hyphen_by_zip4")
    at = max((i for i, p in enumerate(reading.points) if p.kind in _STREETS), default=-1)
    return tuple(_finished(reading, point, i == at) for i, point in enumerate(reading.points))


def _read_what_is_left(reading: Reading) -> None:
    """Pieces behind the street, units in front of it, and streets that are written twice."""
    if not reading.points:
        return
    if reading.others:
        _read_others(reading)
    for piece in reading.pieces:
        read_piece(reading, piece)
    if len(reading.points) > 1:
        _merge_points(reading)


def _merge_points(reading: Reading) -> None:
    """One delivery point for each street, though it is written twice, with every unit."""
    merged: dict[NormalAddress, NormalAddress] = {}
    for point in reading.points:
        bare = replace(point, units=(), pmb="")
        first = merged.get(bare, bare)
        units = (*first.units, *(unit for unit in point.units if unit not in first.units))
        merged[bare] = replace(point, units=units, pmb=first.pmb or point.pmb)
    reading.points[:] = merged.values()


def _is_hyphen_open(point: NormalAddress) -> bool:
    """Whether only ZIP+4 data can say if the house number has a hyphen (appendix D1)."""
    if point.kind is not AddressKind.STREET:
        return False
    long = point.number.isdigit() and len(point.number) >= 4
    return bool(_HYPHENED.search(point.number)) or (long and has_hyphened_numbers(point.zip5))


def _finished(reading: Reading, point: NormalAddress, is_street: bool) -> NormalAddress:
    """A delivery point with the units that stood on lines of their own; a street takes them."""
    alone = len(reading.points) == 1
    kind, units, pmb = point.kind, point.units, point.pmb
    if is_street or (alone and kind in _ROUTES):
        units = (*units, *reading.units)
    elif alone and reading.units:
        reading.flags.add("extra_words_dropped")
        reading.details += [" ".join(unit).strip() for unit in reading.units]
    if is_street or alone:
        pmb = pmb or reading.pmb
    if reading.urbanization and kind is AddressKind.STREET:
        kind = AddressKind.PUERTO_RICO
    return replace(
        point,
        kind=kind,
        units=_ordered(units),
        pmb=pmb,
        urbanization=reading.urbanization if kind in _STREETS else "",
        details=tuple(reading.details) if is_street or alone else (),
        flags=frozenset(reading.flags),
    )


def _ordered(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Building before floor before room, each once."""
    if len(units) < 2:
        return units
    rank = {"TOWER": 0, "BLDG": 0, "BLK": 0, "WING": 1, "FL": 1, "LEVEL": 1}
    return tuple(sorted(dict.fromkeys(units), key=lambda unit: rank.get(unit[0], 2)))


def _read_behind_words(reading: Reading) -> None:
    """A house number behind other words, as in `ELM COURT 12 OAK ST`, when a suffix follows it."""
    tables = address_tables()
    for n, segment in enumerate(reading.others):
        words = segment.split()
        for at, word in enumerate(words[1:-1], start=1):
            follows = words[at + 1 :]
            if not _HOUSE.fullmatch(word) or not any(w in tables.suffixes for w in follows):
                continue
            is_signed = words[at - 1] == "#" or words[at - 1] in tables.numbered_units
            start = at - 1 if is_signed else at
            is_floor = start == at - 1 > 0 and _ORDINAL.fullmatch(words[at - 2]) is not None
            start = at - 2 if is_floor else start
            behind_unit = len(follows) > 2 and follows[0][0].isdigit()
            is_unit = start < at and not (is_floor or behind_unit)
            if not is_unit and read_street_line(reading, " ".join(words[start:])):
                _set_apart(reading, n, words[:start])
                return


def _read_with_usaddress(reading: Reading) -> None:
    """The house number where usaddress sees it, for lines that begin with other words."""
    import usaddress

    for n, segment in enumerate(reading.others):
        if not any(c.isdigit() for c in segment) or len(segment) > 200:
            continue
        labels = [label for _, label in usaddress.parse(segment)]
        words = segment.split()
        if "AddressNumber" not in labels or len(labels) != len(words):
            continue
        at = labels.index("AddressNumber")
        if at and words[at - 1] in address_tables().numbered_units:
            continue
        if read_street_line(reading, " ".join(words[at:])):
            _set_apart(reading, n, words[:at])
            return


def _set_apart(reading: Reading, n: int, in_front: list[str]) -> None:
    """What stood in front of the street is the addressee's, what stood behind it are pieces."""
    reading.flags.add("addressee_dropped")
    reading.pieces += reading.others[n + 1 :]
    reading.others[n:] = [" ".join(in_front)]

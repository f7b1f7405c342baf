"""Boxes and routes: Publication 28, sections 225, 238 and 24 to 29, read before any street."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matching.parse.address.form import AddressKind

_NO = r"(?:NUMBER|NUM|NO)?\s*"
_ID = r"#?\s*((?=[A-Z0-9-]*\d|[A-Z]{1,2}(?:\s|$))[A-Z0-9](?:[A-Z0-9-]*[A-Z0-9])?|-\d+)"
_BOX = r"(?:\s*-?\s*(?:BOX|BX|BZN|BUZON|BIN)\s*" + _NO + _ID + r")?(?=\s|$)"
_ROUTE_NO = r"\s*-?\s*" + _NO + r"#?\s*(\d+[A-Z]?)"
_PO_BOX = re.compile(
    r"(?:(?:P ?[O0]\s*)?LBX|P ?[O0]\s*(?:BOX|BX|DRAWER|BIN|LOCK ?BOX|B(?![A-Z]))"
    r"|P[O0](?=\s*#?\s*\d)|POST ?OFFICE (?:BOX|BX|DRAWER)"
    r"|POST(?:AL)? BOX|(?:(?:FIRM|CORPORATE) )?CALLER(?: SERVICE)?(?: (?:BOX|NUMBER))?"
    r"|LOCK ?(?:BOX|DRAWER)|DRAWER|(?:APARTADO|APTDO|APDO)(?: POSTAL)?|BIN|BOX)\s*"
    + _NO
    + _ID
    + r"(?=\s|$)"
)
_RURAL = re.compile(
    r"(?:RURAL\s*(?:ROUTE|RTE|RT|DELIVERY)|R ?F ?D(?:\s+(?:ROUTE|RTE|RT))?|RUTA RURAL"
    r"|R ?R(?: RTE| RT)?|R ?D|ROUTE|RTE|RT|R(?=\s*#?\s*\d+\s*BO?X))" + _ROUTE_NO + _BOX
)
_CONTRACT = re.compile(
    r"(?:(?:HIGHWAY|HWY) CONTRACT(?:\s+(?:ROUTE|RTE|RT))?|H ?C ?R?(?:\s+(?:ROUTE|RTE|RT))?"
    r"|STAR\s*(?:ROUTE|RTE|RT)|RUTA ESTRELLA|S ?R(?=\s*\d+\s*BOX))" + _ROUTE_NO + _BOX
)
_UNNUMBERED = re.compile(r"STAR (?:ROUTE|RTE|RT) BO?X\s*" + _ID + r"(?=\s|$)")
_MILITARY = re.compile(
    r"\b(PSC|CMR|CPR|OPC|UPR|UNIT)\s*-?#?\s*(\d+[A-Z]?)(?:\s*BO?X\s*" + _ID + r")?(?=\s|$)"
)
_SHIP = re.compile(r"\b(?:USS|USNS|USCGC) [A-Z0-9].*")
_STREET_NAMED_BOX = re.compile(r"(?:BOX|BIN|DRAWER|CALLER) (?:ST|STREET|RD|ROAD|LN|LANE|AVE|DR)\b")
_GENERAL = re.compile(r"GEN(?:ERAL|L)?\s+DEL(?:IVERY)?\b|ENTREGA GENERAL\b|LISTA DE CORREOS\b")
_VAGUE = re.compile(r"(?:ROUTE|RTE|RT|R ?D|S ?R)\b")


@dataclass(frozen=True, slots=True)
class Route:
    """A box or route and the words that stood after it.

    `is_hyphened` says that the box was written with a hyphen inside, which only ZIP+4 data
    settles (sections 243 and 254).
    """

    kind: AddressKind
    route: str = ""
    box: str = ""
    rest: str = ""
    is_hyphened: bool = False


def read_route(line: str) -> Route | None:
    """The box or route that a cleaned line begins with, or None."""
    if found := _GENERAL.match(line):
        return Route(AddressKind.GENERAL_DELIVERY, rest=line[found.end() :].strip())
    if line[:1].isdigit():
        return None
    for pattern, kind in (
        (_CONTRACT, AddressKind.HIGHWAY_CONTRACT),
        (_RURAL, AddressKind.RURAL_ROUTE),
    ):
        found = pattern.match(line)
        if found and _stands_alone(found, line):
            number = found.group(1).lstrip("0") or "0"
            box = found.group(2) or ""
            rest = line[found.end() :].strip()
            return Route(kind, number, _route_box(box), rest, "-" in box.strip("-"))
    if found := _UNNUMBERED.match(line):
        return Route(AddressKind.HIGHWAY_CONTRACT, "", _route_box(found.group(1)))
    found = _PO_BOX.match(line)
    if found and _STREET_NAMED_BOX.match(line) is None:
        return Route(AddressKind.PO_BOX, "", _box(found.group(1)), line[found.end() :].strip())
    if (military := _MILITARY.match(line)) and military.group(3):
        return read_military(line)
    return None


def read_military(line: str) -> Route | None:
    """A military or diplomatic unit with its box, or a ship; zeros of the box are kept."""
    found = _MILITARY.search(line)
    if found is None:
        ship = _SHIP.search(line)
        return Route(AddressKind.MILITARY, ship.group()) if ship else None
    box = (found.group(3) or "").lstrip("#")
    rest = f"{line[: found.start()]} {line[found.end() :]}".strip()
    return Route(AddressKind.MILITARY, f"{found.group(1)} {found.group(2)}", box, rest)


def _stands_alone(found: re.Match[str], line: str) -> bool:
    """A route without a box counts when its word can be nothing else; RT 9 alone is a road."""
    return bool(found.group(2)) or _VAGUE.match(line) is None


def _route_box(text: str) -> str:
    """A route's box: no zero in front, no hyphen but between two numbers."""
    return re.sub(r"(?<!\d)-|-(?!\d)", "", text).lstrip("0")


def _box(text: str) -> str:
    """The box as given; a hyphen in front stands for a zero that counts (section 282)."""
    if re.fullmatch(r"-\d+", text):
        return "0" + text[1:]
    return text

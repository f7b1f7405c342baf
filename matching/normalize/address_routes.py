"""Boxes and routes: Publication 28, sections 225, 238 and 24 to 29, read before any street."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matching.normalize.address_form import AddressKind

_ID = r"#?\s*((?=[A-Z0-9-]*\d|[A-Z]{1,2}(?:\s|$))[A-Z0-9](?:[A-Z0-9-]*[A-Z0-9])?|-\d+)"
_BOX_WORD = r"(?:BOX|BX|BZN|BUZON|BIN)"
_PO_BOX = re.compile(
    r"(?:(?:FIRM|CORPORATE)\s+)?(?:P ?O\s*(?:BOX|BX|DRAWER|B)|PO(?=\s*#?\s*\d)"
    r"|POST ?OFFICE (?:BOX|DRAWER)|POSTAL BOX|CALLER(?: SERVICE)?|LOCK ?BOX|DRAWER"
    r"|APARTADO(?: POSTAL)?|APDO(?: POSTAL)?|BIN|BOX)\s*(?:NUMBER|NO)?\s*" + _ID + r"(?=\s|$)"
)
_RURAL = re.compile(
    r"(?:RURAL\s*(?:ROUTE|RTE|RT|DELIVERY)|RFD(?:\s+(?:ROUTE|RTE|RT))?|RUTA RURAL"
    r"|R ?R|R ?D|ROUTE|RTE|RT)"
    r"\s*(?:NUMBER|NO)?\s*#?\s*(\d+[A-Z]?)(?:\s*" + _BOX_WORD + r"\s*" + _ID + r")?(?=\s|$)"
)
_CONTRACT = re.compile(
    r"(?:HIGHWAY CONTRACT(?:\s+(?:ROUTE|RTE|RT))?|H ?C ?R?|STAR\s*(?:ROUTE|RTE|RT)|RUTA ESTRELLA"
    r"|S ?R(?=\s*\d+\s*BOX))"
    r"\s*(?:NUMBER|NO)?\s*#?\s*(\d+[A-Z]?)(?:\s*" + _BOX_WORD + r"\s*" + _ID + r")?(?=\s|$)"
)
_MILITARY = re.compile(
    r"(PSC|CMR|CPR|OPC|UPR|UNIT)\s*#?\s*(\d+[A-Z]?)(?:\s*BOX\s*" + _ID + r")?(?=\s|$)"
)
_STREET_NAMED_BOX = re.compile(r"(?:BOX|BIN|DRAWER|CALLER) (?:ST|STREET|RD|ROAD|LN|LANE|AVE|DR)\b")
_GENERAL = re.compile(r"GEN(?:ERAL|L)?\s+DEL(?:IVERY)?")


@dataclass(frozen=True, slots=True)
class Route:
    """A box or route and the words that stood after it."""

    kind: AddressKind
    route: str = ""
    box: str = ""
    rest: str = ""


def read_route(line: str) -> Route | None:
    """The box or route that a cleaned line begins with, or None."""
    if found := _GENERAL.match(line):
        return Route(AddressKind.GENERAL_DELIVERY, rest=line[found.end() :].strip())
    for pattern, kind in (
        (_CONTRACT, AddressKind.HIGHWAY_CONTRACT),
        (_RURAL, AddressKind.RURAL_ROUTE),
    ):
        found = pattern.match(line)
        if found and _stands_alone(found, line, kind):
            number = found.group(1).lstrip("0") or "0"
            box = _box(found.group(2) or "").replace("-", "").lstrip("0")
            return Route(kind, number, box, line[found.end() :].strip())
    found = _PO_BOX.match(line)
    if found and not _is_street_named_box(line):
        return Route(AddressKind.PO_BOX, "", _box(found.group(1)), line[found.end() :].strip())
    return None


def read_military(line: str) -> Route | None:
    """A military or diplomatic unit with its box; leading zeros of the box are kept."""
    found = _MILITARY.search(line)
    if found is None:
        return None
    box = (found.group(3) or "").lstrip("#")
    rest = f"{line[: found.start()]} {line[found.end() :]}".strip()
    return Route(AddressKind.MILITARY, f"{found.group(1)} {found.group(2)}", box, rest)


def _stands_alone(found: re.Match[str], line: str, kind: AddressKind) -> bool:
    """A route without a box counts only as the whole line, and RT 9 alone is a road."""
    if found.group(2):
        return True
    vague = re.match(r"(?:ROUTE|RTE|RT|R ?D)\b", line) is not None
    return found.end() == len(line) and not (vague and kind is AddressKind.RURAL_ROUTE)


def _is_street_named_box(line: str) -> bool:
    return _STREET_NAMED_BOX.match(line) is not None


def _box(text: str) -> str:
    """The box as given; a hyphen in front stands for a zero that counts (section 282)."""
    if re.fullmatch(r"-\d+", text):
        return "0" + text[1:]
    return text

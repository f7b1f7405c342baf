"""Puerto Rico: Publication 28, section 29: urbanizations, CALLE streets, house number first."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = r"(?:URBANIZACION|URBANIZATION|URBANIZ|URB)\b\s*"
_MARKED = re.compile(_MARK)
_AREAS = {"EXTENSION": "EXT", "REPARTO": "REPTO", "RPTO": "REPTO", "JARDINES": "JARD",
          "MANSIONES": "MANS", "PARCELAS": "PARC", "QUINTAS": "QTAS", "BARRIADA": "BDA",
          "ALTURAS": "ALT", "HACIENDA": "HACI", "ESTANCIAS": "EST", "COMUNIDAD": "COM",
          "SECTOR": "SECT"}  # fmt: skip
_AREA_WORDS = frozenset({*_AREAS, *_AREAS.values(), "VILLA", "VILLAS", "COLINAS", "BRISAS"})
_STREET_WORDS = {"CALLE": "CALLE", "CLL": "CALLE", "AVENIDA": "AVE", "AVE": "AVE", "AV": "AVE",
                 "AVDA": "AVE", "CALLEJON": "CALLEJON", "PASEO": "PASEO", "CAMINO": "CAM",
                 "CAM": "CAM", "CARRETERA": "CARR", "CARR": "CARR", "BULEVAR": "BLVD",
                 "BOULEVARD": "BLVD", "BLVD": "BLVD", "VIA": "VIA", "MARGINAL": "MARGINAL",
                 "PASAJE": "PSJE"}  # fmt: skip
_HOUSE = r"(?:[A-Z]{0,2}-?\d+[A-Z]?|\d+-\d+[A-Z]?|[A-Z]{1,2}-?\d+-\d+)"
_NUMBER = re.compile(_HOUSE)
_BLOCK = re.compile(
    r"\b(?:BLOQUE|BLQ|BLK|BLOCK|BL)\s*#?\s*([A-Z0-9]{1,3})[\s,-]*(?:NUM|NO|CASA)?\s*#?\s*(\d+[A-Z]?)\b"
)
_KILOMETRE = re.compile(
    r"(?:CARRETERA|CARR|PR|RD|ROAD)\s*#?\s*-?(\d+)\s*(?:KM|KILOMETRO)\s*([\d.]+)"
)
_HEAD = re.compile(
    _MARK + r"(\D+?)\s+(?=#|(?:CALLE|CLL|AVENIDA|AVE|PASEO|CARR|CAMINO|BLOQUE|BLQ|BLK)\b|"
    r"\d|[A-Z]{1,2}-?\d)"
)
_TAIL = re.compile(r"\s" + _MARK + r"(\D+)$")


@dataclass(frozen=True, slots=True)
class IslandStreet:
    """A Puerto Rican street line: house number, then the street with its Spanish type word."""

    number: str
    street: str
    rest: str = ""


def read_urbanization(segment: str) -> str:
    """The urbanization that a segment names, without the word URB; empty when it names none."""
    words = segment.split()
    is_marked = _MARKED.match(segment) is not None
    if not is_marked and (len(words) < 2 or words[0] not in _AREA_WORDS):
        return ""
    if any(word in _STREET_WORDS for word in words):
        return ""
    return _standard(_MARKED.sub("", segment))


def split_urbanization(segment: str) -> tuple[str, str]:
    """An urbanization on the street's own line: (urbanization, the street line)."""
    if found := _HEAD.match(segment):
        return _standard(found.group(1)), segment[found.end() :]
    if found := _TAIL.search(segment):
        return _standard(found.group(1)), segment[: found.start()]
    return "", segment


def take_block(line: str) -> tuple[str, str]:
    """A house number written as block and number: (`C8` or `5-8`, the line without it)."""
    found = _BLOCK.search(line)
    if found is None:
        return "", line
    joint = "-" if found.group(1)[-1].isdigit() else ""
    rest = f"{line[: found.start()]} {line[found.end() :]}".strip()
    return f"{found.group(1)}{joint}{found.group(2)}", rest


def read_island_street(line: str, number: str = "") -> IslandStreet | None:
    """`CALLE 12 C-8`, `C8 CALLE 12` and `CARR 2 KM 14.5` in the section's order, or None."""
    if found := _KILOMETRE.fullmatch(line):
        return IslandStreet("", f"CARR {found.group(1)} KM {found.group(2)}")
    words = line.replace("#", " ").split()
    at = next((i for i, word in enumerate(words) if word in _STREET_WORDS), -1)
    if at < 0 or at > 2 or len(words) < at + 2:
        return None
    head, name = "".join(words[:at]), words[at + 1 :]
    if head and _NUMBER.fullmatch(head):
        number = head
    elif head:
        return None
    elif not number:
        number = _take_number(name)
    if not number:
        return None
    return IslandStreet(_plain(number), " ".join((_STREET_WORDS[words[at]], *name)))


def _take_number(name: list[str]) -> str:
    """The house number behind a street's name, in one word or as `C 8`; it leaves the name."""
    if len(name) > 1 and name[-2] in ("NUM", "NO", "CASA"):
        name.pop(-2)
    if len(name) > 2 and len(name[-2]) == 1 and name[-2].isalpha() and name[-1].isdigit():
        number = name.pop()
        return name.pop() + number
    return name.pop() if len(name) > 1 and _NUMBER.fullmatch(name[-1]) else ""


def _standard(name: str) -> str:
    words = name.split()
    if len(words) > 1:
        words[0] = _AREAS.get(words[0], words[0])
    return " ".join(words)


def _plain(number: str) -> str:
    """C-8 becomes C8; a hyphen between two numbers stays."""
    return re.sub(r"(?<=[A-Z])-(?=\d)", "", number.lstrip("#"))

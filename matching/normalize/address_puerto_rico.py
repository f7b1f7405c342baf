"""Puerto Rico: Publication 28, section 29: urbanizations, CALLE streets, house number first."""

from __future__ import annotations

import re
from dataclasses import dataclass

_URB = re.compile(
    r"(?:URBANIZACION|URBANIZATION|URB|EXTENSION|EXT|REPARTO|RPTO|JARDINES|JARD|MANSIONES|MANS|"
    r"VILLAS?|PARCELAS|PARC|QUINTAS|QTAS|BARRIADA|BDA)\b\s*(.+)"
)
_MARKED = re.compile(r"(?:URBANIZACION|URBANIZATION|URB)\b\s*")
_STREET_WORDS = {"CALLE": "CALLE", "CLL": "CALLE", "AVENIDA": "AVE", "AVE": "AVE", "AV": "AVE",
                 "CALLEJON": "CALLEJON", "PASEO": "PASEO", "CAMINO": "CAM", "CAM": "CAM",
                 "CARRETERA": "CARR", "CARR": "CARR", "BULEVAR": "BLVD"}  # fmt: skip
_NUMBER = re.compile(r"#?(?:[A-Z]{0,2}-?\d+[A-Z]?|\d+-\d+|[A-Z]{1,2}-?\d+-\d+)")
_BLOCK = re.compile(
    r"(?:BLOQUE|BLQ|BLK|BLOCK|BL)\s*#?\s*([A-Z0-9]+)[\s,-]*(?:NUM|NO|CASA)?\s*#?\s*(\d+)"
)


@dataclass(frozen=True, slots=True)
class IslandStreet:
    """A Puerto Rican street line: house number, then the street with its Spanish type word."""

    number: str
    street: str
    rest: str = ""


def read_urbanization(segment: str) -> str:
    """The urbanization that a segment names, without the word URB; empty when it names none."""
    found = _URB.fullmatch(segment)
    if found is None or any(word in _STREET_WORDS for word in segment.split()):
        return ""
    return _MARKED.sub("", segment).strip()


def split_urbanization(segment: str) -> tuple[str, str]:
    """An urbanization written in front of the street: (urbanization, the street line)."""
    found = re.match(
        r"(?:URBANIZACION|URBANIZATION|URB)\s+(\D+?)\s+(?=\d|CALLE\b|BLOQUE\b|#)", segment
    )
    if found is None:
        return "", segment
    return found.group(1).strip(), segment[found.end() :]


def read_island_street(line: str) -> IslandStreet | None:
    """`CALLE 12 C-8`, `C8 CALLE 12` and `BLOQUE D 2 CALLE 5` in the section's order, or None."""
    number = ""
    if found := _BLOCK.search(line):
        number = f"{found.group(1)}{'-' if found.group(1)[-1].isdigit() else ''}{found.group(2)}"
        line = f"{line[: found.start()]} {line[found.end() :]}".strip()
    words = line.replace("#", " ").split()
    at = next((i for i, word in enumerate(words) if word in _STREET_WORDS), -1)
    if at < 0 or at > 1 or len(words) < at + 2:
        return None
    head, name = words[:at], words[at + 1 :]
    if head and not number and _NUMBER.fullmatch(head[0]):
        number = head[0]
    elif not number and len(name) > 1 and _NUMBER.fullmatch(name[-1]):
        number = name.pop()
    if not number:
        return None
    return IslandStreet(_plain(number), " ".join((_STREET_WORDS[words[at]], *name)))


def _plain(number: str) -> str:
    """C-8 becomes C8; a hyphen between two numbers stays."""
    return re.sub(r"(?<=[A-Z])-(?=\d)", "", number.lstrip("#"))

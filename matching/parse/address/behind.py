"""Words that stand behind the last line of an address: a unit, an addressee."""

from __future__ import annotations

import re

from matching.parse.address.places import city_tails, zip_place
from matching.parse.address.tables import address_tables

_BEHIND_ZIP = re.compile(r"(?:^|\s)([A-Z]{2}|[A-Z]{4,}) (\d{5}(?:-\d{4})?)(?: (?=[A-Z#])|$)")
_LONE_ZIP = re.compile(r"\d{5}(?:-\d{4})?")


def parted_behind_zip(
    segments: tuple[str, ...],
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The segments up to a state with its ZIP code, and what stands behind them, if anything."""
    for at in range(len(segments) - 1, -1, -1):
        segment = segments[at]
        for found in _BEHIND_ZIP.finditer(segment):
            place = zip_place(found.group(2)[:5])
            behind = segment[found.end() :].strip()
            if place is None or place.state != address_tables().states.get(found.group(1)):
                continue
            front = segment[: found.end()].strip()
            rest = tuple(s for s in (behind, *segments[at + 1 :]) if s)
            return ((*segments[:at], front), rest) if rest else None
        if 0 < at < len(segments) - 1 and _is_zip_of(segment, segments[at - 1]):
            return segments[: at + 1], segments[at + 1 :]
    return None


def _is_zip_of(segment: str, before: str) -> bool:
    """Whether a part is a ZIP code of the state or the city that ends the part before it."""
    found = _LONE_ZIP.fullmatch(segment)
    place = zip_place(segment[:5]) if found else None
    if place is None:
        return False
    words = before.split()
    return address_tables().states.get(words[-1]) == place.state or any(
        k in place.keys for _, k in city_tails(words)
    )

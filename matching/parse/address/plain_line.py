"""Lines of a plain house number and a street, which read the same whatever the number is.

So does a street whatever the town, as long as the line does not name the town as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from matching.parse.address.form import NormalAddress

_SPECIAL = frozenset({"PR", "AA", "AE", "AP"})
"""The island and the armed forces, whose lines have grammars of their own."""
_OTHER_NUMBER = re.compile(r"\d+(?!\d|ST\b|ND\b|RD\b|TH\b)")


@dataclass(frozen=True, slots=True)
class Town:
    """A city, state and ZIP code, and the words of a line that would repeat them."""

    names: tuple[str, ...]
    region: str

    @property
    def is_special(self) -> bool:
        """Whether lines have grammars of their own there."""
        return self.region in _SPECIAL

    def parts_from(self, rest: str) -> bool:
        """Whether what stands behind a plain house number, in capitals, hangs on neither the number
        nor the town."""
        if self.region in _SPECIAL or (rest[:1].isdecimal() and _OTHER_NUMBER.match(rest)):
            return False
        for name in self.names:
            if name in rest:
                return False
        return self.region not in rest or f" {self.region} " not in f" {rest} "


def town_of(city: str, found: NormalAddress) -> Town:
    """The town of a city as it is written, and as the reading of an address there has it."""
    names = {city.upper().rpartition(" ")[2], found.city.rpartition(" ")[2], found.zip5}
    return Town(tuple(names - {""}), found.state)


def is_plain_house(text: str) -> bool:
    """Whether a house number is digits alone without a zero in front."""
    return text.isdecimal() and text.isascii() and text[0] != "0"


def plain_rest(line: str) -> tuple[str, str]:
    """A plain house number and what stands behind it, in capitals; empty for any other line."""
    house, _, rest = line.partition(" ")
    is_plain = is_plain_house(house) and rest.isascii() and "," not in rest
    return (house, rest.upper()) if is_plain else ("", "")

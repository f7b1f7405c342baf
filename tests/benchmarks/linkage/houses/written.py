"""What a file's row says of a person: what is left out, and how it is mistyped or written."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tests.benchmarks.linkage.houses.people import Person

Row = dict[str, str]

NICKNAMES = MappingProxyType({
    "ROBERT": "BOB", "WILLIAM": "BILL", "JAMES": "JIM", "ELIZABETH": "BETH", "MARGARET": "PEGGY",
    "RICHARD": "RICK", "THOMAS": "TOM", "PATRICIA": "PAT", "KATHERINE": "KATE", "MICHAEL": "MIKE",
    "JENNIFER": "JENNY", "SUSAN": "SUE", "EDWARD": "ED", "DANIEL": "DAN", "CHARLES": "CHUCK",
    "DEBORAH": "DEBBIE", "JOSEPH": "JOE", "STEVEN": "STEVE", "DONALD": "DON", "BARBARA": "BARB",
})  # fmt: skip

_BESIDE = MappingProxyType({
    "A": "S", "B": "V", "C": "X", "D": "F", "E": "R", "F": "G", "G": "H", "H": "J", "I": "O",
    "J": "K", "K": "L", "L": "K", "M": "N", "N": "M", "O": "P", "P": "O", "Q": "W", "R": "T",
    "S": "D", "T": "Y", "U": "I", "V": "B", "W": "E", "X": "C", "Y": "U", "Z": "X",
})  # fmt: skip
"""The key beside each on a keyboard."""


@dataclass(frozen=True)
class Layout:
    """How often each column is there, how noisy it is, and whether it is in capitals."""

    known: Mapping[str, float]
    noise: float = 1.0
    is_capital: bool = True
    rows: int = 1
    source: str = field(default="file")


class Writer:
    """Writes people as rows of one layout."""

    def __init__(self, layout: Layout, rng: random.Random) -> None:
        self._layout, self._rng = layout, rng

    def row(self, person: Person, year: int, beside: Person | None = None) -> Row:
        """A row of a person; `beside` is whose number and phone the file has in their place."""
        own = beside or person
        surname = person.former if person.former and self._happens(0.25) else person.surname
        row = {
            "first_name": self._given(person.given),
            "middle_initial": person.middle[:1],
            "last_name": self._mistyped(surname, 0.04),
            "suffix": person.suffix if self._happens(0.4) else "",
            "dob": self._birth(person.born),
            "ssn4": self._digits(own.number, 0.03),
            "phone": self._digits(self._phone(own), 0.015),
            **self._address(person),
            "source_type": self._layout.source,
            "record_year": str(year),
        }
        for column, share in self._layout.known.items():
            if self._rng.random() >= share:
                row |= dict.fromkeys(_PARTS.get(column, (column,)), "")
        return {name: self._case(name, text) for name, text in row.items()}

    def _happens(self, rate: float) -> bool:
        return self._rng.random() < rate * self._layout.noise

    def _case(self, name: str, text: str) -> str:
        is_word = name in ("first_name", "last_name", "street_name", "city")
        return text.title() if is_word and not self._layout.is_capital else text

    def _phone(self, person: Person) -> str:
        line = person.home.line
        return line if line and self._rng.random() < 0.5 else person.mobile

    def _given(self, name: str) -> str:
        if self._happens(0.12):
            name = NICKNAMES.get(name, name)
        return name[:1] if self._happens(0.02) else self._mistyped(name, 0.03)

    def _mistyped(self, word: str, rate: float) -> str:
        """One letter doubled, left out, exchanged with the next, or struck beside its key."""
        rng = self._rng
        if not self._happens(rate) or len(word) < 3:
            return word
        at = rng.randrange(1, len(word) - 1)
        one, rest = word[at], word[at + 1 :]
        struck = _BESIDE.get(one, one)
        made = (one + one + rest, rest, rest[:1] + one + rest[1:], struck + rest)
        return word[:at] + rng.choice(made)

    def _digits(self, text: str, rate: float) -> str:
        rng = self._rng
        if not text or not self._happens(rate):
            return text
        at = rng.randrange(len(text) - 1)
        if rng.random() < 0.4:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        return text[:at] + str(rng.randrange(10)) + text[at + 1 :]

    def _birth(self, born: tuple[int, int, int]) -> str:
        year, month, day = born
        rng = self._rng
        if self._happens(0.02) and day <= 12:
            month, day = day, month
        elif self._happens(0.015):
            year += rng.choice((-1, 1))
        elif self._happens(0.012):
            month, day = 1, 1
        elif self._happens(0.02):
            day = min(max(day + rng.choice((-10, -1, 1, 10)), 1), 28)
        elif self._happens(0.01):
            year, month, day = year, rng.randint(1, 12), rng.randint(1, 28)
        return f"{year}" if self._happens(0.05) else f"{year}-{month:02d}-{day:02d}"

    def _address(self, person: Person) -> Row:
        home, rng = person.home, self._rng
        unit = home.unit and rng.choice((f"APT {home.unit}", f"# {home.unit}", f"UNIT {home.unit}"))
        street = f"{self._mistyped(home.street, 0.03)} {rng.choice(home.kind)}"
        return {
            "street_number": self._digits(str(home.number), 0.02) if home.number > 9 else "7",
            "street_name": home.street if self._happens(0.03) else street,
            "unit_number": "" if self._happens(0.15) else unit,
            "po_box": "",
            "city": self._mistyped(home.town[0], 0.03),
            "state": home.town[1],
            "zip": self._digits(home.zip, 0.015),
        }


_PARTS = {
    "street": ("street_number", "street_name", "unit_number"),
    "town": ("city", "state", "zip"),
}

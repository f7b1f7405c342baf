"""How sources spoil what they copy: slips of the finger, of the scanner, and of habit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import NamedTuple

from connectors.sandbox.town.address import Address, loose_line
from connectors.sandbox.town.chance import pick
from connectors.sandbox.town.person import Person
from connectors.sandbox.town.tables import read_csv

_SCAN = {"O": "0", "I": "1", "S": "5", "B": "8", "L": "1", "M": "RN", "0": "O", "1": "I", "5": "S"}
_NEAR = {"A": "S", "E": "R", "I": "O", "N": "M", "R": "T", "T": "Y", "S": "D", "L": "K", "C": "V"}


class WrittenName(NamedTuple):
    """A name as one record has it, in capitals."""

    first: str
    middle: str
    last: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Habit:
    """How often, 0 to 1, a source's records have each fault.

    `initial` is the share of middle names that are kept as an initial only, `clipped` the share of
    double surnames of which only one part is kept, `scans` that of the typos which a scanner made.
    """

    typo: float = 0.015
    nickname: float = 0.03
    no_middle: float = 0.25
    initial: float = 0.5
    no_suffix: float = 0.25
    clipped: float = 0.3
    scans: float = 0.2


@cache
def nicknames() -> Mapping[str, tuple[str, ...]]:
    """Given name -> the names that its bearers go by."""
    found: dict[str, tuple[str, ...]] = {}
    for row in read_csv("given_variants.csv"):
        found[row["given"]] = (*found.get(row["given"], ()), row["variant"])
    return found


def written_name(rng: Random, habit: Habit, person: Person, day: int) -> WrittenName:
    """The person's name of that day as a source with that habit has it."""
    first, middle, last = person.given, person.middle, person.surname_on(day)
    chance = rng.random
    if chance() < habit.nickname and first in nicknames():
        first = pick(rng, nicknames()[first])
    if middle:
        kept = chance()
        if kept < habit.no_middle:
            middle = ""
        elif kept < habit.no_middle + habit.initial:
            middle = middle[0]
    if (" " in last or "-" in last) and chance() < habit.clipped:
        last = pick(rng, last.replace("-", " ").split(" "))
    if chance() < habit.typo:
        last = slip(rng, last, habit.scans)
    if chance() < habit.typo:
        first = slip(rng, first, habit.scans)
    suffix = person.suffix
    if suffix and chance() < (0.8 if suffix == "SR" else habit.no_suffix):
        suffix = ""
    return WrittenName(first, middle, last, suffix)


def slip(rng: Random, word: str, scans: float = 0.2) -> str:
    """One character lost, doubled, swapped with the next, hit beside, or misread by a scanner."""
    if len(word) < 3:
        return word
    at = 1 + int(rng.random() * (len(word) - 2))
    here = word[at]
    if rng.random() < scans:
        return word[:at] + _SCAN.get(here, here) + word[at + 1 :]
    kind = int(rng.random() * 4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + here + word[at:]
    if kind == 2:
        return word[:at] + word[at + 1] + here + word[at + 2 :]
    return word[:at] + _NEAR.get(here, here) + word[at + 1 :]


def swapped_digits(rng: Random, digits: str) -> str:
    """Two neighbouring digits changed about, as in a number keyed from paper."""
    at = int(rng.random() * (len(digits) - 1))
    return digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]


def keyed_line(rng: Random, address: Address, typo: float) -> str:
    """An address line as a clerk keys it: mostly standard, sometimes loose, seldom wrong."""
    roll = rng.random()
    line = loose_line(address) if roll < 0.2 else address.line
    if roll > 0.96 and address.unit:
        return address._replace(unit_type="", unit="").line
    return slip(rng, line) if rng.random() < typo else line

"""What a trace reports to the scorer, and the marks that the truth gives it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz.fuzz import ratio

from matching.parse.address.read import normalize_address
from skiptrace.model.kinds import FindingKind
from skiptrace.model.subject import PostalAddress

AddressKey = Callable[[PostalAddress], str]

_UNIT = re.compile(r" (?:APT|UNIT|LOT|STE|#).*")
_ALIKE = 82.0
"""Least likeness, of 100, of two street names of which one is a slip of the other."""


@dataclass(frozen=True, slots=True)
class ReportedFinding:
    """One finding as a trace reports it.

    `address` is set for an address, `value` for anything else: a telephone number in E.164, an
    e-mail address, or the publisher's reference of an asset or a bankruptcy. Its repr names no
    value.
    """

    account_number: str
    kind: FindingKind
    probability: float
    verified: bool
    value: str = field(default="", repr=False)
    address: PostalAddress | None = field(default=None, repr=False)


class Mark(StrEnum):
    """What the truth says of one finding.

    `damaged` is an address of the debtor's that a source spoilt: a slip in the street, a direction
    or the unit lost, and nobody else's address either. It is no success and no wrong party.
    """

    CURRENT = "current"
    FORMER = "former"
    DAMAGED = "damaged"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Miss:
    """A wrong finding: whose account it is on, and who the fact is really about, by id."""

    account_number: str
    kind: FindingKind
    probability: float
    debtor: str
    belongs_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Verified findings of one kind by mark."""

    current: int = 0
    former: int = 0
    damaged: int = 0
    wrong: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.current + self.former + self.damaged + self.wrong

    @property
    def wrong_share(self) -> float:
        """Wrong ones over all; 0 when there are none."""
        return self.wrong / self.total if self.total else 0.0

    @property
    def not_right_share(self) -> float:
        """Wrong and damaged ones over all; 0 when there are none."""
        return (self.wrong + self.damaged) / self.total if self.total else 0.0

    @property
    def current_share(self) -> float:
        """Current ones over all; 0 when there are none."""
        return self.current / self.total if self.total else 0.0


def product_key(address: PostalAddress) -> str:
    """The match key of the product's own address normaliser."""
    return str(normalize_address(address).key)


def plain_key(address: PostalAddress) -> str:
    """Capitals and digits of line and ZIP code: tells apart all that is not written the same."""
    return re.sub(r"[^A-Z0-9]+", " ", f"{address.line} {address.zip5}".upper()).strip()


def is_damaged_copy(found: PostalAddress, true: PostalAddress) -> bool:
    """Whether one address is the other but for a slip in the street, a direction or the unit."""
    house, street = _parts(found)
    true_house, true_street = _parts(true)
    return house == true_house and found.zip5 == true.zip5 and ratio(street, true_street) >= _ALIKE


def _parts(address: PostalAddress) -> tuple[str, str]:
    """The first word of the line, and the rest without its unit."""
    line = re.sub(r"[^A-Z0-9# ]+", " ", address.line.upper())
    house, _, rest = _UNIT.sub("", " ".join(line.split())).partition(" ")
    return house, rest

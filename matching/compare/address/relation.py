"""The answer of an address comparison: a verdict and the rule that gave it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class AddressVerdict(StrEnum):
    """How two addresses relate."""

    SAME_DELIVERY_POINT = "same_delivery_point"
    SAME_BUILDING_OTHER_UNIT = "same_building_other_unit"
    DIFFERENT = "different"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class AddressRelation:
    """How two addresses relate, and the rule that decided; the reason holds no personal data."""

    relation: AddressVerdict
    reason: str


class Part(IntEnum):
    """How one part of two addresses relates.

    OPEN is what the part alone cannot settle. NEAR is another house number by one character.
    UNSAID says nothing of one place or two: a street and a box, a box that one side leaves out.
    UNREAD is a part that could not be read. CROSSED hangs on another part, as 12-14 on unit 14.
    """

    SAME = 0
    OPEN = 1
    OTHER = 2
    NEAR = 3
    UNSAID = 4
    UNREAD = 5
    CROSSED = 6


@dataclass(frozen=True, slots=True)
class PartRelation:
    """How one part relates, and the rule that decided."""

    part: Part
    reason: str = ""


def same(reason: str = "") -> PartRelation:
    """One thing, and why."""
    return PartRelation(Part.SAME, reason)


def different(reason: str) -> PartRelation:
    """Two things, and why."""
    return PartRelation(Part.OTHER, reason)


def uncertain(reason: str) -> PartRelation:
    """What the texts alone cannot settle, and why."""
    return PartRelation(Part.OPEN, reason)


def unsaid(reason: str) -> PartRelation:
    """What speaks neither for one place nor against it, and why."""
    return PartRelation(Part.UNSAID, reason)

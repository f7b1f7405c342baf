"""The answer of an address comparison: a verdict and the rule that gave it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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


def same(reason: str) -> AddressRelation:
    """One delivery point, and why."""
    return AddressRelation(AddressVerdict.SAME_DELIVERY_POINT, reason)


def other_unit(reason: str) -> AddressRelation:
    """One building, another unit, and why."""
    return AddressRelation(AddressVerdict.SAME_BUILDING_OTHER_UNIT, reason)


def different(reason: str) -> AddressRelation:
    """Two places, and why."""
    return AddressRelation(AddressVerdict.DIFFERENT, reason)


def uncertain(reason: str) -> AddressRelation:
    """What the texts alone cannot settle, and why."""
    return AddressRelation(AddressVerdict.UNCERTAIN, reason)

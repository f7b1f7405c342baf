"""What the records of a parcel say together of who holds it: a chain of deeds, rolls and dates."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from skiptrace.model.asset import Deed, Money, ParcelRef
from skiptrace.model.dates import PartialDate


class Holding(StrEnum):
    """Whether the subject still holds a parcel; `unclear` is a state of its own, never `held`."""

    HELD = "held"
    CONVEYED = "conveyed"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, repr=False)
class Conveyance:
    """One deed of the chain.

    `is_nominal` says whether the consideration that it states is nominal, None where it states
    none. `connection` says in words what connects the grantee with the subject, empty for nothing.
    """

    deed: Deed
    is_nominal: bool | None = None
    connection: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Title:
    """Who holds a parcel, as all records say together.

    `as_of` is the latest day for which a record names the subject as its holder. `owners` are the
    owners of record as the newest record writes them, which `owners_by` names. `deeds_in` and
    `deeds_out` are the deeds to and from the subject, oldest first, undated ones last. The tax
    roll's facts are those of its newest year.
    """

    ref: ParcelRef
    holding: Holding
    as_of: PartialDate | None = None
    owners: tuple[str, ...] = ()
    owners_by: str = ""
    assessed: Money | None = None
    tax_year: int | None = None
    homestead: bool | None = None
    land_use: str | None = None
    deeds_in: tuple[Conveyance, ...] = ()
    deeds_out: tuple[Conveyance, ...] = ()

"""The people of the simulation, with their whole history; only the town itself ever sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from connectors.sandbox.town.address import Address

ALWAYS = 0
"""As an end day: the spell still lasts."""


@dataclass(slots=True)
class Dwelling:
    """A place that one household lives in at a time; `parcel` is '' for rented units."""

    address: Address
    parcel: str = ""
    home: bool = True
    free_from: int = 0
    tenancies: list[tuple[Person, int, int]] = field(default_factory=list)


class Stay(NamedTuple):
    """A person gets mail at an address from one day to another; `role`: home, mail, business."""

    address: Address
    since: int
    until: int
    role: str = "home"


class PhoneSpell(NamedTuple):
    """A person answers a number (ten digits) from one day to another; line: mobile, landline."""

    number: str
    since: int
    until: int
    line: str


class Surname(NamedTuple):
    """A surname and the day from which it is borne."""

    surname: str
    since: int


@dataclass(slots=True, eq=False)
class Person:
    """One person. Days are ordinals, 0 for none; names are capitals.

    `names` is in order of time, the last is current. `stays` are homes in order of time.
    `arrived` is the first day in which the simulation knows the person.
    """

    id: str
    female: bool
    birth: int
    ssn: str
    given: str
    middle: str
    suffix: str
    names: list[Surname]
    arrived: int
    household: Household
    death: int = 0
    father: Person | None = None
    mother: Person | None = None
    spouse: Person | None = None
    children: list[Person] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    mail: list[Stay] = field(default_factory=list)
    phones: list[PhoneSpell] = field(default_factory=list)
    emails: tuple[str, ...] = ()

    @property
    def surname(self) -> str:
        """The current surname."""
        return self.names[-1].surname

    def surname_on(self, day: int) -> str:
        """The surname borne on a day."""
        for name in reversed(self.names):
            if name.since <= day:
                return name.surname
        return self.names[0].surname

    def home_on(self, day: int) -> Address:
        """Where the person lived on a day; the first known home before that, the last after."""
        for stay in reversed(self.stays):
            if stay.since <= day:
                return stay.address
        return self.stays[0].address

    @property
    def home(self) -> Address:
        """The current, or last, home."""
        return self.stays[-1].address

    def is_adult(self, day: int) -> bool:
        """Whether the person is 18 or older on a day."""
        return day - self.birth >= 6575


@dataclass(slots=True, eq=False)
class Household:
    """People who live together; `members[0]` is the head."""

    members: list[Person]
    dwelling: Dwelling
    since: int
    busy: int = -1

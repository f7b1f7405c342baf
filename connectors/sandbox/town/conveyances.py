"""What owners do with their land beside selling it: spouses, trusts, companies, banks, estates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from connectors.sandbox.town.address import Address
from connectors.sandbox.town.chance import WeightedDraw, between, pick
from connectors.sandbox.town.person import ALWAYS, Dwelling, Person


@dataclass(frozen=True, slots=True)
class Owner:
    """One or two people, or a company or a trust with its office."""

    people: tuple[Person, ...] = ()
    company: str = ""
    office: Address | None = None


class How(StrEnum):
    """By what kind of deed an owner came to a parcel."""

    SALE = "sale"
    SPOUSE = "to the spouse"
    TRUST = "into the owner's trust"
    COMPANY = "into the owner's company"
    FORECLOSURE = "foreclosure"
    ESTATE = "out of an estate"
    SHARE = "the share of one of two"


@dataclass(slots=True, eq=False)
class Title:
    """An owner's title to a parcel from one day to another, and the deed that gave it.

    `sellers` are the people who gave it; `twice_to` is somebody to whom the owner deeded the parcel
    once more after he had conveyed it, on the day `twice_on`.
    """

    owner: Owner
    since: int
    price: int
    document: str
    until: int = ALWAYS
    how: How = How.SALE
    sellers: tuple[Person, ...] = ()
    twice_to: Owner | None = None
    twice_on: int = 0


@dataclass(slots=True, eq=False)
class Parcel:
    """A parcel with all its titles in order of time."""

    id: str
    dwelling: Dwelling
    value: int
    titles: list[Title]


_BANK = "PALM COASTAL BANK NA"
_WEIGHTS = {
    How.SPOUSE: 0.3,
    How.TRUST: 0.25,
    How.COMPANY: 0.12,
    How.FORECLOSURE: 0.15,
    How.SHARE: 0.18,
}
_SHARE_OF_PARCELS = 0.12
_SOLD_TWICE = 0.01


class Conveyances:
    """Adds to the titles of parcels, by a stream of its own."""

    def __init__(self, rng: Random, today: int, buyers: list[Person]) -> None:
        self._rng = rng
        self._today = today
        self._buyers = buyers
        self._documents = 2027000000
        self._kinds = WeightedDraw(list(_WEIGHTS), list(_WEIGHTS.values()))

    def follow(self, parcel: Parcel) -> None:
        """Decide what its last owner did with a parcel, if anything."""
        title = parcel.titles[-1]
        people = title.owner.people
        if not people:
            return
        dead = [one for one in people if one.death and one.death > title.since]
        if len(dead) == len(people):
            self._estate(parcel, title, dead)
        elif not dead and self._rng.random() < _SHARE_OF_PARCELS:
            how = self._kinds.draw(self._rng)
            if buyer := _TO[how](title.owner, pick(self._rng, self._buyers)):
                self._convey(parcel, buyer, how)
        if len(parcel.titles) > 1 and self._rng.random() < _SOLD_TWICE:
            self._twice(parcel.titles[-2], parcel.titles[-1])

    def _estate(self, parcel: Parcel, title: Title, dead: list[Person]) -> None:
        heirs = [child for one in dead for child in one.children if not child.death]
        day = max(one.death for one in dead) + between(self._rng, 120, 500)
        if heirs and day < self._today and self._rng.random() < 0.7:
            self._convey(parcel, Owner((heirs[0],)), How.ESTATE, day)

    def _convey(self, parcel: Parcel, buyer: Owner, how: How, day: int = 0) -> None:
        title = parcel.titles[-1]
        on = day or between(self._rng, title.since + 200, self._today - 10)
        if on <= title.since + 30 or on >= self._today:
            return
        self._documents += between(self._rng, 1, 9)
        sellers = title.owner.people[:1] if how is How.SHARE else title.owner.people
        price = pick(self._rng, (10, 10, 10, 100)) if how is not How.FORECLOSURE else parcel.value
        title.until = on
        parcel.titles.append(
            Title(buyer, on, price, str(self._documents), how=how, sellers=sellers)
        )

    def _twice(self, before: Title, title: Title) -> None:
        """The former owner deeds the parcel once more, to somebody who gets nothing by it."""
        day = title.since + between(self._rng, 40, 400)
        if before.owner.people and day < self._today:
            title.twice_to, title.twice_on = Owner((pick(self._rng, self._buyers),)), day


def _to_spouse(owner: Owner, other: Person) -> Owner | None:
    spouse = owner.people[0].spouse
    if spouse is None or spouse.death:
        return None
    is_joint = spouse in owner.people
    return Owner((spouse,)) if is_joint else Owner((owner.people[0], spouse))


def _to_trust(owner: Owner, other: Person) -> Owner | None:
    one = owner.people[0]
    return Owner((), f"{one.surname} {one.given} REVOCABLE TRUST", one.home)


def _to_company(owner: Owner, other: Person) -> Owner | None:
    one = owner.people[0]
    return Owner((), f"{one.surname} LAND HOLDINGS LLC", one.home)


def _to_bank(owner: Owner, other: Person) -> Owner | None:
    return Owner((), _BANK, owner.people[0].home)


def _share(owner: Owner, other: Person) -> Owner | None:
    if len(owner.people) < 2 or other in owner.people:
        return None
    return Owner((owner.people[1], other))


_TO: Mapping[How, Callable[[Owner, Person], Owner | None]] = {
    How.SPOUSE: _to_spouse,
    How.TRUST: _to_trust,
    How.COMPANY: _to_company,
    How.FORECLOSURE: _to_bank,
    How.SHARE: _share,
}

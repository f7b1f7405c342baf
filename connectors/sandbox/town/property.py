"""Who owns the county's parcels, since when, and by which deed."""

from __future__ import annotations

from random import Random

from connectors.sandbox.town.chance import between, pick
from connectors.sandbox.town.conveyances import Conveyances, Owner, Parcel, Title
from connectors.sandbox.town.families import Census
from connectors.sandbox.town.person import Dwelling, Person


class LandRegister:
    """Follows every owned dwelling through its tenancies and decides who bought it."""

    def __init__(self, rng: Random, census: Census, today: int) -> None:
        self._rng = rng
        self._today = today
        self._documents = 2016000000
        adults = [p for p in census.people if today - p.birth > 11000 and not p.death]
        self._landlords = [pick(rng, adults) for _ in range(max(3, len(adults) // 40))]
        self._companies = [
            Owner(company=name, office=census.housing.office())
            for name in ("HARBOR PROPERTY MANAGEMENT LLC", "CYPRESS RENTALS LLC", "SFR ALVERA LP")
        ]
        self.parcels = [
            self._follow(d) for d in census.housing.dwellings if d.parcel and d.tenancies
        ]

    def convey(self, rng: Random) -> None:
        """Add what owners did beside selling, by a stream that leaves all else alone."""
        conveyances = Conveyances(rng, self._today, self._landlords)
        for parcel in self.parcels:
            conveyances.follow(parcel)

    def _follow(self, dwelling: Dwelling) -> Parcel:
        parcel = Parcel(dwelling.parcel, dwelling, between(self._rng, 60, 620) * 1000, [])
        head, since, until = dwelling.tenancies[0]
        owned = self._rng.random() < 0.68
        self._convey(parcel, _occupants(head, since) if owned else self._landlord(), since)
        for person, begin, end in dwelling.tenancies[1:]:
            self._change(parcel, person, begin, until)
            until = end
        if until and self._rng.random() < 0.55:
            self._sell_empty(parcel, until)
        return parcel

    def _change(self, parcel: Parcel, person: Person, begin: int, left: int) -> None:
        """What the parcel's owner did between one tenancy and the next."""
        owner = parcel.titles[-1].owner
        sells = 0.72 if owner.people and owner.people[0] is not person else 0.1
        if self._rng.random() >= sells:
            return
        day = begin - between(self._rng, 3, max(4, min(60, begin - left)))
        buyer = _occupants(person, begin) if self._rng.random() < 0.75 else self._landlord()
        self._convey(parcel, buyer, max(day, parcel.titles[-1].since + 30))

    def _sell_empty(self, parcel: Parcel, left: int) -> None:
        day = left + between(self._rng, 20, 200)
        if day < self._today and day > parcel.titles[-1].since + 30:
            self._convey(parcel, self._landlord(), day)

    def _convey(self, parcel: Parcel, owner: Owner, day: int) -> None:
        if parcel.titles:
            parcel.titles[-1].until = day
        self._documents += between(self._rng, 1, 9)
        price = int(parcel.value * (0.7 + 0.5 * self._rng.random())) // 100 * 100
        sellers = parcel.titles[-1].owner.people if parcel.titles else ()
        parcel.titles.append(Title(owner, day, price, str(self._documents), sellers=sellers))

    def _landlord(self) -> Owner:
        if self._rng.random() < 0.3:
            return pick(self._rng, self._companies)
        person = pick(self._rng, self._landlords)
        joint = person.spouse is not None and self._rng.random() < 0.4
        return Owner((person, person.spouse) if joint and person.spouse else (person,))


def mortgage_of(title: Title) -> str:
    """The document number of the mortgage that was recorded with a title's deed."""
    return f"{title.document}M"


def satisfied_on(title: Title, today: int) -> int:
    """The day on which a title's mortgage was paid off: when it ends, or after some years; or 0."""
    paid = title.since + 700 + int(title.document) % 3500
    return min(paid, title.until or paid) if min(paid, title.until or paid) < today else 0


def _occupants(head: Person, day: int) -> Owner:
    spouse = head.spouse
    if spouse is None or spouse.home_on(day) != head.home_on(day) or spouse.birth + 6570 > day:
        return Owner((head,))
    return Owner((head, spouse))

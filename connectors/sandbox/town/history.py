"""Ten years of the county: births, weddings, divorces, moves, deaths."""

from __future__ import annotations

from connectors.sandbox.town.days import YEAR
from connectors.sandbox.town.families import Census, add_child, take_name
from connectors.sandbox.town.person import ALWAYS, Dwelling, Household, Person, Stay, Surname

_WED = 0.045
_DIVORCE = 0.013
_LEAVE_HOME = 0.11
_ABROAD = 0.13
_STAY_ABROAD = 0.75


class History:
    """Plays the years one after another; a household sees at most one change of home a year.

    So no two events of a person can contradict each other, whatever their order in the year.
    """

    def __init__(self, census: Census, today: int) -> None:
        self._census = census
        self._rng = census.rng
        self._today = today
        self._year = 0
        self._first = census.start

    def play(self) -> None:
        """All ten years, up to and including the last day."""
        for self._year in range(10):
            self._first = self._census.start + int(self._year * YEAR)
            present = [h for h in self._census.households if h.members and h.since <= self._first]
            for household in present:
                self._deaths(household)
                if household.busy != self._year and household.members:
                    self._live(household)
            self._weddings(present)

    def _day(self) -> int:
        return min(self._first + 1 + int(self._rng.random() * 364), self._today - 1)

    def _age(self, person: Person) -> float:
        return (self._first - person.birth) / YEAR

    def _deaths(self, household: Household) -> None:
        for person in tuple(household.members):
            age = self._age(person)
            hazard = 0.0003 + 0.00003 * 1.098 ** min(age, 105.0)
            if self._rng.random() < hazard:
                self._bury(household, person, self._day())

    def _bury(self, household: Household, person: Person, day: int) -> None:
        if day <= max(person.birth, person.stays[-1].since):
            return
        household.busy = self._year
        person.death = day
        _end_stay(person, day)
        household.members.remove(person)
        if person.spouse is not None:
            person.spouse.spouse = None
            person.spouse = None
        if not household.members:
            self._clear(household, day)

    def _clear(self, household: Household, day: int) -> None:
        _end_tenancy(household.dwelling, day)
        self._census.housing.vacate(household.dwelling, day)

    def _live(self, household: Household) -> None:
        rng = self._rng
        head = household.members[0]
        age = self._age(head)
        grown = self._grown_child(household)
        if grown is not None and rng.random() < _LEAVE_HOME:
            self._leave(grown)
        elif head.spouse is not None and rng.random() < _DIVORCE:
            self._divorce(head, head.spouse)
        elif rng.random() < (0.066 if age < 36 else 0.032 if age < 55 else 0.017):
            self._move(household)
        else:
            self._birth(household)

    def _grown_child(self, household: Household) -> Person | None:
        for person in household.members[1:]:
            if person.spouse is None and self._age(person) > 18.5:
                return person
        return None

    def _leave(self, person: Person) -> None:
        self._settle_alone(person, self._day())

    def _settle_alone(self, person: Person, day: int) -> None:
        person.household.busy = self._year
        person.household.members.remove(person)
        dwelling = self._dwelling(day, _ABROAD, settled=False)
        household = Household([person], dwelling, day, busy=self._year)
        self._census.households.append(household)
        person.household = household
        _rehouse(person, dwelling, day)
        dwelling.tenancies.append((person, day, ALWAYS))

    def _divorce(self, head: Person, partner: Person) -> None:
        day = self._day()
        head.spouse = partner.spouse = None
        leaver = partner if partner is not head.household.members[0] else head
        self._settle_alone(leaver, day)
        for person in (head, partner):
            if person.female and len(person.names) > 1 and self._rng.random() < 0.4:
                person.names.append(Surname(person.names[0].surname, day))

    def _move(self, household: Household) -> None:
        day = self._day()
        household.busy = self._year
        abroad = _ABROAD if household.dwelling.home else _STAY_ABROAD
        self._clear(household, day)
        household.dwelling = self._dwelling(day, abroad, settled=len(household.members) > 1)
        for person in household.members:
            _rehouse(person, household.dwelling, day)
        household.dwelling.tenancies.append((household.members[0], day, ALWAYS))

    def _dwelling(self, day: int, abroad: float, *, settled: bool) -> Dwelling:
        if self._rng.random() < abroad:
            return self._census.housing.take_away()
        return self._census.housing.take(day, settled=settled)

    def _birth(self, household: Household) -> None:
        for mother in household.members[:2]:
            if not mother.female or not 19 < self._age(mother) < 42:
                continue
            if self._rng.random() >= (0.11 if mother.spouse else 0.025):
                continue
            parents = [mother] if mother.spouse is None else [mother, mother.spouse]
            household.busy = self._year
            self._bear(parents, self._day())
            return

    def _bear(self, parents: list[Person], day: int) -> None:
        father = parents[-1]
        surname = parents[0].surname if len(parents) == 1 else father.names[0].surname
        for _ in range(2 if self._rng.random() < 0.02 else 1):
            child = add_child(self._census, parents, day, surname)
            child.arrived = day
            child.stays.append(Stay(parents[0].household.dwelling.address, day, ALWAYS))

    def _weddings(self, present: list[Household]) -> None:
        rng = self._rng
        women: list[Person] = []
        men: list[Person] = []
        for household in present:
            if household.busy == self._year:
                continue
            for person in household.members:
                if person.spouse is None and 20 < self._age(person) < 66 and rng.random() < _WED:
                    (women if person.female else men).append(person)
        women.sort(key=_birth_and_id)
        men.sort(key=_birth_and_id)
        if len(men) > len(women):
            men = [m for m in men if rng.random() < len(women) / len(men)]
        for bride, groom in zip(women, men, strict=False):
            self._wed(bride, groom)

    def _wed(self, bride: Person, groom: Person) -> None:
        year = self._year
        busy = year in (bride.household.busy, groom.household.busy)
        if busy or bride.household is groom.household or bride.names[0] == groom.names[0]:
            return
        day = self._day()
        bride.spouse, groom.spouse = groom, bride
        take_name(self._rng, bride, groom, day)
        host, guest = (groom, bride) if self._rng.random() < 0.6 else (bride, groom)
        if host.household.members[0] is not host:
            host, guest = guest, host
        if host.household.members[0] is host:
            self._move_in(guest, host.household, day)
        else:
            self._settle_alone(host, day)
            self._move_in(guest, host.household, day)

    def _move_in(self, guest: Person, home: Household, day: int) -> None:
        old = guest.household
        movers = list(old.members) if old.members[0] is guest else [guest]
        old.busy = home.busy = self._year
        for person in movers:
            old.members.remove(person)
            person.household = home
            _rehouse(person, home.dwelling, day)
        home.members.insert(1, guest)
        home.members.extend(p for p in movers if p is not guest)
        if not old.members:
            self._clear(old, day)


def _birth_and_id(person: Person) -> tuple[int, str]:
    return person.birth, person.id


def _end_stay(person: Person, day: int) -> None:
    person.stays[-1] = person.stays[-1]._replace(until=day)


def _rehouse(person: Person, dwelling: Dwelling, day: int) -> None:
    _end_stay(person, day)
    person.stays.append(Stay(dwelling.address, day, ALWAYS))


def _end_tenancy(dwelling: Dwelling, day: int) -> None:
    if dwelling.tenancies:
        head, since, _ = dwelling.tenancies[-1]
        dwelling.tenancies[-1] = (head, since, day)

"""The county's families at the time that the simulation first knows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from connectors.sandbox.town.chance import WeightedDraw, between
from connectors.sandbox.town.days import YEAR
from connectors.sandbox.town.gazetteer import Housing
from connectors.sandbox.town.names import FamilyName, NameDraw, SocialNumbers, married_surname
from connectors.sandbox.town.person import ALWAYS, Dwelling, Household, Person, Stay, Surname

_HEAD_AGES = WeightedDraw(
    (20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80), (4, 8, 9, 9, 9, 9, 9, 9, 9, 8, 7, 5, 4)
)
_KINDS = WeightedDraw(
    ("couple", "parents", "single", "lone parent", "roommates"), (24, 40, 21, 11, 4)
)
_TWIN = 0.03
_JUNIOR = 0.07


@dataclass(slots=True)
class Census:
    """Everybody and every household, and what gives new ones their names, numbers and homes."""

    rng: Random
    start: int
    housing: Housing
    names: NameDraw
    numbers: SocialNumbers
    people: list[Person] = field(default_factory=list)
    households: list[Household] = field(default_factory=list)

    def enrol(self, person: Person) -> Person:
        """Count the person in."""
        self.people.append(person)
        return person

    def newcomer(self, household: Household, birth: int, female: bool, surname: str) -> Person:
        """A person of that household, arriving with it."""
        rng = self.rng
        return self.enrol(
            Person(
                id=f"P{len(self.people) + 1:06d}",
                female=female,
                birth=birth,
                ssn=self.numbers.next(),
                given=self.names.given(rng, female),
                middle=self.names.middle(rng, female),
                suffix="",
                names=[Surname(surname, birth)],
                arrived=household.since,
                household=household,
            )
        )


def found_families(census: Census, people: int, today: int) -> None:
    """Fill the county until at least so many people are in it, arrivals of later years included."""
    while len(census.people) < people:
        arrival = census.start
        if census.rng.random() < 0.055:
            arrival = between(census.rng, census.start + 30, today - 40)
        household = _found(census, arrival, _HEAD_AGES.draw(census.rng) + between(census.rng, 0, 4))
        _offspring(census, household)


def _found(census: Census, day: int, age: int, heir_of: Person | None = None) -> Household:
    rng = census.rng
    kind = _KINDS.draw(rng)
    birth = _birth(rng, day, age)
    family = FamilyName(heir_of.names[0].surname, False) if heir_of else census.names.family(rng)
    household = Household([], census.housing.take(day, settled=age > 32), day)
    census.households.append(household)
    female = rng.random() < 0.5 if kind != "lone parent" else rng.random() < 0.8
    head = census.newcomer(household, birth, female, family.surname)
    household.members.append(head)
    if heir_of is not None:
        _descend(rng, head, heir_of)
    if kind in ("couple", "parents") and age >= 22:
        _partner(census, household, family)
    if kind in ("parents", "lone parent") and 22 <= age < 66:
        _children(census, household, family)
    if kind == "roommates":
        for _ in range(between(rng, 1, 2)):
            mate = census.newcomer(
                household, birth + between(rng, -1500, 1500), female, census.names.surname(rng)
            )
            household.members.append(mate)
    _settle(census, household)
    return household


def _birth(rng: Random, day: int, age: int) -> int:
    return day - int((age + rng.random()) * YEAR)


def _partner(census: Census, household: Household, family: FamilyName) -> None:
    rng = census.rng
    head = household.members[0]
    birth = min(head.birth + int(rng.gauss(300, 1300)), household.since - 7300)
    female = not head.female if rng.random() < 0.97 else head.female
    partner = census.newcomer(household, birth, female, census.names.surname(rng))
    household.members.append(partner)
    head.spouse, partner.spouse = partner, head
    bride, groom = (partner, head) if partner.female else (head, partner)
    if family.double or not bride.female:
        return
    oldest = max(bride.birth, groom.birth)
    wedding = between(rng, oldest + 7000, household.since)
    take_name(rng, bride, groom, wedding)


def take_name(rng: Random, bride: Person, groom: Person, wedding: int) -> None:
    """The bride's surname from the wedding on."""
    surname = married_surname(rng, bride.surname, groom.surname)
    if surname != bride.surname and len(surname) <= 28:
        bride.names.append(Surname(surname, wedding))


def _children(census: Census, household: Household, family: FamilyName) -> None:
    rng = census.rng
    parents = household.members[:2]
    youngest_parent = max(p.birth for p in parents)
    for _ in range(1 + int(rng.random() * 3.6)):
        birth = youngest_parent + between(rng, 7000, 15300)
        if not household.since - 8700 < birth < household.since:
            continue
        add_child(census, parents, birth, family.surname)
        if rng.random() < _TWIN:
            add_child(census, parents, birth, family.surname)


def add_child(census: Census, parents: list[Person], birth: int, surname: str) -> Person:
    """A child of one or two parents who live together; some sons get their father's name."""
    household = parents[0].household
    child = census.newcomer(household, birth, census.rng.random() < 0.49, surname)
    household.members.append(child)
    for parent in parents:
        parent.children.append(child)
        if parent.female:
            child.mother = parent
        else:
            child.father = parent
    _name_after_father(census.rng, child, child.father)
    return child


def _offspring(census: Census, household: Household) -> None:
    """Grown children of an older head who live elsewhere in the county."""
    rng = census.rng
    head = household.members[0]
    age = int((household.since - head.birth) / YEAR)
    if age < 46 or rng.random() > 0.35:
        return
    for _ in range(between(rng, 1, 2)):
        _found(census, household.since, between(rng, 20, age - 22), heir_of=head)


def _descend(rng: Random, child: Person, parent: Person) -> None:
    for one in filter(None, (parent, parent.spouse)):
        one.children.append(child)
        if one.female:
            child.mother = one
        else:
            child.father = one
    _name_after_father(rng, child, child.father)


def _name_after_father(rng: Random, child: Person, father: Person | None) -> None:
    if child.female or father is None or rng.random() >= _JUNIOR:
        return
    if any(brother.given == father.given for brother in father.children if brother is not child):
        return
    child.given, child.middle = father.given, father.middle
    child.suffix = {"": "JR", "SR": "JR", "JR": "III", "III": "IV"}.get(father.suffix, "")
    if father.suffix == "" and rng.random() < 0.5:
        father.suffix = "SR"


def _settle(census: Census, household: Household) -> None:
    """Everybody's first home: lived in for some years already, or newly arrived in the county."""
    rng = census.rng
    origin: Dwelling | None = None
    since = household.since
    if since == census.start:
        since -= int(rng.expovariate(1 / 2600))
    else:
        origin = census.housing.take_away()
    for person in household.members:
        born = max(person.birth, since)
        if origin is not None:
            early = max(person.birth, since - 2500)
            person.stays.append(Stay(origin.address, early, since))
        person.stays.append(Stay(household.dwelling.address, born, ALWAYS))
    household.dwelling.tenancies.append((household.members[0], since, ALWAYS))

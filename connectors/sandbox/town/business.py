"""The county's small businesses: names, officers, agents, addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random
from typing import Any, NamedTuple

from connectors.sandbox.town.address import Address, titled
from connectors.sandbox.town.chance import WeightedDraw, between, pick
from connectors.sandbox.town.families import Census
from connectors.sandbox.town.person import Person
from connectors.sandbox.town.tables import read_toml

_NO_CAMPUS = ("07", "08", "09", "17", "18", "19", "28", "29", "49", "69", "70", "78", "79", "89")
"""Prefixes that no campus of the IRS assigns, by its own list of EIN prefixes."""


class Officer(NamedTuple):
    """An office in a business, of a person or of the company named, and where the filing has it."""

    person: Person | None
    title: str
    address: Address
    company: str = ""


class Agent(NamedTuple):
    """The registered agent: a person, or a company named in `company`."""

    person: Person | None
    company: str
    address: Address


class Standing(StrEnum):
    """How a business stands with the state, by the registry's words."""

    ACTIVE = "Active"
    DELINQUENT = "Delinquent"
    DISSOLVED = "Voluntarily Dissolved"
    REVOKED = "Administratively Dissolved"
    MERGED = "Merged"


class NameSpell(NamedTuple):
    """A name that a business bore from one day to another."""

    name: str
    since: int
    until: int


class Premises(NamedTuple):
    """Where a business had its principal office from one day to another."""

    address: Address
    since: int
    until: int


class Kind(StrEnum):
    """What a business is in the town: most are run by people, the others make tracing hard.

    A `shelf` company shares the address of a commercial agent with hundreds, a `chain` company has
    another company for its manager, a `franchise` shares its name with others up to the town, a
    `namesake` bears the name of a business of the county and is of another state.
    """

    OWNED = "owned"
    SHELF = "shelf"
    CHAIN = "chain"
    FRANCHISE = "franchise"
    NAMESAKE = "namesake"


@dataclass(frozen=True, slots=True)
class Business:
    """One company; `entity_id` is its number in the registry, `docno` in the corporate file.

    `name` and `principal` are of today, or of the last day, `former_names` and `former_premises`
    what they were before, in order of time. `ended` is the day of its end, 0 if it lasts;
    `successor` the entity id of the company that it was merged into.
    """

    entity_id: str
    docno: str
    name: str
    registry_form: str
    roll_form: str
    formed: int
    principal: Address
    officers: tuple[Officer, ...]
    agent: Agent
    fei: str
    kind: Kind = Kind.OWNED
    formed_in: str = "FL"
    standing: Standing = Standing.ACTIVE
    ended: int = 0
    successor: str = ""
    trade_name: str = ""
    former_names: tuple[NameSpell, ...] = ()
    former_premises: tuple[Premises, ...] = ()

    @property
    def active(self) -> bool:
        """Whether it lasts."""
        return not self.ended

    def people(self) -> Iterator[tuple[Person, Address]]:
        """Its officers and its agent, those that are people, with the address that each gave."""
        for officer in self.officers:
            if officer.person is not None:
                yield officer.person, officer.address
        if self.agent.person is not None:
            yield self.agent.person, self.agent.address

    def name_on(self, day: int) -> str:
        """The name that it bore on a day."""
        return next((one.name for one in self.former_names if day < one.until), self.name)

    def premises_on(self, day: int) -> Address:
        """Its principal office on a day."""
        held = (one.address for one in self.former_premises if day < one.until)
        return next(held, self.principal)


def found_businesses(rng: Random, census: Census, today: int) -> list[Business]:
    """About one business for 22 people, most of them run from the owner's home or one office."""
    table = read_toml("business.toml")
    forms = WeightedDraw(table["forms"], [f["weight"] for f in table["forms"]])
    owners = [p for p in census.people if not p.death and today - p.birth > 8000]
    attorneys = [(pick(rng, owners), census.housing.office()) for _ in range(8)]
    companies = [(name, census.housing.office()) for name in table["agent_companies"]]
    found: list[Business] = []
    for number in range(len(census.people) // 22):
        office = census.housing.office() if rng.random() < 0.5 else None
        maker = _Maker(rng, table, today, pick(rng, owners), office)
        agent = _agent(maker, attorneys, companies)
        found.append(maker.business(number, forms.draw(rng), agent))
    return _told_apart(found)


def core_name(name: str) -> str:
    """A name without its legal form, as a register compares names."""
    return name.rsplit(" ", 1)[0].upper()


def _told_apart(businesses: list[Business]) -> list[Business]:
    """The state refuses a name that is in use: of two active ones the later adds its town."""
    taken: set[str] = set()
    found = []
    for business in businesses:
        core, form = business.name.rsplit(" ", 1)
        place = f"{core} of {titled(business.principal.city)}"
        tries = (core, place, *(f"{place} {number}" for number in range(2, 99)))
        free = next(name for name in tries if name.upper() not in taken)
        if business.active:
            taken.add(free.upper())
            found.append(replace(business, name=f"{free} {form}"))
        else:
            found.append(business)
    return found


def numbers_of(number: int, letter: str, today: int) -> tuple[str, str]:
    """The numbers of the registry and of the corporate file for the so-manyth business."""
    year = f"{(today - 5400 + number) % 12 + 12:02d}"
    return f"BR{300000 + number * 3}", f"{letter}{year}{number * 37 + 1009:09d}"


def draw_fei(rng: Random) -> str:
    """A federal employer number that nobody can have; '' for some."""
    if rng.random() >= 0.7:
        return ""
    number = between(rng, 0, 9999999)
    return f"{_NO_CAMPUS[number % len(_NO_CAMPUS)]}-{number:07d}"


@dataclass(slots=True)
class _Maker:
    rng: Random
    table: dict[str, Any]
    today: int
    owner: Person
    office: Address | None
    formed: int = 0

    def __post_init__(self) -> None:
        adult = self.owner.birth + 7300
        self.formed = between(self.rng, max(adult, self.today - 5400), self.today - 20)

    def filed_home(self, person: Person) -> Address:
        """A home as the last filing gave it: often that of the founding day."""
        day = self.today - 150 if self.rng.random() < 0.55 else self.formed
        return person.home_on(day)

    def business(self, number: int, form: dict[str, Any], agent: Agent) -> Business:
        rng = self.rng
        principal = self.office or self.filed_home(self.owner)
        officers = [Officer(self.owner, pick(rng, self.table["officer_titles"]), principal)]
        second = self.owner.spouse
        if second is not None and rng.random() < 0.4:
            officers.append(Officer(second, "MGR", self.filed_home(second)))
        name = self._name(form["suffix"])
        active = rng.random() < 0.76
        entity_id, docno = numbers_of(number, "L" if form["roll"] == "FLAL" else "P", self.today)
        return Business(
            entity_id=entity_id,
            docno=docno,
            name=name,
            registry_form=form["registry"],
            roll_form=form["roll"],
            formed=self.formed,
            principal=principal,
            officers=tuple(officers),
            agent=agent,
            fei=draw_fei(rng),
            ended=0 if active else min(self.formed + 900, self.today - 1),
        )

    def _name(self, suffix: str) -> str:
        rng, table = self.rng, self.table
        if rng.random() < 0.35:
            return f"{self.owner.surname.title()} {pick(rng, table['trade'])} {suffix}"
        return f"{pick(rng, table['first'])} {pick(rng, table['trade'])} {suffix}"


def _agent(
    maker: _Maker, attorneys: list[tuple[Person, Address]], companies: list[tuple[str, Address]]
) -> Agent:
    roll = maker.rng.random()
    if roll < 0.7:
        return Agent(maker.owner, "", maker.office or maker.filed_home(maker.owner))
    if roll < 0.85:
        person, address = pick(maker.rng, attorneys)
        return Agent(person, "", address)
    company, address = pick(maker.rng, companies)
    return Agent(None, company, address)

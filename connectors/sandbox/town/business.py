"""The county's small businesses: names, officers, agents, addresses."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any, NamedTuple

from connectors.sandbox.town.address import Address
from connectors.sandbox.town.chance import WeightedDraw, between, pick
from connectors.sandbox.town.families import Census
from connectors.sandbox.town.person import Person
from connectors.sandbox.town.tables import read_toml


class Officer(NamedTuple):
    """A person's office in a business, with the address that the filing gives."""

    person: Person
    title: str
    address: Address


class Agent(NamedTuple):
    """The registered agent: a person, or a company named in `company`."""

    person: Person | None
    company: str
    address: Address


@dataclass(frozen=True, slots=True)
class Business:
    """One company; `entity_id` is its number in the registry, `docno` in the corporate file."""

    entity_id: str
    docno: str
    name: str
    registry_form: str
    roll_form: str
    formed: int
    active: bool
    principal: Address
    officers: tuple[Officer, ...]
    agent: Agent
    fei: str


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
    return found


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
        kind = "L" if form["roll"] == "FLAL" else "P"
        year = f"{(self.today - 5400 + number) % 12 + 12:02d}"
        return Business(
            entity_id=f"BR{300000 + number * 3}",
            docno=f"{kind}{year}{number * 37 + 1009:09d}",
            name=self._name(form["suffix"]),
            registry_form=form["registry"],
            roll_form=form["roll"],
            formed=self.formed,
            active=rng.random() < 0.76,
            principal=principal,
            officers=tuple(officers),
            agent=agent,
            fei=f"00-{between(rng, 0, 9999999):07d}" if rng.random() < 0.7 else "",
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

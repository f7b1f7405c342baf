"""Companies that make tracing hard: shelves, chains of managers, franchises, and namesakes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, islice
from random import Random
from typing import Any, NamedTuple

from connectors.sandbox.town.address import Address, titled
from connectors.sandbox.town.business import (
    Agent,
    Business,
    Kind,
    Officer,
    draw_fei,
    numbers_of,
)
from connectors.sandbox.town.chance import between, pick
from connectors.sandbox.town.families import Census
from connectors.sandbox.town.person import Person
from connectors.sandbox.town.tables import read_toml

_LLC = ("Florida Limited Liability Company", "FLAL", "L")
_CORPORATION = ("Florida Profit Corporation", "DOMP", "P")
_FOREIGN_LLC = ("Foreign Limited Liability Company", "FORL", "M")
_FOREIGN_CORPORATION = ("Foreign Profit Corporation", "FORP", "F")
_STATES = ("DE", "GA", "NV", "WY")


def incorporate(
    rng: Random, census: Census, founded: Sequence[Business], today: int
) -> list[Business]:
    """Further companies, numbered behind those that are founded already."""
    maker = _Incorporator(rng, census, len(founded), today)
    people = len(census.people)
    return [
        *maker.shelves(people // 60),
        *maker.chains(max(2, people // 500)),
        *maker.franchises(),
        *maker.namesakes(founded),
    ]


class _Papers(NamedTuple):
    """What a company files when it is formed; `form` is registry form, roll form and letter."""

    name: str
    form: tuple[str, str, str]
    kind: Kind
    place: Address
    officers: tuple[Officer, ...]
    agent: Agent

    def people(self) -> list[Person]:
        """The officers and the agent who are people."""
        named = [*(officer.person for officer in self.officers), self.agent.person]
        return [person for person in named if person is not None]


class _Incorporator:
    def __init__(self, rng: Random, census: Census, founded: int, today: int) -> None:
        self._rng = rng
        self._today = today
        self._housing = census.housing
        self._number = founded
        self._table: dict[str, Any] = read_toml("business.toml")
        self._hard: dict[str, Any] = self._table["hard"]
        self._owners = [p for p in census.people if not p.death and today - p.birth > 9000]
        self._agent = Agent(None, self._hard["commercial_agent"], census.housing.office())
        self._fresh = self._names()

    def shelves(self, number: int) -> Iterator[Business]:
        """Companies whose office is that of the commercial agent; most have a nominee manager."""
        place = self._agent.address
        for name in islice(self._fresh, number):
            manager = Officer(None, "MGR", place, self._hard["nominee"])
            if self._rng.random() < 0.3:
                manager = Officer(pick(self._rng, self._owners), "MGR", place)
            yield self._company(
                _Papers(f"{name} LLC", _LLC, Kind.SHELF, place, (manager,), self._agent)
            )

    def chains(self, number: int) -> Iterator[Business]:
        """Threes of companies: a person manages the first, the first the second, and so on."""
        for name in islice(self._fresh, number):
            owner, office = pick(self._rng, self._owners), self._housing.office()
            manager = Officer(owner, "MGR", owner.home)
            for part in ("Parent", "Holdings", "Operating"):
                title = f"{name} {part} LLC"
                agent = self._agent if part != "Operating" else Agent(owner, "", office)
                yield self._company(_Papers(title, _LLC, Kind.CHAIN, office, (manager,), agent))
                manager = Officer(None, "MGR", office, title)

    def franchises(self) -> Iterator[Business]:
        """Of each brand one company in each town of the county, and the franchisor out of state."""
        for brand in self._hard["brands"]:
            for town in self._housing.county_towns:
                owner = pick(self._rng, self._owners)
                name = f"{brand} of {titled(town.name)} LLC"
                office = self._housing.office_in(town)
                officers = (Officer(owner, "MGRM", office),)
                agent = Agent(owner, "", office)
                yield self._company(_Papers(name, _LLC, Kind.FRANCHISE, office, officers, agent))
            name = f"{brand} Inc."
            yield self._foreign(name, _FOREIGN_CORPORATION)

    def namesakes(self, founded: Sequence[Business]) -> Iterator[Business]:
        """Companies of other states that bear the name of a business of the county."""
        for business in founded:
            if self._rng.random() < 0.1:
                llc = business.roll_form == "FLAL"
                yield self._foreign(business.name, _FOREIGN_LLC if llc else _FOREIGN_CORPORATION)

    def _foreign(self, name: str, form: tuple[str, str, str]) -> Business:
        place = self._housing.office_away()
        officers = (Officer(None, "MGR", place, f"{name} Management LLC"),)
        return self._company(_Papers(name, form, Kind.NAMESAKE, place, officers, self._agent))

    def _company(self, papers: _Papers) -> Business:
        rng, (registry_form, roll_form, letter) = self._rng, papers.form
        entity_id, docno = numbers_of(self._number, letter, self._today)
        self._number += 1
        formed = between(rng, self._today - 4000, self._today - 200)
        for person in papers.people():
            formed = max(formed, min(person.birth + 6600, self._today - 60))
        return Business(
            entity_id=entity_id,
            docno=docno,
            name=papers.name,
            registry_form=registry_form,
            roll_form=roll_form,
            formed=formed,
            principal=papers.place,
            officers=papers.officers,
            agent=papers.agent,
            fei=draw_fei(rng),
            kind=papers.kind,
            formed_in=pick(rng, _STATES) if letter in "MF" else "FL",
            ended=self._end(formed),
        )

    def _end(self, formed: int) -> int:
        """The day of its end: one in seven of those that are old enough has one."""
        first, last = formed + 300, self._today - 30
        return between(self._rng, first, last) if self._rng.random() < 0.15 and first < last else 0

    def _names(self) -> Iterator[str]:
        """Names that no other company of the county has."""
        pairs = [(a, b) for a in self._hard["shelf_first"] for b in self._hard["shelf"]]
        self._rng.shuffle(pairs)
        for turn in count(1):
            for first, last in pairs:
                yield f"{first} {last}" if turn == 1 else f"{first} {last} {turn}"

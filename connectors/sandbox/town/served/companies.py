"""The state's business registry and its corporate file, each with its own late copy."""

from __future__ import annotations

import json
from datetime import date
from random import Random

from connectors.sandbox.town.address import Address, spelled_line, titled
from connectors.sandbox.town.business import Agent, Business, Officer
from connectors.sandbox.town.noise import Habit, keyed_line, written_name
from connectors.sandbox.town.person import Person
from connectors.sandbox.town.sheets import Sheets
from connectors.sandbox.town.world import World

_REGISTRY = Habit(typo=0.01, nickname=0.06, no_middle=0.35, initial=0.4, clipped=0.2)
_ROLL = Habit(typo=0.01, nickname=0.03, no_middle=0.25, initial=0.7, clipped=0.2)


class CompanyDesk:
    """Writes the tables `business_registry` and `roll_sunbiz`."""

    def __init__(self, rng: Random, world: World, sheets: Sheets) -> None:
        self._rng = rng
        self._calendar = world.calendar
        self._sheets = sheets
        self._businesses = world.businesses
        self._by_id = {business.entity_id: business for business in world.businesses}

    def compile(self) -> None:
        """Each source has most businesses, not the same ones."""
        for business in self._businesses:
            if self._rng.random() < 0.82:
                self._registry(business)
            if self._rng.random() < 0.86:
                self._roll(business)

    def _registry(self, business: Business) -> None:
        agent = business.agent
        place = business.premises_on(self._anniversary(business))
        rows = self._sheets.rows["business_registry"]
        name: tuple[str, ...] = ("", "", "", "")
        if agent.person is not None:
            written = written_name(self._rng, _REGISTRY, agent.person, business.formed + 400)
            parts = (written.first, written.middle, written.last, written.suffix)
            name = tuple(titled(part) for part in parts)
            self._sheets.about("business_registry", business.entity_id, agent.person, agent.address)
        rows.append(
            (
                *(len(rows) + 1, business.entity_id, business.name, business.registry_form),
                business.standing.value,
                self._calendar.iso(business.formed),
                *_mixed(place),
                *name,
                *_mixed(agent.address),
                *(business.formed_in, self._calendar.iso(business.ended), agent.company),
                *self._other_names(business),
            )
        )
        self._sheets.listed.add(business.entity_id)

    def _other_names(self, business: Business) -> tuple[str, ...]:
        """The last two former names, the latest first, the trade name, and the successor."""
        former = [spell.name for spell in reversed(business.former_names)][:2]
        heir = self._by_id.get(business.successor)
        successor = (heir.entity_id, heir.name) if heir else ("", "")
        return (*[*former, "", ""][:2], business.trade_name, *successor)

    def _roll(self, business: Business) -> None:
        rng, agent = self._rng, business.agent
        reports = self._reports(business)
        place = business.premises_on(max(reports, default=business.formed))
        line = keyed_line(rng, place, 0.01)
        principal = (line, "", place.city, place.state, place.zip5, "US")
        agent_name = self._agent_name(business, agent)
        self._sheets.listed.add(business.entity_id)
        self._sheets.rows["roll_sunbiz"].append(
            (
                *(business.docno, business.name.upper(), "A" if business.active else "I"),
                business.roll_form,
                *principal,
                *principal,
                *(self._calendar.american(business.formed), business.fei.replace("-", "")),
                business.formed_in,
                *[*map(self._calendar.american, reports), "", "", ""][:3],
                *(agent_name, "C" if agent.company else "P"),
                keyed_line(rng, agent.address, 0.01),
                *(agent.address.city, agent.address.state, agent.address.zip5),
                json.dumps([self._officer(business, o) for o in business.officers]),
            )
        )

    def _reports(self, business: Business) -> list[int]:
        """The days of the last three annual reports; one that is inactive stopped to file them.

        A business tells the state of a new office with the next of them.
        """
        formed = self._calendar.year(business.formed)
        last = self._calendar.year(self._calendar.today)
        years = range(formed + 1, last + 1 if business.active else min(formed + 3, last))
        days = (date(year, 4, 1).toordinal() + int(business.docno[-4:]) % 30 for year in years)
        until = business.ended or self._calendar.today
        return [day for day in days if day <= until][-3:]

    def _anniversary(self, business: Business) -> int:
        """The last day on which the registry's own yearly statement was due."""
        until = business.ended or self._calendar.today
        return until - (until - business.formed) % 365

    def _agent_name(self, business: Business, agent: Agent) -> str:
        if agent.person is None:
            return agent.company.upper()
        self._sheets.about("roll_sunbiz", business.docno, agent.person, agent.address)
        return _last_comma_first(self._rng, agent.person, business.formed + 400)

    def _officer(self, business: Business, officer: Officer) -> dict[str, str]:
        name = officer.company.upper()
        if officer.person is not None:
            self._sheets.about("roll_sunbiz", business.docno, officer.person, officer.address)
            name = _last_comma_first(self._rng, officer.person, business.formed + 400)
        return {
            "title": officer.title,
            "type": "C" if officer.person is None else "P",
            "name": name,
            "line": keyed_line(self._rng, officer.address, 0.01),
            "city": officer.address.city,
            "state": officer.address.state,
            "zip": officer.address.zip5,
        }


def _last_comma_first(rng: Random, person: Person, day: int) -> str:
    name = written_name(rng, _ROLL, person, day)
    last = " ".join(filter(None, (name.last, name.suffix)))
    return f"{last}, {' '.join(filter(None, (name.first, name.middle)))}"


def _mixed(address: Address) -> tuple[str, str, str, str]:
    return spelled_line(address), titled(address.city), address.state, address.zip5

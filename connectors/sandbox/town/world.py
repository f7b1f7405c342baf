"""The whole town after ten years: the truth that providers copy from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from connectors.sandbox.town.business import Business, found_businesses
from connectors.sandbox.town.business_cases import business_cases
from connectors.sandbox.town.chance import stream
from connectors.sandbox.town.contacts import connect_phones, give_emails, rent_boxes
from connectors.sandbox.town.courts import Docket
from connectors.sandbox.town.days import Calendar
from connectors.sandbox.town.families import Census, found_families
from connectors.sandbox.town.fortunes import play_fortunes
from connectors.sandbox.town.gazetteer import Housing, read_towns
from connectors.sandbox.town.history import History
from connectors.sandbox.town.incorporations import incorporate
from connectors.sandbox.town.names import NameDraw, SocialNumbers
from connectors.sandbox.town.person import Person, Stay
from connectors.sandbox.town.property import LandRegister


@dataclass(frozen=True, slots=True)
class World:
    """Everything that is true in the town; connectors and matchers never see it."""

    calendar: Calendar
    census: Census
    land: LandRegister
    businesses: list[Business]
    docket: Docket


def simulate(seed: int, people: int, today: date) -> World:
    """The town of that seed, with at least so many people, on that day."""
    calendar = Calendar(today)
    rng = stream(seed, "people")
    housing = Housing(stream(seed, "housing"), read_towns(stream(seed, "streets")))
    census = Census(rng, calendar.start, housing, NameDraw(), SocialNumbers(stream(seed, "ssn")))
    found_families(census, people, calendar.today)
    History(census, calendar.today).play()
    connect_phones(stream(seed, "phones"), census, calendar.today)
    give_emails(stream(seed, "emails"), census, calendar.today)
    rent_boxes(stream(seed, "boxes"), census, calendar.today)
    land = LandRegister(stream(seed, "land"), census, calendar.today)
    land.convey(stream(seed, "conveyances"))
    businesses = found_businesses(stream(seed, "business"), census, calendar.today)
    businesses += incorporate(stream(seed, "incorporations"), census, businesses, calendar.today)
    businesses = play_fortunes(stream(seed, "fortunes"), businesses, housing, calendar.today)
    _desks(businesses)
    docket = Docket(stream(seed, "courts"), census, calendar)
    before = len(docket.cases)
    docket.cases += business_cases(stream(seed, "business cases"), businesses, before, calendar)
    return World(calendar, census, land, businesses, docket)


def _desks(businesses: list[Business]) -> None:
    """People get mail at the offices of their businesses while these last."""
    for business in businesses:
        for person, address in business.people():
            _desk(person, Stay(address, business.formed, business.ended, "business"))


def _desk(person: Person, stay: Stay) -> None:
    known = (*person.stays, *person.mail)
    if all(stay.address != other.address for other in known):
        person.mail.append(stay)

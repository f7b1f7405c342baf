"""The court portal's cases and parties."""

from __future__ import annotations

from random import Random

from connectors.sandbox.town.address import Address, spelled_line, titled
from connectors.sandbox.town.courts import Case, Party
from connectors.sandbox.town.noise import Habit, keyed_line, written_name
from connectors.sandbox.town.sheets import Row, Sheets
from connectors.sandbox.town.world import World

_HABIT = Habit(typo=0.012, nickname=0.02, no_middle=0.3, initial=0.45, clipped=0.2)


class CourtDesk:
    """Writes the tables `court_case` and `court_party`."""

    def __init__(self, rng: Random, world: World, sheets: Sheets) -> None:
        self._rng = rng
        self._calendar = world.calendar
        self._sheets = sheets
        self._cases = world.docket.cases

    def compile(self) -> None:
        """Nearly every case; a clerk sometimes leaves a party's address or birth year out."""
        for case in self._cases:
            if self._rng.random() < 0.96:
                self._enter(case)

    def _enter(self, case: Case) -> None:
        self._sheets.rows["court_case"].append(
            (
                *(case.id, case.number, case.court, case.kind, self._calendar.iso(case.filed)),
                *("CLOSED" if case.closed else "OPEN", case.disposition, str(case.amount)),
            )
        )
        for order, party in enumerate(case.parties, 1):
            self._sheets.rows["court_party"].append(
                (case.id, order, party.role, *self._party(case, party))
            )

    def _party(self, case: Case, party: Party) -> Row:
        rng, person, address = self._rng, party.person, party.address
        if person is None:
            return self._organization(case, party)
        name = written_name(rng, _HABIT, person, case.filed)
        words = (name.last, name.first, name.middle, name.suffix)
        mixed = rng.random() < 0.5
        place = self._place(address, mixed)
        year = str(self._calendar.year(person.birth)) if rng.random() < 0.55 else ""
        self._sheets.about("court_case", case.id, person, address if place[0] else None)
        return (*(titled(word) if mixed else word for word in words), "", *place, year)

    def _organization(self, case: Case, party: Party) -> Row:
        place = self._place(party.address, False)
        if party.business:
            self._sheets.sued.add((case.id, party.business))
        return ("", "", "", "", party.organization.upper(), *place, "")

    def _place(self, address: Address | None, mixed: bool) -> tuple[str, str, str, str]:
        """The address, which a clerk leaves out now and then; a party without one has none."""
        if address is None or self._rng.random() >= 0.9:
            return ("", "", "", "")
        line = spelled_line(address) if mixed else keyed_line(self._rng, address, 0.012)
        city = titled(address.city) if mixed else address.city
        return (line, city, address.state, address.zip5)

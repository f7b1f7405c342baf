"""Court cases of ten years: suits, judgments, liens, bankruptcies, with their parties."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Any, NamedTuple

from connectors.sandbox.town.address import Address
from connectors.sandbox.town.chance import between, pick
from connectors.sandbox.town.days import Calendar
from connectors.sandbox.town.families import Census
from connectors.sandbox.town.person import Person
from connectors.sandbox.town.tables import read_toml

_CODES = {
    "CIVIL": "CA",
    "SMALL CLAIMS": "SC",
    "EVICTION": "CC",
    "JUDGMENT": "CJ",
    "LIEN": "LN",
    "BANKRUPTCY CH 7": "bk",
    "BANKRUPTCY CH 11": "bk",
    "BANKRUPTCY CH 13": "bk",
}


class Party(NamedTuple):
    """One side of a case: a person or an organisation, with the address the file gives.

    `business` is the entity id of an organisation that is a business of the town.
    """

    role: str
    person: Person | None
    organization: str
    address: Address | None
    business: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One case; `closed` is 0 while it is open, `amount` in whole US dollars."""

    id: str
    number: str
    court: str
    kind: str
    filed: int
    closed: int
    disposition: str
    amount: int
    parties: tuple[Party, ...]

    @property
    def is_bankruptcy(self) -> bool:
        """Whether it is a petition under chapter 7, 11 or 13."""
        return self.kind.startswith("BANKRUPTCY")


class Clerk:
    """Numbers cases, says which court hears them, and how and when they end."""

    def __init__(self, rng: Random, calendar: Calendar) -> None:
        self._rng = rng
        self._calendar = calendar
        self.table: dict[str, Any] = read_toml("courts.toml")

    def entered(self, kind: str, filed: int, serial: int) -> Case:
        """The case of that kind as the so-manyth of the register, without its parties yet."""
        closed, disposition = self._outcome(kind, filed)
        return Case(
            id=f"C{100000 + serial}",
            number=self._number(kind, filed, serial),
            court=self._court(kind),
            kind=kind,
            filed=filed,
            closed=closed,
            disposition=disposition,
            amount=between(self._rng, 6, 240) * 50,
            parties=(),
        )

    def _number(self, kind: str, filed: int, serial: int) -> str:
        year = self._calendar.year(filed)
        if _CODES[kind] == "bk":
            return f"9:{year % 100:02d}-bk-{serial:05d}"
        return f"{year}-{_CODES[kind]}-{serial:06d}"

    def _court(self, kind: str) -> str:
        if kind.startswith("BANKRUPTCY"):
            return str(self.table["bankruptcy_court"])
        return str(self.table["circuit_court" if kind in ("CIVIL", "LIEN") else "county_court"])

    def _outcome(self, kind: str, filed: int) -> tuple[int, str]:
        """The closing day, 0 if open, and the disposition's wording."""
        rng, today = self._rng, self._calendar.today
        if kind == "BANKRUPTCY CH 7":
            length, words = between(rng, 110, 210), pick(rng, ("Discharged",) * 9 + ("Dismissed",))
        elif kind == "BANKRUPTCY CH 11":
            early = rng.random() < 0.35
            length = between(rng, 120, 500) if early else between(rng, 400, 1300)
            words = "Dismissed" if early else "Discharged"
        elif kind == "BANKRUPTCY CH 13":
            early = rng.random() < 0.4
            length = between(rng, 120, 900) if early else between(rng, 1100, 1850)
            words = "Dismissed" if early else "Discharged"
        else:
            length = between(rng, 40, 420)
            words = pick(
                rng, ("Judgment for plaintiff", "Dismissed", "Settled", "Default judgment")
            )
        if kind in ("JUDGMENT", "LIEN"):
            words = "Satisfied" if rng.random() < 0.25 else "Unsatisfied"
        return (filed + length, words) if filed + length < today else (0, "")


class Docket:
    """All cases of the county's courts, as many a kind as the shipped table asks for."""

    def __init__(self, rng: Random, census: Census, calendar: Calendar) -> None:
        self._rng = rng
        self._calendar = calendar
        self._clerk = Clerk(rng, calendar)
        self._table = self._clerk.table
        self._adults = [p for p in census.people if p.is_adult(calendar.today)]
        self.cases: list[Case] = []
        for kind, rate in self._table["per_thousand_adults"].items():
            for _ in range(max(1, len(self._adults) * rate // 1000)):
                self._file(kind)

    def open_bankruptcies(self) -> list[tuple[Person, Case]]:
        """Living debtors of open bankruptcy cases."""
        return [
            (party.person, case)
            for case in self.cases
            if case.is_bankruptcy and not case.closed
            for party in case.parties
            if party.person is not None and party.role == "DEBTOR" and not party.person.death
        ]

    def _file(self, kind: str) -> None:
        rng, calendar = self._rng, self._calendar
        person = pick(rng, self._adults)
        last = (person.death or calendar.today) - 5
        first = max(calendar.start, person.birth + 6600)
        if first >= last:
            return
        filed = between(rng, first, last)
        case = self._clerk.entered(kind, filed, len(self.cases) + 1)
        self.cases.append(replace(case, parties=self._parties(kind, person, filed)))

    def _parties(self, kind: str, person: Person, filed: int) -> tuple[Party, ...]:
        rng = self._rng
        debtor = Party("DEFENDANT", person, "", self._address(person, filed))
        if kind.startswith("BANKRUPTCY"):
            return self._petitioners(debtor._replace(role="DEBTOR"), filed)
        if kind == "CIVIL" and rng.random() < 0.45:
            other = pick(rng, self._adults)
            if other is not person and not other.death:
                return (Party("PLAINTIFF", other, "", self._address(other, filed)), debtor)
        names = {"LIEN": "lienors", "EVICTION": "landlords"}.get(kind, "plaintiffs")
        role = "CREDITOR" if kind == "LIEN" else "PLAINTIFF"
        if kind == "LIEN":
            debtor = debtor._replace(role="DEBTOR")
        return (Party(role, None, pick(rng, self._table[names]), None), debtor)

    def _petitioners(self, debtor: Party, filed: int) -> tuple[Party, ...]:
        parties = [debtor]
        spouse = debtor.person.spouse if debtor.person else None
        if spouse is not None and self._rng.random() < 0.25 and spouse.birth + 6600 < filed:
            parties.append(Party("DEBTOR", spouse, "", debtor.address))
        parties.append(Party("CREDITOR", None, pick(self._rng, self._table["plaintiffs"]), None))
        return tuple(parties)

    def _address(self, person: Person, filed: int) -> Address:
        """The address on the complaint: one in eight is a year or two old."""
        lag = between(self._rng, 200, 700) if self._rng.random() < 0.12 else 0
        return person.home_on(filed - lag)

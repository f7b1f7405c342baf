"""The bureau's file: most adults, with their address and telephone history, mostly right."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from random import Random

from connectors.sandbox.town.address import Address
from connectors.sandbox.town.chance import between, pick
from connectors.sandbox.town.courts import Case
from connectors.sandbox.town.noise import Habit, WrittenName, slip, written_name
from connectors.sandbox.town.person import ALWAYS, Person, PhoneSpell, Stay
from connectors.sandbox.town.sheets import Row, Sheets
from connectors.sandbox.town.world import World

_COVERAGE = 0.85
_SPLIT = 0.03
_STRAY_ADDRESS = 0.015
_STRAY_PHONE = 0.012
_MIXED = 0.05
_HABIT = Habit(typo=0.006, nickname=0.05, no_middle=0.2, initial=0.45, clipped=0.15)
_COMPANIES = ("Calusa Wireless", "Gulf Mobile", "Suncoast Cellular", "Alvera Telephone")


@dataclass(frozen=True, slots=True)
class _File:
    """One file of the bureau: whose it is, and from which day back it knows anything."""

    id: str
    person: Person
    name: WrittenName
    dob: str
    until: int


class BureauDesk:
    """Compiles the bureau's tables from the town."""

    def __init__(self, rng: Random, world: World, sheets: Sheets) -> None:
        self._rng = rng
        self._world = world
        self._calendar = world.calendar
        self._today = world.calendar.today
        self._sheets = sheets
        self._rows = sheets.rows
        self._serial = 0
        people = world.census.people
        self._adults = [p for p in people if p.is_adult(p.death or self._today)]
        self._in_service = {
            s.number for p in people if not p.death for s in p.phones if s.until == ALWAYS
        }
        self._namesakes = _namesakes(self._adults)
        self._counts = _case_counts(world.docket.cases)

    def compile(self) -> None:
        """Every table of the bureau."""
        rng = self._rng
        known = [p for p in self._adults if rng.random() < _COVERAGE]
        files = {p.id: self._open(p, self._today) for p in known}
        for file in files.values():
            self._write(file)
            self._relatives(file, files)
        for person in known:
            if rng.random() < _SPLIT:
                self._write(self._open(person, self._today - between(rng, 700, 2600)))

    def _open(self, person: Person, until: int) -> _File:
        self._serial += 1 + int(self._rng.random() * 997)
        name = written_name(self._rng, _HABIT, person, until - int(self._rng.random() * 300))
        return _File(f"G{10**15 + self._serial * 104729}", person, name, self._dob(person), until)

    def _dob(self, person: Person) -> str:
        roll = self._rng.random()
        if roll < 0.1:
            return ""
        if roll < 0.12:
            return self._calendar.slashed(person.birth + pick(self._rng, (1, -1, 9, 31, 365, -365)))
        return self._calendar.slashed(person.birth)

    def _write(self, file: _File) -> None:
        person, name = file.person, file.name
        counts = self._counts.get(person.id, {})
        age = self._calendar.age(person.birth, self._today)
        self._rows["bureau_person"].append(
            (
                *(file.id, name.first, name.middle, name.last, name.suffix),
                *(file.dob, age if file.dob else None, self._deceased(person)),
                *(counts.get(key, 0) for key in ("bankruptcies", "liens", "judgments")),
            )
        )
        self._sheets.records.append(("bureau_person", file.id, person.id))
        self._names(file)
        self._addresses(file)
        self._phones(file)
        self._rows["bureau_email"].extend(
            (file.id, order, email)
            for order, email in enumerate(person.emails, 1)
            if self._rng.random() < 0.7
        )

    def _deceased(self, person: Person) -> str:
        roll = self._rng.random()
        if not person.death:
            return "Y" if roll < 0.001 else "N"
        lag = 20 + int(self._rng.random() * 380)
        return "Y" if roll < 0.92 and person.death + lag < self._today else "N"

    def _names(self, file: _File) -> None:
        name = file.name
        self._rows["bureau_name"].append((file.id, name.first, name.middle, name.last))
        for former in file.person.names[:-1]:
            if former.since < file.until and self._rng.random() < 0.8:
                middle = file.person.middle[:1]
                self._rows["bureau_name"].append(
                    (file.id, file.person.given, middle, former.surname)
                )

    def _addresses(self, file: _File) -> None:
        person, rng = file.person, self._rng
        boxes = [s for s in person.mail if s.role == "mail"]
        stays = [s for s in (*person.stays, *boxes) if self._knows_stay(s, file.until)]
        rows = [self._address(file, stay) for stay in stays]
        for other in self._strangers(file, _STRAY_ADDRESS):
            rows.append(self._address(file, pick(rng, other.stays)))
        rows.sort(key=_latest_first)
        self._rows["bureau_address"].extend((file.id, n, *row[1]) for n, row in enumerate(rows, 1))

    def _knows_stay(self, stay: Stay, until: int) -> bool:
        if stay.since > until:
            return False
        fresh = until - stay.since < 75
        return self._rng.random() < (0.35 if fresh else 0.88)

    def _address(self, file: _File, stay: Stay) -> tuple[int, Row]:
        rng, calendar = self._rng, self._calendar
        first = min(stay.since + int(rng.random() * 120), file.until)
        gone = stay.until + int(rng.random() * 250) if stay.until else file.until
        last = max(first, min(gone, file.until) - int(rng.random() * 60))
        parts = self._misread(stay.address)
        if file.person.home == stay.address and not file.person.death:
            self._sheets.findable.add(file.person.id)
        zip4 = stay.address.zip4 if rng.random() < 0.8 else ""
        delivered = 0 if rng.random() < 0.02 else 1
        return last, (*parts, zip4, calendar.slashed(first), calendar.slashed(last), delivered)

    def _misread(self, address: Address) -> tuple[str, ...]:
        roll = self._rng.random()
        if roll < 0.015:
            address = address._replace(street=slip(self._rng, address.street))
        elif roll < 0.05:
            address = address._replace(unit_type="", unit="")
        elif roll < 0.06:
            address = address._replace(predir="", postdir="")
        return address[:10]

    def _phones(self, file: _File) -> None:
        person, rng = file.person, self._rng
        spells = [s for s in person.phones if self._knows_phone(s, file.until)]
        rows = [self._phone(file, spell) for spell in spells]
        for other in self._strangers(file, _STRAY_PHONE):
            if other.phones:
                rows.append(self._phone(file, pick(rng, other.phones)))
        rows.sort(key=_latest_first)
        self._rows["bureau_phone"].extend((file.id, n, *row[1]) for n, row in enumerate(rows, 1))
        if not person.death and any(s.until == ALWAYS for s in spells):
            self._sheets.findable.add(person.id)

    def _knows_phone(self, spell: PhoneSpell, until: int) -> bool:
        if spell.since > until:
            return False
        fresh = until - spell.since < 90
        return self._rng.random() < (0.4 if fresh else 0.82)

    def _phone(self, file: _File, spell: PhoneSpell) -> tuple[int, Row]:
        rng, calendar = self._rng, self._calendar
        first = min(spell.since + int(rng.random() * 200), file.until)
        stale = spell.until and rng.random() < 0.1
        gone = spell.until + int(rng.random() * 300) if spell.until and not stale else file.until
        last = max(first, min(gone, file.until) - int(rng.random() * 90))
        connected = (spell.number in self._in_service) != (rng.random() < 0.06)
        kind = "LandLine" if spell.line == "landline" else "Wireless"
        if rng.random() < 0.04:
            kind = "Voip"
        return last, (
            *(us_phone(spell.number), kind, int(connected), pick(rng, _COMPANIES)),
            *(calendar.slashed(first), calendar.slashed(last)),
        )

    def _strangers(self, file: _File, share: float) -> list[Person]:
        """People whose facts got into this file: anybody, or a namesake taken for the person."""
        rng, found = self._rng, []
        if rng.random() < share:
            found.append(pick(rng, self._adults))
        alike = self._namesakes[(file.person.given, file.person.surname)]
        if len(alike) > 1 and rng.random() < _MIXED:
            found.append(pick(rng, alike))
        return found

    def _relatives(self, file: _File, files: dict[str, _File]) -> None:
        for kin, kind in _kin(file.person):
            other = files.get(kin.id)
            if other is None or self._rng.random() > 0.75:
                continue
            name = other.name
            self._rows["bureau_relative"].append(
                (file.id, other.id, name.first, name.middle, name.last, other.dob, kind)
            )


def us_phone(number: str) -> str:
    """Ten digits as (AAA) 555-01NN."""
    return f"({number[:3]}) {number[3:6]}-{number[6:]}"


def _latest_first(entry: tuple[int, Row]) -> int:
    return -entry[0]


def _namesakes(adults: list[Person]) -> dict[tuple[str, str], list[Person]]:
    found: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for person in adults:
        found[(person.given, person.surname)].append(person)
    return found


def _case_counts(cases: list[Case]) -> dict[str, dict[str, int]]:
    keys = {"LIEN": "liens", "JUDGMENT": "judgments"}
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for case in cases:
        key = "bankruptcies" if case.is_bankruptcy else keys.get(case.kind)
        for party in case.parties:
            if key and party.person is not None:
                counts[party.person.id][key] += 1
    return counts


def _kin(person: Person) -> list[tuple[Person, str]]:
    found = [(person.spouse, "Spouse"), (person.father, "Parent"), (person.mother, "Parent")]
    found += [(child, "Child") for child in person.children]
    parent = person.mother or person.father
    if parent is not None:
        found += [(child, "Sibling") for child in parent.children if child is not person]
    return [(kin, kind) for kin, kind in found if kin is not None][:8]

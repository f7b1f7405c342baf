"""The county's property roll, as of the first of January, and the deeds it has recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from connectors.sandbox.town.address import Address
from connectors.sandbox.town.chance import between, pick
from connectors.sandbox.town.conveyances import How, Owner, Parcel, Title
from connectors.sandbox.town.days import Calendar
from connectors.sandbox.town.noise import Habit, WrittenName, keyed_line, written_name
from connectors.sandbox.town.person import Person
from connectors.sandbox.town.property import mortgage_of, satisfied_on
from connectors.sandbox.town.sheets import Row, Sheets
from connectors.sandbox.town.world import World

_ROLL_HABIT = Habit(typo=0.01, nickname=0.01, no_middle=0.15, initial=0.75, clipped=0.35)
_DEED_HABIT = Habit(typo=0.012, nickname=0.01, no_middle=0.15, initial=0.35, clipped=0.2)
_BANK = "PALM COASTAL BANK NA"
_SHERIFF = "SHERIFF OF CALUSA FERRY COUNTY"
_BUILDERS = ("ALVERA HOMES INC", "CALUSA LAND CO", "D R BRANNOCK BUILDERS")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the recorder's index but for the parcel."""

    number: str
    day: int
    kind: str
    grantor: str
    grantee: str
    amount: int


class LandDesk:
    """Writes the tables `roll_property` and `property_sales`."""

    def __init__(self, rng: Random, world: World, sheets: Sheets) -> None:
        self._rng = rng
        self._calendar: Calendar = world.calendar
        self._sheets = sheets
        self._parcels = world.land.parcels
        year = world.calendar.year(world.calendar.today)
        self._tax_year = str(year)
        self._lien_day = date(year, 1, 1).toordinal()

    def compile(self) -> None:
        """One roll line for a parcel, and a row for each recorded deed and mortgage."""
        for parcel in self._parcels:
            if self._rng.random() < 0.985:
                self._roll_line(parcel)
            for before, title in zip([None, *parcel.titles], parcel.titles, strict=False):
                if title.since > self._calendar.start - 2000 and self._rng.random() < 0.93:
                    self._deed(parcel, before, title)

    def _roll_line(self, parcel: Parcel) -> None:
        held = [t for t in parcel.titles if t.since <= self._lien_day]
        if not held:
            return
        title, rng = held[-1], self._rng
        situs = parcel.dwelling.address
        mail = self._mailing(title.owner, situs, self._lien_day)
        names = self._owners(_ROLL_HABIT, title.owner)
        lives_there = mail == situs and bool(title.owner.people)
        row: Row = (
            *(parcel.id, self._tax_year, names[0], names[1] if len(names) > 1 else ""),
            self._care_of(title.owner),
            *_parts(keyed_line(rng, mail, 0.01), mail),
            *(keyed_line(rng, situs, 0.005), situs.city, situs.zip5),
            *(_land_use(situs), str(parcel.value)),
            "Y" if lives_there and rng.random() < 0.92 else "N",
            self._calendar.iso(title.since),
        )
        self._sheets.rows["roll_property"].append(row)
        for person in title.owner.people:
            self._sheets.about("roll_property", parcel.id, person, mail)
            self._sheets.holds.add((person.id, parcel.id))
        before = {person for earlier in held[:-1] for person in earlier.owner.people}
        gone = before.difference(title.owner.people)
        self._sheets.parts |= {(person.id, parcel.id) for person in gone}

    def _mailing(self, owner: Owner, situs: Address, day: int) -> Address:
        """Where the tax bill goes: a fifth of the owners who moved never told the county."""
        if owner.office is not None:
            return owner.office
        person = owner.people[0]
        boxes = [s for s in person.mail if s.role == "mail" and s.since <= day and not s.until]
        if boxes and self._rng.random() < 0.5:
            return boxes[-1].address
        told = person.home_on(day)
        if told == situs or self._rng.random() >= 0.2:
            return told
        lived = [stay.address for stay in person.stays]
        return situs if situs in lived else lived[0]

    def _owners(self, habit: Habit, owner: Owner) -> list[str]:
        if owner.company:
            return [owner.company]
        names = [(p, written_name(self._rng, habit, p, self._lien_day)) for p in owner.people]
        return [
            f"{last_first(name)} EST"
            if person.death and self._rng.random() < 0.4
            else last_first(name)
            for person, name in names
        ]

    def _care_of(self, owner: Owner) -> str:
        if not owner.people or self._rng.random() > 0.015:
            return ""
        kin = owner.people[0].children
        return f"C/O {kin[0].given} {kin[0].surname}" if kin else ""

    def _deed(self, parcel: Parcel, before: Title | None, title: Title) -> None:
        grantee = self._joint(title.owner, title.since)
        word, grantor = self._kind(before, title)
        deed = _Entry(title.document, title.since, word, grantor, grantee, title.price)
        named = () if grantor in (_SHERIFF, *_BUILDERS) else title.sellers
        self._record(parcel, title, deed, (*named, *title.owner.people))
        if title.twice_to is not None and before is not None:
            again = self._joint(title.twice_to, title.twice_on)
            kind, grantor = "QUIT CLAIM DEED", self._joint(before.owner, title.twice_on)
            entry = _Entry(f"{title.document}T", title.twice_on, kind, grantor, again, 10)
            self._record(parcel, title, entry, before.owner.people)
        if title.owner.people and title.how is How.SALE and self._rng.random() < 0.45:
            self._mortgage(parcel, title)

    def _kind(self, before: Title | None, title: Title) -> tuple[str, str]:
        """The recorder's word for a deed, and how it names the grantor."""
        rng, day = self._rng, title.since
        if before is None:
            return self._word(title), pick(rng, _BUILDERS)
        if title.how is How.FORECLOSURE and rng.random() < 0.4:
            return "SHERIFF'S DEED", _SHERIFF
        if title.how is How.ESTATE:
            dead = before.owner.people[0]
            word = "PERSONAL REPRESENTATIVE'S DEED"
            return word, f"ESTATE OF {dead.given} {dead.surname_on(day)}"
        giver = Owner(title.sellers) if title.sellers else before.owner
        return self._word(title), self._joint(giver, day)

    def _word(self, title: Title) -> str:
        if title.how is How.FORECLOSURE:
            return "CERTIFICATE OF TITLE"
        if title.how is How.SALE:
            return "WARRANTY DEED" if self._rng.random() < 0.86 else "QUIT CLAIM DEED"
        return "WARRANTY DEED" if title.how is How.COMPANY else "QUIT CLAIM DEED"

    def _mortgage(self, parcel: Parcel, title: Title) -> None:
        """The mortgage of a buyer, and its satisfaction where it was paid off and recorded."""
        borrower, number = self._joint(title.owner, title.since), mortgage_of(title)
        loan = int(title.price * 0.8)
        entry = _Entry(number, title.since, "MORTGAGE", borrower, _BANK, loan)
        self._record(parcel, title, entry, title.owner.people)
        paid = satisfied_on(title, self._calendar.today)
        if paid and self._rng.random() < 0.85:
            words = self._joint(title.owner, paid)
            entry = _Entry(f"{number}S", paid, "SATISFACTION OF MORTGAGE", _BANK, words, loan)
            self._record(parcel, title, entry, title.owner.people)

    def _record(
        self, parcel: Parcel, title: Title, entry: _Entry, people: tuple[Person, ...]
    ) -> None:
        rng = self._rng
        rows = self._sheets.rows["property_sales"]
        recorded = min(entry.day + between(rng, 1, 20), self._calendar.today)
        situs = parcel.dwelling.address
        mail = self._mailing(title.owner, situs, recorded + 30)
        rows.append(
            (
                len(rows) + 1,
                *(entry.number, parcel.id, self._calendar.iso(recorded), entry.kind),
                *(str(entry.amount), entry.grantor, entry.grantee),
                *(keyed_line(rng, situs, 0.01), situs.city, situs.zip5),
                *_parts(keyed_line(rng, mail, 0.01), mail),
            )
        )
        buyers = title.owner.people
        for person in people:
            carries = mail if person in buyers else None
            self._sheets.about("property_sales", entry.number, person, carries)
            if person in buyers and entry.number == title.document:
                self._sheets.holds.add((person.id, parcel.id))
            elif person not in buyers:
                self._sheets.parts.add((person.id, parcel.id))

    def _joint(self, owner: Owner, day: int) -> str:
        """`LAST FIRST MIDDLE`, two owners joined by ` & `; a shared surname is said once."""
        if owner.company:
            return owner.company
        names = [written_name(self._rng, _DEED_HABIT, p, day) for p in owner.people]
        first = last_first(names[0])
        if len(names) == 1:
            return first
        if names[0].last == names[1].last and self._rng.random() < 0.6:
            return f"{first} & {' '.join(filter(None, names[1][:2]))}"
        return f"{first} & {last_first(names[1])}"


def last_first(name: WrittenName) -> str:
    """`LAST FIRST MIDDLE SUFFIX`, the order of land records."""
    return " ".join(filter(None, (name.last, name.first, name.middle, name.suffix)))


def _parts(line: str, address: Address) -> tuple[str, str, str, str]:
    return line, address.city, address.state, address.zip5


def _land_use(address: Address) -> str:
    return "0400 CONDOMINIUM" if address.unit_type else "0100 SINGLE FAMILY"

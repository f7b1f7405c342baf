"""A population of generated businesses, with those that nearly are each other: none is real."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from itertools import accumulate

from config.census_names import census_name_shares
from tests.benchmarks.linkage.businesses import words as w


@dataclass(frozen=True)
class Address:
    """One address in parts."""

    number: str
    street: str
    suffix: tuple[str, str]
    unit: str
    city: str
    state: str
    zip: str


@dataclass(frozen=True)
class Business:
    """One organisation as it is: `stem` and `form` make its legal name; `key` is its own."""

    key: int
    stem: str
    form: str
    trade: str
    former: str
    ein: str
    register: str
    formation: str
    phone: str
    email: str
    officers: tuple[str, ...]
    address: Address
    mailing: Address | None
    agent: Address | None
    agent_name: str

    @property
    def legal(self) -> str:
        """The name as a register has it."""
        return f"{self.stem} {self.form}".strip()


_NO_CAMPUS = ("07", "08", "09", "17", "18", "19", "28", "29", "49", "69", "70", "78", "79", "89")
"""Prefixes of an EIN that no campus of the IRS has."""


class Population:
    """Makes businesses; the same seed makes the same ones in the same order."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        names = census_name_shares().surnames
        self._surnames = list(names)[:12000]
        self._shares = list(accumulate(names[name] for name in self._surnames))
        self._agents = {
            state: [(name, self.address(state)) for name in w.AGENTS] for state in w.TOWNS
        }
        self._made = 0
        self._offices = [self.address() for _ in range(12)]

    def surname(self) -> str:
        """A surname as often as people bear it."""
        return self.rng.choices(self._surnames, cum_weights=self._shares)[0].title()

    def person(self) -> str:
        """A person's name."""
        middle = self.rng.choice(("", "", f"{self.rng.choice('ABCDEFGHJKLMNPRSTW')} "))
        return f"{self.rng.choice(w.GIVEN)} {middle}{self.surname()}"

    def address(self, state: str = "", town: tuple[str, str] | None = None) -> Address:
        """An address, often in a suite."""
        rng = self.rng
        state = state or rng.choice(list(w.TOWNS))
        city, front = town or rng.choice(w.TOWNS[state])
        unit = rng.choice(("", "", "", str(rng.randint(1, 30)), str(rng.randint(100, 990))))
        street = rng.choice(w.STREETS) if rng.random() < 0.8 else self.surname()
        zip5 = front if rng.random() < 0.5 else f"{front[:4]}{rng.randint(0, 9)}"
        number = str(rng.randint(1, 9900))
        return Address(number, street, rng.choice(w.SUFFIXES), unit, city, state, zip5)

    def phone(self) -> str:
        """A number of the exchange 555, which no business has."""
        return f"{self.rng.randint(201, 989)}555{self.rng.randint(0, 9999):04d}"

    def coined(self) -> str:
        """A word that nobody else is called by."""
        parts = self.rng.sample(w.SYLLABLES, self.rng.choice((1, 2, 2)))
        return ("".join(parts) + self.rng.choice(w.ENDS)).title()

    def stem(self, town: str) -> str:
        """A name without its legal form."""
        rng = self.rng
        trade = rng.choice(w.TRADES)
        makers = (
            (22, lambda: f"{self.surname()} {trade}"),
            (6, lambda: f"{self.surname()} & {self.surname()}"),
            (5, lambda: f"{self.surname()} and Sons {trade}"),
            (4, lambda: f"{rng.choice('ABCDEJKMRST')} & {rng.choice('ABCDJKLMRST')} {trade}"),
            (14, lambda: f"{self.coined()} {trade}"),
            (6, lambda: self.coined()),
            (12, lambda: f"{rng.choice(w.COLOURS)} {rng.choice(w.THINGS)} {trade}"),
            (6, lambda: f"{town} {trade}"),
            (5, lambda: f"{rng.choice(w.THINGS)} {rng.choice(w.THINGS)} {trade}"),
            (8, lambda: rng.choice(w.GENERIC)),
            (4, lambda: f"{self.surname()} Family Dental"),
            (5, lambda: f"{rng.choice(w.STREETS)} Street {trade}"),
            (3, lambda: f"The {self.coined()} Group"),
        )  # fmt: skip
        made: str = rng.choices([make for _, make in makers], [often for often, _ in makers])[0]()
        return made

    def business(self) -> Business:
        """A business that has nothing to do with any other."""
        rng = self.rng
        self._made += 1
        place = rng.choice(self._offices) if rng.random() < 0.03 else self.address()
        stem = self.stem(place.city)
        form = rng.choices([f for f, _ in w.FORMS], [often for _, often in w.FORMS])[0]
        if "Church" in stem:
            form = rng.choice(("", "Inc"))
        formation = place.state if rng.random() < 0.8 else rng.choice(("DE", "NV", "WY", "DE"))
        agent_name, agent = self._agent(place, rng.random())
        officers = tuple(self.person() for _ in range(rng.choice((1, 1, 2, 3))))
        trade = ""
        if rng.random() < 0.22:
            trade = rng.choice(w.BRANDS) if rng.random() < 0.25 else self.stem(place.city)
        return Business(
            key=self._made, stem=stem, form=form, trade=trade,
            former=self.stem(place.city) + f" {form}" if rng.random() < 0.12 else "",
            ein=self.ein(), register=self.register(formation), formation=formation,
            phone=self.phone(), email=self.email(stem, officers[0]), officers=officers,
            address=place, mailing=self._mailing(place), agent=agent,
            agent_name=agent_name or officers[0],
        )  # fmt: skip

    def _agent(self, place: Address, chance: float) -> tuple[str, Address | None]:
        if chance < 0.35:
            return self.rng.choice(self._agents[place.state])
        return ("", place if chance < 0.8 else self.address(place.state))

    def _mailing(self, place: Address) -> Address | None:
        if self.rng.random() < 0.75:
            return None
        return replace(self.address(place.state), unit="", city=place.city, zip=place.zip)

    def ein(self) -> str:
        """An employer identification number with a prefix that the IRS does not give out."""
        return f"{self.rng.choice(_NO_CAMPUS)}{self.rng.randint(0, 9_999_999):07d}"

    def register(self, state: str) -> str:
        """A number in the register of a state."""
        front = self.rng.choice(("L", "P", "M", "")) if state in ("FL", "GA", "OH") else ""
        return f"{front}{self.rng.randint(10_000_000, 999_999_999)}"

    def email(self, stem: str, officer: str) -> str:
        """A mailbox at a domain of its own, or at a provider that all use."""
        plain = "".join(c for c in stem.lower() if c.isalnum())[:24]
        who = officer.split()[0].lower()
        if self.rng.random() < 0.55:
            return f"{self.rng.choice(('info', 'office', who))}@{plain}.example.com"
        return f"{plain[:12]}{self.rng.randint(1, 99)}@gmail.com"

    def neighbour_of(self, one: Business) -> Business:
        """Another organisation that is nearly that one: of its name, its house or its people."""
        rng, own = self.rng, self.business()
        kinds = (
            (14, self._namesake), (10, self._series), (6, self._holding), (8, self._franchise),
            (10, self._tenant), (10, self._successor), (12, self._same_owner),
            (5, self._other_form), (12, self._same_head), (5, self._shares_accountant),
        )  # fmt: skip
        kind = rng.choices([kind for _, kind in kinds], [often for often, _ in kinds])[0]
        return kind(one, own)

    def _namesake(self, one: Business, own: Business) -> Business:
        """The same name in another state, or a generic one in another town of the same."""
        return replace(own, stem=one.stem, form=one.form, trade=one.trade or own.trade)

    def _series(self, one: Business, own: Business) -> Business:
        """The next company of a series: one owner, one office."""
        number = self.rng.randint(2, 40)
        return replace(
            one, key=own.key, stem=f"{one.stem} {number}", trade="", ein=own.ein,
            register=own.register, former="",
            phone=one.phone if self.rng.random() < 0.7 else own.phone,
            address=one.address if self.rng.random() < 0.6 else own.address,
        )  # fmt: skip

    def _holding(self, one: Business, own: Business) -> Business:
        behind = self.rng.choice(("Holdings", "Management", "Properties", "Real Estate"))
        return replace(self._series(one, own), stem=f"{one.stem} {behind}")

    def _franchise(self, one: Business, own: Business) -> Business:
        return replace(own, trade=one.trade or self.rng.choice(w.BRANDS))

    def _tenant(self, one: Business, own: Business) -> Business:
        """Another tenant of the house, in a suite of its own or not."""
        unit = own.address.unit if self.rng.random() < 0.7 else one.address.unit
        return replace(own, address=replace(one.address, unit=unit))

    def _successor(self, one: Business, own: Business) -> Business:
        """Who took over the house and often the telephone, and sometimes the name upon the door."""
        trade = (one.trade or one.stem) if self.rng.random() < 0.3 else own.trade
        phone = one.phone if self.rng.random() < 0.5 else own.phone
        return replace(own, address=one.address, phone=phone, trade=trade)

    def _same_owner(self, one: Business, own: Business) -> Business:
        """Another business of the same people, at one desk."""
        return replace(
            own, officers=one.officers, mailing=one.mailing,
            phone=one.phone if self.rng.random() < 0.6 else own.phone,
            email=one.email if self.rng.random() < 0.4 else own.email,
            address=one.address if self.rng.random() < 0.6 else own.address,
            agent=one.agent, agent_name=one.agent_name,
        )  # fmt: skip

    def _other_form(self, one: Business, own: Business) -> Business:
        form = self.rng.choice([f for f in ("LLC", "Inc", "Corp", "LP") if f != one.form])
        return replace(own, stem=one.stem, form=form)

    def _same_head(self, one: Business, own: Business) -> Business:
        """The same first word and another trade, in the same town."""
        stem = f"{one.stem.split()[0]} {self.rng.choice(w.TRADES)}"
        place = replace(
            own.address, city=one.address.city, state=one.address.state, zip=one.address.zip
        )
        return replace(own, stem=stem, address=place)

    def _shares_accountant(self, one: Business, own: Business) -> Business:
        return replace(own, mailing=one.mailing or one.address, email=one.email)

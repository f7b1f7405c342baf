"""A town of generated families at two times: who lives where, who moved in, who has whose phone.

Nobody is made to look like a subject: relatives, twins, bearers of a father's name, neighbours, new
occupants and new owners of a telephone come about as they do in a town. Names are as frequent as in
the census of 1990; nobody is real.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from config.census_names import census_name_shares

BEFORE, NOW = 2016, 2026
STREETS = (
    "ALDER", "BIRCH", "CANAL", "DEPOT", "EAST", "FOUNDRY", "GRANITE", "HARBOR", "INDIAN HILL",
    "JUNIPER", "KILN", "LOCUST", "MEADOW", "NUTMEG", "ORCHARD", "PROSPECT", "QUINCE", "RIDGE",
    "SUMMIT", "TAMARACK", "UPPER FALLS", "VINE", "WALNUT", "YARROW", "5TH", "12TH", "N 3RD",
    "S 3RD",
)  # fmt: skip
KINDS = (("ST", "STREET"), ("AVE", "AVENUE"), ("RD", "ROAD"), ("LN", "LANE"), ("DR", "DRIVE"))
TOWNS = (
    ("TAMWORTH FALLS", "NH", "038"), ("OLD SAYBURY", "CT", "064"), ("PORT LAVINIA", "MI", "498"),
    ("GREYSTONE", "PA", "187"), ("CALUSA BEND", "FL", "339"), ("WEST ARBOR", "OH", "448"),
)  # fmt: skip


@dataclass(frozen=True)
class Home:
    """A dwelling; `line` is the telephone on its wall, empty where it has none."""

    number: int
    street: str
    kind: tuple[str, str]
    unit: str
    town: tuple[str, str, str]
    zip: str
    line: str


@dataclass(frozen=True)
class Person:
    """Somebody as they are; `key` is their own, `former` a surname from before a marriage."""

    key: int
    given: str
    middle: str
    surname: str
    born: tuple[int, int, int]
    number: str
    mobile: str
    home: Home
    suffix: str = ""
    former: str = ""


@dataclass
class _Names:
    """Names as often as they are borne."""

    rng: random.Random
    lists: Mapping[str, tuple[Sequence[str], Sequence[float]]] = field(init=False)

    def __post_init__(self) -> None:
        shares = census_name_shares()
        named = {"F": shares.female_given, "M": shares.male_given, "surname": shares.surnames}
        most = {"F": 700, "M": 500, "surname": 8000}
        self.lists = {
            kind: (
                list(all_of)[: most[kind]],
                list(accumulate(list(all_of.values())[: most[kind]])),
            )
            for kind, all_of in named.items()
        }

    def one(self, kind: str) -> str:
        """A surname, or the given name of a woman or a man."""
        names, weights = self.lists[kind]
        return self.rng.choices(names, cum_weights=weights)[0]


class Town:
    """Families as they were and as they are; the same seed makes the same."""

    def __init__(self, seed: int, families: int) -> None:
        self._rng = random.Random(seed)
        self._names = _Names(self._rng)
        self._made = 0
        self._towns = self._rng.sample(TOWNS, self._rng.randint(2, len(TOWNS)))
        self.before: list[list[Person]] = [self._family() for _ in range(families)]
        self.now: list[list[Person]] = self._later()

    def _home(self, beside: Home | None = None) -> Home:
        """A dwelling anywhere, or next door to one."""
        rng = self._rng
        line = self._phone() if rng.random() < 0.45 else ""
        if beside is not None:
            if beside.unit:
                return replace(beside, unit=str(int(beside.unit) + 1), line=line)
            return replace(beside, number=beside.number + 2, line=line)
        town = rng.choice(self._towns)
        zip5 = f"{town[2]}{rng.randint(10, 13)}"
        unit = str(rng.randint(1, 40)) if rng.random() < 0.25 else ""
        street, kind = rng.choice(STREETS), rng.choice(KINDS)
        return Home(rng.randint(1, 1900), street, kind, unit, town, zip5, line)

    def _phone(self) -> str:
        """Ten digits, of areas of the towns."""
        rng = self._rng
        area = rng.choice(("603", "860", "570", "231"))
        return f"{area}{rng.randint(200, 999)}{rng.randint(0, 9999):04d}"

    def _person(self, sex: str, year: int, surname: str, home: Home) -> Person:
        rng = self._rng
        self._made += 1
        born = year, rng.randint(1, 12), rng.randint(1, 28)
        number, mobile = f"{rng.randint(1, 9999):04d}", self._phone()
        middle = self._names.one(sex) if rng.random() < 0.85 else ""
        return Person(self._made, self._names.one(sex), middle, surname, born, number, mobile, home)

    def _family(self, home: Home | None = None) -> list[Person]:
        """A house with who lives there, the head first; now and then kin next door."""
        rng = self._rng
        home, surname = home or self._home(), self._names.one("surname")
        year, sex = rng.randint(1935, 1994), rng.choice("MF")
        head = self._person(sex, year, surname, home)
        family = [head]
        if rng.random() < 0.62:
            other = "F" if sex == "M" else "M"
            spouse = self._person(other, year + rng.randint(-6, 6), surname, home)
            if rng.random() < 0.15:
                spouse = replace(spouse, surname=self._names.one("surname"))
            family.append(spouse)
        family += self._children(head, is_father=sex == "M")
        if rng.random() < 0.07:
            family.append(self._person(rng.choice("MF"), year - rng.randint(20, 34), surname, home))
        if rng.random() < 0.05:
            family += [
                replace(one, home=self._home(home))
                for one in [*self._children(head, is_father=False)][:1]
            ]
        return family

    def _children(self, head: Person, *, is_father: bool) -> Iterator[Person]:
        """Children of the house: twins, and sons who bear their father's name, among them."""
        rng = self._rng
        for _ in range(rng.choice((0, 0, 1, 1, 2, 2, 3))):
            sex = rng.choice("MF")
            year = head.born[0] + rng.randint(19, 36)
            child = self._person(sex, min(year, BEFORE), head.surname, head.home)
            if sex == "M" and is_father and rng.random() < 0.12:
                middle = head.middle if rng.random() < 0.6 else child.middle
                child = replace(child, given=head.given, middle=middle, suffix="JR")
            yield child
            if rng.random() < 0.04:
                twin = self._person(rng.choice("MF"), child.born[0], head.surname, head.home)
                following = f"{(int(child.number) + 1) % 10_000:04d}"
                yield replace(twin, born=child.born, number=following)

    def _later(self) -> list[list[Person]]:
        """The same families ten years on, and who came in their place."""
        found, rng, given_up = [], self._rng, list[str]()
        for family in self.before:
            moved = self._home() if rng.random() < 0.4 else None
            later = []
            for person in family:
                one = replace(person, home=moved or person.home)
                if BEFORE - person.born[0] > 14 and person is not family[0] and rng.random() < 0.3:
                    one = replace(one, home=self._home())
                if rng.random() < 0.3:
                    recycled = bool(given_up) and rng.random() < 0.3
                    mobile = given_up.pop(0) if recycled else self._phone()
                    given_up.append(person.mobile)
                    one = replace(one, mobile=mobile)
                if NOW - person.born[0] in range(20, 45) and rng.random() < 0.1:
                    one = replace(one, surname=self._names.one("surname"), former=person.surname)
                later.append(one)
            found.append(later)
            if moved is not None and rng.random() < 0.8:
                line = family[0].home.line if rng.random() < 0.3 else ""
                found.append(self._family(replace(family[0].home, line=line)))
        return found

"""What a simulated person has besides the shipped samples: towns, phones, slips, new surnames."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator

from tests.benchmarks.linkage import simulated
from tests.benchmarks.linkage.simulated import CENSUS, SOCIAL_SECURITY, WAGES, text
from tests.benchmarks.linkage.towns import Towns

AREA_CODES = (206, 253, 360, 425, 503, 208)
NO_TOWN = (None, None, None)


class Register:
    """What is known of every simulated person and household, read once a task.

    Maps from the simulated person's id: `ssn`, `born` (a date, or missing), `sex`. `surname_of` is
    a man's surname by household.
    """

    def __init__(self) -> None:
        columns = ["simulant_id", "ssn", "date_of_birth", "event_type"]
        events = simulated.sample(SOCIAL_SECURITY, columns)
        created = events[events.event_type == "creation"].drop_duplicates("simulant_id")
        self.ssn = dict(zip(created.simulant_id, created.ssn, strict=True))
        self.born = dict(zip(created.simulant_id, created.date_of_birth, strict=True))
        census = simulated.sample(
            CENSUS,
            ["simulant_id", "household_id", "sex", "date_of_birth", "last_name", "first_name"],
        )
        wages = simulated.sample(WAGES, ["simulant_id", "date_of_birth"])
        for table in (census, wages):
            for person, born in zip(table.simulant_id, table.date_of_birth, strict=True):
                self.born.setdefault(person, born)
        self.sex = dict(zip(census.simulant_id, census.sex, strict=True))
        self.surnames = census.last_name.dropna().to_numpy()
        self.given_names = census.first_name.dropna().to_numpy()
        self.given_of_sex = {
            sex: group.first_name.dropna().to_numpy() for sex, group in census.groupby("sex")
        }
        self.surname_of: dict[Any, str] = {}
        for house, name, sex in zip(census.household_id, census.last_name, census.sex, strict=True):
            if sex == "Male" and name is not None:
                self.surname_of.setdefault(house, name)

    def birth(self, person: str | None) -> Any:
        """The date of birth, or None when it is not known."""
        born = self.born.get(person)
        return born if born is not None and born == born else None


class World:
    """One task's people: the register, and what chance gives them, the same for the same seed."""

    def __init__(self, seed: int, era: int, noise: float, towns: Towns) -> None:
        self.seed, self.era, self.noise = seed, era, noise
        self.rng: Generator = np.random.default_rng(seed)
        self.register = Register()
        self.clean: dict[tuple[str | None, str], dict[str, str | None]] = {}
        self._towns = towns
        self._relabelled = self.rng.permutation(10)
        self._town_of: dict[str, tuple[str, str, str]] = {}
        self._mobile: dict[str | None, str] = {}
        self._later_mobile: dict[str | None, str] = {}
        self._landline: dict[str, str | None] = {}
        self._given_up: list[str] = []
        self._new_surname: dict[str | None, tuple[str, str] | None] = {}

    def letter(self) -> str:
        """Any capital letter."""
        return chr(65 + self.rng.integers(0, 26))

    def phone_number(self) -> str:
        """Ten digits."""
        rng = self.rng
        return f"{rng.choice(AREA_CODES)}{rng.integers(200, 999)}{rng.integers(0, 10000):04d}"

    def mobile(self, person: str | None, is_later: bool) -> str:
        """A person's mobile number; two in five change it, some to one that a stranger gave up."""
        if person not in self._mobile:
            self._mobile[person] = self.phone_number()
            self._later_mobile[person] = self._mobile[person]
            if self.rng.random() < 0.40:
                used = self._given_up and self.rng.random() < 0.25
                self._later_mobile[person] = (
                    self._given_up[self.rng.integers(len(self._given_up))]
                    if used
                    else self.phone_number()
                )
                self._given_up.append(self._mobile[person])
        return (self._later_mobile if is_later else self._mobile)[person]

    def landline(self, household: str) -> str | None:
        """A household's number, where it has one."""
        if household not in self._landline:
            has_one = self.rng.random() < 0.4
            self._landline[household] = self.phone_number() if has_one else None
        return self._landline[household]

    def ssn4(self, number: Any) -> str | None:
        """The last four digits of a number, its digits relabelled by seed."""
        digits = (text(number) or "").replace("-", "")
        if len(digits) < 4:
            return None
        turned = (str(self._relabelled[int(c)]) if c.isdigit() else c for c in digits)
        return "".join(turned)[-4:]

    def town(self, street: str) -> tuple[str, str, str]:
        """The city, state and ZIP code of a street: all of a street is in one."""
        if street not in self._town_of:
            number = int(self.rng.choice(len(self._towns.towns), p=self._towns.shares))
            town = self._towns.towns[number]
            code = f"{town.zip_front}{100 + 7 * number + self.rng.integers(0, 4)}"
            self._town_of[street] = (town.name, town.state, code)
        return self._town_of[street]

    def slip(self, value: str | None, rate: float) -> str | None:
        """Letters mistyped at a rate: two swapped, one replaced, one dropped."""
        return self._slipped(value, rate, is_number=False)

    def slip_digits(self, value: str | None, rate: float) -> str | None:
        """Digits mistyped at a rate: two swapped, one replaced, one off by one."""
        return self._slipped(value, rate, is_number=True)

    def _slipped(self, value: str | None, rate: float, *, is_number: bool) -> str | None:
        rng = self.rng
        if value is None or rng.random() >= rate or len(value) < 2:
            return value
        letters = list(value)
        at, kind = int(rng.integers(0, len(letters) - 1)), rng.integers(0, 3)
        if kind == 0:
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        elif kind == 1:
            letters[at] = str(rng.integers(0, 10)) if is_number else chr(97 + rng.integers(0, 26))
        elif is_number:
            letters[at] = str((int(letters[at]) + 1) % 10) if letters[at].isdigit() else "0"
        else:
            del letters[at]
        return "".join(letters)

    def later_surname(
        self, person: str | None, household: str | None, year: int, surname: str | None
    ) -> str | None:
        """The surname that a later record has: some women's changed, and not every source knows."""
        if person not in self._new_surname:
            self._new_surname[person] = self._marriage(person, household, year, surname)
        change = self._new_surname[person]
        if change is None or surname is None or self.rng.random() < 0.12:
            return surname
        form, new = change
        return f"{surname}-{new}" if form == "hyphen" else new

    def _marriage(
        self, person: str | None, household: str | None, year: int, surname: str | None
    ) -> tuple[str, str] | None:
        born = self.register.birth(person)
        age = (year - born.year if born is not None else 99) - (year - self.era)
        is_bride = self.register.sex.get(person) == "Female" and 16 <= age <= 42
        if not is_bride or self.rng.random() >= 0.22:
            return None
        new = self.register.surname_of.get(household)
        if new is None or new == surname:
            new = str(self.rng.choice(self.register.surnames))
        return ("hyphen" if self.rng.random() < 0.2 else "new", new)

"""Records of people who are not the subject but look like one: the wrong parties of a task.

Built from what a subject is really called and where he lives, never from his noised spelling. A
decoy takes its source, its year and its blanks from a random real record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd  # type: ignore[import-not-found,import-untyped,unused-ignore]

from tests.benchmarks.linkage.file_rows import COLUMNS, Row
from tests.benchmarks.linkage.simulated import text
from tests.benchmarks.linkage.world import World

_PLACE = ("city", "state", "zip")
_ADDRESS = ("street_number", "street_name", "unit_number", "po_box", *_PLACE)
_UNKNOWN_BIRTH = pd.Timestamp(1980, 6, 15)


@dataclass(frozen=True)
class Likeness:
    """One decoy in the making: its subject, the subject's birth, and what chance offers.

    `day` is a month and day, `elsewhere` a real record's address, `last_year` the newest record's.
    """

    subject: Row
    born: Any
    day: str
    elsewhere: Row
    last_year: int

    @property
    def home(self) -> Row:
        """The subject's own address."""
        return {column: self.subject[column] for column in _ADDRESS}


class Decoys:
    """Makes the decoys of one task."""

    def __init__(self, world: World, subjects: Any, records: Any) -> None:
        self._world, self._rng, self._register = world, world.rng, world.register
        self._subjects = subjects.to_dict("records")
        self._templates = records.to_dict("records")
        self._addresses = records[list(_ADDRESS)].to_dict("records")
        self._last_year = int(records.record_year.max())
        self._makers: Mapping[str, Callable[[Row, Likeness], None]] = {
            "junior": self._junior,
            "twin": self._twin,
            "namesake": self._namesake,
            "occupant": self._occupant,
        }

    def table(self, rates: Mapping[str, float], unfindable: set[str]) -> Any:
        """All decoys with `kind` and `decoy_of`; `rates` are decoys a subject, by kind.

        Namesakes follow how common the name is, juniors are mostly of men, and subjects without a
        true record have nearly twice as many.
        """
        made = []
        for subject, weight in zip(self._subjects, self._commonness(), strict=True):
            known = {**subject, **self._world.clean.get(_key(subject), {})}
            born = self._register.birth(subject["sim"]) or _UNKNOWN_BIRTH
            boost = 1.8 if subject["sim"] in unfindable else 1.0
            kinds = self._kinds(subject, rates, weight, boost)
            made += [self._decoy(kind, known, born) for kind in kinds]
        return pd.DataFrame([decoy for decoy in made if decoy is not None])

    def _commonness(self) -> Any:
        given = pd.Series(self._register.given_names).value_counts()
        surnames = pd.Series(self._register.surnames).value_counts()
        known = [self._world.clean.get(_key(subject), subject) for subject in self._subjects]
        both = (
            float(given.get(k["first_name"], 1)) * float(surnames.get(k["last_name"], 1))
            for k in known
        )
        weights = np.sqrt(np.array(list(both)))
        return np.minimum(weights / weights.mean(), 12)

    def _kinds(
        self, subject: Row, rates: Mapping[str, float], weight: float, boost: float
    ) -> list[str]:
        found = []
        for kind, rate in rates.items():
            if kind == "namesake":
                found += [kind] * min(int(self._rng.poisson(rate * weight)), 6)
                continue
            if kind == "junior":
                is_man = self._register.sex.get(subject["sim"]) == "Male"
                rate = rate * (1.8 if is_man else 0.15)
            if self._rng.random() < rate * boost:
                found.append(kind)
        return found

    def _decoy(self, kind: str, subject: Row, born: Any) -> Row | None:
        rng, number = self._rng, subject["debtor_no"]
        out: Row = {**dict.fromkeys(COLUMNS), "sim": f"decoy_{kind}_{number}", "hh": None}
        out.update(kind=kind, decoy_of=number)
        elsewhere = self._addresses[rng.integers(len(self._addresses))]
        for column in ("first_name", "last_name", "middle_initial"):
            out[column] = subject[column]
        day = f"{rng.integers(1, 13):02d}-{rng.integers(1, 29):02d}"
        out["ssn4"] = f"{rng.integers(0, 10000):04d}"
        out["phone"] = self._world.phone_number()
        self._makers[kind](out, Likeness(subject, born, day, elsewhere, self._last_year))
        return self._as_written(out, self._templates[rng.integers(len(self._templates))])

    def _junior(self, out: Row, like: Likeness) -> None:
        """Of the same name, a generation younger or older, often at the same address."""
        rng = self._rng
        is_elder = like.born.year < like.last_year - 45
        apart = int(rng.integers(19, 34))
        out["dob"] = f"{like.born.year + (apart if is_elder else -apart)}-{like.day}"
        if rng.random() < 0.3:
            out["suffix"] = "JR" if is_elder else "SR"
        if rng.random() < 0.5:
            out["middle_initial"] = self._world.letter()
        out.update(like.home if rng.random() < 0.6 else like.elsewhere)
        if rng.random() < 0.3 and like.subject["phone"]:
            out["phone"] = like.subject["phone"]

    def _twin(self, out: Row, like: Likeness) -> None:
        """Born the same day under the same surname, with the next number."""
        rng = self._rng
        out["dob"] = _date(like.born)
        sex = self._register.sex.get(like.subject["sim"])
        names = self._register.given_of_sex.get(sex, self._register.given_names)
        given = rng.choice(names)
        if rng.random() < 0.5 and (own := like.subject["first_name"]):
            drawn = names[rng.integers(0, len(names), 400)]
            given = next((n for n in drawn if n[:1] == own[:1] and n != own), given)
        out["first_name"], out["middle_initial"] = given, self._world.letter()
        out.update(like.home if rng.random() < 0.6 else like.elsewhere)
        number = self._world.ssn4(self._register.ssn.get(like.subject["sim"]))
        if number and number.isdigit():
            out["ssn4"] = f"{(int(number) + 1) % 10000:04d}"

    def _namesake(self, out: Row, like: Likeness) -> None:
        """A stranger of the same name; one in 25 was born the same day."""
        rng = self._rng
        draw = rng.random()
        apart = 0 if draw < 0.2 else int(rng.integers(-12, 13))
        out["dob"] = _date(like.born) if draw < 0.04 else f"{like.born.year + apart}-{like.day}"
        if rng.random() < 0.8:
            out["middle_initial"] = self._world.letter() if rng.random() < 0.8 else None
        out.update(like.elsewhere)
        if rng.random() < 0.35:
            out.update({column: like.subject[column] for column in _PLACE})

    def _occupant(self, out: Row, like: Likeness) -> None:
        """Who lives at the subject's old address now; one in five has his number."""
        rng, register = self._rng, self._register
        out["first_name"] = rng.choice(register.given_names)
        out["last_name"] = rng.choice(register.surnames)
        out["middle_initial"] = self._world.letter()
        out.update(like.home)
        out["dob"] = f"{int(rng.integers(1940, like.last_year - 18))}-{like.day}"
        if rng.random() < 0.2 and like.subject["phone"]:
            out["phone"] = like.subject["phone"]

    def _as_written(self, out: Row, template: Row) -> Row | None:
        """The decoy with the blanks of a real record and a few slips; None when nothing is left."""
        world = self._world
        missing = {column for column in COLUMNS if text(template[column]) is None}
        out["dob"] = None if "dob" in missing else world.slip_digits(out["dob"], 0.04)
        out["ssn4"] = None if "ssn4" in missing else world.slip_digits(out["ssn4"], 0.03)
        for column in missing & {"phone", "middle_initial"}:
            out[column] = None
        if {"street_name", "po_box"} <= missing:
            if out["kind"] == "occupant":
                return None
            blank = _ADDRESS if "zip" in missing else _ADDRESS[: -len(_PLACE)]
            out.update(dict.fromkeys(blank))
        for column in ("first_name", "last_name", "street_name"):
            out[column] = world.slip(out[column], 0.06)
        out["street_number"] = world.slip_digits(out["street_number"], 0.04)
        if self._rng.random() < 0.02:
            out["first_name"] = (out["first_name"] or "")[:1] or None
        out["source_type"], out["record_year"] = template["source_type"], template["record_year"]
        return out


def _key(subject: Row) -> tuple[str | None, str]:
    return subject["sim"], subject["source_type"]


def _date(day: Any) -> str:
    return f"{day.year}-{day.month:02d}-{day.day:02d}"

"""One simulated dataset of one year as rows of a task's columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd  # type: ignore[import-not-found,import-untyped,unused-ignore]

from tests.benchmarks.linkage import simulated
from tests.benchmarks.linkage.columns import COLUMNS as COLUMNS
from tests.benchmarks.linkage.simulated import SOCIAL_SECURITY, text
from tests.benchmarks.linkage.world import NO_TOWN, World

Row = dict[str, Any]

_STREET = ("street_number", "street_name", "unit_number", "po_box")


@dataclass(frozen=True)
class Extract:
    """Which dataset and year, how noisy, and how often a field is there at all.

    `is_later` marks a file made after the creditor's: names and phones may have changed by then.
    `year_only` is the share of the dates of birth that are a year.
    """

    dataset: str
    year: int
    noise: float
    is_later: bool
    dob: float
    ssn4: float
    phone: float
    year_only: float = 0.0

    @property
    def prefix(self) -> str:
        """What the dataset's address columns begin with."""
        return "mailing_address_" if self.dataset.startswith("taxes") else ""


class Writer:
    """Writes the rows of one extract of a world."""

    def __init__(self, world: World, extract: Extract) -> None:
        self._world, self._extract = world, extract
        self._noise = world.noise * extract.noise
        self._seed = world.seed * 1000 + extract.year % 1000
        clean = simulated.clean(extract.dataset, extract.year, self._seed)
        self._street_of: dict[str | None, str] = {}
        if (street := extract.prefix + "street_name") in clean:
            for house, name in zip(clean.household_id, clean[street], strict=True):
                self._street_of.setdefault(text(house), text(name) or f"PO{text(house)}")
        self._clean: dict[str | None, Row] = {}
        for row in clean.to_dict("records"):
            self._clean.setdefault(text(row["simulant_id"]), self._known(row))

    def table(self) -> Any:
        """All rows with the simulated person (`sim`) and household (`hh`) behind each."""
        extract = self._extract
        rows = simulated.noised(extract.dataset, extract.year, self._seed, self._noise)
        return pd.DataFrame([self._row(row) for row in rows.to_dict("records")])

    def _known(self, row: Row) -> Row:
        names = {name: text(row.get(name)) for name in ("first_name", "last_name")}
        return {**names, **{name: text(row.get(self._extract.prefix + name)) for name in _STREET}}

    def _row(self, row: Row) -> Row:
        world, extract = self._world, self._extract
        person, house = text(row["simulant_id"]), text(row.get("household_id"))
        initial = (
            text(row.get("middle_initial")) or (text(row.get("middle_name")) or "")[:1] or None
        )
        out: Row = {**dict.fromkeys(COLUMNS), "sim": person, "hh": house}
        out["first_name"], out["last_name"] = (
            text(row.get("first_name")),
            text(row.get("last_name")),
        )
        if world.rng.random() <= (0.60 if extract.is_later else 0.50):
            out["middle_initial"] = initial
        if extract.is_later:
            surname = world.later_surname(person, house, extract.year, out["last_name"])
            out["last_name"] = surname
        if world.rng.random() < extract.dob:
            out["dob"] = self._birth(person, row)
        if world.rng.random() < extract.ssn4:
            number = row["ssn"] if "ssn" in row else world.register.ssn.get(person)
            out["ssn4"] = world.slip_digits(world.ssn4(number), 0.05 * self._noise)
        out["phone"] = self._phone(person, house)
        if extract.prefix + "street_name" in row:
            out.update(self._address(row, house))
        out["source_type"], out["record_year"] = extract.dataset, extract.year
        self._remember(person, house, initial, row)
        return out

    def _birth(self, person: str | None, row: Row) -> str | None:
        world, extract, noise = self._world, self._extract, self._noise
        born = world.register.birth(person)
        date: str | None = None
        if simulated.has_dates(extract.dataset):
            date = simulated.iso_date(extract.dataset, row.get("date_of_birth"))
        elif born is not None:
            date = f"{born.year:04d}-{born.month:02d}-{born.day:02d}"
            if world.rng.random() < 0.025 * noise:
                date = f"{born.year:04d}-{born.day:02d}-{born.month:02d}"
            if world.rng.random() < 0.02 * noise:
                date = f"{born.year:04d}-01-01"
            if world.rng.random() > 0.5:
                date = world.slip_digits(date, 0.05 * noise)
        is_year = date and extract.year_only and world.rng.random() < extract.year_only
        return date[:4] if date and is_year else date

    def _phone(self, person: str | None, house: str | None) -> str | None:
        world, extract = self._world, self._extract
        if world.rng.random() >= extract.phone or house is None:
            if extract.dataset == SOCIAL_SECURITY:
                world.rng.random()  # keeps the published tasks' random numbers in step
            return None
        draw = world.rng.random()
        number = (
            world.landline(house)
            if draw < 0.25
            else world.mobile(person, is_later=extract.is_later and draw < 0.9)
        )
        return world.slip_digits(number, 0.03 * self._noise) if number else None

    def _town(self, house: str | None) -> tuple[str, str, str]:
        return self._world.town(self._street_of.get(house, f"hh{house}"))

    def _address(self, row: Row, house: str | None) -> Row:
        world, noise, prefix = self._world, self._noise, self._extract.prefix
        out = {name: text(row.get(prefix + name)) for name in _STREET}
        city, state, code = self._town(house)
        rng = world.rng
        out["city"] = (
            None if rng.random() < 0.03 * noise else world.slip(city.title(), 0.05 * noise)
        )
        out["state"] = None if rng.random() < 0.02 * noise else state
        out["zip"] = None if rng.random() < 0.03 * noise else world.slip_digits(code, 0.05 * noise)
        return out

    def _remember(self, person: str | None, house: str | None, initial: Any, row: Row) -> None:
        """Keep what a subject is really called and where he lives; decoys are made from it."""
        known = self._clean.get(person)
        if not known or self._extract.is_later:
            return
        has_street = self._extract.prefix + "street_name" in row
        city, state, code = self._town(house) if has_street else NO_TOWN
        place = {"city": city.title() if city else None, "state": state, "zip": code}
        clean = {**known, "middle_initial": initial, **place}
        self._world.clean.setdefault((person, self._extract.dataset), clean)

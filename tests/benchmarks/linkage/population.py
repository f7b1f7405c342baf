"""A synthetic population of any size: a subjects' file, a records' file and their truth.

`python -m tests.benchmarks.linkage.population --subjects 300000 --records 195000 --out DIR` writes
subjects.csv, records.csv and truth.csv with the columns of the tasks. Given names and surnames come
as often as in the 1990 census. Part of the records are of subjects, years later: many have moved,
some changed their name or phone, fields are missing, letters and digits are mistyped. All numbers
are drawn at random.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from config.census_names import census_name_shares
from tests.benchmarks.linkage.columns import COLUMNS as COLUMNS

Column = NDArray[np.object_]
Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]
Table = dict[str, Column]

YEAR = 2020
LATER = 2028
_LETTERS = np.array(list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), dtype=object)
_AREAS = np.array(["206", "253", "360", "425", "503", "208", "614", "713", "919"], dtype=object)
_STREET_KINDS = np.array(["ST", "AVE", "RD", "DR", "LN", "CT", "BLVD", "WAY", "PL"], dtype=object)
_STATES = np.array(["WA", "OR", "ID", "OH", "TX", "NC"], dtype=object)
_ZIP_FRONTS = np.array(["98", "97", "83", "43", "75", "27"], dtype=object)
_ADDRESS = ("street_number", "street_name", "unit_number", "po_box", "city", "state", "zip")


@dataclass(frozen=True)
class Size:
    """How many rows, and how crowded: people a town (its streets and ZIP codes come from that).

    `found` is the share of the records that are of a subject; the others are strangers'.
    """

    subjects: int
    records: int
    found: float = 0.6
    people_a_town: int = 20_000


@dataclass(frozen=True)
class Rates:
    """How often a field is missing on each side, and what happens to the people in between."""

    no_dob: float = 0.30
    year_only: float = 0.10
    no_ssn4: float = 0.50
    no_phone: float = 0.45
    no_middle: float = 0.50
    moved: float = 0.45
    new_phone: float = 0.40
    new_surname: float = 0.06
    typo: float = 0.05


def people(rng: Generator, count: int, size: Size) -> Table:
    """That many different people with every field known."""
    table: Table = {name: np.full(count, "", dtype=object) for name in COLUMNS}
    table["first_name"] = _given(rng, count)
    table["last_name"] = _drawn(rng, census_name_shares().surnames, count)
    table["middle_initial"] = _given(rng, count).astype("U1").astype(object)
    table["suffix"] = np.where(rng.random(count) < 0.02, "JR", "").astype(object)
    table["dob"] = _dates(rng, count)
    table["ssn4"] = _digits(rng, count, 4)
    table["phone"] = _phones(rng, count)
    table.update(addresses(rng, count, size))
    return table


def _drawn(rng: Generator, shares: Mapping[str, float], count: int) -> Column:
    names = np.array(list(shares), dtype=object)
    weights = np.fromiter(shares.values(), dtype=np.float64)
    return names[rng.choice(len(names), count, p=weights / weights.sum())]


def _given(rng: Generator, count: int) -> Column:
    shares = census_name_shares()
    women = rng.random(count) < 0.5
    return np.where(
        women, _drawn(rng, shares.female_given, count), _drawn(rng, shares.male_given, count)
    )


def _dates(rng: Generator, count: int) -> Column:
    days = np.datetime64("1935-01-01") + rng.integers(0, 25_000, count)
    return np.datetime_as_string(days).astype(object)


def _digits(rng: Generator, count: int, width: int) -> Column:
    numbers = rng.integers(0, 10**width, count)
    return np.char.zfill(numbers.astype("U"), width).astype(object)


def _phones(rng: Generator, count: int) -> Column:
    exchange = rng.integers(200, 1000, count).astype("U").astype(object)
    area = _AREAS[rng.integers(0, len(_AREAS), count)]
    whole: Column = area + exchange + _digits(rng, count, 4)
    return whole


def addresses(rng: Generator, count: int, size: Size) -> Table:
    """Street addresses; towns are of unequal size, each with some hundred streets of its own."""
    towns = max(1, size.subjects // size.people_a_town)
    weights = 1 / np.arange(1, towns + 1) ** 0.5
    town = rng.choice(towns, count, p=weights / weights.sum())
    street = rng.integers(0, max(40, size.people_a_town // 40), count)
    surnames = np.array(list(census_name_shares().surnames)[:20_000], dtype=object)
    kinds = _STREET_KINDS[(street + town) % len(_STREET_KINDS)]
    state = town % len(_STATES)
    code = np.char.zfill(((town * 7 + street % 5) % 1000).astype("U"), 3).astype(object)
    units = rng.integers(1, 400, count).astype("U").astype(object)
    return {
        "street_number": rng.integers(1, 9000, count).astype("U").astype(object),
        "street_name": surnames[(street * 31 + town * 977) % len(surnames)] + " " + kinds,
        "unit_number": np.where(rng.random(count) < 0.15, "APT " + units, "").astype(object),
        "po_box": np.full(count, "", dtype=object),
        "city": surnames[town * 13 % len(surnames)] + "VILLE",
        "state": _STATES[state],
        "zip": _ZIP_FRONTS[state] + code,
    }


def aged(rng: Generator, table: Table, size: Size, rates: Rates) -> Table:
    """The same people some years later: moved, married, with another phone."""
    count = len(table["dob"])
    later = dict(table)
    new_home = addresses(rng, count, size)
    moved = rng.random(count) < rates.moved
    for name in _ADDRESS:
        later[name] = np.where(moved, new_home[name], table[name])
    phone = rng.random(count) < rates.new_phone
    later["phone"] = np.where(phone, _phones(rng, count), table["phone"])
    surname = rng.random(count) < rates.new_surname
    new_names = _drawn(rng, census_name_shares().surnames, count)
    later["last_name"] = np.where(surname, new_names, table["last_name"])
    return later


def written(rng: Generator, table: Table, year: int, rates: Rates) -> Table:
    """The rows as a file has them: fields left out, letters and digits mistyped."""
    out = dict(table)
    lost = {"dob": rates.no_dob, "ssn4": rates.no_ssn4, "phone": rates.no_phone}
    for name in ("first_name", "last_name", "dob", "ssn4", "phone", "street_number", "street_name"):
        out[name] = _mistyped(rng, out[name], rates.typo)
    count = len(out["dob"])
    year_only = rng.random(count) < rates.year_only
    out["dob"] = np.where(year_only, out["dob"].astype("U4").astype(object), out["dob"])
    for name, rate in {**lost, "middle_initial": rates.no_middle}.items():
        out[name] = np.where(rng.random(count) < rate, "", out[name])
    out["source_type"] = np.full(count, "synthetic", dtype=object)
    out["record_year"] = np.full(count, str(year), dtype=object)
    return out


def _mistyped(rng: Generator, column: Column, rate: float) -> Column:
    """Some values with two neighbours swapped, a character doubled, dropped or replaced."""
    out = column.copy()
    for row in np.nonzero(rng.random(len(column)) < rate)[0]:
        text = str(out[row])
        if len(text) >= 3:
            out[row] = _slip(text, int(rng.integers(0, len(text) - 1)), int(rng.integers(0, 10)))
    return out


def _slip(text: str, at: int, draw: int) -> str:
    front, a, b, back = text[:at], text[at], text[at + 1], text[at + 2 :]
    if draw < 4:
        return front + b + a + back
    if text.isdigit() or a == "-":
        return front + (str((int(a) + draw) % 10) if a.isdigit() else a) + b + back
    if draw < 6:
        return front + b + back
    return front + (a + a + b if draw < 8 else str(_LETTERS[(ord(a) + draw) % 26]) + b) + back


def make(size: Size, rates: Rates, seed: int) -> tuple[Table, Table, list[tuple[int, int]]]:
    """Subjects, records and the pairs (row of subjects, row of records) that are one person."""
    rng = np.random.default_rng(seed)
    subjects = people(rng, size.subjects, size)
    found = int(size.records * size.found)
    owner = rng.integers(0, size.subjects, found)
    theirs = aged(rng, {name: column[owner] for name, column in subjects.items()}, size, rates)
    strangers = people(rng, size.records - found, size)
    order = rng.permutation(size.records)
    mixed = {name: np.concatenate([theirs[name], strangers[name]])[order] for name in COLUMNS}
    truth = [(int(owner[old]), new) for new, old in enumerate(order) if old < found]
    return written(rng, subjects, YEAR, rates), written(rng, mixed, LATER, rates), truth


def _write(path: Path, key: str, mark: str, table: Table) -> None:
    count = len(table["dob"])
    ids = [f"{mark}{i:07d}" for i in range(count)]
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow((key, *COLUMNS))
        writer.writerows(zip(ids, *(table[name].tolist() for name in COLUMNS), strict=True))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line above."""
    parser = argparse.ArgumentParser(description="Writes a synthetic population.")
    parser.add_argument("--subjects", type=int, required=True)
    parser.add_argument("--records", type=int, required=True)
    parser.add_argument("--people-a-town", type=int, default=Size.people_a_town)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    size = Size(options.subjects, options.records, people_a_town=options.people_a_town)
    subjects, records, truth = make(size, Rates(), options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    _write(options.out / "subjects.csv", "debtor_id", "D", subjects)
    _write(options.out / "records.csv", "record_id", "R", records)
    with (options.out / "truth.csv").open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(("debtor_id", "record_id"))
        writer.writerows((f"D{a:07d}", f"R{b:07d}") for a, b in truth)
    return 0


if __name__ == "__main__":
    sys.exit(main())

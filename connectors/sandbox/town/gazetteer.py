"""The towns, and the housing in them: streets, houses, apartments, boxes."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from connectors.sandbox.town.address import Address
from connectors.sandbox.town.chance import WeightedDraw, between, pick
from connectors.sandbox.town.person import Dwelling
from connectors.sandbox.town.tables import read_csv, read_toml

_NAMED_ROUTES = ("COUNTY ROAD {}", "STATE ROAD {}", "US HIGHWAY {}")
_DIRECTIONS = ("", "", "", "", "N", "S", "E", "W", "NE", "SW")


class Street(NamedTuple):
    """A street of a town, with the ZIP code that all its houses share."""

    predir: str
    name: str
    suffix: str
    postdir: str
    zip5: str


@dataclass(frozen=True, slots=True)
class Town:
    """A fictional town with its streets; `home` says that it lies in the county."""

    name: str
    short: str
    state: str
    zips: tuple[str, ...]
    weight: float
    home: bool
    streets: tuple[Street, ...]


def read_towns(rng: Random) -> tuple[Town, ...]:
    """All towns, with streets drawn from the shipped name and suffix tables."""
    names = [row["street"] for row in read_csv("street_names.csv")]
    rows = read_csv("street_suffixes.csv")
    suffixes = WeightedDraw([r["suffix"] for r in rows], [float(r["weight"]) for r in rows])
    return tuple(_town(rng, table, names, suffixes) for table in read_toml("places.toml")["towns"])


def _town(
    rng: Random, table: dict[str, object], names: list[str], suffixes: WeightedDraw[str]
) -> Town:
    zips = tuple(str(z) for z in _items(table["zips"]))
    count = int(str(table["streets"]))
    streets = tuple(_street(rng, names, suffixes, pick(rng, zips)) for _ in range(count))
    return Town(
        name=str(table["name"]).upper(),
        short=str(table["short"]),
        state=str(table["state"]),
        zips=zips,
        weight=float(str(table["weight"])),
        home=bool(table["home"]),
        streets=streets,
    )


def _items(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [value]


def _street(rng: Random, names: list[str], suffixes: WeightedDraw[str], zip5: str) -> Street:
    roll = rng.random()
    if roll < 0.04:
        return Street("", pick(rng, _NAMED_ROUTES).format(between(rng, 11, 899)), "", "", zip5)
    if roll < 0.06:
        return Street("", f"AVENUE {pick(rng, 'ABCDEFGHJK')}", "", "", zip5)
    direction = pick(rng, _DIRECTIONS)
    pre, post = (direction, "") if rng.random() < 0.8 else ("", direction)
    if roll < 0.24:
        name = _ordinal(between(rng, 1, 62))
        return Street(pre, name, pick(rng, ("ST", "AVE", "ST", "AVE", "PL", "CT")), post, zip5)
    return Street(pre, pick(rng, names), suffixes.draw(rng), post, zip5)


def _ordinal(number: int) -> str:
    ending = "TH" if 10 <= number % 100 <= 20 else {1: "ST", 2: "ND", 3: "RD"}.get(number % 10)
    return f"{number}{ending or 'TH'}"


class Housing:
    """Gives out dwellings: vacated ones to strangers, or new ones where none is free."""

    def __init__(self, rng: Random, towns: tuple[Town, ...]) -> None:
        self._rng = rng
        self.county_towns = tuple(town for town in towns if town.home)
        self._county = WeightedDraw(*_weighted(list(self.county_towns)))
        self._away = WeightedDraw(*_weighted([t for t in towns if not t.home]))
        self._vacant: list[Dwelling] = []
        self._units: list[Dwelling] = []
        self._taken: set[tuple[str, ...]] = set()
        self.dwellings: list[Dwelling] = []

    def take(self, day: int, *, settled: bool = True) -> Dwelling:
        """A dwelling in the county that is free on that day; `settled` wants rather a house."""
        if self._vacant and self._rng.random() < 0.85:
            found = self._reuse(day)
            if found is not None:
                return found
        if self._rng.random() < (0.22 if settled else 0.62):
            return self._apartment()
        return self._house(self._county.draw(self._rng))

    def take_away(self) -> Dwelling:
        """A dwelling outside the county."""
        return self._house(self._away.draw(self._rng))

    def vacate(self, dwelling: Dwelling, day: int) -> None:
        """The dwelling stands free some weeks after a household has left it."""
        dwelling.free_from = day + between(self._rng, 5, 120)
        if dwelling.home:
            self._vacant.append(dwelling)

    def box(self, address: Address) -> Address:
        """A post office box in the town of an address."""
        number = between(self._rng, 3, 4999)
        return Address(
            "", "", f"PO BOX {number}", "", "", "", "", address.city, address.state, address.zip5
        )

    def office(self) -> Address:
        """A business address of the county, most often a suite, that nobody lives at."""
        return self.office_in(self._county.draw(self._rng))

    def office_away(self) -> Address:
        """A business address outside the county."""
        return self.office_in(self._away.draw(self._rng))

    def office_in(self, town: Town) -> Address:
        """A business address of that town."""
        address = self._place(town, "STE" if self._rng.random() < 0.5 else "")
        if not address.unit_type:
            return address
        return address._replace(unit=str(between(self._rng, 1, 9) * 100 + between(self._rng, 1, 9)))

    def _reuse(self, day: int) -> Dwelling | None:
        for _ in range(5):
            index = int(self._rng.random() * len(self._vacant))
            if self._vacant[index].free_from <= day:
                last = self._vacant.pop()
                if index == len(self._vacant):
                    return last
                found, self._vacant[index] = self._vacant[index], last
                return found
        return None

    def _apartment(self) -> Dwelling:
        if not self._units:
            self._build_complex()
        return self._units.pop()

    def _build_complex(self) -> None:
        rng = self._rng
        town = self._county.draw(rng)
        kind = pick(rng, ("APT", "APT", "APT", "UNIT", "LOT"))
        base = self._place(town, kind)
        count = between(rng, 8, 48)
        lettered = count < 24 and rng.random() < 0.4
        for index in range(count):
            floor, door = divmod(index, 8)
            unit = "ABCDEFGH"[door] if lettered else f"{floor + 1}{door + 1:02d}"
            unit = f"{floor + 1}{unit}" if lettered else unit
            self._units.append(self._dwelling(base._replace(unit=unit), True))
        rng.shuffle(self._units)

    def _house(self, town: Town) -> Dwelling:
        return self._dwelling(self._place(town, ""), town.home)

    def _dwelling(self, address: Address, home: bool) -> Dwelling:
        dwelling = Dwelling(address=address, home=home)
        owned = home and address.unit_type not in ("APT", "LOT")
        if owned:
            number = len(self.dwellings)
            dwelling.parcel = f"{number // 500 + 1:02d}-{number % 500:04d}-{number * 7 % 1000:03d}"
        self.dwellings.append(dwelling)
        return dwelling

    def _place(self, town: Town, unit_type: str) -> Address:
        rng = self._rng
        while True:
            street = pick(rng, town.streets)
            house = str(between(rng, 1, 40) * 100 + between(rng, 1, 99))
            key = (house, *street, town.name)
            if key not in self._taken:
                break
        self._taken.add(key)
        return Address(
            house,
            street.predir,
            street.name,
            street.suffix,
            street.postdir,
            unit_type,
            "",
            town.name,
            town.state,
            street.zip5,
            f"{between(rng, 1001, 9998)}",
        )


def _weighted(towns: list[Town]) -> tuple[list[Town], list[float]]:
    return towns, [town.weight for town in towns]

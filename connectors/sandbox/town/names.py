"""Names by their real frequency, so that namesakes turn up as often as in a real county."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from config.census_names import census_name_shares
from connectors.sandbox.town.chance import WeightedDraw, pick
from connectors.sandbox.town.tables import read_csv

_HISPANIC_SHARE = 0.17


class FamilyName(NamedTuple):
    """A surname, and whether the family names its children after both parents."""

    surname: str
    double: bool


class NameDraw:
    """Draws surnames and given names by the shares of the 1990 census.

    A share of the families is Hispanic beyond that table, and a third of those bear two surnames.
    """

    def __init__(self) -> None:
        shares = census_name_shares()
        rows = read_csv("hispanic_surnames.csv")
        self._surnames = WeightedDraw(list(shares.surnames), shares.surnames.values())
        self._hispanic = WeightedDraw(
            [r["surname"] for r in rows], [float(r["weight"]) for r in rows]
        )
        self._female = WeightedDraw(list(shares.female_given), shares.female_given.values())
        self._male = WeightedDraw(list(shares.male_given), shares.male_given.values())

    def family(self, rng: Random) -> FamilyName:
        """The name of a new family."""
        if rng.random() >= _HISPANIC_SHARE:
            return FamilyName(self._surnames.draw(rng), False)
        first = self._hispanic.draw(rng)
        if rng.random() >= 0.33:
            return FamilyName(first, False)
        joint = "-" if rng.random() < 0.2 else " "
        return FamilyName(f"{first}{joint}{self._hispanic.draw(rng)}", True)

    def surname(self, rng: Random) -> str:
        """A surname for one person."""
        return self.family(rng).surname

    def given(self, rng: Random, female: bool) -> str:
        """A given name."""
        return (self._female if female else self._male).draw(rng)

    def middle(self, rng: Random, female: bool) -> str:
        """A middle name, '' for about one person in eight."""
        return "" if rng.random() < 0.12 else self.given(rng, female)


class SocialNumbers:
    """Social security numbers of areas that are never issued: 900-999, 666 and 000.

    Groups stay below 50, so that none can be a taxpayer number (ITIN) either; none repeats.
    """

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._given: set[str] = set()

    def next(self) -> str:
        """Nine digits."""
        rng = self._rng
        while True:
            roll = rng.random()
            area = (
                "666" if roll < 0.05 else "000" if roll < 0.07 else f"9{int(roll * 1e6) % 100:02d}"
            )
            number = f"{area}{1 + int(rng.random() * 49):02d}{1 + int(rng.random() * 9999):04d}"
            if number not in self._given:
                self._given.add(number)
                return number


def married_surname(rng: Random, own: str, partner: str) -> str:
    """What a bride is called after the wedding: mostly his name, sometimes both, or her own."""
    roll = rng.random()
    if roll < 0.72:
        return partner
    if roll < 0.82:
        return f"{own}{pick(rng, '- ')}{partner}"
    return own

"""A mixed export of 1,000 rows whose people are drawn from the census: rare names as they come.

Businesses are made of the words of the linkage benchmark; nothing here is in `mixed_export`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from random import Random

from config.census_names import census_name_shares
from tests.benchmarks.linkage.businesses.words import (
    BRANDS,
    COLOURS,
    ENDS,
    GENERIC,
    SYLLABLES,
    THINGS,
    TRADES,
)

COUNTS = {"person": 700, "organization": 200, "joint": 60, "estate": 30, "trust": 10}
_FORMS = ("LLC", "L.L.C.", "L L C", "Inc", "Inc.", "Corp.", "Co.", "PLLC", "P.A.", "LLP", "Ltd")


class Names:
    """Draws names as often as people bear them."""

    def __init__(self, rng: Random) -> None:
        self.rng, shares = rng, census_name_shares()
        self._tables = {"m": shares.male_given, "f": shares.female_given, "s": shares.surnames}

    def __call__(self, table: str) -> str:
        shares = self._tables[table]
        return self.rng.choices(list(shares), list(shares.values()))[0].title()


def census_export(seed: int) -> tuple[bytes, dict[str, str]]:
    """The file, and the kind of each row by its account number."""
    rng = Random(seed)
    names = Names(rng)
    kinds = [kind for kind, count in COUNTS.items() for _ in range(count)]
    rng.shuffle(kinds)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("Acct", "Consumer", "Street", "City", "ST", "ZIP", "Reason"))
    truth = {}
    for number, kind in enumerate(kinds, 500_001):
        truth[str(number)] = kind
        place = (f"{rng.randrange(1, 9000)} Elm St", "Naples", "FL", "34102", "Vacant")
        writer.writerow((number, _MAKERS[kind](names), *place))
    return text.getvalue().encode(), truth


def _person(draw: Names) -> str:
    given, surname, middle = draw(draw.rng.choice("mf")), draw("s"), draw.rng.choice("ABDEGKLMRST")
    return draw.rng.choice((
        f"{given} {surname}", f"{surname}, {given}", f"{surname.upper()} {given.upper()} {middle}",
        f"{given} {middle}. {surname}", f"{surname.upper()},{given.upper()} {middle}",
        f"{given} {surname} Jr.", f"Mr. {given} {surname}", f"{surname}, {given} {middle} III",
    ))  # fmt: skip


def _joint(draw: Names) -> str:
    one, other, surname, second = draw("m"), draw("f"), draw("s"), draw("s")
    return draw.rng.choice((
        f"{one} & {other} {surname}", f"{surname}, {one} & {other}",
        f"{one} {surname} and {other} {second}", f"{surname} {one} & {other}".upper(),
        f"{one} {surname} JTWROS {other} {surname}", f"{surname}, {one}; {surname}, {other}",
        f"{one} {surname} AND/OR {other} {second}", f"{one} {surname} et ux {other}",
    ))  # fmt: skip


def _business(draw: Names) -> str:
    rng, surname, given = draw.rng, draw("s"), draw("m")
    trade, form = rng.choice(TRADES), rng.choice(_FORMS)
    coined = "".join((*rng.sample(SYLLABLES, 2), rng.choice(ENDS))).title()
    pair = f"{rng.choice(COLOURS)} {rng.choice(THINGS)}"
    name = rng.choice((
        f"{surname} {trade} {form}", f"{surname} {trade}", f"{pair} {trade}", f"{pair} {form}",
        f"{coined} {form}", rng.choice(GENERIC), rng.choice(BRANDS), f"{surname}'s {trade}",
        f"{surname} & {draw('s')} {form}", f"{surname} Brothers {form}", f"The {surname} Group",
        f"{given} {surname} {form}", f"{coined} {trade}, {form}", f"{surname} Enterprises",
    ))  # fmt: skip
    return rng.choice((name, name.upper()))


def _estate(draw: Names) -> str:
    given, surname = draw("m"), draw("s")
    return draw.rng.choice((
        f"Estate of {given} {surname}", f"{surname}, {given} (Deceased)",
        f"EST OF {given} {surname}".upper(), f"{given} {surname}, Deceased",
        f"{surname} {given} Estate".upper(), f"Heirs of {given} {surname}",
    ))  # fmt: skip


def _trust(draw: Names) -> str:
    given, surname = draw("f"), draw("s")
    return draw.rng.choice((
        f"{given} {surname} Revocable Trust", f"{surname} Family Trust",
        f"Trust of {given} {surname}", f"The {given} {surname} Trust dated 1/2/2003",
    ))  # fmt: skip


_MAKERS: Mapping[str, Callable[[Names], str]] = {
    "person": _person, "organization": _business, "joint": _joint, "estate": _estate,
    "trust": _trust,
}  # fmt: skip

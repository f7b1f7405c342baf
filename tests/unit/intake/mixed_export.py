"""A mixed export of 1,000 rows: people, businesses, joint debtors, estates, trusts; all invented.

Names are put together of lists, in the ways in which agencies' exports write them, so that a reader
has to tell the kinds apart. The truth of every row comes with it.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from random import Random

PEOPLE, BUSINESSES, JOINT, ESTATES, TRUSTS = 700, 200, 60, 30, 10
COLUMNS = (
    "Account Number", "Debtor Name", "SSN/EIN", "DOB", "Address", "City", "State", "Zip", "Phone",
    "Status", "Return Code List", "Return Code",
)  # fmt: skip

_GIVEN = (
    "John", "Mary", "James", "Linda", "Robert", "Patricia", "Michael", "Barbara", "Jose", "Maria",
    "David", "Susan", "Carlos", "Ana", "Kevin", "Donna", "Brian", "Carol", "Luis", "Rosa", "Tyrone",
    "Keisha", "Wei", "Priya", "Ahmed", "Olga", "Dmitri", "Siobhan", "Pierre",
)  # fmt: skip
_SURNAMES = (
    "Smith", "Johnson", "Williams", "Garcia", "Rodriguez", "Miller", "Davis", "Martinez", "Lopez",
    "Wilson", "Anderson", "Taylor", "Thomas", "Moore", "Jackson", "O'Brien", "De La Cruz", "Church",
    "Banks", "Lane", "Baker", "Cook", "Farmer", "Price", "Cash", "Van Dyke", "McDonald", "Nguyen",
    "Patel", "Kowalski", "Young", "Estes", "Corporan", "Stone", "Woods",
)  # fmt: skip
_TRADES = (
    "Roofing", "Plumbing", "Auto Repair", "Landscaping", "Construction", "Trucking", "Towing",
    "Cleaning Services", "Pest Control", "Dental", "Family Dentistry", "Electric", "Painting",
    "Catering", "Pizza", "Nail Salon", "Furniture", "Insurance Agency", "Realty", "Consulting",
)  # fmt: skip
_PLACES = ("Gulf Coast", "Sunshine", "Bayside", "Palmetto", "Tri-County", "A-1", "First Choice")
_FORMS = ("LLC", "Inc", "Inc.", "Corp", "L.L.C.", "Co", "LLP", "PLLC", "Corporation", "LP")


@dataclass(frozen=True, slots=True)
class Truth:
    """Who the debtors of a row are: the kind of each, and a word that its name must hold."""

    number: str
    kinds: tuple[str, ...]
    words: tuple[str, ...]


def mixed_export(seed: int) -> tuple[bytes, list[Truth]]:
    """The file, and the truth of its rows in their order."""
    rng = Random(seed)
    counts = {"person": PEOPLE, "organization": BUSINESSES, "joint": JOINT, "estate": ESTATES,
              "trust": TRUSTS}  # fmt: skip
    kinds = [kind for kind, count in counts.items() for _ in range(count)]
    rng.shuffle(kinds)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    truths = []
    for number, kind in enumerate(kinds):
        name, words = _MAKERS[kind](rng)
        account = f"{910000 + number}"
        writer.writerow(_row(rng, account, name, kind))
        owners = ("person", "person") if kind == "joint" else (kind,)
        truths.append(Truth(account, owners, words))
    return text.getvalue().encode(), truths


def counted(truths: list[Truth]) -> Counter[str]:
    """How many obligors of each kind there are."""
    return Counter(kind for truth in truths for kind in truth.kinds)


def _row(rng: Random, account: str, name: str, kind: str) -> tuple[str, ...]:
    ein = f"{rng.randrange(10, 99)}-{rng.randrange(10**6, 10**7)}"
    ssn = f"9{rng.randrange(10, 99)}-{rng.randrange(11, 99)}-{rng.randrange(1000, 9999)}"
    is_company = kind in ("organization", "trust")
    born = f"{rng.randrange(1, 13)}/{rng.randrange(1, 29)}/{rng.randrange(1940, 2000)}"
    phone = f"239-555-01{rng.randrange(100):02d}"
    return (
        account,
        name,
        rng.choice((ein, "")) if is_company else rng.choice((ssn, "N/A", "")),
        "" if is_company else rng.choice((born, "0000-00-00", "spring", "")),
        f"{rng.randrange(1, 999)} {rng.choice(('Oak', 'Pine', 'Main'))} St",
        "Naples",
        "FL",
        rng.choice(("34102", "34102-1234", "34102-12345")),
        rng.choice((phone, f"{phone} (cell)", "(cell)", "555-01", f"{phone} / 239-555-0199")),
        rng.choice(("open", "OPEN", "active")),
        "NIXIE",
        rng.choice(("V", "Refused", "A", "unclaimed")),
    )


def _cased(rng: Random, text: str) -> str:
    return rng.choice((text, text.upper()))


def _person(rng: Random) -> tuple[str, tuple[str, ...]]:
    given, surname = rng.choice(_GIVEN), rng.choice(_SURNAMES)
    middle = rng.choice(("", "", f" {rng.choice('ABCDEFGJKLMRST')}"))
    end = rng.choice(("", "", "", " Jr", " III"))
    looks = (
        f"{given}{middle} {surname}{end}",
        f"{surname}{end}, {given}{middle}",
        f"{given}{middle} {surname}{end} DBA {surname} {rng.choice(_TRADES)}",
        f"{given}{middle} {surname} c/o {rng.choice(_GIVEN)} Jones",
    )
    return _cased(rng, rng.choices(looks, (6, 6, 1, 1))[0]), (surname,)


def _business(rng: Random) -> tuple[str, tuple[str, ...]]:
    trade, form = rng.choice(_TRADES), rng.choice(_FORMS)
    surname, given = rng.choice(_SURNAMES), rng.choice(_GIVEN)
    looks = (
        f"{rng.choice(_PLACES)} {trade} {form}",
        f"{rng.choice(_PLACES)} {trade}, {form}",
        f"{surname} {trade} {form}",
        f"{given} {surname} {trade} {form}",
        f"{surname} & Sons {trade} {form}",
        f"{surname} and {rng.choice(_SURNAMES)} {form}",
        f"{rng.choice(_PLACES)} {trade} {form} DBA {surname}'s",
        f"{surname} Holdings {rng.randrange(2, 99)} {form}",
        f"{given} {surname} {rng.choice(('MD', 'DDS', 'DVM', 'CPA'))} PA",
        f"{trade} by {given}",
        f"The {surname} {trade} Co",
        f"{surname}'s {trade}",
        f"{rng.choice(_PLACES)} {trade} of Naples",
        f"Law Offices of {given} {surname}",
        f"{surname} {trade} {form} c/o {given} {surname}",
    )
    return _cased(rng, rng.choice(looks)), ()


def _joint(rng: Random) -> tuple[str, tuple[str, ...]]:
    one, other = rng.sample(_GIVEN[:24], 2)
    his, hers = rng.sample(_GIVEN[:22], 2)
    surname, second = rng.sample(_SURNAMES[:15], 2)
    looks = (
        (f"{one} and {other} {surname}", (surname, surname)),
        (f"{one} & {other} {surname}", (surname, surname)),
        (f"{surname}, {one} & {other}", (surname, surname)),
        (f"{one} {surname} and {other} {second}", (surname, second)),
        (f"{one} {surname} / {other} {second}", (surname, second)),
        (f"{one} {surname} OR {other} {surname}", (surname, surname)),
        (f"{his} {surname}, {hers} {second}", (surname, second)),
        (f"{one} {surname} {other} {surname}", (surname, surname)),
        (f"{surname} {his} & {hers}", (surname, surname)),
        (f"{one} y {other} {surname}", (surname, surname)),
        (f"{one} {surname} and wife {other}", (surname, surname)),
        (f"{one} & {other} {surname} JTWROS", (surname, surname)),
    )
    name, words = rng.choice(looks)
    return _cased(rng, name), words


def _estate(rng: Random) -> tuple[str, tuple[str, ...]]:
    given, surname = rng.choice(_GIVEN), rng.choice(_SURNAMES[:15])
    looks = (
        f"Estate of {given} {surname}",
        f"{given} {surname} Estate",
        f"{surname}, {given} (deceased)",
        f"Est of {given} {surname}",
        f"Heirs of {given} {surname}",
        f"Estate {given} {surname}",
        f"EST {given} {surname}",
        f"Deceased - {surname}, {given}",
        f"(deceased) {given} {surname}",
        f"{given} {surname} DEC",
        f"{given} {surname} DOD {rng.randrange(1, 13)}/{rng.randrange(1, 29)}/2024",
        f"{given} {surname} / Estate",
        f"Succession of {given} {surname}",
        f"Estate of {given} {surname} c/o {rng.choice(_GIVEN)} Jones",
    )
    return _cased(rng, rng.choice(looks)), (surname,)


def _trust(rng: Random) -> tuple[str, tuple[str, ...]]:
    given, surname = rng.choice(_GIVEN), rng.choice(_SURNAMES[:15])
    looks = (
        f"The {surname} Family Trust",
        f"{given} {surname} Revocable Trust",
        f"{given} {surname} Living Trust dated 1/2/2003",
        f"{surname} Irrevocable Trust",
        f"{given} {surname} Rev Tr",
        f"{surname} Marital Trust",
        f"{given} {surname} Irrevocable Trust u/a/d 5/5/2010",
    )
    return _cased(rng, rng.choice(looks)), (surname,)


_MAKERS = {
    "person": _person,
    "organization": _business,
    "joint": _joint,
    "estate": _estate,
    "trust": _trust,
}

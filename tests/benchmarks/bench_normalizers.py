"""How many fields a second each normaliser and each comparison reads, in one process.

`python -m tests.benchmarks.bench_normalizers [COUNT]`; wants a core that is otherwise idle. Every
input is a string of its own (or an ordered pair of its own), so caches of whole fields don't
flatter; words repeat as they do in real files.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.random import Generator

from config.census_names import census_name_shares
from matching.compare.address.relate import compare_addresses
from matching.compare.organization.relate import compare_organizations
from matching.compare.person.relate import compare_names, compare_persons
from matching.parse.address.form import NormalAddress
from matching.parse.address.read import normalize_address
from matching.parse.organization.read import read_organization
from matching.parse.party.read import NameOrder, Party, read_parties
from matching.parse.phone.read import read_phones
from skiptrace.model.subject import PersonName, PostalAddress

T = TypeVar("T")
Pair = tuple[str, str]

_PLAIN_NAMES = (
    "{0} {2}",
    "{0} {1:.1} {2}",
    "{0} {1:.1}. {2}",
    "{2}, {0} {1:.1}",
    "{2}, {0} {1}",
    "{0} {1} {2}",
)
_NAMES = (
    *_PLAIN_NAMES * 4,
    "{2} {0} {1:.1}",
    "{0} {1:.1} {2} JR",
    "{2}, {0} & {1}",
    "Estate of {0} {2}",
    "{0} {2} c/o {1} {2}",
)
"""How a name is written: given, middle, surname; one in six is not one plain person."""

_LINES = (
    "{n} {s} {k}",
    "{n} {s} {k}",
    "{n} N {s} {k}",
    "{n} {s} {k} SW",
    "{n} {s} {k} Apt {u}",
    "{n} {s} {k} # {u}",
    "{n}-{u} {s} {k}",
    "{n} 1/2 {s} {k} Ste {u}",
    "PO Box {n}{u}",
    "RR {u} Box {n}",
    "{n} US Hwy {u}",
)
_STREET_KINDS = ("St", "STREET", "Ave", "Avenue", "Rd", "Dr.", "LANE", "Blvd", "Ct")
_LAST_LINES = (
    "Seattle, WA 98101",
    "Tacoma WA 98402",
    "Columbus, OH 43215-1234",
    "Boise ID 83702",
    "TX 75201",
)
_COMPANIES = (
    "{0} Plumbing LLC",
    "{0} & {1}, Inc.",
    "{0} {1} Holdings L.L.C.",
    "The {0} {1} Company",
    "{0} Bros Mfg Corp",
    "{0} {1} Properties II LP",
    "{0} Assoc. of {1} County",
    "{0}-{1} Intl Ltd",
    "{0} Auto Sales dba {1} Motors",
)
_PHONES = (
    "({0}) 555-01{1:02d} x{2}",
    "{0}-555-01{1:02d} ext {2}",
    "{0}.555.01{1:02d} #{2}",
    "+1 {0} 555 01{1:02d} x {2}",
    "cell {0}55501{1:02d} x{2}",
    "1-{0}-555-01{1:02d} extension {2}",
)
_AREAS = ("206", "253", "360", "425", "503", "614", "713", "212", "919")


@dataclass(frozen=True)
class Measure(Generic[T]):
    """What is timed, on which fields, and the least rate that is promised, if one is."""

    name: str
    read: Callable[[T], object]
    fields: Sequence[T]
    promised: int | None = None


def _weighted(rng: Generator, shares: dict[str, float], count: int) -> list[str]:
    weights = np.fromiter(shares.values(), dtype=np.float64)
    return list(rng.choice(np.array(list(shares)), count, p=weights / weights.sum()))


def _one_of(rng: Generator, choices: Sequence[str], count: int) -> list[str]:
    return [choices[i] for i in rng.integers(0, len(choices), count)]


def _distinct(made: Iterable[str], count: int) -> list[str]:
    found = list(islice(dict.fromkeys(made), count))
    if len(found) < count:
        raise ValueError(f"only {len(found)} of {count} fields are distinct")
    return found


def people(rng: Generator, count: int) -> list[str]:
    """Names as files write them: with initials, generations, surname first, joint, care of."""
    many = 3 * count
    shares = census_name_shares()
    given = _weighted(rng, {**shares.female_given, **shares.male_given}, many)
    middle = _weighted(rng, dict(shares.female_given), many)
    surname = _weighted(rng, dict(shares.surnames), many)
    shaped = _one_of(rng, _NAMES, many)
    names = zip(shaped, given, middle, surname, strict=True)
    return _distinct((form.format(*name) for form, *name in names), count)


def addresses(rng: Generator, count: int) -> list[str]:
    """Delivery lines with last lines: streets, units, boxes, routes and highways."""
    many = 2 * count
    street = _weighted(rng, dict(islice(census_name_shares().surnames.items(), 20_000)), many)
    kind = _one_of(rng, _STREET_KINDS, many)
    place = _one_of(rng, _LAST_LINES, many)
    shaped = _one_of(rng, _LINES, many)
    numbers = zip(rng.integers(1, 20_000, many), rng.integers(1, 400, many), strict=True)
    lines = (
        f"{form.format(n=n, u=u, s=s, k=k)}, {p}"
        for form, (n, u), s, k, p in zip(shaped, numbers, street, kind, place, strict=True)
    )
    return _distinct(lines, count)


def organizations(rng: Generator, count: int) -> list[str]:
    """Company names of one to three words with a legal form."""
    many = 2 * count
    first = _weighted(rng, dict(census_name_shares().surnames), many)
    second = _weighted(rng, dict(census_name_shares().surnames), many)
    shaped = zip(_one_of(rng, _COMPANIES, many), first, second, strict=True)
    return _distinct((form.format(a, b) for form, a, b in shaped), count)


def phones(rng: Generator, count: int) -> list[str]:
    """Numbers of the range kept for fiction with an extension, punctuated in many ways."""
    many = 3 * count
    areas = _one_of(rng, _AREAS, many)
    numbers = zip(rng.integers(0, 100, many), rng.integers(1, 9999, many), strict=True)
    shaped = zip(_one_of(rng, _PHONES, many), areas, numbers, strict=True)
    return _distinct((form.format(area, *number) for form, area, number in shaped), count)


def pairs(rng: Generator, fields: Sequence[str]) -> list[Pair]:
    """Every field once with itself in other letters or with another field: half and half."""
    other = rng.permutation(len(fields))
    half = rng.random(len(fields)) < 0.5
    return [
        (field, field.title() if alike else fields[o])
        for field, o, alike in zip(fields, other, half, strict=True)
    ]


def _read_address(text: str) -> NormalAddress:
    return normalize_address(PostalAddress(original=text))


def _read_person(text: str) -> tuple[Party, ...]:
    return read_parties(text, NameOrder.UNKNOWN)


def _relate_addresses(pair: Pair) -> object:
    return compare_addresses(_read_address(pair[0]), _read_address(pair[1]))


def _read_pairs(fields: Sequence[Pair]) -> list[tuple[PersonName, PersonName]]:
    """The first person of either side, read beforehand."""
    both = ((_read_person(a), _read_person(b)) for a, b in fields)
    return [(left[0].name, right[0].name) for left, right in both if left and right]


def measures(count: int, seed: int = 1) -> list[Measure[Any]]:
    """All that is timed; each measure has fields that no other measure has read."""
    rng = np.random.default_rng(seed)
    lines, names = addresses(rng, 2 * count), people(rng, 3 * count)
    companies, numbers = organizations(rng, 2 * count), phones(rng, count)
    name_pairs = pairs(rng, names[count : 2 * count])
    read_names = _read_pairs(pairs(rng, names[2 * count :]))
    company_pairs = pairs(rng, companies[count:])
    return [
        Measure("addresses", _read_address, lines[:count], 5_000),
        Measure("address pairs as written", _relate_addresses, pairs(rng, lines[count:])),
        Measure("persons", _read_person, names[:count]),
        Measure("person pairs as written", lambda p: compare_names(*p), name_pairs, 20_000),
        Measure("person pairs read before", lambda p: compare_persons(*p), read_names),
        Measure("organisations", read_organization, companies[:count]),
        Measure(
            "organisation pairs as written", lambda p: compare_organizations(*p), company_pairs
        ),
        Measure("phones", read_phones, numbers, 10_000),
    ]


def rate(measure: Measure[Any]) -> float:
    """Fields a second; tables that load once are loaded by a first few fields, outside the time."""
    for field in measure.fields[:50]:
        measure.read(field)
    started = time.perf_counter()
    for field in measure.fields[50:]:
        measure.read(field)
    return (len(measure.fields) - 50) / (time.perf_counter() - started)


def main(count: str = "20000") -> int:
    """Print each rate beside its promise; 1 if one is not kept."""
    print("| what | fields | a second | promised |\n| --- | ---: | ---: | ---: |")
    kept = True
    for measure in measures(int(count)):
        found = rate(measure)
        promised = f"{measure.promised:,}" if measure.promised else ""
        print(f"| {measure.name} | {len(measure.fields):,} | {found:,.0f} | {promised} |")
        kept &= found >= (measure.promised or 0)
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

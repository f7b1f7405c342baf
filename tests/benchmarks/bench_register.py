"""How long a register takes to load, and 10,000 inquiries against it, in a process of its own.

    PYTHONPATH=. python -m tests.benchmarks.bench_register [ROWS] [INQUIRIES] [ANSWERS]

Rows are parcels of invented owners with the Census Bureau's frequencies of names; every second
inquiry is about somebody whom the register lists. With a third argument the inquiries are of many
kinds, and every answer is written to that file in full, one a line, each asked in a chunk: two
releases find the same where their files are the same byte for byte.
"""

from __future__ import annotations

import csv
import gzip
import os
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from importlib.resources import files
from itertools import accumulate
from pathlib import Path

from connectors.base import SourceSettings
from connectors.register.connector import RegisterConnector
from connectors.registry import discover
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Answer
from skiptrace.model.subject import PersonName
from tests.inquiries import clock, make_address, make_inquiry

CARD = "county_property_roll"
LOAD_WANTED, ASK_WANTED = 90.0, 10.0
CHUNK = 500
HEADER = (
    *("parcel_id", "tax_year", "owner_1", "owner_2", "care_of"),
    *("mail_line", "mail_city", "mail_state", "mail_zip", "situs_line", "situs_city", "situs_zip"),
    *("land_use", "assessed_value", "homestead", "deed_date"),
)
STREETS = ("OAK ST", "PINE AVE", "LAKE DR", "RIVER RD", "CEDAR LN", "PALM WAY", "2ND ST", "HILL CT")
TOWNS = ("TAMPA", "BRANDON", "PLANT CITY", "RIVERVIEW", "LUTZ", "VALRICO")


def main(rows: str = "2000000", inquiries: str = "10000", answers: str = "") -> None:
    """Print the seconds of each part, and the largest memory."""
    rng = random.Random(7)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        listed = write_roll(folder / "roll.csv", int(rows), rng)
        loaded = discover(plugins=["sandbox"]).find(CARD)
        options = {"path": str(folder / "roll.csv")}
        connector = RegisterConnector(
            loaded, SourceSettings("", folder / "data", clock, options=options)
        )
        began = _now()
        connector.make_ready()
        loading = _since(began)
        asked = list((varied if answers else _asked)(listed, int(inquiries), rng))
        began = _now()
        found = [
            answer
            for start in range(0, len(asked), CHUNK)
            for answer in connector.search(asked[start : start + CHUNK])
        ]
        asking = _since(began)
    outcomes = Counter(answer.outcome.value for answer in found)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{int(rows):,} rows loaded in {_seconds(loading, LOAD_WANTED)}")
    print(f"{len(asked):,} inquiries in {_seconds(asking, ASK_WANTED)}: {outcomes}")
    print(f"largest memory {peak:,.0f} MB")
    if answers:
        Path(answers).write_text("".join(f"{in_full(answer)}\n" for answer in found))


_Seconds = tuple[float, float]
"""By the clock, and of the processor."""


def _now() -> _Seconds:
    return time.monotonic(), sum(os.times()[:4])


def _since(began: _Seconds) -> _Seconds:
    clock_now, processor_now = _now()
    return clock_now - began[0], processor_now - began[1]


def _seconds(took: _Seconds, wanted: float) -> str:
    return f"{took[0]:.1f} s, {took[1]:.1f} of the processor ({_met(took[0], wanted)})"


def in_full(answer: Answer) -> str:
    """Everything that an answer says, and the digests of what it rests on."""
    digests = [(one.request, one.sha256) for one in answer.snapshots]
    records = [asdict(record) for record in answer.records]
    return repr((answer.inquiry_id, answer.outcome, answer.reason, answer.rule, digests, records))


def _met(seconds: float, wanted: float) -> str:
    return f"wanted under {wanted:.0f} s: {'met' if seconds < wanted else 'missed'}"


def census_names(part: str) -> tuple[list[str], list[float]]:
    """Names of the Census Bureau and their running sums: part M, F or S (surnames), or several."""
    path = files("config").joinpath("weights/census_1990_names.tsv.gz")
    with path.open("rb") as packed, gzip.open(packed, "rt", encoding="utf-8") as lines:
        found = [line.rstrip("\n").split("\t") for line in lines]
    own = [row for row in found if row[0] in part]
    return [row[1].upper() for row in own], list(accumulate(float(row[2]) for row in own))


def write_roll(
    path: Path, rows: int, rng: random.Random, every: int = 200
) -> Sequence[tuple[str, str, str, str]]:
    """Writes the register's file; given name, surname, street and town of one row in so many."""
    given, given_weights = census_names("MF")
    surnames, surname_weights = census_names("S")
    firsts = rng.choices(given, cum_weights=given_weights, k=rows)
    lasts = rng.choices(surnames, cum_weights=surname_weights, k=rows)
    listed = []
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for n, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
            line = f"{rng.randrange(1, 9999)} {rng.choice(STREETS)}"
            town, middle = rng.choice(TOWNS), rng.choice("ABCDEJLMRT")
            code = f"336{rng.randrange(100):02d}"
            place = (line, town, "FL", code, line, town, code)
            rest = ("0100 SINGLE FAMILY", rng.randrange(90_000, 900_000), "Y", "2016-01-25")
            out.writerow((f"{n:08d}", 2026, f"{last} {first} {middle}", "", "", *place, *rest))
            if n % every == 0:
                listed.append((first, last, line, town))
    return listed


def _asked(
    listed: Sequence[tuple[str, str, str, str]], number: int, rng: random.Random
) -> Iterator[Inquiry]:
    for n in range(number):
        first, last, line, town = listed[n % len(listed)]
        if n % 2:
            last, line = f"{last[:3]}ZQ{rng.randrange(99)}X", f"{n} NOWHERE ST"
        place = make_address(line, town, "FL")
        yield make_inquiry(f"inq-{n}", CARD, name=f"{first} {last}", addresses=(place,))


def varied(
    listed: Sequence[tuple[str, str, str, str]], number: int, rng: random.Random
) -> Iterator[Inquiry]:
    """About people whom the register lists, as creditors write them: with and without an address,
    misspelled, with an initial, turned, with another middle name, and moved."""
    for n in range(number):
        first, last, line, town = listed[n % len(listed)]
        place = make_address(line, town, "FL", f"336{rng.randrange(100):02d}")
        cut = rng.randrange(len(last))
        given, middle, surname, places = (
            (first, "", last, (place,)),
            (first, "", last, ()),
            (first[0], "", last, (place,)),
            (first, rng.choice("ABCDEJLMRT"), last, (place,)),
            (first, "", f"{last[:cut]}{last[cut + 1 :]}" or last, ()),
            (last, "", first, (place,)),
            (first, "", f"{last}-{listed[(n + 1) % len(listed)][1]}", (place,)),
            (first, "", listed[(n + 1) % len(listed)][1], (place,)),
        )[n % 8]
        names = (PersonName(given, middle, surname),)
        yield make_inquiry(f"inq-{n}", CARD, names=names, addresses=places)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""How long one subject takes against its records: `python -m tests.benchmarks.bench_on_demand`.

Every round has 100 records of a town's namesakes, relatives and strangers whose names and
addresses no round before had, so caches of normalised text do not flatter. Prints the median and
the slowest of `--rounds`, for records read anew and for the same records once more. Then a night's
chunk of subjects with few records each, one subject after the other and all at once. Exit code 1
when the median of either is above the promised 20 ms, or all at once are not ten times as fast.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime

from config.census_names import census_name_shares
from config.default_model import TRACE_MODEL
from matching.rank.candidates import Thresholds
from matching.rank.ranking import Limits, Search, rank, rank_all
from matching.score.person_model import PersonModel, load_model
from skiptrace.model.dates import PartialDate
from skiptrace.model.record import Provenance, Reported, SourceRecord
from skiptrace.model.subject import EntityKind, KnownContact, PersonName, PostalAddress, Subject

PROMISED = 0.020
TIMES_AS_FAST = 10
RECORDS = 100
CHUNK, FEW = 500, 4
_WHEN = datetime(2026, 1, 1, tzinfo=UTC)
_TODAY = date(2026, 11, 1)


def town(
    rng: random.Random, number: int, many: int = RECORDS
) -> tuple[Subject, list[SourceRecord]]:
    """A subject and its records; a third bear its surname, a tenth its whole name."""
    shares = census_name_shares()
    surnames, givens = list(shares.surnames), list(shares.female_given)
    name = PersonName(rng.choice(givens), "", rng.choice(surnames))
    subject = Subject(
        f"s{number}",
        names=(name,),
        dob=_born(rng),
        addresses=(KnownContact(_address(rng, surnames)),),
        phones=(KnownContact(f"206555{rng.randrange(100, 200):04d}"),),
    )
    records = []
    for at in range(many):
        given = name.given if at % 10 == 0 else rng.choice(givens)
        surname = name.surname if at % 3 == 0 else rng.choice(surnames)
        records.append(
            SourceRecord(
                "bureau",
                f"{number}-{at}",
                EntityKind.PERSON,
                Provenance("bureau", "1", f"{number}-{at}", _WHEN, "", "", ""),
                names=(PersonName(given, rng.choice("ABCDEFG"), surname),),
                dob=_born(rng),
                addresses=(Reported(_address(rng, surnames)),),
                phones=(Reported(f"425555{rng.randrange(100, 200):04d}"),),
            )
        )
    return subject, records


def _born(rng: random.Random) -> PartialDate:
    return PartialDate(rng.randrange(1940, 2005), rng.randrange(1, 13), rng.randrange(1, 29))


def _address(rng: random.Random, words: Sequence[str]) -> PostalAddress:
    line = f"{rng.randrange(1, 9999)} {rng.choice(words)} {rng.choice(('ST', 'Avenue', 'Rd'))}"
    return PostalAddress(line, "Barre", "VT", "05641")


def main(arguments: Sequence[str]) -> int:
    """The command line above."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    rounds = parser.parse_args(arguments).rounds
    rng = random.Random(7)
    model = load_model(TRACE_MODEL)
    limits = Limits(Thresholds(0.95, 0.3))
    seconds: dict[str, list[float]] = {"records read anew": [], "the same records again": []}
    for number in range(rounds + 1):
        subject, records = town(rng, number)
        for taken in seconds.values():
            began = time.perf_counter()
            rank(subject, records, model, _TODAY, limits)
            taken.append(time.perf_counter() - began)
    print(f"one subject, {RECORDS} records, {rounds} rounds | median ms | slowest ms | promised ms")
    kept = {words: taken[1:] for words, taken in seconds.items()}  # the first one loads the tables
    for words, taken in kept.items():
        middle, slowest = statistics.median(taken) * 1000, max(taken) * 1000
        print(f"{words} | {middle:.1f} | {slowest:.1f} | {PROMISED * 1000:.0f}")
    too_slow = any(statistics.median(taken) > PROMISED for taken in kept.values())
    times = chunk(rng, model, limits)
    return int(too_slow or times < TIMES_AS_FAST)


def chunk(rng: random.Random, model: PersonModel, limits: Limits) -> float:
    """How many times as fast a chunk is ranked at once as one by one; prints both."""
    searches = [Search(*town(rng, number, FEW), _TODAY) for number in range(CHUNK)]
    rank_all(searches, model, limits)  # every text was read once
    began = time.perf_counter()
    alone = [rank_all([search], model, limits)[0] for search in searches]
    between = time.perf_counter()
    at_once = rank_all(searches, model, limits)
    ended = time.perf_counter()
    assert alone == at_once
    times = (between - began) / (ended - between)
    rates = f"{CHUNK / (between - began):,.0f} | {CHUNK / (ended - between):,.0f} | {times:.1f}"
    print(f"{CHUNK} subjects, {FEW} records each | alone/s | at once/s | times as fast")
    print(f"a chunk | {rates}")
    return times


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Hostile text through every normaliser and comparison: nothing raises, time and memory stay bound.

`python -m tests.benchmarks.bench_hostile [COUNT] [SEED]`; 1 when anything raised, grew faster than
its input, kept long texts in memory, or lost a row. Times are of the processor, except for linking;
the garbage collector rests, since its pauses would be told as the slowest texts.
"""

from __future__ import annotations

import gc
import resource
import sys
import tempfile
import time
import tracemalloc
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from types import TracebackType

from jobs.linkage.link import Detail, LinkFiles, LinkSettings, link_files
from jobs.linkage.link_summary import Side
from tests.hostile_corpus import UNITS, hostile_strings, repeated
from tests.hostile_readers import (
    COMPARISONS,
    DAY,
    LINK_HEADER,
    NORMALISERS,
    RANKED,
    WHOLE_HEADER,
    ranked,
    shipped_model,
    write_link_files,
)

SIZES = (60, 600, 1_000, 10_000, 100_000, 1_000_000)
"""Characters of the inputs that show growth."""
ALLOWED_RATIO, ALLOWED_MORE = 12.0, 0.03
"""Ten times the text may take twelve times the time, and 30 ms for a busy machine."""
KEPT_TEXTS, KEPT_MOST = 8, 1_000_000
"""How many texts of 1 MB a normaliser reads, and how many bytes it may hold on to afterwards."""
CELL = 100_000
"""The longest cell in a file to be linked; a record of more than 4 MB is rejected whole."""


@dataclass(slots=True)
class Faults:
    """What was raised, as a context manager around each call; the first of a kind is printed."""

    name: str = ""
    told: str = ""
    count: int = 0
    seen: set[tuple[str, str]] = field(default_factory=set)

    def during(self, name: str, told: str) -> Faults:
        """The same, for a call of that name on the input that is told."""
        self.name, self.told = name, told
        return self

    def __enter__(self) -> Faults:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> bool:
        if kind is None or not issubclass(kind, Exception):
            return False
        self.count += 1
        if (self.name, kind.__name__) not in self.seen:
            self.seen.add((self.name, kind.__name__))
            print(f"RAISED in {self.name}: {kind.__name__}: {error}; input {self.told}")
        return True


Call = tuple[Callable[[], object], Callable[[], str]]
"""What is called, and what says of which input."""


def short(*texts: str) -> str:
    """Inputs as a person can copy them: ASCII, the beginning, the length."""
    shown = (f"{text[:40]!a} of {len(text):,}" for text in texts)
    return " | ".join(shown)


def put_through(name: str, calls: Iterable[Call], faults: Faults) -> None:
    """Print a row: how many calls, how many a second, the slowest and its input."""
    total, count, slowest, told = 0.0, 0, 0.0, ""
    before = faults.count
    for call, tell in calls:
        started = time.process_time()
        with faults.during(name, ""):
            try:
                call()
            finally:
                took = time.process_time() - started
                faults.told = tell() if sys.exc_info()[0] else ""
        total, count = total + took, count + 1
        if took > slowest:
            slowest, told = took, tell()
    raised = faults.count - before
    rate = count / total if total else 0.0
    print(f"| {name} | {count:,} | {raised} | {rate:,.0f} | {slowest * 1e3:.1f} | `{told}` |")


def reading(read: Callable[[str], object], texts: Sequence[str]) -> Iterator[Call]:
    """A normaliser on every text."""
    for text in texts:
        yield partial(read, text), partial(short, text)


def relating(relate: Callable[[str, str], object], texts: Sequence[str]) -> Iterator[Call]:
    """A comparison on every text and its neighbour."""
    for a, b in pairwise(texts):
        yield partial(relate, a, b), partial(short, a, b)


def ranking(texts: Sequence[str]) -> Iterator[Call]:
    """Subjects against eight records each, made of the texts."""
    for at, call in enumerate(ranked(texts, shipped_model())):
        yield call, partial(str, f"subject {at}")


def linked(texts: Sequence[str], faults: Faults) -> int:
    """Print what became of files made of the texts; the number of rows nobody accounts for."""
    lost = 0
    cut = [text[:CELL] for text in texts]
    for header in (LINK_HEADER, WHOLE_HEADER):
        with tempfile.TemporaryDirectory() as name, faults.during("link", f"{len(header)} columns"):
            folder = Path(name)
            rows = write_link_files(folder, cut, header)
            files = LinkFiles(folder / "s.csv", folder / "r.csv", folder / "o.csv")
            settings = LinkSettings(shipped_model(), DAY, detail=Detail.TERMS)
            started = time.perf_counter()
            found = link_files(files, settings, lambda _steps: lambda _done: None)
            took = time.perf_counter() - started
            lost += sum(_lost(side, rows) for side in (found.subjects, found.records))
            print(
                f"link, {len(header)} columns: {rows:,} x {rows:,} rows, "
                f"{_rejected(found.subjects)} and {_rejected(found.records)} rejected, "
                f"{found.candidates.pairs:,} pairs compared, {found.written:,} written, "
                f"{took:.1f} s"
            )
    return lost


def _rejected(side: Side) -> int:
    return side.loaded.rejected


def _lost(side: Side, rows: int) -> int:
    return max(0, rows - side.loaded.rows - side.loaded.rejected)


def grown(name: str, read: Callable[[str], object]) -> bool:
    """Print the times of the slowest shape's times; whether every shape is about linear.

    Every text begins with a number of its own, so that no reading is kept from an earlier one.
    """
    slowest, worst, sound = 0.0, "", True
    for at, unit in enumerate(UNITS):
        times = [_seconds(read, f"{at}{size}", repeated(unit, size)) for size in SIZES]
        ratios = [(b - ALLOWED_MORE) / a for a, b in pairwise(times)]
        if max(times) > slowest:
            shown = " | ".join(f"{took * 1e3:.2f}" for took in times)
            slowest, worst = max(times), f"{shown} | {unit!a}"
        if max(ratios) > ALLOWED_RATIO:
            print(f"GREW in {name}: {unit!a} took {times} s")
            sound = False
    print(f"| {name} | {worst} |")
    return sound


def _seconds(read: Callable[[str], object], mark: str, text: str) -> float:
    """The lesser time of two readings of like texts."""
    taken = []
    for again in range(2):
        marked = f"Ann{mark}{again} {text}"[: len(text)]
        started = time.process_time()
        read(marked)
        taken.append(time.process_time() - started)
    return max(min(taken), 1e-9)


def kept_bytes(read: Callable[[str], object]) -> int:
    """The bytes that a normaliser holds on to after eight texts of 1 MB, for its cache."""
    read("warm")
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for at in range(KEPT_TEXTS):
        read(f"{at} " + "x" * SIZES[-1])
    kept = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return kept


def _with_its_end(relate: Callable[[str, str], object], text: str) -> object:
    return relate(text, text[2:])


def _is_bound() -> bool:
    """Whether time and memory stay in bounds for every normaliser and comparison."""
    print("\n| milliseconds for | 60 | 600 | 1 KB | 10 KB | 100 KB | 1 MB | slowest shape |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
    sound = [grown(name, read) for name, read in NORMALISERS.items()]
    for name, relate in COMPARISONS.items():
        sound.append(grown(name, partial(_with_its_end, relate)))
    keepers = {name: kept_bytes(read) for name, read in NORMALISERS.items()}
    most = max(keepers, key=lambda name: keepers[name])
    print(f"\nkept of {KEPT_TEXTS} MB: at most {keepers[most]:,} bytes ({most})")
    return all(sound) and keepers[most] <= KEPT_MOST


def main(count: str = "100000", seed: str = "1") -> int:
    """Print the figures; 1 if something raised, grew, was kept or was lost."""
    warnings.simplefilter("error")
    gc.disable()
    texts = list(hostile_strings(int(count), int(seed)))
    faults = Faults()
    size = sum(map(len, texts)) / 1e6
    print(f"{len(texts):,} texts, {len(set(texts)):,} distinct, {size:.0f} million characters\n")
    print("| what | calls | raised | a second | slowest, ms | its input |")
    print("| --- | ---: | ---: | ---: | ---: | --- |")
    for name, read in NORMALISERS.items():
        read("12 Elm St, Barre VT 05641")
        put_through(name, reading(read, texts), faults)
    for name, relate in COMPARISONS.items():
        put_through(name, relating(relate, texts), faults)
    put_through(f"rank, {RANKED} records", ranking(texts), faults)
    print()
    lost = linked(texts, faults)
    sound = _is_bound()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{faults.count} raised, {lost} rows lost, peak memory {memory:,.0f} MB")
    return int(bool(faults.count or lost) or not sound)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""The two passes over the records of a linking, timed by phase."""

from __future__ import annotations

from collections import Counter
from time import perf_counter
from typing import TYPE_CHECKING

from jobs.linkage.link_organizations import Organizations
from jobs.linkage.link_summary import Clock
from jobs.linkage.tables import Loaded
from matching.encode.batch import Words
from matching.encode.tabular import Reading, Rows, read_rows
from matching.engine.first_pass import Counted, FirstPass, Subjects, subjects_of
from matching.engine.second_pass import Blocked, Linking, Told, block_and_score

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def read_subjects(
    con: DuckDBPyConnection, loaded: Loaded, organizations: Organizations, clock: Clock
) -> tuple[Subjects, Counter[str]]:
    """The subjects with their keys, and how many rows of each column could not be read."""
    words = Words()
    with clock.phase("normalise"):
        reading = _read(con, loaded, words, range(loaded.rows), organizations)
    with clock.phase("block"):
        subjects = subjects_of(reading.people, words)
        if reading.organizations is not None:
            organizations.of_subjects(reading.organizations, subjects)
        return subjects, Counter(reading.unread)


def count_records(
    con: DuckDBPyConnection,
    loaded: Loaded,
    passes: tuple[FirstPass, Organizations],
    size: int,
    clock: Clock,
) -> Counter[str]:
    """The first pass over the records; how many rows of each column could not be read."""
    unread: Counter[str] = Counter()
    first_pass, organizations = passes
    for first in range(0, loaded.rows, size):
        with clock.phase("normalise"):
            words = first_pass.further_words()
            rows = range(first, min(first + size, loaded.rows))
            reading = _read(con, loaded, words, rows, organizations)
            unread.update(reading.unread)
        with clock.phase("block"):
            first_pass.add(reading.people, words)
            if reading.organizations is not None:
                organizations.add(reading.organizations, words, first)
    return unread


def _read(
    con: DuckDBPyConnection,
    loaded: Loaded,
    words: Words,
    rows: range,
    organizations: Organizations,
) -> Reading:
    wanted = Rows(loaded.role, loaded.columns.layout, rows)
    return read_rows(con, wanted, words, organizations.names)


def compared(linking: Linking, counted: Counted, clock: Clock, told: Told) -> Blocked:
    """The second pass: the pairs above the model's floor.

    Blocking and scoring run side by side, so the time passed is shared out as the threads spent
    theirs.
    """
    began = perf_counter()
    blocked = block_and_score(linking, counted, told)
    spent = perf_counter() - began
    busy = max(sum(blocked.seconds), 1e-9)
    clock.seconds["block"] += spent * blocked.seconds[0] / busy
    clock.seconds["score"] += spent * blocked.seconds[1] / busy
    return blocked

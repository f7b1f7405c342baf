"""Writes linked pairs as CSV or Parquet, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from jobs.linking_explained import explained, person_numbers
from jobs.linking_sql import literal, quoted
from matching.columns.people import Ints
from matching.glass import GRAIN
from matching.link import Linked
from matching.person_model import PersonModel
from skiptrace.model.errors import IntakeError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SUFFIXES = (".csv", ".parquet")
_EXPLAINED_AT_ONCE = 10_000
_FORMATS = {".csv": "FORMAT csv, HEADER true", ".parquet": "FORMAT parquet"}
_PROBABILITY = {".csv": "format('{:.12f}', p.probability)", ".parquet": "p.probability"}


@dataclass(frozen=True, slots=True)
class Output:
    """The file to write, and what the column of the subject's id is called."""

    path: Path
    subject_header: str

    @property
    def suffix(self) -> str:
        """The kind of file."""
        return self.path.suffix.lower()


def check_output(path: Path) -> None:
    """Raises IntakeError for a kind of file that is not written."""
    if path.suffix.lower() not in SUFFIXES:
        raise IntakeError(f"{path.name}: expected a file ending in {' or '.join(SUFFIXES)}")


def chosen(linked: Linked, threshold: float) -> Ints:
    """The places of the survivors to write: by subject, the likeliest first, then by record."""
    at = np.flatnonzero(linked.probability >= threshold)
    found = linked.found
    order = np.lexsort((found.record[at], -linked.weight[at], found.subject[at]))
    return np.asarray(at[order])


def write_scores(con: DuckDBPyConnection, output: Output, linked: Linked, at: Ints) -> None:
    """Write ids and probability of the survivors at these places, in their order.

    The tables subjects_ids and records_ids (no, id) are there. Raises IntakeError when the file
    cannot be written.
    """
    _copied(con, output, linked, at, "")


def write_explained(
    con: DuckDBPyConnection, output: Output, linked: Linked, at: Ints, explain: Explain
) -> None:
    """Write as `write_scores` does, with weight_bits, person and terms behind."""
    con.execute("CREATE OR REPLACE TEMP TABLE explained (place INTEGER, terms VARCHAR)")
    for first in range(0, len(at), _EXPLAINED_AT_ONCE):
        part = at[first : first + _EXPLAINED_AT_ONCE]
        terms = np.array(explained(explain.model, linked, part), dtype=object)
        numbers = np.arange(first, first + len(part), dtype=np.int32)
        con.register("part", {"place": numbers, "terms": terms})
        con.execute("INSERT INTO explained SELECT place, terms FROM part")
        con.unregister("part")
        explain.advance(len(part))
    _copied(con, output, linked, at, ", p.weight_bits, p.person, e.terms")


@dataclass(frozen=True, slots=True)
class Explain:
    """The model that explains, and what is told of every row explained."""

    model: PersonModel
    advance: Callable[[int], None]


def _copied(con: DuckDBPyConnection, output: Output, linked: Linked, at: Ints, more: str) -> None:
    import duckdb

    found = linked.found
    con.register(
        "pairs",
        {
            "place": np.arange(len(at), dtype=np.int32),
            "subject": found.subject[at],
            "record": found.record[at],
            "probability": linked.probability[at],
            "weight_bits": linked.weight[at] / GRAIN,
            "person": person_numbers(found.subject[at], linked.context.person[at]),
        },
    )
    query = (
        f"SELECT s.id AS {quoted(output.subject_header)}, r.id AS record_id, "  # noqa: S608
        f"{_PROBABILITY[output.suffix]} AS probability{more} "
        "FROM pairs p JOIN subjects_ids s ON s.no = p.subject "
        "JOIN records_ids r ON r.no = p.record "
        + ("JOIN explained e ON e.place = p.place " if more else "")
        + "ORDER BY p.place"
    )
    with _placed(output.path) as part:
        try:
            con.execute(
                f"COPY ({query}) TO {literal(str(part))} "
                f"({_FORMATS[output.suffix]}, USE_TMP_FILE false)"
            )
        except duckdb.IOException as error:
            raise IntakeError(f"{output.path.name}: cannot be written") from error
    con.unregister("pairs")


@contextmanager
def _placed(path: Path) -> Iterator[Path]:
    """A file of mode 0600 that takes its place when it is complete; a failed one is removed."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise IntakeError(f"{path.name}: cannot be written ({error.strerror})") from error
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)

"""Writes linked pairs as CSV or Parquet, whole or not at all."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from jobs.linkage.link_explained import TermTexts, person_numbers
from jobs.linkage.link_kinds import Explanations
from jobs.linkage.sql import literal, quoted
from matching.encode.batch import Ints
from matching.engine.link import Linked
from matching.score.additive import UNITS_PER_BIT
from skiptrace.model.errors import IntakeError
from skiptrace.model.spreadsheet import guarded_once

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SUFFIXES = (".csv", ".parquet")
_ALWAYS = ("record_id", "probability", "decision")
_MORE = ("weight_bits", "person", "terms", "met")
ACCEPT, REVIEW = "accept", "review"
"""Whether the linking stands behind a pair, or a person has to look at it."""

_EXPLAINED_AT_ONCE = 10_000
_FORMATS = {".csv": "FORMAT csv, HEADER true", ".parquet": "FORMAT parquet, ROW_GROUP_SIZE 20480"}
_PROBABILITY = {".csv": "format('{:.12f}', p.probability)", ".parquet": "p.probability"}


@dataclass(frozen=True, slots=True)
class Output:
    """The file to write, and what the column of the subject's id is called."""

    path: Path
    subject_header: str

    @property
    def header(self) -> str:
        """The column's name as it is written."""
        return guarded_once(self.subject_header) if self.suffix == ".csv" else self.subject_header

    @property
    def suffix(self) -> str:
        """The kind of file."""
        return self.path.suffix.lower()


def check_output(path: Path) -> None:
    """Raises IntakeError for a kind of file that is not written."""
    if path.suffix.lower() not in SUFFIXES:
        raise IntakeError(f"{path.name}: expected a file ending in {' or '.join(SUFFIXES)}")


def written_order(linked: Linked, threshold: float) -> Ints:
    """The places of the pairs to write: by subject, the likeliest first, then by record."""
    at = np.flatnonzero(linked.probability >= threshold)
    found = linked.found
    order = np.lexsort((found.record[at], -linked.weight[at], found.subject[at]))
    return np.asarray(at[order])


@dataclass(frozen=True, slots=True)
class Chosen:
    """The places of the pairs to write, in their order, and which pairs are accepted."""

    at: Ints
    accepted: Ints


def write_scores(con: DuckDBPyConnection, output: Output, linked: Linked, rows: Chosen) -> None:
    """Write ids, probability and decision of the pairs that are chosen, in their order.

    The tables subjects_ids and records_ids (no, id) are there. Raises IntakeError when the file
    cannot be written.
    """
    con.register("pairs", _columns(linked, rows))
    _show_ids(con, output)
    _copied(con, output, f"{_with_ids(output, '')} ORDER BY p.place")
    con.unregister("pairs")


@dataclass(frozen=True, slots=True)
class Explain:
    """What explains the rows, and what is told of every row explained."""

    explanations: Explanations
    advance: Callable[[int], None]


def write_explained(
    con: DuckDBPyConnection, output: Output, linked: Linked, rows: Chosen, explain: Explain
) -> None:
    """Write as `write_scores` does, with weight_bits, person, terms and met behind.

    CSV is written as it is explained. Rows for Parquet are kept in a table, which spills to disk.
    """
    _show_ids(con, output)
    parts = _explained_parts(con, linked, rows, explain)
    query = f"{_with_ids(output, ', p.weight_bits, p.person, p.terms, p.met')} ORDER BY p.place"
    if output.suffix == ".csv":
        with placed(output.path) as part, part.open("a", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow((output.header, *_ALWAYS, *_MORE))
            for _ in parts:
                writer.writerows(con.execute(query).fetchall())
        return
    into = "CREATE OR REPLACE TABLE explained AS"
    for _ in parts:
        con.execute(f"{into} {query}")
        into = "INSERT INTO explained"
    _copied(con, output, "FROM explained")


def _explained_parts(
    con: DuckDBPyConnection, linked: Linked, chosen: Chosen, explain: Explain
) -> Iterator[None]:
    """Puts the rows of one part after the other in the place of `pairs`; one part at least."""
    at, columns, texts = chosen.at, _columns(linked, chosen), TermTexts()
    for first in range(0, max(len(at), 1), _EXPLAINED_AT_ONCE):
        rows = slice(first, first + _EXPLAINED_AT_ONCE)
        terms = explain.explanations.terms(at[rows])
        more = {
            "terms": np.array([texts.listed(of) for of in terms], dtype=object),
            "met": np.array(explain.explanations.met(con, at[rows], terms), dtype=object),
        }
        con.register("pairs", {**{name: c[rows] for name, c in columns.items()}, **more})
        yield
        con.unregister("pairs")
        explain.advance(len(terms))


def _columns(linked: Linked, rows: Chosen) -> dict[str, NDArray[Any]]:
    found, at = linked.found, rows.at
    return {
        "place": np.arange(len(at), dtype=np.int32),
        "subject": found.subject[at],
        "record": found.record[at],
        "probability": linked.probability[at],
        "accepted": np.isin(at, rows.accepted),
        "weight_bits": linked.weight[at] / UNITS_PER_BIT,
        "person": person_numbers(found.subject[at], linked.context.person[at]),
    }


def _with_ids(output: Output, more: str) -> str:
    """SQL for the rows of `pairs` with the ids of the files."""
    return (
        f"SELECT coalesce(ss.shown, s.id) AS {quoted(output.header)}, "  # noqa: S608
        "coalesce(rs.shown, r.id) AS record_id, "
        f"{_PROBABILITY[output.suffix]} AS probability, "
        f"if(p.accepted, '{ACCEPT}', '{REVIEW}') AS decision{more} "
        "FROM pairs p JOIN subjects_ids s ON s.no = p.subject "
        "JOIN records_ids r ON r.no = p.record "
        "LEFT JOIN subjects_shown ss ON ss.no = p.subject "
        "LEFT JOIN records_shown rs ON rs.no = p.record"
    )


def _show_ids(con: DuckDBPyConnection, output: Output) -> None:
    """Tables ROLE_shown (no, shown): the ids that a CSV file must not hold as they are."""
    for role in ("subjects", "records"):
        con.execute(f"CREATE OR REPLACE TABLE {role}_shown (no BIGINT, shown VARCHAR)")
        if output.suffix != ".csv":
            continue
        unusual = f"SELECT no, id FROM {role}_ids WHERE regexp_matches(id, '^[^A-Za-z0-9]')"  # noqa: S608
        shown = [
            (no, guarded_once(name))
            for no, name in con.execute(unusual).fetchall()
            if guarded_once(name) != name
        ]
        if shown:
            con.executemany(f"INSERT INTO {role}_shown VALUES (?, ?)", shown)  # noqa: S608


def _copied(con: DuckDBPyConnection, output: Output, query: str) -> None:
    import duckdb

    with placed(output.path) as part:
        try:
            con.execute(
                f"COPY ({query}) TO {literal(str(part))} "
                f"({_FORMATS[output.suffix]}, USE_TMP_FILE false)"
            )
        except duckdb.IOException as error:
            raise IntakeError(f"{output.path.name}: cannot be written") from error


@contextmanager
def placed(path: Path) -> Iterator[Path]:
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

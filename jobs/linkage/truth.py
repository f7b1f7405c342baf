"""Pairs that are known to be one person, and how many of them were compared."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from jobs.linkage.ids import pair_columns
from jobs.linkage.link_summary import Completeness
from matching.encode.batch import Ints
from skiptrace.intake.formats import Formats
from skiptrace.intake.reader import open_table
from skiptrace.intake.settings import Limits
from skiptrace.model.errors import IntakeError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MANY = 50_000


@dataclass(frozen=True, slots=True)
class Truth:
    """The true pairs by the numbers of their rows, and how many have an id that no file has."""

    subject: Ints
    record: Ints
    unknown: int


def read_truth(con: DuckDBPyConnection, path: Path, ids: tuple[str, str]) -> Truth:
    """The pairs of a file with a column for each id, named as in the files or as usual.

    The tables subjects_ids and records_ids (no, id) are there. Raises IntakeError for a file
    without the two columns.
    """
    con.execute("CREATE OR REPLACE TEMP TABLE truth (subject VARCHAR, record VARCHAR)")
    with open_table(path, Formats(), Limits()) as table:
        places = _places(path, table.header, ids)
        rows = ([row.cells[at] for at in places] for row in table.rows if row.damage is None)
        while part := [row for row, _ in zip(rows, range(_MANY), strict=False)]:
            columns = {
                name: np.array([row[at] for row in part], dtype=object)
                for at, name in enumerate(("subject", "record"))
            }
            con.register("part", columns)
            con.execute("INSERT INTO truth SELECT subject, record FROM part")
            con.unregister("part")
    return _truth(con)


def _places(path: Path, header: tuple[str, ...], ids: tuple[str, str]) -> tuple[int, int]:
    try:
        return pair_columns(header, ids)
    except IntakeError as error:
        raise IntakeError(f"{path.name}: {error}") from error


def _truth(con: DuckDBPyConnection) -> Truth:
    joined = con.execute(
        "SELECT DISTINCT s.no AS subject, r.no AS record FROM truth t "
        "JOIN subjects_ids s ON s.id = t.subject JOIN records_ids r ON r.id = t.record"
    ).fetchnumpy()
    ((rows,),) = con.execute("SELECT count(*) FROM (SELECT DISTINCT * FROM truth)").fetchall()
    subject, record = (joined[name].astype(np.int64) for name in ("subject", "record"))
    return Truth(subject, record, int(rows) - len(subject))


class TrueCandidates:
    """Counts the true pairs among the candidate pairs that pass by."""

    def __init__(self, truth: Truth) -> None:
        self._unknown = truth.unknown
        self._true = np.sort(truth.record << 32 | truth.subject)
        self._compared = np.zeros(len(self._true), dtype=np.bool_)

    def see(self, subject: Ints, record: Ints) -> None:
        """Candidate pairs."""
        if len(self._true):
            pair = record << 32 | subject
            at = np.minimum(np.searchsorted(self._true, pair), len(self._true) - 1)
            self._compared[at[self._true[at] == pair]] = True

    @property
    def completeness(self) -> Completeness:
        """How many of the true pairs blocking proposed."""
        return Completeness(len(self._true), int(self._compared.sum()), self._unknown)

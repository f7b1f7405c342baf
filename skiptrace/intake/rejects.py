"""The two files of rejects beside an intake file: the reasons, and the rows to be mended."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TextIO

from skiptrace.intake.entry import IntakeRow
from skiptrace.intake.problem import Reject
from skiptrace.intake.read import IntakeTally
from skiptrace.model.spreadsheet import guarded_once

_REASON_HEADER = ("file", "row", "field", "expectation", "code")
# Longer cells are shortened in the file of rows: a person mends them in the original.
_SHOWN = 1_000
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def reject_paths(path: Path) -> tuple[Path, Path]:
    """Where the reasons and the rows go: `mail.csv` has mail.reasons.csv and mail.rejects.csv."""
    return path.with_name(f"{path.stem}.reasons.csv"), path.with_name(f"{path.stem}.rejects.csv")


def mendable(cell: str) -> str:
    """A cell that a spreadsheet shows as text: no formula, odd bytes as \\x.., not too long."""
    text = cell
    if len(text) > _SHOWN:
        text = f"{text[:_SHOWN]}... ({len(cell):,} characters)"
    text = _UNPRINTABLE.sub(_escaped, text)
    return guarded_once(text)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    byte = code - 0xDC00 if 0xDC80 <= code <= 0xDCFF else code
    return f"\\x{byte:02x}"


class RejectFiles:
    """Writes the rejects of one intake file, mode 0600; an earlier run's files are replaced.

    The reasons hold no values: file, row, field, expectation, code. The rows have the reasons
    first, then the original columns. Neither file is left when nothing was rejected.

    The file of rows can be mended and given to the intake as it is: an apostrophe that stands
    before what a spreadsheet would compute is taken away there (skiptrace.model.spreadsheet).
    """

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self.reasons_path, self.rows_path = reject_paths(path)
        self._name = path.name
        self._header = tuple(header)
        self._open: list[TextIO] = []
        self.count = 0

    def __enter__(self) -> RejectFiles:
        for old in (self.reasons_path, self.rows_path):
            old.unlink(missing_ok=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for stream in self._open:
            stream.close()

    def write(self, reject: Reject) -> None:
        """Adds one rejected row to both files."""
        if not self._open:
            self._begin()
        self.count += 1
        reasons, rows = (csv.writer(stream) for stream in self._open)
        for problem in reject.problems:
            said = (problem.field, problem.expectation, problem.code)
            reasons.writerow((mendable(self._name), reject.row, *map(mendable, said)))
        rows.writerow((reject.row, *map(mendable, (reject.reasons, *reject.raw))))

    def _begin(self) -> None:
        for path in (self.reasons_path, self.rows_path):
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            self._open.append(os.fdopen(descriptor, "w", encoding="utf-8", newline=""))
        csv.writer(self._open[0]).writerow(_REASON_HEADER)
        header = ("reject_row", "reject_reasons", *map(mendable, self._header))
        csv.writer(self._open[1]).writerow(header)


def without_rejects(
    items: Iterable[IntakeRow | Reject], files: RejectFiles, tally: IntakeTally
) -> Iterator[IntakeRow]:
    """The rows that were taken in; rejects go to their files, and everything is counted."""
    for item in items:
        tally.count(item)
        if isinstance(item, Reject):
            files.write(item)
        else:
            yield item

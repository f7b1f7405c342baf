"""The files beside an intake file: rejected rows, why, and what was left out of the others."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from filecmp import cmp
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import TextIO

from skiptrace.intake.debtors import Item
from skiptrace.intake.entry import IntakeRow
from skiptrace.intake.problem import FieldProblem, NotAnAccount, Reject
from skiptrace.intake.read import IntakeTally
from skiptrace.model.spreadsheet import guarded_once

_REASON_HEADER = ("file", "row", "field", "expectation", "code")
# Longer cells are shortened in the file of rows: a person mends them in the original.
_SHOWN = 1_000
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def reject_paths(path: Path) -> tuple[Path, Path]:
    """Where the reasons and the rows go: `mail.csv` has mail.reasons.csv and mail.rejects.csv."""
    return path.with_name(f"{path.stem}.reasons.csv"), path.with_name(f"{path.stem}.rejects.csv")


def warnings_path(path: Path) -> Path:
    """Where the fields that were left out are named: `mail.csv` has mail.warnings.csv."""
    return path.with_name(f"{path.stem}.warnings.csv")


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
    """Writes the rejects and warnings of one intake file, mode 0600; none is left without content.

    Reasons and warnings hold no values: file, row, field, expectation, code. The rows have the
    reasons first, then the original columns. The files of an earlier run are never overwritten:
    the next ones are numbered (mail.rejects-2.csv), and go where an earlier run said the same.

    The file of rows can be mended and given to the intake as it is: an apostrophe that stands
    before what a spreadsheet would compute is taken away there (skiptrace.model.spreadsheet).
    """

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self.turn = _free_turn(path)
        self.reasons_path, self.rows_path = (_numbered(p, self.turn) for p in reject_paths(path))
        self.warnings_path = _numbered(warnings_path(path), self.turn)
        self._path = path
        self._header = tuple(header)
        self._open: dict[Path, TextIO] = {}
        self.count = self.warned = 0

    def __enter__(self) -> RejectFiles:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for stream in self._open.values():
            stream.close()
        if self.turn > 1 and self._said_before():
            for path in self._open:
                path.unlink()
            self.turn -= 1
            reasons, rows = reject_paths(self._path)
            self.reasons_path = _numbered(reasons, self.turn)
            self.rows_path = _numbered(rows, self.turn)
            self.warnings_path = _numbered(warnings_path(self._path), self.turn)

    @property
    def written(self) -> tuple[Path, ...]:
        """The files that hold something, known once the writing has ended."""
        files = (self.reasons_path, self.rows_path) if self.count else ()
        return (*files, self.warnings_path) if self.warned else files

    def write(self, reject: Reject) -> None:
        """Adds one rejected row to both files."""
        self.count += 1
        reasons = self._begun(self.reasons_path, _REASON_HEADER)
        header = ("reject_row", "reject_reasons", *map(mendable, self._header))
        rows = self._begun(self.rows_path, header)
        self._say(reasons, reject.row, reject.problems)
        csv.writer(rows).writerow((reject.row, *map(mendable, (reject.reasons, *reject.raw))))

    def warn(self, row: int, warnings: Sequence[FieldProblem]) -> None:
        """Names fields of a row that was taken in without them."""
        self.warned += len(warnings)
        self._say(self._begun(self.warnings_path, _REASON_HEADER), row, warnings)

    def _say(self, stream: TextIO, row: int, problems: Sequence[FieldProblem]) -> None:
        writer = csv.writer(stream)
        for problem in problems:
            said = (problem.field, problem.expectation, problem.code)
            writer.writerow((mendable(self._path.name), row, *map(mendable, said)))

    def _begun(self, path: Path, header: Sequence[str]) -> TextIO:
        if path not in self._open:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            self._open[path] = os.fdopen(descriptor, "w", encoding="utf-8", newline="")
            csv.writer(self._open[path]).writerow(header)
        return self._open[path]

    def _said_before(self) -> bool:
        """Whether the run before wrote the same files with the same content."""
        kinds = (*reject_paths(self._path), warnings_path(self._path))
        now, before = ([_numbered(p, self.turn - ago) for p in kinds] for ago in (0, 1))
        return all(_alike(one, other) for one, other in zip(now, before, strict=True))


def _numbered(path: Path, turn: int) -> Path:
    return path if turn == 1 else path.with_name(f"{path.stem}-{turn}{path.suffix}")


def _free_turn(path: Path) -> int:
    """The first number of which no file is there yet."""
    kinds = (*reject_paths(path), warnings_path(path))
    return next(n for n in count(1) if not any(_numbered(p, n).exists() for p in kinds))


def _alike(one: Path, other: Path) -> bool:
    if not (one.exists() and other.exists()):
        return one.exists() == other.exists()
    return cmp(one, other, shallow=False)


def without_rejects(
    items: Iterable[Item], files: RejectFiles, tally: IntakeTally
) -> Iterator[IntakeRow]:
    """The rows that were taken in; rejects and warnings go to their files, all is counted."""
    for item in items:
        tally.count(item)
        if isinstance(item, Reject):
            files.write(item)
        elif isinstance(item, NotAnAccount):
            files.warn(item.row, (item.problem,))
        else:
            if item.warnings:
                files.warn(item.row, item.warnings)
            yield item

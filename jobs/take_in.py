"""Takes an intake file into the case file, in groups, and counts what became of its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from skiptrace.casefile.accounts import AccountEntry, Added
from skiptrace.casefile.case import CaseFile
from skiptrace.intake.entry import IntakeRow
from skiptrace.intake.mapping import Mapping
from skiptrace.intake.read import IntakeSummary, IntakeTally, inspect_intake, read_intake
from skiptrace.intake.rejects import RejectFiles, without_rejects
from skiptrace.intake.settings import IntakeSettings

_COMMIT = 500
"""How many accounts one transaction takes in."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What an intake did: the rows, what they changed, where the rejects are, unread columns."""

    summary: IntakeSummary
    accounts: Added
    rejects: tuple[Path, ...]
    unread_columns: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TakeIn:
    """Reads intake files. Without a case file (a dry run) it only says what it would do."""

    case: CaseFile | None
    settings: IntakeSettings

    def run(self, path: Path, mapping: Mapping, advance: Callable[[int], None]) -> TakenIn:
        """Take in one file; `advance` is told how many rows were taken.

        A file taken in twice changes nothing the second time.
        """
        facts = inspect_intake(path, mapping, self.settings)
        tally = IntakeTally()
        accounts = Added()
        with RejectFiles(path, facts.binding.header) as rejects:
            rows = without_rejects(read_intake(path, mapping, self.settings), rejects, tally)
            for group in _groups(rows, _COMMIT):
                accounts = _both(accounts, self._add(group))
                advance(len(group))
            paths = (rejects.reasons_path, rejects.rows_path) if rejects.count else ()
        return TakenIn(tally.summary(), accounts, paths, tuple(facts.binding.unmapped), facts.notes)

    def _add(self, rows: list[IntakeRow]) -> Added:
        if self.case is None:
            return Added()
        with self.case.write() as tx:
            return self.case.accounts.add(tx, [_entry(row) for row in rows])


def _both(a: Added, b: Added) -> Added:
    return Added(a.new + b.new, a.changed + b.changed, a.unchanged + b.unchanged)


def _entry(row: IntakeRow) -> AccountEntry:
    return AccountEntry(row.account, row.subject, row.role, row.holds, row.returned_mail)


def _groups(items: Iterable[T], size: int) -> Iterator[list[T]]:
    running = iter(items)
    while group := list(islice(running, size)):
        yield group

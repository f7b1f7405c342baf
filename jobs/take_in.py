"""Takes an intake file into the case file, in groups, and counts what became of its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TypeVar

from skiptrace.casefile.accounts import AccountEntry, Added
from skiptrace.casefile.case import CaseFile
from skiptrace.intake.debtors import Item
from skiptrace.intake.entry import IntakeRow
from skiptrace.intake.mapping import Mapping
from skiptrace.intake.problem import Reject
from skiptrace.intake.read import IntakeSummary, IntakeTally, inspect_intake, read_intake
from skiptrace.intake.rejects import RejectFiles, without_rejects
from skiptrace.intake.settings import IntakeSettings
from skiptrace.model.account import Hold

_COMMIT = 500
"""How many accounts one transaction takes in."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What an intake did: the rows, what they changed, where the rejects are, unread columns.

    `restraints` says what became of holds on rejected rows.
    """

    summary: IntakeSummary
    accounts: Added
    rejects: tuple[Path, ...]
    unread_columns: tuple[str, ...]
    notes: tuple[str, ...]
    restraints: Restraints


@dataclass(slots=True)
class Restraints:
    """The holds of rejected rows: those still to enter, and how many rows had or lost some."""

    waiting: list[Hold] = field(default_factory=list)
    rows: int = 0
    lost: int = 0

    def noted(self, items: Iterable[Item]) -> Iterator[Item]:
        """The same items; the holds of the rejects among them are kept."""
        for item in items:
            if isinstance(item, Reject):
                self.waiting += item.holds
                self.rows += bool(item.holds)
                self.lost += item.is_hold_lost
            yield item

    def taken(self) -> list[Hold]:
        """The holds that are to be entered now; they wait no longer."""
        holds, self.waiting = self.waiting, []
        return holds


@dataclass(frozen=True, slots=True)
class TakeIn:
    """Reads intake files. Without a case file (a dry run) it only says what it would do."""

    case: CaseFile | None
    settings: IntakeSettings

    def run(self, path: Path, mapping: Mapping, advance: Callable[[int], None]) -> TakenIn:
        """Take in one file; `advance` is told how many rows were taken.

        A file taken in twice changes nothing the second time. The hold of a rejected row is entered
        all the same, whether its account is known by then or not.
        """
        facts = inspect_intake(path, mapping, self.settings)
        tally = IntakeTally(frozenset(self.settings.holds.statuses))
        accounts = Added()
        restraints = Restraints()
        with RejectFiles(path, facts.binding.header) as rejects:
            items = restraints.noted(read_intake(path, mapping, self.settings))
            rows = without_rejects(items, rejects, tally)
            for group in _groups(rows, _COMMIT):
                accounts = _both(accounts, self._add(group, restraints.taken()))
                advance(len(group))
            self._add([], restraints.taken())
        paths = rejects.written
        unread = tuple(facts.binding.unmapped)
        return TakenIn(tally.summary(), accounts, paths, unread, facts.notes, restraints)

    def _add(self, rows: list[IntakeRow], holds: list[Hold]) -> Added:
        if self.case is None:
            return Added()
        with self.case.write() as tx:
            self.case.accounts.add_holds(tx, holds)
            return self.case.accounts.add(tx, [_entry(row) for row in rows])


def _both(a: Added, b: Added) -> Added:
    return Added(a.new + b.new, a.changed + b.changed, a.unchanged + b.unchanged)


def _entry(row: IntakeRow) -> AccountEntry:
    return AccountEntry(row.account, row.subject, row.role, row.stated_holds(), row.returned_mail)


def _groups(items: Iterable[T], size: int) -> Iterator[list[T]]:
    running = iter(items)
    while group := list(islice(running, size)):
        yield group

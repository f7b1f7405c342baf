"""The way in: an intake file to rows and rejects, one at a time, and what became of them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from skiptrace.intake.debtors import Debtors, Item
from skiptrace.intake.entry import IntakeRow
from skiptrace.intake.mapping import Binding, Mapping, bind
from skiptrace.intake.problem import NotAnAccount, Reject
from skiptrace.intake.reader import open_accounts
from skiptrace.intake.repeats import TOGETHER, Repeats
from skiptrace.intake.returned_mail import shipped_return_codes
from skiptrace.intake.rows import RowReader
from skiptrace.intake.settings import IntakeSettings
from skiptrace.intake.table import RawRow, RawTable

_TOGETHER = 500
"""Rows whose debtors are looked up together."""


def read_intake(path: Path, mapping: Mapping, settings: IntakeSettings) -> Iterator[Item]:
    """Every row of the file as an IntakeRow for each obligor, or what else it is, in their order.

    Raises IntakeError when the file, its header or the mapping do not fit; a bad row never raises.
    """
    with open_accounts(path, mapping, settings.limits) as table:
        binding = bind(path.name, mapping, table.header)
        repeats = Repeats.of(_rows(table), binding)
    with open_accounts(path, mapping, settings.limits) as table:
        reader = RowReader.of(mapping, binding, settings, table)
        another = mapping.formats.another_debtor
        debtors = Debtors(reader, repeats, settings.known, settings.identify, another)
        raws = _rows(table)
        while group := list(islice(raws, _TOGETHER)):
            for items in debtors.taken_in(group):
                yield from items


def _rows(table: RawTable) -> Iterator[RawRow]:
    return (raw for raw in table.rows if any(map(str.strip, raw.cells)) or raw.damage)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file before its rows: header, unread columns, how it is read."""

    binding: Binding
    notes: tuple[str, ...]


def inspect_intake(path: Path, mapping: Mapping, settings: IntakeSettings) -> FileFacts:
    """The facts of a file under a mapping; raises IntakeError exactly when reading it would."""
    with open_accounts(path, mapping, settings.limits) as table:
        return FileFacts(bind(path.name, mapping, table.header), table.notes)


@dataclass(frozen=True, slots=True)
class IntakeSummary:
    """What became of the rows: counts of all, of faults by kind, of next actions by name.

    `left_out` counts what of taken-in rows was not taken, by the reason in words; `warned` the
    fields left out, by field; `noticed` the warnings that cost no field, by code; `kinds` the
    obligors by what their names stand for; `held_words` the status words that nobody knows, with
    the number of accounts that each holds; `unknown_codes` the return codes that their list does
    not know; `others` the lines of the report that are no accounts.
    """

    taken: int
    rejected: int
    faults: MappingOf[str, int]
    actions: MappingOf[str, int]
    left_out: MappingOf[str, int] = field(default_factory=dict)
    warned: MappingOf[str, int] = field(default_factory=dict)
    noticed: MappingOf[str, int] = field(default_factory=dict)
    kinds: MappingOf[str, int] = field(default_factory=dict)
    held_words: MappingOf[str, int] = field(default_factory=dict)
    unknown_codes: MappingOf[str, int] = field(default_factory=dict)
    others: int = 0

    @property
    def rows(self) -> int:
        """All rows of accounts."""
        return self.taken + self.rejected


NOTICES = frozenset({"person_and_business", "encoding_guessed", "columns", TOGETHER})
"""Codes of warnings that leave out no field, but say how a row was read."""


@dataclass(slots=True)
class IntakeTally:
    """Counts rows as they pass; `known_statuses` are those that hold nothing unawares."""

    known_statuses: frozenset[str]
    _taken: int = 0
    _rejected: int = 0
    _others: int = 0
    _last: int = 0
    _faults: Counter[str] = field(default_factory=Counter)
    _actions: Counter[str] = field(default_factory=Counter)
    _left_out: Counter[str] = field(default_factory=Counter)
    _warned: Counter[str] = field(default_factory=Counter)
    _noticed: Counter[str] = field(default_factory=Counter)
    _unknown_codes: Counter[str] = field(default_factory=Counter)
    _kinds: Counter[str] = field(default_factory=Counter)
    _held_words: Counter[str] = field(default_factory=Counter)

    def count(self, item: Item) -> None:
        """Counts one row or one more obligor of it; a reject once for each kind of fault in it."""
        if isinstance(item, NotAnAccount):
            self._others += 1
            return
        if isinstance(item, Reject):
            self._rejected += 1
            self._faults.update({problem.code for problem in item.problems})
            return
        if item.row != self._last or not self._taken:
            self._last = item.row
            self._count_account(item)
        self._kinds[item.kind.value] += 1
        self._left_out.update(item.subject.left_out)
        costly = [warning for warning in item.warnings if warning.code not in NOTICES]
        self._warned.update({warning.field for warning in costly})
        self._noticed.update({warning.code for warning in item.warnings} & NOTICES)

    def _count_account(self, item: IntakeRow) -> None:
        self._taken += 1
        mail = item.returned_mail
        self._actions[mail.action.value if mail else "no_returned_mail"] += 1
        if item.account.status not in self.known_statuses:
            self._held_words[item.account.status] += 1
        if mail and mail.code and not shipped_return_codes().knows(mail.code_list, mail.code):
            self._unknown_codes[f"{mail.code_list} {mail.code}".strip()] += 1

    def summary(self) -> IntakeSummary:
        """The counts so far."""
        return IntakeSummary(
            self._taken,
            self._rejected,
            dict(self._faults),
            dict(self._actions),
            dict(self._left_out),
            dict(self._warned),
            dict(self._noticed),
            dict(self._kinds),
            dict(self._held_words),
            dict(self._unknown_codes),
            self._others,
        )

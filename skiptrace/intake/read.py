"""The way in: an intake file to rows and rejects, one at a time, and what became of them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from pathlib import Path

from skiptrace.intake.duplicates import SeenAccounts
from skiptrace.intake.entry import IntakeRow
from skiptrace.intake.mapping import Binding, Mapping, bind
from skiptrace.intake.problem import Reject
from skiptrace.intake.reader import open_table
from skiptrace.intake.rows import RowReader
from skiptrace.intake.settings import IntakeSettings
from skiptrace.intake.table import RawRow


def read_intake(
    path: Path, mapping: Mapping, settings: IntakeSettings
) -> Iterator[IntakeRow | Reject]:
    """Every row of the file as an IntakeRow or a Reject, in the file's order, in little memory.

    Raises IntakeError when the file, its header or the mapping do not fit; a bad row never raises.
    """
    with open_table(path, mapping.formats, settings.limits) as table:
        binding = bind(path.name, mapping, table.header)
        seen = SeenAccounts()
        reader = RowReader.of(mapping, binding, settings, seen)
        for raw in table.rows:
            yield _taken_in(reader, seen, raw)


def _taken_in(reader: RowReader, seen: SeenAccounts, raw: RawRow) -> IntakeRow | Reject:
    row = reader.read(raw)
    if isinstance(row, Reject):
        return row
    content = [raw.cells[place] for place in reader.binding.places.values()]
    problem = seen.check(row, content)
    if problem is not None:
        return reader.reject(raw, (problem,))
    seen.remember(row, content)
    return row


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file before its rows: header, unread columns, how it is read."""

    binding: Binding
    notes: tuple[str, ...]


def inspect_intake(path: Path, mapping: Mapping, settings: IntakeSettings) -> FileFacts:
    """The facts of a file under a mapping; raises IntakeError exactly when reading it would."""
    with open_table(path, mapping.formats, settings.limits) as table:
        return FileFacts(bind(path.name, mapping, table.header), table.notes)


@dataclass(frozen=True, slots=True)
class IntakeSummary:
    """What became of the rows: counts of all, of faults by kind, of next actions by name.

    `left_out` counts what of taken-in rows was not taken, by the reason in words.
    """

    taken: int
    rejected: int
    faults: MappingOf[str, int]
    actions: MappingOf[str, int]
    left_out: MappingOf[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """All rows read."""
        return self.taken + self.rejected


@dataclass(slots=True)
class IntakeTally:
    """Counts rows as they pass."""

    _taken: int = 0
    _rejected: int = 0
    _faults: Counter[str] = field(default_factory=Counter)
    _actions: Counter[str] = field(default_factory=Counter)
    _left_out: Counter[str] = field(default_factory=Counter)

    def count(self, item: IntakeRow | Reject) -> None:
        """Counts one row; a reject counts once for each kind of fault in it."""
        if isinstance(item, Reject):
            self._rejected += 1
            self._faults.update({problem.code for problem in item.problems})
        else:
            self._taken += 1
            mail = item.returned_mail
            self._actions[mail.action.value if mail else "no_returned_mail"] += 1
            self._left_out.update(item.subject.left_out)

    def summary(self) -> IntakeSummary:
        """The counts so far."""
        counts = (dict(self._faults), dict(self._actions), dict(self._left_out))
        return IntakeSummary(self._taken, self._rejected, *counts)

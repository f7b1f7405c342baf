"""Who is who where an account number comes again, in one file or after earlier ones.

An account's debtor never becomes somebody else by a row: another name under its number is another
debtor, in the role that the mapping says, or the row is rejected until it says one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from matching.same_person import are_two_debtors, identity_of
from skiptrace.intake.duplicates import SeenAccounts
from skiptrace.intake.entry import IntakeRow
from skiptrace.intake.formats import SAME_DEBTOR
from skiptrace.intake.problem import FieldProblem, NotAnAccount, Reject
from skiptrace.intake.repeats import Read, Repeats, Turn, together
from skiptrace.intake.rows import RowReader
from skiptrace.intake.settings import Known
from skiptrace.intake.table import RawRow
from skiptrace.model.account import ObligorRole
from skiptrace.model.subject import Subject

Item = IntakeRow | NotAnAccount | Reject
"""What a row of a file is: an obligor of an account, a line of the report, or rejected."""

ANOTHER = "another_debtor"
"""The code of a row that names another debtor under an account's number."""

_ANSWER = "the mapping says what another one is ([formats] another_debtor)"


@dataclass(frozen=True, slots=True)
class Debtors:
    """Gives the obligors of one file their ids, the same person the same one in every file.

    `known` looks up whom earlier files named, `another` is [formats] another_debtor; `repeats`
    takes together what several rows say of one debtor.
    """

    reader: RowReader
    repeats: Repeats
    known: Known
    identify: Callable[[str], str]
    another: str
    seen: SeenAccounts = field(default_factory=SeenAccounts)

    def taken_in(self, raws: Sequence[RawRow]) -> list[tuple[Item, ...]]:
        """What each of some rows becomes, one after the other, with those that waited for them."""
        turns = [t for raw in raws for t in self.repeats.turn_of(raw, self.reader.read(raw))]
        taken = (turn.read for turn in turns if isinstance(turn.read, tuple))
        first = [one for rows in taken for one in self._first_ids(rows)]
        looked_up = _LookedUp(self.known, first)
        return [self._taken_in(turn, looked_up) for turn in turns]

    def _first_ids(self, rows: Sequence[IntakeRow]) -> list[Subject]:
        turns: Counter[ObligorRole] = Counter()
        found = []
        for row in rows:
            turns[row.role] += 1
            found.append(self._with_id(row, turns[row.role]).subject)
        return found

    def _with_id(self, row: IntakeRow, turn: int) -> IntakeRow:
        subject_id = self.identify(f"{row.account.number}|{row.role}|{turn}")
        return replace(row, subject=replace(row.subject, id=subject_id))

    def _taken_in(self, turn: Turn, looked_up: _LookedUp) -> tuple[Item, ...]:
        raw, rows = turn.raw, turn.read
        if isinstance(rows, Reject | NotAnAccount):
            return (rows,)
        content = self._content(raw)
        problem = self._repeated(content)
        if problem is None and rows[0].role is ObligorRole.PRIMARY:
            problem = self._conflict(rows[0], looked_up)
            if problem is not None and problem.code == ANOTHER and self.another:
                again = self._in_role(turn, ObligorRole(self.another))
                if isinstance(again, Reject | NotAnAccount):
                    return (again,)
                rows, problem = again, None
        if problem is not None:
            return (self.reader.reject(raw, (problem,)),)
        for one in (raw, *turn.more):
            self.seen.remember(one.number, self._content(one))
        return tuple(self._seated(row, looked_up) for row in rows)

    def _in_role(self, turn: Turn, role: ObligorRole) -> Read:
        """The row, with those taken together with it, as it reads with its debtor in a role."""
        read = self.reader.read(turn.raw, role)
        for raw in turn.more:
            more = self.reader.read(raw, role)
            if isinstance(read, tuple) and isinstance(more, tuple):
                read = together(read, more) or read
        return read

    def _content(self, raw: RawRow) -> list[str]:
        size = len(raw.cells)
        places = self.reader.binding.places.values()
        return [raw.cells[place] if place < size else "" for place in places]

    def _repeated(self, content: Sequence[str]) -> FieldProblem | None:
        same = self.seen.same_row(content)
        if same is None:
            return None
        return _problem(f"each account once: row {same} has the same content", "duplicate")

    def _conflict(self, row: IntakeRow, looked_up: _LookedUp) -> FieldProblem | None:
        """Why a row cannot be of the account's primary obligor; None where it can."""
        before = self.seen.primary(row.account.number)
        if before is not None:
            number, subject = before
            if not _are_two(row.subject, subject):
                words = f"one row for a debtor: row {number} has other facts of the same one"
                return _problem(words, "duplicate_conflict")
            if self.another == SAME_DEBTOR:
                words = f"one name for a debtor: row {number} has another"
                return _problem(words, "duplicate_conflict")
            words = f"one debtor for an account, unless {_ANSWER}: row {number} names another"
            return _problem(words, ANOTHER)
        known = looked_up.other(self._with_id(row, 1).subject)
        if known is None or self.another == SAME_DEBTOR or not _are_two(row.subject, known):
            return None
        words = f"the debtor whom an earlier file named under this number, unless {_ANSWER}"
        return _problem(words, ANOTHER)

    def _seated(self, row: IntakeRow, looked_up: _LookedUp) -> IntakeRow:
        """The row with the id of its subject: nobody else's, in this file or an earlier one."""
        turn = 1
        one = self._with_id(row, turn)
        while row.role is not ObligorRole.PRIMARY and self._is_anothers(one.subject, looked_up):
            turn += 1
            one = self._with_id(row, turn)
        self.seen.seat(one)
        return one

    def _is_anothers(self, subject: Subject, looked_up: _LookedUp) -> bool:
        if self.seen.is_seated(subject.id):
            return True
        known = looked_up.other(subject)
        return known is not None and _are_two(subject, known)


class _LookedUp:
    """Whom the case file knows under the ids of subjects, looked up together where it can be."""

    def __init__(self, known: Known, subjects: Sequence[Subject]) -> None:
        self._known = known
        self._asked: dict[str, Subject] = {}
        self._others: dict[str, Subject] = {}
        self._ask(subjects)

    def _ask(self, subjects: Sequence[Subject]) -> None:
        self._asked |= {subject.id: subject for subject in subjects}
        self._others |= self._known(subjects)

    def other(self, subject: Subject) -> Subject | None:
        """The subject of that id as it is known, if it is known by other facts."""
        if self._asked.get(subject.id) != subject:
            self._others.pop(subject.id, None)
            self._ask([subject])
        return self._others.get(subject.id)


def _are_two(one: Subject, other: Subject) -> bool:
    return are_two_debtors(identity_of(one), identity_of(other))


def _problem(words: str, code: str) -> FieldProblem:
    return FieldProblem("account_number", words, code)

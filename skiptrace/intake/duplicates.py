"""Account numbers that come twice in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from skiptrace.intake.entry import IntakeRow
from skiptrace.intake.problem import FieldProblem
from skiptrace.model.account import ObligorRole


@dataclass(slots=True)
class SeenAccounts:
    """Remembers the rows taken in so far, by digests of 16 bytes, not by their values.

    An account has one primary obligor; other roles may come again with another person.
    """

    _first: dict[bytes, int] = field(default_factory=dict)
    _contents: dict[bytes, int] = field(default_factory=dict)
    _counts: dict[bytes, int] = field(default_factory=dict)

    def turn(self, number: str, role: ObligorRole) -> int:
        """Which subject of that role on that account the next one is, from 1."""
        return self._counts.get(_key(number, role), 0) + 1

    def check(self, row: IntakeRow, content: Sequence[str]) -> FieldProblem | None:
        """The problem of a row whose account is there already, naming the first row."""
        same = self._contents.get(_digest(content))
        if same is not None:
            return _twice(f"each account once: row {same} has the same content", "duplicate")
        first = self._first.get(_key(row.account.number, row.role))
        if first is not None and row.role is ObligorRole.PRIMARY:
            words = f"one primary obligor for an account: row {first} names one with other facts"
            return _twice(words, "duplicate_conflict")
        return None

    def remember(self, rows: Sequence[IntakeRow], content: Sequence[str]) -> None:
        """Counts the obligors of one row in."""
        self._contents[_digest(content)] = rows[0].row
        for row in rows:
            key = _key(row.account.number, row.role)
            self._first.setdefault(key, row.row)
            self._counts[key] = self._counts.get(key, 0) + 1


def _key(number: str, role: ObligorRole) -> bytes:
    return _digest((number, role.value))


def _digest(texts: Sequence[str]) -> bytes:
    return blake2b("\x1f".join(texts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _twice(words: str, code: str) -> FieldProblem:
    return FieldProblem("account_number", words, code)

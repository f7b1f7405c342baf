"""Rows and account numbers that come twice in a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from skiptrace.intake.entry import IntakeRow
from skiptrace.model.account import ObligorRole
from skiptrace.model.dates import PartialDate
from skiptrace.model.subject import EntityKind, PersonName, Subject

_MARK = "\x1f"


@dataclass(slots=True)
class SeenAccounts:
    """Remembers the rows taken in so far, in memory alone: digests of 16 bytes.

    Of an account's primary obligor it remembers the row, name, birth and number, by which another
    one is told.
    """

    _contents: dict[bytes, int] = field(default_factory=dict)
    _primaries: dict[bytes, tuple[int, str]] = field(default_factory=dict)
    _seated: set[bytes] = field(default_factory=set)

    def same_row(self, content: Sequence[str]) -> int | None:
        """The row that had the same content."""
        return self._contents.get(_digest(content))

    def primary(self, number: str) -> tuple[int, Subject] | None:
        """The row that named the account's primary obligor, and whom it named."""
        row, text = self._primaries.get(_digest((number,)), (0, ""))
        return (row, _subject(text)) if row else None

    def is_seated(self, subject_id: str) -> bool:
        """Whether a row of this file is of the subject of that id."""
        return _digest((subject_id,)) in self._seated

    def seat(self, row: IntakeRow) -> None:
        """Remembers one obligor of a row."""
        self._seated.add(_digest((row.subject.id,)))
        if row.role is ObligorRole.PRIMARY:
            self._primaries[_digest((row.account.number,))] = (row.row, _text(row.subject))

    def remember(self, row: int, content: Sequence[str]) -> None:
        """Remembers what a row said."""
        self._contents[_digest(content)] = row


def _text(subject: Subject) -> str:
    """What tells a debtor from another, as one text: a file may have millions."""
    name = subject.names[0] if subject.names else PersonName()
    numbers = (str(subject.dob or ""), subject.ssn, subject.ssn4)
    parts = (name.given, name.middle, name.surname, name.generation, name.original)
    return _MARK.join((subject.kind, subject.organization, *numbers, *parts))


def _subject(text: str) -> Subject:
    kind, organization, born, ssn, ssn4, *parts = text.split(_MARK)
    given, middle, surname, generation, original = parts
    return Subject(
        id="",
        kind=EntityKind(kind),
        names=(PersonName(given, middle, surname, generation, original=original),),
        organization=organization,
        dob=PartialDate.parse(born) if born else None,
        ssn=ssn,
        ssn4=ssn4,
    )


def _digest(texts: Iterable[str]) -> bytes:
    return blake2b(_MARK.join(texts).encode("utf-8", "surrogatepass"), digest_size=16).digest()

"""The anchor: an append-only file outside the database that remembers how far the record went.

Each line is one JSON object: {"writes": N, "events": N, "head": HEX, "state": HEX, "at": MOMENT,
"mac": HEX}. The mac is keyed and covers the line before, so lines can be cut from the end but not
changed. A database that is put back whole to an earlier state fits itself; it no longer fits its
anchor, unless the anchor was put back with it: keep one more where the keeper of both cannot write.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.notary import Notary
from skiptrace.casefile.record_check import Fault
from skiptrace.casefile.statements import Tx
from skiptrace.casefile.tables.audit import audit_event
from skiptrace.casefile.tallies import Total, stored_total, total_text
from skiptrace.model.errors import CaseFileError

_MODE = 0o600


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the record went: transactions that wrote, audit events, the hash of the last.

    `state` is a keyed digest of the total, which stands for every row there is.
    """

    writes: int
    events: int
    head: str
    state: str
    at: str

    def says(self) -> tuple[int, int, str, str]:
        """What it says of the record, whenever it was written."""
        return self.writes, self.events, self.head, self.state


_START = Mark(0, 0, "", "", "")


def mark_of(tx: Tx, keys: Keyring, at: datetime) -> Mark | None:
    """The mark of the record as it stands; None when its total cannot be read."""
    try:
        total = stored_total(tx, Notary(keys))
    except CaseFileError:
        return None
    moment = at.isoformat(timespec="seconds")
    return Mark(total.writes, total.events, total.head, total_state(keys, total), moment)


def total_state(keys: Keyring, total: Total) -> str:
    """The keyed digest of a total."""
    return keys.index("anchor.state", total_text(total)).hex()


class AnchorFile:
    """The anchor of one case file in one file."""

    def __init__(self, path: Path, keys: Keyring) -> None:
        self.path = path
        self._keys = keys

    def exists(self) -> bool:
        """Whether there is one."""
        return self.path.is_file()

    def append(self, read_mark: Callable[[], Mark | None]) -> bool:
        """Write a line for the mark unless the last line says the same; whether it was written.

        The mark is read while other writers wait. Raises CaseFileError when the file cannot be
        written.
        """
        try:
            target = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, _MODE)
        except OSError as error:
            raise CaseFileError(f"anchor {self.path.name}: {error.strerror}") from None
        with os.fdopen(target, "r+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            lines = file.read().splitlines()
            mark, last = read_mark(), _read(lines[-1]) if lines else None
            if mark is None or (last is not None and last.says() == mark.says()):
                return False
            file.write(self._line(mark, lines[-1] if lines else "") + "\n")
            file.flush()
            os.fsync(file.fileno())
        return True

    def faults(self, tx: Tx) -> Iterator[Fault]:
        """Where the record is not one that goes on from every line of the anchor."""
        try:
            total = stored_total(tx, Notary(self._keys))
        except CaseFileError:
            return  # a fault of its own: nothing can be compared
        last = _START
        for number, mark in self._marks():
            if isinstance(mark, Fault):
                yield mark
                continue
            where = f"anchor line {number}"
            if (mark.writes, mark.events) < (last.writes, last.events):
                yield Fault(where, f"the case file had gone back behind line {number - 1}")
            elif mark.writes > total.writes or mark.events > total.events:
                yield Fault(where, "the case file is older than this: it was put back")
            elif mark.events and _hash_of(tx, mark.events) != mark.head:
                yield Fault(where, "the audit trail does not go on from here: it was put back")
            elif mark.writes == total.writes and mark.state != total_state(self._keys, total):
                yield Fault(where, "the case file is another one of the same length")
            last = mark

    def _marks(self) -> Iterator[tuple[int, Mark | Fault]]:
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            raise CaseFileError(f"anchor {self.path.name}: absent") from None
        except (OSError, UnicodeDecodeError):
            raise CaseFileError(f"anchor {self.path.name}: cannot be read") from None
        before = ""
        for number, line in enumerate(lines, start=1):
            mark = self._mark(line, before)
            wrong = Fault(f"anchor line {number}", "was changed, or a line before it is gone")
            yield number, mark or wrong
            before = line

    def _mark(self, line: str, before: str) -> Mark | None:
        mark = _read(line)
        return mark if mark is not None and self._line(mark, before) == line else None

    def _line(self, mark: Mark, before: str) -> str:
        said = json.dumps(asdict(mark))
        mac = self._keys.index("anchor.line", f"{before}\n{said}").hex()
        return json.dumps({**asdict(mark), "mac": mac})


def _read(line: str) -> Mark | None:
    try:
        told = json.loads(line)
        return Mark(*(told[name] for name in ("writes", "events", "head", "state", "at")))
    except (ValueError, KeyError, TypeError):
        return None


def _hash_of(tx: Tx, event: int) -> str | None:
    return tx.execute(select(audit_event.c.hash).where(audit_event.c.seq == event)).scalar()

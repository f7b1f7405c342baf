"""A copy of the case file put in its place: checked before, verified after, nothing thrown away."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from skiptrace.app.acting import operating_system_user, owns_key_file
from skiptrace.app.anchoring import anchor_of, faults_of
from skiptrace.app.backup import back_up, checked
from skiptrace.app.installation import Installation
from skiptrace.casefile.case import open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.engine import case_file_url, sqlite_path
from skiptrace.casefile.migrations.upgrade import is_current, migrate
from skiptrace.model.audit import AuditEvent
from skiptrace.model.errors import CaseFileError, NotAllowed

RESTORED = "casefile.restored"
_BESIDE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: the audit events of the copy, where the former case file lies, the faults.

    `former` is None where there was no case file. `faults` are those of the record as it is now,
    such as what the anchor knows of and the copy does not have.
    """

    events: int
    former: Path | None
    faults: tuple[str, ...]


def restore(installation: Installation, copy: Path, keyring: Keyring, now: datetime) -> Restored:
    """Put a copy in the place of the case file (SQLite), one of an earlier release made current.

    The copy is read row by row first, and stays as it is; the former case file is set aside under
    a name with the moment in it. Raises CaseFileError for a copy that is not whole or of other
    keys, while any command has the case file open, and for PostgreSQL; NotAllowed for whoever does
    not own the key file. In either case nothing has changed.
    """
    place = sqlite_path(case_file_url(installation.case_url))
    if place is None:
        raise CaseFileError("a case file on PostgreSQL is restored by pg_restore, not by skiptrace")
    if not owns_key_file(installation):
        raise NotAllowed("only the operating-system user that owns the key file restores")
    if not copy.is_file():
        raise CaseFileError(f"{copy.name}: no such file")
    if place.exists() and copy.samefile(place):
        raise CaseFileError(f"{copy.name}: that is the case file itself")
    draft = place.with_name(f"{place.name}.draft")
    try:
        events = _drafted(copy, draft, keyring)
        former = _set_aside(place, now)
        draft.replace(place)
    finally:
        for left in (draft, *_beside(draft)):
            left.unlink(missing_ok=True)
    _note(installation, keyring, (copy, former), now)
    return Restored(events, former, _faults(installation, keyring))


def _drafted(copy: Path, draft: Path, keyring: Keyring) -> int:
    """A checked copy of the copy, of today's schema; how many audit events it has."""
    back_up(f"sqlite:///{copy}", draft)
    address = f"sqlite:///{draft}"
    if not is_current(address):
        migrate(address, keyring)
    events = checked(draft, keyring)
    _fold(draft)
    return events


def _set_aside(place: Path, now: datetime) -> Path | None:
    """Give the case file a second name, once nobody has it open; None where there is none."""
    if not place.exists():
        return None
    _fold(place)
    former = place.with_name(f"{place.name}.before-{now:%Y%m%dT%H%M%SZ}")
    try:
        former.hardlink_to(place)
    except OSError as error:
        raise CaseFileError(f"{former.name}: {error.strerror}, nothing restored") from None
    return former


def _fold(place: Path) -> None:
    """Fold the write-ahead log in; CaseFileError while another process has the file open."""
    try:
        with closing(sqlite3.connect(place, timeout=0, isolation_level=None)) as own:
            own.execute("PRAGMA locking_mode = EXCLUSIVE")
            own.execute("BEGIN EXCLUSIVE")
            own.execute("COMMIT")
            own.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        words = "in use: end all commands and schedulers first"
        locked = "locked" in str(error) or "busy" in str(error)
        raise CaseFileError(f"{place.name}: {words if locked else type(error).__name__}") from None


def _beside(place: Path) -> list[Path]:
    return [place.with_name(place.name + suffix) for suffix in _BESIDE]


def _note(
    installation: Installation, keyring: Keyring, files: tuple[Path, Path | None], now: datetime
) -> None:
    copy, former = files
    aside = f", the former is {former.name}" if former is not None else ""
    event = AuditEvent(RESTORED, operating_system_user(), now, text=f"from {copy.name}{aside}")
    case = open_case_file(installation.case_url, keyring)
    try:
        with case.write() as tx:
            case.audit.append(tx, [event])
    finally:
        case.close()


def _faults(installation: Installation, keyring: Keyring) -> tuple[str, ...]:
    case = open_case_file(installation.case_url, keyring)
    try:
        return tuple(faults_of(case, [anchor_of(installation, keyring)])[1])
    finally:
        case.close()

"""A copy of the case file that is whole even while others write, and that is checked."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from skiptrace.casefile.case import open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.engine import case_file_url, sqlite_path
from skiptrace.model.errors import CaseFileError


def back_up(url: str, target: Path) -> None:
    """Copy an SQLite case file to a new file of mode 0600.

    Raises CaseFileError for a target that exists or cannot be written, and for PostgreSQL, whose
    own tools (pg_dump) copy a database.
    """
    path = sqlite_path(case_file_url(url))
    if path is None:
        raise CaseFileError("a case file on PostgreSQL is copied by pg_dump, not by skiptrace")
    try:
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with (
            closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
    except FileExistsError:
        raise CaseFileError(f"{target.name}: exists already, nothing written") from None
    except (OSError, sqlite3.Error) as error:
        kind = getattr(error, "strerror", None) or type(error).__name__
        raise CaseFileError(f"{target.name}: cannot be written ({kind})") from None


def checked(target: Path, keyring: Keyring) -> int:
    """Open a copy, read its whole record, and give the number of its audit events.

    Raises CaseFileError for one that is not whole, or of another key file.
    """
    case = open_case_file(f"sqlite:///{target}", keyring)
    try:
        with case.read() as tx:
            check = case.check(tx)
    finally:
        case.close()
    if check.faults:
        raise CaseFileError(f"{target.name}: {len(check.faults)} faults, first {check.faults[0]}")
    return check.events

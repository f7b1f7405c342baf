"""Keeps the anchor of an installation at the heels of its case file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from skiptrace.app.installation import Installation, utc_now
from skiptrace.casefile.anchor import AnchorFile, Mark, mark_of
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.guards import guard_faults
from skiptrace.model.errors import CaseFileError


def anchor_of(installation: Installation, keyring: Keyring) -> AnchorFile:
    """The anchor that the settings name."""
    return AnchorFile(installation.anchor, keyring)


@contextmanager
def anchored(installation: Installation, case: CaseFile, keyring: Keyring) -> Iterator[AnchorFile]:
    """The anchor, brought up to date before the block and after it.

    So a case file that was put back in between is seen. An anchor that is absent is not begun anew.
    """
    anchor = anchor_of(installation, keyring)
    try:
        if anchor.exists():
            append_mark(anchor, case, keyring)
        yield anchor
    finally:
        if anchor.exists():
            append_mark(anchor, case, keyring)


def append_mark(anchor: AnchorFile, case: CaseFile, keyring: Keyring) -> bool:
    """Write how far the record went, unless the last line says so; whether it was written."""

    def read_mark() -> Mark | None:
        with case.read() as tx:
            return mark_of(tx, keyring, utc_now())

    return anchor.append(read_mark)


def faults_of(case: CaseFile, anchors: Sequence[AnchorFile]) -> tuple[int, list[str]]:
    """The number of audit events, and what is wrong with the record or by one of the anchors.

    The database's own guards are part of it: triggers, and in SQLite the structure of the file.
    """
    with case.read() as tx:
        check = case.check(tx)
        faults = [str(fault) for fault in (*check.faults, *guard_faults(tx))]
        for one in anchors:
            try:
                faults += [f"{one.path.name}: {fault}" for fault in one.faults(tx)]
            except CaseFileError as error:
                faults.append(str(error))
    return check.events, faults

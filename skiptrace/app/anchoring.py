"""Keeps the anchor of an installation at the heels of its case file."""

from __future__ import annotations

from skiptrace.app.installation import Installation, utc_now
from skiptrace.casefile.anchor import AnchorFile, Mark, mark_of
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.crypto import Keyring


def anchor_of(installation: Installation, keyring: Keyring) -> AnchorFile:
    """The anchor that the settings name."""
    return AnchorFile(installation.anchor, keyring)


def append_mark(anchor: AnchorFile, case: CaseFile, keyring: Keyring) -> bool:
    """Write how far the record went, unless the last line says so; whether it was written."""

    def read_mark() -> Mark | None:
        with case.read() as tx:
            return mark_of(tx, keyring, utc_now())

    return anchor.append(read_mark)

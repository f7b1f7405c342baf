"""The book of files that were sent to sources: by it a question that is in one is never sent again.

A file is entered once it is whole on the server and before it is submitted. Entered again, it is
the newest file of its keys; nothing is changed or deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from skiptrace.casefile.statements import Tx, insert_all, owned_rows, read_rows
from skiptrace.casefile.tables.sent_files import sent_file as t
from skiptrace.model.ports import Noted


class SentFileBook:
    """Which question went into which file of a source."""

    def enter(self, tx: Tx, source: str, file: str, keys: Sequence[str], now: datetime) -> None:
        """Enter a file with the keys of its questions."""
        rows = [{"connector_id": source, "file": file, "key": key, "at": now} for key in keys]
        insert_all(tx, t, rows)

    def files_of(self, tx: Tx, source: str, keys: Sequence[str]) -> dict[str, Noted]:
        """The newest entry that holds each key; keys that are in none are left out.

        Raises CaseFileError when an entry of one was changed, added or deleted.
        """
        entered = (row for rows in owned_rows(tx, t, keys).values() for row in rows)
        own = (row for row in entered if row["connector_id"] == source)
        return {row["key"]: Noted(row["file"], row["seq"]) for row in own}

    def keys_of(self, tx: Tx, source: str, file: str) -> frozenset[str]:
        """The keys of a file; none for one that was never entered."""
        own = (t.c.connector_id == source, t.c.file == file)
        return frozenset(row["key"] for row in read_rows(tx, t, select(t).where(*own)))

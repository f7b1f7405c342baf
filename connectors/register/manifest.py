"""The stored proof of a search: which file was searched by what, and how much it gave."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from connectors.register.store import FoundRow, Loaded
from skiptrace.model.errors import SourceChanged
from skiptrace.model.record import Snapshot


@dataclass(frozen=True, slots=True)
class RowsFound:
    """How many rows one inquiry found, how many were kept, and how many of those withheld."""

    found: int = 0
    kept: int = 0
    withheld: int = 0

    @classmethod
    def of(cls, rows: Sequence[FoundRow]) -> RowsFound:
        """What the store gave for one inquiry, counted."""
        withheld = sum(row.raw is None for row in rows)
        return cls(rows[0].matched if rows else 0, len(rows), withheld)


def write_manifest(
    source: str, loaded: Loaded, fields: Sequence[str], rows_found: RowsFound
) -> Snapshot:
    """The manifest of one search as canonical JSON.

    It names fields and holds no values of the inquiry, so that all searches of one file by the
    same fields that found nothing share one manifest (and one stored snapshot).
    """
    content = {
        "source": source,
        "searched_by": list(fields),
        **asdict(loaded),
        **asdict(rows_found),
    }
    body = json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
    retrieved = datetime.fromisoformat(loaded.retrieved)
    return Snapshot(body, "application/json", f"{place(loaded)} search", retrieved)


def read_manifest(snapshots: Sequence[Snapshot]) -> RowsFound:
    """The counts in the first snapshot of an answer; SourceChanged when it holds none."""
    try:
        manifest = json.loads(snapshots[0].body)
        return RowsFound(*(int(manifest[name]) for name in ("found", "kept", "withheld")))
    except (ValueError, KeyError, TypeError, IndexError):
        raise SourceChanged("the stored manifest cannot be read") from None


def row_snapshots(loaded: Loaded, rows: Sequence[FoundRow], media_type: str) -> list[Snapshot]:
    """Each row that may be shown, byte for byte as in the file."""
    retrieved = datetime.fromisoformat(loaded.retrieved)
    return [
        Snapshot(row.raw, media_type, f"{place(loaded)} row {row.line_no}", retrieved)
        for row in rows
        if row.raw is not None
    ]


def place(loaded: Loaded) -> str:
    """The file version in words."""
    return f"file {loaded.file} sha256 {loaded.sha256}"

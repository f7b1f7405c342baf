"""The stored proof of a search: which file was searched by what, and how much it gave."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from connectors.register.store import FoundRow, Loaded
from connectors.register.version import ShrunkVersion
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


@dataclass(frozen=True, slots=True)
class FormerVersion:
    """That the version before was searched, so many days old, since the one of `name` shrank."""

    name: str
    days_old: int
    words: str

    @classmethod
    def of(cls, loaded: Loaded, shrunk: ShrunkVersion, today: date) -> FormerVersion:
        """What was searched beside what is there now."""
        days = (today - datetime.fromisoformat(loaded.retrieved).date()).days
        return cls(shrunk.file.name, days, shrunk.words)

    def reason(self) -> str:
        """What a person should know of it, and how the version of now is taken in."""
        old = f"a former version of the register was searched, {self.days_old} days old"
        return f'{old}: {self.words} (option shrunk = "{self.name}" takes it in)'


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a search says of itself: the rows, and of which former version they are, if of one."""

    rows: RowsFound
    former: FormerVersion | None

    def reason(self) -> str:
        """What a person should know of the version that was searched; empty for that of now."""
        return self.former.reason() if self.former else ""


def write_manifest(
    source: str,
    loaded: Loaded,
    fields: Sequence[str],
    rows_found: RowsFound,
    former: FormerVersion | None = None,
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
        **({"former": asdict(former)} if former else {}),
    }
    body = json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
    retrieved = datetime.fromisoformat(loaded.retrieved)
    return Snapshot(body, "application/json", f"{place(loaded)} search", retrieved)


def read_manifest(snapshots: Sequence[Snapshot]) -> Manifest:
    """What the first snapshot of an answer says; SourceChanged when it is none."""
    try:
        told = json.loads(snapshots[0].body)
        rows = RowsFound(*(int(told[name]) for name in ("found", "kept", "withheld")))
        return Manifest(rows, FormerVersion(**told["former"]) if "former" in told else None)
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

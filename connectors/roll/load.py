"""Loads one version of a register's file into a DuckDB database that is then only read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from connectors.names import organization_key, place_key
from connectors.roll.acquire import RollFile
from connectors.roll.layout import RollSection
from connectors.roll.parties import PartyReader, address_parts
from connectors.roll.rows import RowReader, RowRejected, raw_rows
from skiptrace.model.errors import SourceChanged
from skiptrace.model.subject import EntityKind

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BATCH = 10_000
UNDATED = 9999
"""The limiting year of a row whose date is unknown: treated as the latest."""

DUCKDB_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
    "memory_limit": "600MB",
    "threads": 2,
}


@dataclass(slots=True)
class LoadCount:
    """What loading a file counted; `reasons` are names of columns and rules, never values."""

    rows: int = 0
    withdrawn: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def rejected(self) -> int:
        """How many rows broke the layout."""
        return self.reasons.total()

    def check(self, section: RollSection) -> None:
        """Raises SourceChanged for too many rejects or too few rows."""
        total = self.rows + self.withdrawn + self.rejected
        if self.rejected > section.max_reject_share * total:
            worst = "; ".join(f"{reason} ({n})" for reason, n in self.reasons.most_common(3))
            raise SourceChanged(f"file {section.file}: {self.rejected} of {total} rows: {worst}")
        if self.rows < section.min_rows:
            raise SourceChanged(
                f"file {section.file}: {self.rows} rows, the card expects {section.min_rows}"
            )


def load_roll(section: RollSection, file: RollFile, target: Path) -> LoadCount:
    """Builds the database of that file at `target` (mode 0600), all at once or not at all.

    Raises SourceChanged when the file does not look as the card says.
    """
    import duckdb

    with TemporaryDirectory(prefix="roll-", dir=target.parent) as folder:
        part = Path(folder) / target.name
        with duckdb.connect(part, config=DUCKDB_CONFIG) as database:
            count = _fill(database, section, file)
        part.chmod(0o600)
        part.replace(target)
    return count


def _fill(database: DuckDBPyConnection, section: RollSection, file: RollFile) -> LoadCount:
    database.execute(files("connectors.roll").joinpath("schema.sql").read_text("utf-8"))
    count = LoadCount()
    lines = raw_rows(Path(file.path), section)
    loader = _BatchLoader(section, count)
    while batch := list(islice(lines, _BATCH)):
        loader.read(batch)
        loader.store(database)
    count.check(section)
    database.execute(
        "INSERT INTO loaded VALUES (?, ?, ?, ?, ?, ?)",
        [section.file, file.sha256, file.retrieved, count.rows, count.rejected, count.withdrawn],
    )
    return count


class _BatchLoader:
    """Turns raw rows into the columns of the database's tables, a batch at a time."""

    def __init__(self, section: RollSection, count: LoadCount) -> None:
        self._section = section
        self._rows = RowReader(section)
        self._parties = PartyReader(section)
        self._count = count
        self._line_no = 0
        self._tables: dict[str, list[tuple[object, ...]]] = {}

    def read(self, batch: Iterable[bytes]) -> None:
        """Reads the rows, counting those that are rejected or withdrawn."""
        self._tables = {name: [] for name in ("line", "person", "entity", "place", "identity")}
        for body in batch:
            self._line_no += 1
            try:
                row = self._rows.read(body)
            except RowRejected as rejected:
                self._count.reasons[str(rejected)] += 1
                continue
            if self._rows.is_withdrawn(row):
                self._count.withdrawn += 1
            else:
                self._count.rows += 1
                self._add(body, row)

    def store(self, database: DuckDBPyConnection) -> None:
        """Inserts the batch."""
        for name, rows in self._tables.items():
            if rows:
                columns = [list(column) for column in zip(*rows, strict=True)]
                database.execute(_INSERTS[name], columns)

    def _add(self, body: bytes, row: dict[str, str]) -> None:
        number, tables = self._line_no, self._tables
        tables["line"].append((number, self._limited_year(row), body))
        places = set()
        for party in self._parties.parties(row):
            columns = party.columns
            places |= {address_parts(a, row) for a in columns.addresses}
            if party.kind is EntityKind.ORGANIZATION:
                tables["entity"].append((number, organization_key(party.organization)))
                continue
            birth = str(self._parties.date(columns.birth, row) or "")
            ssn = row[columns.ssn] if columns.ssn else ""
            tables["person"] += [
                (number, key.surname, key.given, key.middle, birth, ssn[-4:]) for key in party.keys
            ]
            if ssn:
                tables["identity"].append((number, ssn))
        keys = {place_key(line, city, digits[:5]) for line, city, digits in places}
        tables["place"] += [(number, p.house, p.street, p.city, p.zip5) for p in keys]

    def _limited_year(self, row: dict[str, str]) -> int | None:
        limited = self._section.limited_access
        if limited is None:
            return None
        date = self._parties.date(limited.date, row)
        return date.year if date else UNDATED


def _insert(table: str, *types: str) -> str:
    columns = ", ".join(f"unnest(${n}::{kind}[])" for n, kind in enumerate(types, 1))
    return f"INSERT INTO {table} SELECT {columns}"


_INSERTS = {
    "line": _insert("line", "BIGINT", "INTEGER", "BLOB"),
    "person": _insert("person", "BIGINT", *["VARCHAR"] * 5),
    "entity": _insert("entity", "BIGINT", "VARCHAR"),
    "place": _insert("place", "BIGINT", *["VARCHAR"] * 4),
    "identity": _insert("identity", "BIGINT", "VARCHAR"),
}

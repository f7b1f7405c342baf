"""Writes the bulk files of the town: what public offices publish for download.

- files/property_roll.csv: UTF-8 CSV with a header, the columns of roll_property;
- files/dmf.txt: the Death Master File's 100-byte records, one a line (change code 1, SSN 2-10, last
  name 11-30, suffix 31-34, first 35-49, middle 50-64, verified or proof 65, death 66-73 and birth
  74-81 as MMDDCCYY, 82-100 blank);
- files/sunbiz.txt: Florida's corporate file, 1,440-character records, one a line, positions as in
  the Division of Corporations' definition of the file.

A value too long for its field is cut there, as the offices do. Letters outside Latin-1 (Sunbiz) and
ASCII (deaths) lose their marks.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skiptrace.model.errors import ConfigError

_PROPERTY = "SELECT * FROM roll_property ORDER BY rowid"
_DEATHS = "SELECT * FROM roll_dmf ORDER BY rowid"
_COMPANIES = "SELECT * FROM roll_sunbiz ORDER BY rowid"
_MOST_OFFICERS = 6


@dataclass(frozen=True, slots=True)
class FixedField:
    """A field of a fixed-length record: where its value comes from and how long it is."""

    name: str
    length: int


def _fields(*parts: tuple[str, int]) -> tuple[FixedField, ...]:
    return tuple(FixedField(name, length) for name, length in parts)


def _place(prefix: str) -> tuple[tuple[str, int], ...]:
    """A principal or mailing address: two lines, city, state, ZIP Code, country; 126 characters."""
    parts = (("line1", 42), ("line2", 42), ("city", 28), ("state", 2), ("zip", 10), ("country", 2))
    return tuple((f"{prefix}_{name}", length) for name, length in parts)


DEATH_RECORD = _fields(
    ("change_code", 1),
    ("ssn", 9),
    ("last", 20),
    ("suffix", 4),
    ("first", 15),
    ("middle", 15),
    ("vp", 1),
    ("death", 8),
    ("birth", 8),
    ("", 19),
)
_COMPANY_HEAD = _fields(
    ("docno", 12),
    ("name", 192),
    ("status", 1),
    ("filing_type", 15),
    *_place("principal"),
    *_place("mailing"),
    ("filed", 8),
    ("fei", 14),
    ("more_than_six", 1),
    ("", 8),  # the last transaction
    ("", 41),  # three annual reports
    ("agent_name", 42),
    ("agent_type", 1),
    ("agent_line", 42),
    ("agent_city", 28),
    ("agent_state", 2),
    ("agent_zip", 9),
)
_OFFICER = _fields(
    ("title", 4), ("type", 1), ("name", 42), ("line", 42), ("city", 28), ("state", 2), ("zip", 9)
)
COMPANY_LENGTH = 1440
Row = Mapping[str, Any]


def write_files(folder: Path) -> None:
    """Writes the three files of a sandbox folder from its town.sqlite into its files/ folder.

    Raises ConfigError when the town is missing or lacks a table.
    """
    town, target = folder / "town.sqlite", folder / "files"
    if not town.is_file():
        raise ConfigError(f"{town}: no such file; build the sandbox first")
    target.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(f"{town.resolve().as_uri()}?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            _write_property(database, target / "property_roll.csv")
            _write_lines(target / "dmf.txt", death_lines(_rows(database, _DEATHS)), "ascii")
            _write_lines(
                target / "sunbiz.txt", company_lines(_rows(database, _COMPANIES)), "latin-1"
            )
    except sqlite3.Error as error:
        raise ConfigError(f"{town}: not a sandbox town: {error}") from None


def death_lines(rows: Iterator[Row]) -> Iterator[str]:
    """The records of the Death Master File, 100 characters each."""
    return (fixed(DEATH_RECORD, row, "ascii") for row in rows)


def company_lines(rows: Iterator[Row]) -> Iterator[str]:
    """The records of the corporate file, 1,440 characters each.

    `more_than_six` is 'Y' when a company has officers that the record has no room for.
    """
    for row in rows:
        officers: list[Row] = json.loads(row["officers"] or "[]")
        more = "Y" if len(officers) > _MOST_OFFICERS else ""
        head = fixed(_COMPANY_HEAD, {**row, "more_than_six": more}, "latin-1")
        blocks = (fixed(_OFFICER, officer, "latin-1") for officer in officers[:_MOST_OFFICERS])
        yield (head + "".join(blocks)).ljust(COMPANY_LENGTH)


def fixed(fields: Sequence[FixedField], row: Row, encoding: str) -> str:
    """A record: each field's value cut or filled with blanks to its length; '' is a blank field.

    A nine-digit ZIP Code has no hyphen where its field has nine characters.
    """
    return "".join(_padded(field, _text(row, field.name, encoding)) for field in fields)


def _padded(field: FixedField, text: str) -> str:
    if field.name.endswith("zip") and len(text) > field.length:
        text = text.replace("-", "")
    return text[: field.length].ljust(field.length)


def _text(row: Row, name: str, encoding: str) -> str:
    text = "" if not name else str(row[name] or "")
    text = " ".join(text.split())
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        letters = unicodedata.normalize("NFKD", text)
        return letters.encode("ascii", "ignore").decode("ascii")
    return text


def _write_property(database: sqlite3.Connection, path: Path) -> None:
    cursor = database.execute(_PROPERTY)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([column[0] for column in cursor.description])
        writer.writerows(cursor)


def _rows(database: sqlite3.Connection, sql: str) -> Iterator[Row]:
    return (dict(row) for row in database.execute(sql))


def _write_lines(path: Path, lines: Iterator[str], encoding: str) -> None:
    with path.open("w", encoding=encoding, newline="") as out:
        out.writelines(line + "\n" for line in lines)

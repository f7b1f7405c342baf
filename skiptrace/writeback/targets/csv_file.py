"""A CSV file of contacts, safe to open in a spreadsheet.

UTF-8, comma, CRLF (RFC 4180), every field quoted. A field that a spreadsheet would compute has one
apostrophe in front, which a loader takes away (skiptrace.model.spreadsheet).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from skiptrace.model.errors import WriteBackError
from skiptrace.model.ports import Clock
from skiptrace.model.spreadsheet import guarded, unguarded
from skiptrace.writeback.rows import COLUMNS, Row
from skiptrace.writeback.targets.contact_file import ContactFile, FileFormat, checked_rows


def csv_target(path: Path, clock: Clock) -> ContactFile:
    """The CSV file at the path as a write-back target."""
    return ContactFile(path, FileFormat("csv", read_csv, draw_csv), clock)


def draw_csv(rows: Sequence[Row]) -> bytes:
    """The file's bytes: the header and the rows."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([guarded(field) for field in row] for row in rows)
    return held.getvalue().encode("utf-8")


def read_csv(path: Path) -> list[Row]:
    """The rows of a file that draw_csv wrote; raises WriteBackError for any other."""
    try:
        text = path.read_bytes().decode("utf-8")
        header, *rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (OSError, ValueError, csv.Error) as error:
        raise WriteBackError(f"{path.name} cannot be read as a write-back file") from error
    return checked_rows(header, [[unguarded(field) for field in row] for row in rows])

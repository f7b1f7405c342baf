"""Opens an intake file of any kind as a table of text."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from skiptrace.intake.delimited import open_delimited
from skiptrace.intake.formats import Formats
from skiptrace.intake.parquet import open_parquet
from skiptrace.intake.settings import Limits
from skiptrace.intake.table import RawTable
from skiptrace.intake.workbook import open_workbook
from skiptrace.model.errors import IntakeError

_REFUSED = (
    (b"\xd0\xcf\x11\xe0", "an old or password-protected workbook: save it as .xlsx"),
    (b"\x1f\x8b", "compressed: unpack it first"),
    (b"%PDF", "a PDF: export the data as CSV"),
    (b"<!DOCTYPE", "a web page: export the data as CSV"),
    (b"<html", "a web page: export the data as CSV"),
)


def open_table(path: Path, formats: Formats, limits: Limits) -> AbstractContextManager[RawTable]:
    """The table in a CSV, XLSX or Parquet file; the first bytes tell which, not the name.

    Raises IntakeError for a file that is absent, empty, or of another kind.
    """
    try:
        with path.open("rb") as stream:
            magic = stream.read(16)
    except OSError as error:
        raise IntakeError(f"{path.name}: cannot be read ({error.strerror})") from error
    for start, words in _REFUSED:
        if magic.lower().startswith(start.lower()):
            raise IntakeError(f"{path.name}: {words}")
    if magic.startswith(b"PK\x03\x04"):
        return open_workbook(path, formats)
    if magic.startswith(b"PAR1"):
        return open_parquet(path)
    return open_delimited(path, formats, limits)


def read_header(path: Path, formats: Formats | None = None) -> tuple[str, ...]:
    """The column names of an intake file."""
    with open_table(path, formats or Formats(), Limits()) as table:
        return table.header

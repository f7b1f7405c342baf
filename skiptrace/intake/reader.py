"""Opens an intake file of any kind as a table of text."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from skiptrace.intake.delimited import open_delimited
from skiptrace.intake.formats import Formats
from skiptrace.intake.header_row import HeaderSearch
from skiptrace.intake.mapping import Mapping
from skiptrace.intake.parquet import open_parquet
from skiptrace.intake.settings import Limits
from skiptrace.intake.table import REJECTS_BEGIN, RawTable
from skiptrace.intake.workbook import open_workbook
from skiptrace.model.errors import IntakeError

_REFUSED = (
    (b"\xd0\xcf\x11\xe0", "an old or password-protected workbook: save it as .xlsx"),
    (b"\x1f\x8b", "compressed: unpack it first"),
    (b"%PDF", "a PDF: export the data as CSV"),
    (b"<!DOCTYPE", "a web page: export the data as CSV"),
    (b"<html", "a web page: export the data as CSV"),
)


def open_table(
    path: Path, formats: Formats, limits: Limits, search: HeaderSearch | None = None
) -> AbstractContextManager[RawTable]:
    """The table in a CSV, XLSX or Parquet file; the first bytes tell which, not the name.

    Without a search the header is the first row. A file of rejects is read as it was written,
    whatever the formats say of the file that the rows came from. Raises IntakeError for a file that
    is absent, empty, or of another kind.
    """
    try:
        with path.open("rb") as stream:
            magic = stream.read(len(REJECTS_BEGIN))
    except OSError as error:
        raise IntakeError(f"{path.name}: cannot be read ({error.strerror})") from error
    for start, words in _REFUSED:
        if magic.lower().startswith(start.lower()):
            raise IntakeError(f"{path.name}: {words}")
    if magic.startswith(b"PK\x03\x04"):
        return open_workbook(path, formats, search)
    if magic.startswith(b"PAR1"):
        return open_parquet(path)
    if magic == REJECTS_BEGIN:
        return open_delimited(path, Formats(encoding="utf-8", delimiter=","), limits)
    return open_delimited(path, formats, limits, search)


def open_accounts(path: Path, mapping: Mapping, limits: Limits) -> AbstractContextManager[RawTable]:
    """The table of an intake file, its header looked for by the mapping's columns and formats."""
    formats = mapping.formats
    search = HeaderSearch(frozenset(mapping.columns.values()), formats.skip_rows)
    return open_table(path, formats, limits, search)


def read_header(path: Path, formats: Formats | None = None) -> tuple[str, ...]:
    """The column names of an intake file, below its titles."""
    of = formats or Formats()
    with open_table(path, of, Limits(), HeaderSearch(skip=of.skip_rows)) as table:
        return table.header

"""A vendor's invoice: one line a call, with our reference, the day and the amount."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from config.columns import header_phrase
from skiptrace.intake.fields.date_formats import DEFAULT_FORMATS
from skiptrace.intake.fields.dates import DateReader, date_reader, full_day, past_span
from skiptrace.intake.fields.money import money_reader
from skiptrace.intake.formats import Formats
from skiptrace.intake.problem import FieldProblem, Reject, Wrong
from skiptrace.intake.reader import open_table
from skiptrace.intake.settings import Limits
from skiptrace.intake.table import RawRow
from skiptrace.model.errors import IntakeError

_HEADERS: Mapping[str, tuple[str, ...]] = {
    "reference": (
        "reference", "client reference", "customer reference", "our reference", "your reference",
        "reference id", "reference number", "client reference number",
        "inquiry id", "inquiry", "customer transaction id",
    ),
    "day": (
        "day", "date", "transaction date", "search date", "usage date", "call date",
        "service date", "billed", "at", "timestamp",
    ),
    "amount": (
        "amount", "charge", "price", "cost", "fee", "total", "net amount", "amount usd",
        "amount billed", "line total", "unit price",
    ),
}  # fmt: skip
"""What invoices call the three columns; read by `header_phrase`, as every header is."""

TARGETS = tuple(_HEADERS)
MILLIONTHS = 6
_BOUNDS = Limits()


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One line: the row it stands in, the reference that we gave, its day, US dollars."""

    row: int
    reference: str
    day: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class InvoiceColumns:
    """The place of each of the three columns in a row."""

    reference: int
    day: int
    amount: int


def told_columns(texts: Sequence[str]) -> dict[str, str]:
    """What TARGET=COLUMN says; ValueError for another form or target."""
    told: dict[str, str] = {}
    for text in texts:
        target, _, column = (part.strip() for part in text.partition("="))
        if target not in TARGETS or not column:
            raise ValueError(f"expected one of {', '.join(TARGETS)}, then =COLUMN")
        if told.setdefault(target, column) != column:
            raise ValueError(f"{target} is said of two columns")
    return told


def read_invoice(
    path: Path, told: Mapping[str, str], today: date
) -> Iterator[InvoiceLine | Reject]:
    """Every line of an invoice file (CSV, XLSX, Parquet), or why it cannot be read.

    `told` names columns that the headers leave open. Raises IntakeError for a file that cannot be
    read, and for a column that no header, or more than one, is known to be.
    """
    days = date_reader(DEFAULT_FORMATS, past_span(today))
    with open_table(path, Formats(), _BOUNDS) as table:
        columns = claimed(path.name, table.header, told)
        for row in table.rows:
            if any(map(str.strip, row.cells)) or row.damage:
                yield _line(row, columns, days)


def claimed(name: str, header: Sequence[str], told: Mapping[str, str]) -> InvoiceColumns:
    """Which column of a header is which; IntakeError for one that is missing or unclear."""
    found: dict[str, int] = {}
    phrases = [header_phrase(column) for column in header]
    for target, known in _HEADERS.items():
        if target in told:
            places = [at for at, column in enumerate(header) if column == told[target]]
            words = f"no column {told[target]}"
        else:
            wanted = {header_phrase(one) for one in known}
            places = [at for at, phrase in enumerate(phrases) if phrase in wanted]
            words = "no column is known to be it"
        if len(places) > 1:
            several = ", ".join(header[at] for at in places)
            words = f"several columns may be it ({several})"
        if len(places) != 1:
            raise IntakeError(f"{name}: {target}: {words}: say --map {target}=COLUMN")
        found[target] = places[0]
    if len(set(found.values())) < len(found):
        raise IntakeError(f"{name}: one column cannot be two of {', '.join(TARGETS)}")
    return InvoiceColumns(**found)


def _line(row: RawRow, columns: InvoiceColumns, days: DateReader) -> InvoiceLine | Reject:
    if row.damage is not None:
        return Reject(row.number, (row.damage,), tuple(row.cells))
    reference = row.cells[columns.reference].strip()
    day = full_day(days(row.cells[columns.day].strip()))
    amount = money_reader(".", MILLIONTHS)(row.cells[columns.amount].strip())
    wrong = [
        FieldProblem(name, read.expectation, read.code)
        for name, read in (("day", day), ("amount", amount))
        if isinstance(read, Wrong)
    ]
    if not reference:
        wrong.insert(0, FieldProblem("reference", "the reference that we gave", "missing"))
    if wrong or isinstance(day, Wrong) or isinstance(amount, Wrong):
        return Reject(row.number, tuple(wrong), tuple(row.cells))
    return InvoiceLine(row.number, reference, day, amount)

"""The field parsers of one file: made once from its formats and the caller's settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from config.compliance import shipped_holds
from skiptrace.intake.columns import column_tables
from skiptrace.intake.fields.contact import phones
from skiptrace.intake.fields.dates import DateReader, birth_span, date_reader, full_day, past_span
from skiptrace.intake.fields.holds import HoldWord, holds
from skiptrace.intake.fields.money import money_reader
from skiptrace.intake.fields.tax_numbers import TaxNumberReader
from skiptrace.intake.fields.text import status_word
from skiptrace.intake.formats import Formats
from skiptrace.intake.problem import Wrong
from skiptrace.intake.settings import IntakeSettings

DayReader = Callable[[str], date | Wrong]


@dataclass(frozen=True, slots=True)
class Parsers:
    """Every parser that depends on a file's formats, on the day, or on a table of words."""

    dob: DateReader
    opened: DayReader
    return_date: DayReader
    balance: Callable[[str], Decimal | Wrong]
    tax_numbers: TaxNumberReader
    phones: Callable[[str], tuple[str, ...] | Wrong]
    holds: Callable[[str], tuple[HoldWord, ...] | Wrong]
    status: Callable[[str], str | Wrong]
    role: Callable[[str], str | Wrong]
    debt_origin: Callable[[str], str | Wrong]
    code_list: Callable[[str], str | Wrong]


def parsers_for(formats: Formats, settings: IntakeSettings) -> Parsers:
    """The parsers of one file."""
    tables = column_tables()
    past = past_span(settings.today)
    return Parsers(
        dob=date_reader(formats.date_patterns("dob"), birth_span(settings.today)),
        opened=_day_reader(date_reader(formats.date_patterns("opened"), past)),
        return_date=_day_reader(date_reader(formats.date_patterns("return_date"), past)),
        balance=money_reader(formats.decimal),
        tax_numbers=TaxNumberReader(settings.accept_synthetic),
        phones=lambda text: phones(text, settings.accept_synthetic),
        holds=lambda text: holds(text, settings.today),
        status=_status_reader(frozenset(shipped_holds().statuses)),
        role=_word_reader(tables.meanings("role")),
        debt_origin=_word_reader(tables.meanings("debt_origin")),
        code_list=_word_reader(tables.meanings("return_code_list")),
    )


def _day_reader(read: DateReader) -> DayReader:
    return lambda text: full_day(read(text))


def _word_reader(meanings: Mapping[str, str]) -> Callable[[str], str | Wrong]:
    expected = f"one of {', '.join(dict.fromkeys(meanings.values()))}"

    def read(text: str) -> str | Wrong:
        return meanings.get(text.casefold()) or Wrong(expected, "word")

    return read


def _status_reader(known: frozenset[str]) -> Callable[[str], str | Wrong]:
    """A known status in its own spelling; an unknown one stays as it is, for the gate to hold."""

    def read(text: str) -> str | Wrong:
        word = text.casefold()
        return word if word in known else status_word(text)

    return read

"""The field parsers of one file: made once from its formats and the caller's settings."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from config.columns import column_tables
from config.compliance import HoldEffect
from skiptrace.intake.fields.contact import phones
from skiptrace.intake.fields.dates import DateReader, birth_span, date_reader, full_day, past_span
from skiptrace.intake.fields.holds import HoldWord, holds
from skiptrace.intake.fields.money import money_reader
from skiptrace.intake.fields.tax_numbers import TaxNumberReader
from skiptrace.intake.fields.text import status_word
from skiptrace.intake.mapping import Mapping
from skiptrace.intake.problem import Partly, Wrong
from skiptrace.intake.settings import IntakeSettings

DayReader = Callable[[str], date | Wrong]


@dataclass(frozen=True, slots=True)
class Parsers:
    """Every parser that depends on a file's formats, on the day, or on a table of words.

    `harmless` are the status words that restrain nothing; `since` reads the day since which
    something restrains, None for what is no day.
    """

    dob: DateReader
    opened: DayReader
    return_date: DayReader
    balance: Callable[[str], Decimal | Wrong]
    tax_numbers: TaxNumberReader
    phones: Callable[[str], tuple[str, ...] | Partly[tuple[str, ...]] | Wrong]
    holds: Callable[[str], tuple[HoldWord, ...] | Wrong]
    status: Callable[[str], str | Wrong]
    harmless: frozenset[str]
    since: Callable[[str], date | None]
    role: Callable[[str], str | Wrong]
    debt_origin: Callable[[str], str | Wrong]
    code_list: Callable[[str], str | Wrong]
    person_beside_business: str
    holds_of: str


def parsers_for(mapping: Mapping, settings: IntakeSettings, epoch: date) -> Parsers:
    """The parsers of one file whose sheet counts days from the epoch."""
    formats = mapping.formats
    tables, known = column_tables(), settings.holds
    spelled = {code.upper(): code for code in known.codes}
    past = past_span(settings.today)
    return Parsers(
        dob=date_reader(formats.date_patterns("dob"), birth_span(settings.today), epoch),
        opened=_day_reader(date_reader(formats.date_patterns("opened"), past, epoch)),
        return_date=_day_reader(date_reader(formats.date_patterns("return_date"), past, epoch)),
        balance=money_reader(formats.decimal),
        tax_numbers=TaxNumberReader(settings.numbers.ssns, formats.tax_id_of_people),
        phones=lambda text: phones(text, settings.numbers.phones),
        holds=lambda text: _in_force(holds(text, settings.today), spelled, settings.in_force),
        status=_status_reader(frozenset(known.statuses), mapping.status_words),
        harmless=frozenset(w for w, e in known.statuses.items() if _is_harmless(e)),
        since=_since_reader(
            _day_reader(date_reader(formats.date_patterns("opened"), past, epoch)),
            settings.in_force,
        ),
        role=_word_reader(tables.meanings("role")),
        debt_origin=_word_reader(tables.meanings("debt_origin")),
        code_list=_word_reader(tables.meanings("return_code_list")),
        person_beside_business=formats.person_beside_business,
        holds_of=formats.holds_of,
    )


def _in_force(
    found: tuple[HoldWord, ...] | Wrong, spelled: MappingOf[str, str], latest: date
) -> tuple[HoldWord, ...] | Wrong:
    """Hold words in the table's spelling, in force from receipt at the latest."""
    if isinstance(found, Wrong):
        return found
    return tuple(HoldWord(spelled.get(w.code, w.code), min(w.since, latest)) for w in found)


def _is_harmless(effect: HoldEffect) -> bool:
    return effect.trace == effect.assets == effect.contact == "ok"


def _day_reader(read: DateReader) -> DayReader:
    return lambda text: full_day(read(text))


def _since_reader(read: DayReader, latest: date) -> Callable[[str], date | None]:
    def since(text: str) -> date | None:
        found = read(text)
        return None if isinstance(found, Wrong) else min(found, latest)

    return since


def _word_reader(meanings: MappingOf[str, str]) -> Callable[[str], str | Wrong]:
    expected = f"one of {', '.join(dict.fromkeys(meanings.values()))}"

    def read(text: str) -> str | Wrong:
        return meanings.get(text.casefold()) or Wrong(expected, "word")

    return read


def _status_reader(known: frozenset[str], own: MappingOf[str, str]) -> Callable[[str], str | Wrong]:
    """A known status, or what the creditor's word means; another stays, for the gate to hold."""
    meant = {word.casefold(): status for word, status in own.items()}

    def read(text: str) -> str | Wrong:
        word = text.casefold()
        return meant.get(word) or (word if word in known else status_word(text))

    return read

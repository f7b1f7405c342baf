"""A look at a file before it is taken in: values of each column, and what a person has to say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config.columns import column_tables
from config.counsel import shipped_counsel
from skiptrace.intake.cells import CellRules, Cells
from skiptrace.intake.fields.keyline import keyline
from skiptrace.intake.fields.parties import NameKind, read_whole_name
from skiptrace.intake.mapping import Binding, Mapping, bind
from skiptrace.intake.problem import Wrong
from skiptrace.intake.reader import open_accounts
from skiptrace.intake.return_words import ReturnWords
from skiptrace.intake.returned_mail import shipped_return_codes
from skiptrace.intake.settings import Limits

MOST_ROWS = 20_000
"""Rows of a file that are looked at."""

_EXAMPLES = 3
# What these hold is the creditor's vocabulary or a place; every other value is shown by its shape.
_SHOWN = frozenset(
    {
        "creditor", "account_status", "debt_origin", "role", "return_code_list", "return_code",
        "state", "address_state", "forward_state", "city", "holds",
    }
)  # fmt: skip
_NAMES = ("full_name", "first_name", "last_name", "organization")
_DATES = ("dob", "opened", "return_date")
_DAY_FIRST = re.compile(r"(1[3-9]|2[0-9]|3[01])([-/.])(?:0?[1-9]|1[0-2])\2[0-9]{4}")
_MONTH_FIRST = re.compile(r"(?:0?[1-9]|1[0-2])([-/.])(1[3-9]|2[0-9]|3[01])\1[0-9]{4}")
_NINE = re.compile(r"[0-9]{9}")


@dataclass(slots=True)
class Sample:
    """What the first rows of a file show; nothing personal is among it but by its shape."""

    rows: int = 0
    notes: tuple[str, ...] = ()
    examples: dict[str, list[str]] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)
    returns: Counter[str] = field(default_factory=Counter)
    listless: int = 0
    with_business: int = 0
    bare_tax_ids: int = 0
    day_first: Counter[str] = field(default_factory=Counter)
    month_first: Counter[str] = field(default_factory=Counter)
    keylines: int = 0
    numbers: int = 0
    same_number: int = 0
    other_names: int = 0


def shape(text: str) -> str:
    """A value by its shape: letters as x, digits as 9, signs as they are."""
    out = ("9" if c.isdigit() else "X" if c.isupper() else "x" if c.isalpha() else c for c in text)
    return "".join(out)[:40]


def sampled(path: Path, mapping: Mapping) -> Sample:
    """The first rows of a file under a mapping; raises IntakeError as reading it would."""
    sample = Sample()
    looking = _Looking(sample, mapping)
    with open_accounts(path, mapping, Limits()) as table:
        sample.notes = table.notes
        binding = bind(path.name, mapping, table.header)
        rules = CellRules(Limits().field_chars, frozenset(mapping.formats.empty), {})
        for raw in table.rows:
            if sample.rows >= MOST_ROWS:
                break
            if raw.damage is None and any(map(str.strip, raw.cells)):
                sample.rows += 1
                looking.at(raw.cells, Cells(raw.cells, binding, rules), binding)
    return sample


class _Looking:
    """Looks at one row after the other."""

    def __init__(self, sample: Sample, mapping: Mapping) -> None:
        self._sample = sample
        self._defaults = mapping.defaults
        own = (word.casefold() for word in mapping.status_words)
        self._known = {*own, *shipped_counsel().holds.statuses}
        self._words = ReturnWords(shipped_return_codes(), mapping.meanings())
        self._lists = column_tables().meanings("return_code_list")
        self._seen: dict[str, str] = {}

    def at(self, row: Sequence[str], cells: Cells, binding: Binding) -> None:
        for target, text in self._texts(row, cells, binding):
            known = self._sample.examples.setdefault(target, [])
            shown = text if target in _SHOWN else shape(text)
            if len(known) < _EXAMPLES and shown not in known:
                known.append(shown)
        self._look_at_words(cells)
        self._look_at_names(cells)
        self._look_at_numbers(cells)
        for target in _DATES:
            self._sample.day_first[target] += bool(_DAY_FIRST.fullmatch(cells.text(target)))
            self._sample.month_first[target] += bool(_MONTH_FIRST.fullmatch(cells.text(target)))

    def _texts(
        self, row: Sequence[str], cells: Cells, binding: Binding
    ) -> Iterator[tuple[str, str]]:
        for target in binding.places:
            if text := cells.text(target):
                yield target, text
        names = binding.names()
        for place, cell in enumerate(row):
            if place not in names and cell.strip():
                yield binding.header[place], cell.strip()

    def _look_at_words(self, cells: Cells) -> None:
        status = cells.text("account_status")
        if status and status.casefold() not in self._known:
            self._sample.statuses[status] += 1
        code = cells.text("return_code")
        if not code:
            return
        written = cells.text("return_code_list") or self._defaults.get("return_code_list", "")
        named = self._lists.get(written.casefold(), "")
        if not self._words.read(named, code)[0]:
            self._sample.listless += 1
        elif not self._words.knows(named, code):
            self._sample.returns[code] += 1

    def _look_at_names(self, cells: Cells) -> None:
        person = cells.text("last_name") or cells.text("full_name")
        company = cells.text("organization")
        self._sample.with_business += bool(person and company)
        number = cells.text("tax_id")
        if _NINE.fullmatch(number) and not company and person:
            read = read_whole_name(cells.text("full_name")) if cells.text("full_name") else ()
            is_person = not isinstance(read, Wrong) and (
                not read or read[0].kind is NameKind.PERSON
            )
            self._sample.bare_tax_ids += is_person

    def _look_at_numbers(self, cells: Cells) -> None:
        number = cells.text("account_number")
        if not number:
            return
        self._sample.numbers += 1
        self._sample.keylines += not isinstance(keyline(number), Wrong)
        names = "".join(filter(str.isalnum, "".join(map(cells.text, _NAMES)).casefold()))
        self._sample.same_number += number in self._seen
        is_primary = not cells.text("role")
        self._sample.other_names += is_primary and self._seen.setdefault(number, names) != names

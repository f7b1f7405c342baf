"""The one table of column headers: what files call their columns, and which target reads which."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any
from unicodedata import combining, normalize

from pydantic import model_validator

from config.loader import Table, shipped

# Camel case, digits beside letters, and everything that is no letter or digit part two words.
_WORD_ENDS = re.compile(
    r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z][a-z])|(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])"
    r"|[^0-9A-Za-z]+"
)

# How a cell is to be written, behind a header in brackets: (MM/DD/YYYY), ($), (required).
_NOTE = re.compile(
    r"\((?:[MDYmdy]{1,4}(?:[-/. ]?[MDYmdy]{1,4}){1,2}|\$|USD|US\$|(?:REQUIRED|OPTIONAL|IF ANY))\)",
    re.IGNORECASE,
)
_MISREAD_MARK = "\u00ef\u00bb\u00bf"
"""The byte order mark of UTF-8, read in another encoding."""
_FURTHER = (2, 3, 4)
_OF_DAY = "a date up to today; one that cannot be read, or without a flag, holds too"
_LONGEST = 40
"""Letters of a word that is still taken apart."""


class HeldTable(Table):
    """What a column may hold: the headers that say so, and the kind of qualifiers before them."""

    headers: tuple[str, ...]
    kind: str = ""


class IntakeTarget(Table):
    """One target of the intake: what its column holds in words and by the table, surest first.

    `form` is how its cells may be written. What is `qualified` counts only with a qualifier in
    front of its header. Where there is a `hold`, a cell that says anything but no puts it on the
    account, or the one that [values] has for its word.
    """

    words: str
    form: str = ""
    hold: str = ""
    of: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    qualified: tuple[str, ...] = ()


class MissingRule(Table):
    """What more is no value in cells of some targets; `alone` shuts out the common words."""

    targets: tuple[str, ...]
    words: tuple[str, ...] = ()
    zeros: bool = False
    alone: bool = False


class MissingTable(Table):
    """What stands for no value in a cell."""

    words: tuple[str, ...]
    rules: tuple[MissingRule, ...]


class Seat(Table):
    """Another person whom a row may name in columns of its own, `called` by these words in headers.

    `fields` are the targets that the person may have; each is a target of its own, with the seat's
    name in front. `shares_address` says that mail for the account goes to this person too.
    """

    words: str
    role: str
    called: tuple[str, ...]
    fields: tuple[str, ...]
    shares_address: bool = False


class AroundTable(Table):
    """Words around a header that do not change what it says."""

    whose: tuple[str, ...]
    sides: tuple[str, ...]
    origins: tuple[str, ...]


class ColumnTables(Table):
    """columns.toml."""

    same_words: dict[str, tuple[str, ...]]
    around: AroundTable
    qualifiers: dict[str, tuple[str, ...]]
    held: dict[str, HeldTable]
    ambiguous: dict[str, tuple[str, ...]]
    intake: dict[str, IntakeTarget]
    link: dict[str, tuple[str, ...]]
    values: dict[str, dict[str, tuple[str, ...]]]
    missing: MissingTable
    seats: dict[str, Seat]

    @model_validator(mode="before")
    @classmethod
    def _with_restraints(cls, tables: dict[str, Any]) -> dict[str, Any]:
        """The day and the further columns of what restrains are targets too."""
        intake: dict[str, Any] = {}
        for name, target in tables["intake"].items():
            intake[name] = target
            if not target.get("hold"):
                continue
            day = f"{name}_date"
            words = f"the day since which it restrains: {target['words']}"
            held = [day] if day in tables["held"] else []
            intake[day] = {"words": words, "form": _OF_DAY, "of": held}
            for number in _FURTHER:
                words = f"another column that says {target['words']}"
                intake[f"{name}_{number}"] = {"words": words, "form": f"as {name}"}
        return {**tables, "intake": intake}

    @model_validator(mode="before")
    @classmethod
    def _with_seats(cls, tables: dict[str, Any]) -> dict[str, Any]:
        """The targets of every seat stand behind the others."""
        intake = dict(tables["intake"])
        for name, seat in tables["seats"].items():
            for field in seat["fields"]:
                words = f"{seat['words']}: {intake[field]['words']}"
                intake[f"{name}_{field}"] = {"words": words, "form": f"as {field}"}
        return {**tables, "intake": intake}

    def flags(self) -> Mapping[str, str]:
        """What may restrain an account, by its first target, with the code of its hold."""
        return {name: target.hold for name, target in self.intake.items() if target.hold}

    @staticmethod
    def columns_of(flag: str) -> tuple[str, ...]:
        """The targets of what restrains: its own, and its further columns."""
        return (flag, *(f"{flag}_{number}" for number in _FURTHER))

    @staticmethod
    def day_of(flag: str) -> str:
        """The target of the day since which something restrains."""
        return f"{flag}_date"

    def restraining(self) -> frozenset[str]:
        """Every target whose cell may put a hold on the account."""
        flags = self.flags()
        return frozenset(t for flag in flags for t in (*self.columns_of(flag), self.day_of(flag)))

    def meanings(self, target: str) -> Mapping[str, str]:
        """Every known word of a target's values, without case, to the value that it means."""
        table = self.values[target]
        return {word.casefold(): value for value, words in table.items() for word in words}


@cache
def column_tables() -> ColumnTables:
    """The tables of config/defaults/columns.toml, read once."""
    return shipped("columns.toml", ColumnTables)


def header_words(header: str) -> str:
    """A header as lower-case words with single spaces, without accents; # means number."""
    spelled = _NOTE.sub(" ", header.removeprefix(_MISREAD_MARK)).replace("#", " number ")
    letters = "".join(c for c in normalize("NFD", spelled) if not combining(c))
    return " ".join(filter(None, _WORD_ENDS.split(letters))).lower()


def header_phrase(header: str) -> str:
    """A header in the table's words: abbreviations written out, words run together taken apart.

    Of one in two languages (Phone / Teléfono) it is the part that the table has, where the others
    say the same or nothing that it knows.
    """
    whole = _plain_phrase(header)
    if "/" not in header or whole in _held_phrases():
        return whole
    parts = [_plain_phrase(part) for part in header.split("/")]
    known = [part for part in parts if part in _held_phrases()]
    others = {word for part in parts if part not in known for word in part.split()}
    is_one = len({_held_phrases()[part] for part in known}) == 1
    return known[0] if is_one and not others & _spoken_words() else whole


def _plain_phrase(header: str) -> str:
    return " ".join(_usual(word) for word in header_words(header).split())


@cache
def _held_phrases() -> Mapping[str, str]:
    """Every phrase of the table, and what a column of that name holds."""
    return {p: name for name, held in column_tables().held.items() for p in held.headers}


@cache
def _spoken_words() -> frozenset[str]:
    """Words that mean something in a header, of another person too."""
    seats = column_tables().seats.values()
    return _known_words() | {w for seat in seats for text in seat.called for w in text.split()}


def _usual(word: str) -> str:
    same, known = _same_words(), _known_words()
    if word in same or word in known or not 4 <= len(word) <= _LONGEST:
        return same.get(word, word)
    return " ".join(same.get(part, part) for part in _parted(word)) or word


@cache
def _same_words() -> dict[str, str]:
    table = column_tables().same_words
    return {word: usual for usual, words in table.items() for word in words}


@cache
def _known_words() -> frozenset[str]:
    tables = column_tables()
    phrases = [header for held in tables.held.values() for header in held.headers]
    phrases += [*_same_words(), *_same_words().values(), *tables.around.whose]
    phrases += [word for words in tables.qualifiers.values() for word in words]
    return frozenset(word for phrase in phrases for word in phrase.split())


@lru_cache(maxsize=4096)
def _parted(word: str) -> tuple[str, ...]:
    """The fewest known words that a word is put together of; none when there are no such."""
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(word) + 1):
        found = [
            (*before, word[start:end])
            for start in range(max(0, end - 12), end - 1)
            if (before := best[start]) is not None and word[start:end] in _known_words()
        ]
        best.append(min(found, key=len, default=None))
    return best[-1] or ()

"""The columns that an intake file may have, with the headers and words that are known for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from config.loader import Table, shipped

# Camel case, letters beside digits, and everything that is no letter or digit part two words.
_WORD_ENDS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])|[^0-9A-Za-z]+")


class TargetTable(Table):
    """One target: what its column holds, and the headers that are known for it."""

    words: str
    headers: tuple[str, ...]


class ColumnTables(Table):
    """intake_columns.toml."""

    targets: dict[str, TargetTable]
    values: dict[str, dict[str, tuple[str, ...]]]

    def meanings(self, target: str) -> Mapping[str, str]:
        """Every known word of a target, without case, to the value that it means."""
        table = self.values[target]
        return {word.casefold(): value for value, words in table.items() for word in words}


@cache
def column_tables() -> ColumnTables:
    """The tables of config/defaults/intake_columns.toml, read once."""
    return shipped("intake_columns.toml", ColumnTables)


def header_words(header: str) -> str:
    """A header as lower-case words with single spaces; # means number."""
    spelled = header.replace("#", " number ")
    return " ".join(filter(None, _WORD_ENDS.split(spelled))).lower()

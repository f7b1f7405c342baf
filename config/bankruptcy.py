"""The words of bankruptcy cases, and how long a plan may run."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from config.loader import Table, shipped


class CaseWords(Table):
    """What a case's state or outcome is called, each in lower case."""

    open: tuple[str, ...]
    discharged: tuple[str, ...]
    dismissed: tuple[str, ...]
    closed: tuple[str, ...]
    denied: tuple[str, ...]


class BankruptcyTable(Table):
    """bankruptcy.toml: the words, and the longest plan of each chapter in years."""

    words: CaseWords
    plan_years: dict[str, int]

    def states(self) -> Mapping[str, str]:
        """The state that each word stands for."""
        return {word: state for state, words in self.words for word in words}


@cache
def shipped_bankruptcy() -> BankruptcyTable:
    """The words of config/defaults/bankruptcy.toml."""
    return shipped("bankruptcy.toml", BankruptcyTable)

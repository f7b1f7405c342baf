"""Columns that say in a word or a flag that an account is restrained: bankrupt, dead, represented.

Only a cell that says no, or nothing, restrains nothing: what is not known restrains.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from config.columns import column_tables
from skiptrace.intake.problem import Wrong


def flag(text: str) -> str | Wrong:
    """What a flag says; a byte that was written by its code in a file of rejects is no word."""
    return Wrong("no, nothing, or what restrains the account", "flag") if "\\" in text else text


def flagged(text_of: Callable[[str], str | None]) -> Iterator[str]:
    """The codes of the holds that the flags of a row ask for; `text_of` gives a target's text."""
    tables = column_tables()
    for target, code in tables.flags().items():
        if text := text_of(target):
            meanings = tables.meanings(target) if target in tables.values else {}
            yield meanings.get(" ".join(text.casefold().split()), code)

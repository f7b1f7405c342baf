"""Columns that say in a word, a flag or a day that an account is restrained: bankrupt, dead ...

Only a cell that says no, or nothing, restrains nothing: what is not known restrains.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from config.columns import column_tables
from skiptrace.intake.fields.holds import SINCE_EVER, HoldWord
from skiptrace.intake.problem import Wrong


def flag(text: str) -> str | Wrong:
    """What a flag says; a byte that was written by its code in a file of rejects is no word."""
    return Wrong("no, nothing, or what restrains the account", "flag") if "\\" in text else text


_YES = frozenset({"y", "yes", "t", "true", "1", "x"})
_NO = frozenset({"n", "no", "f", "false", "0"})


def yes(text: str) -> bool | Wrong:
    """Yes or no, as an export writes it."""
    word = text.casefold()
    return word in _YES if word in _YES | _NO else Wrong("Y or N", "yes_no")


def flagged(
    text_of: Callable[[str], str | None], day: Callable[[str], date | None]
) -> Iterator[HoldWord]:
    """The holds that the flags of a row ask for; `text_of` gives a target's text.

    Each restrains since the day of its column for days, or the day that stands in the flag's own
    cell; since ever where there is none that `day` can read. A day alone restrains too.
    """
    tables = column_tables()
    for name, code in tables.flags().items():
        texts = [text for target in tables.columns_of(name) if (text := text_of(target))]
        dated = text_of(tables.day_of(name))
        if not texts and not dated:
            continue
        days = [found for text in (dated, *texts) if text and (found := day(text)) is not None]
        since = days[0] if days else SINCE_EVER
        yield from (HoldWord(one, since) for one in _codes(name, code, texts))


def _codes(name: str, code: str, texts: list[str]) -> list[str]:
    """The codes of a flag's cells; its own one falls where a cell names an open bankruptcy."""
    tables = column_tables()
    meanings = tables.meanings(name) if name in tables.values else {}
    found = dict.fromkeys(meanings.get(" ".join(t.casefold().split()), code) for t in texts)
    is_named = any(one.endswith("-OPEN") for one in found)
    return [one for one in found or [code] if one != code or not is_named]

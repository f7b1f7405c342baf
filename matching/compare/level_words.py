"""The words that explain a level to a person, from the shipped table."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from config.match_tables import match_table


@cache
def level_words() -> Mapping[str, str]:
    """The words of every level under `comparison.level`."""
    return {
        f"{comparison}.{level}": words
        for comparison, rows in match_table("levels").items()
        for level, words in rows.items()
    }

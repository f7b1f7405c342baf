"""Cells that say that there is no value: N/A, zeros, dashes, a label without its number."""

from __future__ import annotations

import re
from functools import cache

from config.columns import column_tables

_AROUND = " ()[]<>{}\"'*:;,"
_ZEROS = re.compile(r"[ 0./:()-]*0[ 0./:()-]*(?:\.0+)?")


def stands_for_nothing(target: str, text: str) -> bool:
    """Whether a cleaned, not empty cell of a target holds no value; an error of a sheet does not.

    The words are those of columns.toml, [missing].
    """
    words, zeros = _rule(target)
    if len(text) <= _LONGEST and text.casefold().strip(_AROUND) in words:
        return True
    if zeros and text[0] in " 0(./:-" and _ZEROS.fullmatch(text):
        return True
    return not any(map(str.isalnum, text)) and "#" not in text


_LONGEST = 40


@cache
def _rule(target: str) -> tuple[frozenset[str], bool]:
    """The words for nothing of a target, and whether zeros are nothing there."""
    table = column_tables().missing
    rules = _of_restraints()
    own = [rule for rule in table.rules if rules.get(target, target) in rule.targets]
    common = () if any(rule.alone for rule in own) else table.words
    words = {*common, *(word for rule in own for word in rule.words)}
    return frozenset({word.strip(_AROUND) for word in words}), any(rule.zeros for rule in own)


@cache
def _of_restraints() -> dict[str, str]:
    """The target whose words for nothing are those of a further column, or of a day."""
    tables = column_tables()
    return {
        target: flag
        for flag in tables.flags()
        for target in (*tables.columns_of(flag), tables.day_of(flag))
    }

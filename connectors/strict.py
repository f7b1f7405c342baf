"""Strict headers: every column is known; a missing or a new one is a changed source."""

from __future__ import annotations

from collections.abc import Set

from skiptrace.model.errors import SourceChanged


def check_columns(found: Set[str], required: Set[str], known: Set[str], place: str) -> None:
    """Raises SourceChanged unless `required` <= `found` <= `known` (a header, a schema)."""
    missing, unknown = sorted(required - found), sorted(found - known)
    if missing:
        raise SourceChanged(f"{place}: column {', '.join(map(_name, missing[:5]))} is missing")
    if unknown:
        raise SourceChanged(f"{place}: unknown column {', '.join(map(_name, unknown[:5]))}")


def _name(column: str) -> str:
    return repr(_shown(column))


def _shown(column: str) -> str:
    """A column's name, cut and printable, since a damaged header can hold anything."""
    return "".join(letter for letter in column[:40] if letter.isprintable())

"""Which part of a name a source writes first."""

from __future__ import annotations

from enum import StrEnum


class NameOrder(StrEnum):
    """Which part of a name a source writes first."""

    GIVEN_FIRST = "given_first"
    SURNAME_FIRST = "surname_first"
    UNKNOWN = "unknown"

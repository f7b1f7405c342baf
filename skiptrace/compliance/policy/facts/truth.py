"""Yes, no, or not known."""

from __future__ import annotations

from enum import Enum


class Truth(Enum):
    """Yes, no, or not known; it is compared by name, and never taken for a yes or a no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("compare a Truth with Truth.YES or Truth.NO: it may be unknown")

"""What screens said, and how old it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ScreenKind(StrEnum):
    """What a screen looks for."""

    BANKRUPTCY = "bankruptcy"
    DEATH = "death"
    MILITARY = "military"
    SANCTIONS = "sanctions"
    LICENCE = "licence"
    SUPPRESSION = "suppression"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Screened:
    """One screen: the day of its answer, or None when it gave none or timed out."""

    kind: ScreenKind
    answered: date | None = None

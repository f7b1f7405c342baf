"""What two names say about being one party's: a verdict and the rule that decided."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NameVerdict(StrEnum):
    """What two names say about being one person's."""

    SAME = "same"
    DIFFERENT = "different"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class NameRelation:
    """The verdict on two names and the rule that decided; the reason holds no personal data."""

    verdict: NameVerdict
    reason: str

    @property
    def is_same(self) -> bool:
        """Whether the verdict is `same`."""
        return self.verdict is NameVerdict.SAME

    @property
    def is_different(self) -> bool:
        """Whether the verdict is `different`."""
        return self.verdict is NameVerdict.DIFFERENT


def same(reason: str) -> NameRelation:
    """The verdict `same` for a reason."""
    return NameRelation(NameVerdict.SAME, reason)


def different(reason: str) -> NameRelation:
    """The verdict `different` for a reason."""
    return NameRelation(NameVerdict.DIFFERENT, reason)


def uncertain(reason: str) -> NameRelation:
    """The verdict `uncertain` for a reason."""
    return NameRelation(NameVerdict.UNCERTAIN, reason)

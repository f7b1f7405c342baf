"""What restrains: how severely, by which rule, in which words; the strictest speaks for all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Severity(IntEnum):
    """How much a rule restrains; the strictest wins.

    A hold is released by a named person with evidence, `legal` is for the legal role and a matter
    of its own, a block stands until what it rests on has ended.
    """

    HOLD = 1
    LEGAL = 2
    BLOCK = 3


@dataclass(frozen=True, slots=True)
class Restraint:
    """A rule's no, in words for a person and without personal data."""

    rule: str
    severity: Severity
    reason: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.reason}"


def strictest(found: Iterable[Restraint]) -> Restraint | None:
    """The strictest restraint, with every other one in its words; None when nothing restrains.

    Of equally strict ones the first is named first.
    """
    ordered = sorted(dict.fromkeys(found), key=lambda r: -r.severity)
    if not ordered:
        return None
    first, *others = ordered
    words = "; also ".join((first.reason, *map(str, others)))
    return Restraint(first.rule, first.severity, words)

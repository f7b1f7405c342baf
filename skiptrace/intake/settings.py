"""What the caller decides about one intake: the day, the identities, the limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from config.compliance import HoldTable
from config.counsel import shipped_counsel
from matching.parse.numbers import Numbers
from skiptrace.model.subject import Subject


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds that keep one broken row from harming the rest of the file.

    `field_chars` is the longest cell, `record_chars` the longest record that is split into cells.
    """

    field_chars: int = 10_000
    record_chars: int = 4 * 1024 * 1024


Known = Callable[[Sequence[Subject]], Mapping[str, Subject]]
"""Gives, by id, the subjects that are known by other facts than these, as they are known."""


def nobody_known(subjects: Sequence[Subject]) -> Mapping[str, Subject]:
    """What is known where nothing was taken in before."""
    return {}


@dataclass(frozen=True, slots=True)
class IntakeSettings:
    """What the caller decides about one intake.

    `today` bounds every date. `identify` turns an account number into the account's id, and
    `number|role|n` into the id of the n-th subject of that role; it must give the same id for the
    same text and reveal nothing of it. `numbers` are the kinds of numbers that are people's.
    `received` is the day on which the file came in, if that is another one: a hold is in force from
    receipt. `known` looks up whom earlier files named under the ids of subjects. `holds` is
    counsel's table of hold codes and status words.
    """

    today: date
    identify: Callable[[str], str]
    numbers: Numbers = field(default_factory=Numbers)
    limits: Limits = field(default_factory=Limits)
    received: date | None = None
    known: Known = nobody_known
    holds: HoldTable = field(default_factory=lambda: shipped_counsel().holds)

    @property
    def in_force(self) -> date:
        """The latest day from which a hold of the file restrains."""
        return min(self.today, self.received or self.today)

"""What a policy says: every reason it has, the strictest first, and the one that decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from skiptrace.model.account import Hold

DISPUTE = "R17"
"""The rule whose flag is the mark that the law asks for (12 CFR 1006.18(c)(2))."""
SNOOPING = "R29"
"""The rule whose block is told to security."""


class Stage(StrEnum):
    """Where on an account's way the law is asked."""

    INTAKE = "intake"
    CALL = "call"
    WRITE_BACK = "write-back"
    REPORT = "report"
    CONTACT = "contact"
    RETENTION = "retention"
    SUIT = "suit"


class Severity(IntEnum):
    """How much a rule restrains; the strictest wins.

    A flag restrains nothing and travels with what is allowed. A hold is released by a named person
    with evidence, `legal` is for the legal role and a matter of its own, a block stands until what
    it rests on has ended.
    """

    FLAG = 0
    HOLD = 1
    LEGAL = 2
    BLOCK = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule's word, for a person and without personal data.

    `hold` is the hold it rests on; `due` the day by which a duty is to be done. `of_standing` says
    that a hold or the account's status gives it, so that it stops further asking and keeps what was
    told before as evidence; `of_source` that it is about one source and says nothing of others.
    """

    rule: str
    version: int
    severity: Severity
    words: str
    hold: Hold | None = None
    of_standing: bool = False
    due: date | None = None
    of_source: bool = False

    def __str__(self) -> str:
        return f"{self.rule}: {self.words}"


@dataclass(frozen=True, slots=True)
class Decision:
    """Every reason of one evaluation, the strictest first.

    Equally strict ones stand as their rules stand in the register, never in the order in which
    holds were placed. `asked` names each rule that was in force, with its version.
    """

    stage: Stage
    reasons: tuple[Reason, ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def restraints(self) -> tuple[Reason, ...]:
        """The reasons that restrain; flags do not."""
        return tuple(r for r in self.reasons if r.severity > Severity.FLAG)

    @property
    def flags(self) -> tuple[Reason, ...]:
        """What travels with whatever is allowed."""
        return tuple(r for r in self.reasons if r.severity is Severity.FLAG)

    @property
    def duties(self) -> tuple[Reason, ...]:
        """What is to be done by a day."""
        return tuple(r for r in self.reasons if r.due is not None)

    @property
    def marks(self) -> tuple[str, ...]:
        """What travels, in words with the rule: a disputed debt is marked DISPUTED."""
        words = ((r.rule, "DISPUTED" if r.rule == DISPUTE else r.words) for r in self.flags)
        return tuple(dict.fromkeys(f"{said} ({rule})" for rule, said in words))

    @property
    def alarms(self) -> bool:
        """Whether security is told at once: somebody searched whom they may not (15 USC 1681q)."""
        return any(r.rule == SNOOPING and r.severity is Severity.BLOCK for r in self.reasons)

    @property
    def decisive(self) -> Reason | None:
        """The reason that decides, or None when nothing restrains."""
        return next(iter(self.restraints), None)

    @property
    def allows(self) -> bool:
        """Whether nothing restrains."""
        return self.decisive is None

    @property
    def rule(self) -> str:
        """The decisive rule's id, or empty."""
        return self.decisive.rule if self.decisive else ""

    @property
    def severity(self) -> Severity:
        """How strict the decision is; a flag when nothing restrains."""
        return self.decisive.severity if self.decisive else Severity.FLAG

    @property
    def words(self) -> str:
        """The decisive reason with every other one that restrains, or empty."""
        if self.decisive is None:
            return ""
        first, *others = dict.fromkeys((r.rule, r.words) for r in self.restraints)
        return "; also ".join((first[1], *(f"{rule}: {words}" for rule, words in others)))

    def without_standing(self) -> Decision:
        """The decision as it were without holds and status."""
        kept = tuple(r for r in self.reasons if not r.of_standing)
        return Decision(self.stage, kept, self.asked)

    def __str__(self) -> str:
        return f"{self.rule}: {self.words}" if self.decisive else ""


def strictest_first(reasons: Iterable[Reason], rank: dict[str, int]) -> tuple[Reason, ...]:
    """The reasons, each once, by strictness and then as their rules rank."""
    return tuple(sorted(dict.fromkeys(reasons), key=lambda r: (-r.severity, rank[r.rule], r.words)))

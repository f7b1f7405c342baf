"""What a rule is: a dated, sourced, pure statement about facts at some stages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from config.counsel import CounselTables
from skiptrace.compliance.policy.decision import Severity, Stage
from skiptrace.compliance.policy.facts.debt import DebtPurpose
from skiptrace.compliance.policy.facts.whole import Facts
from skiptrace.compliance.policy.places import Atlas
from skiptrace.model.account import Hold, Reach
from skiptrace.model.subject import EntityKind

REGULATION_F = date(2021, 11, 30)
"""Regulation F's first day; most rules are at least as old."""


class Whose(Enum):
    """Whom a hold restrains: the subject, one who owes with its debtor, or others alone."""

    SUBJECTS = "subject's"
    CO_DEBTORS = "a co-debtor's"
    ANOTHERS = "another's"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a rule is asked: which facts, at which stage, under which data of counsel.

    `places` are the states and cities whose law may reach the facts; none where nobody knows.
    """

    stage: Stage
    facts: Facts
    law: CounselTables
    atlas: Atlas
    places: frozenset[str]

    def own_holds(self, *codes: str) -> Iterator[Hold]:
        """The open holds of these codes on the account itself that restrain the subject."""
        facts = self.facts
        yield from (
            hold
            for hold in facts.holds
            if hold.code in codes
            and hold.is_own
            and hold.is_open(facts.day)
            and self.whose(hold) is not Whose.ANOTHERS
        )

    def is_held(self, code: str) -> bool:
        """Whether a hold of that code stands open on the subject here, or binds its person there.

        A hold of the person's other account counts where counsel's table says that it binds them.
        """
        effect = self.law.holds.effect(code)
        binds = effect is not None and effect.binds == "person"
        standing = (h for h in self.facts.holds if h.code == code and h.is_open(self.facts.day))
        return any(
            (h.is_own or (binds and h.reach is Reach.SAME_PERSON))
            and self.whose(h) is not Whose.ANOTHERS
            for h in standing
        )

    def whose(self, hold: Hold) -> Whose:
        """Whom a hold restrains by counsel's table: where nobody knows, whoever is asked about."""
        subject, effect = self.facts.subject, self.law.holds.effect(hold.code)
        if subject is None or effect is None or hold.may_be_of(subject.id):
            return Whose.SUBJECTS
        if effect.restrains == "account":
            return Whose.SUBJECTS
        is_individual = subject.kind is EntityKind.PERSON
        is_commercial = self.purpose is DebtPurpose.COMMERCIAL
        if effect.restrains == "co_debtors" and is_individual and not is_commercial:
            return Whose.CO_DEBTORS
        return Whose.ANOTHERS

    @property
    def purpose(self) -> DebtPurpose | None:
        """What the debt was for: as the account says, else as the house's debts are."""
        house = self.law.settings.house.purpose
        if self.is_held("COMMERCIAL"):
            return DebtPurpose.COMMERCIAL
        return self.facts.debt.purpose or (DebtPurpose(house) if house else None)


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule found: how strict, in words without personal data, and by which hold.

    With `due` it is a duty, to be done by that day.
    """

    severity: Severity
    words: str
    hold: Hold | None = None
    due: date | None = None


Check = Callable[[Asked], Iterable[Said]]


def by_codes(asked: Asked) -> Iterable[Said]:
    """The check of a rule that acts by its hold codes alone; what they restrain is counsel's."""
    return ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id and version, what it says, its source, where and when it is law.

    A rule of several parts has one of these for each, told apart by title. `severity` is the
    strictest word that `check` can give. `jurisdictions` empty means everywhere. `effective` is the
    first day, `ends` the first day on which it holds no longer; another version may begin there.
    `of_source` says that it is about one source, what it is asked or sent, and about no other.
    """

    id: str
    title: str
    citation: str
    stages: frozenset[Stage]
    severity: Severity
    check: Check = by_codes
    version: int = 1
    effective: date = REGULATION_F
    ends: date | None = None
    jurisdictions: frozenset[str] = frozenset()
    of_source: bool = False

    @property
    def name(self) -> str:
        """Id and version, as permits and audit events name it."""
        return f"{self.id}v{self.version}"

    def is_in_force(self, day: date) -> bool:
        """Whether it is law on that day."""
        return self.effective <= day and (self.ends is None or day < self.ends)

    def reaches(self, jurisdictions: frozenset[str]) -> bool:
        """Whether it is law in one of these places; where none is known it may be."""
        return not (self.jurisdictions and jurisdictions) or bool(
            self.jurisdictions & jurisdictions
        )

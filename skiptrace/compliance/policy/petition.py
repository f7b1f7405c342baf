"""A bankruptcy as one source tells it, and the hold that it puts on a debt.

11 USC 362 stays work on debts older than the petition while the case is open; a discharge forbids
it for good (524(a)(2)); a dismissal ends the stay and waits for docket proof. What is not known of
the state, the outcome, the chapter or the dates restrains until a person has looked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from config.bankruptcy import shipped_bankruptcy
from skiptrace.model.dates import PartialDate

_CHAPTERS = frozenset({"7", "11", "12", "13"})
SUSPECT = "BK-SUSPECT"
"""The hold code of a case that may restrain, until a person has looked."""


class CaseState(StrEnum):
    """Where a case stands; `unknown` is a word that no table knows."""

    OPEN = "open"
    DISCHARGED = "discharged"
    DISMISSED = "dismissed"
    CLOSED = "closed"
    DENIED = "denied"
    UNKNOWN = "unknown"


class DebtAge(StrEnum):
    """Whether the debt was there when the petition was filed."""

    BEFORE = "before"
    AFTER = "after"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Petition:
    """Chapter, state and day of filing of one case; empty and None are unknown."""

    chapter: str
    state: CaseState
    filed: PartialDate | None

    @classmethod
    def of(cls, detail: Mapping[str, str], filed: PartialDate | None) -> Petition:
        """The petition in a source's words: `chapter`, `status` and `disposition`."""
        status, outcome = _state(detail.get("status", "")), _state(detail.get("disposition", ""))
        return cls(detail.get("chapter", "").strip(), _joined(status, outcome), filed)

    def code(self, opened: date | None) -> str:
        """The hold code for a debt that was opened on that day; empty when it restrains nothing."""
        age = self._age(opened)
        if age is DebtAge.AFTER:
            return self._of_later_debt(opened)
        if self.state is CaseState.DISCHARGED:
            return "BK-DISCH" if age is DebtAge.BEFORE else SUSPECT
        if self.state in (CaseState.DISMISSED, CaseState.DENIED):
            return "BK-DISM"
        if self.state is CaseState.OPEN and self.chapter in _CHAPTERS:
            return f"BK{int(self.chapter):02d}-OPEN"
        return SUSPECT

    def _age(self, opened: date | None) -> DebtAge:
        """A debt of the very day of the petition counts as one that may be older."""
        if opened is None or self.filed is None:
            return DebtAge.UNKNOWN
        if opened > self.filed.latest():
            return DebtAge.AFTER
        return DebtAge.BEFORE if opened < self.filed.earliest() else DebtAge.UNKNOWN

    def _of_later_debt(self, opened: date | None) -> str:
        """The hold of a debt that is younger than the petition.

        An open case leaves it to counsel, and so does one that ended while the debt may still have
        come into its plan. A dismissed case binds nothing that came after it.
        """
        if self.state is CaseState.UNKNOWN:
            return SUSPECT
        if self.state in (CaseState.DISMISSED, CaseState.DENIED):
            return ""
        if self.state is not CaseState.OPEN and self._is_past_plan(opened):
            return ""
        return "BK-POST"

    def _is_past_plan(self, opened: date | None) -> bool:
        years = shipped_bankruptcy().plan_years.get(self.chapter)
        if years is None or self.filed is None or opened is None:
            return False
        last = self.filed.latest()
        return opened > date(last.year + years, last.month, min(last.day, 28))


def _joined(status: CaseState | None, outcome: CaseState | None) -> CaseState:
    """The state that status word and outcome say together; the stricter of two that disagree."""
    if outcome is None:
        return status or CaseState.OPEN
    if status is CaseState.UNKNOWN or outcome is CaseState.UNKNOWN:
        return CaseState.UNKNOWN if outcome is not CaseState.DISCHARGED else outcome
    if status is CaseState.OPEN and outcome is not CaseState.DISCHARGED:
        return CaseState.OPEN
    if status is CaseState.DISCHARGED:
        return status
    return outcome


def _state(words: str) -> CaseState | None:
    """What a source's words say; None when it says nothing."""
    plain = " ".join(words.casefold().replace("-", " ").strip(" .").split())
    if not plain:
        return None
    return CaseState(_states().get(plain, CaseState.UNKNOWN))


@cache
def _states() -> Mapping[str, str]:
    return shipped_bankruptcy().states()

"""Counsel's cases, tried against the policy: what each must say, and what it says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from config.cases import LawCase
from skiptrace.compliance.policy.decision import Decision, Severity, Stage
from skiptrace.compliance.policy.facts.whole import Facts
from skiptrace.compliance.policy.policy import Policy
from skiptrace.model.account import Account, Hold, ObligorRole
from skiptrace.model.order import Scope
from skiptrace.model.subject import KnownContact, PostalAddress, Subject


@dataclass(frozen=True, slots=True)
class Tried:
    """One case and what the policy decides of it."""

    case: LawCase
    said: Decision

    @property
    def is_as_expected(self) -> bool:
        """Whether the decisive rule and its severity are those of the case."""
        return (self.said.rule, self.severity) == (self.case.rule, self.case.severity)

    @property
    def severity(self) -> str:
        """The severity in the words of a case; empty when nothing restrains."""
        severity = self.said.severity
        return "" if severity is Severity.FLAG else severity.name.lower()


def try_cases(policy: Policy, cases: Iterable[LawCase]) -> list[Tried]:
    """Each case with the policy's decision of its facts."""
    return [Tried(case, policy.evaluate(Stage(case.stage), _facts(case))) for case in cases]


def _facts(case: LawCase) -> Facts:
    homes = tuple(KnownContact(PostalAddress(state=state)) for state in case.states)
    return Facts(
        today=case.on,
        account=Account("case", "", status=case.status),
        holds=tuple(Hold("case", code, date.min, "") for code in case.holds),
        subject=Subject("case", addresses=homes),
        role=ObligorRole(case.role),
        scope=Scope(case.scope),
        purposes=frozenset(case.purposes),
    )

"""The shipped law for tests, and short ways to ask it about an account."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from config.counsel import shipped_counsel
from skiptrace.compliance.policy.decision import Decision, Stage
from skiptrace.compliance.policy.facts.actor import MatterFacts
from skiptrace.compliance.policy.facts.whole import Facts
from skiptrace.compliance.policy.policy import Policy
from skiptrace.compliance.policy.register import RULES
from skiptrace.model.account import Account, Hold
from skiptrace.model.order import Scope

SHIPPED = shipped_counsel()
POLICY = Policy(RULES, SHIPPED)


def may_trace(account: Account, holds: Iterable[Hold], on: date) -> Decision:
    """What the law says of locating the debtor on that day."""
    return POLICY.evaluate(Stage.INTAKE, Facts(on, account, tuple(holds)))


def may_contact(account: Account, holds: Iterable[Hold], on: date) -> Decision:
    """What the law says of writing contact data back on that day."""
    return POLICY.evaluate(Stage.WRITE_BACK, Facts(on, account, tuple(holds)))


def may_report(account: Account, holds: Iterable[Hold], on: date, matter: str = "") -> Decision:
    """What the law says of an asset report of a matter on that day."""
    facts = Facts(on, account, tuple(holds), scope=Scope.ASSETS, matter=MatterFacts(matter))
    return POLICY.evaluate(Stage.REPORT, facts)

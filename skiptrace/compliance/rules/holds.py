"""Account holds and the creditor's status: an unknown word restrains, it never passes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from config.compliance import HoldEffect, HoldTable
from skiptrace.compliance.rules.rule import Question, Restraint, Severity
from skiptrace.model.order import Scope

_SEVERITIES = {"hold": Severity.HOLD, "block": Severity.BLOCK, "legal": Severity.HOLD}


def holds_rule(table: HoldTable) -> Callable[[Question], Restraint | None]:
    """The strictest restraint of the open holds and of the account's status."""

    def check(question: Question) -> Restraint | None:
        found = [*_of_holds(question, table), *_of_status(question, table)]
        return max(found, key=lambda r: r.severity, default=None)

    return check


def _of_holds(question: Question, table: HoldTable) -> Iterator[Restraint]:
    order = question.order
    for hold in order.holds:
        if not hold.is_open(question.day):
            continue
        effect = table.codes.get(hold.code)
        if effect is None:
            yield Restraint("D-UNKNOWN", Severity.HOLD, "a hold code that no table knows")
        else:
            yield from _restraint(effect, order.scope)


def _of_status(question: Question, table: HoldTable) -> Iterator[Restraint]:
    status = question.order.account.status.strip().lower()
    effect = table.statuses.get(status)
    if effect is None:
        word = "missing" if not status else "unknown"
        yield Restraint("D-UNKNOWN", Severity.HOLD, f"the account's status is {word}")
    else:
        yield from _restraint(effect, question.order.scope)


def _restraint(effect: HoldEffect, scope: Scope) -> Iterator[Restraint]:
    word = effect.assets if scope is Scope.ASSETS else effect.trace
    if word != "ok":
        suffix = " (legal role only)" if word == "legal" else ""
        yield Restraint(effect.rule, _SEVERITIES[word], effect.words + suffix)

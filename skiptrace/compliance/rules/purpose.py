"""Rules about why: a known purpose, and one that the source's card allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from skiptrace.compliance.restraint import Restraint, Severity
from skiptrace.compliance.rules.rule import Question

Check = Callable[[Question], Restraint | None]


def purpose_is_known(vocabulary: Mapping[str, str]) -> Check:
    """Every purpose of the order is a code of the vocabulary, and there is one."""

    def check(question: Question) -> Restraint | None:
        purposes = question.order.purposes
        if not purposes:
            return Restraint("P-MISSING", Severity.BLOCK, "the order names no purpose")
        unknown = sorted(purposes - vocabulary.keys())
        if unknown:
            return Restraint("P-UNKNOWN", Severity.BLOCK, f"unknown purpose {unknown[0]}")
        return None

    return check


def purpose_fits_card(question: Question) -> Restraint | None:
    """The order carries at least one purpose that the connector's card allows."""
    if question.order.purposes & question.card.purposes:
        return None
    allowed = ", ".join(sorted(question.card.purposes))
    return Restraint("P-CARD", Severity.BLOCK, f"{question.card.id} allows only: {allowed}")

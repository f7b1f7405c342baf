"""Rules about why: a known purpose, and one that the source's card allows."""

from __future__ import annotations

from collections.abc import Iterator

from skiptrace.compliance.policy.decision import Severity, Stage
from skiptrace.compliance.policy.rule import Asked, Rule, Said


def names_a_purpose(asked: Asked) -> Iterator[Said]:
    """Every call is made on a purpose."""
    if not asked.facts.purposes:
        yield Said(Severity.BLOCK, "the order names no purpose")


def purposes_are_known(asked: Asked) -> Iterator[Said]:
    """Every purpose is a code of counsel's vocabulary."""
    unknown = sorted(asked.facts.purposes - asked.law.purposes.keys())
    if unknown:
        yield Said(Severity.BLOCK, f"unknown purpose {unknown[0]}")


def purpose_fits_card(asked: Asked) -> Iterator[Said]:
    """At least one purpose is one that the connector's card allows."""
    call, purposes = asked.facts.call, asked.facts.purposes
    if call is None or purposes & call.card.purposes:
        return
    allowed = ", ".join(sorted(call.card.purposes))
    yield Said(Severity.BLOCK, f"{call.card.id} allows only: {allowed}")


_LAW = "15 USC 1681b; 15 USC 6802(e)"
_CALL = frozenset({Stage.CALL})
RULES = (
    Rule("P-MISSING", "a purpose", _LAW, _CALL, Severity.BLOCK, names_a_purpose),
    Rule("P-UNKNOWN", "a known purpose", _LAW, _CALL, Severity.BLOCK, purposes_are_known),
    Rule(
        "P-CARD",
        "a purpose that the source allows",
        "15 USC 1681b(f); the source's terms",
        _CALL,
        Severity.BLOCK,
        purpose_fits_card,
        of_source=True,
    ),
)

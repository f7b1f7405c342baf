"""Screens that did not answer: what they would have forbidden is not known, so nothing is asked."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from skiptrace.model.audit import AuditEvent
from skiptrace.model.ports import Clock
from skiptrace.model.waterfall import BOUGHT_BEFORE, Outcome, StepOutcome, Tier
from skiptrace.tracing.state import OrderTrace

UNSCREENED = "D-SCREEN"
"""The rule of a step that waits for a screen: an unknown status is a hold, never leave."""

_ANSWERED = frozenset({Outcome.HIT, Outcome.NO_HIT})
_OF_THE_CARD = frozenset({"P-CARD", "R05", "R28"})


def note_unscreened(tier: Tier, traces: Sequence[OrderTrace]) -> None:
    """Note in each trace which screens of a tier that has just been asked gave no answer."""
    if not tier.screens:
        return
    for trace in traces:
        silent = [s.connector_id for s in trace.steps if s.tier == tier.name and not _is_known(s)]
        trace.unscreened = ", ".join(sorted(set(silent)))


def refuse_unscreened(trace: OrderTrace, tier: Tier, clock: Clock) -> list[AuditEvent]:
    """The held steps of an unscreened trace, one for each source of the tier, and their events."""
    if not trace.unscreened:
        return []
    words = f"no answer of the screen {trace.unscreened}: nothing is asked until it answers"
    order = trace.order
    for source in tier.connectors:
        held = (Outcome.BLOCKED, Decimal(0), words, UNSCREENED)
        trace.note_step(StepOutcome(order.id, tier.name, source, *held))
    return [
        AuditEvent(
            "gate.hold",
            order.requester,
            clock(),
            order_id=order.id,
            account_id=order.account.id,
            connector_id=source,
            rule=UNSCREENED,
            purposes=tuple(sorted(order.purposes)),
            text=words,
        )
        for source in tier.connectors
    ]


def _is_known(step: StepOutcome) -> bool:
    """Whether a screen answered; one that was skipped had nothing to ask, or is not installed.

    What refused a screen for the account or the subject refuses every later source too, by its
    own rule; a screen that its card's purposes or the payload kept back was simply not asked.
    """
    if step.outcome in _ANSWERED or step.rule == BOUGHT_BEFORE:
        return True
    if step.outcome is Outcome.BLOCKED:
        return step.rule not in _OF_THE_CARD
    return step.outcome is Outcome.SKIPPED and step.rule in ("", "INPUT")

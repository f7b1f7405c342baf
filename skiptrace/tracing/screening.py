"""Screens that did not answer: what they would have forbidden is not known, so nothing is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from skiptrace.compliance.gate import NOT_FOR_IT
from skiptrace.compliance.policy.rules.purchase import WITHHELD
from skiptrace.compliance.policy.rules.screens import UNSCREENED
from skiptrace.model.account import Hold
from skiptrace.model.audit import AuditEvent
from skiptrace.model.ports import Clock
from skiptrace.model.waterfall import Outcome, StepOutcome, Tier
from skiptrace.tracing.state import OrderTrace

_ANSWERED = frozenset({Outcome.HIT, Outcome.NO_HIT})


def note_unscreened(tier: Tier, traces: Sequence[OrderTrace]) -> None:
    """Note in each trace which screens of a tier that has just been asked gave no answer."""
    if not tier.screens:
        return
    for trace in traces:
        steps = [step for step in trace.steps if step.tier == trace.tier_name(tier)]
        silent = [step.connector_id for step in steps if not _is_known(step, trace)]
        trace.unscreened = ", ".join(sorted(set(silent)))


def refuse_unscreened(trace: OrderTrace, tier: Tier, clock: Clock) -> list[AuditEvent]:
    """The held steps of an unscreened trace, one for each source of the tier, and their events."""
    if not trace.unscreened:
        return []
    words = f"no answer of the screen {trace.unscreened}: nothing is asked until it answers"
    order = trace.order
    for source in tier.connectors:
        held = (Outcome.BLOCKED, Decimal(0), words, UNSCREENED)
        trace.note_step(StepOutcome(order.id, trace.tier_name(tier), source, *held))
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


def withheld_holds(trace: OrderTrace, today: date) -> list[Hold]:
    """The holds for what a source has on record and may not show; a person settles them.

    One that was released stands released: the source has said no more than before.
    """
    order, since = trace.order, min(trace.order.as_of, today)
    own = (h for h in order.holds if h.is_own and h.may_be_of(order.subject.id))
    known = {(hold.code, hold.source) for hold in own}
    found = [
        Hold(
            order.account.id,
            WITHHELD[step.rule],
            since,
            f"withheld by {step.connector_id}",
            subject_id=order.subject.id,
        )
        for step in trace.steps
        if _is_withheld(step, trace)
    ]
    return [hold for hold in dict.fromkeys(found) if (hold.code, hold.source) not in known]


def _is_withheld(step: StepOutcome, trace: OrderTrace) -> bool:
    """Whether the source itself keeps back what it has on record: it was asked, and not refused."""
    refused = {(refusal.connector_id, refusal.rule) for refusal in trace.refusals}
    is_asked = step.outcome is Outcome.BLOCKED and (step.connector_id, step.rule) not in refused
    return is_asked and step.rule in WITHHELD


def _is_known(step: StepOutcome, trace: OrderTrace) -> bool:
    """Whether a screen answered; one that was skipped had nothing to ask, or is not installed.

    What refused a screen for the account or the subject refuses every later source too, by its
    own rule; a screen that a rule of its own kept back was simply not asked.
    """
    if step.outcome in _ANSWERED:
        return True
    if step.outcome is Outcome.BLOCKED:
        refused = {(r.connector_id, r.rule) for r in trace.refusals if not r.of_source}
        return (step.connector_id, step.rule) in refused or _is_withheld(step, trace)
    return step.outcome is Outcome.SKIPPED and step.rule in {"", *NOT_FOR_IT}

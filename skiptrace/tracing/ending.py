"""How an order ends, and which sources must have answered before enough is enough.

Enough found spares the sources that were not asked yet, but not every one. A business is not found
without its entry in the registers of its home: what it is called, whether it exists, whom process
is served on. And what an earlier night had in trouble stays owed, so that no order becomes done by
what was carried over alone, while the source that kept it open was never asked. Only free sources
are asked so: nothing is paid for where enough is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from skiptrace.model.card import ConnectorCard
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import OrderState
from skiptrace.model.subject import EntityKind, Subject
from skiptrace.model.waterfall import Outcome, StepOutcome
from skiptrace.tracing.run import COME_BACK
from skiptrace.tracing.state import OrderTrace

_ANSWERED = frozenset({Outcome.HIT, Outcome.NO_HIT})
_WANTING = frozenset({Outcome.FAILED, Outcome.PENDING, Outcome.OVERDUE})


def home_registers(subject: Subject, cards: Iterable[ConnectorCard]) -> frozenset[str]:
    """The sources that register businesses where this one is at home, as far as that is known.

    That is in the states of its addresses and its formation; of a person there is none.
    """
    if subject.kind is not EntityKind.ORGANIZATION:
        return frozenset()
    states = {c.value.state for c in subject.addresses if c.value.state}
    states |= {subject.formed_in} if subject.formed_in else set()
    homes = {"US", *(f"US-{state}" for state in states)}
    return frozenset(
        card.id
        for card in cards
        if FindingKind.REGISTRATION in card.yields and (not states or card.jurisdiction in homes)
    )


def must_answer(trace: OrderTrace) -> frozenset[str]:
    """The sources whose answer is wanted even where enough is found.

    What an earlier night owes is wanted while nothing but what was carried over is there.
    """
    told = {step.connector_id for step in trace.steps if step.outcome is Outcome.HIT}
    return trace.home | (trace.owed if told <= trace.heard else frozenset())


def answered(trace: OrderTrace) -> frozenset[str]:
    """The sources that answered for the order."""
    return frozenset(step.connector_id for step in trace.steps if step.outcome in _ANSWERED)


def still_owed(nights: Sequence[Sequence[StepOutcome]]) -> frozenset[str]:
    """The sources that were in trouble on one of these nights and answered on none since.

    `nights` are the steps of incomplete orders, the last of them last.
    """
    owed: set[str] = set()
    for steps in nights:
        owed |= {step.connector_id for step in steps if is_wanting(step)}
        owed -= {step.connector_id for step in steps if step.outcome in _ANSWERED}
    return frozenset(owed)


def end_state(trace: OrderTrace) -> OrderState:
    """How the order ends: in doubt, awaiting answers, held by the rules, incomplete, or done.

    One that a screen kept back which the rules let nobody ask is held, whatever other screens said.
    """
    if trace.in_doubt:
        return OrderState.IN_DOUBT
    if trace.awaits:
        return OrderState.AWAITING
    refused = any(step.outcome is Outcome.BLOCKED and step.rule for step in trace.steps)
    wanted = must_answer(trace)
    if any(is_wanting(s) and (not trace.stopped or s.connector_id in wanted) for s in trace.steps):
        return OrderState.INCOMPLETE
    if _keeps_back(trace):
        return OrderState.HELD
    asked = bool(answered(trace)) and not trace.unscreened
    return OrderState.HELD if refused and not asked else OrderState.DONE


def _keeps_back(trace: OrderTrace) -> bool:
    """Whether the rules let an answer that is owed not be collected now."""
    return any(
        step.outcome is Outcome.BLOCKED and step.rule and step.connector_id in trace.awaited
        for step in trace.steps
    )


def is_wanting(step: StepOutcome) -> bool:
    """Whether a later night can still get an answer that this one did not.

    A source that refused us, which is no rule of ours, may answer once that is mended.
    """
    is_refused = step.outcome is Outcome.BLOCKED and not step.rule
    return step.outcome in _WANTING or is_refused or step.rule in COME_BACK


def keeps_open(step: StepOutcome, state: OrderState) -> bool:
    """Whether the step is why an order ended incomplete, in doubt, or awaiting answers."""
    if state is OrderState.IN_DOUBT:
        return step.outcome is Outcome.IN_DOUBT
    if state is OrderState.AWAITING:
        return step.outcome is Outcome.PENDING
    return state is OrderState.INCOMPLETE and is_wanting(step)

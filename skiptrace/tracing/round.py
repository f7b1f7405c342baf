"""The questions of one tier: which inquiry of which connector belongs to which trace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from skiptrace.casefile.call_state import CallState
from skiptrace.casefile.ledger_rows import Purchase
from skiptrace.compliance.gate import NOT_FOR_IT
from skiptrace.model.audit import AuditEvent
from skiptrace.model.inquiry import Inquiry, Refusal
from skiptrace.model.ports import Connector
from skiptrace.model.record import Answer, Ticket
from skiptrace.model.waterfall import Outcome, StepOutcome, Tier
from skiptrace.tracing.restraint import Held
from skiptrace.tracing.run import Run
from skiptrace.tracing.state import OrderTrace

_OF_ANOTHER = "asked for another order of this subject"


@dataclass(frozen=True, slots=True)
class Question:
    """One permitted inquiry of one trace to one connector.

    `known` is the call that asked it before, `purchase` its place in the ledger if it is paid.
    `held` names the rule that stops it from being asked now: its answer is read, it never leaves.
    """

    trace: OrderTrace
    connector: Connector
    inquiry: Inquiry
    known: CallState | None = None
    purchase: Purchase | None = None
    held: str = ""

    @property
    def is_paid(self) -> bool:
        """Whether asking it can cost anything."""
        return self.connector.card.cost.is_paid

    def asked_first(self) -> Question:
        """The question as it is when its order buys what another order was to buy for both."""
        bought, order = self.purchase, self.trace.order
        if bought is not None:
            bought = replace(bought, purposes=bought.purposes & order.purposes)
        return replace(self, known=None, purchase=bought)

    @property
    def is_its_own(self) -> bool:
        """Whether its order made the call and has the answer."""
        return self.known is not None and self.known.is_bought and not self.is_of_another_order

    @property
    def is_of_another_order(self) -> bool:
        """Whether an earlier order made the call that answers it."""
        return self.known is not None and self.known.order_id != self.trace.order.id


@dataclass(slots=True)
class Round:
    """One tier's questions by inquiry id, the audit events of the gate, and the run they are of.

    `ours` are the paid questions that this worker may send; `alike` are questions of further traces
    that one answer serves. `owed_only` says that nothing is asked but what a source owes, `held`
    which sources rest. Every question leaves the round by a step in its trace: an answer, a refusal
    or a skip.
    """

    tier: Tier
    run: Run
    events: list[AuditEvent] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)
    alike: dict[str, list[Question]] = field(default_factory=dict)
    ours: set[str] = field(default_factory=set)
    owed_only: bool = False
    held: Held = field(default_factory=Held)

    def add(self, question: Question) -> None:
        """Take a question in; two traces of one subject ask a paid question once."""
        if question.inquiry.id in self.questions:
            self.alike.setdefault(question.inquiry.id, []).append(question)
        else:
            self.questions[question.inquiry.id] = question

    def know(self, states: Iterable[CallState]) -> None:
        """Note how the calls of questions stand."""
        for known in states:
            question = self.questions[known.inquiry_id]
            self.questions[known.inquiry_id] = replace(question, known=known)

    def paid(self) -> Iterator[Question]:
        """The questions that can cost something."""
        return (q for q in self.questions.values() if q.is_paid)

    def order_ids(self) -> list[str]:
        """The orders that may have to pay for a question."""
        alike = (q for several in self.alike.values() for q in several)
        return [q.trace.order.id for q in (*self.paid(), *alike)]

    def others(self) -> list[Question]:
        """The paid questions whose call another worker may be making."""
        return [q for q in self.paid() if q.inquiry.id not in self.ours]

    def by_connector(self) -> dict[str, list[Question]]:
        """The questions that are to be sent, grouped by connector id."""
        grouped: dict[str, list[Question]] = defaultdict(list)
        for inquiry_id, question in self.questions.items():
            if not question.held and (not question.is_paid or inquiry_id in self.ours):
                grouped[question.connector.card.id].append(question)
        return grouped

    def take(self, answer: Answer) -> None:
        """Note an answer in its trace, records and step; its cost is the order's that bought it."""
        question = self.questions.pop(answer.inquiry_id)
        cost, words = answer.cost, ""
        if question.is_paid and question.known is not None and question.is_of_another_order:
            verb = "asked" if answer.ticket else "bought"
            cost = Decimal(0)
            words = f"{verb} on {question.known.sent:%Y-%m-%d} by another order"
        elif question.purchase is not None:
            words = question.purchase.why
        self._give(question, answer, (cost, words))
        for other in self.alike.pop(answer.inquiry_id, ()):
            said = (answer.cost, "") if other.is_its_own else (Decimal(0), _OF_ANOTHER)
            self._give(other, answer, said)

    def _give(self, question: Question, answer: Answer, said: tuple[Decimal, str]) -> None:
        cost, lead = said
        held = f"asked before {question.held} held it" if question.held else ""
        question.trace.add_records(answer.records)
        reason = "; ".join(filter(None, (lead, held, answer.reason)))
        told = (cost, reason, answer.rule)
        ticket = answer.ticket
        self._note(question.trace, question.connector.card.id, answer.outcome, told, ticket)

    def leave_out(self, question: Question, why: tuple[str, str]) -> Question | None:
        """Note in its trace that a permitted question was not asked; the next that is alike.

        That one is asked in its place, should its own order be able to.
        """
        inquiry_id = question.inquiry.id
        del self.questions[inquiry_id]
        self.skip(question.trace, question.connector.card.id, why)
        waiting = self.alike.pop(inquiry_id, [])
        if not waiting:
            return None
        following, *others = waiting
        if others:
            self.alike[inquiry_id] = others
        self.questions[inquiry_id] = following.asked_first()
        return self.questions[inquiry_id]

    def rests(self, connector_id: str) -> bool:
        """Whether a source is asked no more in this run, or rests since an earlier one."""
        return connector_id in self.run.stopped or connector_id in self.held.resting

    def stop(self, trace: OrderTrace, connector_id: str) -> None:
        """Note that a source, which told this run or an earlier one to stop, was not asked."""
        said = self.run.stopped.get(connector_id) or self.held.resting[connector_id]
        self._note(trace, connector_id, said.outcome, (Decimal(0), said.reason, ""))

    def skip(self, trace: OrderTrace, connector_id: str, why: tuple[str, str]) -> None:
        """Note that a connector was not asked: the rule, if one, and the words."""
        rule, words = why
        self._note(trace, connector_id, Outcome.SKIPPED, (Decimal(0), words, rule))

    def refuse(self, trace: OrderTrace, refusal: Refusal) -> None:
        """Note the gate's refusal; a source that cannot be asked about the subject is skipped."""
        outcome = Outcome.SKIPPED if refusal.rule in NOT_FOR_IT else Outcome.BLOCKED
        trace.refusals.append(refusal)
        said = (Decimal(0), refusal.reason, refusal.rule)
        self._note(trace, refusal.connector_id, outcome, said)

    def _note(
        self,
        trace: OrderTrace,
        connector_id: str,
        outcome: Outcome,
        said: tuple[Decimal, str, str],
        ticket: Ticket | None = None,
    ) -> None:
        cost, words, rule = said
        until, ask_next = (ticket.deadline, ticket.ask_next) if ticket else (None, None)
        tier, reason = trace.tier_name(self.tier), trace.reason(outcome, words)
        of = (trace.order.id, tier, connector_id)
        trace.note_step(StepOutcome(*of, outcome, cost, reason, rule, until, ask_next))

"""The questions of one tier: which inquiry of which connector belongs to which trace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from skiptrace.compliance.gate import NOT_FOR_IT
from skiptrace.model.audit import AuditEvent
from skiptrace.model.inquiry import Inquiry, Refusal
from skiptrace.model.ports import Connector
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome, StepOutcome, Tier
from skiptrace.tracing.budget import RunBudget
from skiptrace.tracing.state import OrderTrace


@dataclass(frozen=True, slots=True)
class Question:
    """One permitted inquiry of one trace to one connector."""

    trace: OrderTrace
    connector: Connector
    inquiry: Inquiry

    @property
    def is_paid(self) -> bool:
        """Whether asking it can cost anything."""
        return self.connector.card.cost.is_paid


@dataclass(slots=True)
class Round:
    """One tier's questions by inquiry id, the audit events of the gate, and the run's budget.

    Every question leaves the round by a step in its trace: an answer, a refusal or a skip.
    """

    tier: Tier
    budget: RunBudget
    events: list[AuditEvent] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)

    def add(self, question: Question) -> None:
        """Take a question in."""
        self.questions[question.inquiry.id] = question

    def paid(self) -> Iterator[Question]:
        """The questions that can cost something."""
        return (q for q in self.questions.values() if q.is_paid)

    def by_connector(self, ids: frozenset[str]) -> dict[str, list[Question]]:
        """Those of the questions that are named, grouped by connector id."""
        grouped: dict[str, list[Question]] = defaultdict(list)
        for inquiry_id, question in self.questions.items():
            if inquiry_id in ids:
                grouped[question.connector.card.id].append(question)
        return grouped

    def take(self, answer: Answer) -> None:
        """Note an answer in its trace, records and step."""
        question = self.questions.pop(answer.inquiry_id)
        question.trace.add_records(answer.records)
        self._note(
            question.trace,
            question.connector.card.id,
            answer.outcome,
            (answer.cost, answer.reason, answer.rule),
        )

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
    ) -> None:
        cost, reason, rule = said
        trace.note_step(
            StepOutcome(trace.order.id, self.tier.name, connector_id, outcome, cost, reason, rule)
        )

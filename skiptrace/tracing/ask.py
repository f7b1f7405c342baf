"""Asks the connectors of one tier: gate first, intent before money, answer stored as it comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.ledger import CallState
from skiptrace.compliance.gate import Gate
from skiptrace.model.account import Account, Hold
from skiptrace.model.audit import AuditEvent
from skiptrace.model.card import ConnectorCard
from skiptrace.model.errors import InDoubt
from skiptrace.model.inquiry import Inquiry, Refusal
from skiptrace.model.ports import Clock, Connector, Settler
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome, StepOutcome, Tier
from skiptrace.tracing.budget import RunBudget
from skiptrace.tracing.state import OrderTrace

Searches = Mapping[str, Callable[[], Iterator[Answer]]]
FanOut = Callable[[Searches], Iterator[Sequence[tuple[str, Answer]]]]
"""Runs each connector's search on a thread of its own; yields answers in groups as they come."""

_UNASKABLE = "InDoubt: a paid call left and the provider cannot be asked what became of it"
_AGAIN = "InDoubt: asked again after a failure, the answer is not stored"
_ELSEWHERE = "InDoubt: another worker is making this call"
_FINAL = frozenset({Outcome.HIT, Outcome.NO_HIT})
_UNSURE = frozenset({None, Outcome.IN_DOUBT})


@dataclass(slots=True)
class _Round:
    """The questions of one tier: which inquiry of which connector belongs to which trace."""

    tier: Tier
    budget: RunBudget
    events: list[AuditEvent] = field(default_factory=list)
    traces: dict[str, OrderTrace] = field(default_factory=dict)
    by_connector: dict[str, dict[str, Inquiry]] = field(
        default_factory=lambda: defaultdict[str, dict[str, Inquiry]](dict)
    )


@dataclass(frozen=True, slots=True)
class Asker:
    """Takes the orders of one tier through the gate, the ledger and the connectors."""

    case: CaseFile
    gate: Gate
    connectors: Mapping[str, Connector]
    fan_out: FanOut
    clock: Clock

    def ask(self, tier: Tier, traces: Sequence[OrderTrace], budget: RunBudget) -> None:
        """Ask every connector of the tier about every trace; adds records and steps to the traces.

        The gate's decisions and the intents of paid calls are committed before anything leaves.
        """
        asked = _Round(tier, budget)
        earlier, ours = self._commit_intents(tier, traces, asked)
        to_send = self._answer_from_ledger(asked, earlier, ours)
        for group in self.fan_out(to_send):
            self._store(asked, group)

    def _permit(self, connector_id: str, traces: Sequence[OrderTrace], asked: _Round) -> None:
        connector = self.connectors.get(connector_id)
        for trace in traces:
            if connector is None:
                _skip(trace, asked.tier, connector_id, ("", "the source is not configured"))
                continue
            card = connector.card
            unbought = _bought_before(trace, card) or asked.budget.refusal(trace, card)
            if unbought:
                _skip(trace, asked.tier, connector_id, unbought)
                continue
            said = self.gate.permit(trace.order, card, asked.events.append)
            if isinstance(said, Refusal):
                _refuse(trace, asked.tier, said)
                continue
            asked.budget.reserve(card)
            asked.by_connector[connector_id][said.id] = said
            asked.traces[said.id] = trace

    def _commit_intents(
        self, tier: Tier, traces: Sequence[OrderTrace], asked: _Round
    ) -> tuple[dict[str, CallState], frozenset[str]]:
        """Ask the gate, and store its decisions and the intents of paid calls.

        Accounts and holds are read in the same transaction, so that a hold which was entered while
        an earlier tier ran stops this one. Gives the state of the calls that an earlier run made,
        and the paid calls that are ours to make: those whose intent nobody had written before.
        """
        with self.case.write() as tx:
            standing = self.case.accounts.standing(tx, [t.order.account.id for t in traces])
            for trace in traces:
                _refresh(trace, standing)
            for connector_id in tier.connectors:
                self._permit(connector_id, traces, asked)
            self.case.audit.append(tx, asked.events)
            earlier = self.case.ledger.state(tx, list(asked.traces))
            paid = self._paid(asked)
            ours = self.case.ledger.open(tx, paid, self.clock())
            again = [
                (inquiry, Answer(inquiry.id, Outcome.IN_DOUBT, reason=_AGAIN))
                for inquiry, _ in paid
                if inquiry.id in earlier and _may_ask_again(earlier[inquiry.id])
            ]
            self.case.ledger.record(tx, again, self.clock())
        return earlier, ours

    def _paid(self, asked: _Round) -> list[tuple[Inquiry, Decimal]]:
        """The paid questions with the most that each can cost."""
        costs = {cid: self.connectors[cid].card.cost for cid in asked.by_connector}
        return [
            (inquiry, costs[cid].ceiling)
            for cid, inquiries in asked.by_connector.items()
            if costs[cid].is_paid
            for inquiry in inquiries.values()
        ]

    def _answer_from_ledger(
        self, asked: _Round, earlier: Mapping[str, CallState], ours: frozenset[str]
    ) -> Searches:
        searches: dict[str, Callable[[], Iterator[Answer]]] = {}
        for cid, inquiries in asked.by_connector.items():
            connector = self.connectors[cid]
            open_questions = []
            for inquiry in inquiries.values():
                known = earlier.get(inquiry.id)
                if known is not None:
                    answer = self._known_answer(connector, inquiry, known)
                elif connector.card.cost.is_paid and inquiry.id not in ours:
                    answer = Answer(inquiry.id, Outcome.IN_DOUBT, reason=_ELSEWHERE)
                else:
                    answer = None
                if answer is None:
                    open_questions.append(inquiry)
                else:
                    asked.budget.release(connector.card)
                    self._take(asked, cid, answer)
            if open_questions:
                searches[cid] = _search(connector, open_questions)
        return searches

    def _known_answer(
        self, connector: Connector, inquiry: Inquiry, known: CallState
    ) -> Answer | None:
        """The answer that an earlier run got, or None when the question may be asked (again).

        A paid answer that could not be understood was billed all the same: it is read again, by a
        card that may have been mended since, and never bought again.
        """
        is_paid = connector.card.cost.is_paid
        if is_paid and known.outcome in _UNSURE:
            return self._settle(connector, inquiry)
        if known.outcome in _FINAL or known.cost > 0:
            with self.case.read() as tx:
                snapshots = self.case.ledger.snapshots(tx, inquiry.id)
            return connector.read(inquiry, snapshots)
        return None

    def _settle(self, connector: Connector, inquiry: Inquiry) -> Answer | None:
        if not isinstance(connector, Settler):
            return Answer(inquiry.id, Outcome.IN_DOUBT, reason=_UNASKABLE)
        try:
            answer = connector.settle(inquiry)
        except InDoubt as error:
            return Answer(inquiry.id, Outcome.IN_DOUBT, reason=f"InDoubt: {error}")
        if answer is not None:
            with self.case.write() as tx:
                self.case.ledger.record(tx, [(inquiry, answer)], self.clock())
        return answer

    def _store(self, asked: _Round, group: Sequence[tuple[str, Answer]]) -> None:
        rows = [(asked.by_connector[cid][a.inquiry_id], a) for cid, a in group]
        with self.case.write() as tx:
            self.case.ledger.record(tx, rows, self.clock())
        for cid, answer in group:
            asked.budget.settle(self.connectors[cid].card, answer)
            self._take(asked, cid, answer)

    def _take(self, asked: _Round, connector_id: str, answer: Answer) -> None:
        trace = asked.traces[answer.inquiry_id]
        trace.add_records(answer.records)
        trace.note_step(
            StepOutcome(
                trace.order.id,
                asked.tier.name,
                connector_id,
                answer.outcome,
                answer.cost,
                answer.reason,
            )
        )


def _may_ask_again(known: CallState) -> bool:
    """Whether an earlier attempt surely was not billed and gave no answer."""
    return known.outcome not in _FINAL | _UNSURE and known.cost == 0


def _refresh(trace: OrderTrace, standing: Mapping[str, tuple[Account, tuple[Hold, ...]]]) -> None:
    """Give the order its account and holds as they stand, and the holds this trace itself found."""
    known = standing.get(trace.order.account.id)
    if known is not None:
        account, holds = known
        found = tuple(h for h in trace.order.holds if h not in holds)
        trace.order = replace(trace.order, account=account, holds=(*holds, *found))


def _bought_before(trace: OrderTrace, card: ConnectorCard) -> tuple[str, str] | None:
    if card.cost.is_paid and card.id in trace.asked:
        return "B-KNOWN", "bought in an earlier order of this account, whose answer is used"
    return None


def _search(connector: Connector, inquiries: list[Inquiry]) -> Callable[[], Iterator[Answer]]:
    return lambda: connector.search(inquiries)


def _skip(trace: OrderTrace, tier: Tier, connector_id: str, why: tuple[str, str]) -> None:
    rule, words = why
    trace.note_step(
        StepOutcome(
            trace.order.id, tier.name, connector_id, Outcome.SKIPPED, Decimal(0), words, rule
        )
    )


def _refuse(trace: OrderTrace, tier: Tier, refusal: Refusal) -> None:
    outcome = Outcome.SKIPPED if refusal.rule == "INPUT" else Outcome.BLOCKED
    trace.refusals.append(refusal)
    trace.note_step(
        StepOutcome(
            trace.order.id,
            tier.name,
            refusal.connector_id,
            outcome,
            Decimal(0),
            refusal.reason,
            refusal.rule,
        )
    )

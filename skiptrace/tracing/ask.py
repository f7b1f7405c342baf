"""Asks the connectors of one tier: gate first, intent before money, answer stored as it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.ledger import CallState
from skiptrace.casefile.statements import Tx
from skiptrace.compliance.gate import Gate
from skiptrace.model.account import Account, Hold
from skiptrace.model.card import ConnectorCard
from skiptrace.model.errors import InDoubt, PermitExpired
from skiptrace.model.inquiry import Refusal
from skiptrace.model.ports import Clock, Connector, Settler
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import BOUGHT_BEFORE, Outcome, Tier
from skiptrace.tracing.budget import RunBudget
from skiptrace.tracing.round import Question, Round
from skiptrace.tracing.state import OrderTrace

Searches = Mapping[str, Callable[[], Iterator[Answer]]]
FanOut = Callable[[Searches], Iterator[Sequence[tuple[str, Answer]]]]
"""Runs each connector's search on a thread of its own; yields answers in groups as they come."""

_UNASKABLE = "InDoubt: a paid call left and the provider cannot be asked what became of it"
_AGAIN = "InDoubt: asked again after a failure, the answer is not stored"
_ELSEWHERE = "InDoubt: another worker is making this call"
_UNANSWERED = "the connector gave no answer"
_FINAL = frozenset({Outcome.HIT, Outcome.NO_HIT})
_UNSURE = frozenset({None, Outcome.IN_DOUBT})


@dataclass(frozen=True, slots=True)
class _Intents:
    """What is known of the round's calls: their state before, and those that are ours to make."""

    earlier: Mapping[str, CallState]
    ours: frozenset[str]


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
        round_ = Round(tier, budget)
        intents = self._commit_intents(traces, round_)
        to_send = self._answer_from_ledger(round_, intents)
        searches = {
            cid: _search(questions, self.clock)
            for cid, questions in round_.by_connector(to_send).items()
        }
        for group in self.fan_out(searches):
            self._store(round_, [answer for _, answer in group])
        self._store(round_, [_unanswered(q) for q in round_.questions.values()])

    def _commit_intents(self, traces: Sequence[OrderTrace], round_: Round) -> _Intents:
        """Ask the gate, and store its decisions and the intents of paid calls.

        Accounts and holds are read in the same transaction, so that a hold which was entered while
        an earlier tier ran stops this one. The budget binds only calls that are still to leave.
        """
        with self.case.write() as tx:
            standing = self.case.accounts.standing(tx, [t.order.account.id for t in traces])
            for trace in traces:
                _refresh(trace, standing)
                for connector_id in round_.tier.connectors:
                    self._permit(connector_id, trace, round_)
            self.case.audit.append(tx, round_.events)
            earlier = self.case.ledger.state(tx, list(round_.questions))
            ours = self._open(tx, round_, earlier)
        return _Intents(earlier, ours)

    def _permit(self, connector_id: str, trace: OrderTrace, round_: Round) -> None:
        connector = self.connectors.get(connector_id)
        if connector is None:
            round_.skip(trace, connector_id, ("", "the source is not configured"))
            return
        bought = _bought_before(trace, connector.card)
        if bought is not None:
            round_.skip(trace, connector_id, bought)
            return
        said = self.gate.permit(trace.order, connector.card, round_.events.append)
        if isinstance(said, Refusal):
            round_.refuse(trace, said)
        else:
            round_.add(Question(trace, connector, said))

    def _open(self, tx: Tx, round_: Round, earlier: Mapping[str, CallState]) -> frozenset[str]:
        """Write the intents of the paid calls that are to leave and that the budget allows.

        Gives those that are ours to make. A call that surely was not billed gets a new intent, so
        that its second attempt is as safe as the first.
        """
        leaving = [q for q in round_.paid() if _may_leave(earlier.get(q.inquiry.id))]
        intents = [q for q in leaving if self._afford(round_, q)]
        new = self.case.ledger.open(
            tx, [(q.inquiry, q.connector.card.cost.ceiling) for q in intents], self.clock()
        )
        again = [q.inquiry for q in intents if q.inquiry.id in earlier]
        doubts = [(i, Answer(i.id, Outcome.IN_DOUBT, reason=_AGAIN)) for i in again]
        self.case.ledger.record(tx, doubts, self.clock())
        return new | {inquiry.id for inquiry in again}

    def _afford(self, round_: Round, question: Question) -> bool:
        card = question.connector.card
        unaffordable = round_.budget.refusal(question.trace, card)
        if unaffordable is None:
            round_.budget.reserve(question.trace, card)
            return True
        round_.skip(question.trace, card.id, unaffordable)
        del round_.questions[question.inquiry.id]
        return False

    def _answer_from_ledger(self, round_: Round, intents: _Intents) -> frozenset[str]:
        """Take every answer that need not be asked for; the ids of the questions that are left."""
        for inquiry_id, question in list(round_.questions.items()):
            known = intents.earlier.get(inquiry_id)
            answer = self._known_answer(question, known) if known is not None else None
            is_ours = not question.is_paid or inquiry_id in intents.ours
            if answer is None and known is None and not is_ours:
                answer = Answer(inquiry_id, Outcome.IN_DOUBT, reason=_ELSEWHERE)
            if answer is not None:
                round_.take(answer)
            elif question.is_paid and known is not None and known.outcome in _UNSURE:
                # the provider never saw the call, whose money was set aside when it was intended
                round_.budget.reserve(question.trace, question.connector.card)
        return frozenset(round_.questions)

    def _known_answer(self, question: Question, known: CallState) -> Answer | None:
        """The answer that an earlier run got, or None when the question may be asked (again).

        A paid answer that could not be understood was billed all the same: it is read again, by a
        card that may have been mended since, and never bought again.
        """
        if question.is_paid and known.outcome in _UNSURE:
            return self._settle(question)
        if known.outcome in _FINAL or known.cost > 0:
            with self.case.read() as tx:
                snapshots = self.case.ledger.snapshots(tx, question.inquiry.id)
            return question.connector.read(question.inquiry, snapshots)
        return None

    def _settle(self, question: Question) -> Answer | None:
        inquiry, connector = question.inquiry, question.connector
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

    def _store(self, round_: Round, answers: Sequence[Answer]) -> None:
        if not answers:
            return
        rows = [(round_.questions[a.inquiry_id].inquiry, a) for a in answers]
        with self.case.write() as tx:
            self.case.ledger.record(tx, rows, self.clock())
        for answer in answers:
            question = round_.questions[answer.inquiry_id]
            if question.is_paid:
                round_.budget.settle(question.trace, question.connector.card, answer)
            round_.take(answer)


def _may_leave(known: CallState | None) -> bool:
    """Whether a paid call is still to be made: never made, or failed for sure without a bill."""
    if known is None:
        return True
    return known.outcome not in _FINAL | _UNSURE and known.cost == 0


def _refresh(trace: OrderTrace, standing: Mapping[str, tuple[Account, tuple[Hold, ...]]]) -> None:
    """Give the order account and holds as they stand; holds that only the order knows stay."""
    known = standing.get(trace.order.account.id)
    if known is not None:
        account, holds = known
        stored = {hold.place for hold in holds}
        found = [h for h in trace.order.holds if h.is_own and h.place not in stored]
        trace.order = replace(trace.order, account=account, holds=(*holds, *found))


def _bought_before(trace: OrderTrace, card: ConnectorCard) -> tuple[str, str] | None:
    if card.cost.is_paid and card.id in trace.asked:
        return BOUGHT_BEFORE, "bought in an earlier order of this account, whose answer is used"
    return None


def _search(questions: Sequence[Question], clock: Clock) -> Callable[[], Iterator[Answer]]:
    """The search of one connector; a permit that ran out before it begins is no permit."""
    connector = questions[0].connector

    def search() -> Iterator[Answer]:
        now = clock()
        if any(q.inquiry.permit.expires <= now for q in questions):
            raise PermitExpired(f"{connector.card.id}: a permit ran out before the search began")
        return connector.search([q.inquiry for q in questions])

    return search


def _unanswered(question: Question) -> Answer:
    """A connector owes every inquiry an answer; without one a paid call may have been billed."""
    outcome = Outcome.IN_DOUBT if question.is_paid else Outcome.FAILED
    return Answer(question.inquiry.id, outcome, reason=f"SourceUnavailable: {_UNANSWERED}")

"""Asks the connectors of one tier: gate first, intent before money, answer stored as it comes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from skiptrace.casefile.call_state import CallStage, CallState
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.ledger_rows import Intent
from skiptrace.casefile.statements import Tx
from skiptrace.compliance.gate import Gate, Told, asked_in
from skiptrace.model.account import Account, Hold
from skiptrace.model.card import ConnectorCard
from skiptrace.model.errors import CaseFileError, CaseFileUnavailable
from skiptrace.model.inquiry import Refusal
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import TraceOrder
from skiptrace.model.ports import Clock, Connector
from skiptrace.model.record import Answer
from skiptrace.model.registration import Became
from skiptrace.model.spans import span
from skiptrace.model.waterfall import Outcome, Tier
from skiptrace.tracing.collecting import with_ticket
from skiptrace.tracing.departures import Departures, search_of
from skiptrace.tracing.purchases import Chosen, Purchases
from skiptrace.tracing.restraint import Restraint, as_stopped
from skiptrace.tracing.round import Question, Round
from skiptrace.tracing.run import Purse, Run
from skiptrace.tracing.settling import Settling, unanswered
from skiptrace.tracing.state import OrderTrace
from skiptrace.tracing.together import accounts_of, read_together

Searches = Mapping[str, Callable[[], Iterator[Answer]]]
Take = Callable[[Sequence[tuple[str, Answer]]], None]
FanOut = Callable[[Searches, Take], None]
"""Runs each connector's search on a thread of its own; hands answers on in groups as they come."""
Bought = Mapping[tuple[str, str], Sequence[CallState]]
"""Earlier paid calls by whom they are about and by source."""
Refused = tuple[OrderTrace, Connector, Refusal, str]
"""A question that the gate refused, and the id that its inquiry would have."""

_CASES = frozenset(k.value for k in (FindingKind.BANKRUPTCY, FindingKind.COURT_CASE))
"""What only courts have: cases under the name of their day."""

_TRIES = 3
_ANSWERED = frozenset({Outcome.HIT, Outcome.NO_HIT, Outcome.PENDING})
_STAYED = "SourceUnavailable: the run ended before this call left"
_ELSEWHERE = "another worker is making this call; its answer is used once it is there"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a call that another worker makes, in seconds, and how to wait.

    `late` is how long after its worker's end a call may still reach its provider.
    """

    longest: float
    late: float
    pause: Callable[[float], None]
    step: float = 1.0


@dataclass(frozen=True, slots=True)
class Asker:
    """Takes the orders of one tier through the gate, the ledger and the connectors."""

    case: CaseFile
    gate: Gate
    connectors: Mapping[str, Connector]
    fan_out: FanOut
    clock: Clock
    patience: Patience
    restraint: Restraint

    def is_free(self, connector_id: str) -> bool:
        """Whether asking a source never costs anything; one that is not configured is not asked."""
        connector = self.connectors.get(connector_id)
        return connector is not None and not connector.card.cost.is_paid

    def sources(self, tier: Tier, trace: OrderTrace, free_only: bool) -> tuple[str, ...]:
        """The sources of a tier that are asked under the name of a trace, in their order.

        A person's other name is asked for where that is free, a business's former one at courts,
        its trade name at free sources that find businesses by such names.
        """
        became = trace.steps_to[-1].became if trace.steps_to else None
        is_other = trace.of is not None or became in (Became.ALSO, Became.FORMERLY)
        found = [c for c in tier.connectors if not (free_only or is_other) or self.is_free(c)]
        if became is Became.FORMERLY:
            found = [c for c in found if self.connectors[c].card.yields & _CASES]
        if trace.of is not None:
            found = [c for c in found if self.connectors[c].card.by_trade_name]
        return tuple(found)

    def ask(self, tier: Tier, traces: Sequence[OrderTrace], run: Run) -> None:
        """Ask every connector of the tier about every trace; adds records and steps to the traces.

        The gate's decisions and the intents of paid calls are committed before anything leaves.
        Raises LeaseLost when the worker no longer holds its orders; answers that came are stored.
        """
        self._ask(traces, Round(tier, run))

    def ask_owed(self, tier: Tier, traces: Sequence[OrderTrace], run: Run) -> None:
        """Collect what the connectors of the tier owe these traces, and ask nothing else."""
        self._ask(traces, Round(tier, run, owed_only=True))

    def _ask(self, traces: Sequence[OrderTrace], round_: Round) -> None:
        with span("tier", tier=round_.tier.name, orders=len(traces)) as work:
            self._commit_intents(traces, round_)
            work.add(questions=len(round_.questions))
            self._answer(round_)
            self._wait_for_others(round_)

    def _answer(self, round_: Round) -> None:
        """Answer what the ledger or a provider can, send what is ours, store what comes."""
        unseen = Settling(self.case, self.clock, self.patience.late).answered(round_)
        self._take_on(round_, unseen)
        faults: dict[str, str] = {}
        departures = {cid: Departures(round_.run.lease) for cid in round_.by_connector()}
        searches = {
            cid: search_of(questions, departures[cid], faults)
            for cid, questions in round_.by_connector().items()
        }
        try:
            self.fan_out(searches, lambda group: self._store(round_, [a for _, a in group]))
        except BaseException:
            self._keep_back(round_, departures)
            raise
        sent = [q for qs in round_.by_connector().values() for q in qs]
        self._store(round_, [unanswered(q, faults.get(q.connector.card.id, "")) for q in sent])

    def _wait_for_others(self, round_: Round) -> None:
        """Wait for calls that another worker makes, so that none is made a second time."""
        until = self.clock() + timedelta(seconds=self.patience.longest)
        while (others := round_.others()) and self.clock() < until:
            self.patience.pause(self.patience.step)
            with self.case.read() as tx:
                states = self.case.ledger.state(tx, [q.inquiry.id for q in others])
            round_.know(states.values())
            self._answer(round_)
        for question in round_.others():
            round_.take(Answer(question.inquiry.id, Outcome.PENDING, reason=_ELSEWHERE))

    def _commit_intents(self, traces: Sequence[OrderTrace], round_: Round) -> None:
        """Ask the gate, and store its decisions and the intents of paid calls.

        Accounts and holds are read in the same transaction, so that a hold which was entered while
        an earlier tier ran stops this one. The budget binds only calls that are still to leave.
        """
        with self.case.write() as tx:
            round_.run.lease.check(tx)
            round_.held = self.restraint.held(tx, round_.tier.connectors)
            standing = read_together(
                traces, lambda some: self.case.accounts.standing(tx, accounts_of(some))
            )
            approved = read_together(
                traces, lambda some: self.case.accounts.approved_by(tx, [t.order for t in some])
            )
            choose = self._chooser(tx, [t for t in traces if not t.fault], round_.tier)
            refused: list[Refused] = []
            for trace in (t for t in traces if not t.fault):
                try:
                    _refresh(trace, standing, approved)
                    for connector_id in round_.tier.connectors:
                        refused += self._permit(connector_id, trace, round_, choose)
                except Exception as error:  # noqa: BLE001  one order's fault is that order's
                    trace.park(error, "permitted")
            self._refuse(tx, round_, refused)
            self.case.audit.append(tx, round_.events)
            free = [i for i, q in round_.questions.items() if not q.is_paid]
            round_.know(self.case.ledger.state(tx, free).values())
            self._open(tx, round_)

    def _chooser(
        self, tx: Tx, traces: Sequence[OrderTrace], tier: Tier
    ) -> Callable[[OrderTrace, Connector], tuple[Chosen | None, str]]:
        """Gives the purchase that a paid question is, and the words that name any question."""
        known = {c: self.connectors[c] for c in tier.connectors if c in self.connectors}
        paid = {cid for cid, c in known.items() if c.card.cost.is_paid}
        bought = read_together(
            traces, lambda some: self.case.ledger.purchases(tx, _subjects_of(some), paid)
        )
        subjects = _subjects_of([t for t in traces if not t.fault])
        awaited = self.case.ledger.awaited(tx, subjects, known.keys() - paid)
        purchases = Purchases(self.gate.fingerprint, self._accounts(tx, traces, bought))

        def choose(trace: OrderTrace, connector: Connector) -> tuple[Chosen | None, str]:
            order, card = trace.order, connector.card
            if card.id not in paid:
                waiting = awaited.get((order.subject.id, card.id), {})
                return None, self._awaited(order, card, waiting)
            calls = bought.setdefault((order.about, card.id), [])
            chosen = purchases.choose(order, card, calls, self.clock())
            if chosen.call is None:  # the next order of this subject sees it, as yet unsent
                calls.append(CallState("", order.id, self.clock(), purchase=chosen.purchase))
            return chosen, chosen.question

        return choose

    def _accounts(self, tx: Tx, traces: Sequence[OrderTrace], bought: Bought) -> Mapping[str, str]:
        """By order, the account that its purchases serve alone; none if they may serve others."""
        if self.gate.policy.law.settings.switches.reuse_across_accounts:
            return {}
        earlier = {call.order_id for calls in bought.values() for call in calls}
        placed = self.case.orders.accounts(tx, sorted(earlier))
        return placed | {trace.order.id: trace.order.account.id for trace in traces}

    def _awaited(self, order: TraceOrder, card: ConnectorCard, calls: Mapping[str, str]) -> str:
        """The question whose answer a free source said comes later; empty where none does."""
        asked = (asked_in(order_id, card.id, order.asked_as) for order_id in calls.values())
        waiting = [words for words in asked if self.gate.inquiry_id(order, card, words) in calls]
        return waiting[-1] if waiting else ""

    def _permit(
        self,
        connector_id: str,
        trace: OrderTrace,
        round_: Round,
        choose: Callable[[OrderTrace, Connector], tuple[Chosen | None, str]],
    ) -> list[Refused]:
        connector = self.connectors.get(connector_id)
        if connector is None:
            if not round_.owed_only:
                round_.skip(trace, connector_id, ("", "the source is not configured"))
            return []
        chosen, question = choose(trace, connector)
        if round_.owed_only and not (_is_pending(chosen) if chosen else question):
            return []
        said = self.gate.permit(trace.order, connector.card, round_.events.append, question)
        if isinstance(said, Refusal):
            asked = self.gate.inquiry_id(trace.order, connector.card, question)
            return [(trace, connector, said, asked)]
        if round_.rests(connector_id) and (chosen is None or chosen.call is None):
            round_.stop(trace, connector_id)
        elif chosen is None:
            round_.add(Question(trace, connector, said))
        else:
            round_.add(Question(trace, connector, said, chosen.call, chosen.purchase))
        return []

    def _refuse(self, tx: Tx, round_: Round, refused: Sequence[Refused]) -> None:
        """Note refusals, but read what an order was told before a hold stopped it from asking.

        A worker may have ended between the hold that an answer led to and the end of its order.
        """
        told = read_together(
            list({id(trace): trace for trace, *_ in refused}.values()),
            lambda some: self.case.ledger.answered(tx, {t.order.id for t in some}),
        )
        for trace, connector, no, asked in refused:
            call = told.get(asked)
            inquiry = call and self.gate.reread(
                trace.order, connector.card, _told(call), round_.events.append
            )
            if call and inquiry:
                known = (call, call.purchase, no.rule)
                round_.add(Question(trace, connector, inquiry, *known))
            else:
                round_.refuse(trace, no)

    def _open(self, tx: Tx, round_: Round) -> None:
        """Write the intents of the paid calls that are to leave and that the budget allows."""
        run = round_.run
        leaving = [q for q in round_.paid() if q.known is None and not q.held]
        cards = {q.connector.card.id: q.connector.card for q in leaving}.values()
        purse = Purse(
            run.budget,
            self.case.ledger.charged(tx, run.budget.fund),
            self.case.ledger.spent(tx, round_.order_ids()),
            self.restraint.left(tx, cards),
            self.restraint.room(tx, cards),
        )
        intents = [
            Intent(
                q.inquiry,
                q.connector.card.cost.ceiling,
                run.budget.fund,
                run.lease.worker,
                q.purchase,
            )
            for q in (_affordable(round_, purse, q) for q in leaving)
            if q is not None
        ]
        round_.ours |= self.case.ledger.open(tx, intents, self.clock())

    def _take_on(self, round_: Round, unseen: Sequence[CallState]) -> None:
        """Take on calls that no provider ever saw; one that somebody was faster with stays his."""
        if not unseen:
            return
        lease = round_.run.lease
        with self.case.write() as tx:
            lease.check(tx)
            round_.ours |= self.case.ledger.attempt(tx, unseen, lease.worker, self.clock())

    def _store(self, round_: Round, answers: Collection[Answer]) -> None:
        """Keep answers and note them; one that was noted before an interrupt is not noted again."""
        answers = [answer for answer in answers if answer.inquiry_id in round_.questions]
        if not answers:
            return
        now = self.clock()
        answers = [with_ticket(a, round_.questions[a.inquiry_id].known, now) for a in answers]
        self._record(round_, answers)
        stops: dict[str, Answer] = {}
        answered: set[str] = set()
        for answer in answers:
            source = round_.questions[answer.inquiry_id].connector.card.id
            if round_.run.note(source, answer, source in round_.held.on_trial):
                stops[source] = as_stopped(answer)
            elif answer.outcome in _ANSWERED:
                answered.add(source)
            round_.take(answer)
        self.restraint.heard(stops, answered & round_.held.on_trial)

    def _keep_back(self, round_: Round, departures: Mapping[str, Departures]) -> None:
        """Of searches that were given up, say which calls never left: nobody need settle them."""
        stayed = [
            Answer(q.inquiry.id, Outcome.FAILED, reason=_STAYED)
            for cid, questions in round_.by_connector().items()
            for q in questions
            if q.is_paid and cid in departures and departures[cid].stayed(q.inquiry)
        ]
        if stayed:
            with contextlib.suppress(CaseFileError):
                self._record(round_, stayed)

    def _record(self, round_: Round, answers: Sequence[Answer]) -> None:
        """Keep answers; a database that refuses is tried again, for what came was billed."""
        rows = [(round_.questions[a.inquiry_id].inquiry, a) for a in answers]
        for left in reversed(range(_TRIES)):
            try:
                with self.case.write() as tx:
                    self.case.ledger.record(tx, rows, self.clock(), round_.run.lease.worker)
                return
            except CaseFileUnavailable:
                if not left:
                    raise
                self.patience.pause(self.patience.step)
            except CaseFileError:
                if len(answers) == 1:
                    raise
                break
        for answer in answers:  # one of them cannot be stored: the others are
            self._record(round_, [answer])


def _affordable(round_: Round, purse: Purse, question: Question) -> Question | None:
    """The question, or the first alike whose order can pay; those that cannot are left out."""
    asking: Question | None = question
    while asking is not None:
        order, card = asking.trace.order, asking.connector.card
        rule, words = purse.refusal(order.id, order.budget, card)
        if not rule:
            purse.take(order.id, card)
            return asking
        asking = round_.leave_out(asking, (rule, words))
    return None


def _refresh(
    trace: OrderTrace,
    standing: Mapping[str, tuple[Account, tuple[Hold, ...]]],
    approved: Mapping[str, frozenset[str]],
) -> None:
    """Give the order account, holds and who approved its matter, as they stand.

    Holds that only the order knows stay.
    """
    approved_by = approved.get(trace.order.id, frozenset())
    trace.order = replace(trace.order, approved_by=approved_by)
    known = standing.get(trace.order.account.id)
    if known is not None:
        account, holds = known
        stored = {hold.place for hold in holds}
        found = [h for h in trace.order.holds if h.is_own and h.place not in stored]
        trace.order = replace(trace.order, account=account, holds=(*holds, *found))


def _is_pending(chosen: Chosen) -> bool:
    return chosen.call is not None and chosen.call.state is CallStage.PENDING


def _told(call: CallState) -> Told:
    return Told(call.inquiry_id, call.purchase.purposes if call.purchase else None)


def _subjects_of(traces: Sequence[OrderTrace]) -> set[str]:
    return {trace.order.subject.id for trace in traces}

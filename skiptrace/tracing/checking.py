"""Checks contact points at sources that name nobody: gate, ledger and limits as for any call.

Sources are asked one after the other, the cheapest first, and each only about points of which
nothing settles yet what is asked: the kind of a line, whether mail is delivered. A check that was
made for whatever account is read again instead of bought again, where the source's card lets it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from matching.parse.phone.read import PhonePolicy
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.ledger_rows import Intent
from skiptrace.casefile.statements import Tx
from skiptrace.compliance.gate import NOT_FOR_IT, Gate, PointAsked
from skiptrace.model.account import Account, Hold
from skiptrace.model.audit import AuditEvent
from skiptrace.model.card import ConnectorCard
from skiptrace.model.contact_check import CHECKS, ContactCheck, ContactPoint
from skiptrace.model.errors import CaseFileError, CaseFileUnavailable
from skiptrace.model.inquiry import PointInquiry, Refusal
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import Scope, TraceOrder
from skiptrace.model.ports import Checker, Clock
from skiptrace.model.record import Answer
from skiptrace.model.spans import span
from skiptrace.model.waterfall import Outcome, StepOutcome
from skiptrace.tracing.check_answers import PointQuestion, earlier_answer, no_answer, soundly
from skiptrace.tracing.check_purchases import choose_check, question_name
from skiptrace.tracing.departures import Departures
from skiptrace.tracing.points import worth_checking
from skiptrace.tracing.purchases import Chosen
from skiptrace.tracing.restraint import Held, Restraint, as_stopped
from skiptrace.tracing.run import Purse, Run
from skiptrace.tracing.state import OrderTrace

_ANSWERED = frozenset({Outcome.HIT, Outcome.NO_HIT})
_STAYED = "SourceUnavailable: the run ended before this call left"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One contact point that an order wants checked."""

    order: TraceOrder
    point: ContactPoint


@dataclass(slots=True)
class CheckWork:
    """What became of the checks of several orders: what was said, and every step of each source.

    `said` has the checks by order id; `steps` one entry for each point that a source was asked
    about, or was not, by order id and source.
    """

    said: dict[str, list[ContactCheck]] = field(default_factory=dict)
    steps: dict[tuple[str, str], list[StepOutcome]] = field(default_factory=dict)

    def note(self, step: StepOutcome) -> None:
        """Take in what became of one question."""
        self.steps.setdefault((step.order_id, step.connector_id), []).append(step)

    def is_settled(self, wanted: Wanted, card: ConnectorCard) -> bool:
        """Whether what was said of a point leaves nothing to ask of the source of that card."""
        own = self.said.get(wanted.order.id, ())
        of_point = (c for c in own if (c.kind, c.key) == (wanted.point.kind, wanted.point.key))
        said = [check.said for check in of_point if check.said is not None]
        return any(one.settles(card.needs_since) for one in said)


@dataclass(slots=True)
class _Asking:
    """One source's questions: `ours` are those that this worker may send."""

    checker: Checker
    run: Run
    held: Held
    questions: dict[str, list[PointQuestion]] = field(default_factory=dict)
    ours: frozenset[str] = frozenset()
    events: list[AuditEvent] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Checking:
    """Asks the checkers of each kind of contact point, in the order of `plan`."""

    case: CaseFile
    gate: Gate
    checkers: Mapping[str, Checker]
    plan: Mapping[FindingKind, tuple[str, ...]]
    clock: Clock
    restraint: Restraint
    phones: PhonePolicy

    @property
    def kinds(self) -> frozenset[FindingKind]:
        """The kinds of contact point that an enabled source checks."""
        return frozenset(
            kind for kind, ids in self.plan.items() if any(i in self.checkers for i in ids)
        )

    def check_found(self, traces: Sequence[OrderTrace], run: Run) -> None:
        """Check what a write-back would bring of these traces; each source asked is a step of them.

        What it says changes no finding: it is stored beside them.
        """
        kinds = self.kinds
        sound = {t.order.id: t for t in traces if not t.fault and t.order.scope is Scope.LOCATE}
        wanted = [
            Wanted(trace.order, point)
            for trace in (sound.values() if kinds else ())
            for point in worth_checking(trace.order.subject, trace.findings, self.phones)
            if point.kind in kinds
        ]
        for step in steps_of(self.check(wanted, run)):
            sound[step.order_id].checks.append(step)

    def check(self, wanted: Sequence[Wanted], run: Run) -> CheckWork:
        """Check these points; the answers are stored, what they say of each is given back.

        Raises LeaseLost when the run's worker no longer holds its orders.
        """
        work = CheckWork()
        for kind in sorted({one.point.kind for one in wanted}):
            of_kind = [one for one in wanted if one.point.kind is kind]
            for source in self.plan.get(kind, ()):
                if (checker := self.checkers.get(source)) is None:
                    continue
                open_ = [one for one in of_kind if not work.is_settled(one, checker.card)]
                if open_:
                    with span("checks", source=source, questions=len(open_)):
                        self._ask_sound(checker, open_, run, work)
        return work

    def _ask_sound(
        self, checker: Checker, wanted: Sequence[Wanted], run: Run, work: CheckWork
    ) -> None:
        """Ask about all; where the case file refuses one's rows, each is asked about alone."""
        try:
            asking = self._permitted(checker, wanted, run, work)
        except CaseFileUnavailable:
            raise
        except CaseFileError as error:
            if len(wanted) > 1:
                for one in wanted:
                    self._ask_sound(checker, [one], run, work)
                return
            reason = f"{type(error).__name__}: earlier calls about it cannot be read"
            work.note(_step(wanted[0].order, checker, Answer("", Outcome.FAILED, reason=reason)))
            return
        self._answer(asking, work)

    def _permitted(
        self, checker: Checker, wanted: Sequence[Wanted], run: Run, work: CheckWork
    ) -> _Asking:
        """Ask the gate; its decisions and the intents are stored before anything leaves.

        Accounts and holds are read in the same transaction, so that a hold which was entered since
        stops a check as it stops a search.
        """
        card = checker.card
        with self.case.write() as tx:
            run.lease.check(tx)
            asking = _Asking(checker, run, self.restraint.held(tx, [card.id]))
            now = self.clock()
            keyed = self.gate.fingerprint
            names = [question_name(keyed, one.order, card, one.point) for one in wanted]
            calls = self.case.ledger.checks(tx, frozenset(names), card.id)
            standing = self.case.accounts.standing(tx, [one.order.account.id for one in wanted])
            for one, name in zip(wanted, names, strict=True):
                order = _as_it_stands(one.order, standing)
                chosen = choose_check((order, card, name), calls.get(name, []), now)
                self._permit(asking, Wanted(order, one.point), chosen, work)
            self.case.audit.append(tx, asking.events)
            self._open(tx, asking, work)
        return asking

    def _permit(self, asking: _Asking, one: Wanted, chosen: Chosen, work: CheckWork) -> None:
        card = asking.checker.card
        words = PointAsked(one.point, f"check\x1f{chosen.question}")
        said = self.gate.permit_check(one.order, card, words, asking.events.append)
        if isinstance(said, Refusal):
            outcome = Outcome.SKIPPED if said.rule in NOT_FOR_IT else Outcome.BLOCKED
            no = Answer("", outcome, reason=said.reason, rule=said.rule)
            work.note(_step(one.order, asking.checker, no))
            return
        stopped = asking.run.stopped.get(card.id) or asking.held.resting.get(card.id)
        if stopped is not None and chosen.call is None:
            work.note(_step(one.order, asking.checker, stopped))
            return
        question = PointQuestion(one.order, one.point, said, chosen.purchase, chosen.call)
        asking.questions.setdefault(said.id, []).append(question)

    def _open(self, tx: Tx, asking: _Asking, work: CheckWork) -> None:
        """Write the intents of what is to leave and what money and limits allow."""
        card, run = asking.checker.card, asking.run
        leaving = {i: qs for i, qs in asking.questions.items() if qs[0].known is None}
        purse = Purse(
            run.budget,
            self.case.ledger.charged(tx, run.budget.fund),
            self.case.ledger.spent(tx, list({q.order.id for qs in leaving.values() for q in qs})),
            self.restraint.left(tx, [card]),
            self.restraint.room(tx, [card]),
        )
        intents = []
        for inquiry_id, questions in leaving.items():
            while questions:
                asked = questions[0]
                rule, words = purse.refusal(asked.order.id, asked.order.budget, card)
                if not rule:
                    break
                no = Answer("", Outcome.SKIPPED, reason=words, rule=rule)
                work.note(_step(questions.pop(0).order, asking.checker, no))
            if not questions:
                del asking.questions[inquiry_id]
                continue
            purse.take(asked.order.id, card)
            fund, worker = run.budget.fund, run.lease.worker
            ceiling = card.cost.ceiling
            intents.append(Intent(asked.inquiry, ceiling, fund, worker, asked.purchase))
        asking.ours = self.case.ledger.open(tx, intents, self.clock())

    def _answer(self, asking: _Asking, work: CheckWork) -> None:
        """Read what was bought before, send what is ours, store what comes."""
        for inquiry_id, questions in list(asking.questions.items()):
            if inquiry_id not in asking.ours:
                answer = earlier_answer(self.case, asking.checker, questions[0])
                self._take(asking, [answer], work)
        sent = [qs[0].inquiry for i, qs in asking.questions.items() if i in asking.ours]
        if not sent:
            return
        answers = self._searched(asking, sent)
        came = {answer.inquiry_id for answer in answers}
        is_paid = asking.checker.card.cost.is_paid
        missing = [no_answer(one, is_paid) for one in sent if one.id not in came]
        self._record(asking, missing)
        self._take(asking, [*answers, *missing], work)

    def _searched(self, asking: _Asking, sent: Sequence[PointInquiry]) -> list[Answer]:
        """The answers of the source, each stored as it comes."""
        lease, is_paid = asking.run.lease, asking.checker.card.cost.is_paid
        departures = Departures(lease)
        leave = departures.leave if is_paid else lease.leave_free
        answers: list[Answer] = []
        try:
            for answer in soundly(asking.checker.search(sent, leave)):
                self._record(asking, [answer])
                answers.append(answer)
        except BaseException:
            stayed = [one for one in sent if is_paid and departures.stayed(one)]
            with contextlib.suppress(CaseFileError):
                self._record(asking, [_stayed(one) for one in stayed])
            raise
        return answers

    def _record(self, asking: _Asking, answers: Sequence[Answer]) -> None:
        inquiries = {i: questions[0].inquiry for i, questions in asking.questions.items()}
        rows = [(inquiries[a.inquiry_id], a) for a in answers if a.inquiry_id in inquiries]
        if rows:
            with self.case.write() as tx:
                self.case.ledger.record(tx, rows, self.clock(), asking.run.lease.worker)

    def _take(self, asking: _Asking, answers: Sequence[Answer], work: CheckWork) -> None:
        """Note what came, store what it says for every account that asked, and what stops."""
        source = asking.checker.card.id
        made: list[ContactCheck] = []
        for answer in answers:
            is_ours = answer.inquiry_id in asking.ours
            for place, question in enumerate(asking.questions.pop(answer.inquiry_id, ())):
                told = question.told(answer, is_ours and not place)
                work.note(_step(question.order, asking.checker, told))
                if answer.outcome in _ANSWERED and answer.snapshots:
                    check = question.check(asking.checker.card, answer)
                    made.append(check)
                    work.said.setdefault(question.order.id, []).append(check)
            if is_ours and asking.run.note(source, answer, source in asking.held.on_trial):
                self.restraint.heard({source: as_stopped(answer)}, ())
            elif is_ours and answer.outcome in _ANSWERED:
                self.restraint.heard({}, {source} & asking.held.on_trial)
        if made:
            with self.case.write() as tx:
                self.case.checks.add(tx, made)


def _stayed(inquiry: PointInquiry) -> Answer:
    return Answer(inquiry.id, Outcome.FAILED, reason=_STAYED)


def _step(order: TraceOrder, checker: Checker, answer: Answer) -> StepOutcome:
    about = (order.id, CHECKS, checker.card.id)
    return StepOutcome(*about, answer.outcome, answer.cost, answer.reason, answer.rule)


def _as_it_stands(
    order: TraceOrder, standing: Mapping[str, tuple[Account, tuple[Hold, ...]]]
) -> TraceOrder:
    """The order with account and holds as they stand; holds that only the order knows stay."""
    if order.account.id not in standing:
        return order
    account, holds = standing[order.account.id]
    stored = {hold.place for hold in holds}
    found = [h for h in order.holds if h.is_own and h.place not in stored]
    return replace(order, account=account, holds=(*holds, *found))


def steps_of(work: CheckWork) -> list[StepOutcome]:
    """One step for each order and source: how many points it told something of, and the cost."""
    return [_summed(steps) for steps in work.steps.values()]


def _summed(steps: Sequence[StepOutcome]) -> StepOutcome:
    worst = max(steps, key=lambda step: _WEIGHT.index(step.outcome))
    told = sum(step.outcome in _ANSWERED for step in steps)
    cost = sum((step.cost for step in steps), Decimal(0))
    reasons = dict.fromkeys(step.reason for step in steps if step.reason)
    count = f"{told} of {len(steps)} contact points checked"
    return replace(worst, cost=cost, reason="; ".join((count, *reasons)))


_WEIGHT = (
    Outcome.HIT,
    Outcome.NO_HIT,
    Outcome.SKIPPED,
    Outcome.PENDING,
    Outcome.BLOCKED,
    Outcome.FAILED,
    Outcome.OVERDUE,
    Outcome.IN_DOUBT,
)
"""What counts of several outcomes: the last of these that is among them."""

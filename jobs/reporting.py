"""Brings together what a report of one order draws on, from a trace just run or the case file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from jobs.limited_deaths import kept_deaths
from jobs.pre_suit import before_suit, last_screened, suit_words_of
from skiptrace.casefile.case import CaseFile
from skiptrace.compliance.policy.decision import Decision, Stage
from skiptrace.compliance.policy.facts.whole import facts_of
from skiptrace.compliance.policy.policy import Policy
from skiptrace.compliance.policy.rules.standing import QUARANTINE
from skiptrace.model.card import ConnectorCard
from skiptrace.model.contact_check import CHECKS
from skiptrace.model.errors import CaseFileError
from skiptrace.model.finding import Finding, FindingKind, FindingStatus
from skiptrace.model.inquiry import Refusal
from skiptrace.model.judgement import is_put_in_quarantine
from skiptrace.model.kinds import ASSET_KINDS, CONTACT_KINDS, REGISTER_KINDS, STATUS_KINDS
from skiptrace.model.order import OrderState, Scope, TraceOrder
from skiptrace.model.ports import Clock
from skiptrace.model.waterfall import Outcome, StepOutcome
from skiptrace.reports.content import ReportCase, SuitWord, Withheld
from skiptrace.reports.summary import (
    Money,
    NightlySummary,
    StepCount,
    Unfinished,
    count_steps,
    join_counts,
    summarise,
)
from skiptrace.reports.trace_note import write_trace_note
from skiptrace.reports.wording import source_title, why_unanswered, with_titles
from skiptrace.tracing.ending import end_state, keeps_open
from skiptrace.tracing.run import ORDER_BUDGET, RUN_BUDGET, RunBudget
from skiptrace.tracing.state import OrderTrace

Told = TypeVar("Told", Finding, StepOutcome)
_ANSWERED = frozenset({Outcome.HIT, Outcome.NO_HIT})


@dataclass(frozen=True, slots=True)
class ReportWriter:
    """What every report needs besides the case: cards by connector id, the policy, the time.

    `enabled` are the sources that the installation asks; None where all are.
    """

    cards: Mapping[str, ConnectorCard]
    policy: Policy
    clock: Clock
    enabled: frozenset[str] | None = None

    def note_writer(self) -> Callable[[OrderTrace], str]:
        """Writes the audit-ready note of a trace that was just run."""
        return lambda trace: write_trace_note(self._of_trace(trace))

    def _titled(self, told: Told) -> Told:
        """A finding or a step whose reason names sources by their titles."""
        return replace(told, reason=with_titles(told.reason, self.cards))

    def _of_trace(self, trace: OrderTrace) -> ReportCase:
        return ReportCase(
            order=trace.order,
            findings=tuple(map(self._titled, trace.findings)),
            steps=tuple(map(self._titled, trace.steps)),
            refusals=tuple(trace.refusals),
            cards=self.cards,
            prepared=self.clock(),
            candidates={str(n): one for n, one in enumerate(trace.candidates)},
            purposes=self.policy.law.purposes,
            enabled=self.enabled,
        )

    def of_order(self, case: CaseFile, order: TraceOrder) -> ReportCase:
        """What the case file holds of one order: its steps, and what stands of its subject.

        Findings and candidates of the subject's other orders count too. An order that no source
        answered shows its own findings only: what was got on another ground is not its to show.
        """
        with case.read() as tx:
            steps = case.steps.for_order(tx, order.id)
            findings = case.findings.current(tx, order.account.id)
            findings = [f for f in findings if f.subject_id == order.subject.id]
            if not any(step.outcome in _ANSWERED for step in steps):
                findings = [f for f in findings if f.order_id == order.id]
            orders = sorted({order.id, *(f.order_id for f in findings)})
            stored = [s for o in orders for s in case.matches.for_order(tx, o)]
            is_suit = order.scope is Scope.ASSETS
            about = (order.account.id, order.subject.id)
            screened = last_screened(case, tx, about, self.cards) if is_suit else None
            checks = case.checks.of(tx, order.account.id)
        barred = self._barred(order)
        return ReportCase(
            order=order,
            findings=tuple(map(self._titled, findings)),
            steps=tuple(map(self._titled, steps)),
            refusals=tuple(_refusals(steps)),
            cards=self.cards,
            prepared=self.clock(),
            candidates={s.id: s.candidate for s in stored},
            purposes=self.policy.law.purposes,
            withheld=self._withheld(order, findings, barred),
            barred=barred,
            marks=self._marks(order),
            suit=self._suit(order, findings, screened) if is_suit else None,
            checks=checks,
            enabled=self.enabled,
        )

    def _suit(
        self, order: TraceOrder, findings: Sequence[Finding], screened: date | None
    ) -> tuple[SuitWord, ...]:
        """What the law says of a suit today, by what the case file knows."""
        base = facts_of(order, self.clock().date())
        return suit_words_of(before_suit(self.policy, base, (findings, screened)))

    def of_finding(self, case: CaseFile, finding: Finding) -> ReportCase:
        """What explains one finding, superseded or not: its order, and the records it rests on.

        The finding that took its place is among the findings. Raises CaseFileError when its order
        is not in the case file.
        """
        with case.read() as tx:
            order = case.orders.get(tx, finding.order_id)
            behind = [case.matches.get(tx, e.candidate_id) for e in finding.evidence]
            standing = case.findings.current(tx, finding.account_id)
        if order is None:
            raise CaseFileError("the order of the finding is not in the case file")
        whole = self.of_order(case, order)
        heirs = [f for f in standing if f.slot == finding.slot]
        shown = map(self._titled, (*heirs, finding))
        findings = {f.id: f for f in (*whole.findings, *shown)}
        return replace(
            whole,
            findings=tuple(findings.values()),
            candidates={**whole.candidates, **{s.id: s.candidate for s in behind if s}},
            withheld=self._withheld(order, list(findings.values()), whole.barred),
        )

    def _marks(self, order: TraceOrder) -> tuple[str, ...]:
        """What travels with every report of the account today."""
        return self._decided(order, order.scope).marks

    def _decided(self, order: TraceOrder, scope: Scope) -> Decision:
        facts = replace(facts_of(order, self.clock().date()), scope=scope)
        return self.policy.evaluate(Stage.REPORT, facts)

    def _withheld(
        self,
        order: TraceOrder,
        findings: Sequence[Finding],
        barred: Mapping[FindingKind, Withheld],
    ) -> dict[str, Withheld]:
        """The findings that are kept from the reader, by id.

        Those of barred kinds, limited deaths, and what a person put in quarantine.
        """
        about = (order.account, self.clock().date())
        deaths = kept_deaths(self.policy, findings, self.cards, about)
        apart = (f for f in findings if is_put_in_quarantine(f.reason))
        kept = deaths | {f.id: Withheld(QUARANTINE, f.reason) for f in apart}
        return kept | {f.id: barred[f.kind] for f in findings if f.kind in barred}

    def _barred(self, order: TraceOrder) -> dict[FindingKind, Withheld]:
        """What today's holds and status keep from the reader, by the kind of facts."""
        contact, assets = self._decided(order, Scope.LOCATE), self._decided(order, Scope.ASSETS)
        said_of = {
            CONTACT_KINDS: contact,
            ASSET_KINDS | REGISTER_KINDS: assets,
            STATUS_KINDS: contact.without_standing(),
        }
        barred: dict[FindingKind, Withheld] = {}
        for kinds, said in said_of.items():
            if not said.allows:
                barred |= dict.fromkeys(kinds, Withheld(said.rule, said.words))
        return barred


def _refusals(steps: Iterable[StepOutcome]) -> Iterable[Refusal]:
    for step in steps:
        if step.outcome is Outcome.BLOCKED and step.rule and step.tier != CHECKS:
            yield Refusal(step.order_id, step.connector_id, step.rule, step.reason)


class RunTally:
    """Counts what a run did, chunk by chunk, so that no trace need be kept."""

    def __init__(self) -> None:
        self._steps: list[StepCount] = []
        self._found: Counter[tuple[FindingKind, FindingStatus]] = Counter()
        self._order_ids: list[str] = []
        self._orders: Counter[OrderState] = Counter()
        self._short: Counter[str] = Counter()
        self._unfinished: Counter[tuple[OrderState, str, str, str]] = Counter()

    @classmethod
    def of(cls, traces: Iterable[OrderTrace]) -> RunTally:
        """What was done for these orders, which are stored."""
        made = cls()
        for_chunk = list(traces)
        made._steps.extend(count_steps(step for trace in for_chunk for step in trace.steps))
        made._order_ids.extend(trace.order.id for trace in for_chunk)
        for trace in for_chunk:
            made._orders[OrderState.PARKED if trace.fault else end_state(trace)] += 1
            made._short.update({s.rule for s in trace.steps} & {RUN_BUDGET, ORDER_BUDGET})
            made._unfinished.update(set(_unfinished(trace)))
        made._found.update((f.kind, f.status) for trace in for_chunk for f in trace.findings)
        return made

    @property
    def traced(self) -> int:
        """How many orders were traced."""
        return self._orders.total()

    def add(self, other: RunTally) -> None:
        """Count what was done for further orders."""
        self._steps = join_counts((*self._steps, *other._steps))
        self._found += other._found
        self._order_ids += other._order_ids
        self._orders += other._orders
        self._short += other._short
        self._unfinished += other._unfinished

    def summary(
        self, case: CaseFile, cards: Mapping[str, ConnectorCard], budget: RunBudget
    ) -> NightlySummary:
        """The summary of the run: how the orders it traced ended, and what its money left."""
        with case.read() as tx:
            left = budget.limit - case.ledger.charged(tx, budget.fund)
            repeated = case.steps.repeated(tx, self._order_ids)
        bought = [
            s for s in repeated if s.connector_id in cards and cards[s.connector_id].cost.is_paid
        ]
        money = Money(budget.limit, left, self._short[RUN_BUDGET], self._short[ORDER_BUDGET])
        made = summarise(self._steps, cards, self._orders, self._found, money, count_steps(bought))
        told = sorted(self._unfinished.items(), key=lambda one: (_STATES[one[0][0]], -one[1], one))
        unfinished = (
            Unfinished(state, source_title(cards, source) if source else "", rule, why, count)
            for (state, source, rule, why), count in told
        )
        return replace(made, unfinished=tuple(unfinished))


_STATES = {state: place for place, state in enumerate(OrderState)}


def _unfinished(trace: OrderTrace) -> Iterable[tuple[OrderState, str, str, str]]:
    """State, source, rule and reason of what kept the order from being done; nothing when it is."""
    if trace.fault:
        yield OrderState.PARKED, "", "", trace.fault
        return
    state = end_state(trace)
    for step in trace.steps:
        if state is OrderState.HELD and step.outcome is Outcome.BLOCKED and step.rule:
            yield state, "", step.rule, step.reason
        elif keeps_open(step, state):
            yield state, step.connector_id, step.rule, why_unanswered(step)

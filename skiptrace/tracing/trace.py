"""The use case: a chunk of orders down the waterfall, tier by tier, and into the case file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from config.waterfall import Waterfalls
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.notes import Note
from skiptrace.casefile.statements import Tx
from skiptrace.model.account import Hold
from skiptrace.model.audit import AuditEvent
from skiptrace.model.finding import Finding
from skiptrace.model.judgement import Judgement
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.order import OrderState, Scope, TraceOrder
from skiptrace.model.ports import Clock
from skiptrace.model.waterfall import Outcome, StepOutcome, Tier, Waterfall
from skiptrace.tracing.ask import Asker
from skiptrace.tracing.budget import RUN_BUDGET, RunBudget
from skiptrace.tracing.dropped import dropped_by
from skiptrace.tracing.resolve import Resolver
from skiptrace.tracing.screening import note_unscreened, refuse_unscreened, withheld_holds
from skiptrace.tracing.state import Known, OrderTrace

NoteWriter = Callable[[OrderTrace], str]

_NOTHING = Known(())
_ANSWERED = frozenset({Outcome.HIT, Outcome.NO_HIT})
_WANTING = frozenset({Outcome.FAILED, Outcome.PENDING})

_REJECTS_KEPT = 5
"""How many rejected candidates of an order are stored, so that a person sees who was near."""


@dataclass(frozen=True, slots=True)
class Tracer:
    """Traces chunks of claimed orders; everything it decides and finds is stored before it returns.

    `note` writes the audit-ready note of one trace.
    """

    case: CaseFile
    asker: Asker
    resolver: Resolver
    waterfalls: Waterfalls
    note: NoteWriter
    clock: Clock
    commit_size: int = 100

    def trace(
        self,
        orders: Sequence[TraceOrder],
        budget: RunBudget,
        known: Mapping[str, Known],
    ) -> list[OrderTrace]:
        """Trace orders; `known` holds, by order id, what is known of an account already."""
        traces = [_begin(order, known.get(order.id, _NOTHING)) for order in orders]
        judgements = self._judgements(orders)
        for scope in sorted({order.scope for order in orders}):
            self._descend(scope, [t for t in traces if t.order.scope is scope], budget, judgements)
        for start in range(0, len(traces), self.commit_size):
            self._store(traces[start : start + self.commit_size])
        return traces

    def _descend(
        self,
        scope: Scope,
        traces: Sequence[OrderTrace],
        budget: RunBudget,
        judgements: Mapping[str, Sequence[Judgement]],
    ) -> None:
        own = {t.order.id: self.waterfalls.of(t.order) for t in traces}
        for tier in self.waterfalls.by_scope[scope].tiers:
            active = [t for t in traces if not t.stopped and tier in own[t.order.id].tiers]
            if not active:
                continue
            asked = self._screened(tier, active)
            self.asker.ask(tier, asked, budget)
            note_unscreened(tier, asked)
            self._resolve(asked, own, judgements)

    def _screened(self, tier: Tier, traces: Sequence[OrderTrace]) -> list[OrderTrace]:
        """Those traces whose screens answered; the refusal of the others is stored."""
        refused = [
            event for trace in traces for event in refuse_unscreened(trace, tier, self.clock)
        ]
        if refused:
            with self.case.write() as tx:
                self.case.audit.append(tx, refused)
        return [trace for trace in traces if not trace.unscreened]

    def _resolve(
        self,
        traces: Sequence[OrderTrace],
        own: Mapping[str, Waterfall],
        judgements: Mapping[str, Sequence[Judgement]],
    ) -> None:
        """Resolve what came; a found hold is stored at once, for it binds other orders too."""
        found: list[Hold] = []
        events: list[AuditEvent] = []
        today = self.clock().date()
        for trace in traces:
            before = len(trace.found_holds)
            withheld = withheld_holds(trace, today)
            trace.found_holds += withheld
            trace.order = replace(trace.order, holds=(*trace.order.holds, *withheld))
            said = judgements[trace.order.account.id]
            self.resolver.resolve(trace, own[trace.order.id], said, today)
            new = trace.found_holds[before:]
            found += new
            events += self._holds_events(trace, new)
        if found:
            with self.case.write() as tx:
                self.case.accounts.add_holds(tx, found)
                self.case.audit.append(tx, events)

    def _judgements(self, orders: Sequence[TraceOrder]) -> dict[str, Sequence[Judgement]]:
        with self.case.read() as tx:
            return {
                account_id: self.case.judgements.current(tx, account_id)
                for account_id in {order.account.id for order in orders}
            }

    def _store(self, traces: Sequence[OrderTrace]) -> None:
        """Everything of these traces in one transaction, the end of their orders included."""
        now = self.clock()
        with self.case.write() as tx:
            kept = {trace.order.id: _kept(trace.candidates) for trace in traces}
            ids = self.case.matches.add_all(tx, kept)
            for trace in traces:
                trace.findings = tuple(_bound(f, ids[trace.order.id]) for f in trace.findings)
            dropped = [f for t in traces for f in dropped_by(t, self._current(tx, t))]
            self.case.findings.add(tx, [*dropped, *(f for t in traces for f in t.findings)])
            self.case.steps.add(tx, [s for t in traces for s in t.steps])
            notes = [Note(t.order.account.id, t.order.id, self.note(t), now) for t in traces]
            self.case.notes.add_all(tx, notes)
            self.case.audit.append(tx, [self._event(t) for t in traces])
            ended: dict[OrderState, list[str]] = defaultdict(list)
            for trace in traces:
                ended[_end_state(trace)].append(trace.order.id)
            for state, order_ids in ended.items():
                self.case.orders.finish(tx, order_ids, state, now)

    def _current(self, tx: Tx, trace: OrderTrace) -> list[Finding]:
        return self.case.findings.current(tx, trace.order.account.id)

    def _holds_events(self, trace: OrderTrace, holds: Sequence[Hold]) -> list[AuditEvent]:
        order, now = trace.order, self.clock()
        return [
            AuditEvent(
                "hold.found",
                order.requester,
                now,
                order_id=order.id,
                account_id=order.account.id,
                rule=hold.code,
                text=hold.source,
            )
            for hold in holds
        ]

    def _event(self, trace: OrderTrace) -> AuditEvent:
        order = trace.order
        return AuditEvent(
            kind="trace.done",
            actor=order.requester,
            at=self.clock(),
            order_id=order.id,
            account_id=order.account.id,
            purposes=tuple(sorted(order.purposes)),
            text=f"{len(trace.steps)} steps, {len(trace.findings)} findings, {trace.spent} USD",
        )


def _begin(order: TraceOrder, known: Known) -> OrderTrace:
    return OrderTrace(
        order, asked=known.asked, records=list(known.records), fresh=bool(known.records)
    )


def _kept(candidates: Sequence[Candidate]) -> list[Candidate]:
    likely = [c for c in candidates if c.decision is not Decision.REJECT]
    rejected = [c for c in candidates if c.decision is Decision.REJECT]
    return likely + rejected[:_REJECTS_KEPT]


def _bound(finding: Finding, ids: Mapping[tuple[str, str], str]) -> Finding:
    """The finding with the case file's candidate id in each piece of evidence."""
    evidence = tuple(
        replace(e, candidate_id=ids[e.provenance.connector_id, e.provenance.record_ref])
        for e in finding.evidence
    )
    return replace(finding, evidence=evidence)


def _end_state(trace: OrderTrace) -> OrderState:
    """How the order ends: in doubt, held by the rules, incomplete, or done."""
    if trace.in_doubt:
        return OrderState.IN_DOUBT
    answered = any(step.outcome in _ANSWERED for step in trace.steps)
    refused = any(step.outcome is Outcome.BLOCKED and step.rule for step in trace.steps)
    if not trace.stopped and any(_is_wanting(step) for step in trace.steps):
        return OrderState.INCOMPLETE
    return OrderState.HELD if refused and not answered else OrderState.DONE


def _is_wanting(step: StepOutcome) -> bool:
    """Whether a later night can still get an answer that this one did not."""
    return step.outcome in _WANTING or step.rule == RUN_BUDGET

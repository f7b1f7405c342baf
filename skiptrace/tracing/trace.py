"""The use case: a chunk of orders down the waterfall, tier by tier, and into the case file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from config.waterfall import Waterfalls
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.notes import Note
from skiptrace.model.audit import AuditEvent
from skiptrace.model.finding import Finding
from skiptrace.model.judgement import Judgement
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.order import OrderState, Scope, TraceOrder
from skiptrace.model.ports import Clock
from skiptrace.tracing.ask import Asker
from skiptrace.tracing.budget import RunBudget
from skiptrace.tracing.resolve import Resolver
from skiptrace.tracing.state import Known, OrderTrace

NoteWriter = Callable[[OrderTrace], str]

_NOTHING = Known(())

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
            self.asker.ask(tier, active, budget)
            for trace in active:
                said = judgements[trace.order.account.id]
                self.resolver.resolve(trace, own[trace.order.id], said)

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
            self.case.findings.add(tx, [f for t in traces for f in t.findings])
            self.case.steps.add(tx, [s for t in traces for s in t.steps])
            self.case.accounts.add_holds(tx, [h for t in traces for h in t.found_holds])
            notes = [Note(t.order.account.id, t.order.id, self.note(t), now) for t in traces]
            self.case.notes.add_all(tx, notes)
            self.case.audit.append(tx, [self._event(t) for t in traces])
            for state in OrderState:
                ids_done = [t.order.id for t in traces if _end_state(t) is state]
                if ids_done:
                    self.case.orders.finish(tx, ids_done, state, now)

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
    if trace.in_doubt:
        return OrderState.IN_DOUBT
    holds = [r for r in trace.refusals if r.is_hold and r.rule != "INPUT"]
    return OrderState.HELD if holds and not trace.candidates else OrderState.DONE

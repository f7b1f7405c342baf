"""The use case: a chunk of orders down the waterfall, tier by tier, and into the case file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from logging import WARNING

from config.waterfall import Waterfalls
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.notes import Note
from skiptrace.casefile.order_turns import Ending
from skiptrace.casefile.statements import Tx
from skiptrace.model.account import Hold
from skiptrace.model.audit import AuditEvent
from skiptrace.model.card import ConnectorCard
from skiptrace.model.errors import CaseFileUnavailable, LeaseLost
from skiptrace.model.finding import Finding
from skiptrace.model.judgement import Judgement
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.order import OrderState, Scope, TraceOrder
from skiptrace.model.ports import Clock
from skiptrace.model.spans import event as told
from skiptrace.model.waterfall import Tier, Waterfall
from skiptrace.tracing.ask import Asker
from skiptrace.tracing.checking import Checking
from skiptrace.tracing.dropped import dropped_by
from skiptrace.tracing.ending import answered, end_state, home_registers, must_answer
from skiptrace.tracing.following import Following, all_names
from skiptrace.tracing.land import land_known
from skiptrace.tracing.resolve import Resolver
from skiptrace.tracing.run import Run
from skiptrace.tracing.screening import note_unscreened, refuse_unscreened, withheld_holds
from skiptrace.tracing.spellings import stored_addresses
from skiptrace.tracing.state import Known, OrderTrace
from skiptrace.tracing.together import accounts_of, read_together

NoteWriter = Callable[[OrderTrace], str]

_Led = tuple[OrderTrace, list[OrderTrace]]
"""A trace with those that were begun for its order under other names."""

_NOTHING = Known(())
_REJECTS_KEPT = 5
"""How many rejected candidates of an order are stored, so that a person sees who was near."""


@dataclass(frozen=True, slots=True)
class Tracer:
    """Traces chunks of claimed orders; everything it decides and finds is stored before it returns.

    `note` writes the audit-ready note of one trace. One order's fault is that order's: it is parked
    with its reason, and the rest goes on.
    """

    case: CaseFile
    asker: Asker
    resolver: Resolver
    checking: Checking
    waterfalls: Waterfalls
    following: Following
    note: NoteWriter
    clock: Clock
    commit_size: int = 100

    def trace(
        self,
        orders: Sequence[TraceOrder],
        run: Run,
        known: Mapping[str, Known],
    ) -> list[OrderTrace]:
        """Trace orders; `known` holds, by order id, what is known of an account already.

        Raises LeaseLost when the run's worker no longer holds them; none of them ends then.
        """
        cards = [connector.card for connector in self.asker.connectors.values()]
        traces = [_begin(order, known.get(order.id, _NOTHING), cards) for order in orders]
        judgements = self._recall(traces)
        for scope in sorted({order.scope for order in orders}):
            self._descend(scope, [t for t in traces if t.order.scope is scope], run, judgements)
        self.checking.check_found(traces, run)
        for start in range(0, len(traces), self.commit_size):
            self._store(traces[start : start + self.commit_size], run)
        return traces

    def _descend(
        self,
        scope: Scope,
        traces: Sequence[OrderTrace],
        run: Run,
        judgements: Mapping[str, Sequence[Judgement]],
    ) -> None:
        own = {t.order.id: self.waterfalls.of(t.order) for t in traces}
        tiers = self.waterfalls.by_scope[scope].tiers
        for place, tier in enumerate(tiers):
            asking = [t for t in traces if tier in own[t.order.id].tiers and not t.fault]
            active = [t for t in asking if not t.stopped]
            self._collect_owed(tier, [t for t in asking if t.stopped], run, own, judgements)
            beside = self._must_answer(tier, [t for t in asking if t.stopped])
            going = [*active, *(t for some in beside.values() for t in some)]
            if not going:
                continue
            for trace in going:
                trace.renew_others()
            asked = self._ask_names(tier, [(one, False) for one in all_names(active)], run)
            for sources, some in beside.items():
                asked += self._ask(replace(tier, connectors=sources), some, run)
            heard = {id(trace) for trace in asked}
            self._resolve([t for t in going if id(t) in heard], own, judgements)
            while led := self._led(going):
                for earlier in tiers[: place + 1]:
                    self._ask_under_new_names(earlier, led, own, run)
                self._resolve([trace for trace, _ in led], own, judgements)

    def _collect_owed(
        self,
        tier: Tier,
        traces: Sequence[OrderTrace],
        run: Run,
        own: Mapping[str, Waterfall],
        judgements: Mapping[str, Sequence[Judgement]],
    ) -> None:
        """Where enough is found already, take what the tier's sources owe since an earlier run."""
        owed = [t for t in traces if t.awaited.intersection(tier.connectors)]
        if owed:
            self.asker.ask_owed(tier, owed, run)
            self._resolve(owed, own, judgements)

    def _must_answer(
        self, tier: Tier, traces: Sequence[OrderTrace]
    ) -> dict[tuple[str, ...], list[OrderTrace]]:
        """The free sources of a tier that are asked even where enough is found, and about whom."""
        beside: dict[tuple[str, ...], list[OrderTrace]] = defaultdict(list)
        for trace in traces:
            wanted = must_answer(trace) - answered(trace)
            sources = tuple(c for c in tier.connectors if c in wanted and self.asker.is_free(c))
            if sources:
                beside[sources].append(trace)
        return beside

    def _led(self, traces: Sequence[OrderTrace]) -> list[_Led]:
        """The traces whose records lead to other names, with those begun under these names.

        By which record each is asked for is in the audit trail before anything leaves.
        """
        found = [(trace, self.following.next(trace)) for trace in traces]
        led = [(trace, others) for trace, others in found if others]
        if led:
            with self.case.write() as tx:
                events = [self.following.event(one) for _, others in led for one in others]
                self.case.audit.append(tx, events)
        return led

    def _ask_under_new_names(
        self,
        tier: Tier,
        led: Sequence[_Led],
        own: Mapping[str, Waterfall],
        run: Run,
    ) -> None:
        """Ask a tier about names that were begun."""
        due = [(trace, others) for trace, others in led if tier in own[trace.order.id].tiers]
        for trace, _ in due:
            trace.renew_others()
        names = [(one, trace.stopped) for trace, others in due for one in others]
        self._ask_names(tier, names, run)
        owed = [one for one, has_enough in names if has_enough and one.awaited]
        paid = tuple(c for c in tier.connectors if not self.asker.is_free(c))
        self.asker.ask_owed(replace(tier, connectors=paid), owed, run)

    def _ask_names(
        self, tier: Tier, names: Sequence[tuple[OrderTrace, bool]], run: Run
    ) -> list[OrderTrace]:
        """Ask a tier about traces, each by what may be asked under its name; these.

        With each stands whether enough was found for its order, so that free sources alone are.
        """
        asking: dict[tuple[str, ...], list[OrderTrace]] = {}
        for one, has_enough in names:
            sources = self.asker.sources(tier, one, free_only=has_enough)
            asking.setdefault(sources, []).append(one)
        return [
            trace
            for sources, traces in asking.items()
            for trace in self._ask(replace(tier, connectors=sources), traces, run)
        ]

    def _ask(self, tier: Tier, traces: Sequence[OrderTrace], run: Run) -> list[OrderTrace]:
        """Ask a tier about those traces whose screens answered; these."""
        if not traces or not tier.connectors:
            return []
        asked = self._screened(tier, traces)
        self.asker.ask(tier, asked, run)
        note_unscreened(tier, asked)
        return asked

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
        self.resolver.rank(all_names(traces))
        for trace in traces:
            trace.note_faults()
        for trace in (t for t in traces if not t.fault):
            before = len(trace.found_holds)
            withheld = withheld_holds(trace, today)
            trace.found_holds += withheld
            trace.order = replace(trace.order, holds=(*trace.order.holds, *withheld))
            said = judgements[trace.order.account.id]
            try:
                self.resolver.resolve(trace, own[trace.order.id], said, today)
            except Exception as error:  # noqa: BLE001  one order's fault is that order's
                trace.park(error, "resolved")
            new = trace.found_holds[before:]
            found += new
            events += self._holds_events(trace, new)
        if found:
            with self.case.write() as tx:
                self.case.accounts.add_holds(tx, found)
                self.case.audit.append(tx, events)

    def _recall(self, traces: Sequence[OrderTrace]) -> dict[str, list[Judgement]]:
        """What people judged of each account; traces recall deeds and addresses that are known."""
        with self.case.read() as tx:
            judgements = read_together(
                traces, lambda some: self.case.judgements.current_of(tx, accounts_of(some))
            )
            sound = [trace for trace in traces if not trace.fault]
            current = read_together(sound, lambda some: self._current(tx, some))
            awaited = self.case.ledger.awaited_sources(tx, [trace.order.id for trace in sound])
        for trace in (t for t in traces if not t.fault):
            known = current[trace.order.account.id]
            subject_id = trace.order.subject.id
            trace.land = land_known(known, subject_id)
            trace.awaited = awaited.get(trace.order.id, frozenset())
            trace.addresses = stored_addresses(known, subject_id)
        return judgements

    def _store(self, traces: Sequence[OrderTrace], run: Run) -> None:
        """Store what can be stored, and park the rest."""
        self._store_sound([trace for trace in traces if not trace.fault], run)
        for trace in traces:
            if trace.fault:
                self._park(trace, run)

    def _store_sound(self, traces: Sequence[OrderTrace], run: Run) -> None:
        """Store these traces together; where one cannot be stored, each by itself."""
        try:
            self._store_all(traces, run)
        except (LeaseLost, CaseFileUnavailable):
            raise
        except Exception as error:  # noqa: BLE001  one order's fault is that order's
            if len(traces) == 1:
                traces[0].park(error, "stored")
                return
            for trace in traces:
                self._store_sound([trace], run)

    def _park(self, trace: OrderTrace, run: Run) -> None:
        """End an order at a fault of ours; what was bought for it stays in the ledger."""
        trace.findings, trace.candidates = (), ()
        told("order.parked", WARNING, order=trace.order.id)
        with self.case.write() as tx:
            run.lease.check(tx)
            event = replace(self._event(trace), kind="trace.parked", text=trace.fault)
            self.case.audit.append(tx, [event])
            ending = Ending(OrderState.PARKED, self.clock(), trace.fault)
            self.case.orders.finish(tx, [trace.order.id], ending, run.lease.worker)

    def _store_all(self, traces: Sequence[OrderTrace], run: Run) -> None:
        """Everything of these traces in one transaction, the end of their orders included."""
        now = self.clock()
        with self.case.write() as tx:
            run.lease.check(tx)
            kept = {trace.order.id: _kept(trace.candidates) for trace in traces}
            ids = self.case.matches.add_all(tx, kept)
            for trace in traces:
                trace.findings = tuple(_bound(f, ids[trace.order.id]) for f in trace.findings)
            current = self._current(tx, traces)
            dropped = [f for t in traces for f in dropped_by(t, current[t.order.account.id])]
            self.case.findings.add(tx, [*dropped, *(f for t in traces for f in t.findings)])
            self.case.steps.add(tx, [s for t in traces for s in (*t.steps, *t.checks)])
            notes = [Note(t.order.account.id, t.order.id, self.note(t), now) for t in traces]
            self.case.notes.add_all(tx, notes)
            self.case.audit.append(tx, [self._event(t) for t in traces])
            ended: dict[OrderState, list[str]] = defaultdict(list)
            for trace in traces:
                ended[end_state(trace)].append(trace.order.id)
            tomorrow = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
            due = {t.order.id: t.due(tomorrow) for t in traces if t.awaits}
            for state, order_ids in ended.items():
                ending = Ending(state, now, due=due if state is OrderState.AWAITING else {})
                self.case.orders.finish(tx, order_ids, ending, run.lease.worker)
        for trace in traces:
            word, order = end_state(trace).value, trace.order
            told("order.ended", order=order.id, account=order.account.id, state=word)

    def _current(self, tx: Tx, traces: Sequence[OrderTrace]) -> dict[str, list[Finding]]:
        return self.case.findings.current_of(tx, accounts_of(traces))

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


def _begin(order: TraceOrder, known: Known, cards: Sequence[ConnectorCard]) -> OrderTrace:
    own = [record for record in known.records if not record.provenance.followed]
    return OrderTrace(
        order,
        records=own,
        carried=tuple(record for record in known.records if record.provenance.followed),
        fresh=bool(own),
        fault=known.fault,
        stopped=bool(known.fault),
        home=home_registers(order.subject, cards),
        owed=known.owed,
        heard=frozenset(record.source for record in known.records),
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

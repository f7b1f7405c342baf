"""Derives the findings of an ended order anew from its stored answers, and says what differs.

Nothing is asked and nothing is stored. Answers are read again by the connectors of today, judged by
the law of the day on which they came, ranked by the model that weighed them then, and resolved with
the judgements and findings that were there then. What cannot be derived is a difference of its own
kind and no error: the bytes are gone, a source is not here any more, a model's file is another. A
hold of the same day counts as one that stood when the order ended: of a day no hour is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum

from matching.replay import replay as terms_anew
from matching.score.person_model import LinkModel, PersonModel
from skiptrace.casefile.call_state import CallState
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.matches import StoredCandidate
from skiptrace.casefile.order_turns import last_turns
from skiptrace.casefile.statements import Tx
from skiptrace.compliance.gate import Gate, Told, asked_in
from skiptrace.compliance.policy.policy import Policy
from skiptrace.model.audit import AuditEvent
from skiptrace.model.card import ConnectorCard
from skiptrace.model.contact_check import CHECKS
from skiptrace.model.errors import CaseFileError, MatchingError
from skiptrace.model.finding import Finding
from skiptrace.model.order import TraceOrder
from skiptrace.model.ports import Connector
from skiptrace.model.record import Snapshot, SourceRecord
from skiptrace.model.waterfall import Outcome, Waterfall
from skiptrace.tracing.following import Following, all_names
from skiptrace.tracing.land import land_known
from skiptrace.tracing.resolve import Resolver
from skiptrace.tracing.spellings import stored_addresses
from skiptrace.tracing.state import OrderTrace

Key = tuple[str, str]
"""A record by its source and its reference there."""


class DifferenceKind(StrEnum):
    """In what a replay differs from what was stored, or why it could not be made."""

    NOT_ENDED = "not_ended"
    SNAPSHOT_GONE = "snapshot_gone"
    SOURCE_GONE = "source_gone"
    LAW = "law"
    READING = "reading"
    MODEL_GONE = "model_gone"
    MODEL_OTHER = "model_other"
    MATCH = "match"
    FINDING = "finding"
    FINDING_NEW = "finding_new"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: `about` is a finding's id, or a source with a record's place in it.

    `words` name fields and never their values.
    """

    kind: DifferenceKind
    about: str
    words: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """One order derived anew: what of it was looked at, and every difference."""

    order_id: str
    answers: int
    records: int
    findings: int
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Replayer:
    """Replays orders of one case file; `models` gives a model by its id, or None."""

    case: CaseFile
    policy: Policy
    fingerprint: Callable[[bytes], str]
    connectors: Mapping[str, Connector]
    resolver: Resolver
    following: Following
    waterfall_of: Callable[[TraceOrder], Waterfall]
    models: Callable[[str], PersonModel | None]
    other_models: Sequence[LinkModel] = ()

    def replay(self, order: TraceOrder) -> Replayed:
        """The order derived anew, as it stood when it ended."""
        with self.case.read() as tx:
            work = _Work(self, tx, order)
            return work.replayed()


@dataclass
class _Work:
    """One replay under way."""

    by: Replayer
    tx: Tx
    order: TraceOrder
    found: list[Difference] = field(default_factory=list)
    answers: int = 0

    def replayed(self) -> Replayed:
        case, tx, order = self.by.case, self.tx, self.order
        ended = last_turns(tx, [order.id])[order.id]["at"]
        stored = case.matches.for_order(tx, order.id)
        if ended is None:
            self._differ(DifferenceKind.NOT_ENDED, order.id, "it has not ended yet")
            return Replayed(order.id, 0, len(stored), 0, tuple(self.found))
        trace = self._trace(stored, ended)
        resolver = self._resolver(stored)
        kept = case.findings.of_order(tx, order.account.id, order.id)
        if resolver is not None:
            self._resolve(trace, resolver, ended)
            if not self._lacks_bytes():
                self._compare_matches(stored, trace)
            self._compare_findings(kept, trace.findings)
        return Replayed(order.id, self.answers, len(stored), len(kept), tuple(self.found))

    def _lacks_bytes(self) -> bool:
        """Whether records cannot be read anew: then others that were seen beside them are missing
        too, of which only the likeliest are stored, and no weight can be compared."""
        return any(one.kind is DifferenceKind.SNAPSHOT_GONE for one in self.found)

    def _differ(self, kind: DifferenceKind, about: str, words: str) -> None:
        self.found.append(Difference(kind, about, words))

    def _trace(self, stored: Sequence[StoredCandidate], ended: datetime) -> OrderTrace:
        """The order's trace with its records, read anew where their answers are there."""
        case, tx = self.by.case, self.tx
        account_id, subject_id = self.order.account.id, self.order.subject.id
        _, holds = case.accounts.standing(tx, [account_id])[account_id]
        before = case.findings.before_order(tx, account_id, self.order.id)
        trace = OrderTrace(
            replace(self.order, holds=tuple(h for h in holds if h.since <= ended.date())),
            land=land_known(before, subject_id),
            addresses=stored_addresses(before, subject_id),
            steps=[s for s in case.steps.for_order(tx, self.order.id) if s.tier != CHECKS],
        )
        records = {(c.candidate.record.source, c.candidate.record.ref): c for c in stored}
        kept = {key: one.candidate.record for key, one in records.items()}
        own = [r for r in kept.values() if not r.provenance.followed]
        trace.carried = tuple(r for r in kept.values() if r.provenance.followed)
        trace.add_records(own)
        self._read(trace, kept)
        return trace

    def _read(self, trace: OrderTrace, kept: Mapping[Key, SourceRecord]) -> None:
        """Read the answers that a trace under one name had, and take their records in."""
        of_name = {k: r for k, r in kept.items() if r.provenance.followed == trace.steps_to}
        fresh: dict[Key, SourceRecord] = {}
        for connector_id, call in self._calls(trace, of_name).items():
            fresh |= self._answer(trace, connector_id, call, of_name)
        for key, record in of_name.items():
            if key not in fresh:
                self._is_stored(record)
        trace.add_records(list(fresh.values()))

    def _calls(
        self, trace: OrderTrace, of_name: Mapping[Key, SourceRecord]
    ) -> dict[str, CallState]:
        """By source, the call whose answer the trace had: the order's own, or one bought before."""
        case, tx, order = self.by.case, self.tx, trace.order
        hits = {step.connector_id for step in trace.steps if step.outcome is Outcome.HIT}
        sources = {record.source for record in of_name.values()} | hits
        bought = case.ledger.purchases(tx, [order.subject.id], sources)
        own = case.ledger.answered(tx, [order.id])
        found: dict[str, CallState] = {}
        for connector_id in sorted(sources & self.by.connectors.keys()):
            card = self.by.connectors[connector_id].card
            of_source = [r for r in of_name.values() if r.source == connector_id]
            shas = {record.provenance.snapshot_sha256 for record in of_source}
            for call in bought.get((order.about, connector_id), ()):
                if call.inquiry_id in own or shas & {s.sha256 for s in self._snapshots(call)}:
                    found[connector_id] = call
            for call in own.values():
                if call.purchase is None and self._is_about(call, order, card):
                    found[connector_id] = call
        for connector_id in sorted(sources - self.by.connectors.keys()):
            if case.ledger.is_source(tx, connector_id):
                words = "the source is not in use here: its answers cannot be read anew"
                self._differ(DifferenceKind.SOURCE_GONE, connector_id, words)
        return found

    def _is_about(self, call: CallState, order: TraceOrder, card: ConnectorCard) -> bool:
        """Whether a free call is the question of that source under the name that the order has."""
        words = asked_in(call.order_id, card.id, order.asked_as)
        return call.inquiry_id == self._gate(call.at, []).inquiry_id(order, card, words)

    def _snapshots(self, call: CallState) -> tuple[Snapshot, ...]:
        try:
            return self.by.case.ledger.snapshots(self.tx, call.inquiry_id)
        except CaseFileError:
            return ()

    def _answer(
        self,
        trace: OrderTrace,
        connector_id: str,
        call: CallState,
        of_name: Mapping[Key, SourceRecord],
    ) -> dict[Key, SourceRecord]:
        """The records of one stored answer, read anew under the law of the day it came."""
        connector, told = self.by.connectors[connector_id], call.purchase
        snapshots = self._snapshots(call)
        if not snapshots:
            return {}  # each record is told to be without its bytes
        events: list[AuditEvent] = []
        purposes = told.purposes if told is not None else None
        about = Told(call.inquiry_id, purposes)
        inquiry = self._gate(call.at, events).reread(
            trace.order, connector.card, about, events.append
        )
        if inquiry is None:
            words = "the law of that day, as it stands here now, lets the answer not be read"
            self._differ(DifferenceKind.LAW, connector_id, words)
            return {}
        self._compare_law(connector_id, events)
        self.answers += 1
        try:
            answer = connector.read(inquiry, snapshots)
        except Exception as error:  # noqa: BLE001  a reading that fails is a difference
            words = f"the answer cannot be read any more: {type(error).__name__}"
            self._differ(DifferenceKind.READING, connector_id, words)
            return {}
        records = {(record.source, record.ref): record for record in answer.records}
        for key, before in of_name.items():
            if key[0] == connector_id:
                self._compare_record(before, records.get(key))
        return records

    def _gate(self, at: datetime, events: list[AuditEvent]) -> Gate:
        return Gate(self.by.policy, lambda: at, self.by.fingerprint, self.by.case.permits)

    def _compare_law(self, connector_id: str, events: Sequence[AuditEvent]) -> None:
        """Whether the rules that are asked are those that the gate asked then, where it told."""
        then = [
            event.law
            for event in self.by.case.audit.for_order(self.tx, self.order.id)
            if event.connector_id == connector_id and event.law
        ]
        if then and events[-1].law not in then:
            words = "the rules in force that day are others here now than were asked then"
            self._differ(DifferenceKind.LAW, connector_id, words)

    def _compare_record(self, before: SourceRecord, now: SourceRecord | None) -> None:
        about = f"{before.source}, {before.provenance.locator}"
        if now is None:
            words = "the answer is read without this record"
            self._differ(DifferenceKind.READING, about, words)
            return
        told = replace(now, provenance=before.provenance)
        if names := _differing(before, told):
            self._differ(DifferenceKind.READING, about, f"read otherwise: {', '.join(names)}")

    def _is_stored(self, record: SourceRecord) -> None:
        """That the bytes behind a record which is not read anew are there."""
        sha = record.provenance.snapshot_sha256
        try:
            if sha:
                self.by.case.snapshots.get(self.tx, sha)
        except CaseFileError:
            about = f"{record.source}, {record.provenance.locator}"
            words = "the bytes that it was read from are gone, or are not those that were stored"
            self._differ(DifferenceKind.SNAPSHOT_GONE, about, words)

    def _resolver(self, stored: Sequence[StoredCandidate]) -> Resolver | None:
        """The resolver with the model that weighed the candidates; None where it is not here."""
        resolver = self.by.resolver
        of_businesses = {model.id for model in self.by.other_models}
        for model_id in sorted({one.candidate.model for one in stored} - of_businesses):
            model = resolver.model if resolver.model.id == model_id else self.by.models(model_id)
            if model is None:
                words = "the model that weighed the records is not here, or of a former format"
                self._differ(DifferenceKind.MODEL_GONE, model_id, words)
                return None
            resolver = replace(resolver, model=model)
            if not self._weighs_as_then(model, stored):
                words = "the model's file weighs the stored levels otherwise than it did"
                self._differ(DifferenceKind.MODEL_OTHER, model_id, words)
        return resolver

    def _weighs_as_then(self, model: PersonModel, stored: Sequence[StoredCandidate]) -> bool:
        return all(
            any(_same_terms(one, other) for other in (model, *self.by.other_models))
            for one in stored
            if one.candidate.terms
        )

    def _resolve(self, trace: OrderTrace, resolver: Resolver, ended: datetime) -> None:
        case, tx, account_id = self.by.case, self.tx, self.order.account.id
        said = [j for j in case.judgements.current(tx, account_id) if j.at <= ended]
        resolver.rank([trace])
        kept = {(r.source, r.ref): r for r in trace.carried}
        while others := self.by.following.next(trace):
            for other in others:
                self._read(other, kept)
            resolver.rank(others)
        for one in all_names([trace]):
            if one.fault:
                self._differ(DifferenceKind.MATCH, self.order.id, one.fault)
        resolver.resolve(trace, self.by.waterfall_of(self.order), said, ended.date())

    def _compare_matches(self, stored: Sequence[StoredCandidate], trace: OrderTrace) -> None:
        """Compare the matches; the number of a person among the candidates says nothing alone."""
        now = {(c.record.source, c.record.ref): c for c in trace.candidates}
        for one in (s.candidate for s in stored):
            about = f"{one.record.source}, {one.record.provenance.locator}"
            again = now.get((one.record.source, one.record.ref))
            if again is None:
                self._differ(DifferenceKind.MATCH, about, "it is weighed no more")
            elif names := _differing(replace(one, record=again.record, person=again.person), again):
                words = f"weighed otherwise: {', '.join(names)}"
                self._differ(DifferenceKind.MATCH, about, words)

    def _compare_findings(self, kept: Sequence[Finding], made: Sequence[Finding]) -> None:
        now = {finding.id: finding for finding in made}
        for before in kept:
            again = now.pop(before.id, None)
            if again is None:
                self._differ(DifferenceKind.FINDING, before.id, "it is found no more")
            elif names := list(_told_otherwise(before, again)):
                self._differ(DifferenceKind.FINDING, before.id, f"other: {', '.join(names)}")
        for finding in now.values():
            self._differ(DifferenceKind.FINDING_NEW, finding.id, "it was not found then")


def _told_otherwise(before: Finding, now: Finding) -> Iterator[str]:
    """The fields in which a finding differs; what evidence is called in the case file is none."""
    for name in ("kind", "key", "value", "probability", "status", "reason", "title"):
        if getattr(before, name) != getattr(now, name):
            yield name
    if len(before.evidence) != len(now.evidence):
        yield "evidence"
        return
    for one, again in zip(before.evidence, now.evidence, strict=True):
        same = replace(again, candidate_id=one.candidate_id, provenance=one.provenance)
        yield from (f"evidence.{name}" for name in _differing(one, same))


def _same_terms(one: StoredCandidate, model: LinkModel) -> bool:
    try:
        return terms_anew(model, one.candidate.terms) == one.candidate.terms
    except MatchingError:
        return False


def _differing(one: object, other: object) -> list[str]:
    """The names of the fields in which two values of one type differ."""
    names = (f.name for f in fields(one))  # type: ignore[arg-type]
    return [name for name in names if getattr(one, name) != getattr(other, name)]

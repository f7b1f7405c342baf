"""What became of parcels and of their burdens: conveyed, restored, satisfied, or not clear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from config.recorded_documents import DocumentKind, RecordedDocuments, shipped_recorded_documents
from matching.compare.organization.relate import compare_organizations
from matching.compare.person.relate import NameVerdict, compare_persons
from skiptrace.model.dates import PartialDate
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.kinds import FindingKind
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.order import TraceOrder
from skiptrace.tracing.facts import Fact
from skiptrace.tracing.holding import Event, Held, Holding, Move, holding
from skiptrace.tracing.recorded import GRANTEE, GRANTOR

FactKey = tuple[FindingKind, str]
_RELEASES = frozenset({DocumentKind.RELEASE, DocumentKind.PARTIAL_RELEASE})
_STATUS = {Holding.CONVEYED: FindingStatus.FORMER, Holding.UNCLEAR: FindingStatus.CANDIDATE}


def deeds_known(
    findings: Iterable[Finding], documents: RecordedDocuments | None = None
) -> dict[str, tuple[Event, ...]]:
    """The deeds away that earlier traces found, by the key of the parcel's finding.

    A source that gives no answer today takes nothing back of what it showed before.
    """
    known = documents or shipped_recorded_documents()
    found: dict[str, tuple[Event, ...]] = {}
    for finding in findings:
        if finding.kind is FindingKind.REAL_PROPERTY and finding.status is FindingStatus.FORMER:
            rows = ((e.detail, e.first_seen, e.provenance.connector_id) for e in finding.evidence)
            found[finding.key] = tuple(
                event for row in rows for event in _events(*row, known, sure=True)
            )
    return found


def _events(
    said: Mapping[str, str],
    on: PartialDate | None,
    source: str,
    documents: RecordedDocuments,
    sure: bool,
) -> Iterable[Event]:
    """What a record says of the parcel; nothing where its document is no deed."""
    word, number = said.get("document_type", ""), said.get("document", "")
    if not (word or number):
        yield Event(Move.GAINED, on, source=source, sure=sure)
    elif documents.kind(word) is DocumentKind.DEED and said.get("party") in (GRANTOR, GRANTEE):
        move = Move.LOST if said["party"] == GRANTOR else Move.GAINED
        yield Event(move, on, number, source, sure)


@dataclass(slots=True)
class Land:
    """The parcels of one order: what every record, taken or not, says of who holds them."""

    order: TraceOrder
    documents: RecordedDocuments
    known: Mapping[str, Sequence[Event]]
    doubts: dict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))

    def note_rejected(self, facts: Iterable[Fact]) -> None:
        """Take note of deeds away in records that are not the subject's but bear the name."""
        for fact in facts:
            if fact.kind is FindingKind.REAL_PROPERTY and _may_be(self.order, fact.candidate):
                events = _events_of(fact, self.documents, sure=False)
                self.doubts[fact.key] += [e for e in events if e.move is Move.LOST]

    def held(self, key: str, facts: Sequence[Fact]) -> Held:
        """Whether the subject still holds the parcel of that key."""
        has_gained = any(_is_gain(fact) and _is_accepted(fact) for fact in facts)
        events = [
            event
            for fact in facts
            for event in _events_of(fact, self.documents, self._is_sure(fact, has_gained))
        ]
        documents = {event.document for event in events if event.document}
        doubts = [e for e in self.doubts.get(key, ()) if e.document not in documents]
        return holding([*events, *self.known.get(key, ()), *doubts])

    def _is_sure(self, fact: Fact, has_gained: bool) -> bool:
        """Whether a record tells surely of the subject.

        A deed away by somebody of the subject's name is surely the subject's where another record
        shows the parcel to be: the parcel's number is what connects them.
        """
        by_chain = has_gained and is_sale(fact) and _may_be(self.order, fact.candidate)
        return _is_accepted(fact) or by_chain

    def status(
        self, facts: Sequence[Fact], decided: tuple[FindingStatus, str]
    ) -> tuple[FindingStatus, str]:
        """The status of a parcel's finding; what was conveyed, or may be, is not verified."""
        found = self.held(facts[0].key, facts)
        status, reason = decided
        if found.holding is Holding.HELD or status is FindingStatus.REJECTED:
            return decided
        if status is FindingStatus.VERIFIED:
            return _STATUS[found.holding], found.words
        return status, f"{reason}; {found.words}"


def _events_of(fact: Fact, documents: RecordedDocuments, sure: bool) -> Iterable[Event]:
    source = fact.candidate.record.provenance.connector_id
    return _events(fact.detail, fact.first_seen, source, documents, sure)


def is_sale(fact: Fact) -> bool:
    """Whether the fact is a deed by which the subject gave the parcel away."""
    return fact.document is DocumentKind.DEED and fact.detail.get("party") == GRANTOR


def _is_gain(fact: Fact) -> bool:
    return fact.document is None or fact.detail.get("party") == GRANTEE


def _is_accepted(fact: Fact) -> bool:
    return fact.candidate.decision is Decision.ACCEPT


def _may_be(order: TraceOrder, candidate: Candidate) -> bool:
    """Whether a rejected record's name can be the subject's all the same."""
    subject, record = order.subject, candidate.record
    if subject.organization:
        return not compare_organizations(subject.organization, record.organization).is_different
    relations = (compare_persons(a, b) for a in subject.names for b in record.names)
    return any(relation.verdict is not NameVerdict.DIFFERENT for relation in relations)


@dataclass(frozen=True, slots=True)
class Burdens:
    """The mortgages among the facts of an order, and the releases that take them off."""

    released: Mapping[FactKey, tuple[FindingStatus, str]]
    evidence: Mapping[FactKey, Sequence[Fact]]
    spent: frozenset[FactKey]

    @classmethod
    def of(cls, grouped: Mapping[FactKey, Sequence[Fact]]) -> Burdens:
        """Which mortgages are released, by which facts, and which releases are thereby told."""
        mortgages = {k: f[0] for k, f in grouped.items() if f[0].document is DocumentKind.MORTGAGE}
        releases = {k: f for k, f in grouped.items() if f[0].document in _RELEASES}
        released: dict[FactKey, tuple[FindingStatus, str]] = {}
        evidence: dict[FactKey, list[Fact]] = defaultdict(list)
        spent: set[FactKey] = set()
        for key, facts in releases.items():
            meant = [k for k, m in mortgages.items() if _may_release(facts[0], m)]
            named = [k for k in meant if _names(facts[0], mortgages[k])]
            for one in named or meant:
                is_sure = len(named or meant) == 1 and _is_whole(facts[0], mortgages[one])
                if is_sure or one not in released:
                    released[one] = _verdict(facts[0], is_sure)
                evidence[one] += facts
                spent.add(key)
        return cls(released, evidence, frozenset(spent))

    def status(self, key: FactKey, decided: tuple[FindingStatus, str]) -> tuple[FindingStatus, str]:
        """The status of a burden's finding: one that was released is of former times."""
        is_verified = decided[0] is FindingStatus.VERIFIED
        return self.released[key] if is_verified and key in self.released else decided


def _may_release(release: Fact, mortgage: Fact) -> bool:
    """Whether a release can be of that mortgage: same parcel, not recorded before it."""
    if not release.parcel or release.parcel != mortgage.parcel:
        return False
    a, b = mortgage.first_seen, release.first_seen
    return a is None or b is None or b.latest() >= a.earliest()


def _names(release: Fact, mortgage: Fact) -> bool:
    refers_to = release.detail.get("refers_to", "")
    return bool(refers_to) and refers_to == mortgage.detail.get("document", "")


def _is_whole(release: Fact, mortgage: Fact) -> bool:
    """Whether the release surely takes the mortgage off: whole, dated, by its own lender."""
    is_dated = release.first_seen is not None and mortgage.first_seen is not None
    if release.document is DocumentKind.PARTIAL_RELEASE or not is_dated:
        return False
    if _names(release, mortgage):
        return True
    lenders = release.detail.get("lender", ""), mortgage.detail.get("lender", "")
    return all(lenders) and compare_organizations(*lenders).is_same


def _verdict(release: Fact, is_sure: bool) -> tuple[FindingStatus, str]:
    number = release.detail.get("document", "") or "not given"
    on = f"recorded on {release.first_seen}" if release.first_seen else "without a date"
    if is_sure:
        return FindingStatus.FORMER, f"satisfied: a release {on}, document {number}"
    words = f"it may be satisfied, wholly or in part: a release {on}, document {number}"
    return FindingStatus.CANDIDATE, words

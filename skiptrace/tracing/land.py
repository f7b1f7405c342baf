"""The parcels of one order: what every record, taken or not, says of who holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from config.recorded_documents import RecordedDocuments
from matching.compare.organization.relate import compare_organizations
from matching.compare.parcel import ParcelVerdict, compare_parcels, number_key
from matching.compare.person.name_relation import SurnameRelation
from matching.compare.person.relate import NameVerdict, compare_persons
from matching.compare.person.surname import relate_surnames
from matching.parse.person.clean_name import clean_name
from matching.parse.text import folded
from skiptrace.model.asset import (
    Asset,
    BusinessInterest,
    Deed,
    Jurisdiction,
    Parcel,
    ParcelRef,
    PartyRole,
)
from skiptrace.model.dates import PartialDate
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.kinds import FindingKind
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.order import TraceOrder
from skiptrace.model.subject import PersonName
from skiptrace.model.title import Holding, Title
from skiptrace.tracing.facts import Fact, pledge_of
from skiptrace.tracing.holding import Event, Held, Move, Silence, holding
from skiptrace.tracing.parcels import StoredParcel, by_parcel, stored_parcels
from skiptrace.tracing.titles import TitleMaker

_STATUS = {Holding.CONVEYED: FindingStatus.FORMER, Holding.UNCLEAR: FindingStatus.CANDIDATE}
_STANDING = frozenset({FindingStatus.VERIFIED, FindingStatus.CANDIDATE, FindingStatus.FORMER})
_OTHER_SPELLING = (
    "ownership unclear: only a roll tells of it and writes the surname otherwise; deeds were "
    "searched under the creditor's spelling alone"
)
_OTHER_NAME = (
    "ownership unclear: the roll has the owner under another surname than any that deeds were "
    "searched by, so a deed away under it may be unseen"
)
_PLEDGED = (
    "ownership unclear: only a mortgage tells of it that the subject gave or joined in; no deed or "
    "roll that may be the subject's does"
)
_SLIPS = frozenset({
    SurnameRelation.EXACT, SurnameRelation.SOUND, SurnameRelation.SLIP, SurnameRelation.LETTERS,
    SurnameRelation.TWO_LETTERS, SurnameRelation.NEAR, SurnameRelation.TWO_EDITS,
})  # fmt: skip
"""One surname in two spellings: a recorder may have had either."""
_MAY_BE_THIS = "may be of this parcel"


@dataclass(frozen=True, slots=True)
class CountyRoll:
    """A register that lists every parcel of its place with its owner, and answered for an order."""

    source: str
    place: Jurisdiction


@dataclass(frozen=True, slots=True)
class LandKnown:
    """What is known of an order's parcels beside its candidates.

    `deeds` are those that earlier traces found, by the key of the parcel's finding, `stored` the
    parcels of the subject's findings, `rolls` those that answered for the order, `also` the other
    names of a person by which whatever tells of land was asked too.
    """

    deeds: Mapping[str, Sequence[Event]] = field(default_factory=dict)
    stored: Sequence[StoredParcel] = ()
    rolls: Sequence[CountyRoll] = ()
    also: Sequence[PersonName] = ()


def land_known(findings: Sequence[Finding], subject_id: str) -> LandKnown:
    """What an account's findings tell of the subject's parcels.

    Deeds stay: a source that gives no answer today takes nothing back of what it showed before.
    """
    mine = [f for f in findings if f.subject_id == subject_id]
    parcels = [f for f in mine if f.kind is FindingKind.REAL_PROPERTY and f.status in _STANDING]
    deeds = {finding.key: tuple(_deeds_of(finding)) for finding in parcels}
    return LandKnown({key: told for key, told in deeds.items() if told}, stored_parcels(mine))


def _deeds_of(finding: Finding) -> Iterator[Event]:
    """The deeds behind a stored finding; one away that did not decide it is a doubt."""
    is_former = finding.status is FindingStatus.FORMER
    for row in finding.evidence:
        if isinstance(row.asset, Deed):
            sure = is_former or row.asset.side is PartyRole.GRANTEE
            yield from _events(row.asset, row.first_seen, row.provenance.connector_id, sure)


def _events(
    asset: Asset | None, on: PartialDate | None, source: str, sure: bool, doubt: str = ""
) -> Iterator[Event]:
    """What a record says of the parcel; nothing where a deed names no side."""
    if isinstance(asset, Parcel):
        as_of = PartialDate(asset.tax_year) if asset.tax_year else None
        yield Event(Move.LISTED, asset.deed_date, "", source, sure, as_of, asset)
    elif isinstance(asset, Deed) and asset.side is not None:
        move = Move.LOST if asset.side is PartyRole.GRANTOR else Move.GAINED
        yield Event(
            move, asset.recorded or on, asset.number or "", source, sure, None, asset, doubt
        )


@dataclass(slots=True)
class Land:
    """Joins the parcels of one order and says of each who holds it.

    `businesses` are those with which registers connect the subject.
    """

    order: TraceOrder
    documents: RecordedDocuments
    known: LandKnown
    businesses: list[BusinessInterest] = field(default_factory=list)
    rejected: list[Fact] = field(default_factory=list)
    groups: Mapping[str, Sequence[Fact]] = field(default_factory=dict)

    def note_rejected(
        self, candidate: Candidate, facts: Callable[[Candidate], Iterable[Fact]]
    ) -> None:
        """Take note of deeds away in a record that is not the subject's but bears the name.

        Most rejected records are of other names, so `facts` reads none but those that may matter.
        """
        if candidate.record.indicators and _may_be(self.order, candidate):
            self.rejected += [fact for fact in facts(candidate) if is_sale(fact)]

    def note_businesses(self, groups: Iterable[Sequence[Fact]]) -> None:
        """Take note of the businesses with which accepted records connect the subject."""
        accepted = (fact.asset for facts in groups for fact in facts if _is_accepted(fact))
        self.businesses += [asset for asset in accepted if isinstance(asset, BusinessInterest)]

    def join(self, facts: Sequence[Fact]) -> Mapping[str, Sequence[Fact]]:
        """The facts of the order's parcels by the key of their finding; `title` knows these."""
        self.groups = by_parcel(facts, self.known.stored)
        return self.groups

    def title(self, key: str) -> tuple[Held, Title]:
        """Who holds the parcel of that key, and the chain that shows it."""
        facts = self.groups[key]
        has_gained = any(not (is_sale(fact) or fact.only) and _is_accepted(fact) for fact in facts)
        own = [
            event for fact in facts for event in _events_of(fact, self._is_sure(fact, has_gained))
        ]
        named = {event.document for event in own if event.document}
        known = [e for e in self.known.deeds.get(key, ()) if e.document not in named]
        doubts = [e for e in self._doubts(key, facts) if e.document not in named]
        events = [*own, *known, *doubts]
        held = holding(events, self._silence(facts))
        if not events and any(pledge_of(fact.asset) for fact in facts):
            held = Held(Holding.UNCLEAR, _PLEDGED)
        if held.holding is Holding.HELD and self._is_spelt_otherwise(facts):
            held = Held(Holding.UNCLEAR, _OTHER_SPELLING)
        if held.holding is Holding.HELD and self._is_named_otherwise(facts):
            held = Held(Holding.UNCLEAR, _OTHER_NAME)
        maker = TitleMaker(self.order.subject, self.businesses, self.documents.nominal_dollars)
        sure = [event for event in (*own, *known) if event.sure]
        return held, maker.title([f.parcel for f in facts if f.parcel], sure or own, held)

    def _doubts(self, key: str, facts: Sequence[Fact]) -> Iterator[Event]:
        """Deeds away that may be the subject's, or that may be of this parcel."""
        refs = [fact.parcel for fact in facts if fact.parcel is not None]
        for fact in self.rejected:
            if _relation(refs, fact) is ParcelVerdict.SAME:
                yield from _events_of(fact, sure=False)
        for other, group in self.groups.items():
            for fact in group if other != key else ():
                if is_sale(fact) and _relation(refs, fact) is ParcelVerdict.UNCERTAIN:
                    yield from _events_of(fact, sure=False, doubt=_MAY_BE_THIS)

    def _silence(self, facts: Sequence[Fact]) -> Silence | None:
        """The roll of the parcel's county that answered and does not list it as the subject's."""
        refs = [fact.parcel for fact in facts if fact.parcel is not None]
        rolls = (f for f in facts if isinstance(f.asset, Parcel) and not f.only)
        listing = {_source(f) for f in rolls if _is_accepted(f) or _may_be(self.order, f.candidate)}
        for roll in self.known.rolls:
            if roll.source not in listing and any(_covers(roll.place, ref) for ref in refs):
                return Silence(roll.source, date(self._year(roll.source), 1, 1))
        return None

    def _is_spelt_otherwise(self, facts: Sequence[Fact]) -> bool:
        """Whether only rolls tell of the parcel, and none writes a surname that was asked for."""
        if any(isinstance(fact.asset, Deed) for fact in facts) or self.order.subject.organization:
            return False
        asked = {number_key(folded(name.surname)) for name in self._asked_names()}
        names = (name for fact in facts for name in fact.candidate.record.names)
        return not asked & {number_key(folded(name.surname)) for name in names}

    def _is_named_otherwise(self, facts: Sequence[Fact]) -> bool:
        """Whether a roll has the subject under a surname that none was asked by, as when married.

        A seller signs by the name that they bear when they sell.
        """
        asked = [clean_name(name) for name in self._asked_names()]
        rolls = [fact.candidate.record.names for fact in facts if isinstance(fact.asset, Parcel)]
        return bool(asked) and any(
            names
            and not any(
                relate_surnames(one, clean_name(name)) in _SLIPS for one in asked for name in names
            )
            for names in rolls
        )

    def _asked_names(self) -> tuple[PersonName, ...]:
        """The names by which deeds and rolls were asked for."""
        return (*self.order.subject.names, *self.known.also)

    def _year(self, source: str) -> int:
        """The newest tax year in which the roll's own records show it, else the order's year."""
        years = [
            fact.asset.tax_year
            for group in self.groups.values()
            for fact in group
            if isinstance(fact.asset, Parcel) and _source(fact) == source and fact.asset.tax_year
        ]
        return max(years, default=self.order.as_of.year)

    def _is_sure(self, fact: Fact, has_gained: bool) -> bool:
        """Whether a record tells surely of the subject.

        A deed away by somebody of the subject's name is surely the subject's where another record
        shows the parcel to be: the parcel's number is what connects them.
        """
        by_chain = has_gained and is_sale(fact) and _may_be(self.order, fact.candidate)
        return _is_accepted(fact) or by_chain


def status_of(held: Held, decided: tuple[FindingStatus, str]) -> tuple[FindingStatus, str]:
    """The status of a parcel's finding; what was conveyed, or may be, is not verified."""
    status, reason = decided
    if held.holding is Holding.HELD or status is FindingStatus.REJECTED:
        return decided
    if status is FindingStatus.VERIFIED:
        return _STATUS[held.holding], held.words
    return status, f"{reason}; {held.words}"


def _events_of(fact: Fact, sure: bool, doubt: str = "") -> Iterator[Event]:
    """What a record says of the parcel; what gives it to a trust gives the subject nothing."""
    if not fact.only:
        yield from _events(fact.asset, fact.first_seen, _source(fact), sure, doubt)


def _source(fact: Fact) -> str:
    return fact.candidate.record.provenance.connector_id


def _relation(refs: Sequence[ParcelRef], fact: Fact) -> ParcelVerdict:
    verdicts = {compare_parcels(ref, fact.parcel).verdict for ref in refs if fact.parcel}
    for verdict in (ParcelVerdict.SAME, ParcelVerdict.UNCERTAIN):
        if verdict in verdicts:
            return verdict
    return ParcelVerdict.DIFFERENT


def _covers(place: Jurisdiction, ref: ParcelRef) -> bool:
    """Whether a roll of that place must list the parcel; a parcel of unknown county is unknown."""
    if place.state is None or ref.state != place.state:
        return False
    if place.county is None:
        return True
    whole = ParcelRef("", place.county, place.state), ParcelRef("", ref.county, ref.state)
    return ref.county is not None and compare_parcels(*whole).verdict is not ParcelVerdict.DIFFERENT


def is_sale(fact: Fact) -> bool:
    """Whether the fact is a deed by which the subject gave the parcel away."""
    return isinstance(fact.asset, Deed) and fact.asset.side is PartyRole.GRANTOR


def _is_accepted(fact: Fact) -> bool:
    return fact.candidate.decision is Decision.ACCEPT


def _may_be(order: TraceOrder, candidate: Candidate) -> bool:
    """Whether a rejected record's name can be the subject's all the same."""
    subject, record = order.subject, candidate.record
    if subject.organization:
        own = (subject.organization, *(step.name for step in record.provenance.followed))
        relations = (compare_organizations(name, record.organization) for name in own)
        return not all(relation.is_different for relation in relations)
    relations = (compare_persons(a, b) for a in subject.names for b in record.names)
    return any(relation.verdict is not NameVerdict.DIFFERENT for relation in relations)

"""Takes a record apart into facts: one normalised contact, asset or status each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from config.recorded_documents import RecordedDocuments, shipped_recorded_documents
from matching.compare.parcel import number_key
from matching.parse.address.form import NormalAddress
from matching.parse.address.read import normalize_address
from matching.parse.asset.read import read_asset
from matching.parse.email.read import read_email
from matching.parse.organization.read import read_organization
from matching.parse.party.read import PartyKind, read_parties
from matching.parse.party.read import PartyRole as NameRole
from matching.parse.person.name_order import NameOrder
from matching.parse.phone.read import PhonePolicy, read_phones
from skiptrace.model.asset import (
    Asset,
    BusinessInterest,
    CourtRecord,
    Deed,
    Document,
    Jurisdiction,
    Mortgage,
    Parcel,
    ParcelRef,
    PartyRole,
    UccFiling,
)
from skiptrace.model.dates import PartialDate
from skiptrace.model.kinds import FindingKind
from skiptrace.model.match import Candidate
from skiptrace.model.record import Indicator, Reported, SourceRecord
from skiptrace.model.registration import Registration
from skiptrace.model.subject import PostalAddress
from skiptrace.model.succession import Succession, is_another
from skiptrace.tracing.recorded import parcel_words, recorded_words
from skiptrace.tracing.registered import key_of, registered

_AGENT = "a registered agent takes papers for a business, and need have no part in it"
_AGENTS = ("registered agent", "resident agent", "statutory agent", "agent for service")
_IN_TRUST = "a trust or a trustee holds it, not the subject in person"
_CAVEATS = {
    "disconnected": "the source reports the number disconnected",
    "undeliverable": "the source reports the address undeliverable",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of one candidate record, keyed so that two reports of one thing meet.

    `unusable` says why the value can be no contact (a fictional phone); `caveat` why a contact may
    not reach anybody although it is the subject's (disconnected, undeliverable). `place` is an
    address as it was read; its key is that of its spelling, and another spelling may have another
    key. `asset` is what the record of an asset says, `detail` what that of a status says; `only`
    says why it indicates nothing to rely on although it is the subject's. `registration` is the
    entry of a register of businesses that it stands in.
    """

    kind: FindingKind
    key: str
    value: str
    original: str
    candidate: Candidate
    role: str = ""
    first_seen: PartialDate | None = None
    last_seen: PartialDate | None = None
    detail: Mapping[str, str] = field(default_factory=dict)
    unusable: str = ""
    place: NormalAddress | None = None
    asset: Asset | None = None
    only: str = ""
    registration: Registration | None = None

    @property
    def parcel(self) -> ParcelRef | None:
        """The parcel that the fact is about, by roll, deed or pledge; None for all else."""
        if isinstance(self.asset, Parcel | Deed):
            return self.asset.ref
        return pledge_of(self.asset) if self.kind is FindingKind.REAL_PROPERTY else None

    @property
    def steps(self) -> tuple[Succession, ...]:
        """The steps to the name by which the record was asked for; none for the subject's own."""
        return self.candidate.record.provenance.followed

    @property
    def caveat(self) -> str:
        """What the source says against using the contact, or an empty string."""
        return next((words for word, words in _CAVEATS.items() if word in self.role), "")


@dataclass(frozen=True, slots=True)
class FactReader:
    """Reads the facts of candidate records.

    `phones` says which numbers can be a contact; `jurisdictions` maps connector ids to the place
    whose numbering their references follow, so that two registers of one county meet; `documents`
    knows the recorders' words.
    """

    phones: PhonePolicy
    jurisdictions: Mapping[str, str]
    documents: RecordedDocuments = field(default_factory=shipped_recorded_documents)

    def facts(self, candidate: Candidate) -> Iterator[Fact]:
        """Every fact that the candidate's record states."""
        record = candidate.record
        for address in record.addresses:
            yield from _address(candidate, address)
        for phone in record.phones:
            yield from self._phone(candidate, phone)
        for email in record.emails:
            yield from _email(candidate, email)
        for employer in record.employers:
            yield from _employer(candidate, employer)
        for indicator in record.indicators:
            yield self._indicator(candidate, indicator)
        if record.registration is not None:
            yield from self._registered(candidate, record.registration)
        if record.death is not None:
            yield _death(candidate, record, record.death)

    def _phone(self, candidate: Candidate, reported: Reported[str]) -> Iterator[Fact]:
        for phone in read_phones(reported.value):
            if not phone.e164:
                continue
            unusable = "" if self.phones.usable(phone) else f"the number is {phone.status}"
            yield Fact(
                FindingKind.PHONE,
                phone.e164,
                phone.e164,
                reported.value,
                candidate,
                role=reported.role,
                first_seen=reported.first_seen,
                last_seen=reported.last_seen,
                detail=_sources(reported),
                unusable=unusable,
            )

    def _indicator(self, candidate: Candidate, indicator: Indicator) -> Fact:
        source = candidate.record.provenance.connector_id
        place = Jurisdiction.read(self.jurisdictions.get(source, ""))
        asset = read_asset(indicator, place, self.documents)
        if isinstance(asset, Document):
            return self._recorded(candidate, indicator, asset)
        number = self._place(source, indicator.reference)
        value = parcel_words(asset.ref) if isinstance(asset, Parcel) and asset.ref.address else ""
        is_entrusted = isinstance(asset, Parcel) and _is_in_trust(candidate.record)
        return Fact(
            indicator.kind,
            _indicator_key(indicator.kind, number),
            value or _described(indicator, asset),
            indicator.reference,
            candidate,
            role=_role(indicator, asset),
            first_seen=indicator.dated,
            last_seen=indicator.dated,
            detail={} if asset else indicator.detail,
            asset=asset,
            only=_IN_TRUST if is_entrusted else _AGENT if _is_agent(indicator, asset) else "",
        )

    def _recorded(self, candidate: Candidate, indicator: Indicator, asset: Document) -> Fact:
        """A recorded document: a deed is about its parcel, any other is a thing of its own."""
        is_deed = isinstance(asset, Deed)
        is_entrusted = asset.side is PartyRole.GRANTEE and _is_in_trust(candidate.record)
        source = candidate.record.provenance.connector_id
        number = asset.number or indicator.reference
        of = indicator.reference if is_deed else number
        key = self._place(source, of)
        recorded = recorded_words(asset)
        return Fact(
            recorded.kind,
            _indicator_key(recorded.kind, key if is_deed else f"document:{key}"),
            recorded.value,
            of,
            candidate,
            role=asset.side.value if asset.side else "",
            first_seen=indicator.dated,
            last_seen=indicator.dated,
            asset=asset,
            only=recorded.only or (_IN_TRUST if is_entrusted else ""),
        )

    def pledged(self, fact: Fact) -> Fact | None:
        """The parcel that a mortgage given by the subject tells of; None for any other fact.

        Who mortgages land mostly owns it, and no deed need be known.
        """
        ref = pledge_of(fact.asset)
        if ref is None:
            return None
        key = self._place(fact.candidate.record.provenance.connector_id, ref.number or "")
        return replace(
            fact,
            kind=FindingKind.REAL_PROPERTY,
            key=_indicator_key(FindingKind.REAL_PROPERTY, key),
            value=parcel_words(ref),
        )

    def _registered(self, candidate: Candidate, entry: Registration) -> Iterator[Fact]:
        """The entry itself, its status, its agent and its officers."""
        origin = candidate.record.provenance
        number = self._place(origin.connector_id, entry.number)
        place = entry.place or self.jurisdictions.get(origin.connector_id, origin.connector_id)
        steps = origin.followed
        of = read_organization(steps[-1].name).key if is_another(steps) else ""
        for told in registered(entry):
            yield Fact(
                told.kind,
                key_of(told, place, number, of),
                told.value,
                told.original,
                candidate,
                role=told.role,
                first_seen=entry.formed if told.kind is FindingKind.REGISTRATION else None,
                last_seen=entry.last_report,
                registration=entry,
                only=told.only,
            )

    def _place(self, source: str, reference: str) -> str:
        """A reference in the numbering of its place; the source's id where it gives none."""
        number = number_key(reference)
        return f"{self.jurisdictions.get(source, source)}:{number}" if number else source


def pledge_of(asset: Asset | None) -> ParcelRef | None:
    """The parcel, of a known number, that the subject burdened by a mortgage; None for all else."""
    if not isinstance(asset, Mortgage) or asset.side is not PartyRole.GRANTOR:
        return None
    return asset.ref if asset.ref.number else None


def _is_agent(indicator: Indicator, asset: Asset | None) -> bool:
    """Whether a register names the subject as the one who takes papers for a business."""
    told = (asset.role or indicator.description) if isinstance(asset, BusinessInterest) else ""
    return any(words in told.casefold() for words in _AGENTS)


def _is_in_trust(record: SourceRecord) -> bool:
    """Whether a record names a trust after the person, or the person as a trustee."""
    written = (name.original for name in record.names if name.original)
    parties = (party for text in written for party in read_parties(text, NameOrder.UNKNOWN))
    return any(p.kind is PartyKind.TRUST or p.role is NameRole.TRUSTEE for p in parties)


def _address(candidate: Candidate, reported: Reported[PostalAddress]) -> Iterator[Fact]:
    normal = normalize_address(reported.value)
    if not normal.key:
        return
    yield Fact(
        FindingKind.ADDRESS,
        normal.key,
        f"{normal.delivery_line}, {normal.last_line}",
        reported.value.original or reported.value.one_line,
        candidate,
        role=reported.role,
        first_seen=reported.first_seen,
        last_seen=reported.last_seen,
        detail=_sources(reported),
        place=normal,
    )


def _email(candidate: Candidate, reported: Reported[str]) -> Iterator[Fact]:
    email = read_email(reported.value)
    if email is not None:
        yield _contact(FindingKind.EMAIL, (email.key, email.address), candidate, reported)


def _employer(candidate: Candidate, reported: Reported[str]) -> Iterator[Fact]:
    key = read_organization(reported.value).key
    if key:
        yield _contact(FindingKind.EMPLOYER, (key, reported.value), candidate, reported)


def _contact(
    kind: FindingKind, named: tuple[str, str], candidate: Candidate, reported: Reported[str]
) -> Fact:
    key, value = named
    return Fact(
        kind,
        key,
        value,
        reported.value,
        candidate,
        role=reported.role,
        first_seen=reported.first_seen,
        last_seen=reported.last_seen,
        detail=_sources(reported),
    )


def _sources(reported: Reported[PostalAddress] | Reported[str]) -> dict[str, str]:
    """Whom a broker names as the sources of a contact, as a detail of its evidence."""
    return {"sources": reported.sources} if reported.sources else {}


def _described(indicator: Indicator, asset: Asset | None) -> str:
    """The description with the status that the source gives, such as dismissed."""
    status = getattr(asset, "status", None) if asset else indicator.detail.get("status", "")
    return f"{indicator.description} ({status})" if status else indicator.description


def _role(indicator: Indicator, asset: Asset | None) -> str:
    """What the source calls the subject's part."""
    if asset is None:
        return indicator.detail.get("role", "")
    if isinstance(asset, BusinessInterest | CourtRecord | UccFiling):
        return asset.role or ""
    return ""


def _indicator_key(kind: FindingKind, reference: str) -> str:
    """The key of an indicator; a person dies once, whatever number a source gives to it."""
    return "deceased" if kind is FindingKind.DECEASED else f"{kind}:{reference}"


def _death(candidate: Candidate, record: SourceRecord, death: PartialDate) -> Fact:
    return Fact(
        FindingKind.DECEASED,
        "deceased",
        f"reported deceased {death}",
        str(death),
        candidate,
        first_seen=death,
        last_seen=death,
        detail={"source": record.source},
    )

"""Takes a record apart into facts: one normalised contact, asset or status each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from config.recorded_documents import (
    DocumentKind,
    RecordedDocuments,
    shipped_recorded_documents,
)
from matching.parse.address.form import NormalAddress
from matching.parse.address.read import normalize_address
from matching.parse.email.read import read_email
from matching.parse.organization.read import read_organization
from matching.parse.phone.read import PhonePolicy, read_phones
from skiptrace.model.dates import PartialDate
from skiptrace.model.kinds import FindingKind
from skiptrace.model.match import Candidate
from skiptrace.model.record import Indicator, Reported, SourceRecord
from skiptrace.model.subject import PostalAddress
from skiptrace.tracing.recorded import Recorded, read_recorded

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
    key. `document` is the
    kind of recorded document that states it, `parcel` the place and number of the parcel that it is
    recorded on; `only` says why it indicates nothing to rely on although it is the subject's.
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
    document: DocumentKind | None = None
    parcel: str = ""
    only: str = ""

    @property
    def is_document(self) -> bool:
        """Whether the fact is about a recorded document itself, not about a parcel."""
        return self.document is not None and self.document is not DocumentKind.DEED

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
                unusable=unusable,
            )

    def _indicator(self, candidate: Candidate, indicator: Indicator) -> Fact:
        source = candidate.record.provenance.connector_id
        parcel = self._place(source, indicator.reference)
        recorded = read_recorded(indicator, self.documents)
        if recorded is not None:
            return self._recorded(candidate, indicator, recorded, parcel)
        return Fact(
            indicator.kind,
            _indicator_key(indicator.kind, parcel),
            _described(indicator),
            indicator.reference,
            candidate,
            role=indicator.detail.get("role", ""),
            first_seen=indicator.dated,
            last_seen=indicator.dated,
            detail=indicator.detail,
        )

    def _recorded(
        self, candidate: Candidate, indicator: Indicator, recorded: Recorded, parcel: str
    ) -> Fact:
        """A recorded document: a deed is about its parcel, any other is a thing of its own."""
        is_deed = recorded.document is DocumentKind.DEED
        source = candidate.record.provenance.connector_id
        of = parcel if is_deed else f"document:{self._place(source, recorded.number)}"
        return Fact(
            recorded.kind,
            _indicator_key(recorded.kind, of),
            recorded.value,
            indicator.reference if is_deed else recorded.number,
            candidate,
            role=recorded.party,
            first_seen=indicator.dated,
            last_seen=indicator.dated,
            detail=recorded.detail,
            document=recorded.document,
            parcel=parcel if ":" in parcel else "",
            only=recorded.only,
        )

    def _place(self, source: str, reference: str) -> str:
        """A reference in the numbering of its place; the source's id where it gives none."""
        number = "".join(c for c in reference.casefold() if c.isalnum())
        return f"{self.jurisdictions.get(source, source)}:{number}" if number else source


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
    )


def _described(indicator: Indicator) -> str:
    """The description with the status that the source gives, such as dismissed."""
    status = indicator.detail.get("status", "")
    return f"{indicator.description} ({status})" if status else indicator.description


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

"""A recorded document as a fact: what it is by the recorder's word, and on which side it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from config.recorded_documents import DocumentKind, RecordedDocuments
from skiptrace.model.kinds import FindingKind
from skiptrace.model.record import Indicator

GRANTOR, GRANTEE = "grantor", "grantee"

_NO_SIDE = "the index does not say on which side of the document the subject stands"
_NEITHER = "it neither conveys a parcel nor burdens one for certain"
_UNTOLD = "the index does not say whom it burdens"
_LENDER = "the subject is named as the lender, not as the owner"
_RELEASES = "it takes a burden off that no source shows"
_WORDS = {
    DocumentKind.RELEASE: ("release or satisfaction", _RELEASES),
    DocumentKind.PARTIAL_RELEASE: ("partial release", _RELEASES),
    DocumentKind.ASSIGNMENT: ("assignment", _NEITHER),
    DocumentKind.LIEN: ("lien", _UNTOLD),
    DocumentKind.LIS_PENDENS: ("lis pendens", _UNTOLD),
    DocumentKind.EASEMENT: ("easement", _NEITHER),
}
_BURDENS = frozenset(
    {
        DocumentKind.MORTGAGE,
        DocumentKind.RELEASE,
        DocumentKind.PARTIAL_RELEASE,
        DocumentKind.LIEN,
        DocumentKind.LIS_PENDENS,
    }
)

_BORROWER = {
    DocumentKind.MORTGAGE: GRANTOR,
    DocumentKind.RELEASE: GRANTEE,
    DocumentKind.PARTIAL_RELEASE: GRANTEE,
}
"""On which side of a document the borrower stands: who releases grants."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded document as a record of the subject states it.

    `party` is `grantor`, `grantee` or empty; `only` says why it is nothing to rely on, or is empty.
    """

    document: DocumentKind
    kind: FindingKind
    party: str
    number: str
    value: str
    detail: Mapping[str, str]
    only: str = ""


def read_recorded(indicator: Indicator, documents: RecordedDocuments) -> Recorded | None:
    """The document behind an indicator of real property; None where no document is named.

    An indicator with a document's number and no word for its type is of unknown type.
    """
    said = indicator.detail
    word, number = said.get("document_type", ""), said.get("document", "")
    if indicator.kind is not FindingKind.REAL_PROPERTY or not (word or number):
        return None
    party = said.get("party", "")
    document = documents.kind(word)
    if document is DocumentKind.DEED:
        return _deed(indicator, party, number)
    kind = FindingKind.LIEN if document in _BURDENS else FindingKind.REAL_PROPERTY
    if document is DocumentKind.MORTGAGE and party != GRANTOR:
        kind = FindingKind.REAL_PROPERTY
    value, only = _named(document, word, party, indicator)
    detail = {**_without_others(said), "parcel": indicator.reference}
    if lender := _lender(document, party, said):
        detail["lender"] = lender
    return Recorded(document, kind, party, number or indicator.reference, value, detail, only)


def _deed(indicator: Indicator, party: str, number: str) -> Recorded:
    """A deed; the other side is a third person, who is not named in a report on the subject."""
    only = "" if party in (GRANTOR, GRANTEE) else _NO_SIDE
    detail = _without_others(indicator.detail)
    kind, text = FindingKind.REAL_PROPERTY, indicator.description
    return Recorded(DocumentKind.DEED, kind, party, number, text, detail, only)


def _named(document: DocumentKind, word: str, party: str, indicator: Indicator) -> tuple[str, str]:
    on = f"on parcel {indicator.reference}"
    if document is DocumentKind.MORTGAGE:
        lender = _lender(document, party, indicator.detail)
        by = f", lender {lender}" if lender else ""
        only = "" if party == GRANTOR else _LENDER if party == GRANTEE else _NO_SIDE
        return f"mortgage recorded {on}{by}", only
    if document is DocumentKind.UNKNOWN:
        told = f" ({word})" if word else ""
        return f"recorded document of unknown type{told} {on}", f"unknown type: {_NEITHER}"
    name, only = _WORDS[document]
    return f"recorded document: {name} {on}", only


def _lender(document: DocumentKind, party: str, said: Mapping[str, str]) -> str:
    """The other side of the borrower in a mortgage or its release; nobody else is ever named."""
    is_told = _BORROWER.get(document) == party
    return said.get("counterparty", "") if is_told else ""


def _without_others(said: Mapping[str, str]) -> dict[str, str]:
    return {term: value for term, value in said.items() if term != "counterparty"}

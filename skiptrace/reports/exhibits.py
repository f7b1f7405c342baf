"""Exhibits: every source record that a report cites gets one number and one appendix entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skiptrace.model.card import ConnectorCard
from skiptrace.model.dates import PartialDate
from skiptrace.model.evidence import Evidence
from skiptrace.model.record import Provenance
from skiptrace.reports.content import Citation, Exhibit, ReportCase
from skiptrace.reports.ssn_mask import SsnMask
from skiptrace.reports.wording import source_class, source_title

ACCOUNT_MARK = "A"
ACCOUNT_SOURCE = "Creditor's account file"

_Key = tuple[str, str, str, str]


class ExhibitList:
    """Numbers source records in the order in which the report first cites them.

    Exhibit A is the account as the creditor placed it; it has no match probability and no stored
    answer, because nothing was asked for it.
    """

    def __init__(self, case: ReportCase, mask: SsnMask) -> None:
        self._cards: Mapping[str, ConnectorCard] = case.cards
        self._mask = mask
        self._account_ref = mask.reference(case.order.account.number)
        self._placed = case.order.created.date().isoformat()
        self._entries: dict[_Key, Exhibit] = {}
        self._account_cited = False
        self._cited: list[str] = []

    def cite(self, evidence: Evidence) -> Citation:
        """The citation of one evidence row."""
        exhibit = self._enter(evidence.provenance, evidence.probability)
        first, last = evidence.first_seen, evidence.last_seen
        return _citation(exhibit, self._mask.text(evidence.role), first, last)

    def cite_record(self, provenance: Provenance, probability: float, role: str) -> Citation:
        """The citation of a whole source record, for facts that have no evidence row (names)."""
        return _citation(self._enter(provenance, probability), role, None, None)

    def cite_account(self, role: str, since: PartialDate | None = None) -> Citation:
        """The citation of the account file, for what the creditor itself stated."""
        self._account_cited = True
        seen = str(since) if since else ""
        ref = self._account_ref
        return Citation(ACCOUNT_MARK, ACCOUNT_SOURCE, ref, role, seen, "", self._placed, None)

    def entries(self) -> tuple[Exhibit, ...]:
        """The appendix: the account file if cited, then the records by number."""
        numbered = tuple(self._entries.values())
        return (self._account(), *numbered) if self._account_cited else numbered

    def cited(self) -> tuple[str, ...]:
        """The connector id of every citation so far, once for each citation."""
        return tuple(self._cited)

    def _enter(self, origin: Provenance, probability: float) -> Exhibit:
        self._cited.append(origin.connector_id)
        key = (origin.connector_id, origin.record_ref, origin.snapshot_sha256, origin.locator)
        if key not in self._entries:
            self._entries[key] = Exhibit(
                mark=str(len(self._entries) + 1),
                source=source_title(self._cards, origin.connector_id),
                source_class=source_class(self._cards, origin.connector_id),
                record_ref=self._mask.reference(origin.record_ref),
                locator=self._mask.reference(origin.locator),
                retrieved=origin.retrieved.isoformat(timespec="seconds"),
                sha256=origin.snapshot_sha256,
                probability=probability,
                permit=origin.permit_id,
                connector=f"{origin.connector_id} {origin.connector_version}",
            )
        return self._entries[key]

    def _account(self) -> Exhibit:
        return Exhibit(
            mark=ACCOUNT_MARK,
            source=ACCOUNT_SOURCE,
            source_class="creditor",
            record_ref=self._account_ref,
            locator="",
            retrieved=self._placed,
            sha256="",
            probability=None,
            permit="",
            connector="",
        )


def _citation(
    exhibit: Exhibit, role: str, first: PartialDate | None, last: PartialDate | None
) -> Citation:
    return Citation(
        mark=exhibit.mark,
        source=exhibit.source,
        record_ref=exhibit.record_ref,
        role=role,
        first_seen=str(first) if first else "",
        last_seen=str(last) if last else "",
        retrieved=exhibit.retrieved[:10],
        probability=exhibit.probability,
    )


def distinct(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """The citations without repetition, in their order."""
    return tuple(dict.fromkeys(citations))

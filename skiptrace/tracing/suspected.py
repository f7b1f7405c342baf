"""A bankruptcy under a business debtor's very name, in a record that was not taken as its own.

A state registers a name once, so such a case is rarely another company's: what parts the record
from the debtor is mostly an office that moved. The stay costs more than a look (11 USC 362(k)), so
the case is for a person to look at. Of people's names this would hold every namesake.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from matching.compare.organization.relate import compare_organizations
from skiptrace.compliance.policy.petition import SUSPECT, Petition
from skiptrace.model.account import Hold
from skiptrace.model.kinds import FindingKind
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.order import TraceOrder
from skiptrace.model.record import Indicator, SourceRecord


def suspected(order: TraceOrder, candidates: Iterable[Candidate]) -> Hold | None:
    """The hold for review that rejected records justify, or None.

    Not by a record that a rule parts from the debtor (another number, another kind), nor by one of
    other states, nor by a case that a person knew when they released such a hold.
    """
    named = [c for c in candidates if c.decision is Decision.REJECT and not c.veto]
    cases = [
        (candidate.record, case)
        for candidate in named
        for case in candidate.record.indicators
        if case.kind is FindingKind.BANKRUPTCY and _restrains(order, case)
    ]
    telling = [r for r, case in cases if _bears_name(order, r) and not _was_known(order, case)]
    if not telling or any(h.is_own and h.is_open(order.as_of) for h in _suspicions(order)):
        return None
    sources = ", ".join(sorted({record.source for record in telling}))
    words = f"found by {sources}: a bankruptcy under the debtor's name, not known to be its own"
    return Hold(order.account.id, SUSPECT, order.as_of, words, subject_id=order.subject.id)


def _restrains(order: TraceOrder, case: Indicator) -> bool:
    return bool(Petition.of(case.detail, case.dated).code(order.account.opened))


def _bears_name(order: TraceOrder, record: SourceRecord) -> bool:
    """Whether the record names the debtor in full, in a state where the debtor may be."""
    subject = order.subject
    if not subject.organization or not record.organization:
        return False
    there = {contact.value.state for contact in record.addresses} - {""}
    here = {contact.value.state for contact in subject.addresses} | {order.account.state}
    if there and there.isdisjoint(here):
        return False
    own = (subject.organization, *(step.name for step in record.provenance.followed))
    return any(not compare_organizations(name, record.organization).is_different for name in own)


def _suspicions(order: TraceOrder) -> Iterator[Hold]:
    mine = (hold for hold in order.holds if hold.may_be_of(order.subject.id))
    return (hold for hold in mine if hold.code == SUSPECT)


def _was_known(order: TraceOrder, case: Indicator) -> bool:
    """Whether the case was there when a person released a hold of that code."""
    released = [hold.released for hold in _suspicions(order) if hold.released is not None]
    filed = case.dated.earliest() if case.dated is not None else None
    return filed is not None and any(filed <= day for day in released)

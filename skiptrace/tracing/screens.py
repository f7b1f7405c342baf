"""Findings that restrain: a death or a bankruptcy found on the way becomes a hold at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from skiptrace.model.account import Hold, NextAction
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import TraceOrder

_CLOSED = frozenset({"closed", "dismissed", "discharged", "terminated"})


def holds_found(order: TraceOrder, findings: Iterable[Finding]) -> tuple[Hold, ...]:
    """The holds that the findings justify and the order does not have yet.

    A death needs two sources to be confirmed, the creditor's returned mail being one; a bankruptcy
    whose record is not accepted as the subject's, or has no chapter, is only suspected.
    """
    known = {hold.code for hold in order.holds}
    found = {hold.code: hold for finding in findings for hold in _holds(order, finding)}
    return tuple(hold for code, hold in sorted(found.items()) if code not in known)


def _holds(order: TraceOrder, finding: Finding) -> Iterator[Hold]:
    if finding.status is not FindingStatus.VERIFIED and finding.kind is not FindingKind.BANKRUPTCY:
        return
    if finding.kind is FindingKind.DECEASED:
        sources = len({e.provenance.connector_id for e in finding.evidence})
        confirmed = sources > 1 or order.action is NextAction.CORROBORATE_DEATH
        yield _hold(order, "DEC-CONF" if confirmed else "DEC-SUSP", finding)
    elif finding.kind is FindingKind.BANKRUPTCY:
        code = _bankruptcy_code(finding)
        if code:
            yield _hold(order, code, finding)


def _bankruptcy_code(finding: Finding) -> str:
    detail = finding.evidence[0].detail
    if detail.get("status", "").casefold() in _CLOSED:
        return ""
    chapter = detail.get("chapter", "")
    if finding.status is FindingStatus.VERIFIED and chapter in {"7", "11", "12", "13"}:
        return f"BK{int(chapter):02d}-OPEN"
    return "BK-SUSPECT" if chapter else ""


def _hold(order: TraceOrder, code: str, finding: Finding) -> Hold:
    sources = ", ".join(sorted({e.provenance.connector_id for e in finding.evidence}))
    return Hold(order.account.id, code, order.as_of, f"found by {sources}")

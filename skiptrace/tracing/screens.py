"""Findings that restrain: a death or a bankruptcy found on the way becomes a hold at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from skiptrace.model.account import Hold, NextAction
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import TraceOrder

_CHAPTERS = frozenset({"7", "11", "12", "13"})
_DISCHARGED = frozenset({"discharged"})
_DISMISSED = frozenset({"dismissed"})
_CLOSED = frozenset({"closed", "terminated"})


@dataclass(frozen=True, slots=True)
class Screens:
    """Turns findings into holds.

    `lineages` maps a connector to its original publisher; `accept` is the least probability of a
    record that counts as the subject's.
    """

    lineages: Mapping[str, str]
    accept: float

    def holds_found(self, order: TraceOrder, findings: Iterable[Finding]) -> tuple[Hold, ...]:
        """The holds that the findings justify and the order does not have yet.

        A discharged or dismissed case that was filed before the account was opened holds nothing.
        A death needs two independent sources to be confirmed, the creditor's returned mail being
        one. A bankruptcy whose record is not accepted as the subject's, or that no source gives a
        chapter, is only suspected. A hold that a person released stands released for what was
        known then; a later filing is held again.
        """
        standing = [f for f in findings if f.status is not FindingStatus.REJECTED]
        found: dict[str, Hold] = {}
        for finding in standing:
            for code in self._codes(order, finding, standing):
                if not _is_known(order, code, finding):
                    found[code] = _hold(order, code, finding)
        return tuple(found[code] for code in sorted(found))

    def _codes(
        self, order: TraceOrder, finding: Finding, all_found: Iterable[Finding]
    ) -> Iterator[str]:
        if finding.kind is FindingKind.DECEASED and finding.status is FindingStatus.VERIFIED:
            mailed = order.action is NextAction.CORROBORATE_DEATH
            yield "DEC-CONF" if mailed or self._publishers(finding) > 1 else "DEC-SUSP"
        elif finding.kind is FindingKind.BANKRUPTCY and not _ended_before(finding, order):
            yield from _bankruptcy(finding, all_found)

    def _publishers(self, finding: Finding) -> int:
        sources = (
            e.provenance.connector_id for e in finding.evidence if e.probability >= self.accept
        )
        return len({self.lineages.get(source, source) for source in sources})


def _ended_before(finding: Finding, order: TraceOrder) -> bool:
    """Whether a case that is over was filed before the account was opened: it cannot cover it."""
    opened = order.account.opened
    filed = [e.first_seen.earliest() for e in finding.evidence if e.first_seen is not None]
    status = finding.evidence[0].detail.get("status", "").casefold()
    is_over = status in _CLOSED | _DISCHARGED | _DISMISSED
    return is_over and opened is not None and bool(filed) and max(filed) < opened


def _bankruptcy(finding: Finding, all_found: Iterable[Finding]) -> Iterator[str]:
    detail = finding.evidence[0].detail
    status, chapter = detail.get("status", "").casefold(), detail.get("chapter", "")
    is_sure = finding.status is FindingStatus.VERIFIED
    if status in _CLOSED:
        return
    if status in _DISCHARGED | _DISMISSED:
        sure = "BK-DISCH" if status in _DISCHARGED else "BK-DISM"
        yield sure if is_sure else "BK-SUSPECT"
    elif is_sure and chapter in _CHAPTERS:
        yield f"BK{int(chapter):02d}-OPEN"
    elif chapter or not _has_chapter(all_found):
        yield "BK-SUSPECT"


def _has_chapter(findings: Iterable[Finding]) -> bool:
    """Whether another finding names the case that a flag without a chapter speaks of."""
    return any(
        f.kind is FindingKind.BANKRUPTCY and f.evidence[0].detail.get("chapter") for f in findings
    )


def _is_known(order: TraceOrder, code: str, finding: Finding) -> bool:
    return any(
        hold.code == code
        and (hold.is_open(order.as_of) or _was_released_knowing(hold.released, finding))
        for hold in order.holds
    )


def _was_released_knowing(released: date | None, finding: Finding) -> bool:
    """Whether what the finding reports was there when a person released the hold."""
    dates = [e.first_seen.earliest() for e in finding.evidence if e.first_seen is not None]
    return released is not None and bool(dates) and max(dates) <= released


def _hold(order: TraceOrder, code: str, finding: Finding) -> Hold:
    sources = ", ".join(sorted({e.provenance.connector_id for e in finding.evidence}))
    return Hold(order.account.id, code, order.as_of, f"found by {sources}")

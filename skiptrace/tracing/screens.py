"""Findings that restrain: a death, a bankruptcy, a sanction or service found becomes a hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from skiptrace.compliance.policy.petition import SUSPECT, Petition
from skiptrace.model.account import Hold, NextAction
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import TraceOrder

_SERVING = frozenset({"serving", "told of a recall"})
_UNKNOWN = "unable to determine"


@dataclass(frozen=True, slots=True)
class Screens:
    """Turns findings into holds.

    `lineages` maps a connector to its original publisher; `accept` is the least probability of a
    record that counts as the subject's.
    """

    lineages: Mapping[str, str]
    accept: float

    def holds_found(
        self, order: TraceOrder, findings: Iterable[Finding], today: date = date.max
    ) -> tuple[Hold, ...]:
        """The holds that the findings justify and the order does not have yet.

        They are in force from the order's day, and from `today` where that is still to come.

        A death needs two independent sources to be confirmed, the creditor's returned mail being
        one. What a bankruptcy restrains is the petition's to say. An entry of a sanctions list that
        may be the subject's is for a person to look at, however unlikely. Military service that is
        told holds, and so does a certificate that could not tell (R47). A hold that a person
        released stands released for what was known then; a later filing is held again.
        """
        standing = [f for f in findings if f.status is not FindingStatus.REJECTED]
        found: dict[str, Hold] = {}
        for finding in standing:
            for code in self._codes(order, finding, standing):
                if not _is_known(order, code, finding):
                    found[code] = _hold(order, code, finding, min(order.as_of, today))
        return tuple(found[code] for code in sorted(found))

    def _codes(
        self, order: TraceOrder, finding: Finding, all_found: Iterable[Finding]
    ) -> Iterator[str]:
        if finding.kind is FindingKind.DECEASED and finding.status is FindingStatus.VERIFIED:
            mailed = order.action is NextAction.CORROBORATE_DEATH
            yield "DEC-CONF" if mailed or self._publishers(finding) > 1 else "DEC-SUSP"
        elif finding.kind is FindingKind.BANKRUPTCY:
            yield from _bankruptcy(order, finding, all_found)
        elif finding.kind is FindingKind.SANCTION:
            yield "OFAC-POSSIBLE"
        elif finding.kind is FindingKind.MILITARY:
            yield from _service(finding)

    def _publishers(self, finding: Finding) -> int:
        sources = (
            e.provenance.connector_id for e in finding.evidence if e.probability >= self.accept
        )
        return len({self.lineages.get(source, source) for source in sources})


def _service(finding: Finding) -> Iterator[str]:
    """What a certificate of military service restrains: unknown is not no."""
    said = {e.detail.get(term, "") for e in finding.evidence for term in ("service", "recall")}
    if said & _SERVING:
        yield "SCRA-AD"
    elif _UNKNOWN in said:
        yield "SCRA-UNK"


def _bankruptcy(order: TraceOrder, finding: Finding, all_found: Iterable[Finding]) -> Iterator[str]:
    """The codes of every telling of the case; a flag beside the case itself tells nothing more."""
    is_sure = finding.status is FindingStatus.VERIFIED
    is_flag = not any(evidence.detail.get("chapter") for evidence in finding.evidence)
    if is_flag and _has_chapter(all_found):
        return
    for evidence in finding.evidence:
        petition = Petition.of(evidence.detail, evidence.first_seen)
        code = petition.code(order.account.opened)
        if code:
            yield code if is_sure else SUSPECT


def _has_chapter(findings: Iterable[Finding]) -> bool:
    """Whether a finding surely the subject's names the case that a flag speaks of."""
    sure = (f for f in findings if f.status is FindingStatus.VERIFIED)
    cases = (f for f in sure if f.kind is FindingKind.BANKRUPTCY)
    return any(e.detail.get("chapter") for f in cases for e in f.evidence)


def _is_known(order: TraceOrder, code: str, finding: Finding) -> bool:
    return any(
        hold.is_own
        and hold.may_be_of(order.subject.id)
        and hold.code == code
        and (hold.is_open(order.as_of) or _was_released_knowing(hold.released, finding))
        for hold in order.holds
    )


def _was_released_knowing(released: date | None, finding: Finding) -> bool:
    """Whether what the finding reports was there when a person released the hold."""
    dates = [e.first_seen.earliest() for e in finding.evidence if e.first_seen is not None]
    return released is not None and bool(dates) and max(dates) <= released


def _hold(order: TraceOrder, code: str, finding: Finding, since: date) -> Hold:
    sources = ", ".join(sorted({e.provenance.connector_id for e in finding.evidence}))
    words, whose = f"found by {sources}", order.subject.id
    return Hold(order.account.id, code, since, words, subject_id=whose)

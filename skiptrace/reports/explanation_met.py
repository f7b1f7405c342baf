"""Which values of ours met which of a record's; what the reader may not see stays unsaid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matching.rank.met import Met, met_of_match
from skiptrace.model.kinds import FindingKind
from skiptrace.model.match import Candidate
from skiptrace.model.succession import followed
from skiptrace.reports.content import ReportCase, Withheld
from skiptrace.reports.explanation_order import label_of
from skiptrace.reports.ssn_mask import SsnMask, masked

_KINDS: Mapping[str, FindingKind] = {
    "place": FindingKind.ADDRESS,
    "phone": FindingKind.PHONE,
    "email": FindingKind.EMAIL,
}
"""What kind of fact a value is that a rule may keep from the reader."""


@dataclass(frozen=True, slots=True, repr=False)
class ExplainedMet:
    """A value of ours and one of theirs that lie closest, as written, and in words how close.

    `kind` is one of `matching.rank.met.COMPARED`.
    """

    kind: str
    ours: str
    theirs: str
    words: str

    @property
    def line(self) -> str:
        """All of it in one line."""
        both = f"{self.ours} (ours) with {self.theirs} (theirs)"
        return f"{label_of(self.kind)}: {both}: {self.words}"


@dataclass(frozen=True, slots=True, repr=False)
class ToldMet:
    """What met in the match of a record, and in words what of it is not told, and why."""

    met: tuple[ExplainedMet, ...] = ()
    untold: tuple[str, ...] = ()


def met_in(case: ReportCase, candidate_id: str, mask: SsnMask) -> ToldMet:
    """What met in the match of that id.

    Nothing is told of a record behind a finding that is withheld, nor values of kinds that are.
    """
    candidate = case.candidates.get(candidate_id)
    if candidate is None:
        return ToldMet()
    if bar := _bar_of_record(case, candidate_id):
        return ToldMet(untold=(_withheld("which values met", bar),))
    return _told(case, candidate, mask)


def _told(case: ReportCase, candidate: Candidate, mask: SsnMask) -> ToldMet:
    subject = followed(case.order.subject, candidate.record.provenance.followed)
    found = met_of_match(subject, candidate)
    met, untold = [], []
    for one in found.met:
        bar = case.barred.get(_KINDS[one.kind]) if one.kind in _KINDS else None
        if bar is None:
            met.append(_explained(one, mask))
        else:
            untold.append(_withheld(label_of(one.kind), bar))
    untold += [
        f"{label_of(kind)}: what met then is not known, for what is compared has changed since"
        for kind in found.changed
    ]
    return ToldMet(tuple(met), tuple(untold))


def _explained(one: Met, mask: SsnMask) -> ExplainedMet:
    shown = masked if one.kind == "ssn" else mask.text
    return ExplainedMet(one.kind, shown(one.ours), shown(one.theirs), one.words)


def _bar_of_record(case: ReportCase, candidate_id: str) -> Withheld | None:
    bars: Iterable[Withheld] = (
        case.withheld[finding.id]
        for finding in case.findings
        if finding.id in case.withheld
        and any(row.candidate_id == candidate_id for row in finding.evidence)
    )
    return next(iter(bars), None)


def _withheld(what: str, bar: Withheld) -> str:
    return f"{what}: withheld by rule {bar.rule}: {bar.reason}"

"""What was searched, what was not, and why: per source, and per kind of fact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from skiptrace.model.contact_check import CHECKS
from skiptrace.model.finding import FindingKind
from skiptrace.model.inquiry import Refusal
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.waterfall import Outcome, StepOutcome
from skiptrace.reports.content import Gap, ReportCase, Searched
from skiptrace.reports.ssn_mask import SsnMask
from skiptrace.reports.wording import dollars, source_class, source_title, why_unanswered

_ANSWERED = frozenset({Outcome.HIT, Outcome.NO_HIT})
_NOT_TAKEN = "records came back, none was taken as the subject's"
_TOO_LITTLE = "too little in them agrees with what is known of the subject"
NOT_PLANNED = "not asked: not part of this order's search plan"


def _source(candidate: Candidate) -> str:
    return candidate.record.provenance.connector_id


def _is_answered(step: StepOutcome) -> bool:
    """Whether the source answered."""
    return step.outcome in _ANSWERED


@dataclass(frozen=True, slots=True)
class SearchLog:
    """The steps of one order by source; a source counts as searched once it has answered.

    Sources in `hidden` were asked, but a rule keeps them from this reader: neither list has them.
    """

    case: ReportCase
    mask: SsnMask
    hidden: frozenset[str]

    @property
    def steps(self) -> tuple[StepOutcome, ...]:
        """The steps of what was searched; to check a contact point is to search for nobody."""
        return tuple(step for step in self.case.steps if step.tier != CHECKS)

    def answered(self, kinds: frozenset[FindingKind] | None = None) -> tuple[str, ...]:
        """Connector ids that answered, of those that can yield one of the kinds (all if None)."""
        ids = dict.fromkeys(s.connector_id for s in self.steps if _is_answered(s))
        return tuple(i for i in ids if i not in self.hidden and self._yields(i, kinds))

    def gaps(self, kinds: frozenset[FindingKind] | None = None) -> tuple[Gap, ...]:
        """Sources that gave no answer, with the reason; sources never asked come last.

        The last word of a source counts: one that answered, and then not under another name of a
        business, has a gap.
        """
        last = {s.connector_id: s for s in self.steps}
        answered = {i for i, step in last.items() if _is_answered(step)}
        reasons = self._unanswered() | self._refused() | self._never_asked()
        left = (i for i in reasons if i not in answered and i not in self.hidden)
        return tuple(reasons[i] for i in left if self._yields(i, kinds))

    def results(self, cited: Iterable[str]) -> tuple[Searched, ...]:
        """One row for each source that answered; `cited` names the connector of every citation."""
        counts: dict[str, int] = {}
        for connector_id in cited:
            counts[connector_id] = counts.get(connector_id, 0) + 1
        return tuple(self._result(i, counts.get(i, 0)) for i in self.answered())

    def in_vain(self, kinds: frozenset[FindingKind]) -> Iterable[str]:
        """What was searched for these kinds without a finding, and what came of it, in words."""
        by_words: dict[str, list[str]] = {}
        for connector_id in self.answered(kinds):
            by_words.setdefault(self._outcome(connector_id, kinds), []).append(connector_id)
        for words, ids in by_words.items():
            yield f"Searched in: {'; '.join(self.titles(ids))}; {words}."

    def _outcome(self, connector_id: str, kinds: frozenset[FindingKind]) -> str:
        rows = (e for f in self.case.findings if f.kind in kinds for e in f.evidence)
        if any(row.provenance.connector_id == connector_id for row in rows):
            return "nothing confirmed"
        if not self._came(connector_id):
            return "nothing found"
        return self.not_taken(connector_id) or "records came back, none of this kind"

    def not_taken(self, connector_id: str) -> str:
        """Why none of the records that a source gave is the subject's, or an empty string.

        Of the rejected records of an order only the nearest are stored, so they are not counted.
        """
        mine = [c for c in self.case.candidates.values() if _source(c) == connector_id]
        if not self._came(connector_id) or any(c.decision is Decision.ACCEPT for c in mine):
            return ""
        reasons = dict.fromkeys(c.veto or _TOO_LITTLE for c in mine)
        return f"{_NOT_TAKEN}: {'; '.join(reasons)}" if reasons else _NOT_TAKEN

    def _came(self, connector_id: str) -> bool:
        """Whether the source gave any record, in this order or in the one that it draws on."""
        hit = (s.outcome is Outcome.HIT for s in self.steps if s.connector_id == connector_id)
        return any(hit) or any(_source(c) == connector_id for c in self.case.candidates.values())

    def titles(self, connector_ids: Iterable[str]) -> tuple[str, ...]:
        """The titles of these sources, for a reader."""
        return tuple(source_title(self.case.cards, i) for i in connector_ids)

    def _result(self, connector_id: str, lines: int) -> Searched:
        steps = [s for s in self.steps if s.connector_id == connector_id]
        if lines:
            result = f"cited {lines} time{'s' if lines > 1 else ''} in this report"
        elif words := self.not_taken(connector_id):
            result = words
        elif self._came(connector_id):
            result = "records of the subject found, none of them stands in this report"
        else:
            result = "nothing found"
        cards = self.case.cards
        cost = sum((s.cost for s in steps), Decimal(0))
        title, kind = source_title(cards, connector_id), source_class(cards, connector_id)
        return Searched(title, kind, result, dollars(cost))

    def _yields(self, connector_id: str, kinds: frozenset[FindingKind] | None) -> bool:
        card = self.case.cards.get(connector_id)
        if kinds is None or card is None:
            return kinds is None
        return not card.yields.isdisjoint(kind.value for kind in kinds)

    def _unanswered(self) -> dict[str, Gap]:
        steps = (s for s in self.steps if not _is_answered(s))
        return {step.connector_id: self._step_gap(step) for step in steps}

    def _step_gap(self, step: StepOutcome) -> Gap:
        title = source_title(self.case.cards, step.connector_id)
        return Gap(title, self.mask.text(why_unanswered(step)), step.rule)

    def _refused(self) -> dict[str, Gap]:
        return {refusal.connector_id: self._refusal_gap(refusal) for refusal in self.case.refusals}

    def _refusal_gap(self, refusal: Refusal) -> Gap:
        word = "held" if refusal.is_hold else "refused"
        why = self.mask.text(f"{word} by rule {refusal.rule}: {refusal.reason}")
        return Gap(source_title(self.case.cards, refusal.connector_id), why, refusal.rule)

    def _never_asked(self) -> dict[str, Gap]:
        asked = {s.connector_id for s in self.steps}
        asked |= {r.connector_id for r in self.case.refusals}
        enabled = self.case.enabled
        cards = {i: card for i, card in self.case.cards.items() if not card.checks}
        planned = cards.keys() if enabled is None else cards.keys() & enabled
        return {i: Gap(one.title, NOT_PLANNED) for i, one in cards.items() if i in planned - asked}

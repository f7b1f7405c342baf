"""How sure a finding is: the identity of the record, the role of the fact, independent sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from config.reliability import Reliability
from skiptrace.model.dates import PartialDate
from skiptrace.model.match import Candidate
from skiptrace.tracing.facts import Fact

_DAYS_A_YEAR = 365.25
_LAG_YEARS = 0.75
"""A source reports with a lag: sightings this close to the latest one count as equally recent."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """Combines what several records say of one fact.

    `lineages` maps a connector to its original publisher: sources of one lineage count once.
    """

    reliability: Reliability
    lineages: Mapping[str, str]

    def probability(self, facts: Sequence[Fact]) -> float:
        """How surely the fact is the subject's.

        The best identity among the records, times one minus the product over independent lineages
        of the chance that the fact is wrong although the record is the subject's.
        """
        own = _on_their_own(facts)
        identity = max(fact.candidate.probability for fact in own)
        wrong = 1.0
        for share in self._best_by_lineage(own, identity).values():
            wrong *= 1.0 - share
        return identity * (1.0 - wrong)

    def share(self, fact: Fact) -> float:
        """How surely the fact of a record that is the subject's is the subject's own."""
        return self.reliability.of(fact.kind, fact.role, fact.candidate.record.kind)

    def independent(self, facts: Iterable[Fact]) -> int:
        """How many independent sources report the fact."""
        return len({self._lineage(fact) for fact in _on_their_own(list(facts))})

    def _best_by_lineage(self, facts: Sequence[Fact], identity: float) -> dict[str, float]:
        """Each lineage's best share; a record less sure than the best one counts less."""
        best: dict[str, float] = {}
        for fact in facts:
            lineage = self._lineage(fact)
            share = self.share(fact)
            share *= fact.candidate.probability / identity if identity else 0.0
            best[lineage] = max(best.get(lineage, 0.0), share)
        return best

    def _lineage(self, fact: Fact) -> str:
        source = fact.candidate.record.provenance.connector_id
        return self.lineages.get(source, source)


def _on_their_own(facts: Sequence[Fact]) -> Sequence[Fact]:
    """The facts of records that matched without a borrowed fact; all of them if there are none.

    A record that was accepted only because it shares an address that another record lent confirms
    that somebody of that name lives there, not that the lender's address is the subject's.
    """
    own = [fact for fact in facts if not _leans_on_another(fact.candidate)]
    return own or facts


def _leans_on_another(candidate: Candidate) -> bool:
    return any(term.name.startswith("via ") for term in candidate.terms)


def latest(facts: Iterable[Fact]) -> PartialDate | None:
    """The latest day on which any source saw the fact; None if none says."""
    seen = [fact.last_seen for fact in facts if fact.last_seen is not None]
    return max(seen, key=PartialDate.latest, default=None)


def years_before(seen: PartialDate, as_of: date) -> float:
    """How many years before `as_of` the latest day lies that the date can mean; never negative."""
    return max(0.0, (as_of - min(seen.latest(), as_of)).days / _DAYS_A_YEAR)


def is_outdated(seen: PartialDate, newest: PartialDate) -> bool:
    """Whether a newer value of the same kind was seen clearly later than this one."""
    return years_before(seen, newest.latest()) > _LAG_YEARS

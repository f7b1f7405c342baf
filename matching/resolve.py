"""A subject's records ranked: scored, joined into persons, and set against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matching.competition import compete
from matching.model import Model
from matching.persons import Sighting, group_persons
from matching.profile import profile_of_record, profile_of_subject
from matching.score import Score, score
from matching.widen import Lender, widened_scores
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.record import SourceRecord
from skiptrace.model.subject import Subject

_LENDERS = 3


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The probabilities from which a candidate is accepted, or shown to a person for review."""

    accept: float
    review: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.review <= self.accept <= 1.0:
            raise ValueError("thresholds must hold 0 <= review <= accept <= 1")


def rank(
    subject: Subject,
    records: Sequence[SourceRecord],
    model: Model,
    as_of: date,
    thresholds: Thresholds,
) -> tuple[Candidate, ...]:
    """Every record as a candidate, the likeliest first, ties by source and reference.

    Distinct people and "none of these" share one probability mass: the term `competition` carries
    it. A record accepted on the subject's own facts lends its facts once to the others, in a term
    `via <source>`. The same input gives the same answer, whatever the order of the records.
    """
    ordered = sorted(records, key=lambda record: (record.source, record.ref))
    profile = profile_of_subject(subject)
    sightings = []
    for record in ordered:
        seen = profile_of_record(record)
        sightings.append(Sighting(seen, score(model, profile, seen, as_of)))
    persons = group_persons(model, sightings, as_of, thresholds.accept)
    own = compete(sightings, persons, thresholds.accept)
    lenders = _lenders(ordered, own, thresholds)
    if lenders:
        raised = widened_scores(model, profile, sightings, lenders, as_of)
        sightings = [Sighting(s.profile, found) for s, found in zip(sightings, raised, strict=True)]
        persons = group_persons(model, sightings, as_of, thresholds.accept)
        own = compete(sightings, persons, thresholds.accept)
    return _candidates(ordered, own, persons, model, thresholds)


def _lenders(
    records: Sequence[SourceRecord], scores: Sequence[Score], thresholds: Thresholds
) -> list[Lender]:
    """The positions of the surest accepted records, best first."""
    sure = [at for at, found in enumerate(scores) if decide(found, thresholds) is Decision.ACCEPT]
    sure.sort(key=lambda at: (-scores[at].weight, at))
    return [Lender(at, records[at].source, scores[at].weight) for at in sure[:_LENDERS]]


def decide(found: Score, thresholds: Thresholds) -> Decision:
    """Accept, review or reject; a veto rejects, and without proof beside the name none passes."""
    if found.veto:
        return Decision.REJECT
    if found.proved and found.probability >= thresholds.accept:
        return Decision.ACCEPT
    return Decision.REVIEW if found.probability >= thresholds.review else Decision.REJECT


def _candidates(
    records: Sequence[SourceRecord],
    scores: Sequence[Score],
    persons: Sequence[int],
    model: Model,
    thresholds: Thresholds,
) -> tuple[Candidate, ...]:
    found = [
        Candidate(
            record=record,
            weight=scored.weight,
            probability=scored.probability,
            terms=scored.terms,
            decision=decide(scored, thresholds),
            model=model.id,
            veto=scored.veto,
            person=person,
        )
        for record, scored, person in zip(records, scores, persons, strict=True)
    ]
    found.sort(key=lambda c: (-c.probability, c.record.source, c.record.ref))
    return tuple(found)

"""Record-linkage words: match weight, probability, candidate, decision."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from skiptrace.model.record import SourceRecord


class Decision(StrEnum):
    """The machine's word on a candidate; a person's word is a Judgement."""

    ACCEPT = "accept"
    REVIEW = "review"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Term:
    """One named addend of a match weight.

    `weight` is a log2 Bayes factor; missing data has the level `no data` and weighs 0. `words`
    explains the level to a person and holds no personal data.
    """

    name: str
    level: str
    weight: float
    words: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source record that may be about the subject.

    `weight` is exactly the sum of the terms' weights, the prior included; `probability` is
    2**weight / (1 + 2**weight). `veto` names the contradiction that forbids the match, or is empty.
    `person` groups the candidates of one subject that are about one and the same person.
    """

    record: SourceRecord
    weight: float
    probability: float
    terms: tuple[Term, ...]
    decision: Decision
    model: str
    veto: str = ""
    person: int = 0

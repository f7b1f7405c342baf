"""The decisive reason behind a status in words: what agrees, or what held a finding back."""

from __future__ import annotations

from collections.abc import Sequence

from skiptrace.model.match import Candidate, Term
from skiptrace.tracing.facts import Fact

_SHOWN = 3
_TELLING = 0.5
"""Bits from which on a comparison is worth a word."""
_NAMES = frozenset(
    {"surname", "given", "middle", "order", "surname rarity", "given rarity", "organization"}
)
_BACKGROUND = frozenset({"prior", "population", "candidate", "records", "register", "calibration"})
"""Terms that say where the odds begin, not what this record says."""


def agreeing(candidate: Candidate) -> str:
    """What speaks for the record, the most telling first; empty when nothing does."""
    telling = sorted((t for t in _own(candidate) if t.weight >= _TELLING), key=lambda t: -t.weight)
    return ", ".join(dict.fromkeys(t.words for t in telling[:_SHOWN]))


def held_back(candidate: Candidate) -> str:
    """What keeps the record from being taken for the subject's: one reason, the weightiest."""
    if candidate.veto:
        return candidate.veto
    own = _own(candidate)
    against = min(own, key=lambda t: t.weight, default=None)
    if against is not None and against.weight <= -_TELLING:
        return against.words
    beside = [t for t in own if t.weight >= _TELLING and not _parts(t) <= _NAMES]
    return "too little agrees" if beside else "nothing beside the name agrees"


def too_unsure(facts: Sequence[Fact], wanted: float, independent: int) -> str:
    """Why facts are believed less than wanted: the records are unsure, or their word is weak."""
    best = max((fact.candidate for fact in facts), key=lambda c: c.probability)
    if best.probability < wanted:
        share = int(best.probability * 100)  # never rounded up to what is wanted
        return f"the record is the subject's at {share}%: {held_back(best)}"
    role = f" as {facts[0].role}" if facts[0].role else ""
    sources = "source says so" if independent == 1 else "sources say so"
    return f"only {independent} independent {sources}{role}, too weak a word on its own"


def _own(candidate: Candidate) -> list[Term]:
    return [t for t in candidate.terms if not _parts(t) <= _BACKGROUND]


def _parts(term: Term) -> set[str]:
    """The comparisons a term is of: `surname and given` is of two."""
    return set(term.name.split(" and "))

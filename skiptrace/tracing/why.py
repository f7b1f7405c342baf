"""The decisive reason behind a status in words: what agrees, or what held a finding back."""

from __future__ import annotations

from collections.abc import Sequence

from matching.in_words import sentence
from skiptrace.tracing.facts import Fact


def too_unsure(facts: Sequence[Fact], wanted: float, independent: int) -> str:
    """Why facts are believed less than wanted: the records are unsure, or their word is weak."""
    best = max((fact.candidate for fact in facts), key=lambda c: c.probability)
    if best.probability < wanted:
        share = int(best.probability * 100)  # never rounded up to what is wanted
        return f"{sentence(best)}; the record is the subject's at {share}%"
    role = f" as {facts[0].role}" if facts[0].role else ""
    sources = "source says so" if independent == 1 else "sources say so"
    return f"only {independent} independent {sources}{role}, too weak a word on its own"

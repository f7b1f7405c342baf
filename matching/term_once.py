"""The terms of a weight with each told once: what was compared twice is added up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from skiptrace.model.match import Term

JOINT = " and "
"""Joins the names of two comparisons into the name of a term over both."""


def told_once(terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms in their order, those of the same comparisons as one at the place of the first.

    A model may weigh a comparison for the pair and again in its context, and a pair of comparisons
    either way round. The sum stays what it is.
    """
    found: dict[tuple[object, ...], Term] = {}
    for term in terms:
        key = meaning(term)
        earlier = found.get(key)
        found[key] = replace(earlier, weight=earlier.weight + term.weight) if earlier else term
    return tuple(found.values())


class TermLike(Protocol):
    """What a term says: of the model, or of a report."""

    @property
    def name(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def words(self) -> str: ...


def meaning(term: TermLike) -> tuple[object, ...]:
    """Equal for terms that say the same: of one comparison, or of two in either order."""
    if JOINT not in term.name:
        return term.name, term.level, term.words
    return frozenset(term.name.split(JOINT)), frozenset(term.words.split("; "))

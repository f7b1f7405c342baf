"""Explanations of linked pairs: their terms as JSON, and which candidates are one person."""

from __future__ import annotations

import json
from collections.abc import Iterable

import numpy as np

from matching.encode.batch import Ints
from matching.engine.link import Linked
from matching.explain import linked_terms
from matching.score.person_model import LinkModel
from matching.term_once import told_once
from skiptrace.model.match import Term


class TermTexts(dict[Term, str]):
    """Terms as JSON objects {name, level, bits, words}, each written once.

    Weights are whole 64ths of a bit, so their decimal form is exact.
    """

    def __missing__(self, term: Term) -> str:
        row = {"name": term.name, "level": term.level, "bits": term.weight, "words": term.words}
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        self[term] = text
        return text

    def listed(self, terms: Iterable[Term]) -> str:
        """The terms as a JSON list; the bits sum to the weight exactly."""
        return f"[{','.join(map(self.__getitem__, terms))}]"


def explained(model: LinkModel, linked: Linked, at: Ints) -> list[tuple[Term, ...]]:
    """The terms of the survivors at these places, each told once."""
    return [told_once(linked_terms(model, linked, int(place))) for place in at]


def person_numbers(subject: Ints, person: Ints) -> Ints:
    """The persons of each subject as 1, 2, ... in the order in which they first come.

    `subject` is in order; `person` is the same for the candidates of a subject that are one person.
    """
    if not len(subject):
        return subject
    _, first, which = np.unique(person, return_index=True, return_inverse=True)
    leads = np.sort(first)
    rank = np.searchsorted(leads, first)
    begin = np.searchsorted(subject[leads], subject)
    return np.asarray(rank[which] - begin + 1)

"""Explanations of linked pairs: their terms as JSON, and which candidates are one person."""

from __future__ import annotations

import json
from collections.abc import Iterable

import numpy as np

from matching.columns.people import Ints
from matching.explain import linked_terms
from matching.link import Linked
from matching.person_model import PersonModel
from skiptrace.model.match import Term


def terms_text(terms: Iterable[Term]) -> str:
    """The terms as a JSON list of {name, level, bits, words}; the bits sum to the weight exactly.

    Weights are whole 64ths of a bit, so their decimal form is exact.
    """
    rows = [{"name": t.name, "level": t.level, "bits": t.weight, "words": t.words} for t in terms]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def explained(model: PersonModel, linked: Linked, at: Ints) -> list[str]:
    """The terms of the survivors at these places, as text."""
    return [terms_text(linked_terms(model, linked, int(place))) for place in at]


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

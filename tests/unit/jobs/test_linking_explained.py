"""Explanations: persons numbered by subject, terms as JSON."""

from __future__ import annotations

import json

import numpy as np
import pytest

from jobs.linkage.link_explained import TermTexts, person_numbers
from skiptrace.model.match import Term


@pytest.mark.parametrize(
    ("subject", "person", "numbers"),
    [
        ([], [], []),
        ([0, 0, 0], [0, 0, 0], [1, 1, 1]),
        ([0, 0, 0, 0], [7, 3, 7, 5], [1, 2, 1, 3]),
        ([2, 2, 5, 5, 9], [0, 1, 4, 3, 6], [1, 2, 1, 2, 1]),
    ],
)
def test_persons_are_numbered_as_they_come(
    subject: list[int], person: list[int], numbers: list[int]
) -> None:
    found = person_numbers(np.array(subject, dtype=np.int64), np.array(person, dtype=np.int64))
    assert found.tolist() == numbers


def test_terms_are_json_whose_bits_are_exact() -> None:
    terms = [Term("prior", "prior", -9.578125, "before"), Term("given", "exact", 1 / 64, "alike")]
    found = json.loads(TermTexts().listed(terms))
    assert found[0] == {"name": "prior", "level": "prior", "bits": -9.578125, "words": "before"}
    assert sum(term["bits"] for term in found) == -9.578125 + 1 / 64
    assert TermTexts().listed(()) == "[]"

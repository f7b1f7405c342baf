"""A record that fits another subject far better is taken from whom it hardly fits."""

from __future__ import annotations

import numpy as np
import pytest

from matching.block.candidates import Bounds
from matching.explain import linked_terms
from matching.score.additive import UNITS_PER_BIT
from matching.score.claimed import CLAIMED, FAR, MOST, UNLIKELY, claimed
from matching.score.context import natural
from tests.unit.matching.compare.small_people import someone
from tests.unit.matching.passed import MODEL, TwoSides

NONE = -99.0


def odds(units: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.asarray(natural(np.array([units], dtype=np.int32)))


@pytest.mark.parametrize(
    ("why", "weight", "own", "other", "taken"),
    [
        ("hardly his, surely another's", UNLIKELY - 1, -300, 600, -MOST),
        ("as much as the other has", UNLIKELY - 1, -300, 100, -100),
        ("he may be listed twice", UNLIKELY, -300, 600, 0),
        ("nearly as much for both", UNLIKELY - 1, 600 - FAR + 1, 600, 0),
        ("the other is unlikely too", UNLIKELY - 1, -600, -1, 0),
    ],
)
def test_what_another_subject_takes(
    why: str, weight: int, own: int, other: int, taken: int
) -> None:
    found = claimed(np.array([weight], dtype=np.int32), odds(own), odds(other))
    assert found.tolist() == [taken], why


def test_where_nobody_else_has_the_record_nothing_is_taken() -> None:
    weight = np.array([UNLIKELY - 1], dtype=np.int32)
    assert claimed(weight, odds(-300), np.array([NONE])).tolist() == [0]


def test_more_evidence_never_weighs_less() -> None:
    weight = np.arange(-1000, 1000, dtype=np.int32)
    after = weight + claimed(weight, natural(weight), np.full(len(weight), odds(600)[0]))
    assert (np.diff(after) >= 0).all()


def test_what_was_taken_is_a_term_and_all_terms_are_the_weight() -> None:
    """Two namesakes of two towns: the record is surely the first one's."""
    first = someone("ZEBULON||WEXFORD", born="1950-03-14", at=["12 Oak St|Salem|OR|97301"])
    second = someone("ZEBULON||WEXFORD", born="1951-08-30", at=["9 Elm St|Bend|OR|97701"])
    linked = TwoSides([first, second], [first]).linked(Bounds())[1]
    lost = np.flatnonzero(linked.claimed)
    assert linked.found.subject[lost].tolist() == [1]
    for at, weight in enumerate(linked.weight.tolist()):
        terms = linked_terms(MODEL, linked, at)
        assert sum(term.weight for term in terms) * UNITS_PER_BIT == weight
        assert (CLAIMED in {term.level for term in terms}) is (at in lost)

"""What a file has shown of its probabilities lowers all survivors alike, under their rules."""

from __future__ import annotations

import numpy as np
import pytest

from config.default_model import LINK_MODEL
from matching.engine.by_file import lowered
from matching.engine.link import Linked, in_context, scored_pairs
from matching.explain import linked_terms
from matching.score.additive import UNITS_PER_BIT
from matching.score.person_model import load_model
from matching.score.wrong_share import FILE
from tests.unit.matching.compare.small_people import sides, someone

MODEL = load_model(LINK_MODEL)
HOME = ["12 Oak St|Salem|OR|97301"]


def linked() -> Linked:
    """A sure record, a brother whom a rule holds down, and a namesake elsewhere."""
    asked = someone("ZEBULON||WEXFORD", born="1950-03-14", at=HOME)
    records = [
        asked,
        someone("ANSELM||WEXFORD", born="1950-03-14", at=HOME),
        someone("ZEBULON||WEXFORD", at=["9 Elm St|Bend|OR|97701"]),
    ]
    two = sides([asked], records)
    every = np.arange(len(records))
    found, levels = scored_pairs(MODEL, two.a, two.source(), every * 0, every)
    return in_context(MODEL, two.a, found, levels, two.source())


def test_all_are_lowered_alike_and_a_rule_takes_the_less() -> None:
    before = linked()
    after = lowered(before, np.log(2.0))
    assert (before.free - after.free).tolist() == [UNITS_PER_BIT] * len(before.found)
    assert (after.weight <= before.weight).all()
    held = np.flatnonzero(before.constraint < -UNITS_PER_BIT)
    assert len(held) and after.weight[held].tolist() == before.weight[held].tolist()
    assert after.held.number.tolist() == before.held.number.tolist()


def test_what_was_taken_is_a_term_and_all_terms_are_the_weight() -> None:
    after = lowered(linked(), 0.3)
    for at, weight in enumerate(after.weight.tolist()):
        terms = linked_terms(MODEL, after, at)
        assert [term.name for term in terms].count(FILE) == 1
        assert sum(term.weight for term in terms) * UNITS_PER_BIT == weight


@pytest.mark.parametrize("by", [0.0, -0.0, -1.0])
def test_nothing_is_raised(by: float) -> None:
    before = linked()
    assert lowered(before, by) is before

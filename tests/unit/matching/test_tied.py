"""What rivals cannot take: a rival may be the candidate's own person."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.default_model import LINK_MODEL
from matching.engine.link import in_context, scored_pairs
from matching.profile import Profile
from matching.score.additive import UNITS_PER_BIT
from matching.score.constraints.rules import ANOTHER
from matching.score.context import CONTRADICTED, Context, RecordLinks
from matching.score.person_model import load_model
from matching.score.tied import given_back
from tests.unit.matching.compare.small_people import sides, someone

UNKNOWN, ONE_EACH, SEVERAL = 0, 1, 2
BITS = np.log(2.0)


def around(
    person: Sequence[int], links: Sequence[tuple[int, int, float]], register: int = SEVERAL
) -> Context:
    """Survivors of these persons whose records are joined by ties of so many bits."""
    left, right, bits = (np.array(part) for part in zip(*links, strict=True))
    levels = {"register": np.full(len(person), register, dtype=np.uint8)}
    ties = RecordLinks(left.astype(np.int32), right.astype(np.int32), bits * BITS)
    return Context(levels, np.array(person), ties)


def left(alone: Sequence[float], taken: Sequence[float], context: Context) -> list[float]:
    """The bits that are left, when so many were taken of those that each has alone."""
    whole, weight = (np.rint(np.array(b) * UNITS_PER_BIT).astype(np.int32) for b in (alone, taken))
    after = weight + given_back(whole, weight, context)
    return [float(units) / UNITS_PER_BIT for units in after]


CASES = {
    "the tie is what it keeps": (-3.0, 14.0, 2.0, -3.0),
    "no more than it has alone": (-0.5, 14.0, -2.0, -2.0),
    "two that others part are not both the subject's": (6.0, 14.0, 9.0, 0.0),
    "no more than the rival has": (-1.0, -4.0, 2.0, -4.0),
    "a tie so weak that the share is more": (-30.0, 14.0, 2.0, -12.0),
}


@pytest.mark.parametrize(("tie", "rival", "alone", "kept"), CASES.values(), ids=CASES)
def test_a_candidate_keeps_what_its_rival_lends(
    tie: float, rival: float, alone: float, kept: float
) -> None:
    context = around([0, 1], [(0, 1, tie)])
    found = left([rival, alone], [rival, -12.0], context)
    assert found == pytest.approx([rival, kept], abs=2 / UNITS_PER_BIT)


def test_records_that_contradict_each_other_are_one_as_seldom_as_a_rule_says() -> None:
    context = around([0, 1], [(0, 1, CONTRADICTED / BITS)])
    found = 1 / (1 + 2 ** -left([14.0, 3.0], [14.0, -12.0], context)[1])
    assert found == pytest.approx(ANOTHER, abs=0.001)


@pytest.mark.parametrize(
    ("register", "kept"), [(ONE_EACH, -12.0), (UNKNOWN, -3.0), (SEVERAL, -3.0)]
)
def test_no_record_of_a_register_is_a_rivals(register: int, kept: float) -> None:
    context = around([0, 1], [(0, 1, -3.0)], register)
    found = left([14.0, 2.0], [14.0, -12.0], context)[1]
    assert found == pytest.approx(kept, abs=2 / UNITS_PER_BIT)


def test_all_records_of_a_person_are_tied_by_the_surest() -> None:
    context = around([0, 1, 1], [(0, 1, -9.0), (0, 2, -3.0)])
    found = left([14.0, 2.0, 2.0], [14.0, -12.0, -12.0], context)
    assert found[1:] == pytest.approx([-3.0, -3.0], abs=2 / UNITS_PER_BIT)


def test_records_of_one_person_lend_each_other_nothing() -> None:
    found = left([14.0, 2.0], [14.0, -12.0], around([0, 0], [(0, 1, -1.0)]))
    assert found == [14.0, -12.0]


@given(
    st.lists(st.tuples(st.floats(-20, 20), st.floats(0, 30)), min_size=2, max_size=5),
    st.lists(st.floats(-30, 0), min_size=4, max_size=4),
)
def test_nothing_falls_and_nothing_passes_what_it_has_alone_or_its_rivals(
    rows: list[tuple[float, float]], ties: list[float]
) -> None:
    alone = [bits for bits, _ in rows]
    taken = [bits - some for bits, some in rows]
    links = [(at, at + 1, tie) for at, tie in zip(range(len(rows) - 1), ties, strict=False)]
    found = left(alone, taken, around(list(range(len(rows))), links))
    slack = 1 / UNITS_PER_BIT
    for before, after, most in zip(taken, found, alone, strict=True):
        assert before - slack <= after <= max(before, most) + slack
        assert after <= max(before, max(taken)) + slack


def probabilities(asked: Profile, *records: Profile) -> list[float]:
    two = sides([asked], records)
    every = np.arange(len(records))
    found, levels = scored_pairs(MODEL, two.a, two.source(), every * 0, every)
    linked = in_context(MODEL, two.a, found, levels, two.source())
    order = np.argsort(linked.found.record)
    assert len(order) == len(records)
    return [float(p) for p in linked.probability[order]]


MODEL = load_model(LINK_MODEL)
HOME = ["12 Oak St|Salem|OR|97301"]


def test_a_second_record_with_a_slip_is_not_taken_away_by_the_first() -> None:
    """Of one person's two records the one with another birth stays one to look at."""
    asked = someone("ZEBULON||WEXFORD", born="1950-03-14", at=HOME)
    slipped = someone("ZEBULON||WEXFORD", born="1962-10-25", at=HOME)
    (alone,) = probabilities(asked, slipped)
    whole, beside = probabilities(asked, asked, slipped)
    assert whole > 0.95
    assert 0.01 < beside <= min(alone, ANOTHER)

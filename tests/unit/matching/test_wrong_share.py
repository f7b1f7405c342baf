"""The wrong share is estimated without labels: from what a blind link shows, or with less trust."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from matching.score.wrong_share import (
    ENOUGH,
    LEAST_WRONG,
    MOST_MOVED,
    SLACK,
    Doubt,
    Tops,
    WrongShares,
    believed,
    doubt_of,
    unchecked,
)

Floats = NDArray[np.float64]


def share(odds: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-odds)))


def blind(count: int, shift: float, seed: int = 1) -> tuple[Floats, Floats]:
    """Blind candidates whose true odds are off by that much, and the hidden evidence of each.

    Of those who are right one in fifty has another birth date by a slip; so has nearly everybody
    else.
    """
    random = np.random.default_rng(seed)
    said = random.uniform(0.0, 3.8, count)
    right = random.random(count) < share(said + shift)
    differs = np.where(right, random.random(count) < 0.02, random.random(count) < 0.98)
    return said, np.where(differs, np.log(0.02 / 0.98), np.log(0.98 / 0.02))


@pytest.mark.parametrize(
    ("shift", "added"), [(-4.0, -4.0), (-2.0, -2.0), (-1.0, -1.0), (0.0, 0.0), (2.0, 2.0 - SLACK)]
)
def test_a_blind_link_measures_how_far_the_probabilities_are_off(
    shift: float, added: float
) -> None:
    found = doubt_of(*blind(2000, shift))
    assert found.checked
    assert abs(found.added - added) < 0.3


def test_a_little_safer_is_not_believed() -> None:
    assert doubt_of(*blind(4000, SLACK / 2)).added == 0.0


@pytest.mark.parametrize(
    ("added", "seen", "moves"),
    [
        (-0.2, ENOUGH, -0.2),
        (-4.0, ENOUGH, -MOST_MOVED),
        (0.0, ENOUGH, 0.0),
        (SLACK, ENOUGH, 0.0),
        (SLACK + 0.2, ENOUGH, 0.2),
        (4.0, ENOUGH, MOST_MOVED),
        (-4.0, ENOUGH - 1, 0.0),
        (4.0, ENOUGH - 1, 0.0),
    ],
)
def test_a_file_that_shows_itself_off_moves_its_probabilities(
    added: float, seen: int, moves: float
) -> None:
    doubt = Doubt(added, 0.3, seen)
    assert doubt.moves == pytest.approx(moves)
    assert doubt.lifts is (seen >= ENOUGH and added >= 0.0)


@pytest.mark.parametrize("shift", [-2.0, -1.0, -0.7])
def test_what_was_taken_is_in_doubt_no_more(shift: float) -> None:
    said, told = blind(2000, shift)
    whole = doubt_of(said, told).added
    for taken in (0.2, 0.5):
        left = doubt_of(said, told, -taken).added
        assert left == pytest.approx(min(whole + taken, max(0.0, whole + taken - SLACK)), abs=0.02)


def test_what_was_taken_counts_where_nothing_identifies_too() -> None:
    """The least share that is wrong grows with what a file took from its probabilities."""
    weight = np.array([640, 64], dtype=np.int32)
    whole, lowered = (
        believed(weight - round(taken * 64 / np.log(2.0)), np.zeros(2, dtype=np.bool_), -taken)
        for taken in (0.0, 0.5)
    )
    assert whole[0] == pytest.approx(np.log((1.0 - LEAST_WRONG) / LEAST_WRONG))
    assert (whole - lowered).tolist() == pytest.approx([0.5, 0.5], abs=0.01)


def test_more_blind_candidates_tell_more_surely() -> None:
    few, many = (doubt_of(*blind(count, -1.0)) for count in (60, 3000))
    assert few.deviation > 1.2 * many.deviation


@pytest.mark.parametrize(("count", "checked"), [(0, False), (ENOUGH - 1, False), (ENOUGH, True)])
def test_a_file_with_too_few_blind_candidates_is_not_checked(count: int, checked: bool) -> None:
    assert doubt_of(*blind(count, 0.0)).checked is checked


def tops(odds: Floats, subjects: int = 0, *, held: bool = False, identified: bool = True) -> Tops:
    weight = np.rint(odds * 64 / np.log(2)).astype(np.int32)
    flags = np.ones(len(odds), dtype=np.bool_)
    rests_on = believed(weight, flags & identified, 0.0)
    return Tops(weight, rests_on, flags & held, subjects or len(odds))


SURE = Doubt(0.0, 0.3, 1000)


def some(count: int = 2000, seed: int = 2) -> Floats:
    return np.random.default_rng(seed).uniform(0.0, 7.0, count)


@pytest.mark.parametrize(("shift", "limit"), [(0.0, 0.01), (-1.0, 0.01), (-1.0, 0.05), (1.0, 0.01)])
def test_the_chosen_threshold_keeps_the_limit_and_the_truth_is_in_the_interval(
    shift: float, limit: float
) -> None:
    odds = some(4000)
    shares = WrongShares(tops(odds), replace(SURE, added=shift))
    chosen = shares.within(limit)
    assert chosen is not None
    assert 0.8 * limit < chosen.share < limit
    taken = share(odds) >= chosen.threshold - 1e-3
    inside = 0
    for seed in range(20):
        wrong = np.random.default_rng(seed).random(len(odds)) >= share(odds + shift)
        inside += chosen.low <= wrong[taken].mean() <= chosen.high
    assert inside >= 19


def test_doubt_raises_the_threshold_and_belief_lowers_it() -> None:
    chosen = [
        WrongShares(tops(1.5 * some()), replace(SURE, added=added)).within(0.01)
        for added in (-2.0, -1.0, 0.0, 1.0)
    ]
    thresholds = [one.threshold for one in chosen if one is not None]
    assert len(thresholds) == 4
    assert thresholds == sorted(thresholds, reverse=True)


@pytest.mark.parametrize(
    ("refused", "why"),
    [
        (WrongShares(tops(some()), replace(SURE, added=-9.0)), "all are doubted"),
        (WrongShares(tops(some(), held=True), SURE), "rules hold all"),
        (WrongShares(tops(some(), identified=False), SURE), "nothing identifies"),
        (WrongShares(tops(some(0)), SURE), "nobody has a candidate"),
        (WrongShares(tops(-some()), SURE), "nobody reaches one half"),
    ],
    ids=lambda case: case if isinstance(case, str) else "",
)
def test_no_threshold_is_found_where_the_limit_cannot_be_kept(
    refused: WrongShares, why: str
) -> None:
    assert refused.within(LEAST_WRONG / 2) is None, why


def test_without_identification_nobody_is_surer_than_that() -> None:
    shares = WrongShares(tops(some(), identified=False), SURE)
    assert min(one.share for one in shares.curve) >= LEAST_WRONG - 1e-9


def test_the_curve_has_every_threshold_from_one_half_on() -> None:
    odds = np.concatenate([some(300), -some(300)])
    curve = WrongShares(tops(odds), SURE).curve
    assert all(one.threshold >= 0.5 for one in curve)
    assert [one.threshold for one in curve] == sorted({one.threshold for one in curve})[::-1]
    assert curve[-1].accepted == 300
    assert [one.share for one in curve] == sorted(one.share for one in curve)
    assert all(one.low <= one.share <= one.high for one in curve)
    for one in (curve[0], curve[150], curve[-1]):
        assert WrongShares(tops(odds), SURE).at(one.threshold) == one


def test_few_accepted_leave_a_wide_interval() -> None:
    wide, narrow = (
        WrongShares(tops(np.full(count, 4.6)), SURE).curve[-1] for count in (20, 20_000)
    )
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)
    assert narrow.high - narrow.low > 0.002  # what the file cannot show stays open


@pytest.mark.parametrize(("there", "most"), [(0.6, 0.0), (0.2, -0.7), (0.02, -2.0)])
def test_few_subjects_found_cast_doubt_where_nothing_was_checked(there: float, most: float) -> None:
    count, subjects = int(2000 * there), 2000
    random = np.random.default_rng(4)
    odds = np.concatenate([random.normal(4.0, 1.5, count), random.normal(-4.0, 2.0, 2000 - count)])
    found = unchecked(tops(odds, subjects), 12, 0.6)
    assert not found.checked
    assert found.added <= most
    assert found.deviation >= 1.0
    assert found.added >= -9.0

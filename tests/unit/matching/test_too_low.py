"""A file's blind link raises the bands of probabilities that it surely shows to be too low."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from matching.score.context import in_units
from matching.score.lookalikes import MOST_LIFTED, told, units_of
from matching.score.too_low import BANDS, FEWEST, MOST_RAISED, TooLow, too_low

Floats = NDArray[np.float64]

EDGES = (*(natural * np.log(2.0) / 64 for natural in BANDS), 3.8)
"""Natural log-odds between which the bands lie."""


def share(odds: Floats | float) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.asarray(odds))))


def blind(count: int, shifts: tuple[float, ...], seed: int = 3) -> tuple[Floats, Floats]:
    """So many blind candidates of each band, whose true odds are off by that much there."""
    random = np.random.default_rng(seed)
    parts = []
    for low, high, shift in zip(EDGES, EDGES[1:], shifts, strict=False):
        said = random.uniform(low, high, count)
        right = random.random(count) < share(said + shift)
        differs = np.where(right, random.random(count) < 0.02, random.random(count) < 0.98)
        parts.append((said, np.where(differs, np.log(0.02 / 0.98), np.log(0.98 / 0.02))))
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


@pytest.mark.parametrize(
    ("shifts", "raised"),
    [
        ((0.0, 0.0, 0.0, 0.0), (False, False, False, False)),
        ((0.3, 0.3, 0.3, 0.3), (False, False, False, False)),
        ((2.5, 2.5, 2.5, 2.5), (True, True, True, True)),
        ((2.5, 0.0, 0.0, 0.0), (True, False, False, False)),
        ((0.0, 0.0, 2.5, 0.0), (False, False, True, False)),
        ((-2.0, -2.0, -2.0, -2.0), (False, False, False, False)),
    ],
)
def test_each_band_is_raised_by_what_its_own_candidates_show(
    shifts: tuple[float, ...], raised: tuple[bool, ...]
) -> None:
    found = too_low(*blind(800, shifts), 0.0)
    assert tuple(by > 0.0 for by in found.by) == raised
    assert all(by < max(shift, 0.01) for by, shift in zip(found.by, shifts, strict=True))


@pytest.mark.parametrize(("count", "raises"), [(0, False), (FEWEST - 1, False), (FEWEST, True)])
def test_of_few_candidates_nothing_is_believed(count: int, *, raises: bool) -> None:
    assert any(too_low(*blind(count, (9.0,) * 4), 0.0).by) is raises


def test_what_all_show_together_counts_from_one_half_on() -> None:
    assert too_low(*blind(800, (0.0,) * 4), 0.4).by == (0.0, 0.4, 0.4, 0.4)


def test_fathers_that_look_like_their_sons_keep_a_file_from_being_raised() -> None:
    """Who agrees in everything but the birth is somebody else as often as it was said."""
    said, evidence = blind(400, (2.5,) * 4)
    fathers = np.full(300, 3.0), np.full(300, np.log(0.02 / 0.98))
    both = too_low(np.r_[said, fathers[0]], np.r_[evidence, fathers[1]], 0.0)
    assert too_low(said, evidence, 0.0).by[-2] > 0.0
    assert both.by[-1] == 0.0


CURVES = (
    (3.0, 0.0, 0.0, 0.0),
    (3.0, 3.0, 3.0, 3.0),
    (0.0, 0.0, 3.0, 0.0),
    (0.5, 2.0, 0.1, 0.0),
    (0.0, 0.0, 0.0, 3.0),
)


@pytest.mark.parametrize("by", CURVES)
def test_what_is_raised_keeps_its_order(by: tuple[float, ...]) -> None:
    weight = np.arange(-400, 3000, dtype=np.int32)
    after = weight + TooLow(by).added(weight)
    assert (np.diff(after) >= 0).all()
    assert (after >= weight).all()
    assert (after - weight <= in_units(MOST_RAISED) + 64).all()


@pytest.mark.parametrize("by", CURVES)
def test_the_unlikely_stay_and_the_less_likely_than_not_are_for_review(
    by: tuple[float, ...],
) -> None:
    weight = np.arange(-400, 0, dtype=np.int32)
    after = weight + TooLow(by).added(weight)
    assert after[weight < BANDS[0]].tolist() == weight[weight < BANDS[0]].tolist()
    assert told(after).max() <= MOST_LIFTED
    assert after.max() <= units_of(MOST_LIFTED)

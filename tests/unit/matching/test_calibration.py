"""A curve from evidence to what it is worth: it rises, and is learned from who was right."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.default_model import LINK_MODEL, TRACE_MODEL
from matching.score.additive import UNITS_PER_BIT
from matching.score.calibration import Calibration, calibration
from matching.score.person_model import load_model, model_text, read_model
from skiptrace.model.errors import MatchingError

CURVE = Calibration((-640, 0, 640), (-320, 64, 384))


@pytest.mark.parametrize(
    ("weight", "worth"),
    [(-640, -320), (0, 64), (640, 384), (-320, -128), (320, 224), (1280, 1024), (-1000, -680)],
)
def test_a_weight_is_worth_what_the_curve_says(weight: int, worth: int) -> None:
    units = np.array([weight], dtype=np.int32)
    assert (units + CURVE.added(units)).tolist() == [worth]


def test_without_a_curve_nothing_is_added() -> None:
    assert Calibration().added(np.array([-5, 0, 700], dtype=np.int32)).tolist() == [0, 0, 0]


def outcomes(slope: float, shift: float, count: int = 40_000) -> tuple[np.ndarray, np.ndarray]:
    """Candidates whose true odds are `slope` times their weight in bits, and `shift` bits."""
    draw = np.random.default_rng(3)
    bits = draw.normal(0.0, 4.0, count)
    right = draw.random(count) < 1.0 / (1.0 + np.exp2(-(slope * bits + shift)))
    return np.rint(bits * UNITS_PER_BIT).astype(np.int32), right


@pytest.mark.parametrize(("slope", "shift"), [(1.0, 0.0), (0.6, 0.0), (0.6, -1.0), (1.4, 0.5)])
def test_a_curve_finds_what_weights_are_worth(slope: float, shift: float) -> None:
    curve = calibration(*outcomes(slope, shift))
    at = np.array([-4, -2, 0, 2, 4], dtype=np.int32) * UNITS_PER_BIT
    worth = (at + curve.added(at)) / UNITS_PER_BIT
    assert worth == pytest.approx(slope * at / UNITS_PER_BIT + shift, abs=0.45)


def test_too_few_candidates_show_nothing() -> None:
    weight, right = outcomes(0.5, 0.0, 199)
    assert calibration(weight, right) == Calibration()
    assert calibration(weight[:0], right[:0]) == Calibration()


@given(st.integers(0, 2**32 - 1))
def test_a_curve_rises_whatever_the_outcomes(seed: int) -> None:
    draw = np.random.default_rng(seed)
    weight = np.rint(draw.normal(0, 300, 900)).astype(np.int32)
    curve = calibration(weight, draw.random(900) < 0.5)
    every = np.arange(-2000, 2000, dtype=np.int32)
    worth = every + curve.added(every)
    assert (np.diff(worth) >= 0).all()
    apart = np.arange(-2000, 2000, 16, dtype=np.int32)
    assert (np.diff(apart + curve.added(apart)) > 0).all()


@pytest.mark.parametrize("name", [LINK_MODEL, TRACE_MODEL])
def test_the_models_in_use_are_calibrated_and_come_back_from_their_text(name: str) -> None:
    model = load_model(name)
    assert len(model.calibration.weights) > 20
    assert read_model(model_text(model), "again").calibration == model.calibration


def test_a_file_without_a_curve_has_none() -> None:
    bare = replace(load_model(LINK_MODEL), calibration=Calibration())
    text = model_text(bare)
    assert "calibration" not in json.loads(text)
    assert read_model(text, "bare").calibration == Calibration()


@pytest.mark.parametrize(
    "curve",
    [
        {"weights": [0, 64], "worth": [5, 5]},
        {"weights": [64, 0], "worth": [5, 6]},
        {"weights": [0, 64, 70], "worth": [5, 6]},
        {"weights": [0], "worth": [5]},
        {"weights": [], "worth": []},
        {"weights": [0, 64]},
        {"weights": [0, 1.5], "worth": [5, 6]},
        {"weights": [0, 64], "worth": ["a", "b"]},
    ],
)
def test_a_curve_that_does_not_rise_is_refused(curve: dict[str, object]) -> None:
    raw = json.loads(model_text(load_model(LINK_MODEL))) | {"calibration": curve}
    with pytest.raises(MatchingError):
        read_model(json.dumps(raw), "wrong")

"""Levels by conditions: the strongest that holds."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from matching.compare.ordered_levels import OrderedLevels

NAMES = ("no data", "same", "nearly", "far")


@pytest.mark.parametrize("rungs", [("far",), ("far", "nearly"), ("far", "nearly", "same"), NAMES])
def test_the_last_condition_that_holds_is_the_level(rungs: tuple[str, ...]) -> None:
    cases = list(product([False, True], repeat=len(rungs)))
    found = OrderedLevels(NAMES, *rungs).levels(*np.array(cases).T)
    for case, level in zip(cases, found, strict=True):
        held = [rung for rung, holds in zip(rungs, case, strict=True) if holds]
        assert NAMES[level] == (held[-1] if held else "no data")


def test_more_rungs_than_a_byte_has_bits() -> None:
    names = ("no data", *"abcdefghijk")
    one = np.eye(11, dtype=bool)
    assert OrderedLevels(names, *names[1:]).levels(*one).tolist() == list(range(1, 12))


def test_a_rung_must_be_a_level() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        OrderedLevels(NAMES, "elsewhere")

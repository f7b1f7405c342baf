"""A relation is worked out once a pair, and is told right whatever was asked before."""

from __future__ import annotations

import numpy as np
import pytest

from matching.compare import remembered
from matching.compare.remembered import Remembered

ASKED: list[tuple[int, int, int]] = []


def relate(a: int, b: int, hint: int) -> int:
    ASKED.append((a, b, hint))
    return (3 * a + 5 * b + 7 * hint) % 251


BLOCKS = [[(1, 2), (4, 3), (1, 2)], [], [(9, 9), (3, 4), (2, 1)], [(0, 7), (1, 2)]]


@pytest.mark.parametrize("slots", [1 << 16, 4, 2])
@pytest.mark.parametrize("both_ways", [True, False])
def test_what_is_remembered_is_what_was_told(
    monkeypatch: pytest.MonkeyPatch, slots: int, both_ways: bool
) -> None:
    monkeypatch.setattr(remembered, "_SLOTS", slots)
    ASKED.clear()
    relation = Remembered(relate, both_ways=both_ways)
    told = []
    for hint in (0, 1):
        for block in BLOCKS:
            a, b = np.array(block, dtype=np.int32).reshape(-1, 2).T
            pairs = [(min(pair), max(pair)) if both_ways else pair for pair in block]
            expected = [(3 * x + 5 * y + 7 * hint) % 251 for x, y in pairs]
            assert relation.of(a, b, hint).tolist() == expected
            told += [(*pair, hint) for pair in pairs]
    assert set(ASKED) == set(told)
    if slots > len(told):
        assert len(ASKED) == len(set(told))

"""Relations that are told from a table are those of the rule, which is asked once for each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.compare.often import Often

SHARES = np.array([0.0, 0.02, 0.0, 0.01, 0.03])
"""Of five words, of which nobody bears the third."""


def test_each_pair_that_many_bear_is_asked_of_the_rule_once() -> None:
    asked: list[tuple[int, int]] = []

    def rule(a: NDArray[np.int32], b: NDArray[np.int32]) -> NDArray[np.uint8]:
        asked.extend(zip(a.tolist(), b.tolist(), strict=True))
        return (10 * a + b).astype(np.uint8)

    table = Often(SHARES)
    a = np.array([1, 3, 4, 2, 0, 1], dtype=np.int32)
    b = np.array([3, 1, 4, 1, 4, 2], dtype=np.int32)
    for _ in range(2):
        assert table.of(a, b, rule).tolist() == [13, 31, 44, 21, 4, 12]
    known, others = [(1, 3), (3, 1), (4, 4)], [(2, 1), (0, 4), (1, 2)]
    assert sorted(asked) == sorted(known + 2 * others)


def test_words_that_nobody_bears_are_always_asked_of_the_rule() -> None:
    table, one = Often(np.zeros(3)), np.array([1], dtype=np.int32)
    for told in (7, 8):
        found = table.of(one, one, lambda a, b, told=told: np.full(len(a), told, dtype=np.uint8))  # type: ignore[misc]
        assert found.tolist() == [told]

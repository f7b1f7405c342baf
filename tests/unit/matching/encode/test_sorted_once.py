"""Numbers in order, each once."""

from __future__ import annotations

import numpy as np
import pytest

from matching.encode.sorted_once import sorted_once


@pytest.mark.parametrize("numbers", [[], [3], [3, 3, 1, -2, 3, 1], [0, 0, 0], [5, 4, 3]])
@pytest.mark.parametrize("kind", [np.int32, np.int64, np.uint64])
def test_each_number_comes_once_in_order(numbers: list[int], kind: type[np.integer]) -> None:
    given = np.array(numbers).astype(kind)
    found = sorted_once(given)
    assert found.dtype == kind
    assert found.tolist() == sorted(set(given.tolist()))

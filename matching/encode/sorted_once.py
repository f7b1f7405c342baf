"""Numbers in order, each once."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

N = TypeVar("N", bound=np.integer[Any])


def sorted_once(numbers: NDArray[N]) -> NDArray[N]:
    """The distinct numbers of an array, in order: as `np.unique`, which hashes, but by sorting."""
    found = np.sort(numbers, axis=None)
    new = np.ones(len(found), dtype=bool)
    np.not_equal(found[1:], found[:-1], out=new[1:])
    return found[new]

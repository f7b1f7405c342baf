"""The phones of many texts at once: bare digits as columns, all other texts one by one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.encode.batch import Ints
from matching.encode.texts import read_phone_numbers
from matching.parse.phone.plan import are_placeholders

_DIGITS = 10
_NONE = "x" * _DIGITS


def read_phone_columns(texts: Sequence[str]) -> tuple[Ints, Ints]:
    """How many numbers `read_phone_numbers` reads of each text, and all of them in their order."""
    numbers, is_bare = _bare(texts)
    sizes = (numbers > 0).astype(np.int64)
    others = np.flatnonzero(~is_bare)
    read = [[number for (number,) in read_phone_numbers(texts[at])] for at in others.tolist()]
    sizes[others] = np.fromiter(map(len, read), dtype=np.int64, count=len(read))
    owner = np.repeat(np.arange(len(texts)), sizes)
    values = numbers[owner]
    values[~is_bare[owner]] = [number for several in read for number in several]
    return sizes, values


def _bare(texts: Sequence[str]) -> tuple[Ints, NDArray[np.bool_]]:
    """The number of each text of just ten digits, 0 for one that is nobody's; which are so."""
    shown = "".join(text if len(text) == _DIGITS else _NONE for text in texts)
    digits = np.frombuffer(shown.encode("ascii", "replace"), dtype=np.uint8).reshape(-1, _DIGITS)
    digits = digits - np.uint8(ord("0"))  # what stands in front of 0 becomes a large number
    is_bare = np.asarray((digits <= 9).all(axis=1))
    numbers = digits.astype(np.int64) @ 10 ** np.arange(_DIGITS - 1, -1, -1, dtype=np.int64)
    return np.where(is_bare & ~are_placeholders(numbers), numbers, 0), is_bare

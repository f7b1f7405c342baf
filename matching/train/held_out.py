"""Which subjects are kept out of training: a model is measured on people it has not seen."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

ONE_IN = 5
"""One subject in so many is held out."""

RULE = f"one subject in {ONE_IN}, by the SHA-256 of its id"
"""The rule in words, as a model's file has it."""


def is_held_out(subject_id: str) -> bool:
    """Whether the subject of that id is kept out; the same in every file and order of rows."""
    return int.from_bytes(sha256(subject_id.encode()).digest()[:8], "big") % ONE_IN == 0


def held_out(subject_ids: Iterable[str]) -> NDArray[np.bool_]:
    """`is_held_out` of many subjects."""
    return np.fromiter(map(is_held_out, subject_ids), dtype=np.bool_)

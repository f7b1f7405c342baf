"""Columns of several sets of rows, one set behind the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, cast

import numpy as np

T = TypeVar("T")


def stacked(parts: Sequence[T]) -> T:
    """One set of columns with the rows of all parts in their order; one part at least.

    A part is an array, or a dataclass of nothing but parts.
    """
    first: Any = parts[0]
    if len(parts) == 1:
        return parts[0]
    if not is_dataclass(first):
        return cast(T, np.concatenate(cast(Sequence[Any], parts)))
    columns = ([getattr(part, field.name) for part in parts] for field in fields(first))
    made: Any = type(first)
    return cast(T, made(*map(stacked, columns)))

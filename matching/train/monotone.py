"""Tables in which more agreement never weighs less: the nearest such table to a given one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matching.score.additive import AdditiveModel
from matching.score.tables import Table

Floats = NDArray[np.float64]
Steps = Sequence[tuple[int, int]]
"""Pairs of places on an axis; the entry at the first is at most the one at the second."""

_SWEEPS = 30
_STILL = 1e-4


def monotone(table: Floats, weight: Floats, steps: Sequence[Steps]) -> Floats:
    """The table with every step of every axis kept, near the given one by weighted squares.

    `weight` says how much evidence an entry has. Two entries that break a step are pooled, sweep
    after sweep; what little is left over is lifted.
    """
    shape = table.shape if table.ndim > 1 else (*table.shape, 1)
    found, weight = table.reshape(shape).copy(), weight.reshape(shape) + 1e-9
    views = [
        (np.moveaxis(found, axis, 0), np.moveaxis(weight, axis, 0), *_ends(pairs))
        for axis, pairs in enumerate(steps)
        if len(pairs)
    ]
    for _ in range(_SWEEPS):
        is_still = True
        for rows, weights, lows, highs in views:
            broken = np.flatnonzero((rows[lows] > rows[highs] + _STILL).any(axis=1))
            is_still &= not len(broken)
            for at in broken.tolist():
                _pool(rows, weights, int(lows[at]), int(highs[at]))
        if is_still:
            break
    return lifted(found.reshape(table.shape), steps)


def _ends(steps: Steps) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    pairs = np.array(steps, dtype=np.intp)
    return pairs[:, 0], pairs[:, 1]


def _pool(rows: Floats, weights: Floats, low: int, high: int) -> None:
    """Pool the entries that break a step, by their weights."""
    less, more, one, other = rows[low], rows[high], weights[low], weights[high]
    broken = less > more
    mean = (less * one + more * other) / (one + other)
    np.copyto(less, mean, where=broken)
    np.copyto(more, mean, where=broken)


def lifted(table: Floats, steps: Sequence[Steps]) -> Floats:
    """The least table that is nowhere below the given one and keeps every step."""
    found = table.copy()
    views = [
        (np.moveaxis(found, axis, 0), *_ends(pairs))
        for axis, pairs in enumerate(steps)
        if len(pairs)
    ]
    is_still = False
    while not is_still:
        is_still = True
        for rows, lows, highs in views:
            broken = np.flatnonzero(np.atleast_2d((rows[lows] > rows[highs]).T).any(axis=0))
            is_still &= not len(broken)
            for at in broken.tolist():
                rows[highs[at]] = np.maximum(rows[lows[at]], rows[highs[at]])
    return found


def in_order(
    model: AdditiveModel, orders: Mapping[str, Steps], *, lowering: bool = False
) -> AdditiveModel:
    """The model with its single tables lifted where a step of a comparison could weigh less.

    With `lowering`, what agrees less is lowered instead, so that no level weighs more than before.
    A comparison without a table of its own gets one where it changes.
    """
    tables, prior = {table.of: table for table in model.tables}, model.prior
    for name, pairs in orders.items():
        if not any(name in of for of in tables):
            continue
        own = tables.get((name,), Table((name,), np.zeros(len(model.levels[name]), np.int16)))
        gains = [replace(model, tables=tuple(tables.values())).least_gain(name, *p) for p in pairs]
        beside = [gain - _gain(own, pair) for gain, pair in zip(gains, pairs, strict=True)]
        weights = own.weights.astype(np.int64)
        for _ in weights:  # the longest chain has as many levels
            for (low, high), gain in zip(pairs, beside, strict=True):
                if lowering:
                    weights[low] = min(weights[low], weights[high] + gain)
                else:
                    weights[high] = max(weights[high], weights[low] - gain)
        if (weights != own.weights).any():
            prior += int(weights[0])
            tables[name,] = Table((name,), (weights - weights[0]).astype(np.int16))
    return replace(model, prior=prior, tables=tuple(tables.values()))


def _gain(table: Table, pair: tuple[int, int]) -> int:
    low, high = pair
    return int(table.weights[high]) - int(table.weights[low])

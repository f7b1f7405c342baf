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

_SWEEPS = 200
_STILL = 1e-6


def monotone(table: Floats, weight: Floats, steps: Sequence[Steps]) -> Floats:
    """The table with every step of every axis kept, near the given one by weighted squares.

    `weight` says how much evidence an entry has. Two entries that break a step are pooled, sweep
    after sweep; what little is left over is lifted.
    """
    shape = table.shape if table.ndim > 1 else (*table.shape, 1)
    found, weight = table.reshape(shape).copy(), weight.reshape(shape) + 1e-9
    for _ in range(_SWEEPS):
        broken = 0.0
        for axis, pairs in enumerate(steps):
            rows, weights = np.moveaxis(found, axis, 0), np.moveaxis(weight, axis, 0)
            for low, high in pairs:
                broken = max(broken, _pooled(rows, weights, low, high))
        if broken <= _STILL:
            break
    return lifted(found.reshape(table.shape), steps)


def _pooled(rows: Floats, weights: Floats, low: int, high: int) -> float:
    """Pool the entries that break a step; by how much the worst of them did."""
    excess = rows[low] - rows[high]
    at = excess > 0
    if not at.any():
        return 0.0
    one, other = weights[low][at], weights[high][at]
    mean = (rows[low][at] * one + rows[high][at] * other) / (one + other)
    rows[low][at] = rows[high][at] = mean
    return float(excess[at].max())


def lifted(table: Floats, steps: Sequence[Steps]) -> Floats:
    """The least table that is nowhere below the given one and keeps every step."""
    found = table.copy()
    is_still = False
    while not is_still:
        is_still = True
        for axis, pairs in enumerate(steps):
            rows = np.moveaxis(found, axis, 0)
            for low, high in pairs:
                if (rows[low] > rows[high]).any():
                    rows[high] = np.maximum(rows[low], rows[high])
                    is_still = False
    return found


def in_order(model: AdditiveModel, orders: Mapping[str, Steps]) -> AdditiveModel:
    """The model with its single tables lifted where a step of a comparison could weigh less.

    A comparison without a table of its own gets one where it is lifted.
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
                weights[high] = max(weights[high], weights[low] - gain)
        if (weights != own.weights).any():
            prior += int(weights[0])
            tables[name,] = Table((name,), (weights - weights[0]).astype(np.int16))
    return replace(model, prior=prior, tables=tuple(tables.values()))


def _gain(table: Table, pair: tuple[int, int]) -> int:
    low, high = pair
    return int(table.weights[high]) - int(table.weights[low])

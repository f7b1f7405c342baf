"""What rows can weigh at most of which some levels are not known yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from matching.score.additive import AdditiveModel
from matching.score.tables import Table

_NARROW = 12
"""Units within which the weights of two comparisons together may count as their greatest."""

Unsure = Mapping[str, Sequence[Sequence[str]]]
"""By comparison, sets of levels; a set's number lies behind those of the levels themselves."""


def at_most(model: AdditiveModel, unsure: Unsure) -> AdditiveModel:
    """The same model for levels that are sets of levels too: none of a set weighs more than it.

    A row of levels weighs as much as by the model, or up to a bit or two more.
    """
    prior, tables = model.prior, []
    for table in model.tables:
        widened = _widened(table, model, unsure)
        if len(table.of) > 1 and np.ptp(widened.weights) <= _NARROW:
            prior += int(widened.weights.max())
        else:
            tables.append(widened)
    levels = {
        name: (*own, *(" or ".join(some) for some in unsure.get(name, ())))
        for name, own in model.levels.items()
    }
    return AdditiveModel(prior, tuple(tables), levels)


def _widened(table: Table, model: AdditiveModel, unsure: Unsure) -> Table:
    """The table with the greatest weight of each set behind those of the levels."""
    weights = table.weights
    for axis, name in enumerate(table.of):
        own = model.levels[name]
        greatest = [
            weights.take([own.index(level) for level in some], axis).max(axis, keepdims=True)
            for some in unsure.get(name, ())
        ]
        weights = np.concatenate([weights, *greatest], axis)
    return Table(table.of, weights)

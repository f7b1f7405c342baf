"""Trains a model of persons from tables of which nobody knows the matching pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import gcd
from typing import Any

import numpy as np

from matching.compare.pairs import LEVELS, compare
from matching.encode.batch import Ints
from matching.score.context import natural
from matching.score.person_model import PersonModel
from matching.score.population import population_units
from matching.train.additive import Examples, alike_merged, joined
from matching.train.em import Mixture, learn, tables_of
from matching.train.enough import PAIRS, require
from matching.train.judged import ALONE, judged_weight, with_judgement
from matching.train.labelled import Labelled

CHANCE = 1_000_000
"""So many pairs of each task, spread evenly over all, show how people agree by chance."""

_GOLDEN = 0.6180339887498949
_BLOCK = 1 << 17


def train_unlabelled(
    base: PersonModel, tasks: Sequence[Labelled], id: str, training: Mapping[str, Any]
) -> tuple[PersonModel, Mixture]:
    """A model with weights learned from the tasks' candidates and the context tables of `base`.

    What `match` says is not looked at. Raises MatchingError when under 200 matches, or under 200
    others, are to be expected among the candidates.
    """
    pairs = joined([_candidates(task.of_taught()) for task in tasks])
    found = learn(pairs, joined([_by_chance(task) for task in tasks]), base.pair)
    others = float(pairs.weight.sum()) - found.matches
    require(
        "learn without labels",
        {"expected matching pairs": found.matches, "other pairs": others},
        PAIRS,
    )
    pair = with_judgement(tables_of(found))
    return replace(base, id=id, pair=pair, training=training, reliability={}), found


def _candidates(task: Labelled) -> Examples:
    return _examples(task, task.i, task.j)


def _by_chance(task: Labelled) -> Examples:
    i, j = chance_pairs(len(task.subjects), len(task.source.people), CHANCE)
    parts = [
        _examples(task, i[at : at + _BLOCK], j[at : at + _BLOCK]) for at in range(0, len(i), _BLOCK)
    ]
    return joined(parts)


def chance_pairs(subjects: int, records: int, most: int) -> tuple[Ints, Ints]:
    """At most `most` different pairs of numbers, spread evenly over all; always the same ones."""
    every = subjects * records
    if not every:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    stride = max(int(every * _GOLDEN), 1)
    while gcd(stride, every) != 1:
        stride += 1
    count = min(most, every)
    at = np.fromiter((turn * stride % every for turn in range(count)), np.int64, count)
    return at // records, at % records


def _examples(task: Labelled, i: Ints, j: Ints) -> Examples:
    source = task.source
    levels = compare(source.facts, source.shares, task.subjects, i, source.people, j)
    offset = natural(judged_weight(levels) + population_units(source.population, levels))
    learned = {name: column for name, column in levels.items() if name not in ALONE}
    rows = Examples(learned, np.zeros(len(i)), offset, np.ones(len(i)))
    return alike_merged(rows, LEVELS)

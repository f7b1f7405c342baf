"""What is set by judgement, since no labelled data at hand can teach it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from matching.compare.agreement import STEPS
from matching.compare.names import Levels
from matching.compare.pairs import LEVELS
from matching.score.additive import UNITS_PER_BIT, AdditiveModel, Units
from matching.score.tables import Table
from matching.train.monotone import in_order

ALONE: Mapping[str, Mapping[str, float]] = {
    "generation": {"agree": 1.0, "one side only": -2.5, "conflict": -9.0},
    "email": {"agree": 9.0, "different": -0.5},
}
"""Bits of comparisons that are not learned: simulated files hold suffixes for decoys only, and no
e-mails."""


@dataclass(frozen=True, slots=True)
class Like:
    """A level that weighs as another of its comparison does, and some bits more or less."""

    level: str
    bits: float


RARE: Mapping[str, Mapping[str, Like]] = {
    "ssn": {"full": Like("last four", 6.0)},
    "phone": {"fictional": Like("agree", -2.0)},
    "middle": {"exact": Like("initial", 1.5)},
    "surname rarity": {"1 in 32": Like("1 in 128", -1.0), "1 in 64": Like("1 in 128", -0.5)},
}
"""Levels too rare to learn: nine digits say more than four, numbers for fiction are few."""


def judged_weight(levels: Mapping[str, Levels]) -> Units:
    """The weight of the comparisons of ALONE, in units of 1/64 bit."""
    return sum((table.weights[levels[table.of[0]]].astype(np.int32) for table in _alone()),
               start=np.zeros(len(levels["birth"]), dtype=np.int32))  # fmt: skip


def _alone() -> tuple[Table, ...]:
    tables = []
    for name, bits in ALONE.items():
        weights = [round(bits.get(level, 0.0) * UNITS_PER_BIT) for level in LEVELS[name]]
        tables.append(Table((name,), np.array(weights, dtype=np.int16)))
    return tuple(tables)


def with_judgement(learned: AdditiveModel) -> AdditiveModel:
    """The learned tables with what is set by judgement, in which no order of levels is broken."""
    return in_order(as_judged(learned), STEPS)


def as_judged(learned: AdditiveModel) -> AdditiveModel:
    """The learned tables with what is set by judgement."""
    filled = with_rare(learned)
    return replace(filled, tables=(*filled.tables, *_alone()))


def with_rare(learned: AdditiveModel) -> AdditiveModel:
    """The learned tables, of any kind of model, with the levels of RARE as these say."""
    return replace(learned, tables=tuple(_filled(table, learned) for table in learned.tables))


def _filled(table: Table, glass: AdditiveModel) -> Table:
    weights = table.weights.copy()
    for axis, name in enumerate(table.of):
        for level, like in RARE.get(name, {}).items():
            at, other = (glass.levels[name].index(one) for one in (level, like.level))
            rows = np.moveaxis(weights, axis, 0)
            rows[at] = rows[other] + (round(like.bits * UNITS_PER_BIT) if len(table.of) == 1 else 0)
    return Table(table.of, weights)

"""Levels of names: surname, given name, middle name, generation, and whether parts are turned."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import product
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.compare.person.name_relation import (
    GENERATIONS_OF,
    GIVENS,
    MIDDLES,
    ORDERS,
    SURNAMES,
    GenerationRelation,
    GivenRelation,
    Meaning,
    MiddleRelation,
    NameRelations,
    OrderRelation,
    SurnameRelation,
    may_be_meant,
)
from matching.encode.batch import Ints

Levels = NDArray[np.uint8]

SURNAME = (
    "no data", "exact", "part", "former", "sounds alike", "one edit", "near pair", "two edits",
    "beginning", "same initial", "different",
)  # fmt: skip
GIVEN = (
    "no data", "exact", "spelling", "nickname", "initial", "second name", "one edit", "near pair",
    "two edits", "beginning", "same initial", "different",
)  # fmt: skip
MIDDLE = ("no data", "exact", "initial", "given name", "conflict")
GENERATION = ("no data", "agree", "one side only", "conflict")
ORDER = ("as written", "turned")


_Relation = TypeVar("_Relation", bound=int)


def _levels(rows: Mapping[_Relation, Meaning], levels: tuple[str, ...]) -> Levels:
    """The level of every relation by its number."""
    return np.array([levels.index(rows[number].level) for number in sorted(rows)], np.uint8)


LEVEL_OF: Mapping[str, Levels] = {
    "surname": _levels(SURNAMES, SURNAME),
    "given": _levels(GIVENS, GIVEN),
    "middle": _levels(MIDDLES, MIDDLE),
    "generation": _levels(GENERATIONS_OF, GENERATION),
    "order": _levels(ORDERS, ORDER),
}
"""The level that each relation of a part of a name is, by the relation's number."""


def may_be_meant_by(relations: Mapping[str, Levels]) -> NDArray[np.bool_]:
    """`may_be_meant` of pairs of names, by their relations; middle names and generations are not
    looked at."""
    surname, given, order = (relations[part] for part in ("surname", "given", "order"))
    return _meant_table()[surname, given, order]


@cache
def _meant_table() -> NDArray[np.bool_]:
    plain = MiddleRelation.NO_DATA, GenerationRelation.NO_DATA
    found = np.zeros((len(SurnameRelation), len(GivenRelation), len(OrderRelation)), dtype=bool)
    for surname, given, order in product(SurnameRelation, GivenRelation, OrderRelation):
        found[surname, given, order] = may_be_meant(NameRelations(surname, given, *plain, order))
    return found


def name_rank(levels: Mapping[str, Levels]) -> Ints:
    """How well two names agree, lowest best; a part that is missing counts as middling.

    Surname and given name rank before the rest. Names of equal rank have equal levels, so the order
    in which a person's names come says nothing.
    """
    missing = 6
    s, g = (np.where(levels[k] == 0, missing, levels[k]).astype(np.int64) for k in _RANKED)
    rank = s * 2 + g * 2 + (np.minimum(s, g) == 1)
    middle = np.where(levels["middle"] == 0, MIDDLE.index("given name"), levels["middle"])
    for further in (middle, levels["middle"], levels["generation"], levels["order"]):
        rank = rank * 8 + further
    for rarity in ("surname rarity", "given rarity"):
        rank = rank * 16 + (15 - levels[rarity])
    for part in _RANKED:
        rank = rank * 16 + levels[part]
    return np.asarray(rank, dtype=np.int64)


_RANKED = ("surname", "given")

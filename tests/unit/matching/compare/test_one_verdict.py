"""What two names are to each other is the same for a pair, for columns and for a table's rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import duckdb
import numpy as np
import pytest

from matching.compare.name_pairs import NamePairs
from matching.compare.person.name_relation import NameRelations
from matching.compare.person.relate import compare_persons, relate_persons
from matching.compare.words import word_facts
from matching.encode.batch import Names, Words
from matching.encode.layout import Layout, NameColumns
from matching.encode.profiles import batch_of_profiles
from matching.encode.ragged import value_pairs
from matching.encode.tabular import batch_of_table
from matching.parse.person.clean_name import clean_name
from matching.profile import Profile
from skiptrace.model.subject import PersonName
from tests.unit.matching.compare.name_grid import grid

PARTS = ("surname", "given", "middle", "generation", "order")
IN_PARTS = Layout(names=(NameColumns("given", "middle", "surname", "generation"),))
Pairs = Sequence[tuple[PersonName, PersonName]]


def of_columns(pairs: Pairs, a: Names, b: Names, words: Words) -> list[NameRelations]:
    at = np.arange(len(pairs))
    found = NamePairs(word_facts(words), a, b, value_pairs(a.start, at, b.start, at)).relations
    rows = zip(*(found[part].tolist() for part in PARTS), strict=True)
    return [NameRelations(*row) for row in rows]


def profiled(pairs: Pairs) -> list[NameRelations]:
    words = Words()
    sides = [
        batch_of_profiles([Profile(names=(clean_name(pair[k]),)) for pair in pairs], words).names
        for k in (0, 1)
    ]
    return of_columns(pairs, *sides, words)


def tabled(pairs: Pairs) -> list[NameRelations]:
    words, names = Words(), []
    for side in (0, 1):
        with duckdb.connect() as con:
            con.execute(
                "CREATE TABLE t (no INT, given TEXT, middle TEXT, surname TEXT, generation TEXT)"
            )
            rows = [
                (no, p[side].given, p[side].middle, p[side].surname, p[side].generation)
                for no, p in enumerate(pairs)
            ]
            columns = [np.array(c, dtype=object) for c in zip(*rows, strict=True)]
            columns[0] = columns[0].astype(np.int32)
            con.register("r", dict(zip(("no", "g", "m", "s", "n"), columns, strict=True)))
            con.execute("INSERT INTO t SELECT * FROM r")
            names.append(batch_of_table(con, "t", words, IN_PARTS).names)
    return of_columns(pairs, *names, words)


@cache
def pairs_of_grid() -> Pairs:
    return tuple(grid())


@pytest.mark.parametrize("columns", [profiled, tabled])
def test_columns_relate_names_as_the_comparison_of_two_does(columns: object) -> None:
    pairs = pairs_of_grid()
    found = columns(pairs)  # type: ignore[operator]
    told = [relate_persons(clean_name(a), clean_name(b)) for a, b in pairs]
    unlike = [(a, b, x, y) for (a, b), x, y in zip(pairs, told, found, strict=True)
              if tuple(map(int, vars_of(x))) != tuple(map(int, vars_of(y)))]  # fmt: skip
    assert not unlike, (len(unlike), len(pairs), unlike[:5])


def vars_of(found: NameRelations) -> tuple[int, ...]:
    return tuple(getattr(found, part) for part in PARTS)


def test_it_is_the_same_in_both_orders() -> None:
    for a, b in pairs_of_grid():
        assert compare_persons(a, b) == compare_persons(b, a), (a, b)

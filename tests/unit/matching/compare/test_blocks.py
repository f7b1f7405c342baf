"""Pairs are compared in blocks, so that people of many values take no more memory than others."""

from __future__ import annotations

import numpy as np
import pytest

from matching.compare import pairs
from matching.encode.batch import Ints, Names, Places
from matching.encode.ragged import ValuePairs, row_pairs
from tests.unit.matching.compare.small_people import known, numbered, sides, someone

SALEM = "Salem|OR|97301"
MANY = [f"{n} Oak St|{SALEM}" for n in range(12)]
PHONES = [f"50355501{n:02d}" for n in range(20)]
LEFT = [
    known(someone("ANN||ORR", "ANN||LEE", at=MANY), numbered(phones=PHONES)),
    someone("BOB||ORR", at=MANY[:1]),
    numbered("900112233", emails=["ann@example.com", "a@example.com"]),
]
RIGHT = [
    someone("ANN||ORR", at=MANY[3:]),
    known(someone("ANN||LEE", at=MANY[:2]), numbered(phones=PHONES[7:9])),
    someone("CARL||ORR"),
    numbered("900112233", emails=["a@example.com"]),
]


@pytest.mark.parametrize("most", [1, 7, 50, 1000])
def test_blocks_say_what_one_comparison_of_all_says(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[int] = []

    def noted(a: Names | Places, i: Ints, b: Names | Places, j: Ints) -> ValuePairs:
        found = row_pairs(a, i, b, j)
        if len(i) > 1:  # one pair is never split
            compared.append(len(found.left))
        return found

    both = sides(LEFT, RIGHT)
    at_once = both.levels()
    monkeypatch.setattr(pairs, "_MOST_VALUES", most)
    monkeypatch.setattr(pairs, "row_pairs", noted)
    in_blocks = both.levels()
    assert max(compared, default=0) <= 2 * most
    assert at_once.keys() == in_blocks.keys()
    for name, levels in at_once.items():
        assert np.array_equal(levels, in_blocks[name]), name

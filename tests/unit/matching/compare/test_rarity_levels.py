"""How rare a name is: by the census, by the table of records, by the more frequent of two forms."""

from __future__ import annotations

import numpy as np
import pytest

from matching.compare.rarity import RARITY, rarity_levels
from tests.unit.matching.compare.small_people import sides, someone, told


def rarity(name: str, comparison: str, others: list[str], *, whole_table: bool) -> str:
    asked = someone(name)
    records = [asked, *(someone(other) for other in others)]
    found = sides([asked], records, whole_table=whole_table).levels()
    return RARITY[int(found[comparison][0])]


@pytest.mark.parametrize(
    ("name", "comparison", "level"),
    [
        ("JOHN||SMITH", "surname rarity", "1 in 64"),
        ("JOHN||SMITH", "given rarity", "1 in 32"),
        ("JOHN||WEXFORDSON", "surname rarity", "1 in 131,072"),
        ("ZEBULONIUS||SMITH", "given rarity", "1 in 131,072"),
        ("||SMITH", "given rarity", "not asked"),
        ("JOHN||", "surname rarity", "not asked"),
        ("J||SMITH", "given rarity", "not asked"),
    ],
)
def test_a_census_share(name: str, comparison: str, level: str) -> None:
    assert rarity(name, comparison, [], whole_table=False) == level


def test_a_table_moves_the_share_of_its_names() -> None:
    others = ["ANN||WEXFORDSON"] * 2000
    assert rarity("ANN||WEXFORDSON", "surname rarity", others, whole_table=False) == RARITY[-1]
    assert rarity("ANN||WEXFORDSON", "surname rarity", others, whole_table=True) == "1 in 32"


def test_unknown_names_make_no_other_name_rarer() -> None:
    assert (
        rarity("JOHN||SMITH", "surname rarity", ["JOHN||"] * 9_000, whole_table=True) == "1 in 64"
    )


@pytest.mark.parametrize(
    ("a", "b", "asked"),
    [
        ("JOHN||SMITH", "JOHN||SMYTH", True),
        ("JOHN||ORTEGA SALAS", "JOHN||SALAS", True),
        ("JOHN||SMITH", "JOHN||WADE", False),
        ("ANN|SMITH|ORR", "ANN||SMITH", True),
    ],
)
def test_rarity_is_asked_where_surnames_agree(a: str, b: str, asked: bool) -> None:
    found = told(someone(a), someone(b))
    assert (found["surname rarity"] != "not asked") is asked


def test_the_more_frequent_of_two_words_counts() -> None:
    of_words = np.array([0, 3, 9], dtype=np.uint8)
    a, b = np.array([1, 2, 2], dtype=np.int32), np.array([2, 1, 2], dtype=np.int32)
    agree = np.array([True, True, False])
    assert rarity_levels(of_words, a, b, agree).tolist() == [3, 3, 0]

"""Candidates: pairs with a common key, bounded, the likeliest kept, always the same."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.block_keys import Keys
from matching.meet import Bounds, indexed, meet

STEP = 0x9E3779B97F4A7C15
Rows = list[tuple[int, int]]
WIDE = Bounds(most=1000, widest=1000)


def keys(rows: Rows) -> Keys:
    """Keys by a small number each, spread over 64 bits as hashes are, and their owners."""
    spread = np.array([(key + 1) * STEP % (1 << 64) for key, _ in rows], dtype=np.uint64)
    return Keys(spread, np.array([owner for _, owner in rows], dtype=np.int32))


def met(asked: Rows, stored: Rows, bounds: Bounds = WIDE) -> Rows:
    found = meet(indexed(keys(stored), bounds), keys(asked), bounds)
    return list(zip(found.subject.tolist(), found.record.tolist(), strict=True))


def test_pairs_share_a_key_and_come_once_in_order() -> None:
    asked = [(1, 7), (2, 7), (3, 4)]
    stored = [(3, 9), (2, 5), (1, 5), (8, 1)]
    assert met(asked, stored) == [(4, 9), (7, 5)]


@pytest.mark.parametrize(
    ("asked", "stored"), [([], []), ([], [(1, 1)]), ([(1, 1)], []), ([(1, 1)], [(2, 1)])]
)
def test_nobody_meets_nobody(asked: Rows, stored: Rows) -> None:
    assert met(asked, stored) == []
    found = meet(indexed(keys(stored), WIDE), keys(asked), WIDE)
    assert found.subject.dtype == np.int64
    assert found.cut == 0


@pytest.mark.parametrize(("records", "pairs", "left_out"), [(3, 3, 0), (4, 0, 1)])
def test_a_key_that_too_many_share_is_left_out(records: int, pairs: int, left_out: int) -> None:
    stored = [(1, record) for record in range(records)]
    bounds = Bounds(most=100, widest=3)
    assert len(met([(1, 0)], stored, bounds)) == pairs
    assert indexed(keys(stored), bounds).left_out == left_out


def test_only_keys_that_are_left_out() -> None:
    bounds = Bounds(most=100, widest=1)
    index = indexed(keys([(1, 0), (1, 1), (2, 0), (2, 1)]), bounds)
    assert (len(index.key), index.left_out) == (0, 2)
    assert len(meet(index, keys([(1, 0)]), bounds).subject) == 0


def test_the_pairs_with_more_and_rarer_keys_are_kept() -> None:
    stored = [(1, 10), (2, 10), (1, 11), (3, 12), *((4, record) for record in range(20, 28))]
    asked = [(1, 0), (2, 0), (3, 0), (4, 0)]
    assert met(asked, stored, Bounds(most=1)) == [(0, 10)]
    assert met(asked, stored, Bounds(most=3)) == [(0, 10), (0, 11), (0, 12)]
    assert len(met(asked, stored, Bounds(most=4))) == 4


def test_of_equals_the_first_records_are_kept() -> None:
    stored = [(1, record) for record in (9, 3, 7, 5)]
    assert met([(1, 0)], stored, Bounds(most=2)) == [(0, 3), (0, 5)]


def test_subjects_that_were_cut_are_counted() -> None:
    stored = [(key, record) for key in (1, 2) for record in range(3)]
    found = meet(indexed(keys(stored), WIDE), keys([(1, 0), (2, 5), (9, 7)]), Bounds(most=2))
    assert found.cut == 2
    assert np.bincount(found.subject).tolist() == [2, 0, 0, 0, 0, 2]


@pytest.mark.parametrize("first", [0, 1 << 20, (1 << 30) - 3])
def test_subjects_of_any_number_meet(first: int) -> None:
    assert met([(1, first), (2, first + 2)], [(1, 3), (2, 4)]) == [(first, 3), (first + 2, 4)]


@pytest.mark.parametrize("record", [(1 << 22) + 5, (1 << 30) + 1])
def test_records_of_any_number_meet(record: int) -> None:
    assert met([(1, 0), (2, 1)], [(1, record), (2, record - 1)]) == [(0, record), (1, record - 1)]


ROWS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 8)), max_size=25, unique=True)


@given(ROWS, ROWS, st.integers(1, 4), st.integers(1, 5), st.randoms())
def test_the_answer_is_what_the_words_say_in_any_order(
    asked: Rows, stored: Rows, most: int, widest: int, random: Random
) -> None:
    sharing: dict[int, list[int]] = {}
    for key, record in stored:
        sharing.setdefault(key, []).append(record)
    pairs = {
        (subject, record)
        for key, subject in asked
        for record in sharing.get(key, [])
        if len(sharing[key]) <= widest
    }
    bounds = Bounds(most, widest)
    found = met(asked, stored, bounds)
    assert set(found) <= pairs
    assert found == sorted(set(found))
    for subject in {subject for subject, _ in pairs}:
        own = sum(one == subject for one, _ in pairs)
        assert sum(one == subject for one, _ in found) == min(own, most)
    random.shuffle(asked)
    random.shuffle(stored)
    assert met(asked, stored, bounds) == found

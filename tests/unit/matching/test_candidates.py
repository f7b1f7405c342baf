"""Candidates: pairs with a common key, bounded, the likeliest kept, always the same."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.block import candidates as pairing
from matching.block.candidates import Bounds, shared
from matching.block.key_index import MOST_RECORDS, Hits, KeyCounts, indexed
from matching.block.keys import Keys
from matching.block.likeliest import Likeliest, candidates

STEP = 0x9E3779B97F4A7C15
Rows = list[tuple[int, int]]
WIDE = Bounds(most=1000, widest=1000)


def keys(rows: Rows) -> Keys:
    """Keys by a small number each, spread over 64 bits as hashes are, and their owners."""
    spread = np.array([(key + 1) * STEP % (1 << 64) for key, _ in rows], dtype=np.uint64)
    return Keys(spread, np.array([owner for _, owner in rows], dtype=np.int32))


def met(asked: Rows, stored: Rows, bounds: Bounds = WIDE) -> Rows:
    found = candidates(keys(asked), keys(stored), bounds)
    return list(zip(found.subject.tolist(), found.record.tolist(), strict=True))


class Passed:
    """Records that pass by subjects in partitions of a size."""

    def __init__(self, asked: Rows, stored: Rows, bounds: Bounds, size: int) -> None:
        index = indexed([keys(asked)], 1 + max((owner for _, owner in asked), default=-1))
        counts = KeyCounts(index, bounds.widest)
        firsts = range(0, 1 + max((record for _, record in stored), default=0), size)
        hits: list[Hits] = []
        for first in firsts:
            part = [(key, at - first) for key, at in stored if first <= at < first + size]
            hits.append(counts.hits([keys(part)]))
        self.shared = shared(counts, index, bounds.widest)
        subjects = 1 + max((subject for _, subject in asked), default=0)
        self.likeliest = Likeliest(self.shared, subjects, bounds.most, hits)
        self.pairs: Rows = []
        for first, some in zip(firsts, hits, strict=True):
            for part in self.shared.parts(some):
                pairs = self.likeliest.of(self.shared.pairs(part))
                records = (pairs.record + first).tolist()
                self.pairs += zip(pairs.subject.tolist(), records, strict=True)


def test_pairs_share_a_key_and_come_once_in_order() -> None:
    asked = [(1, 7), (2, 7), (3, 4)]
    stored = [(3, 9), (2, 5), (1, 5), (8, 1)]
    assert met(asked, stored) == [(4, 9), (7, 5)]


@pytest.mark.parametrize(
    ("asked", "stored"), [([], []), ([], [(1, 1)]), ([(1, 1)], []), ([(1, 1)], [(2, 1)])]
)
def test_nobody_meets_nobody(asked: Rows, stored: Rows) -> None:
    assert met(asked, stored) == []
    assert candidates(keys(asked), keys(stored), WIDE).subject.dtype == np.int64
    assert Passed(asked, stored, WIDE, 5).likeliest.largest == 0


@pytest.mark.parametrize("size", [1, 2, 10])
@pytest.mark.parametrize(("records", "pairs", "left_out"), [(3, 3, 0), (4, 0, 1)])
def test_a_key_that_too_many_share_is_left_out(
    records: int, pairs: int, left_out: int, size: int
) -> None:
    stored = [(1, record) for record in range(records)]
    found = Passed([(1, 0)], stored, Bounds(most=100, widest=3), size)
    assert len(found.pairs) == pairs
    assert found.shared.left_out == left_out


def test_a_record_that_has_a_key_twice_counts_once() -> None:
    stored = [(1, 0), (1, 0), (1, 1)]
    assert met([(1, 0)], stored, Bounds(most=100, widest=2)) == [(0, 0), (0, 1)]


def test_the_pairs_with_more_and_rarer_keys_are_kept() -> None:
    stored = [(1, 10), (2, 10), (1, 11), (3, 12), *((4, record) for record in range(20, 28))]
    asked = [(1, 0), (2, 0), (3, 0), (4, 0)]
    assert met(asked, stored, Bounds(most=1)) == [(0, 10)]
    assert met(asked, stored, Bounds(most=3)) == [(0, 10), (0, 11), (0, 12)]
    assert len(met(asked, stored, Bounds(most=4))) == 4


def test_of_equals_the_first_records_are_kept() -> None:
    stored = [(1, record) for record in (9, 3, 7, 5)]
    assert met([(1, 0)], stored, Bounds(most=2)) == [(0, 3), (0, 5)]


@pytest.mark.parametrize(("most", "cut", "largest"), [(2, 2, 2), (3, 0, 3), (100, 0, 3)])
def test_subjects_that_were_cut_are_counted(most: int, cut: int, largest: int) -> None:
    stored = [(key, record) for key in (1, 2) for record in range(3)]
    asked = [(1, 0), (2, 5), (9, 7)]
    found = Passed(asked, stored, Bounds(most=most), 2)
    assert (found.likeliest.cut, found.likeliest.largest) == (cut, largest)
    assert len(found.pairs) == 2 * largest


@pytest.mark.parametrize("record", [MOST_RECORDS + 5, (1 << 30) + 1])
def test_records_of_any_number_meet(record: int) -> None:
    assert met([(1, 0), (2, 1)], [(1, record), (2, record - 1)]) == [(0, record), (1, record - 1)]


def test_a_partition_that_is_too_large_is_refused() -> None:
    counts = KeyCounts(indexed([keys([(1, 0)])], 1), 60)
    with pytest.raises(ValueError, match="at most 4,194,304 records"):
        counts.hits([keys([(1, MOST_RECORDS)])])


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


@given(ROWS, ROWS, st.integers(1, 4), st.integers(1, 5), st.integers(1, 9), st.integers(1, 9))
def test_neither_partitions_nor_parts_change_the_answer(
    asked: Rows, stored: Rows, most: int, widest: int, size: int, at_once: int
) -> None:
    bounds = Bounds(most, widest)
    expected = met(asked, stored, bounds)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairing, "AT_ONCE", at_once)
        found = Passed(asked, stored, bounds, size)
    assert sorted(found.pairs) == expected
    assert len(found.pairs) == len(set(found.pairs))
    assert found.likeliest.largest == max(np.bincount([s for s, _ in expected] or [0])) * bool(
        expected
    )

"""Which blocking keys of an inquiry are looked up in a register: narrow ones and the whole name."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from connectors.register.key_search import StoredKeys
from matching.block.keys import Keys

WIDTHS = {1: 3, 2: 5, 3: 9, 4: 40}
"""How many parties share each key; 3 is the key of the whole name where there is one."""


@pytest.mark.parametrize(
    ("budget", "whole", "kept"),
    [
        (1, None, {1}),
        (4, None, {1, 2}),
        (8, None, {1, 2}),
        (9, None, {1, 2, 3}),
        (100, None, {1, 2, 3, 4}),
        (1, 3, {1, 3}),
        (1, 4, {1, 4}),
        (100, 3, {1, 2, 3, 4}),
    ],
)
def test_a_whole_name_is_looked_up_however_wide_it_is(
    budget: int, whole: int | None, kept: set[int]
) -> None:
    keys = np.array(list(WIDTHS), dtype=np.uint64)
    parties = np.repeat(keys, list(WIDTHS.values()))
    stored = StoredKeys(parties, np.arange(len(parties), dtype=np.int32))
    for asked in (keys, np.concatenate([keys[::-1], keys[:1], [np.uint64(7)]])):
        owner = np.full(len(asked), 5, np.int32)
        narrow, found = stored.found(Keys(asked, owner), keys[keys == (whole or 0)], budget)
        assert sorted(narrow.key.tolist()) == sorted(kept)
        assert set(narrow.owner.tolist()) == {5}
        assert Counter(found.key.tolist()) == {key: WIDTHS[key] for key in kept}
        assert [parties[no] for no in found.owner] == found.key.tolist()


def test_each_inquiry_has_a_budget_of_its_own() -> None:
    stored = StoredKeys(np.array([1, 1, 2, 3, 3, 3], np.uint64), np.arange(6, dtype=np.int32))
    asked = Keys(np.array([1, 2, 3, 3], np.uint64), np.array([0, 0, 0, 1], np.int32))
    narrow, found = stored.found(asked, np.zeros(0, np.uint64), 3)
    assert set(zip(narrow.owner.tolist(), narrow.key.tolist(), strict=True)) == {
        (0, 2), (0, 1), (1, 3)
    }  # fmt: skip
    assert found.owner.tolist() == [0, 1, 2, 3, 4, 5]


def test_nothing_asked_or_stored_finds_nothing() -> None:
    none = Keys(np.zeros(0, np.uint64), np.zeros(0, np.int32))
    some = Keys(np.array([1], np.uint64), np.array([0], np.int32))
    for stored, asked in ((none, some), (some, none), (none, none)):
        narrow, found = StoredKeys(stored.key, stored.owner).found(asked, asked.key, 10)
        assert (len(narrow), len(found)) == (0, 0)

"""Which parties of a register an inquiry's keys find: by narrow keys and by the whole name."""

from __future__ import annotations

import numpy as np
import pytest

from connectors.register.key_search import StoredKeys
from matching.block.candidates import Bounds
from matching.block.keys import Keys
from matching.block.likeliest import candidates
from tests.tables import each

WIDTHS = {1: 3, 2: 5, 3: 9, 4: 40}
"""How many parties share each key; 3 is the key of the whole name where there is one."""
KEYS = np.array(list(WIDTHS), dtype=np.uint64)
PARTIES = np.repeat(KEYS, list(WIDTHS.values()))
STORED = StoredKeys(PARTIES, np.arange(len(PARTIES), dtype=np.int32))
NONE = np.zeros(0, np.uint64)


def keys(*pairs: tuple[int, int]) -> Keys:
    """Keys with their owners."""
    return Keys(
        np.array([key for key, _ in pairs], np.uint64), np.array([no for _, no in pairs], np.int32)
    )


def found(stored: StoredKeys, asked: Keys, whole: np.ndarray, bounds: Bounds) -> list[list[int]]:
    """Pairs of an inquiry and a party."""
    return [list(pair) for pair in zip(*stored.candidates(asked, whole, bounds), strict=True)]


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
    bounds = Bounds(most=1_000, widest=budget)
    for asked in (KEYS, np.concatenate([KEYS[::-1], KEYS[:1], [np.uint64(7)]])):
        owner = np.full(len(asked), 5, np.int32)
        pairs = found(STORED, Keys(asked, owner), KEYS[(whole or 0) == KEYS], bounds)
        assert pairs == [[5, no] for no, key in enumerate(PARTIES.tolist()) if key in kept]


def test_each_inquiry_has_a_budget_of_its_own() -> None:
    stored = StoredKeys(np.array([1, 1, 2, 3, 3, 3], np.uint64), np.arange(6, dtype=np.int32))
    asked = keys((1, 0), (2, 0), (3, 0), (3, 1))
    pairs = found(stored, asked, NONE, Bounds(most=10, widest=3))
    assert pairs == [[0, 0], [0, 1], [0, 2], [1, 3], [1, 4], [1, 5]]


@each("most", [1, 2, 3, 5, 50, 1000])
def test_the_likeliest_parties_are_those_of_the_one_blocking(most: int) -> None:
    """Points tell, and of equals the first."""
    chance = np.random.default_rng(most)
    key = np.repeat(np.arange(60, dtype=np.uint64) << np.uint64(50), chance.integers(1, 90, 60))
    pairs = np.unique(np.stack([key, chance.integers(0, 300, len(key)).astype(np.uint64)]), axis=1)
    stored = StoredKeys(pairs[0], pairs[1].astype(np.int32))
    asked = Keys(
        chance.integers(0, 70, 200).astype(np.uint64) << np.uint64(50),
        chance.integers(0, 9, 200).astype(np.int32),
    )
    bounds = Bounds(most=most, widest=1 << 40)
    wanted = candidates(asked, Keys(stored.key, stored.no), bounds)
    subject, record = stored.candidates(asked, NONE, bounds)
    assert subject.tolist() == wanted.subject.tolist()
    assert record.tolist() == wanted.record.tolist()
    assert (np.bincount(subject) <= most).all()


def test_nothing_asked_or_stored_finds_nothing() -> None:
    none, some = keys(), keys((1, 0))
    for stored, asked in ((none, some), (some, none), (none, none), (keys((2, 0)), some)):
        assert found(StoredKeys(stored.key, stored.owner), asked, asked.key, Bounds()) == []

"""Pairs that a glance leaves out are below the floor; those that are left are compared in full."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from random import Random

import numpy as np
import pytest

from matching.compare.glance import SETS
from matching.compare.names import Levels
from matching.compare.pairs import LEVELS, compare
from matching.engine import sieve
from matching.engine.blind import blind_odds
from matching.engine.link import own_weight
from matching.engine.sieve import Sieve
from matching.profile import Profile
from matching.score.at_most import at_most
from matching.score.context import natural
from matching.score.spread import NOT_COUNTED, Spread
from tests.unit.matching.compare.small_people import Sides, known, numbered, sides, someone
from tests.unit.matching.passed import MODEL

GIVENS = ("ANN", "ANNA", "BEATRICE", "CYRUS", "DORA", "EZRA", "FAYE", "GUSTAVE", "HOPE", "J")
SURNAMES = ("WEXFORD", "ORR", "HAINES", "ORTEGA SALAS", "DUNN", "PILCHUCK", "NGUYEN")


def town(people: int, seed: int) -> list[Profile]:
    random = Random(seed)

    def one() -> Profile:
        middle = random.choice(["", "A", "B", "C"])
        name = f"{random.choice(GIVENS)}|{middle}|{random.choice(SURNAMES)}"
        born = f"{random.randint(1940, 1999)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
        home = f"{random.randint(1, 4000)} {random.choice(('Oak', 'Elm', 'Ash'))} St|Salem|OR|97301"
        numbers = numbered(
            f"9001122{random.randint(10, 99)}", [f"50355501{random.randint(0, 99):02}"]
        )
        return known(someone(name, born=random.choice(["", born]), at=[home]), numbers)

    return [one() for _ in range(people)]


@pytest.fixture(scope="module")
def both() -> Sides:
    records = town(150, 3)
    return sides(records[:60] + town(60, 4), records)


NATION = Spread(12.0, 12.0)


@pytest.mark.parametrize("at_once", [1 << 15, 777])
@pytest.mark.parametrize("is_blind", [False, True])
@pytest.mark.parametrize("spread", [NOT_COUNTED, NATION])
def test_no_pair_above_the_floor_is_lost_and_few_others_are_left(
    both: Sides, is_blind: bool, at_once: int, spread: Spread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sieve, "_AT_ONCE", at_once)
    source = both.source(spread=spread)
    i = np.repeat(np.arange(len(both.a)), len(both.b))
    j = np.tile(np.arange(len(both.b)), len(both.a))
    levels = compare(both.facts, both.shares, both.a, i, both.b, j)
    above = natural(own_weight(MODEL, source, levels)) > MODEL.floor
    if is_blind:
        above |= blind_odds(MODEL, source, levels) > MODEL.floor
    blind = np.ones(len(both.a), dtype=np.bool_) if is_blind else None
    at, left = Sieve(MODEL, both.a, source, blind).left(i, j)
    assert np.flatnonzero(above)[~np.isin(np.flatnonzero(above), at)].tolist() == []
    assert 60 <= np.count_nonzero(above) <= len(at) < 1.5 * np.count_nonzero(above)
    for name, column in levels.items():
        assert np.array_equal(left[name], column[at]), name


def test_no_pair_at_all_leaves_none(both: Sides) -> None:
    none = np.zeros(0, dtype=np.int64)
    at, left = Sieve(MODEL, both.a, both.source(), None).left(none, none)
    assert len(at) == 0
    assert list(left) == list(LEVELS)


def test_nothing_weighs_more_than_it_may() -> None:
    random = Random(5)
    bound = at_most(MODEL.pair, SETS)
    rows = 4000
    seen, levels = {}, {}
    for name, own in LEVELS.items():
        sets = [(level,) for level in own] + list(SETS.get(name, ()))
        chosen = [random.randrange(len(sets)) for _ in range(rows)]
        seen[name] = np.array(chosen, dtype=np.uint8)
        of = [own.index(random.choice(sets[number])) for number in chosen]
        levels[name] = np.array(of, dtype=np.uint8)
    assert (bound.weigh(seen) >= MODEL.pair.weigh(levels)).all()
    over = bound.weigh(levels) - MODEL.pair.weigh(levels)
    assert over.min() >= 0
    assert over.max() <= 128  # two bits, where every level is known


@pytest.mark.parametrize("name", list(SETS))
def test_a_set_weighs_as_much_as_the_most_of_it(name: str) -> None:
    """Beside levels without any weight, so that only tables of this comparison tell."""
    rest = dict.fromkeys(LEVELS, 0)
    bound = at_most(MODEL.pair, SETS)
    own = LEVELS[name]
    for number, some in enumerate(SETS[name], start=len(own)):
        each = [int(bound.weigh(_row({**rest, name: own.index(level)}))[0]) for level in some]
        whole = int(bound.weigh(_row({**rest, name: number}))[0])
        assert whole >= max(each)
        assert whole <= max(each) + 64


def _row(levels: Mapping[str, int]) -> dict[str, Levels]:
    return {name: np.array([level], dtype=np.uint8) for name, level in levels.items()}


def test_the_sets_are_of_levels() -> None:
    for name, some in SETS.items():
        assert set(chain.from_iterable(some)) == set(LEVELS[name])

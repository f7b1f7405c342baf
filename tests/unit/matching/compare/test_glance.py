"""What a glance shows of a pair holds whatever `compare` then says of it, and tells most apart."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.compare.glance import SETS, Glance
from matching.compare.names import Levels
from matching.compare.pairs import LEVELS, compare
from matching.encode.batch import Ints
from matching.parse.address.read import normalize_address
from matching.parse.person.clean_name import clean_name
from matching.profile import Profile, ProfileAddress
from skiptrace.model.subject import PersonName, PostalAddress
from tests.unit.matching.compare import address_grid, name_grid
from tests.unit.matching.compare.small_people import Sides, known, numbered, sides, someone


def named(name: PersonName) -> Profile:
    return Profile(names=(clean_name(name),))


def living(told: address_grid.Told) -> Profile:
    where = normalize_address(PostalAddress(told.line, told.city, told.state, told.zip5))
    return Profile(addresses=(ProfileAddress(where),))


def looked_at(both: Sides, i: Ints, j: Ints) -> tuple[dict[str, Levels], dict[str, Levels]]:
    seen = Glance(both.facts, both.shares, both.a, both.b).levels(i, j)
    return seen, compare(both.facts, both.shares, both.a, i, both.b, j)


def missed(seen: dict[str, Levels], levels: dict[str, Levels]) -> list[tuple[str, int, str, str]]:
    """The first pairs whose level does not lie in what was seen, by comparison."""
    assert seen.keys() == levels.keys() == LEVELS.keys()
    found = []
    for name, own in LEVELS.items():
        sets = [{level} for level in own] + [set(some) for some in SETS.get(name, ())]
        held = np.array([[level in some for level in own] for some in sets])
        at = np.flatnonzero(~held[seen[name], levels[name]])
        found += [
            (name, n, str(sets[seen[name][n]]), own[levels[name][n]]) for n in at[:3].tolist()
        ]
    return found


def beside_each_other(a: Sequence[Profile], b: Sequence[Profile], more: int) -> Sides:
    """The pairs, and beside them `more` times as many of people who are nobody's pair."""
    random = Random(7)
    others = [random.choice(b) for _ in range(more * len(a))]
    return sides([*a, *list(a) * more], [*b, *others])


@pytest.fixture(scope="module")
def names() -> Sides:
    pairs = list(name_grid.grid())
    return beside_each_other([named(a) for a, _ in pairs], [named(b) for _, b in pairs], 1)


@pytest.fixture(scope="module")
def places() -> Sides:
    pairs = [*address_grid.grid(), *address_grid.lists()]
    return beside_each_other([living(a) for a, _ in pairs], [living(b) for _, b in pairs], 1)


@pytest.mark.parametrize("what", ["names", "places"])
def test_what_is_seen_holds(what: str, request: pytest.FixtureRequest) -> None:
    both: Sides = request.getfixturevalue(what)
    at = np.arange(len(both.a))
    seen, levels = looked_at(both, at, at)
    assert missed(seen, levels) == []
    seen, levels = looked_at(both, at[::-1].copy(), at)
    assert missed(seen, levels) == []


def test_of_several_names_and_addresses_what_is_seen_holds_of_each() -> None:
    random = Random(3)
    pairs = [side for pair in name_grid.grid() for side in pair]
    told = [side for pair in address_grid.grid() for side in pair]

    def somebody() -> Profile:
        few = [clean_name(random.choice(pairs)) for _ in range(random.randint(1, 3))]
        homes = [living(random.choice(told)).addresses[0] for _ in range(random.randint(1, 3))]
        numbers = numbered(phones=[f"50355501{random.randint(10, 20)}" for _ in "ab"])
        return known(Profile(names=tuple(few), addresses=tuple(homes)), numbers)

    both = sides([somebody() for _ in range(300)], [somebody() for _ in range(300)])
    i, j = np.repeat(np.arange(300), 60), np.tile(np.arange(300), 60)
    seen, levels = looked_at(both, i, j)
    assert missed(seen, levels) == []
    assert (seen["surname"] == len(LEVELS["surname"]) + 2).mean() > 0.05  # far apart, all of them


WORDS = st.text("ABELNORX", min_size=1, max_size=7)
NAME = st.tuples(WORDS, st.one_of(st.just(""), WORDS), WORDS).map("|".join)


@given(st.lists(NAME, min_size=2, max_size=6))
def test_what_is_seen_of_words_that_are_alike_holds(names: list[str]) -> None:
    both = sides([someone(name) for name in names], [someone(name) for name in names])
    i, j = np.repeat(np.arange(len(names)), len(names)), np.tile(np.arange(len(names)), len(names))
    assert missed(*looked_at(both, i, j)) == []


@pytest.mark.parametrize(
    ("a", "b", "comparison", "level"),
    [
        ("HAROLD||WEXFORD", "HAROLD||WEXFORD", "surname", "exact"),
        ("HAROLD||WEXFORD", "HAROLD||PILCHUCK", "surname", "different"),
        ("HAROLD||WEXFORD", "HAROLD||WINSLEAD", "surname", "same initial"),
        ("HAROLD||WEXFORD", "HAROLD||", "surname", "no data"),
        ("HAROLD||WEXFORD", "PERCIVAL||WEXFORD", "given", "different"),
        ("H||WEXFORD", "H||WEXFORD", "given", "initial"),
        ("HAROLD|B|WEXFORD", "HAROLD|C|WEXFORD", "middle", "conflict"),
        ("HAROLD|B|WEXFORD", "BERT|H|WEXFORD", "middle", "given name"),
        ("HAROLD|B|WEXFORD", "HAROLD|BERT|WEXFORD", "middle", "initial"),
        ("HAROLD||WEXFORD|JR", "HAROLD||WEXFORD|SR", "generation", "conflict"),
        ("HAROLD||WEXFORD", "HAROLD||WEXFORD", "order", "as written"),
    ],
)
def test_what_codes_and_letters_show_is_seen(a: str, b: str, comparison: str, level: str) -> None:
    at = np.zeros(1, dtype=np.int64)
    seen, levels = looked_at(sides([someone(a)], [someone(b)]), at, at)
    own = LEVELS[comparison]
    assert (own[seen[comparison][0]], own[levels[comparison][0]]) == (level, level)


ANYWHERE = "all levels"


@pytest.mark.parametrize(
    ("a", "b", "place"),
    [
        ("4127 Oak St", "853 Oak St", "another house"),
        ("4127 Chestnut St", "853 Willow Ave", "different"),
        ("4127 Chestnut St", "853 Chesnut St", "another house"),
        ("4127 N Chestnut St", "853 Dr Willow St", "another house"),
        ("4127 Oak St", "4128 Elm St", ANYWHERE),
        ("4127 Oak St", "4127 Elm St", ANYWHERE),
        ("4127 Oak St", "853 1/2 Oak St", ANYWHERE),
        ("PO Box 4127", "PO Box 853", ANYWHERE),
        ("4127 Oak St", "", ANYWHERE),
    ],
)
def test_another_house_is_seen(a: str, b: str, place: str) -> None:
    at = np.zeros(1, dtype=np.int64)
    homes = [someone("ANN||ORR", at=[f"{line}|Salem|OR|97301"]) for line in (a, b)]
    seen, _ = looked_at(sides(homes[:1], homes[1:]), at, at)
    assert (*LEVELS["place"], ANYWHERE, "another house")[seen["place"][0]] == place
    assert (int(seen["crowd"][0]) > 0) is (place == ANYWHERE)

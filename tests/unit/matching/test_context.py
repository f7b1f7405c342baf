"""What other candidates say of one: rivals, support, other subjects, namesakes, persons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.compare.names import GIVEN, SURNAME
from matching.compare.numbers import PHONE
from matching.compare.pairs import LEVELS
from matching.encode.batch import Ints
from matching.score.additive import UNITS_PER_BIT
from matching.score.context import (
    CONTEXT_LEVELS,
    CONTRADICTED,
    GAP_EDGES,
    LIKELIEST,
    SUPPORT_EDGES,
    Context,
    LinkOdds,
    ScoredPairs,
    context,
    natural,
)

SAME, UNSURE, OTHER = 5.0, -1.0, -8.0


def kept_pairs(*rows: tuple[int, int, float]) -> ScoredPairs:
    """Survivors from (subject, record, odds), by subject, the likeliest first."""
    ordered = sorted(rows, key=lambda row: (row[0], -row[2], row[1]))
    subject, record, odds = zip(*ordered, strict=True) if ordered else ((), (), ())
    return ScoredPairs(
        np.array(subject, np.int64), np.array(record, np.int64), np.array(odds, np.float64)
    )


def linked(table: Mapping[tuple[int, int], float], otherwise: float = OTHER) -> LinkOdds:
    """Odds that two records are one person's, the same either way round."""
    both = {**table, **{(b, a): odds for (a, b), odds in table.items()}}

    def of(a: Ints, b: Ints) -> np.ndarray:
        return np.array([both.get(pair, otherwise) for pair in zip(a.tolist(), b.tolist())])  # noqa: B905

    return of


def names(count: int, agree: Sequence[bool] = ()) -> dict[str, np.ndarray]:
    bears = np.array(agree or [True] * count, dtype=bool)
    return {
        **{comparison: np.zeros(count, np.uint8) for comparison in LEVELS},
        "surname": np.where(bears, SURNAME.index("exact"), SURNAME.index("different")),
        "given": np.full(count, GIVEN.index("exact")),
    }


def seen(
    found: ScoredPairs,
    table: Mapping[tuple[int, int], float] | None = None,
    *,
    register: bool | None = None,
    batch: bool = True,
    agree: Sequence[bool] = (),
    household_member: Sequence[bool] = (),
) -> Context:
    levels = names(len(found), agree)
    if household_member:
        levels["given"] = np.where(household_member, GIVEN.index("different"), levels["given"])
        levels["phone"] = np.where(household_member, PHONE.index("agree"), 0)
    claims = found if batch else None
    return context(found, levels, linked(table or {}), register=register, claims=claims)


def told(around: Context, comparison: str) -> list[str]:
    return [CONTEXT_LEVELS[comparison][level] for level in around.levels[comparison]]


def test_nobody_has_a_context() -> None:
    around = seen(kept_pairs())
    assert {len(column) for column in around.levels.values()} == {0}
    assert set(around.levels) == set(CONTEXT_LEVELS)


def test_a_candidate_alone() -> None:
    around = seen(kept_pairs((0, 4, 2.0)))
    found = {name: told(around, name)[0] for name in CONTEXT_LEVELS}
    assert found == {
        "rival": "no data", "unsure rival": "no data", "support": "no data",
        "other subject": "none", "namesakes": "one", "other namesakes": "none", "records": "one",
        "register": "no data",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("odds", "rival", "unsure", "support"),
    [
        (OTHER, ["2 to 3", "-3 to -2"], ["no data"] * 2, ["no data"] * 2),
        (UNSURE, ["no data"] * 2, ["2 to 3", "-3 to -2"], ["no data"] * 2),
        (SAME, ["no data"] * 2, ["no data"] * 2, ["1 to 2", "3 to 5"]),
    ],
)
def test_rivals_and_support(
    odds: float, rival: list[str], unsure: list[str], support: list[str]
) -> None:
    around = seen(kept_pairs((0, 1, 4.0), (0, 2, 1.5)), {(1, 2): odds})
    assert (told(around, "rival"), told(around, "unsure rival")) == (rival, unsure)
    assert told(around, "support") == support


@pytest.mark.parametrize(("odds", "rival"), [(OTHER, "rival"), (UNSURE, "unsure rival")])
def test_who_is_only_of_the_household_is_no_rival(odds: float, rival: str) -> None:
    found = kept_pairs((0, 1, 4.0), (0, 2, 1.5), (0, 3, 1.2))
    around = seen(
        found, {(1, 2): odds, (1, 3): odds, (2, 3): odds}, household_member=[False, True, False]
    )
    assert told(around, rival) == ["2 to 3", "-3 to -2", "-3 to -2"]
    everyone = seen(found, {(1, 2): odds, (1, 3): odds, (2, 3): odds}, household_member=[True] * 3)
    assert told(everyone, rival) == ["no data"] * 3


@pytest.mark.parametrize(("gap", "level"), [
    *((edge, name) for edge, name in zip(GAP_EDGES, CONTEXT_LEVELS["rival"][2:], strict=True)),
    (-8.5, "below -8"), (-0.5, "-1 to -0.3"), (0.0, "-0.3 to 0.3"), (9.0, "above 8"),
])  # fmt: skip
def test_gaps_to_the_rival(gap: float, level: str) -> None:
    around = seen(kept_pairs((0, 1, gap), (0, 2, 0.0)))
    assert level in told(around, "rival")


def test_the_edges_have_a_name_each() -> None:
    assert len(CONTEXT_LEVELS["rival"]) == len(GAP_EDGES) + 2
    assert len(CONTEXT_LEVELS["support"]) == len(SUPPORT_EDGES) + 2


def test_records_are_joined_through_a_third() -> None:
    found = kept_pairs((0, 1, 5.0), (0, 2, 4.0), (0, 3, 3.0), (0, 4, 2.0))
    around = seen(found, {(1, 2): SAME, (2, 3): SAME})
    assert around.person.tolist() == [0, 0, 0, 3]
    assert told(around, "records") == ["three", "three", "three", "one"]
    assert told(around, "rival") == ["3 to 5", "2 to 3", "1 to 2", "-3 to -2"]


@pytest.mark.parametrize(
    ("surer", "persons"), [((1, 2), [0, 0, 2, 3]), ((1, 3), [0, 1, 0, 3]), ((2, 4), [0, 0, 2, 0])]
)
def test_records_that_contradict_each_other_are_not_joined_through_a_third(
    surer: tuple[int, int], persons: list[int]
) -> None:
    """1 has no suffix; 2 is the father and 3 the son; 4 fits whom it is tied with."""
    found = kept_pairs((0, 1, 5.0), (0, 2, 4.0), (0, 3, 3.0), (0, 4, 2.0))
    table = {(1, 2): 4.0, (1, 3): 4.0, (2, 3): CONTRADICTED}
    assert seen(found, {**table, surer: SAME}).person.tolist() == persons


def test_a_long_chain_is_one_person() -> None:
    chain = {(n, n + 1): SAME for n in range(LIKELIEST - 1)}
    turned = [(0, (n * 5) % LIKELIEST, float(LIKELIEST - n)) for n in range(LIKELIEST)]
    assert set(seen(kept_pairs(*turned), chain).person.tolist()) == {0}


@pytest.mark.parametrize("others", [1, LIKELIEST, 2 * LIKELIEST])
def test_any_number_of_records_of_one_person_are_joined(others: int) -> None:
    found = kept_pairs(*((0, record, 4.0) for record in range(others + 1)))
    pairs = {(a, b): SAME for a in range(others + 1) for b in range(a)}
    assert set(seen(found, pairs).person.tolist()) == {0}


def test_records_of_two_subjects_are_not_joined() -> None:
    around = seen(kept_pairs((0, 1, 5.0), (1, 2, 5.0)), {(1, 2): SAME})
    assert around.person.tolist() == [0, 1]
    assert len(around.links.odds) == 0


def test_the_better_subject_of_a_record() -> None:
    found = kept_pairs((0, 7, 4.0), (1, 7, 1.5), (2, 7, -2.0), (2, 8, 0.0))
    around = seen(found)
    assert told(around, "other subject") == ["2 to 3", "-3 to -2", "none", "-8 to -5"]
    assert told(seen(found, batch=False), "other subject") == ["no data"] * 4


def test_equally_good_subjects_of_a_record() -> None:
    around = seen(kept_pairs((0, 7, 4.0), (1, 7, 4.0)))
    assert told(around, "other subject") == ["-0.3 to 0.3"] * 2


@pytest.mark.parametrize(
    ("agree", "level"),
    [([False] * 6, "none"), ([True] + [False] * 5, "one"), ([True] * 3 + [False] * 3, "three"),
     ([True] * 6, "more")],
)  # fmt: skip
def test_namesakes_are_persons(agree: list[bool], level: str) -> None:
    found = kept_pairs(*((0, record, 6.0 - record) for record in range(6)))
    assert set(told(seen(found, agree=agree), "namesakes")) == {level}


@pytest.mark.parametrize(
    ("agree", "levels"),
    [
        ([True, False, False], ["none", "one", "one"]),
        ([False, False, False], ["none", "none", "none"]),
        ([True, True, False], ["one", "one", "two"]),
        ([True, True, True], ["two", "two", "two"]),
    ],
)
def test_who_does_not_bear_the_name_has_no_fewer_namesakes(
    agree: list[bool], levels: list[str]
) -> None:
    found = kept_pairs(*((0, record, 6.0 - record) for record in range(3)))
    assert told(seen(found, agree=agree), "other namesakes") == levels


def test_records_of_one_person_are_one_namesake() -> None:
    found = kept_pairs((0, 1, 5.0), (0, 2, 4.0), (0, 3, 3.0), (9, 1, 1.0))
    around = seen(found, {(1, 2): SAME, (1, 3): SAME})
    assert told(around, "namesakes") == ["one"] * 4


@pytest.mark.parametrize(
    ("register", "level", "persons"),
    [(True, "one record a person", [0, 1]), (False, "several records a person", [0, 0]),
     (None, "no data", [0, 0])],
)  # fmt: skip
def test_a_register_joins_no_records(register: bool | None, level: str, persons: list[int]) -> None:
    around = seen(kept_pairs((0, 1, 5.0), (0, 2, 4.0)), {(1, 2): SAME}, register=register)
    assert told(around, "register") == [level] * 2
    assert around.person.tolist() == persons


@pytest.mark.parametrize(
    ("subjects", "with_two", "batch", "level"),
    [
        (199, 0, True, "no data"),
        (200, 0, True, "one record a person"),
        (200, 7, True, "one record a person"),
        (200, 8, True, "several records a person"),
        (200, 0, False, "no data"),
    ],
)
def test_a_register_is_told_by_its_records(
    subjects: int, with_two: int, batch: bool, level: str
) -> None:
    first = [(n, 2 * n, 5.0) for n in range(subjects)]
    second = [(n, 2 * n + 1, 4.0) for n in range(with_two)]
    pairs = {(2 * n, 2 * n + 1): SAME for n in range(with_two)}
    around = seen(kept_pairs(*first, *second), pairs, batch=batch)
    assert set(told(around, "register")) == {level}


ODDS = st.lists(st.tuples(st.integers(0, 2), st.integers(-4, 8)), max_size=30)


@given(ODDS)
def test_every_survivor_is_tied_with_the_likeliest_once(rows: list[tuple[int, int]]) -> None:
    found = kept_pairs(*((s, n, float(odds)) for n, (s, odds) in enumerate(rows)))
    around = seen(found)
    links = list(zip(around.links.left.tolist(), around.links.right.tolist(), strict=True))
    first = {s: int(np.flatnonzero(found.subject == s)[0]) for s in set(found.subject.tolist())}
    expected = {
        (a, b)
        for b in range(len(found))
        for a in range(b)
        if found.subject[a] == found.subject[b] and a - first[int(found.subject[a])] < LIKELIEST
    }
    assert len(links) == len(set(links))
    assert set(links) == expected


def test_natural_odds_of_units() -> None:
    assert natural(np.array([0, UNITS_PER_BIT, -2 * UNITS_PER_BIT])) == pytest.approx(
        [0.0, np.log(2), -np.log(4)]
    )

"""Linking: the same answer in partitions of any size; competition shares one whole."""

from __future__ import annotations

import os
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.block import candidates
from matching.block.candidates import Bounds
from matching.compare.pairs import LEVELS
from matching.engine import second_pass
from matching.engine.link import (
    competition,
    in_context,
    link_odds,
    scored_pairs,
)
from matching.engine.second_pass import Told
from matching.explain import linked_terms
from matching.profile import Profile
from matching.score.additive import UNITS_PER_BIT
from matching.score.context import LIKELIEST, Context, RecordLinks, ScoredPairs
from tests.unit.matching.compare.small_people import known, numbered, sides, someone
from tests.unit.matching.passed import MODEL, TwoSides

BOUNDS = Bounds()
GIVENS = ("ANN", "BO", "CYRUS", "DORA", "EZRA", "FAY", "GUS", "HOPE")
SURNAMES = ("WEXFORD", "ORR", "HAINES", "ORTEGA SALAS", "DUNN", "POE")


def town(people: int, seed: int) -> list[Profile]:
    random = Random(seed)

    def one() -> Profile:
        name = f"{random.choice(GIVENS)}|{random.choice('ABC')}|{random.choice(SURNAMES)}"
        born = f"{random.randint(1940, 1999)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
        home = f"{random.randint(1, 40)} {random.choice(('Oak', 'Elm', 'Ash'))} St|Salem|OR|97301"
        return known(
            someone(name, born=born, at=[home]),
            numbered(phones=[f"50355501{random.randint(0, 99):02}"]),
        )

    return [one() for _ in range(people)]


def told(two: TwoSides, bounds: Bounds = BOUNDS, size: int = 1000) -> list[tuple[int, ...]]:
    blocked, found = two.linked(bounds, size)
    columns = (found.found.subject, found.found.record, found.weight, found.context.person)
    assert blocked.pairs >= len(found.weight)
    return [tuple(map(int, row)) for row in zip(*columns, strict=True)]


@pytest.fixture(scope="module")
def two() -> TwoSides:
    records = town(120, 3)
    return TwoSides(records[:50] + town(40, 4), records)


@pytest.fixture(scope="module")
def at_once(two: TwoSides) -> list[tuple[int, ...]]:
    """What all records at once give, each block of pairs as large as it may be."""
    return told(two)


@pytest.mark.parametrize(("part", "block"), [(3, 7), (70, 1000), (900, 5), (1000, 50)])
def test_sizes_of_parts_and_blocks_change_nothing(
    two: TwoSides,
    at_once: list[tuple[int, ...]],
    part: int,
    block: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert len(at_once) > 50
    monkeypatch.setattr(candidates, "AT_ONCE", part)
    monkeypatch.setattr(second_pass, "BLOCK", block)
    assert told(two) == at_once


@pytest.mark.parametrize("bounds", [BOUNDS, Bounds(most=3, widest=20)])
@pytest.mark.parametrize("size", [1, 7, 100])
def test_the_size_of_partitions_changes_nothing(two: TwoSides, bounds: Bounds, size: int) -> None:
    assert told(two, bounds, size) == told(two, bounds)


@pytest.mark.parametrize("processors", [1, 5])
def test_the_number_of_threads_changes_nothing(
    two: TwoSides,
    at_once: list[tuple[int, ...]],
    processors: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(candidates, "AT_ONCE", 9)
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(processors)))
    assert told(two) == at_once


def test_survivors_come_by_subject_the_likeliest_first(two: TwoSides) -> None:
    found = two.linked(BOUNDS, 9)[0].found
    order = np.lexsort((found.record, -found.odds, found.subject))
    assert order.tolist() == list(range(len(found)))
    assert (found.odds > MODEL.floor).all()


def test_only_records_of_survivors_are_kept(two: TwoSides) -> None:
    stranger = someone("QUILL||VANDERSLOOT", born="1901", at=["7 Fir St|Boise|ID|83702"])
    blocked, _ = TwoSides(two.subjects, [*two.records, stranger]).linked(BOUNDS, 50)
    assert np.unique(blocked.found.record).tolist() == list(range(len(blocked.number)))
    assert len(two.records) not in blocked.number.tolist()
    assert len(blocked.source.people) == len(blocked.number) > 50
    assert "VANDERSLOOT" not in blocked.source.facts.names.words.tolist()


def test_who_is_in_both_files_is_found_again(two: TwoSides) -> None:
    found = two.linked(BOUNDS, 40)[1]
    own = found.found.subject == found.found.record
    assert set(found.found.subject[own & (found.probability > 0.9)].tolist()) == set(range(50))


def test_every_record_and_every_candidate_is_told(
    two: TwoSides, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "AT_ONCE", 50)
    records: list[int] = []
    pairs: list[tuple[int, int]] = []
    told = Told(records.append, lambda s, r: pairs.extend(zip(s.tolist(), r.tolist(), strict=True)))
    blocked, _ = two.linked(BOUNDS, 70, told)
    assert sum(records) == len(two.records)
    assert len(set(pairs)) == len(pairs) == blocked.pairs
    assert max(record for _, record in pairs) > 70


@pytest.mark.parametrize(("subjects", "records"), [(0, 0), (0, 2), (2, 0)])
def test_empty_sides(subjects: int, records: int) -> None:
    blocked, found = TwoSides(town(subjects, 1), town(records, 1)).linked(BOUNDS)
    assert (len(found.weight), len(found.probability), blocked.pairs, blocked.most) == (0, 0, 0, 0)
    assert set(found.pair) == set(LEVELS)


def test_counts_of_what_was_compared(two: TwoSides) -> None:
    wide, narrow = two.linked(BOUNDS)[0], two.linked(Bounds(most=2, widest=60))[0]
    assert wide.cut == 0
    assert (narrow.most, narrow.cut > 0) == (2, True)
    assert narrow.pairs < wide.pairs


def test_probability_is_that_of_the_weight(two: TwoSides) -> None:
    found = two.linked(BOUNDS)[1]
    odds = np.exp2(found.weight / UNITS_PER_BIT)
    assert found.probability == pytest.approx(odds / (1 + odds))


def test_terms_sum_to_the_weight(two: TwoSides) -> None:
    found = two.linked(BOUNDS)[1]
    assert found.competition.any()
    for at, weight in enumerate(found.weight):
        terms = linked_terms(MODEL, found, at)
        assert sum(term.weight for term in terms) * UNITS_PER_BIT == weight


def around(person: list[int]) -> Context:
    none = np.zeros(0, np.int64)
    return Context({}, np.array(person), RecordLinks(none, none, np.zeros(0)))


def probabilities(
    bits: list[float], person: list[int] | None = None, subject: list[int] | None = None
) -> list[float]:
    count = len(bits)
    weight = np.round(np.array(bits) * UNITS_PER_BIT).astype(np.int32)
    subjects = np.array(subject or [0] * count)
    found = ScoredPairs(subjects, np.arange(count), np.zeros(count))
    after = weight + competition(found, weight, around(person or list(range(count))))
    return [float(p) for p in 1 / (1 + np.exp2(-after / UNITS_PER_BIT))]


@pytest.mark.parametrize("bits", [0.0, 3.0, 30.0, 90.0])
@pytest.mark.parametrize("count", [2, 3, LIKELIEST + 1, 60])
def test_equal_namesakes_share_one_whole(count: int, bits: float) -> None:
    found = probabilities([bits] * count)
    assert set(found) == {found[0]}
    assert 0.97 / count < found[0] <= 1 / count


@given(
    st.lists(
        st.tuples(st.floats(-20, 40), st.integers(0, 3), st.integers(0, 1)),
        min_size=1,
        max_size=12,
    )
)
def test_the_persons_of_a_subject_share_one_whole(
    rows: list[tuple[float, int, int]],
) -> None:
    """Records of a person are one: its likeliest counts."""
    rows.sort(key=lambda row: row[2])
    keys = [(subject, number) for _, number, subject in rows]
    person = [keys.index(key) for key in keys]
    found = probabilities([row[0] for row in rows], person, [row[2] for row in rows])
    for subject in {row[2] for row in rows}:
        of = {p: 0.0 for p, key in zip(person, keys, strict=True) if key[0] == subject}
        for p, likely in zip(person, found, strict=True):
            if p in of:
                of[p] = max(of[p], likely)
        assert sum(of.values()) <= 1 + 1e-9


@pytest.mark.parametrize("bits", [-40.0, -3.0, 0.0, 12.0, 90.0])
def test_a_candidate_without_rivals_is_unchanged(bits: float) -> None:
    assert probabilities([bits]) == [1 / (1 + 2**-bits)]
    assert probabilities([bits, bits], subject=[0, 1]) == [1 / (1 + 2**-bits)] * 2
    assert probabilities([bits, bits], person=[0, 0]) == [1 / (1 + 2**-bits)] * 2


def test_a_sure_rival_takes_what_a_weak_one_cannot() -> None:
    strong, weak = probabilities([20.0, 4.0])
    assert strong == pytest.approx(1 - 2**-16, abs=1e-6)
    assert weak < 0.001


def test_weak_rivals_of_all_less_than_even_odds_take_nothing() -> None:
    assert probabilities([5.0, -2.0, -2.0])[0] == 1 / (1 + 2**-5)


def test_all_records_of_a_person_bear_its_best_rival() -> None:
    found = probabilities([9.0, 5.0, 9.0], person=[0, 0, 2])
    assert found[0] == pytest.approx(0.5, abs=0.01)
    assert found[1] < 0.1
    assert sum(found[::2]) <= 1


def test_a_context_weight_may_put_a_later_record_of_a_person_first() -> None:
    assert probabilities([1.0, 9.0, 9.0], person=[0, 0, 2])[2] <= 0.5


def in_order(*profiles: Profile) -> list[float]:
    """Odds that the first record is one person with each of the others."""
    found = sides([someone("X||Y")], profiles)
    rest = np.arange(1, len(profiles))
    return [float(odds) for odds in link_odds(MODEL, found.source())(rest * 0, rest)]


def test_contradicting_records_are_not_one_persons() -> None:
    home = ["12 Oak St|Salem|OR|97301"]
    number = numbered("900124321", ["5035550142"])
    senior = known(someone("AL||WEXFORD|SR", born="1950-03-14", at=home), number)
    same, younger, junior = (
        known(someone(name, born=born, at=home), number)
        for name, born in (
            ("AL||WEXFORD|SR", "1950-03-14"),
            ("AL||WEXFORD|SR", "1978-11-02"),
            ("AL||WEXFORD|JR", "1950-03-14"),
        )
    )
    other = known(someone("AL||WEXFORD|SR", born="1950-03-14", at=home), numbered("900965555"))
    odds = in_order(senior, same, younger, junior, other)
    assert odds[0] > 5
    assert max(odds[1:]) <= -9


def test_two_equal_records_of_other_people_get_half_each() -> None:
    home = "12 Oak St|Salem|OR|97301"
    asked = someone("ZEBULON||WEXFORD", at=[home])
    records = [
        known(someone("ZEBULON||WEXFORD|" + gen, at=[home]), numbered(ssn))
        for gen, ssn in (("", "900124321"), ("", "900965555"), ("", "900781111"))
    ]
    for count in (1, 2, 3):
        two = sides([asked], records[:count])
        every = np.arange(count)
        source = two.source(batch=False)
        found, levels = scored_pairs(MODEL, two.a, source, every * 0, every)
        after = in_context(MODEL, two.a, found, levels, source).probability
        assert after.max() <= 1 / count
        assert len(set(after.tolist())) == 1

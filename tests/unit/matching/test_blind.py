"""The blind link and what lies beneath the floor: seen apart, and nothing real changes by them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from matching.block.candidates import Bounds
from matching.engine.beneath import with_beneath
from matching.engine.blind import Revealed, blind_part, revealed
from matching.engine.link import Linked, in_context, ordered
from matching.engine.second_pass import Blocked, Linking, block_and_score
from matching.profile import Profile
from matching.score.population import REFERENCE
from tests.unit.matching.compare.small_people import known, numbered, someone
from tests.unit.matching.passed import MODEL, TwoSides

HOME = "4127 Juniper Hollow Rd|Salem|OR|97301"
NAMES = ("ZEBULON||WEXFORD", "CORDELIA||QUILLMAN", "AMBROSE||THISTLEBY", "WINIFRED||OSTRAND")


def one(name: str = NAMES[0], born: str = "1980-07-02", at: str = HOME) -> Profile:
    return known(someone(name, born=born, at=[at]), numbered())


def passed(
    two: TwoSides, blind: NDArray[np.bool_] | None = None, *, every: bool = False
) -> tuple[TwoSides, Blocked, Linked]:
    counted = two.counted(Bounds(), 1000)
    linking = Linking(MODEL, Bounds(), REFERENCE, True, blind, every)
    blocked = block_and_score(linking, counted)
    people = counted.subjects.people
    return two, blocked, in_context(MODEL, people, blocked.found, blocked.levels, blocked.source)


def uncovered(subjects: Sequence[Profile], records: Sequence[Profile]) -> Revealed:
    asked = np.ones(len(subjects), dtype=np.bool_)
    two, blocked, linked = passed(TwoSides(subjects, records), asked)
    pairs = blind_part(ordered([(blocked.found, blocked.levels), blocked.beneath]), asked)
    return revealed(MODEL, two.asked().people, blocked.source, pairs, linked)


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (one(), "right"),
        (one(born="1980-07-20"), "right"),
        (one(born="1953-02-19"), "wrong"),
        (one(born="1991-12-30"), "wrong"),
    ],
    ids=("himself", "with a slip", "his father", "a namesake"),
)
def test_what_was_hidden_says_who_was_right(record: Profile, told: str) -> None:
    found = uncovered([one()], [record])
    assert len(found) == 1
    assert found.said[0] > 1.0
    assert bool(found.told[0] > 0) is (told == "right")


@pytest.mark.parametrize(
    ("subject", "record"),
    [(one(born=""), one()), (one(), one(born="")), (one(born=""), one(born=""))],
)
def test_where_nothing_was_hidden_nothing_is_told(subject: Profile, record: Profile) -> None:
    assert len(uncovered([subject], [record])) == 0


def test_only_the_likeliest_blind_candidate_of_a_subject_is_asked() -> None:
    elsewhere = "88 Cooper St|Salem|OR|97301"
    found = uncovered([one()], [one(), one(born="1953-02-19", at=elsewhere)])
    assert len(found) == 1
    assert found.told[0] > 0


def test_a_record_that_others_claim_is_claimed_in_the_blind_link_too() -> None:
    """The father is a subject as well, so his record is seldom taken for his son's."""
    father = one(born="1953-02-19")
    alone, claimed = uncovered([one()], [father]), uncovered([one(), father], [father])
    son = claimed.said[claimed.told < 0]
    assert len(son) == 0 or son[0] < alone.said[0]


def town() -> TwoSides:
    people = [
        one(name, born, f"{house} Oak St|Salem|OR|97301")
        for name in NAMES
        for house, born in ((1, "1950-01-02"), (2, "1961-03-14"), (3, "1972-05-06"))
    ]
    records = [*people[::2], *(one(name, "1939-09-09", HOME) for name in NAMES)]
    return TwoSides(people, records)


def test_the_blind_link_leaves_the_survivors_as_they_are() -> None:
    asked = np.arange(len(town().subjects)) % 2 == 0
    _, plain, linked = passed(town())
    _, beside, again = passed(town(), asked)
    assert len(plain.beneath[0]) == 0
    assert len(beside.beneath[0]) > 0
    assert set(asked[beside.beneath[0].subject].tolist()) == {True}
    number = plain.number[linked.found.record], beside.number[again.found.record]
    assert number[0].tolist() == number[1].tolist()
    assert linked.weight.tolist() == again.weight.tolist()
    assert linked.context.person.tolist() == again.context.person.tolist()


def test_what_lies_beneath_is_weighed_and_moves_nothing_above() -> None:
    two, blocked, linked = passed(town(), every=True)
    assert len(linked.weight) < blocked.pairs == len(linked.weight) + len(blocked.beneath[0])
    places = np.arange(len(linked.weight))
    every, at = with_beneath(MODEL, two.asked().people, blocked, linked, places)
    assert len(every.weight) == blocked.pairs
    for name in (
        "population",
        "competition",
        "calibration",
        "spread",
        "shown",
        "constraint",
        "weight",
    ):
        assert getattr(every, name)[at].tolist() == getattr(linked, name).tolist(), name
    for name, column in linked.context.levels.items():
        assert every.context.levels[name][at].tolist() == column.tolist(), name
    assert every.context.person[at].tolist() == at[linked.context.person].tolist()
    assert every.found.odds[at].tolist() == linked.found.odds.tolist()
    person = every.context.person
    assert person[person].tolist() == person.tolist()
    assert every.found.subject[person].tolist() == every.found.subject.tolist()

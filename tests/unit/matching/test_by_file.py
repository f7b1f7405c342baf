"""What a file has shown moves all alike, under their rules, or lifts some behind them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from config.default_model import LINK_MODEL
from matching.engine.by_file import lifted, moved
from matching.engine.link import Linked, in_context, scored_pairs
from matching.explain import linked_terms
from matching.score.additive import UNITS_PER_BIT, Units
from matching.score.constraints.held import Held
from matching.score.context import APART, RecordLinks
from matching.score.lookalikes import units_of
from matching.score.person_model import load_model
from matching.score.wrong_share import FILE, LIFTED
from tests.unit.matching.compare.small_people import sides, someone

MODEL = load_model(LINK_MODEL)
HOME = ["12 Oak St|Salem|OR|97301"]


def linked() -> Linked:
    """A sure record, a brother whom a rule holds down, and a namesake elsewhere."""
    asked = someone("ZEBULON||WEXFORD", born="1950-03-14", at=HOME)
    records = [
        asked,
        someone("ANSELM||WEXFORD", born="1950-03-14", at=HOME),
        someone("ZEBULON||WEXFORD", at=["9 Elm St|Bend|OR|97701"]),
    ]
    two = sides([asked], records)
    every = np.arange(len(records))
    found, levels = scored_pairs(MODEL, two.a, two.source(), every * 0, every)
    return in_context(MODEL, two.a, found, levels, two.source())


def by(bits: float, of: Linked) -> Units:
    """So many bits for each survivor."""
    return np.full(len(of.weight), round(bits * UNITS_PER_BIT), dtype=np.int32)


def test_all_are_moved_alike_and_a_rule_takes_the_less() -> None:
    before = linked()
    after = moved(before, by(-1.0, before))
    assert (before.free - after.free).tolist() == [UNITS_PER_BIT] * len(before.found)
    assert (after.weight <= before.weight).all()
    held = np.flatnonzero(before.constraint < -UNITS_PER_BIT)
    assert len(held) and after.weight[held].tolist() == before.weight[held].tolist()
    assert after.held.number.tolist() == before.held.number.tolist()


def test_what_was_taken_is_a_term_and_all_terms_are_the_weight() -> None:
    after = moved(linked(), by(-0.4, linked()))
    for at, weight in enumerate(after.weight.tolist()):
        terms = linked_terms(MODEL, after, at)
        assert [term.name for term in terms].count(FILE) == 1
        assert sum(term.weight for term in terms) * UNITS_PER_BIT == weight


def test_nothing_is_moved_by_nothing() -> None:
    before = linked()
    assert moved(before, by(0.0, before)) is before


def at(*probabilities: float, tie: float = APART - 1.0) -> Linked:
    """The same survivors as three people with those probabilities, and under no rule.

    The first two are one person's by so much, in natural log-odds.
    """
    weight = np.array([units_of(one) for one in probabilities], dtype=np.int32)
    nobody = np.zeros(len(weight), dtype=np.int32)
    one, free = linked(), Held(nobody.astype(np.uint8))
    ways = np.array([0, 0, 1], dtype=np.int32), np.array([1, 2, 2], dtype=np.int32)
    links = RecordLinks(*ways, np.array([tie, APART - 1.0, APART - 1.0]))
    apart = replace(one.context, person=np.arange(len(weight)), links=links)
    return replace(one, weight=weight, constraint=nobody, held=free, context=apart)


def persons_of(one: Linked) -> dict[int, float]:
    """The probability of each person's likeliest record."""
    found: dict[int, float] = {}
    for person, likely in zip(one.context.person.tolist(), one.probability.tolist(), strict=True):
        found[person] = max(likely, found.get(person, 0.0))
    return found


def test_what_is_raised_stays_under_its_rule() -> None:
    after = moved(linked(), by(4.3, linked()))
    assert after.weight[0] > linked().weight[0]
    for place in range(len(after.weight)):
        rule = after.held.rule(place)
        assert rule is None or after.probability[place] <= rule.ceiling + 1e-9


def test_only_the_likeliest_person_is_raised() -> None:
    before = at(0.7, 0.1, 0.05)
    after = moved(before, by(0.5, before))
    assert after.shown.tolist() == [UNITS_PER_BIT // 2, 0, 0]
    assert after.weight[1:].tolist() == before.weight[1:].tolist()


@pytest.mark.parametrize("bits", [0.7, 4.3])
def test_what_is_raised_leaves_the_others_their_part(bits: float) -> None:
    before = at(0.6, 0.05, 0.33)
    assert len(persons_of(before)) > 1
    after = moved(before, by(bits, before))
    assert sum(persons_of(after).values()) <= 1.001
    assert (after.weight >= before.weight).all()


@pytest.mark.parametrize(("odds", "apart"), [(APART - 1.0, True), (APART, False), (-0.1, False)])
def test_who_may_be_the_same_takes_no_room_and_rises_too(odds: float, *, apart: bool) -> None:
    before = at(0.6, 0.35, 0.02, tie=odds)
    after = moved(before, by(3.0, before))
    assert bool(sum(after.probability) <= 1.001) is apart
    assert bool(after.shown[1] > 0) is not apart
    assert after.shown[2] == 0


def test_what_was_added_is_a_term_behind_the_rule_which_still_holds() -> None:
    before = linked()
    held = np.flatnonzero(before.constraint)
    added = np.zeros(len(before.weight), dtype=np.int32)
    added[held] = 100
    after = lifted(before, added)
    assert len(held)
    assert after.held is before.held
    assert after.constraint is before.constraint
    assert (after.weight - before.weight).tolist() == added.tolist()
    for at, weight in enumerate(after.weight.tolist()):
        terms = linked_terms(MODEL, after, at)
        assert [(t.name, t.level) for t in terms].count((FILE, LIFTED)) == (at in held)
        assert sum(term.weight for term in terms) * UNITS_PER_BIT == weight


def test_nothing_is_lifted_by_nothing() -> None:
    before = linked()
    assert lifted(before, np.zeros(len(before.weight), dtype=np.int32)) is before

"""Each constraint with the cases in which it holds, and the nearest ones in which none does."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.compare.pairs import LEVELS
from matching.rank.candidates import Thresholds, WeighedCandidate, decide, held_by, probability_of
from matching.replay import breakdown_bytes, replay
from matching.score.additive import UNITS_PER_BIT
from matching.score.constraints.held import CONSTRAINT, LOWEST, Held, constraint_term
from matching.score.constraints.rules import KINDS_APART, PEOPLE, UNPROVED, Rule
from matching.score.constraints.signs import contradict, household_members
from skiptrace.model.match import Decision, Term
from tests.tables import each
from tests.unit.matching.constraints.paired import Case, Facts, linked, only, ranked

HOUSE = ("address", "city", "state", "zip")
ANN: Facts = {"first_name": "ANNELIESE"}
RULES: list[tuple[str, Facts, Facts]] = [
    ("generation conflict", {"suffix": "SR"}, {"suffix": "JR"}),
    ("", {"suffix": "II"}, {"suffix": "JR"}),
    ("", {"suffix": ""}, {"suffix": "JR"}),
    ("generation gap", {"dob": "1986-10-02"}, {}),
    ("generation gap", {"dob": "1978-02-03"}, {}),
    ("generation gap", {"dob": "1986-04-17"}, {}),
    ("births contradict", {"dob": "1968-11-30", "ssn": ""}, {}),
    ("births contradict", {"dob": "1965-12-17", "ssn": ""}, {}),
    ("births apart", {"dob": "1968-11-30"}, {}),
    ("births apart", {"dob": "1961-09-02", "ssn": ""}, {}),
    ("births apart", {"dob": "1958-10-29", "ssn": ""}, {}),
    ("births a digit apart", {"dob": "1988-04-17", "ssn": ""}, {}),
    ("", {"dob": "1988-04-17"}, {}),
    ("", {"dob": "1959-04-17", "ssn": ""}, {}),
    ("", {"dob": "1958-04-18", "ssn": ""}, {}),
    ("", {"dob": "1958", "ssn": ""}, {}),
    ("numbers contradict", {"ssn": "900128329"}, {}),
    ("last fours contradict", {"ssn": "8877"}, {}),
    ("", {"ssn": "900124328"}, {}),
    ("", {"ssn": "900124312"}, {}),
    ("no name in common", {"first_name": "OSWALD", "last_name": "OSTRANDER"}, {}),
    ("no name in common", {"first_name": "H", "last_name": "OSTRANDER"}, {}),
    ("two people", {"first_name": "GERDA", "dob": "1961-09-02"}, {}),
    ("sibling", {"first_name": "GERDA", "ssn": ""}, {}),
    ("relative", {"first_name": "GERDA", "dob": "", "ssn": ""}, {}),
    ("relative", only("ssn", first_name="GERDA"), {}),
    ("relative", only("email", first_name="GERDA"), {}),
    ("housemate", only(*HOUSE, first_name="GERDA", last_name=""), {}),
    ("other given name", only("city", "state", "zip", first_name="GERDA"), {}),
    ("other given name beside one number", {"first_name": "GERDA"}, {}),
    ("two given names", {"first_name": "CARLA"}, {"first_name": "CARL"}),
    ("two given names", {"first_name": "JOSEPHINE"}, {"first_name": "JOSEPH"}),
    ("", {"first_name": "HERBERTT"}, {}),
    ("crossed names", only("city", "state", "zip", first_name="WINKELMAN", last_name="ORVILLE"),
     {}),
    ("", only("dob", "phone", first_name="WINKELMAN", last_name="HERBETR"), {}),
    ("other surname", only("dob", last_name="OSTRANDER"), ANN),
    ("other surname", only("phone", *HOUSE, last_name="OSTRANDER"), ANN),
    ("other surname", only("dob", last_name="WILLIAMSON"), {**ANN, "last_name": "WILLIAMS"}),
    ("", only("dob", "phone", last_name="OSTRANDER"), ANN),
    ("", only("ssn", last_name="OSTRANDER"), ANN),
    ("", only("dob", ssn="4321", last_name="OSTRANDER"), ANN),
    ("", only("dob", last_name="WINKELMAN-OSTRANDER"), ANN),
    ("estate or trust", {"first_name": "ESTATE OF HERBERT"}, {}),
    ("estate or trust", {"last_name": "WINKELMAN LIVING TRUST"}, {}),
    ("", {"last_name": "WINKELMAN LIFE EST"}, {"last_name": "WINKELMAN LIFE EST"}),
    ("", {"first_name": "ESTATE OF HERBERT"}, {"first_name": "ESTATE OF HERBERT"}),
    ("nameless", {"first_name": ""}, {}),
    ("nameless", {"first_name": "", "last_name": ""}, {}),
    ("initial", only("phone", "email", *HOUSE, first_name="H"), {}),
    ("", only("dob", first_name="H"), {}),
    ("stand-in birth", only("dob"), {"dob": "1958-01-01"}),
    ("", only("dob", "phone"), {"dob": "1958-01-01"}),
    ("neighbour", only("city", "state", "zip", address="100 S MAIN ST"), {}),
    ("neighbour", only("city", "state", "zip", address="102 N MAIN ST"), {}),
    ("", only("city", "state", "zip", address="100 MAIN ST"), {}),
    ("", {"address": "100 S MAIN ST"}, {}),
    ("nothing beside the name", only(), {}),
    ("nothing beside the name", only("city", "state", "zip"), {}),
    ("", only("email"), {}),
]  # fmt: skip
CASES = [Case(rule or "none", str(at), record, asked) for at, (rule, record, asked) in
         enumerate(RULES)]  # fmt: skip


@pytest.mark.parametrize(("case", "rule"), [(c, r[0]) for c, r in zip(CASES, RULES, strict=True)])
def test_a_trace_names_the_rule_that_holds_and_its_ceiling(case: Case, rule: str) -> None:
    found = ranked(case)
    told = [term for term in found.terms if term.name == CONSTRAINT]
    assert [term.level for term in told] == ([rule] if rule else [])
    assert sum(term.weight for term in found.terms) == found.weight
    if rule:
        held = BY_NAME[rule]
        assert held.words in told[0].words
        assert held.ceiling == 1.0 or f"{held.ceiling:.0%}" in told[0].words
        assert found.probability <= held.ceiling
        assert found.decision is not Decision.ACCEPT
        assert found.veto == (held.words if held.excludes else "")


BY_NAME = {rule.name: rule for rule, _ in PEOPLE}


def test_every_rule_has_a_case_and_a_name_of_its_own() -> None:
    assert len(BY_NAME) == len(PEOPLE)
    assert {rule for rule, *_ in RULES} - {""} == set(BY_NAME) - {KINDS_APART.name}


def test_link_is_held_by_the_same_rules() -> None:
    found = linked(CASES)
    for case, (rule, *_) in zip(CASES, RULES, strict=True):
        probability, terms = found[case.id]
        ceiling = BY_NAME[rule].ceiling if rule else 1.0
        assert probability <= ceiling, case
        assert rule or CONSTRAINT not in terms, case


def test_the_strictest_rule_stands_first() -> None:
    ceilings = [rule.ceiling for rule, _ in PEOPLE]
    assert ceilings == sorted(ceilings)
    assert min(rule.bits for rule, _ in PEOPLE) == LOWEST


RULE = Rule("generation conflict", "generational suffixes conflict", 0.05)


@each("rule", [RULE, KINDS_APART, UNPROVED, *(rule for rule, _ in PEOPLE)])
@each("weight", [-40.0, -4.25, 0.0, 1.0, 3.0, 12.015625])
def test_a_weight_ends_at_the_ceiling_or_stays_and_the_terms_still_add_up(
    rule: Rule, weight: float
) -> None:
    free = WeighedCandidate((Term("prior", "prior", weight, "before"),), weight, 4)
    found = held_by(rule, free)
    assert found.probability <= max(rule.ceiling, 1e-9)
    assert found.weight == min(weight, rule.bits / UNITS_PER_BIT)
    assert sum(term.weight for term in found.terms) == found.weight
    assert decide(found, Thresholds(0.01, 0.0)) is not Decision.ACCEPT
    assert held_by(None, free) is free


def test_many_weights_end_at_the_ceilings_of_their_rules() -> None:
    number = np.arange(len(PEOPLE) + 1, dtype=np.uint8)
    weight = np.full(len(number), 20 * UNITS_PER_BIT, dtype=np.int32)
    taken = Held(number).taken(weight)
    assert taken[0] == 0
    for (rule, _), units in zip(PEOPLE, taken[1:], strict=True):
        assert probability_of((20 * UNITS_PER_BIT + int(units)) / UNITS_PER_BIT) <= rule.ceiling
        assert (units < 0) is np.bool_(rule.ceiling < 1.0)


def test_what_a_rule_took_is_replayed_byte_for_byte() -> None:
    from config.default_model import TRACE_MODEL
    from matching.score.person_model import load_model

    for case in CASES[:8]:
        terms = ranked(case).terms
        assert breakdown_bytes(replay(load_model(TRACE_MODEL), terms)) == breakdown_bytes(terms)
    other = constraint_term(Rule("a rule of former times", "its words", 0.3), -77)
    kept = replay(load_model(TRACE_MODEL), (*terms, other))
    assert json.loads(breakdown_bytes(kept))[-1] == [CONSTRAINT, other.level, -77 / 64, other.words]


GENERAL = {"surname": "exact", "given": "different"}
HOUSEMATES = [
    (GENERAL, False),
    ({**GENERAL, "place": "same delivery point"}, True),
    ({**GENERAL, "given": "near pair", "place": "unit unknown"}, True),
    ({**GENERAL, "place": "same building"}, False),
    ({**GENERAL, "phone": "agree"}, True),
    ({**GENERAL, "email": "agree"}, True),
    ({**GENERAL, "birth": "exact"}, True),
    ({**GENERAL, "birth": "exact", "ssn": "full"}, False),
    ({**GENERAL, "given": "initial", "place": "same delivery point"}, False),
    ({"given": "different", "surname": "different", "phone": "agree"}, False),
]
CONTRADICTIONS = [
    ({"birth": "exact"}, False),
    ({"birth": "few years"}, False),
    ({"birth": "some years"}, True),
    ({"birth": "a generation"}, True),
    ({"birth": "two generations"}, True),
    ({"ssn": "one digit"}, False),
    ({"ssn": "contradiction"}, True),
    ({"generation": "one side only"}, False),
    ({"generation": "conflict"}, True),
    ({"middle": "conflict"}, True),
    ({"middle": "conflict", "place": "same delivery point", "phone": "agree"}, True),
    ({"middle": "conflict", "birth": "exact"}, False),
    ({"middle": "conflict", "ssn": "last four"}, False),
    ({"middle": "given name"}, False),
]


def columns(named: dict[str, str]) -> dict[str, np.ndarray]:
    found = {name: names[0] for name, names in LEVELS.items()} | named
    return {n: np.array([LEVELS[n].index(level)], dtype=np.uint8) for n, level in found.items()}


@pytest.mark.parametrize(("named", "expected"), HOUSEMATES)
def test_who_is_of_the_household(named: dict[str, str], expected: bool) -> None:
    assert household_members(columns(named)).tolist() == [expected]


@pytest.mark.parametrize(("named", "expected"), CONTRADICTIONS)
def test_what_parts_two_records(named: dict[str, str], expected: bool) -> None:
    assert contradict(columns(named)).tolist() == [expected]


@settings(max_examples=60)
@given(st.lists(st.integers(0, len(PEOPLE)), min_size=1, max_size=9))
def test_only_rules_that_exclude_are_left_for_a_register(numbers: list[int]) -> None:
    held = Held(np.array(numbers, dtype=np.uint8))
    for at, number in enumerate(numbers):
        rule, left = held.rule(at), held.excluded().rule(at)
        assert rule == (PEOPLE[number - 1][0] if number else None)
        assert left == (rule if rule and rule.excludes else None)

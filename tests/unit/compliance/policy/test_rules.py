"""Every part of every rule by its cases: when it speaks, how severely, when it is silent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from skiptrace.compliance.policy.decision import Severity, Stage
from skiptrace.compliance.policy.out_of_scope import OUT_OF_SCOPE
from skiptrace.compliance.policy.policy import Policy
from skiptrace.compliance.policy.register import RULES
from skiptrace.compliance.policy.rule import Asked, Rule, by_codes
from tests.laws import POLICY, SHIPPED
from tests.unit.compliance.policy import cases_of_calls, cases_of_contacts, cases_of_reports
from tests.unit.compliance.policy.rule_cases import Case

CASES = {**cases_of_calls.CASES, **cases_of_contacts.CASES, **cases_of_reports.CASES}
ACTING = {(rule.id, rule.title): rule for rule in RULES if rule.check is not by_codes}


def severity_of(rule: Rule, case: Case) -> Severity | None:
    """How severely this part of the rule speaks at the stage, with its days and places."""
    facts, law = case.facts, case.law or SHIPPED
    stage = case.stage or next(stage for stage in _preferred() if stage in rule.stages)
    places = POLICY.atlas.jurisdictions(facts.places)
    if not (rule.is_in_force(facts.day) and rule.reaches(places) and stage in rule.stages):
        return None
    said = list(rule.check(Asked(stage, facts, law, POLICY.atlas, places)))
    return max((one.severity for one in said), default=None)


def _preferred() -> Iterator[Stage]:
    yield Stage.CALL
    yield from Stage


@pytest.mark.parametrize("part", sorted(CASES), ids=" ".join)
def test_a_rule_speaks_in_its_cases_and_is_silent_in_the_others(part: tuple[str, str]) -> None:
    rule = ACTING[part]
    wrong = [
        (n, case.severity, severity_of(rule, case))
        for n, case in enumerate(CASES[part])
        if severity_of(rule, case) is not case.severity
    ]
    assert wrong == []


def test_every_part_of_every_rule_has_cases_that_speak_and_cases_that_are_silent() -> None:
    assert CASES.keys() == ACTING.keys()
    for part, cases in CASES.items():
        said = {case.severity for case in cases}
        assert None in said, part
        assert said - {None}, part


def test_no_rule_speaks_more_severely_than_it_says_of_itself() -> None:
    for part, cases in CASES.items():
        said = [case.severity for case in cases if case.severity is not None]
        assert max(said) <= ACTING[part].severity or ACTING[part].id in ("R21", "R67"), part


def test_every_rule_of_the_table_is_in_the_register_or_out_of_scope_with_a_reason() -> None:
    table = {f"R{n:02}" for n in range(1, 68)}
    known = {rule.id for rule in RULES}
    assert table - known == OUT_OF_SCOPE.keys()
    assert not known & OUT_OF_SCOPE.keys()
    assert all(len(reason) > 20 for reason in OUT_OF_SCOPE.values())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.id} {rule.title}")
def test_every_rule_says_what_it_is_and_where_it_comes_from(rule: Rule) -> None:
    assert rule.title and rule.citation and rule.stages and rule.version >= 1
    assert rule.check.__doc__


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.id} {rule.title}")
def test_a_rule_that_is_taken_away_is_missed(rule: Rule) -> None:
    """Without the rule some case is decided otherwise, or a hold table cannot be read."""
    if rule.check is by_codes:
        return
    left = tuple(one for one in RULES if one is not rule)
    if rule.id not in {one.id for one in left} and _is_named(rule.id):
        return
    cases = [case for case in CASES[rule.id, rule.title] if case.severity is not None]
    for case in cases:
        law = case.law or SHIPPED
        stage = case.stage or next(stage for stage in _preferred() if stage in rule.stages)
        whole = Policy(RULES, law).evaluate(stage, case.facts)
        without = Policy(left, law).evaluate(stage, case.facts)
        if whole.reasons != without.reasons:
            return
    raise AssertionError(f"nothing misses {rule.id} {rule.title}")


def _is_named(rule_id: str) -> bool:
    effects = (*SHIPPED.holds.codes.values(), *SHIPPED.holds.statuses.values())
    return rule_id in {effect.rule for effect in effects}

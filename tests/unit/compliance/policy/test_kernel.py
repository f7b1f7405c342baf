"""The one evaluation: its order, its dates and places, and what it refuses to be made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from orders import ACCOUNT, SUBJECT, TODAY, make_hold

from config.compliance import CodeEffect
from skiptrace.compliance.policy.decision import Decision, Reason, Severity, Stage
from skiptrace.compliance.policy.facts.truth import Truth
from skiptrace.compliance.policy.facts.whole import Facts
from skiptrace.compliance.policy.policy import Policy
from skiptrace.compliance.policy.register import RULES
from skiptrace.compliance.policy.rule import Rule, Said
from skiptrace.model.errors import ConfigError
from skiptrace.model.order import Scope
from skiptrace.model.subject import KnownContact, PostalAddress
from tests.laws import POLICY, SHIPPED
from tests.tables import each

HOLDING = tuple(stage for stage in Stage if stage is not Stage.RETENTION)
FACTS = Facts(TODAY, ACCOUNT, subject=SUBJECT, purposes=frozenset({"PUB"}))


def held_by(*codes: str, scope: Scope = Scope.LOCATE) -> Facts:
    return replace(FACTS, holds=tuple(map(make_hold, codes)), scope=scope)


@each("stage", HOLDING)
@each("codes", [("ATTY", "BK07-OPEN"), ("BK07-OPEN", "ATTY")])
def test_an_attorney_and_a_stay_name_the_stay_everywhere(
    codes: tuple[str, str], stage: Stage
) -> None:
    said = POLICY.evaluate(stage, held_by(*codes))
    assert (said.rule, said.severity) == ("R48", Severity.BLOCK)
    named = [reason.rule for reason in said.restraints]
    assert named[0] == "R48"
    assert "R06" in named


def test_no_two_holds_are_decided_by_the_order_in_which_they_were_placed() -> None:
    for pair in combinations(SHIPPED.holds.codes, 2):
        for stage in HOLDING:
            for scope in (Scope.LOCATE, Scope.ASSETS):
                one = POLICY.evaluate(stage, held_by(*pair, scope=scope))
                other = POLICY.evaluate(stage, held_by(*reversed(pair), scope=scope))
                assert (one.rule, one.words) == (other.rule, other.words), (pair, stage)


def test_reasons_stand_strictest_first_and_flags_decide_nothing() -> None:
    severities = [r.severity for r in POLICY.evaluate(Stage.REPORT, _all_codes()).reasons]
    assert severities == sorted(severities, reverse=True)
    assert len(severities) > 40
    flag = Reason("R17", 1, Severity.FLAG, "the debt is disputed")
    only = Decision(Stage.REPORT, (flag,))
    assert only.allows
    assert (only.rule, only.words, str(only)) == ("", "", "")
    assert only.flags == (flag,)


def _all_codes() -> Facts:
    return held_by(*SHIPPED.holds.codes)


def test_severities_run_from_flag_over_hold_and_legal_to_block() -> None:
    assert [s.name for s in sorted(Severity)] == ["FLAG", "HOLD", "LEGAL", "BLOCK"]


def test_holds_say_nothing_of_what_is_to_be_kept() -> None:
    assert POLICY.evaluate(Stage.RETENTION, held_by("BK07-OPEN")).allows


@each(
    ("effective", "ends", "places", "refused"),
    [
        (date(2026, 1, 1), None, set(), True),
        (TODAY, None, set(), True),
        (date(2026, 11, 23), None, set(), False),
        (date(2026, 1, 1), TODAY, set(), False),
        (date(2026, 1, 1), date(2026, 11, 23), set(), True),
        (date(2026, 1, 1), None, {"TX"}, True),
        (date(2026, 1, 1), None, {"CA", "TX"}, True),
        (date(2026, 1, 1), None, {"CA"}, False),
    ],
)
def test_a_rule_holds_on_its_days_and_in_its_places(
    effective: date, ends: date | None, places: set[str], refused: bool
) -> None:
    said = _with(effective=effective, ends=ends, jurisdictions=frozenset(places)).evaluate(
        Stage.CALL, FACTS
    )
    assert (said.rule == "T") is refused
    assert ("Tv1" in said.asked) is refused


def test_a_rule_of_one_stage_is_asked_at_no_other() -> None:
    for stage in Stage:
        said = _with(stages=frozenset({Stage.CALL})).evaluate(stage, FACTS)
        assert (said.rule == "T") is (stage is Stage.CALL)


@each(
    ("states", "account_state", "refused"),
    [
        ((), "", True),
        ((), "CA", True),
        ((), "TX", False),
        (("TX", "CA"), "TX", True),
        (("TX",), "CA", True),
        (("TX", "OH"), "NV", False),
    ],
)
def test_every_place_where_somebody_may_live_counts_and_an_unknown_one_may_be_anywhere(
    states: tuple[str, ...], account_state: str, refused: bool
) -> None:
    known = tuple(KnownContact(PostalAddress("1 ELM ST", "X", state)) for state in states)
    facts = replace(
        FACTS,
        subject=replace(SUBJECT, addresses=known, phones=()),
        account=replace(ACCOUNT, state=account_state),
    )
    said = _with(jurisdictions=frozenset({"CA"})).evaluate(Stage.CALL, facts)
    assert (said.rule == "T") is refused


def test_a_later_version_takes_over_on_its_first_day() -> None:
    first = _rule(ends=date(2026, 9, 1))
    second = _rule(version=2, effective=date(2026, 9, 1))
    policy = Policy((*RULES, first, second), SHIPPED)
    days = {date(2026, 8, 31): "Tv1", date(2026, 9, 1): "Tv2"}
    for day, name in days.items():
        asked = policy.evaluate(Stage.CALL, replace(FACTS, today=day)).asked
        assert {n for n in asked if n.startswith("Tv")} == {name}
        assert policy.version("T", day) == int(name[-1])


@each(
    ("first", "second", "is_wrong"),
    [
        ({}, {"version": 2}, True),
        ({"ends": date(2026, 9, 2)}, {"version": 2, "effective": date(2026, 9, 1)}, True),
        ({"ends": date(2026, 9, 1)}, {"version": 2, "effective": date(2026, 9, 1)}, False),
        (
            {"jurisdictions": frozenset({"CA"})},
            {"version": 2, "jurisdictions": frozenset({"NY"})},
            False,
        ),
        (
            {"jurisdictions": frozenset({"CA", "NY"})},
            {"version": 2, "jurisdictions": frozenset({"NY"})},
            True,
        ),
        ({"jurisdictions": frozenset({"CA"})}, {"version": 2}, True),
    ],
)
def test_two_versions_never_hold_on_one_day_in_one_place(
    first: dict[str, object], second: dict[str, object], is_wrong: bool
) -> None:
    rules = (*RULES, _rule(**first), _rule(**second))
    if is_wrong:
        with pytest.raises(ConfigError, match="rule T: two versions"):
            Policy(rules, SHIPPED)
    else:
        assert Policy(rules, SHIPPED)


def test_a_hold_table_that_names_no_rule_is_refused_by_file_and_key() -> None:
    effect = SHIPPED.holds.codes["ATTY"].model_copy(update={"rule": "R99"})
    assert isinstance(effect, CodeEffect)
    holds = SHIPPED.holds.model_copy(update={"codes": {"MINE": effect}})
    with pytest.raises(ConfigError, match=r"holds\.toml: codes\.MINE\.rule: .* R99"):
        Policy(RULES, replace(SHIPPED, holds=holds))


def test_a_truth_that_may_be_unknown_is_never_taken_for_yes_or_no() -> None:
    for truth in Truth:
        with pytest.raises(TypeError):
            assert truth


def _rule(**changes: object) -> Rule:
    rule = Rule(
        "T",
        "a rule of this test",
        "none",
        frozenset(HOLDING),
        Severity.BLOCK,
        lambda asked: [Said(Severity.BLOCK, "no")],
    )
    return replace(rule, **changes)  # type: ignore[arg-type]


def _with(**changes: object) -> Policy:
    return Policy((*RULES, _rule(**changes)), SHIPPED)

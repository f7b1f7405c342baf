"""Counsel's cases: all shipped ones hold, and a changed table or a wrong case is seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from config.cases import LawCase
from skiptrace.compliance.policy.law_cases import try_cases
from skiptrace.compliance.policy.policy import Policy
from skiptrace.compliance.policy.register import RULES
from tests.laws import POLICY, SHIPPED
from tests.tables import each


def test_every_shipped_case_is_decided_as_it_says() -> None:
    tried = try_cases(POLICY, SHIPPED.cases.cases)
    assert len(tried) > 50
    assert [one.case.name for one in tried if not one.is_as_expected] == []


@each(
    "change",
    [
        {"rule": "R06"},
        {"severity": "legal"},
        {"rule": "", "severity": ""},
        {"holds": ()},
        {"stage": "retention"},
    ],
)
def test_a_case_that_expects_something_else_is_told(change: dict[str, object]) -> None:
    right = LawCase(
        name="a stay",
        stage="call",
        on=date(2026, 11, 23),
        holds=("BK07-OPEN",),
        rule="R48",
        severity="block",
    )
    one, other = try_cases(POLICY, [right, right.model_copy(update=change)])
    assert one.is_as_expected
    assert not other.is_as_expected


def test_a_hold_that_counsel_softened_fails_its_case() -> None:
    codes = dict(SHIPPED.holds.codes)
    codes["ATTY"] = codes["ATTY"].model_copy(update={"trace": "ok"})
    holds = SHIPPED.holds.model_copy(update={"codes": codes})
    softened = Policy(RULES, replace(SHIPPED, holds=holds))
    wrong = [c for c in try_cases(softened, SHIPPED.cases.cases) if not c.is_as_expected]
    assert [one.case.name for one in wrong] == ["an attorney holds a trace"]

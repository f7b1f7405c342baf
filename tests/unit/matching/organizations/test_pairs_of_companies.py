"""No other organisation is accepted, however much is shared; one's own records are not lost."""

from __future__ import annotations

import pytest

from matching.score.constraints.held import CONSTRAINT, RULES
from skiptrace.model.match import Decision, Term
from tests.unit.matching.organizations.companies import all_ranked, linked
from tests.unit.matching.organizations.pairs_of_companies import OTHER_COMPANIES, SAME_COMPANIES

ALL = (*OTHER_COMPANIES, *SAME_COMPANIES)


@pytest.fixture(scope="module")
def by_link() -> dict[str, tuple[float, tuple[Term, ...]]]:
    return linked(ALL)


def test_the_table_is_large_and_names_every_case_once() -> None:
    assert len({case.what for case in ALL}) == len(ALL) >= 70


def test_link_gives_no_other_company_nine_tenths(
    by_link: dict[str, tuple[float, tuple[Term, ...]]],
) -> None:
    wrong = {c.what: round(by_link[c.what][0], 3) for c in OTHER_COMPANIES}
    assert {what: p for what, p in wrong.items() if p >= 0.9} == {}


def test_link_keeps_the_records_of_one_company(
    by_link: dict[str, tuple[float, tuple[Term, ...]]],
) -> None:
    lost = {c.what: round(by_link[c.what][0], 3) for c in SAME_COMPANIES}
    assert {what: p for what, p in lost.items() if p < 0.5} == {}


def test_what_a_rule_holds_names_the_rule_and_stays_below_its_ceiling(
    by_link: dict[str, tuple[float, tuple[Term, ...]]],
) -> None:
    ceilings = {rule.name: rule.ceiling for rule in RULES}
    for what, (probability, terms) in by_link.items():
        for term in terms:
            if term.name == CONSTRAINT:
                assert probability <= ceilings[term.level], what


def test_a_trace_accepts_no_other_company() -> None:
    found = zip(OTHER_COMPANIES, all_ranked(OTHER_COMPANIES), strict=True)
    wrong = [
        case.what
        for case, one in found
        if one.decision is Decision.ACCEPT and "alike" not in case.what and "EIN" not in case.what
    ]
    assert [what for what in wrong if what not in _TOLD_APART_BY_NUMBERS] == []


_TOLD_APART_BY_NUMBERS = frozenset({"other: who bought the name"})
"""A trace's record has no numbers, so nothing is left that differs."""

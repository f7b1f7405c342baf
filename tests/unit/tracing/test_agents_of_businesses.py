"""Whoever takes papers for a business has no interest in it by that; an officer or member may."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from candidates import make_candidate, make_record, seen
from orders import make_order

from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.kinds import FindingKind
from skiptrace.model.record import Indicator

Found = Callable[..., tuple[Finding, ...]]


def named(description: str, role: str = "", reference: str = "L24000012345") -> Indicator:
    """The subject in the entry of a register of businesses, by the register's words."""
    told = {"entity": "LARKSPUR LIGHT LLC"} | ({"role": role} if role else {})
    kind = FindingKind.BUSINESS_INTEREST
    return Indicator(kind, description, reference, seen("2024-02-01"), told)


MANAGER = named("MGR of LARKSPUR LIGHT LLC", "MGR")
AGENT = named("registered agent of LARKSPUR LIGHT LLC", "registered agent")


@pytest.mark.parametrize(
    ("indicators", "status"),
    [
        ([MANAGER], FindingStatus.VERIFIED),
        ([AGENT], FindingStatus.CANDIDATE),
        ([named("registered agent of a business")], FindingStatus.CANDIDATE),
        ([named("Statutory Agent of a business")], FindingStatus.CANDIDATE),
        ([named("business", "Resident Agent")], FindingStatus.CANDIDATE),
        ([named("general agent of a business", "manager")], FindingStatus.VERIFIED),
        ([AGENT, MANAGER], FindingStatus.VERIFIED),
    ],
)
def test_an_agent_has_no_interest_by_that(
    found: Found, indicators: list[Indicator], status: FindingStatus
) -> None:
    candidate = make_candidate(make_record("court", indicators=tuple(indicators)))
    (finding,) = [
        f for f in found(make_order(), candidate) if f.kind is FindingKind.BUSINESS_INTEREST
    ]
    assert finding.status is status
    assert ("takes papers" in finding.reason) is (status is FindingStatus.CANDIDATE)

"""Contacts that a namesake has too are no verified contacts of the debtor on one source's word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from candidates import OAK, PHONE, at, call, make_candidate, make_record, sighting
from orders import make_order

from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.kinds import FindingKind
from skiptrace.model.match import Candidate, Decision, Term
from skiptrace.tracing.contested import WORDS
from skiptrace.tracing.findings import Background, FindingMaker

Found = Callable[..., tuple[Finding, ...]]
OURS = sighting("broker", phones=(call(),), addresses=(at(),))
TERMS = {"given": "exact", "surname": "exact", "middle": "no data"}


def other(decision: Decision = Decision.REJECT, **changes: Any) -> Candidate:
    """A record of somebody else with the debtor's phone and address, of these name levels."""
    levels = {**TERMS, **{name: level for name, level in changes.items() if name in TERMS}}
    facts = {"phones": (call(),), "addresses": (at(),)}
    facts |= {name: value for name, value in changes.items() if name not in TERMS}
    made = make_candidate(make_record("broker", "R-9", **facts), 0.4, decision)
    terms = tuple(Term(name, level, 1.0, level) for name, level in levels.items())
    return replace(made, terms=terms)


def statuses(findings: tuple[Finding, ...]) -> set[tuple[FindingKind, FindingStatus, str]]:
    return {(f.kind, f.status, f.reason if f.reason == WORDS else "") for f in findings}


def both(status: FindingStatus, reason: str = "") -> set[tuple[FindingKind, FindingStatus, str]]:
    return {(kind, status, reason) for kind in (FindingKind.PHONE, FindingKind.ADDRESS)}


VERIFIED = both(FindingStatus.VERIFIED)
IN_DOUBT = both(FindingStatus.CANDIDATE, WORDS)


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ([OURS], VERIFIED),
        ([OURS, other()], IN_DOUBT),
        ([OURS, other(given="nickname", surname="one edit")], IN_DOUBT),
        ([OURS, other(given="initial")], IN_DOUBT),
        ([OURS, other(Decision.REVIEW, middle="conflict")], IN_DOUBT),
        # one whose middle name says nothing may be the debtor himself
        ([OURS, other(Decision.REVIEW)], VERIFIED),
        ([OURS, other(Decision.ACCEPT, middle="conflict")], VERIFIED),
        # relatives and who lived there before share what they share
        ([OURS, other(given="different")], VERIFIED),
        ([OURS, other(given="no data")], VERIFIED),
        ([OURS, other(surname="different")], VERIFIED),
        ([OURS, other(phones=(call("(214) 555-0199"),), addresses=(at(OAK, role=""),))],
         {(FindingKind.PHONE, FindingStatus.VERIFIED, ""),
          (FindingKind.ADDRESS, FindingStatus.CANDIDATE, WORDS)}),
        ([OURS, sighting("court", phones=(call(),), addresses=(at(),)), other()], VERIFIED),
        # a source of the same lineage adds no word of its own
        ([OURS, sighting("reseller", phones=(call(),), addresses=(at(),)), other()], IN_DOUBT),
    ],
)  # fmt: skip
def test_a_namesake_with_the_same_contact(
    found: Found, candidates: list[Candidate], expected: set[tuple[FindingKind, FindingStatus, str]]
) -> None:
    for order in (candidates, candidates[::-1]):
        told = statuses(found(make_order(), *order))
        assert expected <= told
        assert {status for _, status, _ in told} >= {status for _, status, _ in expected}


def test_a_persons_word_outranks_the_doubt(maker: FindingMaker) -> None:
    said = {(FindingKind.PHONE, "+12145550142"): "ann: spoke to the debtor"}
    findings = maker.findings(make_order(), [OURS, other()], Background({}, confirmed=said))
    (phone,) = [f for f in findings if f.kind is FindingKind.PHONE and f.value.endswith("0142")]
    assert PHONE.endswith("0142")
    assert (phone.status, phone.reason) == (FindingStatus.VERIFIED, "ann: spoke to the debtor")

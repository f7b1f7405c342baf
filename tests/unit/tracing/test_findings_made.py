"""Findings: status and reason by what is known, ids and order that never depend on chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from candidates import (
    ELM,
    OAK,
    PHONE,
    PINE,
    at,
    bankruptcy,
    call,
    make_candidate,
    make_record,
    seen,
    sighting,
)
from orders import SUBJECT, make_order

from matching.parse.address.read import normalize_address
from matching.parse.phone.read import PhonePolicy
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.kinds import FindingKind
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.record import Indicator
from skiptrace.tracing.confidence import Confidence
from skiptrace.tracing.findings import Background
from tests.unit.tracing.conftest import make_maker

ADDRESS, PHONES = FindingKind.ADDRESS, FindingKind.PHONE
OAK_KEY = normalize_address(OAK).key
Found = Callable[..., tuple[Finding, ...]]


def one_of(findings: Sequence[Finding], kind: FindingKind, word: str = "") -> Finding:
    [finding] = [f for f in findings if f.kind is kind and word in f.value]
    return finding


def agent(source: str, **changes: Any) -> Candidate:
    """A record that gives OAK as a registered agent's address: 0.70 on its own."""
    return sighting(source, addresses=(at(OAK, role="agent"),), **changes)


@pytest.mark.parametrize(
    ("candidates", "status", "reason"),
    [
        (
            [sighting("broker", addresses=(at(),))],
            "verified",
            "1 independent source, last seen 2026-10",
        ),
        ([agent("broker")], "candidate", "only 1 independent source says so as agent"),
        ([agent("broker"), agent("court")], "verified", "2 independent sources"),
        ([agent("broker"), agent("reseller")], "candidate", "only 1 independent source says"),
        (
            [
                agent("broker"),
                make_candidate(
                    make_record("court", addresses=(at(OAK, role="agent"),)), lender="broker"
                ),
            ],
            "candidate",
            "only 1 independent source says so as agent",
        ),
        (
            [make_candidate(make_record(addresses=(at(),)), 0.999, Decision.REVIEW)],
            "candidate",
            "no record behind it is accepted",
        ),
        (
            [
                make_candidate(make_record("broker", addresses=(at(),)), 0.99, Decision.REVIEW),
                make_candidate(make_record("court", addresses=(at(),)), 0.99, Decision.REVIEW),
            ],
            "candidate",
            "no record behind it is accepted",
        ),
        ([sighting("broker", addresses=(at(last=""),))], "candidate", "undated and from one"),
        (
            [sighting(s, addresses=(at(last=""),)) for s in ("broker", "court")],
            "verified",
            "2 independent sources, undated",
        ),
        (
            [sighting(s, addresses=(at(last=""),)) for s in ("broker", "reseller")],
            "candidate",
            "undated and from one source only",
        ),
        (
            [sighting("broker", addresses=(at(last="2023-06"),))],
            "candidate",
            "last seen 2023-06, more than 3 years ago",
        ),
        ([sighting("broker", addresses=(at(last="2024"),))], "verified", "last seen 2024"),
        (
            [sighting(s, addresses=(at(role="undeliverable"),)) for s in ("broker", "court")],
            "candidate",
            "the source reports the address undeliverable",
        ),
        (
            [
                sighting("broker", addresses=(at(role="undeliverable"),)),
                sighting("court", addresses=(at(role="party"),)),
            ],
            "verified",
            "2 independent sources",
        ),
    ],
    ids=[
        "one good record",
        "a weak role alone",
        "two lineages raise it",
        "one lineage counts once",
        "a borrowed fact does not raise it",
        "a record for review never verifies",
        "two records for review never verify",
        "undated, one source",
        "undated, two lineages",
        "undated, one lineage twice",
        "too old",
        "a year counts to its end",
        "every source says undeliverable",
        "another source has no caveat",
    ],
)
def test_the_status_of_an_address(
    found: Found, candidates: list[Candidate], status: str, reason: str
) -> None:
    finding = one_of(found(make_order(), *candidates), ADDRESS)
    assert finding.status == status
    assert reason in finding.reason
    assert len(finding.evidence) == len(candidates)


@pytest.mark.parametrize(
    ("role", "status", "reason"),
    [
        ("wireless connected", "verified", "1 independent source, last seen"),
        ("landline disconnected", "candidate", "the source reports the number disconnected"),
    ],
)
def test_a_disconnected_phone_is_the_subjects_but_only_a_candidate(
    found: Found, role: str, status: str, reason: str
) -> None:
    finding = one_of(found(make_order(), sighting("broker", phones=(call(role=role),))), PHONES)
    assert finding.status == status
    assert finding.reason.startswith(reason)
    assert finding.probability > 0.9


def test_an_address_that_another_has_replaced_is_only_a_candidate(found: Found) -> None:
    moved = sighting("broker", addresses=(at(ELM, "2025-02"), at(OAK, "2026-10")))
    findings = found(make_order(), moved)
    old, new = one_of(findings, ADDRESS, "ELM"), one_of(findings, ADDRESS, "OAK")
    assert (old.status, new.status) == (FindingStatus.CANDIDATE, FindingStatus.VERIFIED)
    assert old.reason == "last seen 2025-02; another address was seen as late as 2026-10"


def test_somebody_elses_newer_address_does_not_outdate_the_subjects(found: Found) -> None:
    own = sighting("broker", addresses=(at(ELM, "2025-02"),))
    other = make_candidate(make_record("court", addresses=(at(OAK),)), 0.5, Decision.REVIEW)
    assert one_of(found(make_order(), own, other), ADDRESS, "ELM").status == "verified"


def test_two_phones_of_different_age_are_both_in_use(found: Found) -> None:
    both = sighting("broker", phones=(call(last="2024-12"), call("(214) 555-0143")))
    assert {f.status for f in found(make_order(), both)} == {FindingStatus.VERIFIED}


@pytest.mark.parametrize(
    ("bad", "restrained", "status", "reason"),
    [
        ({(ADDRESS, OAK_KEY): "mail came back"}, "", "rejected", "mail came back"),
        ({(ADDRESS, OAK_KEY): "judged bad"}, "R06: held", "rejected", "judged bad"),
        (
            {(ADDRESS, "another"): "mail came back"},
            "",
            "verified",
            "1 independent source, last seen",
        ),
        ({(PHONES, OAK_KEY): "known bad"}, "", "verified", "1 independent source, last seen"),
        ({}, "R06: an attorney", "quarantined", "R06: an attorney"),
    ],
    ids=["known bad", "bad outranks a hold", "another address", "another kind", "a hold"],
)
def test_what_is_known_bad_is_rejected_and_a_hold_quarantines(
    found: Found, bad: Any, restrained: str, status: str, reason: str
) -> None:
    record = sighting("broker", addresses=(at(),))
    finding = one_of(found(make_order(), record, bad=bad, restrained=restrained), ADDRESS)
    assert finding.status == status
    assert finding.reason.startswith(reason)


def test_a_hold_on_contact_leaves_assets_and_statuses_alone(found: Found) -> None:
    parcel = Indicator(FindingKind.REAL_PROPERTY, "a parcel", "P-1")
    record = sighting(
        "county",
        addresses=(at(),),
        phones=(call(),),
        emails=(call("dana@example.com"),),
        employers=(call("Larkspur Tools"),),
        indicators=(parcel, bankruptcy()),
        death=seen("2026-01"),
    )
    status = {f.kind: f.status for f in found(make_order(), record, restrained="R07: cease")}
    contacts = {ADDRESS, PHONES, FindingKind.EMAIL, FindingKind.EMPLOYER}
    assert {status[kind] for kind in contacts} == {FindingStatus.QUARANTINED}
    assert {status[kind] for kind in status.keys() - contacts} == {FindingStatus.VERIFIED}
    assert len(status) == 7


def test_a_fictional_phone_is_rejected_outside_the_sandbox(confidence: Confidence) -> None:
    record = sighting("broker", phones=(call(),))
    [finding] = make_maker(confidence, PhonePolicy()).findings(
        make_order(), [record], Background({})
    )
    assert (finding.status, finding.reason) == ("rejected", "the number is fictional")


@pytest.mark.parametrize("role", ["situs", "property", "situs of a parcel"])
def test_a_role_that_says_nothing_of_a_person_gives_no_finding(found: Found, role: str) -> None:
    assert found(make_order(), sighting("county", addresses=(at(role=role),))) == ()


def test_a_rejected_record_gives_no_finding(found: Found) -> None:
    record = make_record(addresses=(at(),), phones=(call(),))
    assert found(make_order(), make_candidate(record, 0.01, Decision.REJECT)) == ()


def some_candidates() -> list[Candidate]:
    return [
        sighting("broker", addresses=(at(OAK), at(PINE, "2020")), phones=(call(),)),
        sighting("court", addresses=(at(OAK, role="party"),), indicators=(bankruptcy(),)),
        sighting("county", addresses=(at(PINE, role="mailing"),), death=seen("2026")),
    ]


def test_the_order_of_the_records_changes_nothing(found: Found) -> None:
    expected = found(make_order(), *some_candidates())
    assert len(expected) == 5
    for shuffled in permutations(some_candidates()):
        assert found(make_order(), *shuffled) == expected


def test_findings_come_best_first_with_their_best_evidence_first(found: Found) -> None:
    findings = found(
        make_order(),
        sighting("court", probability=0.95, addresses=(at(OAK, role="party"),)),
        sighting("broker", addresses=(at(OAK),), phones=(call(PHONE),)),
    )
    probabilities = [f.probability for f in findings]
    assert probabilities == sorted(probabilities, reverse=True)
    assert [e.probability for e in one_of(findings, ADDRESS).evidence] == [0.999, 0.95]


def test_ids_name_order_and_fact_and_reveal_nothing(found: Found) -> None:
    record = sighting("broker", addresses=(at(),), phones=(call(),))
    first = found(make_order(), record)
    assert [f.id for f in found(make_order(), record)] == [f.id for f in first]
    other = found(make_order(id="order_2"), record)
    ids = [f.id for f in (*first, *other)] + [e.id for f in (*first, *other) for e in f.evidence]
    assert len(set(ids)) == len(ids) == 8
    assert not any("OAK" in one or "555" in one for one in ids)


def test_evidence_leads_back_to_the_record(found: Found) -> None:
    record = make_record("court", "C-77", addresses=(at(OAK, "2026-09", "party"),))
    [finding] = found(make_order(), make_candidate(record))
    [evidence] = finding.evidence
    assert evidence.provenance == record.provenance
    assert (evidence.role, evidence.last_seen) == ("party", seen("2026-09"))
    assert (finding.account_id, finding.subject_id) == ("acc_1", SUBJECT.id)


REVIEWED = replace(
    make_candidate(make_record("court", "C-2", addresses=(at(OAK, "2026-10", "party"),))),
    probability=0.35,
    decision=Decision.REVIEW,
)


@pytest.mark.parametrize(
    "accepted",
    [at(OAK, "2026-10", "agent"), at(OAK, "2019", "mailing"), at(OAK, "2026-10", "undeliverable")],
    ids=["lends its reliability", "lends its date", "clears a caveat"],
)
def test_a_record_for_review_never_verifies_what_the_accepted_one_does_not(
    found: Found, accepted: Any
) -> None:
    own = sighting("broker", addresses=(accepted,))
    assert one_of(found(make_order(), own), ADDRESS).status == FindingStatus.CANDIDATE
    assert one_of(found(make_order(), own, REVIEWED), ADDRESS).status == FindingStatus.CANDIDATE

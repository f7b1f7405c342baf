"""A business register's entry as findings: each judged, no other's address the debtor's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from candidates import ELM, OAK, PINE, at, make_candidate, make_record, seen
from orders import NOW, SUBJECT, make_order

from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.kinds import ASSET_KINDS, CONTACT_KINDS, REGISTER_KINDS, FindingKind
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.order import TraceOrder
from skiptrace.model.registration import Became, RegisteredParty, Registration, Standing
from skiptrace.model.subject import EntityKind
from skiptrace.model.succession import Succession
from skiptrace.tracing.registered import UNKNOWN_STATUS

Found = Callable[..., tuple[Finding, ...]]
K = FindingKind
FIRM = "Holloway Roofing LLC"
AGENT = RegisteredParty("FILE INC", "registered agent", ELM)
OFFICER = RegisteredParty("DANA HOLLOWAY", "MGR", PINE)
ENTRY = Registration(
    number="L-77",
    name="HOLLOWAY ROOFING LLC",
    status="inactive",
    standing=Standing.INACTIVE,
    formed=seen("2019-07-04"),
    reports=(seen("2026-02-20"),),
    agent=AGENT,
    officers=(OFFICER,),
)


def order() -> TraceOrder:
    firm = replace(SUBJECT, kind=EntityKind.ORGANIZATION, names=(), organization=FIRM, dob=None)
    return make_order(subject=firm)


def sighted(
    entry: Registration = ENTRY,
    decision: Decision = Decision.ACCEPT,
    source: str = "county",
    last: str = "2026-02",
) -> Candidate:
    """A record of a register that gives OAK as the principal office."""
    record = make_record(
        source, f"{source}-1", kind=EntityKind.ORGANIZATION, organization=entry.name, names=(),
        dob=None, addresses=(at(OAK, last, "principal"),), registration=entry,
    )  # fmt: skip
    return make_candidate(record, decision=decision)


@pytest.mark.parametrize(
    ("changes", "kind", "values"),
    [
        (
            {},
            K.REGISTRATION,
            ["HOLLOWAY ROOFING LLC, number L-77, inactive, formed or registered 2019-07-04"],
        ),
        (
            {"status": None, "formed": None},
            K.REGISTRATION,
            ["HOLLOWAY ROOFING LLC, number L-77, status not given"],
        ),
        (
            {},
            K.REGISTER_STATUS,
            ["inactive, entry L-77: the business is dissolved, revoked, withdrawn or merged away"],
        ),
        (
            {"status": "Active", "standing": Standing.ACTIVE},
            K.REGISTER_STATUS,
            ["Active, entry L-77: the business exists"],
        ),
        ({"status": None, "standing": Standing.UNKNOWN}, K.REGISTER_STATUS, []),
        ({}, K.REGISTERED_AGENT, ["FILE INC, 12 ELM ST, LARKSPUR TX 75001"]),
        (
            {"agent": replace(AGENT, name="")},
            K.REGISTERED_AGENT,
            ["name not given by the register, 12 ELM ST, LARKSPUR TX 75001"],
        ),
        (
            {"agent": replace(AGENT, address=None)},
            K.REGISTERED_AGENT,
            ["FILE INC, address not given by the register"],
        ),
        ({"agent": None}, K.REGISTERED_AGENT, []),
        ({}, K.OFFICER, ["DANA HOLLOWAY, MGR"]),
        (
            {"officers": (OFFICER, replace(OFFICER, role="S"), replace(OFFICER, name="BO LEE"))},
            K.OFFICER,
            ["BO LEE, MGR", "DANA HOLLOWAY, MGR", "DANA HOLLOWAY, S"],
        ),
        (
            {"officers": (replace(OFFICER, role=""),)},
            K.OFFICER,
            ["DANA HOLLOWAY, office not given"],
        ),
        ({"officers": None}, K.OFFICER, []),
        ({"officers": ()}, K.OFFICER, []),
    ],
)
def test_what_an_entry_says_is_found_and_what_it_does_not_say_is_not(
    found: Found, changes: dict[str, object], kind: FindingKind, values: list[str]
) -> None:
    findings = found(order(), sighted(replace(ENTRY, **changes)))
    assert sorted(f.value for f in findings if f.kind is kind) == values


def test_each_is_verified_by_its_record_and_bears_its_role_and_entry(found: Found) -> None:
    findings = {f.kind: f for f in found(order(), sighted())}
    roles = {
        K.REGISTRATION: "",
        K.REGISTER_STATUS: "",
        K.REGISTERED_AGENT: "registered agent",
        K.OFFICER: "MGR",
    }
    for kind, role in roles.items():
        [row] = findings[kind].evidence
        assert findings[kind].status is FindingStatus.VERIFIED
        assert (row.role, row.registration, row.last_seen) == (role, ENTRY, ENTRY.last_report)
        assert row.provenance.record_ref == "county-1"


@pytest.mark.parametrize(
    ("word", "standing", "status"),
    [
        ("Good Standing", Standing.ACTIVE, FindingStatus.VERIFIED),
        ("Delinquent", Standing.IMPAIRED, FindingStatus.VERIFIED),
        ("Revoked", Standing.INACTIVE, FindingStatus.VERIFIED),
        ("Sleeping", Standing.UNKNOWN, FindingStatus.CANDIDATE),
    ],
)
def test_a_status_word_that_no_table_has_is_neither_active_nor_inactive(
    found: Found, word: str, standing: Standing, status: FindingStatus
) -> None:
    findings = found(order(), sighted(replace(ENTRY, status=word, standing=standing)))
    [told] = [f for f in findings if f.kind is K.REGISTER_STATUS]
    assert told.value.startswith(f"{word}, entry L-77: ")
    assert told.status is status
    assert (told.reason == UNKNOWN_STATUS) is (standing is Standing.UNKNOWN)


def test_a_record_for_review_makes_no_agent_certain(found: Found) -> None:
    findings = found(order(), sighted(decision=Decision.REVIEW))
    assert {f.status for f in findings} == {FindingStatus.CANDIDATE}


def test_no_address_of_an_agent_or_officer_is_the_debtors(found: Found) -> None:
    contacts = [f for f in found(order(), sighted()) if f.kind in CONTACT_KINDS]
    assert [f.value for f in contacts] == ["9 OAK AVE, LARKSPUR TX 75001"]
    assert contacts[0].status is FindingStatus.VERIFIED, "the principal office is its own"


def test_an_entry_is_neither_a_contact_nor_an_asset(found: Found) -> None:
    kinds = {f.kind for f in found(order(), sighted())} - {K.ADDRESS}
    assert kinds == REGISTER_KINDS
    assert kinds.isdisjoint(CONTACT_KINDS | ASSET_KINDS)


@pytest.mark.parametrize(
    ("what", "source", "changes", "counts"),
    [
        ("two copies of one register", "tax_roll", {"place": "US-TX"}, (1, 1, 1, 1)),
        ("another state's, the same people", "broker", {"place": "US-OK"}, (2, 2, 2, 1)),
        ("another register of the state", "broker", {"place": "US-TX", "number": "K-9"},
         (2, 2, 1, 1)),
        ("the state's, another agent and officer", "broker",
         {"place": "US-TX", "number": "K-9", "agent": replace(AGENT, name="BO LEE"),
          "officers": (replace(OFFICER, name="BO LEE"),)}, (2, 2, 2, 2)),
        ("the agent at another address", "broker",
         {"place": "US-TX", "agent": replace(AGENT, address=PINE)}, (2, 2, 2, 1)),
        ("names written otherwise", "broker",
         {"place": "US-TX", "agent": replace(AGENT, name="File, Inc."),
          "officers": (RegisteredParty("Holloway, Dana", "mgr"),)}, (2, 2, 1, 1)),
    ],
)  # fmt: skip
def test_what_two_registers_say_alike_is_one_finding_and_their_numbers_stay_apart(
    found: Found, what: str, source: str, changes: dict[str, object], counts: tuple[int, ...]
) -> None:
    here = replace(ENTRY, place="US-TX")
    findings = found(order(), sighted(here), sighted(replace(here, **changes), source=source))
    kinds = (K.REGISTRATION, K.REGISTER_STATUS, K.REGISTERED_AGENT, K.OFFICER)
    assert tuple(len([f for f in findings if f.kind is kind]) for kind in kinds) == counts, what
    officers = [f for f in findings if f.kind is K.OFFICER]
    assert sum(len(f.evidence) for f in officers) == 2


def test_nothing_of_what_it_merged_into_is_joined_with_its_own(found: Found) -> None:
    step = Succession(Became.MERGED, FIRM, "KEEL INC", "county", "county-1", "0" * 64, "row 1", NOW)
    theirs = sighted(replace(ENTRY, number="P-9", name="KEEL INC"), source="broker")
    origin = replace(theirs.record.provenance, followed=(step,))
    record = replace(theirs.record, provenance=origin)
    findings = found(order(), sighted(), replace(theirs, record=record))
    for kind in REGISTER_KINDS:
        assert len([f for f in findings if f.kind is kind]) == 2, kind

"""A synthetic case for the report tests: one debtor, several sources, every kind of outcome."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from matching.parse.asset.read import read_asset
from skiptrace.model.account import Account, ObligorRole
from skiptrace.model.asset import Jurisdiction
from skiptrace.model.card import ConnectorCard, ConnectorKind, Cost, Recipient, Verification
from skiptrace.model.dates import PartialDate
from skiptrace.model.evidence import Evidence
from skiptrace.model.finding import Finding, FindingKind, FindingStatus
from skiptrace.model.inquiry import Refusal
from skiptrace.model.match import Candidate, Decision, Term
from skiptrace.model.order import Scope, TraceOrder
from skiptrace.model.record import Indicator, Provenance, SourceRecord
from skiptrace.model.subject import (
    ContactStatus,
    EntityKind,
    KnownContact,
    PersonName,
    PostalAddress,
    Subject,
)
from skiptrace.model.title import Title
from skiptrace.model.waterfall import Outcome, StepOutcome
from skiptrace.reports.content import ReportCase

SSN = "900551234"
AT = datetime(2026, 11, 23, 2, 15, tzinfo=UTC)
PUBLIC, BROKER = Recipient.PUBLIC_RECORD, Recipient.DATA_BROKER


def make_card(
    code: str, title: str, yields: set[str], recipient: Recipient = PUBLIC, lineage: str = ""
) -> ConnectorCard:
    return ConnectorCard(
        id=code,
        version="1.2",
        title=title,
        publisher=f"{title} office",
        jurisdiction="US-FL",
        kind=ConnectorKind.REGISTER,
        recipient=recipient,
        lineage=lineage or code,
        accepts=frozenset({"names"}),
        requires=(frozenset({"names"}),),
        yields=frozenset(yields),
        purposes=frozenset({"PUB"}),
        verified=Verification.SHAPE,
        cost=Cost(),
    )


CARDS = (
    make_card("property_roll", "Harbor County property roll 2026", {"real_property", "address"}),
    make_card("property_sales", "Harbor City recorded sales", {"real_property"}, PUBLIC, "clerk"),
    make_card("corporate", "State corporate file", {"business_interest", "address"}),
    make_card("court", "Harbor County court search", {"judgment", "court_case", "bankruptcy"}),
    make_card("liens", "Clerk's lien index", {"lien"}, PUBLIC, "clerk"),
    make_card("dmf", "Death master file", {"deceased"}),
    make_card("bureau", "Enformion person search", {"address", "phone", "email"}, BROKER),
    make_card("vessels", "State vessel register", {"vessel"}),
    make_card("licences", "Professional licence board", {"licence"}),
    make_card("inmates", "County jail roster", {"custody"}),
)


def make_origin(source: str, ref: str) -> Provenance:
    digest = hashlib.sha256(f"{source}/{ref}".encode()).hexdigest()
    at = datetime(2026, 11, 22, 23, 40, 5, tzinfo=UTC)
    return Provenance(source, "1.2", ref, at, digest, "$[0]", f"permit-{source}")


def make_evidence(
    kind: FindingKind,
    source: str,
    ref: str,
    *,
    seen: tuple[str, str] = ("", ""),
    role: str = "",
    detail: dict[str, str] | None = None,
) -> Evidence:
    first, last = (PartialDate.parse(day) if day else None for day in seen)
    parcel = (detail or {}).get("parcel", "")
    read_as = FindingKind.REAL_PROPERTY if parcel else kind
    said = Indicator(read_as, "", parcel or ref, first, detail or {})
    asset = read_asset(said, Jurisdiction.read("US-FL-Harbor"))
    return Evidence(
        id=f"ev-{source}-{ref}-{kind.value}",
        kind=kind,
        value="",
        original="",
        provenance=make_origin(source, ref),
        probability=0.9987 if source != "bureau" else 0.9941,
        candidate_id=f"cand-{source}-{ref}",
        role=role,
        first_seen=first,
        last_seen=last,
        detail={} if asset else detail or {},
        asset=asset,
    )


def make_finding(
    kind: FindingKind,
    value: str,
    *evidence: Evidence,
    status: FindingStatus = FindingStatus.VERIFIED,
    probability: float = 0.9987,
    reason: str = "two independent sources agree",
    title: Title | None = None,
) -> Finding:
    key = value.lower()
    return Finding(
        id=f"f-{hashlib.sha256((kind.value + key).encode()).hexdigest()[:10]}",
        order_id="ord-7F3A",
        account_id="acc-1",
        subject_id="sub-1",
        kind=kind,
        key=key,
        value=value,
        probability=probability,
        status=status,
        reason=reason,
        evidence=evidence,
        title=title,
    )


def make_candidate(source: str, ref: str, name: PersonName, ssn: str = "") -> Candidate:
    terms = (
        Term("prior", "prior", -8.0, "how rarely a record of this source is the subject's"),
        Term("surname", "exact", 9.5, "the surnames are the same and uncommon"),
        Term("given", "exact", 4.25, "the given names are the same"),
        Term("dob", "no data", 0.0, "one side has no date of birth"),
        Term("address", "same unit", 3.75, "the record has an address that the account had"),
    )
    record = SourceRecord(
        source=source,
        ref=ref,
        kind=EntityKind.PERSON,
        provenance=make_origin(source, ref),
        names=(name,),
        dob=PartialDate.parse("1979-04"),
        ssn=ssn,
    )
    weight = sum(term.weight for term in terms)
    probability = 2**weight / (1 + 2**weight)
    return Candidate(record, weight, probability, terms, Decision.ACCEPT, "model-1")


SUBJECT = Subject(
    id="sub-1",
    names=(
        PersonName("Marisol", "Q", "Featherstone"),
        PersonName("Marisol", "", "Quimby"),
    ),
    dob=PartialDate.parse("1979-04-12"),
    ssn=SSN,
    addresses=(
        KnownContact(
            PostalAddress("14 Old Mill Rd", "Harbor City", "FL", "34990"),
            ContactStatus.BAD,
            PartialDate.parse("2026-10-30"),
        ),
    ),
)

ORDER = TraceOrder(
    id="ord-7F3A",
    account=Account(id="acc-1", number="10001", creditor="Tidewater Card Bank", status="open"),
    subject=SUBJECT,
    role=ObligorRole.PRIMARY,
    scope=Scope.ASSETS,
    purposes=frozenset({"PUB", "GLB-1"}),
    budget=Decimal("5.00"),
    requester="p.ortega (legal)",
    as_of=date(2026, 11, 22),
    created=datetime(2026, 11, 22, 23, 30, tzinfo=UTC),
    matter="26-CV-118",
)

K = FindingKind


def all_findings() -> tuple[Finding, ...]:
    old, new = ("2019-03-01", "2023-05-31"), ("2023-06-15", "2026-11-01")
    home = "77 Quarry Ln, Unit 4, Harbor City, FL 34994"
    return (
        make_finding(
            K.ADDRESS,
            home,
            make_evidence(K.ADDRESS, "bureau", "T-88121", seen=new),
            make_evidence(
                K.ADDRESS, "property_roll", "31-38-41-012-4", seen=("2024", "2026"), role="mailing"
            ),
        ),
        make_finding(
            K.ADDRESS,
            "14 Old Mill Rd, Harbor City, FL 34990",
            make_evidence(K.ADDRESS, "bureau", "T-88121", seen=old),
            probability=0.9941,
        ),
        make_finding(
            K.REAL_PROPERTY,
            "Parcel 31-38-41-012-4, 77 Quarry Ln, Unit 4",
            make_evidence(
                K.REAL_PROPERTY,
                "property_roll",
                "31-38-41-012-4",
                seen=("2023-06-09", "2026"),
                role="owner of record",
                detail={
                    "assessed_value": "$284,300",
                    "homestead": "Y",
                    "co_owner": "FEATHERSTONE DEVIN",
                },
            ),
            make_evidence(
                K.REAL_PROPERTY,
                "property_sales",
                "2023-0098123",
                seen=("2023-06-09", ""),
                role="grantee",
                detail={"amount": "$271,000", "doc_type": "DEED"},
            ),
        ),
        make_finding(
            K.BUSINESS_INTEREST,
            "Quarry Lane Bakery LLC, active",
            make_evidence(
                K.BUSINESS_INTEREST,
                "corporate",
                "L19000123456",
                seen=("2019-02-14", "2026-04-28"),
                role="manager",
                detail={"status": "active", "title": "MGR"},
            ),
        ),
        make_finding(
            K.JUDGMENT,
            "Shoreline Supply Co v. Featherstone, $4,870.12",
            make_evidence(
                K.JUDGMENT,
                "court",
                "2024-SC-004410",
                seen=("2024-08-19", ""),
                role="defendant",
                detail={"court": "County Court, Harbor County", "disposition": "final judgment"},
            ),
        ),
        make_finding(
            K.COURT_CASE,
            "Bayview Apartments v. Featherstone (eviction), closed",
            make_evidence(
                K.COURT_CASE, "court", "2022-CC-001904", seen=("2022-09-02", ""), role="defendant"
            ),
        ),
        make_finding(
            K.PHONE, "+12025550143", make_evidence(K.PHONE, "bureau", "T-88121", seen=new)
        ),
        make_finding(
            K.EMAIL,
            "mfeatherstone@example.com",
            make_evidence(K.EMAIL, "bureau", "T-88121"),
            status=FindingStatus.CANDIDATE,
            probability=0.71,
            reason="one source, undated",
        ),
        make_finding(
            K.REAL_PROPERTY,
            "Parcel 07-40-40-001-9, vacant lot",
            make_evidence(K.REAL_PROPERTY, "property_roll", "07-40-40-001-9", seen=("2011", "")),
            status=FindingStatus.QUARANTINED,
            probability=0.64,
            reason="name only, no address in common",
        ),
        make_finding(
            K.VEHICLE,
            "Rejected boat of a namesake",
            make_evidence(K.VEHICLE, "vessels", "V-1"),
            status=FindingStatus.REJECTED,
            probability=0.02,
            reason="another person",
        ),
    )


def all_steps() -> tuple[StepOutcome, ...]:
    def step(source: str, outcome: Outcome, cost: str = "0", reason: str = "", rule: str = ""):
        tier = "paid" if source == "bureau" else "free"
        return StepOutcome("ord-7F3A", tier, source, outcome, Decimal(cost), reason, rule)

    return (
        step("property_roll", Outcome.HIT),
        step("property_sales", Outcome.HIT),
        step("corporate", Outcome.HIT),
        step("court", Outcome.HIT),
        step("liens", Outcome.NO_HIT),
        step("bureau", Outcome.HIT, "0.10"),
        step("vessels", Outcome.FAILED, reason="SourceUnavailable: no answer within 30 s"),
        step("licences", Outcome.SKIPPED, reason="budget: $5.00 reached"),
        step("dmf", Outcome.BLOCKED, reason="no live certification on file", rule="R51"),
    )


def full_case() -> ReportCase:
    names = {
        ("bureau", "T-88121"): PersonName("Marisol", "Quimby", "Featherstone"),
        ("property_roll", "31-38-41-012-4"): PersonName(
            surname="Featherstone", given="Marisol", middle="Q"
        ),
    }
    return ReportCase(
        order=ORDER,
        findings=all_findings(),
        steps=all_steps(),
        refusals=(Refusal("ord-7F3A", "dmf", "R51", "no live certification on file"),),
        cards={card.id: card for card in CARDS},
        prepared=AT,
        candidates={
            f"cand-{source}-{ref}": make_candidate(source, ref, name, SSN)
            for (source, ref), name in names.items()
        },
        purposes={"PUB": "public record", "GLB-1": "enforce a transaction"},
    )


@pytest.fixture
def case() -> ReportCase:
    return full_case()


@pytest.fixture
def bare_case() -> ReportCase:
    """An order of which nothing has been searched and for which no source is installed."""
    return replace(
        full_case(), findings=(), steps=(), refusals=(), cards={}, candidates={}, purposes={}
    )


@pytest.fixture
def finding_of() -> Callable[..., Finding]:
    return make_finding


@pytest.fixture
def evidence_of() -> Callable[..., Evidence]:
    return make_evidence

"""Synthetic people, orders and answers: 555-01xx phones, SSN area 900, example.com."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from skiptrace.casefile.accounts import AccountEntry
from skiptrace.model.account import Account, Hold, NextAction, ObligorRole, ReturnedMail
from skiptrace.model.dates import PartialDate
from skiptrace.model.evidence import Evidence
from skiptrace.model.finding import Finding, FindingKind, FindingStatus
from skiptrace.model.inquiry import Inquiry, Permit, SearchFields
from skiptrace.model.match import Candidate, Decision, Term
from skiptrace.model.order import Scope, TraceOrder
from skiptrace.model.record import (
    Answer,
    Indicator,
    Provenance,
    Reported,
    Snapshot,
    SourceRecord,
)
from skiptrace.model.subject import (
    ContactStatus,
    EntityKind,
    KnownContact,
    PersonName,
    PostalAddress,
    Subject,
)
from skiptrace.model.waterfall import Outcome

NOW = datetime(2026, 11, 22, 6, 0, 0, 123456, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def make_subject(n: int = 1, **changes: Any) -> Subject:
    """Person n, with everything a subject can have; the id is left to the case file."""
    name = PersonName(
        f"Quillon{n}", "Wexford", f"Brathwaite{n}", "JR", f"BRATHWAITE{n}, QUILLON{n}"
    )
    former = PersonName(f"Quillon{n}", "", f"Oxenford{n}")
    home = PostalAddress(f"{n} Larkspur Hollow Rd", "Tampa", "FL", "33601", "0001", f"{n} LARKSPUR")
    subject = Subject(
        id="",
        names=(name, former),
        dob=PartialDate(1961, 4, 17),
        ssn=f"900{n:06d}",
        ssn4=f"{n:06d}"[-4:],
        addresses=(
            KnownContact(home, ContactStatus.BAD, PartialDate(2026, 11)),
            KnownContact(replace(home, line=f"{n} Quarry Bend Ct", original="")),
        ),
        phones=(
            KnownContact(f"+1813555{100 + n % 100:04d}"),
            KnownContact(f"+1727555{n % 100:04d}"),
        ),
        emails=(KnownContact(f"quillon.brathwaite{n}@example.com"),),
    )
    return replace(subject, **changes)


def make_entry(n: int = 1, **changes: Any) -> AccountEntry:
    """Account n with its primary obligor, one hold that is long released, and a returned letter."""
    entry = AccountEntry(
        account=Account(
            id="",
            number=f"ACCT-77{n:06d}",
            creditor="Prairie Card Bank",
            balance=Decimal("1204.55"),
            status="open",
            state="FL",
            opened=date(2020, 2, 29),
        ),
        subject=make_subject(n),
        holds=(Hold("", "DISP", date(2024, 1, 5), "creditor", date(2024, 3, 1), f"letter of {n}"),),
        returned_mail=ReturnedMail(
            "", "NIXIE", "VAC", NextAction.FULL_TRACE, date(2026, 11, 2), undelivered=False
        ),
    )
    return replace(entry, **changes)


def make_order(entry: AccountEntry, **changes: Any) -> TraceOrder:
    """A locate order on an entry that was read from the case file."""
    order = TraceOrder(
        id=f"order-{entry.account.id}",
        account=entry.account,
        subject=entry.subject,
        role=ObligorRole.PRIMARY,
        scope=Scope.LOCATE,
        purposes=frozenset({"GLB-3", "PUB"}),
        budget=Decimal("1.50"),
        requester="collector-7",
        as_of=TODAY,
        created=NOW,
        action=NextAction.FULL_TRACE,
        holds=entry.holds,
    )
    return replace(order, **changes)


def make_inquiry(order: TraceOrder, connector: str = "bureau", n: int = 1) -> Inquiry:
    """A permitted inquiry of an order."""
    permit = Permit(f"permit-{n}", order.id, connector, ("GLB-3",), ("R1",), NOW, NOW)
    fields = SearchFields(names=order.subject.names[:1], ssn=order.subject.ssn)
    return Inquiry(f"inq-{order.id}-{connector}-{n}", EntityKind.PERSON, fields, permit)


def make_snapshot(subject: Subject, ref: str = "T-1", **changes: Any) -> Snapshot:
    """A raw answer about the subject."""
    body = f'{{"id": "{ref}", "name": "{subject.names[0].full}", "ssn": "{subject.ssn}"}}'
    snapshot = Snapshot(body.encode() * 20, "application/json", "POST /search page 1", NOW)
    return replace(snapshot, **changes)


def make_record(subject: Subject, snapshot: Snapshot, ref: str = "T-1") -> SourceRecord:
    """What the answer says, with every kind of field filled."""
    seen = (PartialDate(2023), PartialDate(2026, 10, 1))
    return SourceRecord(
        source="bureau",
        ref=ref,
        kind=EntityKind.PERSON,
        provenance=Provenance("bureau", "1", ref, NOW, snapshot.sha256, "$.persons[0]", "permit-1"),
        names=subject.names,
        dob=subject.dob,
        ssn=subject.ssn,
        death=PartialDate(2026, 5),
        addresses=tuple(Reported(a.value, *seen, "mailing") for a in subject.addresses),
        phones=tuple(Reported(p.value, *seen) for p in subject.phones),
        emails=tuple(Reported(e.value) for e in subject.emails),
        employers=(Reported("Larkspur Hollow Nursery", PartialDate(2025)),),
        indicators=(
            Indicator(
                FindingKind.LIEN, "tax lien", "DOC-9", PartialDate(2021, 2), {"chapter": "7"}
            ),
        ),
    )


def make_candidate(record: SourceRecord, **changes: Any) -> Candidate:
    """An accepted candidate whose weight is the sum of its terms, infinities allowed."""
    terms = (
        Term("prior", "prior", -12.5, "one in 5,800 records is the subject's"),
        Term("surname", "exact", 9.25, "the surnames are the same"),
        Term("dob", "no data", 0.0, "no birth date to compare"),
    )
    candidate = Candidate(record, -3.25, 0.0951, terms, Decision.REVIEW, "weights-1", person=2)
    return replace(candidate, **changes)


def make_answer(inquiry: Inquiry, subject: Subject, **changes: Any) -> Answer:
    """A hit that costs a quarter."""
    snapshot = make_snapshot(subject)
    record = make_record(subject, snapshot)
    answer = Answer(inquiry.id, Outcome.HIT, (record,), (snapshot,), Decimal("0.25"))
    return replace(answer, **changes)


def make_finding(order: TraceOrder, candidate_id: str, record: SourceRecord) -> Finding:
    """A verified phone finding with one piece of evidence."""
    phone = record.phones[0]
    evidence = Evidence(
        id=f"ev-{order.id}",
        kind=FindingKind.PHONE,
        value=phone.value,
        original="(813) 555-0101 as printed",
        provenance=record.provenance,
        probability=0.97,
        candidate_id=candidate_id,
        role=phone.role,
        first_seen=phone.first_seen,
        last_seen=phone.last_seen,
        detail={"company": "Larkspur Telephone", "line": "wireless"},
    )
    return Finding(
        id=f"fin-{order.id}",
        order_id=order.id,
        account_id=order.account.id,
        subject_id=order.subject.id,
        kind=FindingKind.PHONE,
        key=phone.value,
        value="(813) 555-0101",
        probability=0.97,
        status=FindingStatus.VERIFIED,
        reason="two sources agree",
        evidence=(evidence,),
    )

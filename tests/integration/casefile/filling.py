"""A case file with one trace in it, from intake to write-back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, update

from skiptrace.casefile.accounts import AccountEntry
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.contact_checks import check_id
from skiptrace.casefile.ledger_rows import Intent
from skiptrace.casefile.order_turns import Ending
from skiptrace.casefile.tables.orders import trace_order
from skiptrace.model.audit import AuditEvent
from skiptrace.model.contact_check import CheckedPhone, ContactCheck, Line
from skiptrace.model.finding import Finding
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.judgement import Judgement, Verdict
from skiptrace.model.order import OrderState, TraceOrder
from skiptrace.model.receipt import Change, ChangeKind, Receipt
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome, StepOutcome
from tests.integration.casefile import samples

SENT_TO = "bureau_batch"


@dataclass(frozen=True)
class Trace:
    """What one trace put into the case file."""

    entry: AccountEntry
    order: TraceOrder
    inquiry: Inquiry
    answer: Answer
    finding: Finding


def add_account(case: CaseFile, n: int = 1) -> AccountEntry:
    """Account n, as the case file reads it back."""
    with case.write() as tx:
        case.accounts.add(tx, [samples.make_entry(n)])
        entry = case.accounts.find(tx, samples.make_entry(n).account.number)
    assert entry is not None
    return entry


def place_order(case: CaseFile, n: int = 1) -> TraceOrder:
    """A placed order on account n."""
    order = samples.make_order(add_account(case, n))
    with case.write() as tx:
        assert case.orders.place(tx, [order]) == 1
    return order


def finish(
    case: CaseFile, tx: Connection, ids: list[str], state: OrderState = OrderState.DONE
) -> None:
    """End orders as the worker that holds them."""
    mine = trace_order.c.id.in_(ids)
    claimed = {"state": OrderState.CLAIMED.value, "worker": "w"}
    tx.execute(update(trace_order).where(mine).values(claimed))
    case.orders.finish(tx, ids, Ending(state, samples.NOW), "w")


def make_event(order: TraceOrder, n: int = 1) -> AuditEvent:
    """The gate's leave, as an event."""
    return AuditEvent(
        kind="gate.allow",
        actor="collector-7",
        at=samples.NOW,
        order_id=order.id,
        account_id=order.account.id,
        connector_id="bureau",
        rule=f"R{n}",
        purposes=("GLB-3",),
        fields=("names", "ssn"),
        text="allowed, minimised: Äußerung",
    )


def trace(case: CaseFile, n: int = 1) -> Trace:
    """Order, call, answer, candidate, finding, check, step, note, event, judgement and receipt."""
    order = place_order(case, n)
    inquiry = samples.make_inquiry(order)
    answer = samples.make_answer(inquiry, order.subject)
    with case.write() as tx:
        case.ledger.open(tx, [Intent(inquiry, Decimal("0.25"))], samples.NOW)
    with case.write() as tx:
        case.ledger.record(tx, [(inquiry, answer)], samples.NOW)
        record = answer.records[0]
        ids = case.matches.add(tx, order.id, [samples.make_candidate(record)])
        finding = samples.make_finding(order, ids["bureau", record.ref], record)
        case.findings.add(tx, [finding])
        case.checks.add(tx, [make_check(finding, inquiry, answer)])
        step = StepOutcome(order.id, "paid", "bureau", Outcome.HIT, Decimal("0.25"))
        case.steps.add(tx, [step])
        note = f"Searched for {order.subject.names[0].full}; found {finding.value}"
        case.notes.add(tx, order.account.id, order.id, note, samples.NOW)
        case.judgements.add(tx, make_judgement(finding))
        case.receipts.add(tx, [make_receipt(order, finding)])
        case.sent_files.enter(tx, SENT_TO, f"asked-{n}.csv", [key_of(inquiry)], samples.NOW)
        case.audit.append(tx, [make_event(order)])
        finish(case, tx, [order.id])
    return Trace(samples.make_entry(n), order, inquiry, answer, finding)


def key_of(inquiry: Inquiry) -> str:
    """A question's key in a file: a part of its opaque id, which is about nobody."""
    return inquiry.id[-20:]


def make_check(finding: Finding, inquiry: Inquiry, answer: Answer) -> ContactCheck:
    """What a source that names nobody said of a finding's number."""
    return ContactCheck(
        id=check_id(finding.account_id, inquiry.id),
        account_id=finding.account_id,
        order_id=finding.order_id,
        kind=finding.kind,
        key=finding.key,
        connector_id="lookup",
        connector_version="1",
        checked=samples.NOW,
        inquiry_id=inquiry.id,
        permit_id=inquiry.permit.id,
        said=CheckedPhone(line=Line.WIRELESS, carrier="Harbour Wireless"),
        snapshot_sha256=answer.snapshots[0].sha256,
    )


def make_judgement(finding: Finding, verdict: Verdict = Verdict.RIGHT_PARTY) -> Judgement:
    """A collector's word on a finding."""
    return Judgement(
        account_id=finding.account_id,
        kind=finding.kind,
        key=finding.key,
        verdict=verdict,
        actor="collector-7",
        at=samples.NOW,
        reason=f"answered at {finding.value}",
    )


def make_receipt(order: TraceOrder, finding: Finding, batch: str = "batch-1") -> Receipt:
    """The receipt of a phone number written back."""
    change = Change(
        account_number=order.account.number,
        kind=ChangeKind.ADD,
        fact="phone",
        value=finding.value,
        probability=finding.probability,
        sources=("bureau",),
        as_of="2026-11-22",
        finding_id=finding.id,
    )
    return Receipt(batch, "system-of-record", change, f"stored {finding.value}", samples.NOW)

"""The ledger keeps a paid call from being made twice, and its answers from being lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import delete

from skiptrace.casefile.call_state import CallStage, CallState, OpenCall
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.ledger_rows import Intent
from skiptrace.casefile.statements import Tx
from skiptrace.casefile.tables.orders import connector_call
from skiptrace.model.errors import CaseFileError
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.order import TraceOrder
from skiptrace.model.record import Answer, Snapshot, Ticket
from skiptrace.model.waterfall import Outcome, StepOutcome
from tests.integration.casefile.filling import place_order, trace
from tests.integration.casefile.samples import NOW, make_answer, make_inquiry, make_snapshot
from tests.integration.casefile.tampering import disarm

PRICE = Decimal("0.25")


@pytest.fixture
def order(case: CaseFile) -> TraceOrder:
    return place_order(case)


def send(case: CaseFile, *inquiries: Inquiry) -> frozenset[str]:
    with case.write() as tx:
        return case.ledger.open(tx, [Intent(inquiry, PRICE) for inquiry in inquiries], NOW)


def record(case: CaseFile, inquiry: Inquiry, answer: Answer) -> None:
    with case.write() as tx:
        case.ledger.record(tx, [(inquiry, answer)], NOW)


def state(case: CaseFile, inquiry: Inquiry) -> CallState:
    with case.read() as tx:
        return case.ledger.state(tx, [inquiry.id])[inquiry.id]


def test_an_intent_is_opened_once(case: CaseFile, order: TraceOrder) -> None:
    one, two = make_inquiry(order, n=1), make_inquiry(order, n=2)
    assert send(case, one) == {one.id}
    assert send(case, one, two) == {two.id}
    assert send(case, one, two) == send(case) == frozenset()
    assert state(case, one).state is CallStage.SENT


def test_of_workers_that_open_the_same_call_at_once_one_may_send_it(
    case: CaseFile, order: TraceOrder
) -> None:
    inquiries = [make_inquiry(order, n=n) for n in range(20)]
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: send(case, *inquiries), range(4)))
    assert sorted(i for ids in opened for i in ids) == sorted(i.id for i in inquiries)


def test_a_sent_call_stays_visible_whatever_becomes_of_its_order(
    case: CaseFile, order: TraceOrder
) -> None:
    inquiry = make_inquiry(order)
    with case.write() as tx:
        case.orders.claim(tx, "a", 1)
    send(case, inquiry)
    with case.write() as tx:
        assert case.orders.release(tx, ["a"]) == 1
    assert state(case, inquiry).state is CallStage.SENT
    with case.read() as tx:
        later = NOW + timedelta(seconds=1)
        call = OpenCall(inquiry.id, order.id, "bureau", NOW, PRICE)
        assert case.ledger.unsettled(tx, later) == [call]
        assert case.ledger.unsettled(tx, NOW) == []


STAGES = {
    Outcome.HIT: CallStage.ANSWERED,
    Outcome.NO_HIT: CallStage.ANSWERED,
    Outcome.FAILED: CallStage.ANSWERED,
    Outcome.PENDING: CallStage.PENDING,
    Outcome.IN_DOUBT: CallStage.IN_DOUBT,
}


def test_an_outcome_decides_the_stage(case: CaseFile, order: TraceOrder) -> None:
    for n, (outcome, stage) in enumerate(STAGES.items()):
        inquiry = make_inquiry(order, n=n)
        record(case, inquiry, Answer(inquiry.id, outcome, reason="Words: why"))
        known = state(case, inquiry)
        assert (known.state, known.outcome, known.reason) == (stage, outcome, "Words: why")


def test_a_later_result_supersedes_the_earlier(case: CaseFile, order: TraceOrder) -> None:
    inquiry = make_inquiry(order)
    send(case, inquiry)
    record(case, inquiry, Answer(inquiry.id, Outcome.IN_DOUBT, reason="InDoubt: cut off"))
    answer = make_answer(inquiry, order.subject)
    record(case, inquiry, answer)
    address = answer.snapshots[0].sha256
    known = state(case, inquiry)
    assert (known.state, known.outcome, known.cost) == (CallStage.ANSWERED, Outcome.HIT, PRICE)
    record(case, inquiry, Answer(inquiry.id, Outcome.NO_HIT))
    known = state(case, inquiry)
    assert (known.outcome, known.cost, known.results) == (Outcome.NO_HIT, 0, 3)
    with case.read() as tx:
        assert case.snapshots.get(tx, address) == answer.snapshots[0]


def test_unsure_calls_count_with_their_ceiling(case: CaseFile, order: TraceOrder) -> None:
    sent, doubtful, missed, free = (make_inquiry(order, n=n) for n in range(4))
    send(case, sent, doubtful, missed)
    record(case, doubtful, Answer(doubtful.id, Outcome.IN_DOUBT))
    record(case, missed, Answer(missed.id, Outcome.NO_HIT, cost=Decimal("0.01")))
    record(case, free, Answer(free.id, Outcome.HIT))
    with case.read() as tx:
        assert case.ledger.spent(tx, [order.id, "none"]) == {
            order.id: 2 * PRICE + Decimal("0.01"),
            "none": Decimal(0),
        }
        [totals] = case.ledger.totals(tx)
    assert (totals.calls, totals.hits, totals.cost) == (4, 1, Decimal("0.01"))
    assert totals.unsettled == 2 * PRICE


def test_a_call_of_an_unknown_order_is_refused(case: CaseFile, order: TraceOrder) -> None:
    stray = make_inquiry(replace(order, id="never placed"))
    with pytest.raises(CaseFileError, match="names a row that is not there"):
        send(case, stray)


def put(case: CaseFile, tx: Tx, *snapshots: Snapshot) -> int:
    """Store snapshots that were got for one account."""
    return case.snapshots.put(tx, [("account acc_1", one) for one in snapshots])


def test_one_body_is_stored_once_and_each_call_keeps_its_own_request(
    case: CaseFile, order: TraceOrder
) -> None:
    nothing = Snapshot(b"[]", "application/json", "GET /resource page 1", NOW)
    other = replace(nothing, request="GET /resource page 2", retrieved=NOW + timedelta(hours=1))
    one, two = make_inquiry(order, n=1), make_inquiry(order, n=2)
    record(case, one, Answer(one.id, Outcome.NO_HIT, snapshots=(nothing,)))
    record(case, two, Answer(two.id, Outcome.NO_HIT, snapshots=(other, nothing)))
    with case.write() as tx:
        assert put(case, tx, nothing, other) == 0
        assert case.ledger.snapshots(tx, one.id) == (nothing,)
        assert case.ledger.snapshots(tx, two.id) == (other, nothing)
        assert case.ledger.snapshots(tx, "none") == ()


def test_snapshots_come_back_byte_for_byte(case: CaseFile, order: TraceOrder) -> None:
    bodies = (b"", b"\x00\xff" * 70_000, "Äpfel".encode("utf-16"))
    snapshots = [make_snapshot(order.subject, body=body) for body in bodies]
    with case.write() as tx:
        assert put(case, tx, *snapshots, snapshots[0]) == 3
    with case.read() as tx:
        for snapshot in snapshots:
            assert case.snapshots.get(tx, snapshot.sha256) == snapshot
        with pytest.raises(CaseFileError, match="not in the case file"):
            case.snapshots.get(tx, "0" * 64)


def test_a_damaged_snapshot_is_never_handed_out(case: CaseFile, order: TraceOrder) -> None:
    good, other = make_snapshot(order.subject), make_snapshot(order.subject, "T-2")
    with case.write() as tx:
        put(case, tx, good, other)
        swap = "UPDATE snapshot SET body = (SELECT body FROM snapshot WHERE address = '{}')"
        tx.exec_driver_sql(swap.format(case.snapshots.address(other.sha256)))
        with pytest.raises(CaseFileError, match=r"snapshot row .*: not as this key file"):
            case.snapshots.get(tx, good.sha256)


def test_the_newest_step_of_a_connector_counts(case: CaseFile, order: TraceOrder) -> None:
    pending = StepOutcome(order.id, "paid", "bureau", Outcome.PENDING)
    hit = replace(pending, outcome=Outcome.HIT, cost=PRICE)
    skipped = StepOutcome(order.id, "free", "roll", Outcome.SKIPPED, reason="no", rule="INPUT")
    with case.write() as tx:
        case.steps.add(tx, [pending, skipped])
        case.steps.add(tx, [hit])
        case.steps.add(tx, [])
        assert case.steps.for_order(tx, order.id) == [skipped, hit]
        bureau, roll = case.steps.summary(tx)
    assert (bureau.outcomes, bureau.cost) == ({Outcome.HIT: 1}, PRICE)
    assert (roll.connector_id, roll.outcomes) == ("roll", {Outcome.SKIPPED: 1})


def test_a_result_whose_call_is_gone_is_refused(case: CaseFile) -> None:
    call = trace(case).inquiry.id
    with case.write() as tx:
        disarm(tx)
        tx.execute(delete(connector_call))
        with pytest.raises(CaseFileError, match="its call is missing"):
            case.ledger.state(tx, [call])
        tx.rollback()


@pytest.mark.parametrize(("cost", "counts"), [("0.25", True), ("0", False)])
def test_a_late_failure_of_a_call_that_was_taken_over_counts_if_it_was_billed(
    case: CaseFile, cost: str, counts: bool
) -> None:
    inquiry = make_inquiry(place_order(case))
    with case.write() as tx:
        case.ledger.open(tx, [Intent(inquiry, Decimal("0.25"), worker="first")], NOW)
    with case.write() as tx:
        calls = case.ledger.state(tx, [inquiry.id])
        assert case.ledger.attempt(tx, list(calls.values()), "second", NOW) == {inquiry.id}
    late = Answer(inquiry.id, Outcome.FAILED, cost=Decimal(cost), reason="SourceChanged: odd")
    with case.write() as tx:
        case.ledger.record(tx, [(inquiry, late)], NOW, "first")
    with case.read() as tx:
        known = case.ledger.state(tx, [inquiry.id])[inquiry.id]
    assert (known.outcome is Outcome.FAILED, known.is_bought) == (counts, counts)


STAYED = Answer("", Outcome.FAILED, reason="SourceUnavailable: this call never left")
TICKET = Ticket("job", NOW, NOW + timedelta(days=30))
SINCE = {
    "nothing": None,
    "hit": Answer("", Outcome.HIT, cost=PRICE),
    "no hit": Answer("", Outcome.NO_HIT),
    "pending": Answer("", Outcome.PENDING, reason="later", ticket=TICKET),
    "in doubt": Answer("", Outcome.IN_DOUBT, reason="InDoubt: cut off"),
    "overdue": Answer("", Outcome.OVERDUE, reason="too late", ticket=TICKET),
    "a failure": Answer("", Outcome.FAILED, reason="SourceUnavailable: 503"),
}


@pytest.mark.parametrize(
    ("since", "said", "counts"),
    [
        ("nothing", STAYED, True),
        *((one, STAYED, False) for one in SINCE if one not in ("nothing", "a failure")),
        ("a failure", STAYED, True),
        *((one, SINCE["hit"], True) for one in SINCE),
        *((one, replace(STAYED, cost=PRICE), True) for one in SINCE),
        ("pending", SINCE["overdue"], True),
        ("pending", SINCE["in doubt"], False),
        ("in doubt", SINCE["pending"], False),
    ],
)
def test_a_workers_word_on_a_call_as_it_stands_since(
    case: CaseFile, order: TraceOrder, since: str, said: Answer, counts: bool
) -> None:
    """A failure never takes a call's answer, its ticket or its doubt: it would be bought anew."""
    inquiry = make_inquiry(order)
    with case.write() as tx:
        case.ledger.open(tx, [Intent(inquiry, PRICE, worker="first")], NOW)
        if (other := SINCE[since]) is not None:
            case.ledger.settle(tx, inquiry.id, other, NOW)
        before = case.ledger.state(tx, [inquiry.id])[inquiry.id].results
        case.ledger.record(tx, [(inquiry, replace(said, inquiry_id=inquiry.id))], NOW, "first")
        found = case.ledger.state(tx, [inquiry.id])[inquiry.id]
    assert (found.results - before, found.outcome is said.outcome) == (int(counts), counts)

"""One order's fault is that order's: it is parked with its reason, and the rest goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from candidates import OAK, at
from fakes import FakeConnector, by_surname, says
from orders import SUBJECT, TODAY
from sqlalchemy import update

from jobs.by_hand import ByHand
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.casefile.crypto import SealedBytes
from skiptrace.casefile.judgements import JudgementBook
from skiptrace.casefile.matches import MatchBook
from skiptrace.casefile.tables.orders import trace_order
from skiptrace.model.errors import CaseFileError, CaseFileUnavailable
from skiptrace.model.order import OrderState
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from skiptrace.tracing.resolve import Resolver
from tests.integration.tracing.conftest import FREE, PAID, Desk, entry_of, hers
from tests.integration.tracing.test_batches import FORM, counts, nightly

HOME = hers(addresses=(at(OAK, role="residence"),))
BAD = "POISON"


def account(number: str, surname: str = "HOLLOWAY") -> AccountEntry:
    name = replace(SUBJECT.names[0], surname=surname)
    return entry_of(number, subject=replace(SUBJECT, id="", names=(name,)))


def breaks_resolving(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = Resolver.resolve

    def resolve(self: Resolver, trace: Any, *args: Any) -> None:
        if trace.order.subject.names[0].surname == BAD:
            raise UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")
        sound(self, trace, *args)

    monkeypatch.setattr(Resolver, "resolve", resolve)


def breaks_storing(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = MatchBook.add_all

    def add_all(self: MatchBook, tx: Any, kept: Any) -> Any:
        if "order-bad" in kept:
            raise CaseFileError("SourceRecord: a field is not of its declared type")
        return sound(self, tx, kept)

    monkeypatch.setattr(MatchBook, "add_all", add_all)


def breaks_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Together they cannot be read, and alone the second cannot."""
    sound = JudgementBook.current_of
    alone: list[str] = []

    def current_of(self: JudgementBook, tx: Any, account_ids: Any) -> Any:
        alone.extend(account_ids[:1] if len(account_ids) == 1 else ())
        if len(account_ids) > 1 or len(alone) == 2:
            raise CaseFileError("judgement: a row was changed")
        return sound(self, tx, account_ids)

    monkeypatch.setattr(JudgementBook, "current_of", current_of)


FAULTS = [breaks_resolving, breaks_storing, breaks_reading]


@pytest.mark.parametrize("fault", FAULTS, ids=["resolving", "storing", "reading"])
def test_the_order_at_fault_is_parked_and_the_rest_goes_on(
    desk: Desk, fault: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = [
        desk.placed(account(number, BAD if number == "bad" else "HOLLOWAY"))
        for number in ("1", "bad", "3")
    ]
    fault(monkeypatch)
    broker = FakeConnector(PAID, says(HOME))
    traces = desk.trace(orders, FakeConnector(FREE, says()), broker)
    assert [desk.state(order) for order in orders] == [
        OrderState.DONE,
        OrderState.PARKED,
        OrderState.DONE,
    ]
    assert [bool(trace.fault) for trace in traces] == [False, True, False]
    with desk.case.read() as tx:
        reason = desk.case.orders.reason(tx, "order-bad")
        events = [e.kind for e in desk.case.audit.for_order(tx, "order-bad")]
        assert desk.case.audit.verify(tx).faults == ()
    assert "Error while it was" in reason
    assert "surrogates" not in reason
    assert events[-1] == "trace.parked"


def test_what_a_parked_order_bought_is_read_when_a_person_sets_it_back(
    sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite_desk.taken_in(account("1", BAD))
    broker = FakeConnector(PAID, by_surname({BAD: [HOME]}))
    with monkeypatch.context() as patched:
        breaks_resolving(patched)
        nightly(sqlite_desk, FakeConnector(FREE, says()), broker)
    assert counts(sqlite_desk) == {OrderState.PARKED: 1}
    for night in (FORM, replace(FORM, as_of=TODAY.replace(day=28))):
        assert nightly(sqlite_desk, FakeConnector(FREE, says()), broker, form=night).traced == 0
    hand = ByHand(sqlite_desk.case, sqlite_desk.clock, 30)
    with hand.case.read() as tx:
        [waiting] = hand.waiting(tx)
    assert waiting.reason == "UnicodeEncodeError while it was resolved"
    with hand.case.write() as tx:
        with pytest.raises(CaseFileError, match="neither may be blank"):
            hand.retry(tx, waiting.order_id, ("", "mended"))
        hand.retry(tx, waiting.order_id, ("A. Clerk", "mended in 1.2"))
    nightly(sqlite_desk, FakeConnector(FREE, says()), broker)
    assert counts(sqlite_desk) == {OrderState.DONE: 1}
    assert broker.calls == 1


def test_an_order_whose_stored_fields_cannot_be_read_is_parked(sqlite_desk: Desk) -> None:
    orders = [sqlite_desk.placed(account(number)) for number in ("1", "2", "3")]
    with sqlite_desk.case.write() as tx:
        spoilt = update(trace_order).where(trace_order.c.id == orders[1].id)
        tx.execute(spoilt.values(payload=SealedBytes(b"\x00")))
    nightly(sqlite_desk, FakeConnector(FREE, says(HOME)))
    assert counts(sqlite_desk) == {OrderState.DONE: 2, OrderState.PARKED: 1}


class Raises(FakeConnector):
    """A connector that cannot read what it stored."""

    def read(self, inquiry: Any, snapshots: Sequence[Any]) -> Any:
        raise RecursionError("too deep")


def test_a_stored_answer_that_cannot_be_read_costs_its_order_only_the_source(desk: Desk) -> None:
    first = desk.placed(account("1"))
    broker = Raises(PAID, says(HOME))
    desk.trace([first], FakeConnector(FREE, says()), broker)
    later = replace(first, id="later", as_of=TODAY.replace(day=28))
    with desk.case.write() as tx:
        desk.case.orders.place(tx, [later])
    [trace] = desk.trace([later], FakeConnector(FREE, says()), broker)
    said = {step.connector_id: step.reason for step in trace.steps}
    assert "the stored answer cannot be read (RecursionError)" in said["broker"]
    assert broker.calls == 1
    assert desk.state(later) is OrderState.INCOMPLETE


class Doubts(FakeConnector):
    """A connector that makes nothing of what it stored."""

    def read(self, inquiry: Any, snapshots: Sequence[Any]) -> Answer:
        return Answer(inquiry.id, Outcome.IN_DOUBT, reason="InDoubt: no page")


def test_what_is_stored_is_never_in_doubt(sqlite_desk: Desk) -> None:
    first = sqlite_desk.placed(account("1"))
    broker = Doubts(PAID, says(HOME))
    sqlite_desk.trace([first], FakeConnector(FREE, says()), broker)
    later = replace(first, id="later", as_of=TODAY.replace(day=28))
    with sqlite_desk.case.write() as tx:
        sqlite_desk.case.orders.place(tx, [later])
    sqlite_desk.trace([later], FakeConnector(FREE, says()), broker)
    assert broker.calls == 1
    assert sqlite_desk.state(later) is OrderState.INCOMPLETE


def test_a_database_that_is_gone_parks_nobody(
    sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = sqlite_desk.placed(account("1"))

    def full(*args: Any) -> None:
        raise CaseFileUnavailable("the case file cannot be used: disk full")

    monkeypatch.setattr(MatchBook, "add_all", full)
    with pytest.raises(CaseFileUnavailable):
        sqlite_desk.trace([order], FakeConnector(FREE, says(HOME)))
    assert sqlite_desk.state(order) is OrderState.CLAIMED

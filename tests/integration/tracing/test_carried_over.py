"""What an order takes over from an earlier one: never another person's, never bought twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from candidates import call
from fakes import FakeConnector, fails, says
from orders import SUBJECT, TODAY, make_hold

from skiptrace.casefile.accounts import AccountEntry
from skiptrace.model.account import ObligorRole
from skiptrace.model.order import OrderState, Scope
from skiptrace.model.waterfall import Outcome
from tests.integration.tracing.conftest import FREE, PAID, Desk, entry_of, hers
from tests.integration.tracing.test_batches import FORM, HOME, nightly, on_demand

DAY = timedelta(days=1)
PHONE = hers(phones=(call(role="wireless"),))


def down() -> FakeConnector:
    return FakeConnector(FREE, fails(Outcome.FAILED, "SourceUnavailable: down"))


def counts(desk: Desk) -> dict[OrderState, int]:
    with desk.case.read() as tx:
        return {state: n for state, n in desk.case.orders.counts(tx).items() if n}


def account(desk: Desk) -> AccountEntry:
    with desk.case.read() as tx:
        entry = desk.case.accounts.find(tx, "10001")
    assert entry is not None
    return entry


def test_many_incomplete_nights_buy_once(sqlite_desk: Desk) -> None:
    sqlite_desk.taken_in(entry_of())
    broker = FakeConnector(PAID, says(PHONE))
    for night in range(4):
        nightly(sqlite_desk, down(), broker, form=replace(FORM, as_of=TODAY + night * DAY))
    assert broker.calls == 1


def test_an_old_incomplete_order_is_no_reason_not_to_ask_again(sqlite_desk: Desk) -> None:
    sqlite_desk.taken_in(entry_of())
    broker, register = FakeConnector(PAID, says(PHONE)), FakeConnector(FREE, says())
    nightly(sqlite_desk, down(), broker)
    nightly(sqlite_desk, register, broker, form=replace(FORM, as_of=TODAY + DAY))
    later = replace(FORM, as_of=TODAY + 400 * DAY)
    on_demand(sqlite_desk, register, broker).trace(account(sqlite_desk), later)
    assert broker.calls == 2


@pytest.mark.parametrize(("days", "calls"), [(1, 1), (30, 1), (31, 2)])
def test_what_an_incomplete_order_bought_is_used_for_thirty_days(
    sqlite_desk: Desk, days: int, calls: int
) -> None:
    sqlite_desk.taken_in(entry_of())
    broker = FakeConnector(PAID, says(PHONE))
    nightly(sqlite_desk, down(), broker)
    assert counts(sqlite_desk) == {OrderState.INCOMPLETE: 1}
    later = replace(FORM, as_of=TODAY + days * DAY)
    nightly(sqlite_desk, FakeConnector(FREE, says()), broker, form=later)
    assert broker.calls == calls


def test_a_co_obligors_answers_are_not_the_debtors(sqlite_desk: Desk) -> None:
    sqlite_desk.taken_in(entry_of())
    name = replace(SUBJECT.names[0], given="ROY", surname="MARSH")
    other = replace(SUBJECT, id="", names=(name,), ssn="900445566")
    with sqlite_desk.case.write() as tx:
        sqlite_desk.case.accounts.add(tx, [entry_of(subject=other, role=ObligorRole.CO_OBLIGOR)])
    with sqlite_desk.case.read() as tx:
        obligors = sqlite_desk.case.accounts.obligors(tx, account(sqlite_desk).account.id)
    debtor, co_obligor = obligors
    broker = FakeConnector(PAID, says(PHONE))
    on_demand(sqlite_desk, down(), broker).trace(co_obligor, FORM)
    desk = on_demand(sqlite_desk, FakeConnector(FREE, says()), broker)
    trace = desk.trace(debtor, replace(FORM, as_of=TODAY + DAY))
    assert broker.calls == 2
    assert Outcome.SKIPPED not in {step.outcome for step in trace.steps}
    assert desk.earlier.order(co_obligor, FORM) is None


def test_what_was_got_for_one_purpose_is_not_used_for_another(sqlite_desk: Desk) -> None:
    entry = sqlite_desk.taken_in(entry_of())
    broker = FakeConnector(PAID, says(HOME))
    on_demand(sqlite_desk, broker).trace(entry, FORM)
    public = replace(FORM, scope=Scope.ASSETS, matter="26-CV-1", purposes=frozenset({"PUB"}))
    assert not on_demand(sqlite_desk, broker).trace(entry, public).findings


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_an_order_that_a_hold_ended_is_due_again_when_the_hold_is_released(
    sqlite_desk: Desk, days: int
) -> None:
    """Also by a release that is entered later, as of a day before the order's."""
    entry = sqlite_desk.taken_in(entry_of(holds=(make_hold("ATTY", account_id=""),)))
    register = FakeConnector(FREE, says(HOME))
    nightly(sqlite_desk, register)
    assert counts(sqlite_desk) == {OrderState.HELD: 1}
    with sqlite_desk.case.write() as tx:
        released = replace(entry.holds[0], released=TODAY + days * DAY)
        sqlite_desk.case.accounts.add_holds(tx, [released])
    night = nightly(sqlite_desk, register, form=replace(FORM, as_of=TODAY + 2 * DAY))
    assert night.placed == 1


def test_a_failure_beside_a_refusal_leaves_the_order_incomplete(sqlite_desk: Desk) -> None:
    sqlite_desk.taken_in(entry_of())
    card = replace(PAID, purposes=frozenset({"DPPA-B3"}))
    nightly(sqlite_desk, down(), FakeConnector(card, says()))
    assert counts(sqlite_desk) == {OrderState.INCOMPLETE: 1}


@pytest.mark.parametrize(
    ("purposes", "is_taken_over"),
    [(FORM.purposes, True), (frozenset({"PUB"}), False), (frozenset({"NOPE"}), False)],
    ids=["the same", "fewer", "unknown"],
)
def test_a_waiting_order_is_taken_over_on_its_own_purposes_only(
    sqlite_desk: Desk, purposes: frozenset[str], is_taken_over: bool
) -> None:
    waiting = sqlite_desk.placed(purposes=FORM.purposes)
    broker = FakeConnector(PAID, says(HOME))
    form = replace(FORM, purposes=purposes, requester="collector-9")
    trace = on_demand(sqlite_desk, broker).trace(account(sqlite_desk), form)
    assert (trace.order.id == waiting.id) is is_taken_over
    assert trace.order.purposes == purposes
    assert broker.calls == (1 if is_taken_over else 0)
    with sqlite_desk.case.read() as tx:
        events = sqlite_desk.case.audit.for_order(tx, trace.order.id)
    assert {event.actor for event in events} == {"collector-9"}
    left = OrderState.DONE if is_taken_over else OrderState.TODO
    assert sqlite_desk.state(waiting) is left


@pytest.mark.parametrize(("days", "found"), [(0, 1), (1, 1), (30, 1), (31, 0)])
def test_what_an_incomplete_order_heard_is_carried_for_thirty_days(
    sqlite_desk: Desk, days: int, found: int
) -> None:
    """Nothing is said anew: whatever is found was carried."""
    entry = sqlite_desk.taken_in(entry_of())
    broken = FakeConnector(PAID, fails(Outcome.FAILED, "SourceUnavailable: down"))
    on_demand(sqlite_desk, FakeConnector(FREE, says(PHONE)), broken).trace(entry, FORM)
    assert counts(sqlite_desk) == {OrderState.INCOMPLETE: 1}
    silent = FakeConnector(FREE, says()), FakeConnector(PAID, says())
    later = replace(FORM, as_of=TODAY + days * DAY)
    assert len(on_demand(sqlite_desk, *silent).trace(entry, later).findings) == found

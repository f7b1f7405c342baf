"""Orders: placed once, claimed by one worker, given back when the worker is gone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.order_turns import Ending
from skiptrace.model.account import Hold
from skiptrace.model.errors import CaseFileError, LeaseLost
from skiptrace.model.order import OrderState, Scope, TraceOrder
from tests.integration.casefile.filling import add_account, finish, place_order
from tests.integration.casefile.samples import NOW, TODAY, make_entry, make_order

TOMORROW = TODAY + timedelta(days=1)


def place_many(case: CaseFile, number: int) -> list[TraceOrder]:
    """Orders on that many accounts, the last account's the oldest."""
    with case.write() as tx:
        case.accounts.add(tx, [make_entry(n) for n in range(number)])
        entries = case.accounts.due(tx, TODAY, frozenset())
        orders = [make_order(e, created=NOW - timedelta(seconds=n)) for n, e in enumerate(entries)]
        assert case.orders.place(tx, orders) == number
    return orders


def claim(case: CaseFile, worker: str, limit: int = 10, scope: Scope | None = None) -> list[str]:
    with case.write() as tx:
        return [o.id for o in case.orders.claim(tx, worker, limit, scope)]


@pytest.mark.parametrize(
    ("changes", "new"),
    [
        ({}, 0),
        ({"id": "another"}, 0),
        ({"id": "another", "as_of": TOMORROW}, 1),
        ({"id": "another", "scope": Scope.ASSETS}, 1),
        ({"id": "another", "matter": "M-1"}, 1),
    ],
)
def test_an_order_is_unique_by_account_subject_scope_matter_and_day(
    case: CaseFile, changes: dict[str, object], new: int
) -> None:
    order = place_order(case)
    with case.write() as tx:
        assert case.orders.place(tx, [replace(order, **changes)]) == new  # type: ignore[arg-type]
        assert case.orders.place(tx, []) == 0
        assert case.orders.counts(tx)[OrderState.TODO] == 1 + new


def test_twins_within_one_placement_are_one_order(case: CaseFile) -> None:
    order = make_order(add_account(case))
    with case.write() as tx:
        assert case.orders.place(tx, [order, replace(order, id="twin")]) == 1


def test_the_oldest_orders_are_claimed_first_and_only_once(case: CaseFile) -> None:
    orders = place_many(case, 5)
    oldest_first = [order.id for order in reversed(orders)]
    assert claim(case, "a", 2) == oldest_first[:2]
    assert claim(case, "b", 2) == oldest_first[2:4]
    assert claim(case, "a") == oldest_first[4:]
    assert claim(case, "a") == []


def test_a_scope_can_be_claimed_alone(case: CaseFile) -> None:
    order = place_order(case)
    with case.write() as tx:
        case.orders.place(tx, [replace(order, id="assets", scope=Scope.ASSETS)])
        assert case.orders.waiting(tx, Scope.ASSETS) == 1
    assert claim(case, "a", scope=Scope.ASSETS) == ["assets"]
    assert claim(case, "a", scope=Scope.ASSETS) == []
    assert claim(case, "a") == [order.id]


def test_workers_that_claim_at_the_same_time_never_share_an_order(case: CaseFile) -> None:
    orders = place_many(case, 24)

    def work(worker: str) -> list[str]:
        mine: list[str] = []
        while got := claim(case, worker, 2):
            mine += got
        return mine

    with ThreadPoolExecutor(4) as pool:
        claimed = list(pool.map(work, "abcd"))
    together = [order_id for mine in claimed for order_id in mine]
    assert sorted(together) == sorted(order.id for order in orders)


def test_an_order_is_claimed_with_the_holds_of_now(case: CaseFile) -> None:
    order = place_order(case)
    hold = Hold(order.account.id, "BK13-OPEN", date(2026, 11, 22), "court")
    with case.write() as tx:
        case.accounts.add_holds(tx, [hold])
        [claimed] = case.orders.as_now(tx, case.orders.claim(tx, "a", 1))
    assert claimed == replace(order, holds=(*order.holds, hold))


def test_the_claims_of_a_dead_worker_are_given_back(case: CaseFile) -> None:
    place_many(case, 3)
    claim(case, "dead", 2)
    [alive] = claim(case, "alive", 1)
    with case.write() as tx:
        assert case.orders.workers(tx) == {"dead", "alive"}
        assert case.orders.release(tx, ["dead"]) == 2
        assert case.orders.release(tx, ["dead"]) == 0
        assert case.orders.states(tx, [alive])[alive] is OrderState.CLAIMED


@pytest.mark.parametrize("state", [OrderState.DONE, OrderState.HELD, OrderState.IN_DOUBT])
def test_a_finished_order_is_never_claimed_again(case: CaseFile, state: OrderState) -> None:
    order = place_order(case)
    claim(case, "a")
    with case.write() as tx:
        case.orders.finish(tx, [order.id], Ending(state, NOW), "a")
        assert case.orders.release(tx, ["a"]) == 0
        assert case.orders.counts(tx) == dict.fromkeys(OrderState, 0) | {state: 1}
        assert case.orders.workers(tx) == frozenset()
    assert claim(case, "b") == []


def test_only_the_holder_ends_an_order(case: CaseFile) -> None:
    first, second = place_many(case, 2)
    claim(case, "a")
    with case.write() as tx:
        case.orders.release(tx, ["a"])
    claim(case, "b", 1)
    with pytest.raises(LeaseLost), case.write() as tx:
        case.orders.finish(tx, [first.id, second.id], Ending(OrderState.DONE, NOW), "a")
    with pytest.raises(LeaseLost), case.write() as tx:
        case.orders.finish(tx, [first.id, second.id], Ending(OrderState.DONE, NOW), "b")
    with case.read() as tx:
        assert sorted(case.orders.states(tx, [first.id, second.id]).values()) == [
            OrderState.CLAIMED,
            OrderState.TODO,
        ]


@pytest.mark.parametrize("state", [OrderState.TODO, OrderState.CLAIMED])
def test_an_order_cannot_end_unfinished(case: CaseFile, state: OrderState) -> None:
    with pytest.raises(CaseFileError, match=state.value), case.write() as tx:
        case.orders.finish(tx, ["order"], Ending(state, NOW), "a")


def test_an_order_traced_at_once_is_never_waiting_and_may_repeat_the_day(case: CaseFile) -> None:
    first = make_order(add_account(case))
    with case.write() as tx:
        for order_id in ("now-1", "now-2"):
            case.orders.place_claimed(tx, replace(first, id=order_id), "me")
        assert case.orders.place(tx, [first]) == 0
        assert case.orders.workers(tx) == {"me"}
    assert claim(case, "other") == []
    with pytest.raises(CaseFileError), case.write() as tx:
        case.orders.place_claimed(tx, replace(first, id="now-1"), "me")


def test_the_latest_done_order_is_found_if_young_enough(case: CaseFile) -> None:
    first = place_order(case)
    second = replace(first, id="second", as_of=TOMORROW)
    with case.write() as tx:
        case.orders.place(tx, [second, replace(first, id="matter", matter="M-1")])
        finish(case, tx, [first.id, "matter"])

        def latest(matter: str, since: date) -> str | None:
            args = (first.subject.id, Scope.LOCATE, matter, since)
            found = case.orders.latest_done(tx, *args)
            return found.id if found else None

        assert latest("", TODAY) == first.id
        assert latest("", TOMORROW) is None
        assert latest("M-1", TODAY) == "matter"
        assert latest("M-2", TODAY) is None
        finish(case, tx, ["second"])
        assert latest("", TODAY) == "second"
        assert case.orders.get(tx, "second") == second
        assert case.orders.get(tx, "third") is None

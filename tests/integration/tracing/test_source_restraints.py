"""What holds a source back holds for every run: its pause, its limits, the money of its day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from candidates import OAK, at
from fakes import FakeConnector, FakeProvider, Script, SettlingConnector, fails, says

from skiptrace.model.card import Limit
from skiptrace.model.order import OrderState
from skiptrace.model.places import terms_of
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from skiptrace.tracing.run import SOURCE_BUDGET, SOURCE_LIMIT
from tests.integration.tracing.conftest import FREE, PAID, Desk, entry_of, hers
from tests.integration.tracing.test_batches import FORM, counts, nightly
from tests.integration.tracing.test_bought_once import free, night

HOME = hers(addresses=(at(OAK, role="residence"),))
HOUR = timedelta(hours=1)


class Stopping(FakeConnector):
    """Asks on until something is amiss, as connectors do: the rest fails in the same words."""

    def search(self, inquiries: Any, leave: Any = None) -> Iterator[Answer]:
        left = list(inquiries)
        while left:
            answer = next(iter(super().search([left.pop(0)], leave)))
            yield answer
            if answer.outcome is not Outcome.HIT:
                break
        yield from (replace(answer, inquiry_id=one.id) for one in left)


def filled(desk: Desk, accounts: int) -> Desk:
    for number in range(accounts):
        desk.taken_in(entry_of(str(number)))
    return desk


REFUSED = fails(Outcome.BLOCKED, "SourceRefused: our credentials were refused (401)")
CHANGED = fails(Outcome.FAILED, "SourceChanged: a new column")
DOWN = fails(Outcome.FAILED, "SourceUnavailable: 503")


@pytest.mark.parametrize(
    ("script", "accounts", "rests", "calls"),
    [(REFUSED, 3, HOUR, 1), (CHANGED, 3, HOUR, 1), (DOWN, 6, HOUR / 12, 3)],
    ids=["refused", "changed", "down"],
)
@pytest.mark.parametrize("card", [PAID, FREE], ids=["paid", "free"])
def test_a_source_that_failed_is_asked_by_no_run_until_its_pause_is_over(
    night_desk: Desk, script: Script, accounts: int, rests: timedelta, calls: int, card: Any
) -> None:
    filled(night_desk, accounts)
    beside = FakeConnector(FREE if card is PAID else PAID, says())
    first = Stopping(card, script)
    nightly(night_desk, first, beside)
    assert first.calls == calls
    for number in (1, 2, 3):
        later = FakeConnector(card, says(HOME))
        nightly(night_desk, later, beside, form=night(number))
        assert later.calls == 0
        steps = _steps(night_desk, card.id)
        assert all("not asked before 2026-11-22" in s.reason for s in steps[-accounts:])
    night_desk.clock.move(rests)
    still = Stopping(card, script)
    nightly(night_desk, still, beside, form=night(4))
    assert still.calls == 1
    night_desk.clock.move(rests * 2)
    mended = FakeConnector(card, says(HOME))
    nightly(night_desk, mended, beside, form=night(5))
    assert mended.calls == accounts
    with night_desk.case.read() as tx:
        assert night_desk.case.pauses.all(tx) == {}


def test_what_was_bought_is_read_and_what_is_owed_settled_while_its_source_rests(
    sqlite_desk: Desk,
) -> None:
    desk, provider = filled(sqlite_desk, 1), FakeProvider()
    nightly(desk, free(), SettlingConnector(PAID, says(HOME), provider))
    filled(desk, 2)
    nightly(desk, free(), Stopping(PAID, REFUSED, provider), form=night(1))
    with desk.case.read() as tx:
        entry = desk.case.accounts.find(tx, "0")
    assert entry is not None
    [again] = desk.trace(
        [_placed_anew(desk, entry)], free(), SettlingConnector(PAID, says(HOME), provider)
    )
    assert [s.outcome for s in again.steps if s.connector_id == "broker"] == [Outcome.HIT]


def _placed_anew(desk: Desk, entry: Any) -> Any:
    order = replace(FORM, as_of=night(2).as_of).order(entry, desk.clock)
    with desk.case.write() as tx:
        desk.case.orders.place(tx, [order])
    return order


def _steps(desk: Desk, source: str) -> list[Any]:
    with desk.case.read() as tx:
        ids = [i for state in OrderState for i in desk.case.orders.ended_as(tx, state)]
        found = desk.case.steps.for_orders(tx, ids)
    return [s for steps in found.values() for s in steps if s.connector_id == source]


@pytest.mark.parametrize("second", ["the next run", "another worker"])
def test_the_money_of_a_sources_day_is_shared(night_desk: Desk, second: str) -> None:
    night_desk = filled(replace(night_desk, day_budgets={"broker": Decimal("0.30")}), 6)
    provider = FakeProvider()

    def meanwhile(inquiry: Any) -> None:
        if second == "another worker" and len(provider.sales) == 1:
            nightly(night_desk, free(), SettlingConnector(PAID, says(HOME), provider))

    nightly(night_desk, free(), SettlingConnector(PAID, says(HOME), provider, witness=meanwhile))
    nightly(night_desk, free(), SettlingConnector(PAID, says(HOME), provider), form=night(1))
    assert provider.billed == Decimal("0.30")
    assert SOURCE_BUDGET in {s.rule for s in _steps(night_desk, "broker")}
    assert counts(night_desk)[OrderState.INCOMPLETE] >= 3
    night_desk.clock.move(timedelta(days=1))
    nightly(night_desk, free(), SettlingConnector(PAID, says(HOME), provider), form=night(2))
    assert provider.billed == Decimal("0.60")


def test_a_call_that_the_limits_do_not_take_gets_no_intent(night_desk: Desk) -> None:
    day = replace(PAID, limits=(Limit(2, 86400),))
    filled(night_desk, 5)

    def takes_a_place(inquiry: Any) -> None:
        with night_desk.case.write() as tx:
            night_desk.case.places.take(tx, terms_of(day), night_desk.clock(), 120.0)

    broker = SettlingConnector(day, says(HOME), witness=takes_a_place)
    nightly(night_desk, free(), broker)
    assert broker.calls == 2
    left = [s for s in _steps(night_desk, "broker") if s.rule == SOURCE_LIMIT]
    assert len(left) == 3 and all(s.outcome is Outcome.SKIPPED for s in left)
    assert counts(night_desk) == {OrderState.DONE: 2, OrderState.INCOMPLETE: 3}
    with night_desk.case.read() as tx:
        [broker_calls] = [
            t for t in night_desk.case.ledger.totals(tx) if t.connector_id == "broker"
        ]
    assert broker_calls.calls == 2

"""Obligors of one account share the money: what is in doubt for one is not there for the next."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from fakes import FakeConnector, Script, fails, says
from orders import SUBJECT

from skiptrace.casefile.accounts import AccountEntry
from skiptrace.model.account import ObligorRole
from skiptrace.model.waterfall import Outcome
from skiptrace.tracing.run import ORDER_BUDGET, RUN_BUDGET
from tests.integration.tracing.conftest import FREE, PAID, Desk, entry_of, hers
from tests.integration.tracing.test_batches import FORM, HOME, nightly, on_demand

THREE = {
    "HOLLOWAY": ObligorRole.PRIMARY,
    "MARSH": ObligorRole.CO_OBLIGOR,
    "THORNE": ObligorRole.GUARANTOR,
}
DOUBT = fails(Outcome.IN_DOUBT, "InDoubt: cut off")
BILLED = says(hers())
"""A record that tells nothing to stop at, for ten cents."""


def joint(desk: Desk) -> list[AccountEntry]:
    """One account of three who owe."""
    for n, (surname, role) in enumerate(THREE.items()):
        name = replace(SUBJECT.names[0], surname=surname)
        subject = replace(SUBJECT, id="", names=(name,), ssn=f"90011223{n}")
        with desk.case.write() as tx:
            desk.case.accounts.add(tx, [entry_of(subject=subject, role=role)])
    with desk.case.read() as tx:
        entry = desk.case.accounts.find(tx, "10001")
        assert entry is not None
        return desk.case.accounts.obligors(tx, entry.account.id)


def at_most(desk: Desk) -> Decimal:
    """The most that the provider may bill for all that the ledger knows."""
    with desk.case.read() as tx:
        return sum((one.cost + one.unsettled for one in desk.case.ledger.totals(tx)), Decimal(0))


CASES = [
    ("0.30", DOUBT, 3),
    ("0.29", DOUBT, 2),
    ("0.10", DOUBT, 1),
    ("0.09", DOUBT, 0),
    ("0.29", BILLED, 2),
    ("0.10", fails(Outcome.PENDING, "comes later"), 1),
]


@pytest.mark.parametrize(("budget", "said", "calls"), CASES)
def test_a_command_for_all_who_owe_never_costs_more_than_its_budget(
    desk: Desk, budget: str, said: Script, calls: int
) -> None:
    obligors = joint(desk)
    broker = FakeConnector(PAID, said)
    form = replace(FORM, budget=Decimal(budget))
    traces = on_demand(desk, FakeConnector(FREE, says()), broker).trace_all(obligors, form)
    assert broker.calls == calls
    assert at_most(desk) <= Decimal(budget)
    rules = [step.rule for trace in traces for step in trace.steps if step.connector_id == "broker"]
    assert len(rules) == len(THREE)
    assert sum(rule in (ORDER_BUDGET, RUN_BUDGET) for rule in rules) == len(THREE) - calls


@pytest.mark.parametrize(("budget", "said", "calls"), CASES)
def test_neither_does_a_night(night_desk: Desk, budget: str, said: Script, calls: int) -> None:
    joint(night_desk)
    broker = FakeConnector(PAID, said)
    nightly(night_desk, FakeConnector(FREE, says()), broker, budget=budget)
    assert broker.calls == calls
    assert at_most(night_desk) <= Decimal(budget)


def test_the_next_command_has_money_of_its_own(sqlite_desk: Desk) -> None:
    first, second, _ = joint(sqlite_desk)
    broker = FakeConnector(PAID, says(HOME))
    form = replace(FORM, budget=Decimal("0.10"))
    desk = on_demand(sqlite_desk, FakeConnector(FREE, says()), broker)
    desk.trace(first, form)
    desk.trace(second, form)
    assert broker.calls == 2

"""Tasks are dealt in any order, twice, late or never, to workers that die: nothing changes by it.

A task is a handful of orders, as a queue would ship them to a worker. What guards money is the
ledger: the bureau bills whoever asks, some of its answers come later, and its bill is the judge.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from candidates import OAK, at
from fakes import (
    START,
    CollectingConnector,
    Death,
    FakeConnector,
    FakeProvider,
    Moment,
    Reply,
    SettlingConnector,
    later,
    says,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobs.execution.collect import take_up_awaiting
from jobs.execution.plan import Plan
from jobs.execution.settle import take_up_doubtful
from jobs.execution.take_up import TakeUp
from skiptrace.casefile.case import open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.model.errors import LeaseLost
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.order import OrderState, Scope
from skiptrace.model.ports import Leave, at_will
from skiptrace.model.record import Answer
from tests.integration.tracing.conftest import FREE, PAID, TERMS, Desk, entry_of, hers
from tests.integration.tracing.test_batches import FORM, counts, execution

HOME = hers(addresses=(at(OAK, role="residence"),))
ACCOUNTS = 4
TASKS = ((0, 1), (2, 3), (1, 2), (0, 1, 2, 3))
HOUR = timedelta(hours=1)


class How(StrEnum):
    """How one dealt task goes."""

    RUN = "run"
    DIES_BEFORE_SENDING = "the worker dies before its call"
    DIES_BILLED = "the worker dies when it is billed"
    DIES_RECORDED = "the worker dies when the answer is there"
    STOPPED = "the worker is stopped past its lease, and goes on"
    BESIDE = "another worker gets the same task meanwhile"
    LATE = "an hour later"


DEATHS = {
    How.DIES_BEFORE_SENDING: Moment.BEFORE_SENDING,
    How.DIES_BILLED: Moment.BILLED,
    How.DIES_RECORDED: Moment.RECORDED,
}


class Bureau(CollectingConnector, SettlingConnector):
    """Answers every second question later, and can be asked what became of a call."""

    def __init__(self, provider: FakeProvider, dies: tuple[Moment, int] | None, meet: Any) -> None:
        super().__init__(PAID, self._said, provider)
        self._dies, self._meet = dies, meet

    def search(self, inquiries: Sequence[Inquiry], leave: Leave = at_will) -> Iterator[Answer]:
        """What happens meanwhile happens before the leave: behind it the bytes go at once."""

        def asked(inquiry: Inquiry) -> None:
            self._meet(inquiry)
            leave(inquiry)

        return super().search(inquiries, asked)

    def _said(self, inquiry: Inquiry) -> Reply:
        if int(inquiry.id, 16) % 2:
            return Reply((HOME,))
        return later(START + HOUR, START + timedelta(days=30))(inquiry)

    def collect(self, waiting: Sequence[Any]) -> Iterator[Any]:
        self.desk = {ticket.reference: Reply((HOME,)) for _, ticket in waiting}
        return super().collect(waiting)


class World:
    """A case file with placed orders, a bureau that outlives every worker, and its workers."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.provider = desk, FakeProvider()
        for number in range(ACCOUNTS):
            desk.taken_in(entry_of(str(number)))
        assert Plan(desk.case, FORM, frozenset(), desk.clock).place(None) == ACCOUNTS
        with desk.case.read() as tx:
            self.ids = desk.case.orders.ended_as(tx, OrderState.TODO)

    def deal(self, task: Sequence[int], how: How) -> None:
        """Let a new worker have the task, once what dead ones held is given back."""
        if how is How.LATE:
            self.desk.clock.move(HOUR)
        ids = [self.ids[n] for n in task]

        def meanwhile(_: Inquiry) -> None:
            if how is How.STOPPED:
                self.desk.clock.move(TERMS.lease + TERMS.late)
                self.desk.workplace.release_gone()
            if how in (How.STOPPED, How.BESIDE):
                self._perform(ids, None, lambda _: None)

        dies = (DEATHS[how], 1) if how in DEATHS else None
        with suppress(Death, LeaseLost):
            self._perform(ids, dies, meanwhile)

    def _perform(self, ids: Sequence[str], dies: tuple[Moment, int] | None, meet: Any) -> None:
        self.desk.workplace.release_gone()
        bureau = Bureau(self.provider, dies, meet)
        with self.desk.run() as run:
            execution(self.desk, FakeConnector(FREE, says()), bureau).task(ids, run)

    def finish(self) -> None:
        """Nights in peace, until everything that was to come has come."""
        take_up = TakeUp(self.desk.case, "nightly", self.desk.clock)
        for _ in range(3):
            self.desk.clock.move(timedelta(days=1))
            self.desk.workplace.release_gone()
            take_up_awaiting(take_up, Scope.LOCATE)
            take_up_doubtful(take_up, Scope.LOCATE, {"broker"})
            bureau = Bureau(self.provider, None, lambda _: None)
            work = execution(self.desk, FakeConnector(FREE, says()), bureau)
            with self.desk.run() as run:
                for _ in work.all(Scope.LOCATE, run, lambda _: None):
                    pass

    def found(self) -> dict[str, list[tuple[str, str, str]]]:
        """What is found of each account."""
        with self.desk.case.read() as tx:
            orders = [self.desk.case.orders.get(tx, one) for one in self.ids]
            return {
                order.account.number: sorted(
                    (f.kind.value, f.value, f.status.value)
                    for f in self.desk.case.findings.current(tx, order.account.id)
                )
                for order in orders
                if order is not None
            }


@contextmanager
def world(empty_sqlite: Path, keyring: Keyring) -> Iterator[World]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        case = open_case_file(f"sqlite:///{shutil.copy(empty_sqlite, folder / 'c.db')}", keyring)
        yield World(Desk(case, keyring, folder / "workers"))
        case.close()


@pytest.fixture(scope="module")
def undisturbed(empty_sqlite: Path, keyring: Keyring) -> dict[str, list[tuple[str, str, str]]]:
    with world(empty_sqlite, keyring) as one:
        one.finish()
        assert counts(one.desk) == {OrderState.DONE: ACCOUNTS}
        assert len(one.provider.sold) == ACCOUNTS
        return one.found()


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deals=st.lists(st.tuples(st.sampled_from(TASKS), st.sampled_from(How)), max_size=6))
def test_however_tasks_are_dealt_nothing_changes(
    empty_sqlite: Path,
    keyring: Keyring,
    undisturbed: dict[str, list[tuple[str, str, str]]],
    deals: list[tuple[tuple[int, ...], How]],
) -> None:
    with world(empty_sqlite, keyring) as one:
        for task, how in deals:
            one.deal(task, how)
        one.finish()
        assert counts(one.desk) == {OrderState.DONE: ACCOUNTS}
        assert sorted(one.provider.sold.values()) == [1] * ACCOUNTS
        assert one.found() == undisturbed
        with one.desk.case.read() as tx:
            assert one.desk.case.check(tx).faults == ()


@pytest.mark.parametrize("how", list(How), ids=lambda how: how.value)
def test_a_task_that_is_run_again_finds_nothing_to_do(
    empty_sqlite: Path, keyring: Keyring, how: How
) -> None:
    with world(empty_sqlite, keyring) as one:
        one.deal(TASKS[3], how)
        one.deal(TASKS[3], How.RUN)
        billed, orders = dict(one.provider.sold), counts(one.desk)
        for task in TASKS:
            one.deal(task, How.RUN)
        assert (dict(one.provider.sold), counts(one.desk)) == (billed, orders)
        assert set(billed.values()) == {1} and len(billed) == ACCOUNTS

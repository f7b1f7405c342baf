"""Helpers of a night: what they do counts, what they leave is done, nothing is bought twice.

A helper is played here by a function that does its work before the night's own process begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from multiprocessing import Pipe
from multiprocessing.connection import Connection

import pytest
from candidates import OAK, at
from fakes import Death, FakeConnector, FakeProvider, Moment, SettlingConnector, says

from jobs.execution.plan import Plan
from jobs.execution.side_by_side import SideBySide, help_out
from jobs.nightly import Nightly, NightlyRun
from skiptrace.model.order import OrderState, Scope
from skiptrace.tracing.run import RunBudget
from tests.integration.tracing.conftest import FREE, PAID, Desk, entry_of, hers
from tests.integration.tracing.test_batches import FORM, counts, execution, no_progress

HOME = hers(addresses=(at(OAK, role="residence"),))
ACCOUNTS = 6


@dataclass
class Played:
    """A helper that has ended by the time it is begun."""

    desk: Desk
    provider: FakeProvider
    dies: tuple[Moment, int] | None = None
    lines: list[Connection] = field(default_factory=list)

    def begin(self, scope: Scope, budget: RunBudget) -> tuple[Connection, Played]:
        """Work, and perhaps die; gives the end at which it was heard."""
        ours, theirs = Pipe()
        self.lines.append(ours)
        with theirs, suppress(Death):
            self.work(scope, budget, theirs)
        return ours, self

    def work(self, scope: Scope, budget: RunBudget, told: Connection) -> None:
        bureau = SettlingConnector(PAID, says(HOME), self.provider, self.dies)
        own = execution(self.desk, FakeConnector(FREE, says()), bureau)
        help_out(own, self.desk.workplace, (scope, budget), told)

    def join(self) -> None:
        """It has ended."""


def night(desk: Desk, helper: Played, chunk: int = 2, processes: int = 2) -> NightlyRun:
    for number in range(ACCOUNTS):
        desk.taken_in(entry_of(str(number)))
    bureau = SettlingConnector(PAID, says(HOME), helper.provider)
    own = execution(desk, FakeConnector(FREE, says()), bureau, chunk=chunk)
    beside = SideBySide(own, desk.workplace, processes, helper.begin)  # type: ignore[arg-type]
    plan = Plan(desk.case, FORM, frozenset(), desk.clock)
    job = Nightly(desk.workplace, plan, beside, frozenset({PAID.id}))
    return job.run(Decimal(100), None, no_progress)  # type: ignore[arg-type]


@pytest.fixture
def helper(night_desk: Desk) -> Iterator[Played]:
    yield Played(night_desk, FakeProvider())


@pytest.mark.parametrize(
    "dies", [None, *((moment, call) for moment in Moment for call in (1, 3, 6))]
)
def test_each_order_is_traced_once_whether_a_helper_lives_or_dies(
    helper: Played, dies: tuple[Moment, int] | None
) -> None:
    helper.dies = dies
    done = night(helper.desk, helper)
    assert counts(helper.desk) == {OrderState.DONE: ACCOUNTS}
    assert helper.provider.sold.total() == len(helper.provider.sold) == ACCOUNTS
    assert done.summary.orders == {OrderState.DONE: done.traced}
    assert done.traced == ACCOUNTS
    assert done.summary.money is not None
    assert done.summary.money.left == 100 - helper.provider.billed


@pytest.mark.parametrize(
    ("chunk", "processes", "helpers"), [(2, 1, 0), (2, 2, 1), (2, 9, 2), (3, 9, 1), (6, 9, 0)]
)
def test_no_more_processes_work_than_there_are_chunks(
    helper: Played, chunk: int, processes: int, helpers: int
) -> None:
    assert night(helper.desk, helper, chunk, processes).traced == ACCOUNTS
    assert len(helper.lines) == helpers


def test_a_helper_whose_night_is_gone_takes_no_further_chunk(helper: Played) -> None:
    desk, (ours, theirs) = helper.desk, Pipe()
    for number in range(ACCOUNTS):
        desk.taken_in(entry_of(str(number)))
    Plan(desk.case, FORM, frozenset(), desk.clock).place(None)
    ours.close()
    with theirs:
        helper.work(Scope.LOCATE, RunBudget(Decimal(100), "test"), theirs)
    assert counts(desk) == {OrderState.DONE: 2, OrderState.TODO: ACCOUNTS - 2}

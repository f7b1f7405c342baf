"""A queue deals its tasks in every order, twice, late and never: nothing changes by it.

The queue is a real one and so is the worker. The bureau bills whoever asks, some of its answers
come later, and its bill is the judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from fakes import Death, FakeConnector, FakeProvider, Moment, says

from jobs.execution.plan import Plan
from jobs.fleet.tasks import FleetWork, benches_of
from skiptrace.casefile.case import open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.task_queue import backlog
from skiptrace.model.order import OrderState
from tests.integration.tracing.conftest import FREE, TERMS, entry_of
from tests.integration.tracing.fleets import FleetDesk
from tests.integration.tracing.test_batches import FORM, counts, execution
from tests.integration.tracing.test_dealt_tasks import Bureau
from tests.postgres import database

ACCOUNTS, CHUNK, TASKS = 6, 2, 3
ALL = tuple(range(TASKS))
FAILED_TASKS = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"
TASKS_LEFT = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
Found = dict[str, list[tuple[str, str, str]]]


class Night:
    """A night that was handed on, its queue, and a bureau that outlives every worker."""

    def __init__(self, desk: FleetDesk) -> None:
        self.desk, self.provider = desk, FakeProvider()
        for number in range(ACCOUNTS):
            desk.taken_in(entry_of(str(number)))
        self.plan_night()
        self.tasks = [int(str(one)) for (one,) in desk.queue("SELECT id FROM procrastinate_jobs")]
        assert len(self.tasks) == TASKS

    def plan_night(self) -> int:
        """A night of the desk's day; how many orders it handed on."""
        form = replace(FORM, as_of=self.desk.clock().date())
        plan = Plan(self.desk.case, form, frozenset(), self.desk.clock)
        own = execution(self.desk, chunk=CHUNK)
        return self.desk.planned(plan, own, frozenset({"broker"}), Decimal(100)).summary.handed_on

    def work_off(
        self, dies: tuple[Moment, int] | None = None, meet: Callable[[], object] = lambda: None
    ) -> int:
        """What one worker traces until the queue is empty; `meet` happens at its first call."""
        waiting = [meet]

        def met(_: object) -> None:
            if waiting:
                waiting.pop()()

        bureau = Bureau(self.provider, dies, met)
        own = execution(self.desk, FakeConnector(FREE, says()), bureau, chunk=CHUNK)
        return self.desk.worked_off(own)

    def tend(self) -> int:
        """How many orders a worker that looks after the queue defers again."""
        own = execution(self.desk, chunk=CHUNK)
        place = self.desk.workplace
        return FleetWork(place, benches_of([own]), Decimal(100), CHUNK, lambda: None).tend()

    def deal(self, order: tuple[int, ...]) -> None:
        """Let the queue have the tasks in that order and number, instead of once as planned."""
        again = (
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, priority) "
            "SELECT queue_name, task_name, args, :rank FROM procrastinate_jobs WHERE id = :id"
        )
        for rank, number in enumerate(order):
            self.desk.queue(again, id=self.tasks[number], rank=-rank)
        self.desk.queue("DELETE FROM procrastinate_jobs WHERE id = ANY(:ids)", ids=self.tasks)

    def lose(self) -> None:
        """The queue is lost, as when the database is restored without it."""
        self.desk.queue("DELETE FROM procrastinate_jobs")

    def finish(self) -> None:
        """Nights in peace until everything that was to come has come."""
        for _ in range(3):
            self.desk.clock.move(timedelta(days=1))
            self.plan_night()
            self.work_off()

    def is_as(self, undisturbed: Found) -> None:
        """Nothing was lost, nothing bought twice, and the findings are the same."""
        assert counts(self.desk) == {OrderState.DONE: ACCOUNTS}
        assert sorted(self.provider.sold.values()) == [1] * ACCOUNTS
        assert self.found() == undisturbed
        with self.desk.case.read() as tx:
            assert self.desk.case.check(tx).faults == ()
            assert [one for one in backlog(tx) if one.waiting or one.in_hand] == []

    def found(self) -> Found:
        """What is found of each account."""
        case = self.desk.case
        with case.read() as tx:
            entries = [case.accounts.find(tx, str(number)) for number in range(ACCOUNTS)]
            return {
                entry.account.number: sorted(
                    (one.kind.value, one.value, one.status.value)
                    for one in case.findings.current(tx, entry.account.id)
                )
                for entry in entries
                if entry is not None
            }


@contextmanager
def night(server: str, empty: str, keyring: Keyring) -> Iterator[Night]:
    with (
        TemporaryDirectory() as folder,
        database(server, empty) as url,
        closing(open_case_file(url, keyring)) as case,
    ):
        yield Night(FleetDesk(case, keyring, Path(folder) / "workers", url=url))


@pytest.fixture
def planned(postgres_server: str, empty_fleet: str, keyring: Keyring) -> Iterator[Night]:
    with night(postgres_server, empty_fleet, keyring) as one:
        yield one


@pytest.fixture(scope="module")
def undisturbed(postgres_server: str, empty_fleet: str, keyring: Keyring) -> Found:
    with night(postgres_server, empty_fleet, keyring) as one:
        one.work_off()
        one.finish()
        one.is_as(one.found())
        assert any(one.found().values())
        return one.found()


@pytest.mark.parametrize(
    "order",
    [*permutations(ALL), (0, 0, 1, 1, 2, 2), (2, 1, 0, 0, 1, 2), (1, 1), (2,), ()],
    ids=str,
)
def test_in_every_order_twice_and_never(
    planned: Night, undisturbed: Found, order: tuple[int, ...]
) -> None:
    planned.deal(order)
    assert planned.work_off() == ACCOUNTS, "what no task named was found by the ledger"
    planned.finish()
    planned.is_as(undisturbed)


def test_a_task_that_is_dealt_again_after_its_end_finds_nothing_to_do(
    planned: Night, undisturbed: Found
) -> None:
    kept = planned.desk.queue("SELECT queue_name, args::text FROM procrastinate_jobs")
    planned.work_off()
    for queue_name, args in kept:
        planned.desk.queue(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
            " VALUES (:queue, 'trace', CAST(:args AS jsonb))",
            queue=queue_name,
            args=args,
        )
    billed = dict(planned.provider.sold)
    assert planned.work_off() == 0
    assert dict(planned.provider.sold) == billed
    planned.finish()
    planned.is_as(undisturbed)


@pytest.mark.parametrize("moment", list(Moment), ids=str)
@pytest.mark.parametrize("loses", [False, True], ids=["queue kept", "queue lost"])
def test_a_worker_dies_and_its_task_is_run_again_or_lost(
    planned: Night, undisturbed: Found, moment: Moment, loses: bool
) -> None:
    with pytest.raises(Death):
        planned.work_off((moment, 2))
    if loses:
        planned.lose()
    planned.work_off()
    planned.finish()
    planned.is_as(undisturbed)


def test_another_worker_runs_the_same_task_meanwhile(planned: Night, undisturbed: Found) -> None:
    planned.deal((0, 0, 1, 1, 2, 2))

    def beside() -> None:
        bureau = Bureau(planned.provider, None, lambda _: None)
        own = execution(planned.desk, FakeConnector(FREE, says()), bureau, chunk=CHUNK)
        with planned.desk.run() as run:
            ids = planned.desk.queue(
                "SELECT jsonb_array_elements_text(args->'orders') FROM procrastinate_jobs"
            )
            own.task([str(one) for (one,) in ids], run)

    planned.work_off(meet=beside)
    planned.finish()
    planned.is_as(undisturbed)


def test_two_planners_hand_the_same_orders_on_once(planned: Night) -> None:
    assert planned.plan_night() == 0
    planned.lose()
    assert [planned.plan_night(), planned.plan_night()] == [ACCOUNTS, 0]
    with planned.desk.case.read() as tx:
        assert [(one.queue, one.waiting) for one in backlog(tx)] == [("trace", TASKS)]


def test_a_worker_stopped_past_its_lease_leaves_its_task_to_others(
    planned: Night, undisturbed: Found
) -> None:
    def stopped() -> None:
        planned.desk.clock.move(TERMS.lease + TERMS.late)
        assert planned.desk.workplace.release_gone() == CHUNK
        planned.work_off()

    assert planned.work_off(meet=stopped) == 0, "the other one was quicker"
    assert [planned.desk.queue(FAILED_TASKS), planned.desk.queue(TASKS_LEFT)] == [[(0,)], [(0,)]]
    planned.finish()
    planned.is_as(undisturbed)


def test_orders_whose_tasks_fail_by_a_fault_of_ours_are_left_to_the_next_night(
    planned: Night, undisturbed: Found
) -> None:
    fails = "UPDATE procrastinate_jobs SET status = 'failed' WHERE status = 'todo'"
    for left in (ACCOUNTS, ACCOUNTS, 0):
        planned.desk.queue(fails)
        assert planned.tend() == left
    assert planned.plan_night() == ACCOUNTS
    with planned.desk.case.read() as tx:
        assert [(one.waiting, one.failed) for one in backlog(tx)] == [(TASKS, 3 * TASKS)]
    planned.work_off()
    planned.finish()
    planned.is_as(undisturbed)

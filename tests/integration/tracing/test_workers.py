"""Workers: who is gone and who lives, told by a lock and a lease, whatever hosts are called."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fakes import FixedClock
from orders import NOW
from sqlalchemy import select

from jobs.worker import LeaseTerms, Worker, Workplace
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.statements import change, read_rows
from skiptrace.casefile.tables.orders import worker as table
from skiptrace.model.errors import CaseFileError, LeaseLost, PermitExpired
from skiptrace.model.inquiry import Inquiry, Permit, SearchFields
from skiptrace.model.order import OrderState, TraceOrder
from skiptrace.model.subject import EntityKind
from tests.integration.tracing.conftest import TERMS, Desk, entry_of

SECOND = timedelta(seconds=1)


def inquiry(expires: timedelta = timedelta(days=1)) -> Inquiry:
    permit = Permit("permit", "order", "broker", ("GLB-3",), (), NOW, NOW + expires)
    return Inquiry("inquiry", EntityKind.PERSON, SearchFields(), permit)


def claimed(desk: Desk, worker: Worker) -> TraceOrder:
    order = desk.placed()
    with desk.case.write() as tx:
        assert len(desk.case.orders.claim(tx, worker.worker, 1)) == 1
    return order


@pytest.mark.parametrize(
    ("where", "age", "released"),
    [
        ("here", timedelta(0), 0),
        ("here", TERMS.lease - SECOND, 0),
        ("here", TERMS.lease, 1),
        ("elsewhere", timedelta(0), 0),
        ("elsewhere", TERMS.lease, 1),
    ],
    ids=["a living worker", "late", "its lease over", "on another host", "over elsewhere"],
)
def test_a_worker_that_lives_keeps_its_orders_as_long_as_its_lease(
    desk: Desk, where: str, age: timedelta, released: int
) -> None:
    """Another container of the same host name, whose locks are not here, is told by its lease."""
    other = replace(desk.workplace, folder=desk.folder.with_name("another container"))
    with desk.workplace.at_work() as worker:
        order = claimed(desk, worker)
        desk.clock.move(age)
        looking = desk.workplace if where == "here" else other
        assert looking.release_gone() == released
        state = OrderState.TODO if released else OrderState.CLAIMED
        assert desk.state(order) is state


def test_a_worker_that_was_killed_is_known_to_be_dead_at_once(sqlite_desk: Desk) -> None:
    """Its process id and host do not matter: the system let go of its lock."""
    with sqlite_desk.workplace.at_work() as worker:
        order = claimed(sqlite_desk, worker)
        path = sqlite_desk.folder / f"{worker.worker}.lock"
    with sqlite_desk.case.write() as tx:  # as if it had not ended: its process holds the lock
        [row] = read_rows(tx, table, select(table))
        change(tx, table, row, {"ended": None})
    path.touch()
    hold = "import fcntl, sys, time; f = open(sys.argv[1], 'r+'); fcntl.flock(f, 2); print(1)"
    code = f"{hold}; sys.stdout.flush(); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE) as held:
        assert held.stdout is not None and held.stdout.readline()
        assert sqlite_desk.workplace.release_gone() == 0
        held.send_signal(signal.SIGKILL)
    assert sqlite_desk.workplace.release_gone() == 1
    assert sqlite_desk.state(order) is OrderState.TODO
    assert not path.exists()


def test_a_renewal_that_changes_no_row_stops_the_worker(desk: Desk) -> None:
    with desk.workplace.at_work() as worker:
        desk.clock.move(TERMS.lease - SECOND)
        assert worker.beat()
        desk.clock.move(TERMS.lease - TERMS.late - SECOND)
        worker.leave(inquiry())
        desk.clock.move(TERMS.late + SECOND)
        assert desk.workplace.release_gone() == 0
        assert not worker.beat()
        for ask in (worker.leave, worker.leave_free):
            with pytest.raises(LeaseLost):
                ask(inquiry())
        with pytest.raises(LeaseLost), desk.case.write() as tx:
            worker.check(tx)


@pytest.mark.parametrize(
    ("age", "may_leave"),
    [
        (timedelta(0), True),
        (TERMS.lease - TERMS.late - SECOND, True),
        (TERMS.lease - TERMS.late, False),
        (TERMS.lease + SECOND, False),
    ],
)
def test_nothing_leaves_in_the_last_part_of_a_lease(
    sqlite_desk: Desk, age: timedelta, may_leave: bool
) -> None:
    with sqlite_desk.workplace.at_work() as worker:
        sqlite_desk.clock.move(age)
        for ask in (worker.leave, worker.leave_free):
            if may_leave:
                ask(inquiry())
            else:
                with pytest.raises(LeaseLost):
                    ask(inquiry())


def test_a_worker_that_another_ended_lets_no_paid_call_leave(desk: Desk) -> None:
    with desk.workplace.at_work() as worker:
        with desk.case.write() as tx:
            [seen] = desk.case.workers.open(tx)
            desk.case.workers.end(tx, seen, desk.clock())
        with pytest.raises(LeaseLost):
            worker.leave(inquiry())
        with pytest.raises(LeaseLost), desk.case.write() as tx:
            worker.check(tx)


def test_a_permit_that_ran_out_lets_nothing_leave(sqlite_desk: Desk) -> None:
    with sqlite_desk.workplace.at_work() as worker:
        worker.leave(inquiry(SECOND))
        sqlite_desk.clock.move(SECOND)
        for ask in (worker.leave, worker.leave_free):
            with pytest.raises(PermitExpired):
                ask(inquiry(SECOND))


def test_a_database_that_refuses_a_beat_is_tried_again_until_the_lease_runs_out(
    sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite_desk.workplace.at_work() as worker:

        def refused(self: CaseFile) -> None:
            raise CaseFileError("the case file cannot be used")

        with monkeypatch.context() as patched:
            patched.setattr(CaseFile, "write", refused)
            assert worker.beat()
        worker.leave(inquiry())
        sqlite_desk.clock.move(TERMS.lease - TERMS.late)
        with pytest.raises(LeaseLost):
            worker.leave(inquiry())


def test_a_worker_leaves_no_lock_behind(case: CaseFile, tmp_path: Path) -> None:
    place = Workplace(case, tmp_path / "workers", FixedClock(), LeaseTerms())
    with place.at_work() as worker:
        assert [p.name for p in place.folder.iterdir()] == [f"{worker.worker}.lock"]
        assert oct(place.folder.stat().st_mode)[-3:] == "700"
    assert list(place.folder.iterdir()) == []


def test_a_claim_whose_worker_no_book_knows_is_given_back(sqlite_desk: Desk) -> None:
    order = sqlite_desk.placed(entry_of("7"))
    with sqlite_desk.case.write() as tx:
        sqlite_desk.case.orders.claim(tx, "an older skiptrace", 1)
    assert sqlite_desk.workplace.release_gone() == 1
    assert sqlite_desk.state(order) is OrderState.TODO

"""Several schedulers over one case file: each time is begun once, whatever dies or refuses."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fakes import Death, FixedClock
from sqlalchemy import text

from jobs.schedule.calendar import WorkCalendar
from jobs.schedule.clockwork import look, run_until_stopped
from jobs.schedule.plan import Plan
from jobs.schedule.scheduler import DoneDue, Scheduler
from jobs.worker import LeaseTerms, Workplace
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.schedule import DueOutcome, DueRun
from skiptrace.cli.terminated import unwound_on_sigterm
from skiptrace.model.errors import CaseFileError, SkiptraceError

START = datetime(2026, 6, 1, 12, tzinfo=UTC)
PLAN = Plan("nightly", "0 20 * * *")
UTC_ZONE = WorkCalendar(ZoneInfo("UTC"))
HOUR = timedelta(hours=1)


class House:
    """Schedulers of one case file, their clock, and what they did."""

    def __init__(self, case: CaseFile, folder: Path) -> None:
        self.clock = FixedClock(START)
        self.did: list[datetime] = []
        self.days: list[date] = []
        self.plan, self.calendar = PLAN, UTC_ZONE
        self.workplace = Workplace(case, folder / "workers", self.clock, LeaseTerms())

    def scheduler(self, act: Callable[[], DueOutcome] | None = None) -> Scheduler:
        def done(day: date) -> DueOutcome:
            self.days.append(day)
            return (act or self.work)()

        return Scheduler([self.plan], self.calendar, self.workplace, {"nightly": done})

    def work(self) -> DueOutcome:
        self.did.append(self.clock())
        return DueOutcome.DONE

    def outcomes(self) -> list[str]:
        found = self.scheduler().history(self.plan, 20)
        words = [one.outcome.value if one.outcome else "under way" for one in found]
        shown = zip(found, words, strict=True)
        return [f"{one.run.due:%d %H} {one.run.attempt} {word}" for one, word in shown]


@pytest.fixture
def house(case: CaseFile, tmp_path: Path) -> House:
    return House(case, tmp_path)


def test_each_time_is_begun_once_by_eight_schedulers(house: House) -> None:
    schedulers = [house.scheduler() for _ in range(8)]
    for one in schedulers:
        one.begin()
    with ThreadPoolExecutor(8) as pool:
        for night in range(1, 4):
            house.clock.move(HOUR * (9 if night == 1 else 24))
            done = list(pool.map(lambda one: one.tick(PLAN), schedulers))
            assert len([one for one in done if one is not None]) == 1
            assert len(house.did) == night
    assert house.outcomes() == ["03 20 1 done", "02 20 1 done", "01 20 1 done"]


def test_what_passed_while_no_scheduler_ran_is_made_up_for_once(house: House) -> None:
    house.scheduler().begin()
    house.clock.move(HOUR * 33)
    later = house.scheduler()
    later.begin()
    assert later.tick(PLAN) is not None
    assert later.tick(PLAN) is None
    assert house.outcomes() == ["02 20 1 done", "01 20 1 missed"]
    assert len(house.did) == 1


def test_a_new_case_file_makes_up_for_nothing(house: House) -> None:
    house.clock.move(HOUR * 9)
    assert house.scheduler().tick(PLAN) is None
    house.scheduler().begin()
    assert house.scheduler().tick(PLAN) is None
    assert house.outcomes() == []


def test_a_run_whose_process_died_is_begun_again_and_no_other_while_it_lives(house: House) -> None:
    first = house.scheduler()
    first.begin()
    house.clock.move(HOUR * 9)
    case = house.workplace.case
    with house.workplace.at_work() as worker:
        with case.write() as tx:
            due = datetime(2026, 6, 1, 20, tzinfo=UTC)
            case.schedule.begin(tx, DueRun("nightly", due, 1, worker.worker, house.clock()))
        assert first.tick(PLAN) is None, "its worker lives"
    done = first.tick(PLAN)
    assert done is not None and done.run.attempt == 2
    assert house.outcomes() == ["01 20 2 done", "01 20 1 gone"]


NEW_YORK = WorkCalendar(ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    ("cron", "due", "day"),
    [
        ("30 23 * * *", datetime(2026, 6, 2, 3, 30, tzinfo=UTC), date(2026, 6, 1)),
        ("30 19 * * *", datetime(2026, 6, 1, 23, 30, tzinfo=UTC), date(2026, 6, 1)),
        ("30 2 * * *", datetime(2026, 3, 8, 7, tzinfo=UTC), date(2026, 3, 8)),
        ("30 1 * * *", datetime(2026, 11, 1, 5, 30, tzinfo=UTC), date(2026, 11, 1)),
    ],
    ids=["before midnight", "midnight is in UTC", "an hour is left out", "an hour comes twice"],
)
def test_every_attempt_at_a_time_is_for_the_local_day_on_which_it_was_due(
    house: House, cron: str, due: datetime, day: date
) -> None:
    """Also the one behind midnight: else a night that was killed would have its money anew."""
    house.clock.now, house.calendar = due - HOUR, NEW_YORK
    house.plan = Plan("nightly", cron)

    def dies() -> DueOutcome:
        raise Death

    house.scheduler().begin()
    house.clock.now = due
    with pytest.raises(Death):
        house.scheduler(dies).tick(house.plan)
    house.clock.move(HOUR)
    done = house.scheduler().tick(house.plan)
    assert done is not None and done.run.attempt == 2
    assert house.scheduler().tick(house.plan) is None
    assert house.days == [day] * 2


def test_a_refusal_is_an_end_that_says_what_it_was(house: House) -> None:
    def refuse() -> DueOutcome:
        raise SkiptraceError("no source is enabled")

    failing = house.scheduler(refuse)
    failing.begin()
    house.clock.move(HOUR * 9)
    done = failing.tick(PLAN)
    assert done is not None and done.error == "SkiptraceError: no source is enabled"
    assert house.outcomes() == ["01 20 1 failed"]
    assert failing.tick(PLAN) is None, "it is not tried again and again"


def test_a_fault_of_ours_is_told_by_its_kind_alone(house: House) -> None:
    def broken() -> DueOutcome:
        raise KeyError("Ann Example")

    failing = house.scheduler(broken)
    failing.begin()
    house.clock.move(HOUR * 9)
    done = failing.tick(PLAN)
    assert done is not None and (done.outcome, done.error) == (DueOutcome.FAILED, "KeyError")
    assert house.outcomes() == ["01 20 1 failed"]


def test_a_case_file_out_of_reach_is_told_and_tried_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheduler = house.scheduler()
    scheduler.begin()
    house.clock.move(HOUR * 9)
    told: list[DoneDue | CaseFileError] = []
    with monkeypatch.context() as broken:

        def refuse(_: CaseFile) -> None:
            raise CaseFileError("the database cannot be reached")

        broken.setattr(CaseFile, "read", refuse)
        look(scheduler, PLAN, lambda _, what: told.append(what))
    look(scheduler, PLAN, lambda _, what: told.append(what))
    assert [type(one) for one in told] == [CaseFileError, DoneDue]
    assert house.outcomes() == ["01 20 1 done"]


def test_an_attempt_that_was_changed_by_hand_is_refused(house: House) -> None:
    house.scheduler().begin()
    with house.workplace.case.write() as tx:
        tx.execute(text("UPDATE due_run SET attempt = 7"))
    house.clock.move(HOUR * 9)
    with pytest.raises(CaseFileError, match="due_run row"):
        house.scheduler().tick(PLAN)


def test_the_clockwork_begins_what_is_due_and_ends_when_it_is_told(house: House) -> None:
    house.scheduler().begin()
    house.clock.move(HOUR * 9)
    told: list[tuple[str, bool]] = []

    def stop(kind: str, what: DoneDue | CaseFileError) -> None:
        told.append((kind, isinstance(what, DoneDue)))
        os.kill(os.getpid(), signal.SIGTERM)

    with unwound_on_sigterm(), pytest.raises(SystemExit):
        run_until_stopped(house.scheduler(), stop, every=0.05)
    assert told == [("nightly", True)]
    assert house.outcomes() == ["01 20 1 done"]

"""What a scheduler does about one kind of work, from its last attempt and the time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from jobs.schedule.calendar import Blackout, WorkCalendar
from jobs.schedule.decide import decide
from jobs.schedule.plan import Plan
from skiptrace.casefile.schedule import DueOutcome, DueRun, StoredDue
from tests.tables import each

BEGUN, DONE, GONE, FAILED = DueOutcome.BEGUN, DueOutcome.DONE, DueOutcome.GONE, DueOutcome.FAILED


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-06-{text}").replace(tzinfo=UTC)


FREEZE = Blackout(at("05 00:00"), at("06 12:00"), "freeze")
CALENDAR = WorkCalendar(ZoneInfo("UTC"), blackouts=(FREEZE,))
PLAN = Plan("nightly", "0 20 * * *", catch_up=timedelta(hours=6))
SKIPPING = Plan("nightly", "0 20 * * *", catch_up=timedelta(hours=6), waits=False)
NOTHING = (None, [], False)
RUNNING = None

CASES = [
    # nobody ever began: not before a first row
    (PLAN, None, False, "01 21:00", NOTHING),
    # the first time behind the first row
    (PLAN, ("01 10:00", 1, BEGUN), False, "01 19:59", NOTHING),
    (PLAN, ("01 10:00", 1, BEGUN), False, "01 20:00", (("01 20:00", 1), [], False)),
    (PLAN, ("01 10:00", 1, BEGUN), False, "02 02:00", (("01 20:00", 1), [], False)),
    # too late, by a minute
    (PLAN, ("01 10:00", 1, BEGUN), False, "02 02:01", (None, ["01 20:00 missed"], False)),
    # done: not again, and the next one
    (PLAN, ("01 20:00", 1, DONE), False, "02 19:00", NOTHING),
    (PLAN, ("01 20:00", 1, FAILED), False, "02 19:00", NOTHING),
    (PLAN, ("01 20:00", 1, DONE), False, "02 20:00", (("02 20:00", 1), [], False)),
    # of several that passed the latest
    (
        PLAN,
        ("01 20:00", 1, DONE),
        False,
        "04 21:00",
        (("04 20:00", 1), ["02 20:00 missed", "03 20:00 missed"], False),
    ),
    # one at a time: under way elsewhere
    (PLAN, ("01 20:00", 1, RUNNING), True, "02 21:00", NOTHING),
    # its process died: once more, at most three times, and not too late
    (PLAN, ("01 20:00", 1, RUNNING), False, "01 21:00", (("01 20:00", 2), [], True)),
    (PLAN, ("01 20:00", 2, RUNNING), False, "01 21:00", (("01 20:00", 3), [], True)),
    (PLAN, ("01 20:00", 3, RUNNING), False, "01 21:00", (None, [], True)),
    (PLAN, ("01 20:00", 1, GONE), False, "01 21:00", (("01 20:00", 2), [], False)),
    (PLAN, ("01 20:00", 1, RUNNING), False, "02 02:01", (None, [], True)),
    (PLAN, ("01 20:00", 1, RUNNING), False, "02 20:30", (("02 20:00", 1), [], True)),
    # a blackout puts off, also what its process left, and then counts the hours
    (PLAN, ("04 20:00", 1, DONE), False, "05 21:00", NOTHING),
    (PLAN, ("04 20:00", 1, DONE), False, "06 12:00", (("05 20:00", 1), [], False)),
    (PLAN, ("04 20:00", 1, DONE), False, "06 18:01", (None, ["05 20:00 missed"], False)),
    (PLAN, ("05 20:00", 1, RUNNING), False, "06 13:00", (("05 20:00", 2), [], True)),
    # or skips
    (SKIPPING, ("04 20:00", 1, DONE), False, "05 21:00", (None, ["05 20:00 skipped"], False)),
    (
        SKIPPING,
        ("04 20:00", 1, DONE),
        False,
        "06 20:00",
        (("06 20:00", 1), ["05 20:00 skipped"], False),
    ),
]


@each(("plan", "last", "alive", "now", "expected"), CASES)
def test_what_is_begun_and_what_is_over(
    plan: Plan,
    last: tuple[str, int, DueOutcome | None] | None,
    alive: bool,
    now: str,
    expected: tuple[tuple[str, int] | None, list[str], bool],
) -> None:
    stored = None
    if last is not None:
        due, attempt, outcome = last
        run = DueRun("nightly", at(due), attempt, "w", at(due))
        stored = StoredDue(run, None if outcome is None else at(due), outcome)
    found = decide(plan, CALENDAR, stored, alive, at(now))
    begin = None
    if found.begin is not None:
        begin = (f"{found.begin.due.at:%d %H:%M}", found.begin.attempt)
    over = [f"{due.at:%d %H:%M} {outcome.value}" for due, outcome in found.over]
    assert (begin, over, found.is_gone) == expected

"""When work is due: cron expressions in local time, nights on which clocks change, days off."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest

from jobs.schedule.calendar import Blackout, WorkCalendar
from jobs.schedule.plan import Plan
from skiptrace.model.errors import ConfigError
from tests.tables import each

NEW_YORK = WorkCalendar(ZoneInfo("America/New_York"), "US")
LORD_HOWE = WorkCalendar(ZoneInfo("Australia/Lord_Howe"))
HOUSE = WorkCalendar(ZoneInfo("America/New_York"), "US", frozenset({date(2026, 12, 24)}))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


DUES = [
    # an ordinary evening, in summer and in winter
    (NEW_YORK, "30 20 * * *", False, "2026-07-01 12:00", ["07-02 00:30", "07-03 00:30"]),
    (NEW_YORK, "30 20 * * *", False, "2026-12-01 12:00", ["12-02 01:30", "12-03 01:30"]),
    # behind the very moment, never at it
    (NEW_YORK, "30 20 * * *", False, "2026-07-02 00:30", ["07-03 00:30"]),
    # clocks leave out 02:30: it is due when they do, and once
    (NEW_YORK, "30 2 * * *", False, "2027-03-13 12:00", ["03-14 07:00", "03-15 06:30"]),
    (NEW_YORK, "0,30 2,3 * * *", False, "2027-03-14 06:00", ["03-14 07:00", "03-14 07:30"]),
    # clocks show 01:30 twice: it is due at the first
    (NEW_YORK, "30 1 * * *", False, "2026-10-31 12:00", ["11-01 05:30", "11-02 06:30"]),
    (NEW_YORK, "0 * * * *", False, "2026-11-01 04:30", ["11-01 05:00", "11-01 07:00"]),
    # half an hour is left out there
    (LORD_HOWE, "15 2 * * *", False, "2026-10-03 00:00", ["10-03 15:30", "10-04 15:15"]),
    # business days: a weekend, Thanksgiving, a day off of the house
    (NEW_YORK, "0 9 * * *", True, "2026-07-10 14:00", ["07-13 13:00"]),
    (NEW_YORK, "0 9 * * *", True, "2026-11-25 15:00", ["11-27 14:00"]),
    (HOUSE, "0 9 * * *", True, "2026-12-23 15:00", ["12-28 14:00"]),
    (NEW_YORK, "0 9 * * *", True, "2027-07-02 14:00", ["07-06 13:00"]),
    # the month's first, and days by name
    (NEW_YORK, "0 6 1 * *", False, "2026-11-30 12:00", ["12-01 11:00"]),
    (NEW_YORK, "0 6 * * sun", False, "2026-11-30 12:00", ["12-06 11:00"]),
]


@each(("calendar", "cron", "business", "after", "expected"), DUES)
def test_a_time_is_due_as_local_clocks_show_it(
    calendar: WorkCalendar, cron: str, business: bool, after: str, expected: list[str]
) -> None:
    plan = Plan("nightly", cron, business)
    found = islice(plan.dues(calendar, utc(after)), len(expected))
    assert [f"{due.at:%m-%d %H:%M}" for due in found] == expected


@pytest.mark.parametrize("calendar", [NEW_YORK, LORD_HOWE])
def test_moments_never_go_back_over_a_year_of_quarter_hours(calendar: WorkCalendar) -> None:
    start = utc("2026-08-01 00:00")
    found = list(islice(Plan("verify", "*/15 * * * *").dues(calendar, start), 4 * 24 * 365))
    moments = [due.at for due in found]
    assert moments == sorted(set(moments))
    assert max(b - a for a, b in pairwise(moments)) <= timedelta(minutes=75)


FREEZE = Blackout(utc("2026-12-24 18:00"), utc("2026-12-26 12:00"), "year-end freeze")
LONGER = Blackout(utc("2026-12-26 11:00"), utc("2026-12-27 06:00"), "move of the servers")
FROZEN = WorkCalendar(ZoneInfo("UTC"), blackouts=(FREEZE, LONGER))


@each(
    ("waits", "after", "at", "starts", "why"),
    [
        (True, "12-24 00:00", "12-24 17:59", "12-24 17:59", ""),
        (True, "12-24 18:00", "12-25 17:59", "12-27 06:00", "put off: year-end freeze"),
        (False, "12-24 18:00", "12-25 17:59", None, "skipped: year-end freeze"),
        (True, "12-26 17:00", "12-26 17:59", "12-27 06:00", "put off: move of the servers"),
        (True, "12-27 00:00", "12-27 17:59", "12-27 17:59", ""),
    ],
)
def test_a_blackout_puts_off_or_skips(
    waits: bool, after: str, at: str, starts: str | None, why: str
) -> None:
    plan = Plan("nightly", "59 17 * * *", waits=waits)
    due = next(plan.dues(FROZEN, utc(f"2026-{after}")))
    assert due.at == utc(f"2026-{at}")
    assert due.starts == (None if starts is None else utc(f"2026-{starts}"))
    assert due.why == why


def test_a_blackout_holds_its_start_and_not_its_end() -> None:
    assert FROZEN.blackout(FREEZE.start) is FREEZE
    assert FROZEN.blackout(LONGER.end) is None


@each(
    ("cron", "words"),
    [
        ("0 9 * *", "expected minute, hour"),
        ("0 9 * * 1-5", "days of the week by name"),
        ("0 25 * * *", "cron"),
        ("61 9 * * *", "cron"),
        ("0 9 * * someday", "cron"),
    ],
)
def test_an_expression_that_says_nothing_names_its_place(cron: str, words: str) -> None:
    with pytest.raises(ConfigError, match=rf"schedule\.jobs\.nightly\.cron.*{words}|{words}"):
        Plan("nightly", cron)

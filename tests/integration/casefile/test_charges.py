"""Costs are added up by the days of a time zone, alike on both engines, over nights of change."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.charges import Axis, Period, charges, offsets
from skiptrace.casefile.ledger_rows import Intent
from tests.integration.casefile.samples import make_entry, make_inquiry, make_order

STEP = timedelta(minutes=50)
ZONES = ("UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia")
CHANGES = [datetime(2026, 3, 7, tzinfo=UTC), datetime(2026, 10, 31, tzinfo=UTC)]


@pytest.fixture
def moments(case: CaseFile) -> list[datetime]:
    """When calls of one order left: all day long around the nights on which clocks change."""
    spans = [start + n * STEP for start in CHANGES for n in range(90)]
    with case.write() as tx:
        case.accounts.add(tx, [make_entry()])
        entry = case.accounts.find(tx, make_entry().account.number)
        assert entry is not None
        order = make_order(entry)
        case.orders.place(tx, [order])
        for number, at in enumerate(spans):
            intent = Intent(make_inquiry(order, n=number), Decimal("0.25"), "night")
            case.ledger.open(tx, [intent], at)
    return spans


def test_a_call_is_of_the_day_on_which_it_left_there(
    case: CaseFile, moments: list[datetime]
) -> None:
    for name in ZONES:
        zone = ZoneInfo(name)
        with case.read() as tx:
            found = {one.day: one.calls for one in charges(tx, [Axis.DAY], Period(zone))}
        assert found == Counter(at.astimezone(zone).date() for at in moments), name


def test_a_period_has_its_days_and_no_other(case: CaseFile, moments: list[datetime]) -> None:
    zone = ZoneInfo("America/New_York")
    day = date(2026, 3, 8)  # of 23 hours
    with case.read() as tx:
        (only,) = charges(tx, [Axis.DAY, Axis.SOURCE], Period(zone, day, day))
        none = charges(tx, [Axis.DAY], Period(zone, date(2026, 5, 1), date(2026, 6, 1)))
    there = len([at for at in moments if at.astimezone(zone).date() == day])
    assert (only.day, only.calls, only.in_doubt) == (day, there, there)
    assert only.ceiling == there * Decimal("0.25") and only.spent == 0
    assert none == []


def test_offsets_change_at_the_second_at_which_clocks_do() -> None:
    found = offsets(ZoneInfo("America/New_York"), CHANGES[0], CHANGES[1] + timedelta(days=9))
    assert found[1:] == [
        (datetime(2026, 3, 8, 7, tzinfo=UTC), -4 * 3600),
        (datetime(2026, 11, 1, 6, tzinfo=UTC), -5 * 3600),
    ]

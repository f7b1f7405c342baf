"""Until when a claim may be sued upon, the periods that toll it left out (12 CFR 1006.26(b))."""

from __future__ import annotations

from datetime import date, timedelta

from config.law import ClaimPeriod
from skiptrace.compliance.policy.facts.debt import DebtFacts, Period


def expires(debt: DebtFacts, period: ClaimPeriod, on: date) -> date | None:
    """The first day on which no suit may be brought; None where nobody can compute it.

    Counted from accrual, or from a payment within the period where the state says so. Days that
    toll are added once, however many reasons toll them; one that still runs counts up to `on`.
    """
    if debt.accrued is None or debt.tolled is None:
        return None
    start = debt.accrued
    end = _in_years(start, period.years) + _tolled(debt.tolled, start, on)
    paid = debt.last_payment
    if period.payment_restarts and paid is not None and start < paid < end:
        end = _in_years(paid, period.years) + _tolled(debt.tolled, paid, on)
    return end


def _tolled(periods: tuple[Period, ...], start: date, on: date) -> timedelta:
    days: set[date] = set()
    for period in periods:
        first, last = max(period.first, start), min(period.last or on, on)
        days.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    return timedelta(days=len(days))


def _in_years(day: date, years: int) -> date:
    """The same day so many years later; of 29 February the day before, which is stricter."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + years, 2, 28)
    return day.replace(year=day.year + years)

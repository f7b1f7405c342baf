"""What the ledger says was spent: added up by source, day and account, or call by call."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, FromClause, Select, Text, case, cast, func, select
from sqlalchemy import Date as SqlDate

from skiptrace.casefile.ledger_rows import newest_calls
from skiptrace.casefile.statements import Tx, chunks
from skiptrace.casefile.tables.orders import connector_call, trace_order
from skiptrace.model.waterfall import Outcome

_PAGE = 10_000
_DAY = timedelta(days=1)
_SUMS = ("calls", "paid", "hits", "spent", "in_doubt", "ceiling")
_NOTHING = Decimal(0)


class Axis(StrEnum):
    """By what costs are added up."""

    SOURCE = "source"
    DAY = "day"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Period:
    """Days of a time zone, both included; None is open. A call is of the day on which it left."""

    zone: ZoneInfo
    first: date | None = None
    last: date | None = None

    @property
    def start(self) -> datetime | None:
        """The first moment of it."""
        return None if self.first is None else self._midnight(self.first)

    @property
    def end(self) -> datetime | None:
        """The first moment after it."""
        return None if self.last is None else self._midnight(self.last + _DAY)

    def _midnight(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=self.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Charge:
    """Calls that share source, day and account, as far as these were asked for.

    `spent` is what sure answers cost. `in_doubt` counts the calls without a sure answer, which may
    be billed; `ceiling` is what they cost at most. Amounts are US dollars.
    """

    calls: int
    paid: int
    hits: int
    spent: Decimal
    in_doubt: int
    ceiling: Decimal
    source: str = ""
    day: date | None = None
    account_id: str = ""


@dataclass(frozen=True, slots=True)
class LedgerCall:
    """One call: its inquiry id is the reference by which its provider knows it."""

    inquiry_id: str
    source: str
    sent: datetime
    spent: Decimal
    is_open: bool
    ceiling: Decimal


def charges(tx: Tx, axes: Collection[Axis], period: Period) -> list[Charge]:
    """What was spent in the period, one row for each combination of the axes, in their order."""
    calls = newest_calls()
    inside = _inside(calls, period)
    named: dict[str, ColumnElement[Any]] = {}
    if Axis.SOURCE in axes:
        named["source"] = calls.c.connector_id
    if Axis.DAY in axes:
        named["day"] = _day(tx, calls.c.sent, period)
    is_by_account = Axis.ACCOUNT in axes
    by = {**named, "order_id": calls.c.order_id} if is_by_account else named
    query = select(*(one.label(name) for name, one in by.items()), *_sums(calls))
    grouped = query.select_from(calls).where(*inside).group_by(*by.values())
    if is_by_account:
        grouped = _by_account(grouped.subquery(), list(named))
    paged = grouped.execution_options(yield_per=_PAGE)  # a session that reads is never idle
    found = [_charge(row) for row in tx.execute(paged).mappings()]
    return sorted(found, key=lambda one: (one.source, one.day or date.min, one.account_id))


def _by_account(orders: FromClause, names: Sequence[str]) -> Select[Any]:
    """Sums of orders added up by account: the row of an order is looked at once, not each call."""
    columns = [*(orders.c[name] for name in names), trace_order.c.account_id]
    sums = (func.sum(orders.c[name]).label(name) for name in _SUMS)
    joined = orders.join(trace_order, trace_order.c.id == orders.c.order_id)
    return select(*columns, *sums).select_from(joined).group_by(*columns)


def paid_calls(tx: Tx, sources: Collection[str], period: Period) -> Iterator[LedgerCall]:
    """Every paid call of these sources that left in the period, by inquiry id."""
    calls = newest_calls()
    query = _calls(calls).where(
        calls.c.connector_id.in_(sorted(sources)),
        calls.c.ceiling > _NOTHING,
        *_inside(calls, period),
    )
    for row in tx.execute(query.execution_options(yield_per=_PAGE)):
        yield LedgerCall(*row)


def calls_named(tx: Tx, inquiry_ids: Sequence[str]) -> dict[str, LedgerCall]:
    """The calls of these inquiry ids that are in the ledger, whenever they left."""
    calls = newest_calls()
    found: dict[str, LedgerCall] = {}
    for piece in chunks(inquiry_ids):
        rows = tx.execute(_calls(calls).where(calls.c.inquiry_id.in_(piece)))
        found.update({row[0]: LedgerCall(*row) for row in rows})
    return found


def _calls(calls: FromClause) -> Any:
    columns = calls.c
    return select(
        columns.inquiry_id,
        columns.connector_id,
        columns.sent,
        func.coalesce(columns.cost, _NOTHING, type_=columns.cost.type),
        columns.is_open == 1,
        columns.ceiling,
    )


def _sums(calls: FromClause) -> Sequence[ColumnElement[Any]]:
    columns = calls.c
    is_paid = case((columns.ceiling > _NOTHING, 1), else_=0)
    return (
        func.count().label("calls"),
        func.sum(is_paid).label("paid"),
        func.sum(case((columns.outcome == Outcome.HIT.value, 1), else_=0)).label("hits"),
        func.sum(case((columns.is_open == 0, columns.cost))).label("spent"),
        func.sum(case((columns.is_open == 1, is_paid), else_=0)).label("in_doubt"),
        func.sum(case((columns.is_open == 1, columns.ceiling))).label("ceiling"),
    )


def _charge(row: Any) -> Charge:
    said = dict(row)
    day = said.get("day")
    return Charge(
        calls=int(said["calls"]),
        paid=int(said["paid"]),
        hits=int(said["hits"]),
        spent=said["spent"] or _NOTHING,
        in_doubt=int(said["in_doubt"]),
        ceiling=said["ceiling"] or _NOTHING,
        source=said.get("source", ""),
        day=date.fromisoformat(str(day)) if day is not None else None,
        account_id=said.get("account_id", ""),
    )


def _inside(calls: FromClause, period: Period) -> list[ColumnElement[bool]]:
    since, until = period.start, period.end
    bounds = [calls.c.sent >= since if since else None, calls.c.sent < until if until else None]
    return [bound for bound in bounds if bound is not None]


def _day(tx: Tx, sent: ColumnElement[Any], period: Period) -> ColumnElement[Any]:
    """The day of a moment in the period's zone, by the same rules on both engines."""
    sent_ = connector_call.c.sent
    first, last = tx.execute(select(func.min(sent_), func.max(sent_))).one()
    if first is None:
        return _shifted(tx, sent, 0)
    (_, seconds), *changes = offsets(period.zone, period.start or first, period.end or last)
    day = _shifted(tx, sent, seconds)
    later = [(sent >= at, _shifted(tx, sent, east)) for at, east in reversed(changes)]
    return case(*later, else_=day) if later else day


def offsets(zone: ZoneInfo, first: datetime, last: datetime) -> list[tuple[datetime, int]]:
    """How far a zone is ahead of UTC from `first` to `last`: each moment from which, and seconds.

    A change is found to the second, where clocks stay as they were for a day before and after.
    """
    found = [(first, _ahead(zone, first))]
    at = first
    while at < last:
        before, at = at, at + _DAY
        if _ahead(zone, at) != found[-1][1]:
            low, high = before, at
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                low, high = (
                    (middle, high) if _ahead(zone, middle) == found[-1][1] else (low, middle)
                )
            found.append((high.replace(microsecond=0), _ahead(zone, at)))
    return found


def _ahead(zone: ZoneInfo, at: datetime) -> int:
    shift = at.astimezone(zone).utcoffset()
    return int(shift.total_seconds()) if shift is not None else 0


def _shifted(tx: Tx, sent: ColumnElement[Any], seconds: int) -> ColumnElement[Any]:
    """The day of a moment so many seconds ahead of UTC."""
    if tx.dialect.name == "postgresql":
        local = func.timezone("UTC", sent) + func.make_interval(0, 0, 0, 0, 0, 0, seconds)
        return cast(local, SqlDate)
    return func.date(sent, f"{seconds:+d} seconds", type_=Text())

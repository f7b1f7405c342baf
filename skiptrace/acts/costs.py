"""What was spent, by the ledger itself, and a vendor's invoice held against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from jobs.billing import Invoice, Reconciliation, reconcile
from skiptrace.acts.office import Office
from skiptrace.casefile.account_reading import read_accounts
from skiptrace.casefile.charges import Axis, Charge, Period, charges
from skiptrace.casefile.statements import Tx, chunks
from skiptrace.intake.invoice import read_invoice
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Days:
    """The days asked about, both included; None is open."""

    first: date | None = None
    last: date | None = None

    @property
    def words(self) -> str:
        """The days as the audit trail says them."""
        return f"from {self.first or 'the first'} to {self.last or 'the last'}"


@dataclass(frozen=True, slots=True)
class CostLine:
    """What was spent under one source, day and account, as far as these were asked for.

    `account` is the creditor's number. A call in doubt is not in `spent`; `ceiling` is what those
    cost at most. Amounts are US dollars.
    """

    source: str
    day: date | None
    account: str
    calls: int
    paid: int
    hits: int
    spent: Decimal
    in_doubt: int
    ceiling: Decimal


@dataclass(frozen=True, slots=True)
class Costs:
    """The lines of a period in a time zone, and their sum."""

    axes: tuple[Axis, ...]
    time_zone: str
    first: date | None
    last: date | None
    lines: Sequence[CostLine]
    total: CostLine


@dataclass(frozen=True, slots=True)
class InvoiceAsked:
    """An invoice file, whose it is, and columns that its header leaves open."""

    path: Path
    sources: frozenset[str]
    columns: dict[str, str] = field(default_factory=dict)


def costs_by(office: Office, actor: Actor, axes: Sequence[Axis], days: Days) -> Costs:
    """What the ledger says was spent in these days, by the axes in the order given."""
    by = ",".join(axes)
    office.ask(actor, Act.SHOW_COSTS, f"by {by} {days.words}")
    period = _period(office, days)
    with office.case.read() as tx:
        found = charges(tx, axes, period)
    with office.case.read() as tx:  # of its own: sorting a million lines took a while
        numbers = _numbers(tx, [one.account_id for one in found if one.account_id])
    lines = [_line(one, numbers) for one in found]
    ordered = sorted(lines, key=lambda one: [str(getattr(one, axis.value)) for axis in axes])
    zone = period.zone.key
    return Costs(tuple(axes), zone, days.first, days.last, ordered, _total(lines))


def reconciled(office: Office, actor: Actor, asked: InvoiceAsked, days: Days) -> Reconciliation:
    """An invoice held against what the ledger has of its sources.

    IntakeError for a file that cannot be read; a line that cannot is named in the answer.
    """
    named = ", ".join(sorted(asked.sources))
    office.ask(actor, Act.SHOW_COSTS, f"invoice of {named} {days.words}")
    invoice = Invoice.of(read_invoice(asked.path, asked.columns, office.clock().date()))
    with office.case.read() as tx:
        return reconcile(tx, invoice, asked.sources, _period(office, days))


def _period(office: Office, days: Days) -> Period:
    zone = ZoneInfo(office.installation.settings.schedule.time_zone)
    return Period(zone, days.first, days.last)


def _numbers(tx: Tx, ids: Sequence[str]) -> dict[str, str]:
    """The creditor's number of each account; one that was never placed has none."""
    numbers: dict[str, str] = {}
    for piece in chunks(ids):
        numbers.update({i: one.number for i, one in read_accounts(tx, piece).items()})
    return numbers


def _line(one: Charge, numbers: dict[str, str]) -> CostLine:
    account = numbers.get(one.account_id, "")
    counts = (one.calls, one.paid, one.hits)
    return CostLine(one.source, one.day, account, *counts, one.spent, one.in_doubt, one.ceiling)


def _total(lines: Sequence[CostLine]) -> CostLine:
    return CostLine(
        "",
        None,
        "",
        sum(one.calls for one in lines),
        sum(one.paid for one in lines),
        sum(one.hits for one in lines),
        sum((one.spent for one in lines), _NOTHING),
        sum(one.in_doubt for one in lines),
        sum((one.ceiling for one in lines), _NOTHING),
    )

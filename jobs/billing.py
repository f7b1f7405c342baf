"""Holds a vendor's invoice against the ledger: what agrees, differs, or stands on one side only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from skiptrace.casefile.charges import LedgerCall, Period, calls_named, paid_calls
from skiptrace.casefile.statements import Tx
from skiptrace.intake.invoice import InvoiceLine
from skiptrace.intake.problem import Reject

_NOTHING = Decimal(0)


class Verdict(StrEnum):
    """How one call, or one reference of the invoice, stands on the two sides.

    DOUBT_BILLED and DOUBT_NOT_BILLED are calls without a sure answer in our ledger, which the
    invoice helps to settle. OTHER_SOURCE is a reference that we gave to another vendor.
    """

    MATCHED = "matched"
    AMOUNT_DIFFERS = "amount differs"
    NOT_IN_LEDGER = "billed, not in our ledger"
    OTHER_SOURCE = "billed, our call of another source"
    NOT_BILLED = "in our ledger, not billed"
    DOUBT_BILLED = "in doubt here, billed"
    DOUBT_NOT_BILLED = "in doubt here, not billed"


@dataclass(frozen=True, slots=True)
class BilledCall:
    """One reference on both sides; what a side does not have is None. Amounts are US dollars.

    `rows` are the lines of the invoice that name it: what several bill is added up. `ours` is what
    the call cost by the ledger, or may cost at most while it is in doubt.
    """

    verdict: Verdict
    reference: str
    rows: tuple[int, ...] = ()
    billed_on: date | None = None
    billed: Decimal | None = None
    source: str = ""
    sent: datetime | None = None
    ours: Decimal | None = None


@dataclass(frozen=True, slots=True)
class VerdictTotal:
    """How many references stand so, and what they come to on each side."""

    verdict: Verdict
    count: int
    billed: Decimal
    ours: Decimal


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A line of the invoice that could not be read, and what was expected of it."""

    row: int
    reasons: str


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """An invoice held against the ledger: totals of every verdict, and each call not matched."""

    period: Period
    lines: int
    totals: tuple[VerdictTotal, ...]
    apart: tuple[BilledCall, ...]
    rejects: tuple[RejectedLine, ...]

    @property
    def is_clean(self) -> bool:
        """Whether every line could be read and every call agrees."""
        return not self.apart and not self.rejects


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice as read: by reference its rows, first day and sum; and what could not be read."""

    lines: int
    billed: dict[str, tuple[tuple[int, ...], date, Decimal]]
    rejects: tuple[RejectedLine, ...]

    @classmethod
    def of(cls, items: Iterable[InvoiceLine | Reject]) -> Invoice:
        """The lines of an invoice, brought together by reference."""
        billed: dict[str, tuple[tuple[int, ...], date, Decimal]] = {}
        rejects: list[RejectedLine] = []
        count = 0
        for item in items:
            count += 1
            if isinstance(item, Reject):
                rejects.append(RejectedLine(item.row, item.reasons))
                continue
            rows, day, amount = billed.get(item.reference, ((), item.day, _NOTHING))
            billed[item.reference] = ((*rows, item.row), min(day, item.day), amount + item.amount)
        return cls(count, billed, tuple(rejects))

    def within(self, period: Period) -> Period:
        """The period, an open end closed by the first or last day of the invoice."""
        days = [day for _, day, _ in self.billed.values()]
        if not days:
            return period
        return replace(
            period,
            first=min(days) if period.first is None else period.first,
            last=max(days) if period.last is None else period.last,
        )


def reconcile(tx: Tx, invoice: Invoice, sources: frozenset[str], period: Period) -> Reconciliation:
    """Hold an invoice against the paid calls of these sources.

    A line meets the call of its reference on whatever day both say; that a call is not billed is
    said of those only that left in the period, by default the invoice's days.
    """
    whole = invoice.within(period)
    counts: Counter[Verdict] = Counter()
    sums: dict[Verdict, list[Decimal]] = defaultdict(lambda: [_NOTHING, _NOTHING])
    apart: list[BilledCall] = []
    for one in _compared(tx, invoice, sources, whole):
        counts[one.verdict] += 1
        sums[one.verdict][0] += one.billed or _NOTHING
        sums[one.verdict][1] += one.ours or _NOTHING
        if one.verdict is not Verdict.MATCHED:
            apart.append(one)
    order = list(Verdict)
    apart.sort(key=lambda one: (order.index(one.verdict), one.rows, one.reference))
    totals = tuple(VerdictTotal(v, counts[v], *sums[v]) for v in order if counts[v])
    return Reconciliation(whole, invoice.lines, totals, tuple(apart), invoice.rejects)


def _compared(
    tx: Tx, invoice: Invoice, sources: frozenset[str], period: Period
) -> Iterator[BilledCall]:
    met: set[str] = set()
    for call in paid_calls(tx, sources, period):
        if call.inquiry_id in invoice.billed:
            met.add(call.inquiry_id)
            yield _beside(invoice, call, sources)
        elif call.is_open:
            yield _ours(Verdict.DOUBT_NOT_BILLED, call)
        elif call.spent:
            yield _ours(Verdict.NOT_BILLED, call)
    rest = [reference for reference in invoice.billed if reference not in met]
    others = calls_named(tx, rest)
    for reference in rest:
        if reference in others:
            yield _beside(invoice, others[reference], sources)
        else:
            rows, day, amount = invoice.billed[reference]
            yield BilledCall(Verdict.NOT_IN_LEDGER, reference, rows, day, amount)


def _ours(verdict: Verdict, call: LedgerCall) -> BilledCall:
    ours = call.ceiling if call.is_open else call.spent
    return BilledCall(verdict, call.inquiry_id, source=call.source, sent=call.sent, ours=ours)


def _beside(invoice: Invoice, call: LedgerCall, sources: frozenset[str]) -> BilledCall:
    rows, day, amount = invoice.billed[call.inquiry_id]
    return replace(
        _ours(_verdict(call, amount, sources), call), rows=rows, billed_on=day, billed=amount
    )


def _verdict(call: LedgerCall, billed: Decimal, sources: frozenset[str]) -> Verdict:
    if call.source not in sources:
        return Verdict.OTHER_SOURCE
    if call.is_open:
        return Verdict.DOUBT_BILLED
    return Verdict.MATCHED if call.spent == billed else Verdict.AMOUNT_DIFFERS

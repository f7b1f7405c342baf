"""Plan: an order for every account that is due, page by page."""

from __future__ import annotations

from dataclasses import dataclass

from jobs.execution.hand_on import HandOn, Kind, keep
from jobs.orders import OrderForm
from skiptrace.casefile.case import CaseFile
from skiptrace.model.order import TraceOrder
from skiptrace.model.ports import Clock

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Plan:
    """Says which orders are due by its form, and places them.

    `closed` are the creditor's status words that end an account: none is placed for those.
    """

    case: CaseFile
    form: OrderForm
    closed: frozenset[str]
    clock: Clock

    def due(self, limit: int | None) -> list[TraceOrder]:
        """The orders that would be placed now, none of them stored."""
        with self.case.read() as tx:
            entries = self.case.accounts.due(tx, self.form.as_of, self.closed, limit)
        return [self.form.order(entry, self.clock) for entry in entries]

    def place(self, limit: int | None, hand_on: HandOn = keep) -> int:
        """Place an order for every due account; how many. One that is placed already is none.

        What came to be due meanwhile, before the place that was reached, is placed at the end.
        """
        placed = place = 0
        while limit is None or placed < limit:
            page, last = self._page(place, _PAGE if limit is None else min(_PAGE, limit - placed))
            if not page and not place:
                return placed
            place = last if page else 0
            if not page:
                continue
            with self.case.write() as tx:
                new = self.case.orders.place(tx, page)
                hand_on(tx, Kind.TRACE, [order.id for order in page])
            if not new:
                return placed
            placed += new
        return placed

    def _page(self, place: int, size: int) -> tuple[list[TraceOrder], int]:
        """Orders for the accounts that are due behind a place, and the place of the last."""
        due = (self.form.as_of, self.closed)
        with self.case.read() as tx:
            entries, last = self.case.accounts.due_after(tx, place, due, size)
        return [self.form.order(entry, self.clock) for entry in entries], last

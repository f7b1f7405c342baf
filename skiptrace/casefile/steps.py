"""The step book: what was searched for each order, with outcome, reason and cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, select

from skiptrace.casefile.columns import is_wanted
from skiptrace.casefile.statements import Row, Tx, chunks, insert_all, is_newest, owned_rows
from skiptrace.casefile.tables.orders import step as t
from skiptrace.model.waterfall import Outcome, StepOutcome


@dataclass(frozen=True, slots=True)
class ConnectorSummary:
    """What became of one connector over all orders: how often each outcome, and the cost."""

    connector_id: str
    outcomes: Mapping[Outcome, int]
    cost: Decimal


class StepBook:
    """The steps of every order; a later step of the same tier and connector supersedes."""

    def add(self, tx: Tx, steps: Sequence[StepOutcome]) -> None:
        """Insert the steps of any number of orders."""
        insert_all(tx, t, [_row(step) for step in steps])

    def for_order(self, tx: Tx, order_id: str) -> list[StepOutcome]:
        """The steps of one order that count, in the order of insertion."""
        return self.for_orders(tx, [order_id])[order_id]

    def for_orders(self, tx: Tx, order_ids: Sequence[str]) -> dict[str, list[StepOutcome]]:
        """The steps of each order, as `for_order` gives them."""
        owned = owned_rows(tx, t, order_ids)
        return {order_id: _newest(owned[order_id]) for order_id in order_ids}

    def repeated(self, tx: Tx, order_ids: Sequence[str]) -> list[StepOutcome]:
        """The steps of these orders that say an earlier answer again, with the same cost.

        An order that is taken up once more reads what it was answered before.
        """
        several = [
            i
            for piece in chunks(order_ids)
            for i in tx.execute(_SEVERAL, {"wanted": piece}).scalars()
        ]
        return [step for rows in owned_rows(tx, t, several).values() for step in _repeated(rows)]

    def summary(self, tx: Tx) -> list[ConnectorSummary]:
        """One line for each connector, by connector id."""
        columns = (t.c.connector_id, t.c.outcome, func.count(), func.sum(t.c.cost))
        query = select(*columns).where(_counts()).group_by(t.c.connector_id, t.c.outcome)
        counts: dict[str, Counter[Outcome]] = {}
        money: dict[str, Decimal] = {}
        for connector_id, outcome, number, cost in tx.execute(query):
            counts.setdefault(connector_id, Counter())[Outcome(outcome)] = number
            money[connector_id] = money.get(connector_id, Decimal(0)) + cost
        return [ConnectorSummary(cid, dict(counts[cid]), money[cid]) for cid in sorted(counts)]


def _newest(rows: Sequence[Mapping[str, Any]]) -> list[StepOutcome]:
    newest = {(row["tier"], row["connector_id"]): row["seq"] for row in rows}
    return [_step(r) for r in rows if newest[r["tier"], r["connector_id"]] == r["seq"]]


_ANSWERED = frozenset({Outcome.HIT.value, Outcome.NO_HIT.value})
_SEVERAL = (
    select(t.c.order_id)
    .distinct()
    .where(is_wanted(t.c.order_id))
    .group_by(t.c.order_id, t.c.tier, t.c.connector_id)
    .having(func.count() > 1)
)
"""Orders of which a step superseded another."""


def _repeated(rows: Sequence[Mapping[str, Any]]) -> Iterator[StepOutcome]:
    last: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        last.setdefault((row["tier"], row["connector_id"]), []).append(row)
    for before, after in (several[-2:] for several in last.values() if len(several) > 1):
        same = (before["outcome"], before["cost"]) == (after["outcome"], after["cost"])
        if same and after["outcome"] in _ANSWERED:
            yield _step(after)


def _counts() -> ColumnElement[bool]:
    return is_newest(t, "order_id", "tier", "connector_id", by="seq")


def _row(step: StepOutcome) -> Row:
    return {
        "order_id": step.order_id,
        "tier": step.tier,
        "connector_id": step.connector_id,
        "outcome": step.outcome.value,
        "cost": step.cost,
        "reason": step.reason,
        "rule": step.rule,
        "until": step.until,
        "ask_next": step.ask_next,
    }


def _step(row: Mapping[str, Any]) -> StepOutcome:
    return StepOutcome(
        order_id=row["order_id"],
        tier=row["tier"],
        connector_id=row["connector_id"],
        outcome=Outcome(row["outcome"]),
        cost=row["cost"],
        reason=row["reason"].decode(),
        rule=row["rule"],
        until=row["until"],
        ask_next=row["ask_next"],
    )

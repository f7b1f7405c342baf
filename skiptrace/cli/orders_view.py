"""Shows what waits for a person: orders in doubt or parked, and calls in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from jobs.by_hand import Waiting
from skiptrace.casefile.ledger import OpenCall
from skiptrace.cli.session import tables
from skiptrace.model.order import OrderState
from skiptrace.reports.canonical import canonical_json
from skiptrace.reports.terminal import add_row, print_line, print_table, table_for
from skiptrace.reports.wording import dollars


def waiting_json(orders: Sequence[Waiting], calls: Sequence[OpenCall]) -> str:
    """Both lists as JSON."""
    return canonical_json(
        {"orders": [_order(one) for one in orders], "calls": [asdict(call) for call in calls]}
    )


def _order(one: Waiting) -> dict[str, str]:
    order = one.order
    return {
        "order": one.order_id,
        "account": order.account.number if order else "",
        "scope": order.scope.value if order else "",
        "as_of": str(order.as_of) if order else "",
        "state": one.state.value,
        "reason": one.reason if one.state is OrderState.PARKED else "a paid call is in doubt",
    }


def print_waiting(orders: Sequence[Waiting], calls: Sequence[OpenCall]) -> None:
    """Both lists as tables."""
    console = tables()
    if not orders and not calls:
        print_line(console, "nothing waits for a person")
        return
    names = ("Order", "Account", "Scope", "Day", "State", "Why")
    table = table_for(console, "Orders", names, {"Account": "Order", "Day": "Scope"})
    for one in map(_order, orders):
        keys = ("order", "account", "scope", "as_of", "state", "reason")
        add_row(table, [one[key] for key in keys], "")
    print_table(console, table)
    heads = ("Call", "Source", "Sent", ">At most", "Order", "Why")
    below = {"Order": "Call", "Sent": "Source", "Why": "Source"}
    table = table_for(console, "Calls in doubt", heads, below)
    for call in calls:
        sent = f"{call.sent:%Y-%m-%d %H:%M}Z"
        most = dollars(call.ceiling)
        why = call.reason or "no answer came"
        add_row(table, [call.inquiry_id, call.connector_id, sent, most, call.order_id, why], "")
    print_table(console, table)

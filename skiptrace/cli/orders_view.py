"""Shows what waits for a person: orders in doubt or parked, and calls in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console

from jobs.by_hand import Waiting
from skiptrace.acts.orders import WaitingView
from skiptrace.casefile.call_state import OpenCall
from skiptrace.cli.session import tables
from skiptrace.model.order import OrderState
from skiptrace.reports.canonical import canonical_json
from skiptrace.reports.terminal import add_row, print_line, print_table, table_for
from skiptrace.reports.wording import dollars, minute


def waiting_json(found: WaitingView) -> str:
    """The three lists as JSON; a provider's own reference is in none."""
    return canonical_json(
        {
            "orders": [_order(one) for one in found.orders],
            "calls": [_call(call) for call in found.calls],
            "awaited": _awaited(found.awaited),
        }
    )


def awaited_json(calls: Sequence[OpenCall]) -> str:
    """Answers that are still to come, as JSON."""
    return canonical_json({"awaited": _awaited(calls)})


def _awaited(calls: Sequence[OpenCall]) -> list[dict[str, Any]]:
    return [_call(call) | _ticket(call) for call in calls]


def _call(call: OpenCall) -> dict[str, Any]:
    return {name: value for name, value in asdict(call).items() if name != "ticket"}


def _ticket(call: OpenCall) -> dict[str, Any]:
    ticket = call.ticket
    if ticket is None:
        return {"ask_next": None, "until": None, "task": ""}
    return {"ask_next": ticket.ask_next, "until": ticket.deadline, "task": ticket.task}


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


def print_waiting(found: WaitingView) -> None:
    """The three lists as tables."""
    console = tables()
    if found.orders or found.calls:
        _print_by_hand(found.orders, found.calls, console)
    else:
        print_line(console, "nothing waits for a person")
    if found.awaited:
        print_awaited(found.awaited, console)


def print_awaited(calls: Sequence[OpenCall], console: Console) -> None:
    """Answers that are still to come, and what a person is to do for them."""
    names = ("Call", "Source", "Asked", "Asked next", "Awaited until", "Order", "Task")
    below = {"Asked": "Source", "Order": "Call", "Task": "Source"}
    table = table_for(console, "Answers to come", names, below)
    for call in calls:
        ticket = call.ticket
        times = (minute(ticket.ask_next), minute(ticket.deadline)) if ticket else ("", "")
        task = ticket.task if ticket else ""
        cells = (call.inquiry_id, call.connector_id, minute(call.sent), *times, call.order_id, task)
        add_row(table, cells, "")
    print_table(console, table)


def _print_by_hand(orders: Sequence[Waiting], calls: Sequence[OpenCall], console: Console) -> None:
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

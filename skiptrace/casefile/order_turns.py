"""Every turn that an order took, as a row of its own: claimed, given back, ended, set back.

The state of an order, its worker and the moment of its end change in place; its turns do not. An
order that does not stand as its last turn says was changed by hand: it is neither traced nor taken
for a finished search. One without any turn waits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from skiptrace.casefile.notary import row_name
from skiptrace.casefile.statements import Tx, insert_all, is_newest, owned_rows
from skiptrace.casefile.tables.orders import order_turn as t
from skiptrace.casefile.tables.orders import trace_order
from skiptrace.model.errors import CaseFileError
from skiptrace.model.order import OrderState

_WAITING: Mapping[str, Any] = {"state": OrderState.TODO.value, "worker": None, "at": None}


@dataclass(frozen=True, slots=True)
class Ending:
    """How orders end: the state, the moment, and for a parked one the reason, nothing personal.

    `due` says, by order id, when one that awaits answers is taken up again.
    """

    state: OrderState
    at: datetime
    reason: str = ""
    due: Mapping[str, datetime] = field(default_factory=dict)


def note_ends(tx: Tx, order_ids: Sequence[str], ending: Ending) -> None:
    """Write that these orders ended so."""
    said = {"state": ending.state.value, "worker": None, "at": ending.at, "reason": ending.reason}
    rows = [{"order_id": i, **said, "due": ending.due.get(i)} for i in dict.fromkeys(order_ids)]
    insert_all(tx, t, rows)


def note_claims(tx: Tx, order_ids: Sequence[str], worker: str) -> None:
    """Write that the worker took these orders up."""
    claimed = {"state": OrderState.CLAIMED.value, "worker": worker, "at": None, "reason": ""}
    _note(tx, order_ids, claimed)


def note_waiting(tx: Tx, order_ids: Sequence[str]) -> None:
    """Write that these orders wait again: given back by a worker, or set back."""
    _note(tx, order_ids, {**_WAITING, "reason": ""})


def _note(tx: Tx, order_ids: Sequence[str], said: Mapping[str, Any]) -> None:
    rows = [{"order_id": i, **said, "due": None} for i in dict.fromkeys(order_ids)]
    insert_all(tx, t, rows)


def due_orders(tx: Tx, now: datetime, scope: str) -> list[str]:
    """Ids of the scope's orders that await answers and are due by then, the one due first first.

    One whose turn was changed by hand is found out when it is set waiting.
    """
    order = trace_order.c
    query = (
        select(order.id)
        .join(t, t.c.order_id == order.id)
        .where(
            order.state == OrderState.AWAITING.value,
            order.scope == scope,
            is_newest(t, "order_id", by="seq"),
            or_(t.c.due.is_(None), t.c.due <= now),
        )
    )
    return list(tx.execute(query.order_by(t.c.due, order.seq)).scalars())


def last_reason(tx: Tx, order_id: str) -> str:
    """The reason beside the order's last turn; empty when there is none."""
    turns = owned_rows(tx, t, [order_id])[order_id]
    return turns[-1]["reason"] if turns else ""


def last_turns(tx: Tx, order_ids: Sequence[str]) -> dict[str, Mapping[Any, Any]]:
    """The last turn of each order; that of one without any says that it waits."""
    turns = owned_rows(tx, t, order_ids)
    return {i: turns[i][-1] if turns[i] else _WAITING for i in dict.fromkeys(order_ids)}


def require_own_turns(tx: Tx, orders: Sequence[Mapping[Any, Any]]) -> None:
    """CaseFileError when a stored order row does not stand as its last turn says."""
    turns = last_turns(tx, [row["id"] for row in orders])
    for row in orders:
        _refuse(row, turn_fault(row, turns[row["id"]]))


def require_waiting(tx: Tx, claimed: Sequence[Mapping[Any, Any]]) -> None:
    """CaseFileError when an order that is being claimed does not wait by its last turn."""
    turns = last_turns(tx, [row["id"] for row in claimed])
    for row in claimed:
        waited = {"state": OrderState.TODO.value, "worker": None, "finished": row["finished"]}
        _refuse(row, turn_fault(waited, turns[row["id"]]))


def as_their_turns(tx: Tx, orders: Sequence[Mapping[Any, Any]]) -> frozenset[str]:
    """The ids of the stored order rows that stand as their last turns say."""
    try:
        turns = last_turns(tx, [row["id"] for row in orders])
    except CaseFileError:
        if len(orders) == 1:
            return frozenset()
        return frozenset().union(*(as_their_turns(tx, [row]) for row in orders))
    return frozenset(row["id"] for row in orders if not turn_fault(row, turns[row["id"]]))


def _refuse(row: Mapping[Any, Any], wrong: str) -> None:
    if wrong:
        words = f"{row_name(trace_order, row)}: {wrong}; run `skiptrace audit verify`"
        raise CaseFileError(words)


def turn_fault(row: Mapping[Any, Any], turn: Mapping[Any, Any] | None) -> str:
    """What is wrong with an order's changing columns, given its last turn; empty if nothing is."""
    last = _WAITING if turn is None else turn
    if row["state"] != last["state"]:
        return f"it stands as {row['state']} and was last {last['state']}"
    if row["worker"] != last["worker"]:
        return "it is not claimed by the worker that took it up"
    if row["finished"] != last["at"]:
        return "the moment of its end was changed"
    return ""

"""The row of an order, in every state, edited by somebody without the key: each edit is found.

`audit verify` names the order, and the queue hands none out that does not wait by its turns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.order_turns import Ending
from skiptrace.casefile.tables.orders import trace_order
from skiptrace.model.order import OrderState, Scope, TraceOrder
from tests.integration.casefile.filling import place_order
from tests.integration.casefile.samples import NOW

Edit = tuple[str, Mapping[str, Any]]
LATER = NOW + timedelta(days=1)


def ended(state: OrderState) -> Callable[[CaseFile, str], None]:
    def end(case: CaseFile, order_id: str) -> None:
        with case.write() as tx:
            case.orders.claim(tx, "w", 1)
            case.orders.finish(tx, [order_id], Ending(state, NOW, "why"), "w")

    return end


def claimed(case: CaseFile, order_id: str) -> None:
    with case.write() as tx:
        case.orders.claim(tx, "w", 1)


def given_back(case: CaseFile, order_id: str) -> None:
    claimed(case, order_id)
    with case.write() as tx:
        assert case.orders.release(tx, ["w"]) == 1


def set_back(case: CaseFile, order_id: str) -> None:
    ended(OrderState.IN_DOUBT)(case, order_id)
    with case.write() as tx:
        assert case.orders.reopen(tx, [order_id], OrderState.IN_DOUBT)


def retried(case: CaseFile, order_id: str) -> None:
    ended(OrderState.PARKED)(case, order_id)
    with case.write() as tx:
        assert case.orders.retry(tx, order_id)


def waiting(case: CaseFile, order_id: str) -> None:
    """As it was placed."""


STANDS: dict[str, Callable[[CaseFile, str], None]] = {
    "waiting": waiting,
    "given back": given_back,
    "set back": set_back,
    "retried": retried,
    "claimed": claimed,
    **{f"ended {s.value}": ended(s) for s in OrderState if s not in ("todo", "claimed")},
}
WAITING = frozenset({"waiting", "given back", "set back", "retried"})


def edits(row: Mapping[Any, Any]) -> Iterator[Edit]:
    """Every change of the columns that change in place, alone and as a whole state would."""
    for state in (s.value for s in OrderState if s.value != row["state"]):
        yield f"state {state}", {"state": state}
        worker = "w" if state == "claimed" else None
        end = NOW if state not in ("todo", "claimed") else None
        yield f"all of {state}", {"state": state, "worker": worker, "finished": end}
    for worker in {"w", "another", None} - {row["worker"]}:
        yield f"worker {worker}", {"worker": worker}
    for moment in {NOW, LATER, None} - {row["finished"]}:
        yield f"finished {moment}", {"finished": moment}
    yield "another's claim", {"state": "claimed", "worker": "another", "finished": None}


def row_of(case: CaseFile, order_id: str) -> Mapping[Any, Any]:
    with case.read() as tx:
        mine = trace_order.select().where(trace_order.c.id == order_id)
        return tx.execute(mine).mappings().one()


def handed_out(case: CaseFile, order: TraceOrder) -> bool:
    """Whether any way of taking an order up gives it to a worker; nothing is kept of the try."""

    def ways() -> Iterator[Callable[[Any], object]]:
        yield lambda tx: case.orders.claim(tx, "mine", 9)
        yield lambda tx: case.orders.release(tx, ["w", "another"])
        yield lambda tx: case.orders.claim(tx, "mine", 9)
        yield lambda tx: case.orders.reopen(tx, [order.id], OrderState.IN_DOUBT)
        yield lambda tx: case.orders.claim(tx, "mine", 9)

    with case.write() as tx:
        given = [bool(act(tx)) for act in ways()]
        tx.rollback()
    return any(given)


@pytest.mark.parametrize("stands", STANDS)
def test_every_edit_of_an_order_is_named_and_hands_none_out(case: CaseFile, stands: str) -> None:
    order = place_order(case)
    STANDS[stands](case, order.id)
    row = row_of(case, order.id)
    with case.read() as tx:
        assert case.check(tx).faults == ()
    unnamed, given, made = [], [], 0
    for name, values in edits(row):
        made += 1
        mine = update(trace_order).where(trace_order.c.id == order.id)
        with case.write() as tx:
            tx.execute(mine.values(values))
        with case.read() as tx:
            if [f.where for f in case.check(tx).faults] != ["trace_order row 1"]:
                unnamed.append(name)
        if stands not in WAITING and handed_out(case, order):
            given.append(name)
        with case.write() as tx:
            back = {n: row[n] for n in ("state", "worker", "finished")}
            tx.execute(mine.values(back))
    assert (unnamed, given) == ([], [])
    assert made >= 17


def test_an_order_that_was_edited_is_parked_beside_its_sound_neighbours(case: CaseFile) -> None:
    done, sound = place_order(case, 1), place_order(case, 2)
    with case.write() as tx:
        case.orders.claim(tx, "w", 1)
        case.orders.finish(tx, [done.id], Ending(OrderState.DONE, NOW), "w")
        again = {"state": "todo", "finished": None}
        tx.execute(update(trace_order).where(trace_order.c.id == done.id).values(again))
    with case.write() as tx:
        assert [o.id for o in case.orders.claim(tx, "w", 9)] == [sound.id]
        assert case.orders.waiting(tx, Scope.LOCATE) == 0
        assert case.orders.states(tx, [done.id]) == {done.id: OrderState.PARKED}
    with case.read() as tx:
        assert [str(f) for f in case.check(tx).faults] == [
            "trace_order row 1: it stands as parked and was last done"
        ]
    with case.write() as tx:
        assert case.orders.retry(tx, done.id), "a person, who says why, may set it back"
    with case.read() as tx:
        assert case.check(tx).faults == ()


def test_a_made_up_claim_is_not_given_back(case: CaseFile) -> None:
    order = place_order(case)
    made_up = {"state": "claimed", "worker": "nobody"}
    with case.write() as tx:
        tx.execute(update(trace_order).values(made_up))
    with case.write() as tx:
        assert case.orders.release(tx, ["nobody"]) == 0
        assert case.orders.states(tx, [order.id]) == {order.id: OrderState.PARKED}
        assert case.orders.claim(tx, "w", 9) == []

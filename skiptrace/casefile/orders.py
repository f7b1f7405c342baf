"""The order queue: what is to be traced, which worker is tracing it, and how it ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import RowMapping, and_, func, select, update

from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.engine import serialise
from skiptrace.casefile.order_rows import (
    EntryVersion,
    as_now,
    as_placed,
    entry_versions,
    matter_index,
    order_row,
    orders_from_rows,
    recorded_orders,
    standing_rows,
)
from skiptrace.casefile.order_turns import (
    Ending,
    as_their_turns,
    due_orders,
    last_reason,
    note_claims,
    note_ends,
    note_waiting,
    require_waiting,
)
from skiptrace.casefile.statements import Tx, chunks, insert_all, insert_new, owned_rows
from skiptrace.casefile.tables.orders import trace_order
from skiptrace.model.errors import CaseFileError, LeaseLost
from skiptrace.model.order import OrderState, Scope, TraceOrder

_ENDS = frozenset(OrderState) - {OrderState.TODO, OrderState.CLAIMED}
_TODO = OrderState.TODO.value
_CLAIMED = OrderState.CLAIMED.value
_PLACE_LOCK = 0x5B1F_A0D4
_row = trace_order.c


_UNKNOWN = EntryVersion(0, 0)
UNREADABLE = "CaseFileError while it was read: run `skiptrace audit verify`"


class OrderQueue:
    """Trace orders in their states: todo, claimed by a worker, and how they ended.

    An order that is read carries the holds of its account as they stand now.
    """

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys

    def place(self, tx: Tx, orders: Sequence[TraceOrder]) -> int:
        """Add orders to the queue and give the number that are new.

        One with the account, subject, scope, matter and day of an earlier order is left out.
        """
        owned_rows(tx, trace_order, [order.account.id for order in orders])
        versions = entry_versions(tx, [order.subject.id for order in orders])
        rows = [order_row(self._keys, o, versions.get(o.subject.id, _UNKNOWN)) for o in orders]
        return len(insert_new(tx, trace_order, rows, "id"))

    def place_claimed(self, tx: Tx, order: TraceOrder, worker: str) -> None:
        """Place an order that this worker traces at once, even if the day has one like it.

        Raises CaseFileError if an order of that id exists.
        """
        serialise(tx, _PLACE_LOCK)
        versions = entry_versions(tx, [order.subject.id])
        row = order_row(self._keys, order, versions.get(order.subject.id, _UNKNOWN))
        alike = ("account_id", "subject_id", "scope", "matter_index", "as_of")
        same = and_(*(_row[name] == row[name] for name in alike))
        rounds = tx.execute(select(func.max(_row.round)).where(same)).scalar()
        claim = {"state": _CLAIMED, "worker": worker}
        insert_all(tx, trace_order, [row | claim | {"round": 0 if rounds is None else rounds + 1}])
        note_claims(tx, [order.id], worker)

    def claim(
        self, tx: Tx, worker: str, limit: int, scope: Scope | None = None
    ) -> list[TraceOrder]:
        """Claim the oldest waiting orders for one worker, for as long as its lease holds.

        They are as they were when they were placed: see `as_now`. No two workers ever claim the
        same order. `scope` None takes every scope. An order whose stored fields cannot be read, or
        that does not wait by its turns, is parked, and is not among those given.
        """
        scopes = [one.value for one in Scope] if scope is None else [scope.value]
        oldest = (
            select(_row.id)
            .where(_row.state == _TODO, _row.scope.in_(scopes))
            .order_by(_row.created, _row.seq)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("oldest")
        )
        claimed = (
            update(trace_order)
            .where(_row.id.in_(select(oldest.c.id)))
            .values(state=_CLAIMED, worker=worker)
            .returning(trace_order)
        )
        rows = sorted(tx.execute(claimed).mappings(), key=lambda r: (r["created"], r["seq"]))
        return self._readable(tx, rows)

    def claim_these(self, tx: Tx, worker: str, ids: Sequence[str]) -> list[TraceOrder]:
        """Claim those of the named orders that wait; as `claim` else."""
        claimed: list[TraceOrder] = []
        for piece in chunks(ids):
            waiting = select(_row.id).where(_row.id.in_(piece), _row.state == _TODO)
            mine = waiting.with_for_update(skip_locked=True).cte("mine")
            taken = update(trace_order).where(_row.id.in_(select(mine.c.id)))
            rows = tx.execute(taken.values(state=_CLAIMED, worker=worker).returning(trace_order))
            claimed += self._readable(tx, sorted(rows.mappings(), key=lambda row: row["seq"]))
        return claimed

    def _readable(self, tx: Tx, rows: Sequence[RowMapping]) -> list[TraceOrder]:
        """The orders of rows that were claimed a moment ago; what cannot be taken up is parked."""
        try:
            require_waiting(tx, rows)
            orders = as_placed(tx, rows)
        except CaseFileError:
            if len(rows) == 1:
                self.park_unreadable(tx, rows[0]["id"])
                return []
        else:
            _note_taken(tx, rows)
            return orders
        return [order for row in rows for order in self._readable(tx, [row])]

    def as_now(self, tx: Tx, orders: Sequence[TraceOrder]) -> list[TraceOrder]:
        """These orders with account, subject and holds as they stand now; errors as in `get`."""
        return as_now(tx, orders)

    def park_unreadable(self, tx: Tx, order_id: str) -> None:
        """Let nobody take the order up; without a turn: `audit verify` goes on naming it."""
        parked = {"state": OrderState.PARKED.value, "worker": None}
        tx.execute(update(trace_order).where(_row.id == order_id).values(parked))

    def finish(self, tx: Tx, ids: Sequence[str], ending: Ending, worker: str) -> None:
        """End orders that the worker holds; LeaseLost, and none ends, when it holds one no more."""
        if ending.state not in _ENDS:
            raise CaseFileError(f"an order cannot end as {ending.state.value}")
        ended = {
            "state": ending.state.value,
            "worker": None,
            "finished": ending.at,
        }
        held = and_(_row.state == _CLAIMED, _row.worker == worker)
        for piece in chunks(ids):
            finished = tx.execute(update(trace_order).where(_row.id.in_(piece), held).values(ended))
            if finished.rowcount != len(piece):
                raise LeaseLost("an order of this worker is another's by now; nothing was stored")
        note_ends(tx, ids, ending)

    def release(self, tx: Tx, workers: Collection[str]) -> int:
        """Give back every claim of workers that are gone; how many.

        A claim that none of them made was written by hand: its order is parked.
        """
        claimed = select(trace_order).where(_row.state == _CLAIMED)
        mine = claimed.where(_row.worker.in_(sorted(workers))).with_for_update()
        rows = tx.execute(mine).mappings().all()
        sound = as_their_turns(tx, rows)
        for row in rows:
            if row["id"] not in sound:
                self.park_unreadable(tx, row["id"])
        return len(_set_waiting(tx, [row for row in rows if row["id"] in sound]))

    def reopen(self, tx: Tx, ids: Sequence[str], state: OrderState) -> list[tuple[str, str]]:
        """Put ended orders of that state back into the queue; (order id, account id) of each.

        One whose last turn is another was changed by hand and stays as it is.
        """
        rows = standing_rows(tx, ids, state)
        sound = as_their_turns(tx, rows)
        return _set_waiting(tx, [row for row in rows if row["id"] in sound])

    def end_anew(
        self, tx: Tx, ids: Sequence[str], state: OrderState, ending: Ending
    ) -> list[tuple[str, str]]:
        """End ended orders of that state otherwise; (order id, account id) of each.

        One whose last turn is another was changed by hand and stays as it is.
        """
        rows = standing_rows(tx, ids, state)
        sound = as_their_turns(tx, rows)
        ended = [row for row in rows if row["id"] in sound]
        values = {"state": ending.state.value, "finished": ending.at}
        for piece in chunks([row["id"] for row in ended]):
            tx.execute(update(trace_order).where(_row.id.in_(piece)).values(values))
        note_ends(tx, [row["id"] for row in ended], ending)
        return [(row["id"], row["account_id"]) for row in ended]

    def retry(self, tx: Tx, order_id: str) -> bool:
        """Put a parked order back whatever its turns say: a person answers for it; if there is one.

        One that could not be read, or was changed by hand, is parked without a turn.
        """
        return bool(_set_waiting(tx, standing_rows(tx, [order_id], OrderState.PARKED)))

    def ended_as(self, tx: Tx, state: OrderState, scope: Scope | None = None) -> list[str]:
        """Ids of the orders that ended in that state, oldest first."""
        query = select(_row.id).where(_row.state == state.value)
        if scope is not None:
            query = query.where(_row.scope == scope.value)
        return list(tx.execute(query.order_by(_row.seq)).scalars())

    def in_doubt_of(self, tx: Tx, subject_id: str) -> list[str]:
        """Ids of the subject's orders that ended in doubt."""
        return self._of_subject(tx, subject_id, OrderState.IN_DOUBT)

    def awaiting_of(self, tx: Tx, subject_id: str) -> list[str]:
        """Ids of the subject's orders that await answers."""
        return self._of_subject(tx, subject_id, OrderState.AWAITING)

    def _of_subject(self, tx: Tx, subject_id: str, state: OrderState) -> list[str]:
        query = select(_row.id).where(_row.subject_id == subject_id, _row.state == state.value)
        return list(tx.execute(query.order_by(_row.seq)).scalars())

    def due(self, tx: Tx, now: datetime, scope: Scope) -> list[str]:
        """Ids of the scope's orders that await answers and are to be taken up again by then."""
        return due_orders(tx, now, scope.value)

    def awaiting_like(self, tx: Tx, subject_id: str, scope: Scope, matter: str) -> list[str]:
        """Ids of the subject's orders of that scope and matter that await answers."""
        alike = (
            _row.subject_id == subject_id,
            _row.scope == scope.value,
            _row.matter_index == matter_index(self._keys, matter),
            _row.state == OrderState.AWAITING.value,
        )
        return list(tx.execute(select(_row.id).where(*alike).order_by(_row.seq)).scalars())

    def reason(self, tx: Tx, order_id: str) -> str:
        """Why the order was parked."""
        return last_reason(tx, order_id) or UNREADABLE

    def workers(self, tx: Tx) -> frozenset[str]:
        """The workers that hold claims."""
        holding = select(_row.worker).where(_row.state == _CLAIMED).distinct()
        return frozenset(name for name in tx.execute(holding).scalars() if name)

    def waiting(self, tx: Tx, scope: Scope) -> int:
        """How many orders of the scope wait to be claimed."""
        count = select(func.count()).where(_row.state == _TODO, _row.scope == scope.value)
        return tx.execute(count).scalar_one()

    def counts(self, tx: Tx) -> dict[OrderState, int]:
        """How many orders stand in each state, zeros included."""
        found = dict.fromkeys(OrderState, 0)
        for state, number in tx.execute(select(_row.state, func.count()).group_by(_row.state)):
            found[OrderState(state)] = number
        return found

    def get(self, tx: Tx, order_id: str) -> TraceOrder | None:
        """The order of that id."""
        rows = tx.execute(select(trace_order).where(_row.id == order_id)).mappings().all()
        return next(iter(recorded_orders(tx, rows)), None)

    def of_account(self, tx: Tx, account_id: str) -> list[TraceOrder]:
        """Every order on an account, in the order in which they were placed."""
        own = select(trace_order).where(_row.account_id == account_id).order_by(_row.seq)
        return recorded_orders(tx, tx.execute(own).mappings().all())

    def accounts(self, tx: Tx, ids: Sequence[str]) -> dict[str, str]:
        """The id of the account of each order that is known."""
        found: dict[str, str] = {}
        for piece in chunks(ids):
            rows = tx.execute(select(_row.id, _row.account_id).where(_row.id.in_(piece)))
            found.update({row.id: row.account_id for row in rows})
        return found

    def states(self, tx: Tx, ids: Sequence[str]) -> dict[str, OrderState]:
        """The state of each order that is known."""
        found: dict[str, OrderState] = {}
        for piece in chunks(ids):
            rows = tx.execute(select(_row.id, _row.state).where(_row.id.in_(piece)))
            found.update({order_id: OrderState(state) for order_id, state in rows})
        return found

    def adopt(
        self, tx: Tx, subject_id: str, scope: Scope, matter: str, worker: str
    ) -> TraceOrder | None:
        """Claim a waiting order of a subject, scope and matter for the worker, if any."""
        alike = (
            _row.subject_id == subject_id,
            _row.scope == scope.value,
            _row.matter_index == matter_index(self._keys, matter),
            _row.state == _TODO,
        )
        waiting = select(_row.id).where(*alike).order_by(_row.created, _row.seq).limit(1)
        oldest = waiting.with_for_update(skip_locked=True).cte("oldest")
        claimed = (
            update(trace_order)
            .where(_row.id.in_(select(oldest.c.id)))
            .values(state=_CLAIMED, worker=worker)
            .returning(trace_order)
        )
        rows = tx.execute(claimed).mappings().all()
        return next(iter(_taken_up(tx, rows)), None)

    def incomplete(
        self, tx: Tx, subject_ids: Sequence[str], scope: Scope
    ) -> dict[str, list[TraceOrder]]:
        """By subject id, its last ended orders of the scope that all ended incomplete, in order.

        Subjects whose last one ended otherwise are left out.
        """
        found: dict[str, list[RowMapping]] = defaultdict(list)
        for piece in chunks(subject_ids):
            query = select(trace_order).where(
                _row.subject_id.in_(piece),
                _row.scope == scope.value,
                _row.state.not_in((_TODO, _CLAIMED)),
            )
            for row in tx.execute(query.order_by(_row.as_of, _row.seq)).mappings():
                if row["state"] == OrderState.INCOMPLETE.value:
                    found[row["subject_id"]].append(row)
                else:
                    found[row["subject_id"]].clear()
        wanting = recorded_orders(tx, [row for rows in found.values() for row in rows])
        orders: dict[str, list[TraceOrder]] = defaultdict(list)
        for order in wanting:
            orders[order.subject.id].append(order)
        return orders

    def latest_done(
        self, tx: Tx, subject_id: str, scope: Scope, matter: str, since: date
    ) -> TraceOrder | None:
        """The last done order of a subject, scope and matter that is not older than `since`."""
        alike = (
            _row.subject_id == subject_id,
            _row.scope == scope.value,
            _row.matter_index == matter_index(self._keys, matter),
            _row.state == OrderState.DONE.value,
            _row.as_of >= since,
        )
        newest = select(trace_order).where(*alike).order_by(_row.as_of.desc(), _row.seq.desc())
        rows = tx.execute(newest.limit(1)).mappings().all()
        return next(iter(recorded_orders(tx, rows)), None)


def _taken_up(tx: Tx, rows: Sequence[RowMapping]) -> list[TraceOrder]:
    """The orders of rows that a worker claims, once their turns say that they wait."""
    require_waiting(tx, rows)
    orders = orders_from_rows(tx, rows)
    _note_taken(tx, rows)
    return orders


def _note_taken(tx: Tx, rows: Sequence[RowMapping]) -> None:
    for worker in {row["worker"] for row in rows}:
        note_claims(tx, [row["id"] for row in rows if row["worker"] == worker], worker)


def _set_waiting(tx: Tx, rows: Sequence[RowMapping]) -> list[tuple[str, str]]:
    waits = {"state": _TODO, "worker": None, "finished": None}
    for piece in chunks([row["id"] for row in rows]):
        tx.execute(update(trace_order).where(_row.id.in_(piece)).values(waits))
    note_waiting(tx, [row["id"] for row in rows])
    return [(row["id"], row["account_id"]) for row in rows]

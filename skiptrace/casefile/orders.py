"""The order queue: what is to be traced, who is tracing it, and until when they hold the lease."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, RowMapping, and_, func, select, update

from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.order_ends import note_ends
from skiptrace.casefile.order_rows import matter_index, order_row, orders_from_rows
from skiptrace.casefile.statements import Tx, chunks, insert_all, insert_new, is_newest, owned_rows
from skiptrace.casefile.tables.accounts import obligor
from skiptrace.casefile.tables.orders import trace_order
from skiptrace.model.errors import CaseFileError
from skiptrace.model.order import OrderState, Scope, TraceOrder

_ENDS = frozenset(OrderState) - {OrderState.TODO, OrderState.CLAIMED}
_TODO = OrderState.TODO.value
_CLAIMED = OrderState.CLAIMED.value
_row = trace_order.c


class OrderQueue:
    """Trace orders in their states: todo, claimed under a lease, and how they ended.

    An order that is read carries the holds of its account as they stand now.
    """

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys

    def place(self, tx: Tx, orders: Sequence[TraceOrder]) -> int:
        """Add orders to the queue and give the number that are new.

        One with the account, subject, scope, matter and day of an earlier order is left out.
        """
        owned_rows(tx, trace_order, [order.account.id for order in orders])
        versions = _entry_versions(tx, [order.subject.id for order in orders])
        rows = [order_row(self._keys, o, versions.get(o.subject.id, 0)) for o in orders]
        return len(insert_new(tx, trace_order, rows, "id"))

    def place_claimed(self, tx: Tx, order: TraceOrder, worker: str, until: datetime) -> None:
        """Place an order that this worker traces at once, even if the day has one like it.

        Raises CaseFileError if an order of that id exists.
        """
        versions = _entry_versions(tx, [order.subject.id])
        row = order_row(self._keys, order, versions.get(order.subject.id, 0))
        alike = ("account_id", "subject_id", "scope", "matter_index", "as_of")
        same = and_(*(_row[name] == row[name] for name in alike))
        rounds = tx.execute(select(func.max(_row.round)).where(same)).scalar()
        claim = {"state": _CLAIMED, "worker": worker, "lease_until": until}
        insert_all(tx, trace_order, [row | claim | {"round": 0 if rounds is None else rounds + 1}])

    def claim(
        self, tx: Tx, worker: str, limit: int, until: datetime, scope: Scope | None = None
    ) -> list[TraceOrder]:
        """Claim the oldest waiting orders for one worker, under a lease until that moment.

        No two workers ever claim the same order. `scope` None takes every scope.
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
            .values(state=_CLAIMED, worker=worker, lease_until=until)
            .returning(trace_order)
        )
        rows = sorted(tx.execute(claimed).mappings(), key=lambda r: (r["created"], r["seq"]))
        return orders_from_rows(tx, rows)

    def renew(self, tx: Tx, ids: Sequence[str], worker: str, until: datetime) -> frozenset[str]:
        """Lengthen the leases that the worker still holds, and give their order ids."""
        held = and_(_row.state == _CLAIMED, _row.worker == worker)
        renewed: set[str] = set()
        for piece in chunks(ids):
            lengthen = update(trace_order).where(_row.id.in_(piece), held)
            found = tx.execute(lengthen.values(lease_until=until).returning(_row.id))
            renewed.update(found.scalars())
        return frozenset(renewed)

    def finish(self, tx: Tx, ids: Sequence[str], state: OrderState, now: datetime) -> None:
        """End orders, whoever holds the lease."""
        if state not in _ENDS:
            raise CaseFileError(f"an order cannot end as {state.value}")
        ended = {"state": state.value, "worker": None, "lease_until": None, "finished": now}
        for piece in chunks(ids):
            tx.execute(update(trace_order).where(_row.id.in_(piece)).values(ended))
        note_ends(tx, ids, state, now)

    def release_expired(self, tx: Tx, now: datetime, living: Collection[str] = ()) -> int:
        """Give back the claims whose lease ran out, but not those of workers known to live."""
        return _release(tx, and_(_row.lease_until <= now, _row.worker.not_in(list(living))))

    def release(self, tx: Tx, worker: str) -> int:
        """Give back every claim of a worker that is dead; how many."""
        return _release(tx, _row.worker == worker)

    def reopen_in_doubt(self, tx: Tx, scope: Scope) -> int:
        """Put the orders of the scope in doubt back into the queue, to be settled; how many."""
        doubtful = update(trace_order).where(
            _row.state == OrderState.IN_DOUBT.value, _row.scope == scope.value
        )
        values = {"state": _TODO, "finished": None}
        return len(tx.execute(doubtful.values(values).returning(_row.id)).all())

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
        return next(iter(orders_from_rows(tx, rows)), None)

    def states(self, tx: Tx, ids: Sequence[str]) -> dict[str, OrderState]:
        """The state of each order that is known."""
        found: dict[str, OrderState] = {}
        for piece in chunks(ids):
            rows = tx.execute(select(_row.id, _row.state).where(_row.id.in_(piece)))
            found.update({order_id: OrderState(state) for order_id, state in rows})
        return found

    def adopt(
        self, tx: Tx, subject_id: str, scope: Scope, matter: str, claim: tuple[str, datetime]
    ) -> TraceOrder | None:
        """Claim an order of a subject, scope and matter for (worker, until), if any.

        It waits, or it is in doubt: a new order beside it would buy its call again.
        """
        alike = (
            _row.subject_id == subject_id,
            _row.scope == scope.value,
            _row.matter_index == matter_index(self._keys, matter),
            _row.state.in_((_TODO, OrderState.IN_DOUBT.value)),
        )
        worker, until = claim
        waiting = select(_row.id).where(*alike).order_by(_row.created, _row.seq).limit(1)
        oldest = waiting.with_for_update(skip_locked=True).cte("oldest")
        claimed = (
            update(trace_order)
            .where(_row.id.in_(select(oldest.c.id)))
            .values(state=_CLAIMED, worker=worker, lease_until=until)
            .returning(trace_order)
        )
        rows = tx.execute(claimed).mappings().all()
        return next(iter(orders_from_rows(tx, rows)), None)

    def incomplete(self, tx: Tx, subject_ids: Sequence[str], scope: Scope) -> dict[str, TraceOrder]:
        """By subject id, its last ended order of the scope, if that one ended incomplete."""
        found: dict[str, RowMapping] = {}
        for piece in chunks(subject_ids):
            query = select(trace_order).where(
                _row.subject_id.in_(piece),
                _row.scope == scope.value,
                _row.state.not_in((_TODO, _CLAIMED)),
            )
            for row in tx.execute(query.order_by(_row.as_of, _row.seq)).mappings():
                found[row["subject_id"]] = row
        wanting = [r for r in found.values() if r["state"] == OrderState.INCOMPLETE.value]
        return {o.subject.id: o for o in orders_from_rows(tx, wanting)}

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
        return next(iter(orders_from_rows(tx, rows)), None)


def _release(tx: Tx, which: ColumnElement[bool]) -> int:
    freed = update(trace_order).where(_row.state == _CLAIMED, which)
    values = {"state": _TODO, "worker": None, "lease_until": None}
    return len(tx.execute(freed.values(values).returning(_row.id)).all())


def _entry_versions(tx: Tx, subject_ids: Sequence[str]) -> dict[str, int]:
    versions: dict[str, int] = {}
    newest = is_newest(obligor, "account_id", "subject_id")
    for piece in chunks(subject_ids):
        query = select(obligor.c.subject_id, obligor.c.version)
        for row in tx.execute(query.where(obligor.c.subject_id.in_(piece), newest)):
            versions[row.subject_id] = row.version
    return versions

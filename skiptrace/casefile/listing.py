"""Pages of accounts, narrowed in the database by what stands there in clear.

A condition here never leaves out an account that it is meant for, and may let others pass: whoever
asks looks at each account of the page as it stands. Nothing is opened to make a page.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from skiptrace.casefile.account_due import due_obligors
from skiptrace.casefile.columns import is_wanted
from skiptrace.casefile.order_turns import last_reason, require_own_turns
from skiptrace.casefile.statements import Tx, chunks, is_newest, owned_rows
from skiptrace.casefile.tables import accounts as t
from skiptrace.casefile.tables.accounts import creditor_key
from skiptrace.casefile.tables.findings import finding
from skiptrace.casefile.tables.orders import step, trace_order
from skiptrace.casefile.tables.people import person_key
from skiptrace.model.finding import FindingStatus
from skiptrace.model.order import OrderState, Scope
from skiptrace.model.waterfall import Outcome

Condition = ColumnElement[bool]
_order = trace_order.c
_FEW = 5000
"""How many accounts are looked up together for one page."""
_UNANSWERED = frozenset(Outcome) - {Outcome.HIT, Outcome.NO_HIT}


@dataclass(frozen=True, slots=True)
class LastOrder:
    """The last locate order of one subject of an account; `reason` says why one is parked."""

    id: str
    state: OrderState
    as_of: date
    finished: datetime | None
    reason: str


def account_page(
    tx: Tx, conditions: Sequence[Condition], after: int, limit: int | None
) -> list[tuple[int, str]]:
    """(place, id) of the next accounts behind a place that all conditions let pass; None is all."""
    first = t.account.c
    query = select(first.seq, first.id).where(first.version == 1, first.seq > after, *conditions)
    return [(row.seq, row.id) for row in tx.execute(query.order_by(first.seq).limit(limit))]


def any_of(conditions: Sequence[Condition]) -> Condition:
    """Accounts that at least one of the conditions lets pass."""
    return or_(*conditions)


def ordered_as(states: Collection[OrderState]) -> Condition:
    """Accounts with a locate order in one of these states."""
    return _among(_orders().where(_order.state.in_(sorted(s.value for s in states))))


def ordered_between(first: date | None, last: date | None) -> Condition:
    """Accounts with a locate order of a day from the first to the last, both included."""
    days = [_order.as_of >= first] if first else []
    days += [_order.as_of <= last] if last else []
    return _among(_orders().where(*days))


def unanswered_by(connector_id: str) -> Condition:
    """Accounts with a locate order that this source did not answer."""
    same = and_(step.c.order_id == _order.id, step.c.connector_id == connector_id)
    outcomes = sorted(outcome.value for outcome in _UNANSWERED)
    return _among(_orders().join(step, same).where(step.c.outcome.in_(outcomes)))


def is_due(as_of: date, closed: frozenset[str]) -> Condition:
    """Accounts for which a night of that day would place an order.

    Each account that comes by is asked, so that a page reads no more than it needs.
    """
    due = due_obligors(as_of, closed).order_by(None)
    same = t.obligor.c.account_id == t.account.c.id
    return due.where(same).correlate(t.account).exists()


def has_hold(code: str) -> Condition:
    """Accounts on which a hold of that code stands, or stood."""
    return _among(select(t.hold.c.account_id).where(t.hold.c.code == code))


def has_status(statuses: Collection[str]) -> Condition:
    """Accounts that had one of these status words of the creditor."""
    return _among(_with_status(statuses, free=False))


def of_creditor(tx: Tx, keys: Collection[bytes]) -> Condition:
    """Accounts of the creditors of these keys, as they stand now.

    Those of small creditors are looked up together; where there are many, each account that comes
    by is asked, and soon enough there are a page of them. So neither a page of few nor one of many
    costs more as the case file grows.
    """
    own = creditor_key.c
    wanted, newest = own.key.in_(sorted(keys)), is_newest(creditor_key, "account_id")
    some = select(own.seq).where(wanted).limit(_FEW).subquery()
    if (tx.execute(select(func.count()).select_from(some)).scalar_one()) < _FEW:
        return _among(select(own.account_id).where(wanted, newest))
    same = own.account_id == t.account.c.id
    return exists().where(same, wanted, newest).correlate(t.account)


def may_be_held(free_codes: Collection[str], free_statuses: Collection[str]) -> Condition:
    """Accounts that a hold or a status may restrain, their own or another account's.

    Codes and statuses that are `free` restrain nothing. Whoever shares a key with somebody on a
    held account, through however many others, may be the same person.
    """
    holding = t.hold.c.code.not_in(sorted(free_codes))
    on_held = select(t.obligor.c.subject_id).join(
        t.hold, and_(t.hold.c.account_id == t.obligor.c.account_id, holding)
    )
    reached = on_held.cte("reached", recursive=True)
    mine, theirs = person_key.alias(), person_key.alias()
    beyond = (
        select(theirs.c.subject_id)
        .select_from(reached)
        .join(mine, mine.c.subject_id == reached.c.subject_id)
        .join(theirs, theirs.c.key == mine.c.key)
    )
    whole = reached.union(beyond)
    people = select(t.obligor.c.account_id).where(
        t.obligor.c.subject_id.in_(select(whole.c.subject_id))
    )
    by_status = _with_status(free_statuses, free=True)
    return or_(_among(people), _among(by_status), ordered_as([OrderState.HELD]))


def has_finding(status: FindingStatus) -> Condition:
    """Accounts with a finding that has, or had, that status."""
    return _among(select(finding.c.account_id).where(finding.c.status == status.value))


def mail_asks(actions: Collection[str]) -> Condition:
    """Accounts of which a returned piece asked for one of these actions."""
    asked = t.returned_mail.c.action.in_(sorted(actions))
    return _among(select(t.returned_mail.c.account_id).where(asked))


def has_no_mail() -> Condition:
    """Accounts of which no mail came back."""
    return ~_among(select(t.returned_mail.c.account_id))


def _orders() -> Select[tuple[str]]:
    return select(_order.account_id).where(_order.scope == Scope.LOCATE.value)


def _with_status(words: Collection[str], free: bool) -> Select[tuple[str]]:
    """Accounts of which some version has a status among the words, or none of them if `free`."""
    version = t.account.alias()
    status = func.lower(func.trim(version.c.status))
    wanted = sorted(words)
    return select(version.c.id).where(status.not_in(wanted) if free else status.in_(wanted))


def _among(query: Select[tuple[str]]) -> Condition:
    found = query.subquery()
    return t.account.c.id.in_(select(next(iter(found.c))))


def due_among(
    tx: Tx, account_ids: Sequence[str], as_of: date, closed: frozenset[str]
) -> set[tuple[str, str]]:
    """(account, subject) of these accounts for which a night of that day would place an order."""
    due = due_obligors(as_of, closed).order_by(None).where(is_wanted(t.obligor.c.account_id))
    found: set[tuple[str, str]] = set()
    for piece in chunks(account_ids):
        rows = tx.execute(due, {"wanted": piece})
        found |= {(row.account_id, row.subject_id) for row in rows}
    return found


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """An order of an account, by id, with whom it is about and when it was placed."""

    id: str
    subject_id: str
    created: datetime


def orders_of(tx: Tx, account_id: str) -> list[PlacedOrder]:
    """Every order of the account, oldest first; CaseFileError when one was changed by hand."""
    rows = owned_rows(tx, trace_order, [account_id])[account_id]
    return [PlacedOrder(row["id"], row["subject_id"], row["created"]) for row in rows]


def last_orders(tx: Tx, account_ids: Sequence[str]) -> dict[tuple[str, str], LastOrder]:
    """The last locate order of each (account, subject) of these accounts that has one.

    Raises CaseFileError when an order was changed, added or deleted by hand.
    """
    last: dict[tuple[str, str], dict[str, Any]] = {}
    for rows in owned_rows(tx, trace_order, account_ids).values():
        for row in rows:
            if row["scope"] == Scope.LOCATE.value:
                last[row["account_id"], row["subject_id"]] = row
    require_own_turns(tx, list(last.values()))
    return {pair: _last_order(tx, row) for pair, row in last.items()}


def _last_order(tx: Tx, row: dict[str, Any]) -> LastOrder:
    state = OrderState(row["state"])
    reason = last_reason(tx, row["id"]) if state is OrderState.PARKED else ""
    return LastOrder(row["id"], state, row["as_of"], row["finished"], reason)

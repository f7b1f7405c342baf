"""Which accounts are due: the query behind the nightly batch."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select

from skiptrace.casefile.statements import is_newest
from skiptrace.casefile.tables import accounts as t
from skiptrace.casefile.tables import orders
from skiptrace.casefile.tables.people import hold_waiver, person_key
from skiptrace.model.order import OrderState, Scope


def current_obligors() -> Select[tuple[str, str, int, str, int]]:
    """The newest version of every obligor, in order of intake."""
    columns = t.obligor.c
    return (
        select(columns.account_id, columns.subject_id, columns.version, columns.role, columns.seq)
        .where(is_newest(t.obligor, "account_id", "subject_id"))
        .order_by(columns.seq)
    )


def due_obligors(as_of: date, closed: frozenset[str]) -> Select[tuple[str, str, int, str, int]]:
    """Obligors of accounts with returned mail whose current version has no locate order yet.

    Accounts of a status in `closed` (lower case) are left out; an unknown or missing status is
    not, so that the gate holds it where everybody sees it.

    What counts is the version of what a search rests on: a row with another balance, status or
    spelling is no new search. An order that ended at a hold counts no longer once a hold of the
    account, or of another that may be the same person's, was released after it, or the account
    changed; one that ended incomplete never counts on a later day. An account that has a locate
    order of the same day is never due: a second one would be no new order.
    """
    return current_obligors().where(not_(_is_ordered(as_of)), _has_mail(), _is_open(closed))


def _is_open(closed: frozenset[str]) -> ColumnElement[bool]:
    newest = is_newest(t.account, "id")
    same = t.account.c.id == t.obligor.c.account_id
    status = func.lower(func.trim(t.account.c.status)).not_in(sorted(closed))
    return exists().where(same, status, newest).correlate(t.obligor)


def _has_mail() -> ColumnElement[bool]:
    return exists().where(t.returned_mail.c.account_id == t.obligor.c.account_id)


def _is_ordered(as_of: date) -> ColumnElement[bool]:
    order = orders.trace_order.c
    stands = not_(
        or_(
            and_(
                order.state == OrderState.HELD.value,
                or_(_is_released(as_of), order.entry_version != t.obligor.c.version),
            ),
            order.state == OrderState.INCOMPLETE.value,
        )
    )
    covers = and_(order.search_version == t.obligor.c.search_version, stands)
    return (
        exists()
        .where(
            order.account_id == t.obligor.c.account_id,
            order.subject_id == t.obligor.c.subject_id,
            order.scope == Scope.LOCATE.value,
            or_(order.as_of == as_of, covers),
        )
        .correlate(t.obligor)
    )


def _is_released(as_of: date) -> ColumnElement[bool]:
    """Whether a hold of the order's account was released since it, or one that it may have borne.

    Another account's counts when a subject there shares a key with the order's, whoever they are:
    the gate decides again. So does a waiver on the order's account.
    """
    order, waiver = orders.trace_order.c, hold_waiver.c
    there, mine, theirs = t.obligor.alias(), person_key.alias(), person_key.alias()
    since = and_(t.hold.c.released >= order.as_of, t.hold.c.released <= as_of)
    borne = (
        exists()
        .where(
            mine.c.subject_id == order.subject_id,
            theirs.c.key == mine.c.key,
            there.c.subject_id == theirs.c.subject_id,
            t.hold.c.account_id == there.c.account_id,
            since,
        )
        .correlate(orders.trace_order)
    )
    own = exists().where(t.hold.c.account_id == order.account_id, since)
    waived = exists().where(
        waiver.account_id == order.account_id,
        waiver.waived_on >= order.as_of,
        waiver.waived_on <= as_of,
    )
    return or_(own.correlate(orders.trace_order), waived.correlate(orders.trace_order), borne)

"""Calls, their results and their snapshots as rows, and the query that brings them together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import FromClause, case, func, select

from skiptrace.casefile.statements import Row, Tx, chunks, is_newest, read_rows
from skiptrace.casefile.tables.orders import call_result, connector_call
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome


@cache
def newest_calls() -> FromClause:
    """Every call with its newest result; `is_open` is 1 while there is no sure answer."""
    result = select(call_result).where(is_newest(call_result, "inquiry_id")).subquery()
    answered = result.c.outcome.is_not(None) & (result.c.outcome != Outcome.IN_DOUBT.value)
    return (
        select(
            connector_call,
            result.c.outcome,
            result.c.cost,
            case((answered, 0), else_=1).label("is_open"),
        )
        .outerjoin(result, result.c.inquiry_id == connector_call.c.inquiry_id)
        .subquery()
    )


def intent_row(inquiry: Inquiry, ceiling: Decimal, now: datetime) -> Row:
    """The row of a call before it leaves."""
    return {
        "inquiry_id": inquiry.id,
        "order_id": inquiry.permit.order_id,
        "connector_id": inquiry.permit.connector_id,
        "ceiling": ceiling,
        "sent": now,
    }


def result_row(inquiry: Inquiry, answer: Answer, version: int, now: datetime) -> Row:
    """The row of one result of a call."""
    return {
        "inquiry_id": inquiry.id,
        "version": version,
        "outcome": answer.outcome.value,
        "cost": answer.cost,
        "reason": answer.reason,
        "at": now,
        "snapshots": len(answer.snapshots),
    }


def snapshot_rows(
    inquiry: Inquiry, answer: Answer, version: int, address: Callable[[str], str]
) -> Iterator[Row]:
    """Which snapshots a result rests on, with the request and time of this call."""
    for ordinal, snapshot in enumerate(answer.snapshots):
        yield {
            "inquiry_id": inquiry.id,
            "version": version,
            "ordinal": ordinal,
            "address": address(snapshot.sha256),
            "media_type": snapshot.media_type,
            "request": snapshot.request,
            "retrieved": snapshot.retrieved,
        }


def result_versions(tx: Tx, inquiry_ids: Sequence[str]) -> dict[str, int]:
    """The number of results that each call has, 0 for none."""
    versions: dict[str, int] = defaultdict(int)
    result = call_result.c
    for piece in chunks(inquiry_ids):
        query = select(result.inquiry_id, func.max(result.version)).group_by(result.inquiry_id)
        versions.update(tx.execute(query.where(result.inquiry_id.in_(piece))).all())
    return versions


_SAID = ("version", "outcome", "cost", "reason", "snapshots")


def read_calls(tx: Tx, calls: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Each call that is known, with its newest result: outcome None while there is none.

    Every row is opened, so a call or a result that was changed by hand is a CaseFileError.
    """
    found: dict[str, dict[str, Any]] = {}
    for piece in chunks(calls):
        intents = select(connector_call).where(connector_call.c.inquiry_id.in_(piece))
        for row in read_rows(tx, connector_call, intents):
            found[row["inquiry_id"]] = row | {"outcome": None}
        results = select(call_result).where(call_result.c.inquiry_id.in_(piece))
        newest = results.where(is_newest(call_result, "inquiry_id"))
        for row in read_rows(tx, call_result, newest):
            said = {name: row[name] for name in _SAID}
            found[row["inquiry_id"]].update(said)
    return found

"""Calls, their results and their snapshots as rows, and the query that brings them together."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import FromClause, case, func, select

from skiptrace.casefile.columns import is_wanted
from skiptrace.casefile.notary import row_name
from skiptrace.casefile.statements import Row, Tx, chunks, is_newest, opened, stored_rows
from skiptrace.casefile.tables.orders import call_result, connector_call
from skiptrace.model.errors import CaseFileError
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Answer, Ticket
from skiptrace.model.waterfall import Outcome

_NO_PURCHASE: dict[str, object] = {
    "subject_id": None,
    "purchase": None,
    "purposes": "",
    "facts": None,
    "why": "",
}
POINT = "point~"
"""How the name of a contact point begins, which its purchases have in place of a subject."""
UNSURE = frozenset({Outcome.IN_DOUBT, Outcome.PENDING, Outcome.OVERDUE})
"""What a call's newest result says while it may still be billed, or be answered."""
_NO_TICKET: dict[str, object] = {"ticket": None, "ask_next": None, "deadline": None, "task": None}


@dataclass(frozen=True, slots=True)
class Purchase:
    """One paid question and which time it is bought: the subject, the source, a number from 0.

    `subject_id` ends in a mark where the subject is asked for under another name than its own; of a
    check it is the name of a contact point, a keyed digest behind `POINT`.
    `facts` are keyed digests of what the subject is known by in it, each `field:digest`; None where
    an older case file did not keep them. `why` says why an earlier purchase did not serve.
    """

    subject_id: str
    connector_id: str
    number: int
    purposes: frozenset[str]
    facts: frozenset[str] | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Intent:
    """A call that is about to leave: its ceiling, the money it is charged to, who sends it."""

    inquiry: Inquiry
    ceiling: Decimal
    fund: str = ""
    worker: str = ""
    purchase: Purchase | None = None


@cache
def newest_calls() -> FromClause:
    """Every call with its newest result; `is_open` is 1 while there is no sure answer."""
    result = select(call_result).where(is_newest(call_result, "inquiry_id")).subquery()
    answered = result.c.outcome.is_not(None) & result.c.outcome.not_in(sorted(UNSURE))
    return (
        select(
            connector_call,
            result.c.version,
            result.c.outcome,
            result.c.cost,
            case((answered, 0), else_=1).label("is_open"),
        )
        .outerjoin(result, result.c.inquiry_id == connector_call.c.inquiry_id)
        .subquery()
    )


def intent_row(intent: Intent, now: datetime) -> Row:
    """The row of a call before it leaves."""
    inquiry, bought = intent.inquiry, intent.purchase
    row: dict[str, object] = {
        "inquiry_id": inquiry.id,
        "order_id": inquiry.permit.order_id,
        "connector_id": inquiry.permit.connector_id,
        "ceiling": intent.ceiling,
        "sent": now,
        "fund": intent.fund,
        "worker": intent.worker or None,
    }
    return row | (_NO_PURCHASE if bought is None else _purchase_row(bought))


def _purchase_row(bought: Purchase) -> dict[str, object]:
    return {
        "subject_id": bought.subject_id,
        "purchase": bought.number,
        "purposes": json.dumps(sorted(bought.purposes)),
        "facts": None if bought.facts is None else json.dumps(sorted(bought.facts)),
        "why": bought.why,
    }


def purchase_of(row: Mapping[str, Any]) -> Purchase | None:
    """The purchase that a call's row describes; None for a call that cost nothing."""
    if row["purchase"] is None:
        return None
    facts = row["facts"]
    return Purchase(
        row["subject_id"],
        row["connector_id"],
        row["purchase"],
        frozenset(json.loads(row["purposes"] or "[]")),
        None if facts is None else frozenset(json.loads(facts)),
        row["why"],
    )


def result_row(inquiry_id: str, answer: Answer, version: int, now: datetime) -> Row:
    """The row of one result of a call."""
    return {
        "inquiry_id": inquiry_id,
        "version": version,
        "outcome": answer.outcome.value,
        "cost": answer.cost,
        "reason": answer.reason,
        "at": now,
        "worker": None,
        "snapshots": len(answer.snapshots),
    } | (_NO_TICKET if answer.ticket is None else _ticket_row(answer.ticket))


def _ticket_row(ticket: Ticket) -> dict[str, object]:
    return {
        "ticket": ticket.reference,
        "ask_next": ticket.ask_next,
        "deadline": ticket.deadline,
        "task": ticket.task,
    }


def ticket_of(row: Mapping[str, Any]) -> Ticket | None:
    """The ticket of a call's newest result; None for a result without one."""
    if row.get("ticket") is None:
        return None
    return Ticket(row["ticket"].decode(), row["ask_next"], row["deadline"], row["task"])


def snapshot_rows(answer: Answer, version: int, address: Callable[[str], str]) -> Iterator[Row]:
    """Which snapshots a result rests on, with the request and time of this call."""
    for ordinal, snapshot in enumerate(answer.snapshots):
        yield {
            "inquiry_id": answer.inquiry_id,
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
    for piece in chunks(inquiry_ids):
        versions.update(tx.execute(_RESULT_VERSIONS, {"wanted": piece}).all())
    return versions


_INTENTS = select(connector_call).where(is_wanted(connector_call.c.inquiry_id))
_NEWEST_RESULTS = select(call_result).where(
    is_wanted(call_result.c.inquiry_id), is_newest(call_result, "inquiry_id")
)
_RESULT_VERSIONS = (
    select(call_result.c.inquiry_id, func.max(call_result.c.version))
    .where(is_wanted(call_result.c.inquiry_id))
    .group_by(call_result.c.inquiry_id)
)
_SAID = ("version", "outcome", "cost", "reason", "at", "snapshots", *_NO_TICKET)


def read_calls(tx: Tx, calls: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Each call that is known, with its newest result: outcome None while there is none.

    Every row is opened, so a call or a result that was changed by hand is a CaseFileError; so is a
    result whose call is gone.
    """
    found: dict[str, dict[str, Any]] = {}
    for piece in chunks(calls):
        wanted = {"wanted": piece}
        for row in opened(tx, connector_call, stored_rows(tx.execute(_INTENTS, wanted))):
            found[row["inquiry_id"]] = row | {"outcome": None}
        for row in opened(tx, call_result, stored_rows(tx.execute(_NEWEST_RESULTS, wanted))):
            if row["inquiry_id"] not in found:
                raise CaseFileError(f"{row_name(call_result, row)}: its call is missing")
            said = {name: row[name] for name in _SAID} | {"attempted_by": row["worker"]}
            found[row["inquiry_id"]].update(said)
    return found

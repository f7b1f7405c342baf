"""The call ledger: the intent of every call before it leaves, and every result that came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import case, func, select

from skiptrace.casefile.ledger_rows import (
    intent_row,
    newest_calls,
    read_calls,
    result_row,
    result_versions,
    snapshot_rows,
)
from skiptrace.casefile.notary import row_name
from skiptrace.casefile.snapshots import SnapshotStore
from skiptrace.casefile.statements import (
    Row,
    Tx,
    insert_all,
    insert_new,
    owned_rows,
    read_rows,
)
from skiptrace.casefile.tables.orders import call_result, call_snapshot, connector_call
from skiptrace.model.errors import CaseFileError
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Answer, Snapshot
from skiptrace.model.waterfall import Outcome


class CallStage(StrEnum):
    """Where a call stands; `sent` may have been billed although no answer is stored."""

    SENT = "sent"
    ANSWERED = "answered"
    IN_DOUBT = "in_doubt"


@dataclass(frozen=True, slots=True)
class CallState:
    """One call: its stage, and what the newest result says (outcome None while there is none)."""

    state: CallStage
    outcome: Outcome | None = None
    cost: Decimal = Decimal(0)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CallTotals:
    """One connector's calls: how many, how many hit, what they cost, the ceilings still open."""

    connector_id: str
    calls: int
    hits: int
    cost: Decimal
    unsettled: Decimal


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call that left, or may have left, and whose answer is not known."""

    inquiry_id: str
    order_id: str
    connector_id: str
    sent: datetime
    ceiling: Decimal


class CallLedger:
    """One row per inquiry before it leaves, and one more for each result; the newest result counts.

    Commit `open` before a paid call leaves: the row is what keeps the call from being made twice.
    """

    def __init__(self, snapshots: SnapshotStore) -> None:
        self._snapshots = snapshots

    def open(
        self, tx: Tx, calls: Sequence[tuple[Inquiry, Decimal]], now: datetime
    ) -> frozenset[str]:
        """Write the intent of each call with its ceiling; the ids that had none before."""
        owned_rows(tx, connector_call, [inquiry.permit.order_id for inquiry, _ in calls])
        rows = [intent_row(inquiry, ceiling, now) for inquiry, ceiling in calls]
        return insert_new(tx, connector_call, rows, "inquiry_id")

    def record(self, tx: Tx, answers: Sequence[tuple[Inquiry, Answer]], now: datetime) -> None:
        """Store answers with their snapshots; a call without an intent (a free one) gets it now."""
        bodies = [snapshot for _, answer in answers for snapshot in answer.snapshots]
        self._snapshots.put(tx, bodies)
        self.open(tx, [(inquiry, Decimal(0)) for inquiry, _ in answers], now)
        versions = result_versions(tx, [inquiry.id for inquiry, _ in answers])
        results: list[Row] = []
        uses: list[Row] = []
        for inquiry, answer in answers:
            versions[inquiry.id] += 1
            version = versions[inquiry.id]
            results.append(result_row(inquiry, answer, version, now))
            uses.extend(snapshot_rows(inquiry, answer, version, self._snapshots.address))
        insert_all(tx, call_result, results)
        insert_all(tx, call_snapshot, uses)

    def state(self, tx: Tx, inquiry_ids: Sequence[str]) -> dict[str, CallState]:
        """Where each call stands; inquiries without a row are left out."""
        return {i: _state(row) for i, row in read_calls(tx, inquiry_ids).items()}

    def snapshots(self, tx: Tx, inquiry_id: str) -> tuple[Snapshot, ...]:
        """The bytes of the newest answer, each with the request and time of this very call."""
        call = read_calls(tx, [inquiry_id]).get(inquiry_id)
        if call is None or call["outcome"] is None:
            return ()
        used = call_snapshot.c
        own = (used.inquiry_id == inquiry_id, used.version == call["version"])
        query = select(call_snapshot).where(*own).order_by(used.ordinal)
        rows = read_rows(tx, call_snapshot, query)
        if len(rows) != call["snapshots"]:
            raise CaseFileError(f"call {inquiry_id}: not all bytes of its answer are there")
        return tuple(self._as_retrieved(tx, row) for row in rows)

    def _as_retrieved(self, tx: Tx, row: Mapping[str, Any]) -> Snapshot:
        stored = self._snapshots.at(tx, row["address"])
        if stored is None:
            raise CaseFileError(f"{row_name(call_snapshot, row)}: its bytes are missing")
        return replace(
            stored,
            media_type=row["media_type"],
            request=row["request"].decode(),
            retrieved=row["retrieved"],
        )

    def unsettled(self, tx: Tx, before: datetime) -> list[OpenCall]:
        """Calls sent before that moment whose answer is not stored or is in doubt, oldest first."""
        calls = newest_calls()
        query = select(calls.c.inquiry_id).where(calls.c.is_open == 1, calls.c.sent < before)
        rows = read_calls(tx, tx.execute(query).scalars().all()).values()
        columns = ("inquiry_id", "order_id", "connector_id", "sent", "ceiling")
        found = [OpenCall(**{name: row[name] for name in columns}) for row in rows]
        return sorted(found, key=lambda call: call.sent)

    def spent(self, tx: Tx, order_ids: Sequence[str]) -> dict[str, Decimal]:
        """What each order cost so far; a call without a sure answer counts with its ceiling."""
        spent = dict.fromkeys(order_ids, Decimal(0))
        made = owned_rows(tx, connector_call, order_ids)
        calls = [call["inquiry_id"] for several in made.values() for call in several]
        for row in read_calls(tx, calls).values():
            is_sure = _state(row).state is CallStage.ANSWERED
            spent[row["order_id"]] += row["cost"] if is_sure else row["ceiling"]
        return spent

    def totals(self, tx: Tx) -> list[CallTotals]:
        """Calls, hits and money of each connector, by connector id."""
        calls = newest_calls()
        nothing = Decimal(0)
        hit = case((calls.c.outcome == Outcome.HIT.value, 1), else_=0)
        open_ceiling = case((calls.c.is_open == 1, calls.c.ceiling))
        query = select(
            calls.c.connector_id,
            func.count(),
            func.sum(hit),
            func.sum(calls.c.cost),
            func.sum(open_ceiling),
        ).group_by(calls.c.connector_id)
        rows = tx.execute(query.order_by(calls.c.connector_id))
        return [
            CallTotals(cid, number, int(hits), cost or nothing, ceiling or nothing)
            for cid, number, hits, cost, ceiling in rows
        ]


def _state(row: Mapping[str, Any]) -> CallState:
    if row["outcome"] is None:
        return CallState(CallStage.SENT)
    outcome = Outcome(row["outcome"])
    in_doubt = outcome is Outcome.IN_DOUBT
    stage = CallStage.IN_DOUBT if in_doubt else CallStage.ANSWERED
    return CallState(stage, outcome, row["cost"], row["reason"].decode())

"""The call ledger: the intent of every call before it leaves, and every result that came back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from skiptrace.casefile.call_state import ANSWERED, CallState, CallTotals, OpenCall, state_of
from skiptrace.casefile.ledger_rows import (
    POINT,
    Intent,
    intent_row,
    newest_calls,
    read_calls,
    result_row,
    result_versions,
    snapshot_rows,
)
from skiptrace.casefile.notary import row_name
from skiptrace.casefile.row_owners import owners_of
from skiptrace.casefile.snapshots import SnapshotStore
from skiptrace.casefile.statements import (
    Row,
    Tx,
    chunks,
    insert_all,
    insert_new,
    owned_rows,
    read_rows,
)
from skiptrace.casefile.tables.orders import (
    call_result,
    call_snapshot,
    connector_call,
    trace_order,
)
from skiptrace.model.errors import CaseFileError
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Answer, Snapshot
from skiptrace.model.waterfall import Outcome

_DOUBT = Outcome.IN_DOUBT.value
_ATTEMPT = Answer("", Outcome.IN_DOUBT, reason="InDoubt: asked again, the answer is not stored")


class CallLedger:
    """One row per inquiry before it leaves, and one more for each result; the newest result counts.

    Commit `open` before a paid call leaves: the row is what keeps the call from being made twice.
    """

    def __init__(self, snapshots: SnapshotStore) -> None:
        self._snapshots = snapshots

    def open(self, tx: Tx, intents: Sequence[Intent], now: datetime) -> frozenset[str]:
        """Write the intents; the ids of those whose call, and whose purchase, had none before."""
        owned_rows(tx, connector_call, [i.inquiry.permit.order_id for i in intents])
        rows = [intent_row(intent, now) for intent in intents]
        return insert_new(tx, connector_call, rows, "inquiry_id")

    def attempt(
        self, tx: Tx, calls: Sequence[CallState], worker: str, now: datetime
    ) -> frozenset[str]:
        """Take these calls on, to send them again; the ids of those that nobody was faster with."""
        self.lock(tx, [call.inquiry_id for call in calls])
        rows = [
            dict(result_row(call.inquiry_id, _ATTEMPT, call.results + 1, now)) | {"worker": worker}
            for call in sorted(calls, key=lambda call: call.inquiry_id)
        ]
        return insert_new(tx, call_result, rows, "inquiry_id")

    def lock(self, tx: Tx, inquiry_ids: Sequence[str]) -> None:
        """Let nobody else add results to these calls until the transaction ends."""
        for piece in chunks(sorted(inquiry_ids)):
            calls = select(connector_call.c.inquiry_id)
            mine = calls.where(connector_call.c.inquiry_id.in_(piece))
            tx.execute(mine.order_by(connector_call.c.inquiry_id).with_for_update()).all()

    def record(
        self, tx: Tx, answers: Sequence[tuple[Inquiry, Answer]], now: datetime, worker: str = ""
    ) -> None:
        """Store answers with their snapshots; a call without an intent (a free one) gets it now.

        What a worker says of a call that others answered or took over since counts only if it is
        an answer or was billed: its failure says nothing of the call as it stands now.
        """
        free = [Intent(inquiry, Decimal(0), worker=worker) for inquiry, _ in answers]
        new = self.open(tx, free, now)  # nobody else has anything to say of these
        earlier = [inquiry.id for inquiry, _ in answers if inquiry.id not in new]
        self.lock(tx, earlier)
        known = self.state(tx, earlier)
        news = [a for i, a in answers if i.id in new or _counts(known[i.id], a, worker)]
        self._add(tx, news, now)

    def settle(
        self, tx: Tx, inquiry_id: str, answer: Answer, now: datetime, seen: int | None = None
    ) -> bool:
        """Store what a person, with evidence, or the provider says became of a call.

        `seen` is how many results the call had when it was asked about: where it has more by now,
        somebody was faster, and nothing is stored.
        """
        self.lock(tx, [inquiry_id])
        is_news = seen is None or result_versions(tx, [inquiry_id])[inquiry_id] == seen
        if is_news:
            self._add(tx, [replace(answer, inquiry_id=inquiry_id)], now)
        return is_news

    def _add(self, tx: Tx, answers: Sequence[Answer], now: datetime) -> None:
        versions = result_versions(tx, [answer.inquiry_id for answer in answers])
        results: list[Row] = []
        uses: list[Row] = []
        for answer in answers:
            versions[answer.inquiry_id] += 1
            number = versions[answer.inquiry_id]
            results.append(result_row(answer.inquiry_id, answer, number, now))
            uses.extend(snapshot_rows(answer, number, self._snapshots.address))
        whose = owners_of(tx, call_result, results)
        told = [(o, s) for o, a in zip(whose, answers, strict=True) for s in a.snapshots]
        self._snapshots.put(tx, told)
        insert_all(tx, call_result, results)
        insert_all(tx, call_snapshot, uses)

    def state(self, tx: Tx, inquiry_ids: Sequence[str]) -> dict[str, CallState]:
        """Where each call stands; inquiries without a row are left out."""
        return {i: state_of(row) for i, row in read_calls(tx, inquiry_ids).items()}

    def purchases(
        self, tx: Tx, subject_ids: Collection[str], connector_ids: Collection[str]
    ) -> dict[tuple[str, str], list[CallState]]:
        """Every paid call about these subjects at these sources, by (subject, source), in order.

        Raises CaseFileError when a call of one of their orders was changed, added or deleted.
        """
        made: list[str] = []
        for piece in chunks(sorted(subject_ids)):
            orders = select(trace_order.c.id).where(trace_order.c.subject_id.in_(piece))
            rows = owned_rows(tx, connector_call, tx.execute(orders).scalars().all())
            calls = (call for several in rows.values() for call in several)
            made += [
                call["inquiry_id"]
                for call in calls
                if call["purchase"] is not None and call["connector_id"] in connector_ids
            ]
        found: dict[tuple[str, str], list[CallState]] = defaultdict(list)
        bought = [(s.purchase, s) for s in self.state(tx, made).values() if s.purchase is not None]
        for purchase, state in sorted(bought, key=lambda one: one[0].number):
            found[purchase.subject_id, purchase.connector_id].append(state)
        return found

    def checks(
        self, tx: Tx, points: Collection[str], connector_id: str
    ) -> dict[str, list[CallState]]:
        """Every call to a source about these contact points, whatever order made it, in order.

        A point goes by the name that its purchases have in place of a subject. Raises CaseFileError
        when a call of one of the orders behind them was changed, added or deleted.
        """
        orders: set[str] = set()
        for piece in chunks(sorted(points)):
            calls = select(connector_call.c.order_id).where(
                connector_call.c.subject_id.in_(piece),
                connector_call.c.connector_id == connector_id,
            )
            orders |= set(tx.execute(calls).scalars())
        rows = owned_rows(tx, connector_call, sorted(orders))
        made = [
            call["inquiry_id"]
            for several in rows.values()
            for call in several
            if call["subject_id"] in points and call["connector_id"] == connector_id
        ]
        found: dict[str, list[CallState]] = defaultdict(list)
        bought = [(s.purchase, s) for s in self.state(tx, made).values() if s.purchase is not None]
        for purchase, state in sorted(bought, key=lambda one: one[0].number):
            found[purchase.subject_id].append(state)
        return found

    def answered(self, tx: Tx, order_ids: Collection[str]) -> dict[str, CallState]:
        """These orders' own calls that have their answer, by inquiry.

        Raises CaseFileError when a call of theirs was changed, added or deleted.
        """
        made = owned_rows(tx, connector_call, sorted(order_ids))
        calls = [call["inquiry_id"] for several in made.values() for call in several]
        return {i: state for i, state in self.state(tx, calls).items() if state.is_bought}

    def awaited(
        self, tx: Tx, subject_ids: Collection[str], connector_ids: Collection[str]
    ) -> dict[tuple[str, str], dict[str, str]]:
        """The free calls of which the source said pending, by (subject, source).

        Each is an inquiry with its order, the oldest first.
        """
        found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        calls = newest_calls()
        for piece in chunks(sorted(subject_ids)):
            query = (
                select(
                    trace_order.c.subject_id,
                    calls.c.connector_id,
                    calls.c.inquiry_id,
                    calls.c.order_id,
                )
                .join(trace_order, trace_order.c.id == calls.c.order_id)
                .where(
                    trace_order.c.subject_id.in_(piece),
                    calls.c.connector_id.in_(sorted(connector_ids)),
                    calls.c.outcome == Outcome.PENDING.value,
                )
            )
            rows = tx.execute(query.order_by(calls.c.sent))
            for subject_id, connector_id, inquiry_id, order_id in rows:
                found[subject_id, connector_id][inquiry_id] = order_id
        return found

    def is_source(self, tx: Tx, connector_id: str) -> bool:
        """Whether anything was ever asked of a source of that id."""
        asked = select(connector_call.c.inquiry_id).where(
            connector_call.c.connector_id == connector_id
        )
        return tx.execute(asked.limit(1)).first() is not None

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
        """Paid calls sent before that moment that may be billed unanswered, oldest first.

        Their answer is not stored, in doubt, or overdue; one that is still to come is not among
        them.
        """
        calls = newest_calls()
        is_pending = func.coalesce(calls.c.outcome, "") == Outcome.PENDING.value
        wanted = (
            calls.c.is_open == 1,
            calls.c.sent < before,
            calls.c.ceiling > Decimal(0),
            ~is_pending,
        )
        return self._open_calls(tx, wanted)

    def pending(self, tx: Tx) -> list[OpenCall]:
        """Calls whose answer is still to come, the oldest first."""
        return self._open_calls(tx, (newest_calls().c.outcome == Outcome.PENDING.value,))

    def _open_calls(self, tx: Tx, wanted: Sequence[ColumnElement[bool]]) -> list[OpenCall]:
        ids = tx.execute(select(newest_calls().c.inquiry_id).where(*wanted)).scalars().all()
        found = [(state_of(row), row) for row in read_calls(tx, ids).values()]
        return [
            OpenCall(
                c.inquiry_id,
                c.order_id,
                row["connector_id"],
                c.sent,
                row["ceiling"],
                c.reason,
                c.ticket,
            )
            for c, row in sorted(found, key=lambda pair: pair[0].sent)
        ]

    def doubtful_sources(self, tx: Tx, order_ids: Sequence[str]) -> dict[str, frozenset[str]]:
        """By order, the sources of its subject's paid calls that are in doubt, or have no result.

        Calls whose answer is still to come, or was to come and did not, are not among them.
        """
        calls = newest_calls()
        in_doubt = func.coalesce(calls.c.outcome, _DOUBT) == _DOUBT
        is_search = calls.c.subject_id.not_like(f"{POINT}%")
        bought = calls.c.purchase.is_not(None)
        return self._sources(tx, order_ids, and_(bought, is_search, in_doubt))

    def awaited_sources(self, tx: Tx, order_ids: Sequence[str]) -> dict[str, frozenset[str]]:
        """By order, the sources that owe an answer about its subject, to whatever order."""
        is_pending = newest_calls().c.outcome == Outcome.PENDING.value
        return self._sources(tx, order_ids, is_pending)

    def _sources(
        self, tx: Tx, order_ids: Sequence[str], wanted: ColumnElement[bool]
    ) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        calls, asked = newest_calls(), trace_order.alias()
        for piece in chunks(order_ids):
            query = (
                select(trace_order.c.id, calls.c.connector_id)
                .join(asked, asked.c.subject_id == trace_order.c.subject_id)
                .join(calls, calls.c.order_id == asked.c.id)
                .where(trace_order.c.id.in_(piece), wanted)
            )
            for order_id, source in tx.execute(query):
                found[order_id].add(source)
        return {order_id: frozenset(sources) for order_id, sources in found.items()}

    def spent(self, tx: Tx, order_ids: Sequence[str]) -> dict[str, Decimal]:
        """What each order cost so far; a call without a sure answer counts with its ceiling."""
        spent = dict.fromkeys(order_ids, Decimal(0))
        made = owned_rows(tx, connector_call, order_ids)
        calls = [call["inquiry_id"] for several in made.values() for call in several]
        for row in read_calls(tx, calls).values():
            known = state_of(row)
            spent[known.order_id] += row["ceiling"] if known.is_open else known.cost
        return spent

    def charged(self, tx: Tx, fund: str) -> Decimal:
        """What all calls charged to that money cost so far, whatever run made them."""
        calls = newest_calls()
        query = select(func.sum(_charged())).where(calls.c.fund == fund)
        return tx.execute(query).scalar() or Decimal(0)

    def charged_since(self, tx: Tx, connector_id: str, since: datetime) -> Decimal:
        """What the calls to a source from that moment on cost so far, whatever run made them."""
        calls = newest_calls()
        sent = (calls.c.connector_id == connector_id, calls.c.sent >= since)
        return tx.execute(select(func.sum(_charged())).where(*sent)).scalar() or Decimal(0)

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


def _charged() -> ColumnElement[Decimal]:
    """A call without a sure answer counts with its ceiling."""
    calls = newest_calls()
    return case((calls.c.is_open == 1, calls.c.ceiling), else_=calls.c.cost)


def _counts(known: CallState, answer: Answer, worker: str) -> bool:
    """Whether a worker's answer is news of the call as it stands.

    An answer, a bill and a deadline that passed always are. A failure is none of a call that has
    its answer, and none of one that another worker took over, or that pends or is in doubt since.
    """
    if answer.outcome in ANSWERED or answer.outcome is Outcome.OVERDUE or answer.cost > 0:
        return True
    if not known.is_open:
        return not known.is_bought
    return known.holder == worker if known.outcome else known.holder in ("", worker)

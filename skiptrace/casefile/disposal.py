"""Deletes what the law lets go of: an account whole, or answers that no finding rests on.

Rows leave the tallies in the transaction that deletes them and enters the certificate: a disposal
is no tampering, and a row that is gone without one is missed. The key of the account and of each
subject of its own goes with them, so that what is left of the rows in a freed page or a copy of
them opens no more. The audit trail stays whole: it names accounts and orders by ids, and what it
says in words is sealed. In SQLite what is deleted is overwritten; in PostgreSQL it lies in the file
until VACUUM.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, exists, func, or_, select

from skiptrace.casefile.certificates import Certificate
from skiptrace.casefile.chain import moment_text
from skiptrace.casefile.columns import is_wanted
from skiptrace.casefile.notary import shape_of
from skiptrace.casefile.owner_keys import forget_key
from skiptrace.casefile.row_owners import account_owner, owners_by_what_rests
from skiptrace.casefile.sealing_anew import overwrite, seal_for_owners
from skiptrace.casefile.statements import Tx, chunks, insert_all, read_rows
from skiptrace.casefile.tables import accounts as a
from skiptrace.casefile.tables import checks as c
from skiptrace.casefile.tables import findings as f
from skiptrace.casefile.tables import orders as o
from skiptrace.casefile.tables import people as p
from skiptrace.casefile.tables.audit import audit_event
from skiptrace.casefile.tables.disposals import disposal as t
from skiptrace.casefile.tables.owner_keys import owner_key
from skiptrace.casefile.tables.schema import metadata
from skiptrace.casefile.tallies import owner_scope, tallying
from skiptrace.model.errors import CaseFileError

KEPT: Mapping[str, str] = {
    "run": "runs name no account",
    "run_end": "reports of runs name no account",
    "due_run": "times of the schedule",
    "due_end": "times of the schedule",
    "users": "users are the house's own people",
    "user_assignment": "what was assigned to users",
    "user_use": "days on which users acted",
    "watched": "watched people are no debtors",
    "watched_key": "watched people are no debtors",
    "write_back_plan": "digests of plans name no account",
    "disposal": "the certificates themselves",
    "worker": "processes that were at work",
    "source_place": "calls to sources, by number alone",
    "source_pause": "pauses of sources",
    "sent_file": "opaque ids of questions, in files with those about others",
}
"""The tables of which an account's disposal deletes nothing, and why."""


Doomed = Sequence[tuple[Table, Mapping[Any, Any]]]
"""Rows in the order in which they can be deleted."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """What a disposal deleted: rows by table, the digest over their macs, the keys among them."""

    rows: Mapping[str, int]
    digest: str
    keys: tuple[str, ...]


_RESTS = (f.evidence.c.snapshot_address, c.contact_check.c.snapshot_address)


class DisposalBook:
    """What is old enough to be asked about, its deletion, and the certificates."""

    def last_activities(self, tx: Tx, before: datetime) -> dict[str, date | None]:
        """Accounts on which nothing was done since that moment, and the day of the last act.

        None is one of which the trail tells nothing.
        """
        moment = moment_text(before)
        last = func.max(audit_event.c.at)
        query = select(audit_event.c.account_id, last).group_by(audit_event.c.account_id)
        told = {account_id: at for account_id, at in tx.execute(query) if account_id}
        ids = tx.execute(select(a.account.c.id).distinct()).scalars()
        return {one: _day(told.get(one)) for one in ids if one not in told or told[one] < moment}

    def last_activity(self, tx: Tx, account_id: str) -> date | None:
        """The day of the last act on an account, by the audit trail; None where it tells none."""
        query = select(func.max(audit_event.c.at)).where(audit_event.c.account_id == account_id)
        return _day(tx.execute(query).scalar())

    def unused_payloads(self, tx: Tx, before: datetime) -> dict[str, date]:
        """Answers got before that moment on which no finding and no check rests, with the day."""
        snapshot = o.snapshot.c
        rests = [exists().where(column == snapshot.address) for column in _RESTS]
        old = snapshot.retrieved < before
        query = select(snapshot.address, snapshot.retrieved).where(old, ~or_(*rests))
        return {address: at.date() for address, at in tx.execute(query)}

    def rested_on(self, tx: Tx, addresses: Sequence[str]) -> frozenset[str]:
        """Those of these answers that a finding or a check of a contact point rests on."""
        found: set[str] = set()
        for piece in chunks(addresses):
            for column in _RESTS:
                found |= set(tx.execute(select(column).where(column.in_(piece))).scalars())
        return frozenset(found)

    def accounts_behind(self, tx: Tx, addresses: Sequence[str]) -> dict[str, frozenset[str]]:
        """The ids of the accounts whose orders were told each of these answers."""
        found: dict[str, set[str]] = {address: set() for address in addresses}
        for piece in chunks(addresses):
            query = (
                select(o.call_snapshot.c.address, o.trace_order.c.account_id)
                .join(
                    o.connector_call,
                    o.connector_call.c.inquiry_id == o.call_snapshot.c.inquiry_id,
                )
                .join(o.trace_order, o.trace_order.c.id == o.connector_call.c.order_id)
                .where(o.call_snapshot.c.address.in_(piece))
            )
            for address, account_id in tx.execute(query):
                found[address].add(account_id)
        return {address: frozenset(ids) for address, ids in found.items()}

    def of_account(self, tx: Tx, account_id: str) -> Doomed:
        """Every row about an account; CaseFileError for one that is not as it was written."""
        which = dict(_conditions(tx, account_id))
        return list(_rows(tx, which))

    def of_payloads(self, tx: Tx, addresses: Sequence[str]) -> Doomed:
        """The rows of these answers."""
        return [
            pair
            for piece in chunks(addresses)
            for pair in _rows(
                tx,
                {
                    "call_snapshot": o.call_snapshot.c.address.in_(piece),
                    "snapshot": o.snapshot.c.address.in_(piece),
                },
            )
        ]

    def delete(self, tx: Tx, doomed: Doomed) -> Deleted:
        """Delete rows, the keys of owners last, once answers that stay were handed on."""
        overwrite(tx)
        keys = [(table, row) for table, row in doomed if table is owner_key]
        counts: dict[str, int] = {}
        others = [(table, row) for table, row in doomed if table is not owner_key]
        macs = self._delete(tx, others, counts)
        for _, key in keys:
            _hand_on(tx, key["owner"])
        macs += self._delete(tx, keys, counts)
        digest = hashlib.sha256(b"".join(sorted(macs))).hexdigest()
        gone = sorted(f"{key['owner']} {key['id']}" for _, key in keys)
        return Deleted(dict(sorted(counts.items())), digest, tuple(gone))

    def _delete(self, tx: Tx, doomed: Doomed, counts: dict[str, int]) -> list[bytes]:
        macs = []
        for table, row in doomed:
            share = tallying(tx).notary.share(table, row)
            same = [column == row[column.name] for column in table.primary_key]
            if tx.execute(delete(table).where(*same)).rowcount != 1:
                raise CaseFileError("somebody deleted a row meanwhile; run it again")
            tallying(tx).uncount(table, row, share)
            counts[table.name] = counts.get(table.name, 0) + 1
            macs.append(bytes(row["mac"]))
            if table is owner_key:
                forget_key(tx, row)
        return macs

    def certify(self, tx: Tx, one: Certificate) -> None:
        """Enter the certificate of what this transaction deletes."""
        row = {"id": one.id, "account_id": one.account_id, "kind": one.kind.value, "at": one.at}
        insert_all(tx, t, [row | {"certificate": one.text()}])

    def keys_there(self, tx: Tx, keys: Sequence[str]) -> frozenset[str]:
        """Those of these keys, as certificates name them, that are there."""
        ids = {key.rpartition(" ")[2]: key for key in keys}
        found = [
            tx.execute(select(owner_key.c.id).where(owner_key.c.id.in_(piece))).scalars().all()
            for piece in chunks(sorted(ids))
        ]
        return frozenset(ids[number] for numbers in found for number in numbers)

    def certificates(self, tx: Tx) -> list[str]:
        """Every certificate as it was printed, oldest first."""
        return [r["certificate"].decode() for r in read_rows(tx, t, select(t).order_by(t.c.seq))]


def _day(moment: str | None) -> date | None:
    return datetime.fromisoformat(moment).date() if moment else None


def _rows(
    tx: Tx, which: Mapping[str, ColumnElement[bool]]
) -> Iterator[tuple[Table, Mapping[Any, Any]]]:
    """The rows that meet the conditions, those that name others before what they name."""
    for table in reversed(metadata.sorted_tables):
        if table.name in which:
            query = select(table).where(which[table.name])
            order = [table.c[name] for name in shape_of(table).key]
            for row in tx.execute(query.order_by(*order)).mappings().all():
                yield table, row


def _conditions(tx: Tx, account_id: str) -> Iterator[tuple[str, ColumnElement[bool]]]:
    """By table, which rows are about the account and about nobody else."""
    own = a.account.c.id == account_id
    of_account = (
        a.creditor_key, a.obligor, a.hold, a.returned_mail, p.hold_waiver, f.finding, f.judgement,
        f.note, o.trace_order, c.contact_check,
    )  # fmt: skip
    yield "account", own
    for table in of_account:
        yield table.name, table.c.account_id == account_id
    elsewhere = select(a.obligor.c.subject_id).where(a.obligor.c.account_id != account_id)
    subjects = (
        select(a.obligor.c.subject_id)
        .where(a.obligor.c.account_id == account_id, a.obligor.c.subject_id.not_in(elsewhere))
        .distinct()
    )
    ids = tx.execute(subjects).scalars().all()
    yield "subject", a.subject.c.id.in_(ids)
    for table in (a.subject_fact, p.person_key, p.find_key):
        yield table.name, table.c.subject_id.in_(ids)
    orders = select(o.trace_order.c.id).where(o.trace_order.c.account_id == account_id)
    for table in (o.order_turn, o.step, o.connector_call, f.candidate):
        yield table.name, table.c.order_id.in_(orders)
    calls = select(o.connector_call.c.inquiry_id).where(o.connector_call.c.order_id.in_(orders))
    for table in (o.call_result, o.call_snapshot):
        yield table.name, table.c.inquiry_id.in_(calls)
    found = select(f.finding.c.id).where(f.finding.c.account_id == account_id)
    yield "evidence", f.evidence.c.finding_id.in_(found)
    numbers = select(a.account.c.number_index).where(own)
    yield "receipt", f.receipt.c.number_index.in_(numbers)
    receipts = select(f.receipt.c.seq).where(f.receipt.c.number_index.in_(numbers))
    yield "receipt_undo", f.receipt_undo.c.receipt_seq.in_(receipts)
    yield "snapshot", o.snapshot.c.address.in_(_own_snapshots(tx, account_id, calls, found))
    owners = [account_owner(account_id), *(owner_scope("subject", one) for one in ids)]
    yield "owner_key", owner_key.c.owner.in_(owners)


def _hand_on(tx: Tx, owner: str) -> None:
    """Seal answers that others still rest on for one of these, whose key stays."""
    rows = tx.execute(select(o.snapshot).where(o.snapshot.c.owner == owner)).mappings().all()
    if rows:
        others = owners_by_what_rests(tx, o.snapshot, rows)
        seal_for_owners(tx, o.snapshot, rows, others, tallying(tx).notary.newest)


def _own_snapshots(tx: Tx, account_id: str, calls: Any, found: Any) -> list[str]:
    """The addresses of answers that were got for this account and on which no other one rests."""
    used, evidence = o.call_snapshot.c, f.evidence.c
    mine = set(tx.execute(select(used.address).where(used.inquiry_id.in_(calls))).scalars())
    told = select(evidence.snapshot_address).where(evidence.finding_id.in_(found))
    mine |= {address for address in tx.execute(told).scalars() if address}
    own = select(o.snapshot.c.address).where(o.snapshot.c.owner == account_owner(account_id))
    mine |= set(tx.execute(own).scalars())
    others = select(used.address).where(is_wanted(used.address), used.inquiry_id.not_in(calls))
    shown = select(evidence.snapshot_address).where(
        is_wanted(evidence.snapshot_address), evidence.finding_id.not_in(found)
    )
    check = c.contact_check.c
    own_checks = select(check.snapshot_address).where(check.account_id == account_id)
    mine |= set(tx.execute(own_checks).scalars())
    checked = select(check.snapshot_address).where(
        is_wanted(check.snapshot_address), check.account_id != account_id
    )
    for piece in chunks(sorted(mine)):
        for query in (others, shown, checked):
            mine -= set(tx.execute(query, {"wanted": piece}).scalars())
    return sorted(mine)

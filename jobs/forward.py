"""A forwarding address as a source of its own: what the Postal Service said when mail came back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from skiptrace.casefile.accounts import AccountEntry
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.row_owners import Owner, account_owner
from skiptrace.model.account import NextAction
from skiptrace.model.dates import PartialDate
from skiptrace.model.order import TraceOrder
from skiptrace.model.ports import Clock
from skiptrace.model.record import Provenance, Reported, Snapshot, SourceRecord
from skiptrace.model.subject import ContactStatus, KnownContact, PostalAddress
from skiptrace.tracing.state import Known

SOURCE = "usps_change_of_address"
_VERSION = "1"


@dataclass(frozen=True, slots=True)
class ForwardedMail:
    """Turns the forwarding address of an intake row into a source record with stored bytes.

    The record says what the Postal Service said: the name and old address on the piece, and the
    address that the mail is forwarded to. It is matched like any other record.
    """

    case: CaseFile
    clock: Clock

    def records(self, orders: Iterable[TraceOrder]) -> dict[str, Known]:
        """By order id, the record of each order that is to verify a forwarding address."""
        wanted = [o for o in orders if o.action is NextAction.VERIFY_FORWARD]
        made: dict[str, Known] = {}
        snapshots: list[tuple[Owner, Snapshot]] = []
        with self.case.read() as tx:
            entries = self.case.accounts.of(tx, [o.account.id for o in wanted])
        for order in wanted:
            entry = entries.get(order.account.id)
            found = self._record(entry, order) if entry is not None else None
            if found is not None:
                snapshots.append((account_owner(order.account.id), found[1]))
                made[order.id] = Known((found[0],))
        if snapshots:
            with self.case.write() as tx:
                self.case.snapshots.put(tx, snapshots)
        return made

    def _record(
        self, entry: AccountEntry, order: TraceOrder
    ) -> tuple[SourceRecord, Snapshot] | None:
        mail = entry.returned_mail
        known = order.subject.addresses
        old = [a for a in known if a.status is ContactStatus.BAD]
        new = [a for a in known if a.status is ContactStatus.UNKNOWN and a.since is not None]
        if mail is None or not old or not new:
            return None
        dated = PartialDate.of(mail.on) if mail.on is not None else None
        said = {
            "code_list": mail.code_list,
            "code": mail.code,
            "date": str(dated or ""),
            "from": [a.value.one_line for a in old],
            "to": [a.value.one_line for a in new],
        }
        body = json.dumps(said, sort_keys=True).encode()
        snapshot = Snapshot(body, "application/json", "row of a returned-mail file", self.clock())
        return self._as_record(order, (old, new), dated, snapshot), snapshot

    def _as_record(
        self,
        order: TraceOrder,
        moved: tuple[Sequence[KnownContact[PostalAddress]], Sequence[KnownContact[PostalAddress]]],
        dated: PartialDate | None,
        snapshot: Snapshot,
    ) -> SourceRecord:
        old, new = moved
        ref = snapshot.sha256[:16]
        return SourceRecord(
            source=SOURCE,
            ref=ref,
            kind=order.subject.kind,
            provenance=Provenance(
                SOURCE, _VERSION, ref, snapshot.retrieved, snapshot.sha256, "$.to", ""
            ),
            names=order.subject.names[:1],
            organization=order.subject.organization,
            addresses=(
                *(Reported(a.value, role="undeliverable", last_seen=dated) for a in old),
                *(Reported(a.value, dated, dated, "forward") for a in new),
            ),
            of_subject=order.subject.id,
        )

"""The book of contact checks: what was said of each account's addresses and numbers, and by whom.

Nothing is overwritten: a later check of a point by the same source stands beside the earlier one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from skiptrace.casefile import codec
from skiptrace.casefile.snapshots import SnapshotStore
from skiptrace.casefile.statements import Row, Tx, insert_new, owned_rows
from skiptrace.casefile.tables.checks import contact_check as t
from skiptrace.model.contact_check import Checked, CheckedPoints, ContactCheck
from skiptrace.model.errors import CaseFileError
from skiptrace.model.kinds import FindingKind
from skiptrace.model.record import Snapshot

_NOTHING = b""


class ContactCheckBook:
    """Contact checks by account."""

    def __init__(self, snapshots: SnapshotStore) -> None:
        self._snapshots = snapshots

    def add(self, tx: Tx, checks: Sequence[ContactCheck]) -> int:
        """Insert the checks that are not there yet; how many. The stored answer must be there."""
        return len(insert_new(tx, t, [self._row(one) for one in checks], "id"))

    def of(self, tx: Tx, account_id: str) -> CheckedPoints:
        """What was ever said of the account's contact points, in the order of insertion."""
        return self.of_accounts(tx, [account_id])[account_id]

    def of_accounts(self, tx: Tx, account_ids: Sequence[str]) -> dict[str, CheckedPoints]:
        """The same of several accounts.

        Raises CaseFileError when a row of theirs was changed, added or deleted.
        """
        owned = owned_rows(tx, t, account_ids)
        return {i: CheckedPoints(tuple(map(self._check, owned[i]))) for i in account_ids}

    def answer(self, tx: Tx, check: ContactCheck) -> Snapshot:
        """The stored answer that a check rests on; CaseFileError when it is not there."""
        of_id = select(t.c.snapshot_address).where(t.c.id == check.id)
        address = tx.execute(of_id).scalar()
        found = self._snapshots.at(tx, address) if address is not None else None
        if found is None:
            raise CaseFileError(f"check {check.id}: its stored answer is missing")
        return found

    def _row(self, one: ContactCheck) -> Row:
        return {
            "id": one.id,
            "account_id": one.account_id,
            "order_id": one.order_id,
            "kind": one.kind.value,
            "key": one.key,
            "connector_id": one.connector_id,
            "connector_version": one.connector_version,
            "checked": one.checked,
            "inquiry_id": one.inquiry_id,
            "permit_id": one.permit_id,
            "snapshot_address": self._snapshots.address(one.snapshot_sha256),
            "said": _encoded(one.said),
        }

    def _check(self, row: Mapping[str, Any]) -> ContactCheck:
        return ContactCheck(
            id=row["id"],
            account_id=row["account_id"],
            order_id=row["order_id"],
            kind=FindingKind(row["kind"]),
            key=row["key"].decode(),
            connector_id=row["connector_id"],
            connector_version=row["connector_version"],
            checked=row["checked"],
            inquiry_id=row["inquiry_id"],
            permit_id=row["permit_id"],
            said=_decoded(row["said"]),
        )


def check_id(account_id: str, inquiry_id: str) -> str:
    """The id of what a call said for an account: one row, however often the answer is read."""
    return "check_" + sha256(f"{account_id}\x1f{inquiry_id}".encode()).hexdigest()[:24]


def _encoded(said: Checked | None) -> bytes:
    return _NOTHING if said is None else codec.CHECKED.encode(said)


def _decoded(text: bytes) -> Checked | None:
    return codec.CHECKED.decode(text) if text else None

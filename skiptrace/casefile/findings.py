"""The finding book: every finding with the evidence behind it; a newer one supersedes by insert."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select, tuple_

from matching.parse.asset.former import with_asset
from skiptrace.casefile import codec
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.notary import row_name
from skiptrace.casefile.snapshots import SnapshotStore
from skiptrace.casefile.statements import (
    Row,
    Tx,
    chunks,
    insert_all,
    is_newest,
    owned_rows,
    read_rows,
)
from skiptrace.casefile.tables.findings import evidence as e
from skiptrace.casefile.tables.findings import finding as f
from skiptrace.model.errors import CaseFileError
from skiptrace.model.evidence import Evidence
from skiptrace.model.finding import Finding, FindingKind, FindingStatus

_STANDS = is_newest(f, "subject_id", "kind", "key_index", by="seq")
Slot = tuple[str, str, bytes]
Id = tuple[str, int]


def key_index(keys: Keyring, kind: FindingKind, key: str) -> bytes:
    """The blind index of a finding's key; a judgement on the same fact has the same one."""
    return keys.index("finding.key", f"{kind.value} {key}")


class FindingBook:
    """Findings by subject, kind and key; of each, the one inserted last is current."""

    def __init__(self, keys: Keyring, snapshots: SnapshotStore) -> None:
        self._keys = keys
        self._snapshots = snapshots

    def add(self, tx: Tx, findings: Sequence[Finding]) -> int:
        """Insert the findings that differ from the current one of their subject, kind and key.

        Gives the number inserted. Evidence that names a snapshot or a candidate which the case file
        does not have is refused.
        """
        current = self._current_digests(tx, [finding.subject_id for finding in findings])
        versions = _versions(tx, [finding.id for finding in findings])
        rows: list[Row] = []
        facts: list[Row] = []
        for finding in findings:
            row, behind = self._rows(finding)
            slot = (row["subject_id"], row["kind"], row["key_index"])
            if current.get(slot) == row["digest"]:
                continue
            current[slot] = row["digest"]
            versions[finding.id] += 1
            version = {"version": versions[finding.id]}
            rows.append(row | version)
            facts.extend(fact | version for fact in behind)
        insert_all(tx, f, rows)
        insert_all(tx, e, facts)
        return len(rows)

    def current(self, tx: Tx, account_id: str) -> list[Finding]:
        """The current findings of an account with their evidence, in the order of insertion."""
        return self.current_of(tx, [account_id])[account_id]

    def current_of(self, tx: Tx, account_ids: Sequence[str]) -> dict[str, list[Finding]]:
        """The current findings of each account, as `current` gives them."""
        owned = owned_rows(tx, f, account_ids)
        found = self._read(tx, [r for i in owned for r in _standing(owned[i]) if r["stands"]])
        by_account: dict[str, list[Finding]] = {account_id: [] for account_id in account_ids}
        for finding in found:
            by_account[finding.account_id].append(finding)
        return by_account

    def standing_of(
        self, tx: Tx, account_ids: Sequence[str]
    ) -> dict[str, list[tuple[str, FindingKind, FindingStatus]]]:
        """Subject, kind and status of each account's current findings; no evidence is read."""
        owned = owned_rows(tx, f, account_ids)
        return {
            account_id: [
                (row["subject_id"], FindingKind(row["kind"]), FindingStatus(row["status"]))
                for row in _standing(owned[account_id])
                if row["stands"]
            ]
            for account_id in account_ids
        }

    def get(self, tx: Tx, finding_id: str) -> Finding | None:
        """The finding of that id as it stands: superseded, if a later one took its place."""
        of_id = select(f.c.account_id).where(f.c.id == finding_id).limit(1)
        account_id = tx.execute(of_id).scalar()
        rows = _standing(owned_rows(tx, f, [account_id])[account_id]) if account_id else []
        newest = [row for row in rows if row["id"] == finding_id][-1:]
        return next(iter(self._read(tx, newest)), None)

    def status_before(self, tx: Tx, finding: Finding, kept: FindingStatus) -> FindingStatus | None:
        """The last status of the finding that was another than `kept`; None when there was none."""
        rows = owned_rows(tx, f, [finding.account_id])[finding.account_id]
        found = [row["status"] for row in rows if row["id"] == finding.id]
        others = [status for status in found if status != kept.value]
        return FindingStatus(others[-1]) if others else None

    def of_order(self, tx: Tx, account_id: str, order_id: str) -> list[Finding]:
        """The findings that an order stored, each as it was found last, in order of insertion.

        That one was superseded since is left out of it.
        """
        own: dict[str, dict[str, Any]] = {}
        for row in owned_rows(tx, f, [account_id])[account_id]:
            if row["order_id"] == order_id and row["status"] != FindingStatus.SUPERSEDED:
                own[row["id"]] = {**row, "stands": True}
        return self._read(tx, list(own.values()))

    def before_order(self, tx: Tx, account_id: str, order_id: str) -> list[Finding]:
        """The findings of an account that stood when an order stored its own."""
        rows = owned_rows(tx, f, [account_id])[account_id]
        first = min((row["seq"] for row in rows if row["order_id"] == order_id), default=None)
        earlier = [row for row in rows if first is None or row["seq"] < first]
        return self._read(tx, [row for row in _standing(earlier) if row["stands"]])

    def _rows(self, finding: Finding) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        wording = _wording(finding)
        facts = [codec.EVIDENCE.encode(one) for one in finding.evidence]
        row = {
            "id": finding.id,
            "order_id": finding.order_id,
            "account_id": finding.account_id,
            "subject_id": finding.subject_id,
            "kind": finding.kind.value,
            "key_index": key_index(self._keys, finding.kind, finding.key),
            "status": finding.status.value,
            "probability": finding.probability,
            "wording": wording,
        }
        row["digest"] = self._digest(row, facts)
        return row, [
            self._evidence_row(finding.id, ordinal, one, fact)
            for ordinal, (one, fact) in enumerate(zip(finding.evidence, facts, strict=True))
        ]

    def _evidence_row(
        self, finding_id: str, ordinal: int, one: Evidence, fact: bytes
    ) -> dict[str, Any]:
        sha256 = one.provenance.snapshot_sha256
        return {
            "finding_id": finding_id,
            "ordinal": ordinal,
            "id": one.id,
            "connector_id": one.provenance.connector_id,
            "candidate_id": one.candidate_id or None,
            "snapshot_address": self._snapshots.address(sha256) if sha256 else None,
            "fact": fact,
        }

    def _digest(self, row: Mapping[str, Any], facts: Sequence[bytes]) -> bytes:
        """What the finding says with all evidence behind it, so that no evidence goes missing."""
        said = [row["id"], row["order_id"], row["status"], str(row["probability"])]
        whole = "\n".join([*said, row["wording"], *(fact.decode() for fact in facts)])
        return self._keys.index("finding.digest", whole)

    def _current_digests(self, tx: Tx, subject_ids: Sequence[str]) -> dict[Slot, bytes]:
        found: dict[Slot, bytes] = {}
        columns = (f.c.subject_id, f.c.kind, f.c.key_index, f.c.digest)
        for piece in chunks(subject_ids):
            query = select(*columns).where(f.c.subject_id.in_(piece))
            for row in tx.execute(query.where(_STANDS)):
                found[row.subject_id, row.kind, row.key_index] = row.digest
        return found

    def _read(self, tx: Tx, rows: Sequence[Mapping[str, Any]]) -> list[Finding]:
        behind = _evidence(tx, [(row["id"], row["version"]) for row in rows])
        return [self._finding(row, behind[row["id"], row["version"]]) for row in rows]

    def _finding(self, row: Mapping[str, Any], facts: Sequence[bytes]) -> Finding:
        wording = row["wording"].decode()
        if self._digest({**row, "wording": wording}, facts) != row["digest"]:
            raise CaseFileError(
                f"{row_name(f, row)}: not all of its evidence is there; "
                "run `skiptrace audit verify`"
            )
        key, value, reason, *title = json.loads(wording)
        status = FindingStatus(row["status"]) if row["stands"] else FindingStatus.SUPERSEDED
        return Finding(
            id=row["id"],
            order_id=row["order_id"],
            account_id=row["account_id"],
            subject_id=row["subject_id"],
            kind=FindingKind(row["kind"]),
            key=key,
            value=value,
            probability=row["probability"],
            status=status,
            reason=reason,
            evidence=tuple(with_asset(codec.EVIDENCE.decode(fact), key) for fact in facts),
            title=codec.TITLE.decode(title[0].encode()) if title else None,
        )


def _wording(finding: Finding) -> str:
    """Key, value and reason, and the title of a parcel: what is sealed of the finding itself."""
    said = [finding.key, finding.value, finding.reason]
    if finding.title is not None:
        said.append(codec.TITLE.encode(finding.title).decode())
    return json.dumps(said)


def _standing(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """An account's finding rows, which are in order of insertion, and whether each `stands`."""
    last = {_slot(row): row["seq"] for row in rows}
    return [{**row, "stands": last[_slot(row)] == row["seq"]} for row in rows]


def _slot(row: Mapping[str, Any]) -> Slot:
    return row["subject_id"], row["kind"], row["key_index"]


def _evidence(tx: Tx, ids: Sequence[Id]) -> dict[Id, list[bytes]]:
    """The facts behind each finding version, as they were stored."""
    behind: dict[Id, list[bytes]] = defaultdict(list)
    for piece in chunks(ids):
        of_these = tuple_(e.c.finding_id, e.c.version).in_(piece)
        for row in read_rows(tx, e, select(e).where(of_these).order_by(e.c.seq)):
            behind[row["finding_id"], row["version"]].append(row["fact"])
    return behind


def _versions(tx: Tx, ids: Sequence[str]) -> dict[str, int]:
    versions: dict[str, int] = defaultdict(int)
    for piece in chunks(ids):
        query = select(f.c.id, func.max(f.c.version)).where(f.c.id.in_(piece)).group_by(f.c.id)
        versions.update(tx.execute(query).all())
    return versions

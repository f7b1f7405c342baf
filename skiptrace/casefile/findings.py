"""The finding book: every finding with the evidence behind it; a newer one supersedes by insert."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, func, select, tuple_

from skiptrace.casefile import codec
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.statements import Row, Tx, chunks, insert_all, is_newest
from skiptrace.casefile.tables.findings import evidence as e
from skiptrace.casefile.tables.findings import finding as f
from skiptrace.model.evidence import Evidence
from skiptrace.model.finding import Finding, FindingKind, FindingStatus

_WORDING = "finding.wording"
_FACT = "evidence.fact"
_STANDS = is_newest(f, "subject_id", "kind", "key_index", by="seq").label("stands")
Slot = tuple[str, str, bytes]
Id = tuple[str, int]


def key_index(keys: Keyring, kind: FindingKind, key: str) -> bytes:
    """The blind index of a finding's key; a judgement on the same fact has the same one."""
    return keys.index("finding.key", f"{kind.value} {key}")


class FindingBook:
    """Findings by subject, kind and key; of each, the one inserted last is current."""

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys

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
        query = select(f, _STANDS).where(f.c.account_id == account_id, _STANDS)
        return self._read(tx, tx.execute(query.order_by(f.c.seq)).mappings().all())

    def get(self, tx: Tx, finding_id: str) -> Finding | None:
        """The finding of that id as it stands: superseded, if a later one took its place."""
        query = select(f, _STANDS).where(f.c.id == finding_id, is_newest(f, "id"))
        rows = tx.execute(query).mappings().all()
        return next(iter(self._read(tx, rows)), None)

    def _rows(self, finding: Finding) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        wording = json.dumps([finding.key, finding.value, finding.reason])
        facts = [codec.EVIDENCE.encode(one) for one in finding.evidence]
        said = [finding.id, finding.order_id, finding.status.value, str(finding.probability)]
        whole = "\n".join([*said, wording, *(fact.decode() for fact in facts)])
        row = {
            "id": finding.id,
            "order_id": finding.order_id,
            "account_id": finding.account_id,
            "subject_id": finding.subject_id,
            "kind": finding.kind.value,
            "key_index": key_index(self._keys, finding.kind, finding.key),
            "status": finding.status.value,
            "probability": finding.probability,
            "wording": self._keys.seal_text(_WORDING, wording),
            "digest": self._keys.index("finding.digest", whole),
        }
        return row, [
            self._evidence_row(finding.id, ordinal, one, fact)
            for ordinal, (one, fact) in enumerate(zip(finding.evidence, facts, strict=True))
        ]

    def _evidence_row(
        self, finding_id: str, ordinal: int, one: Evidence, fact: bytes
    ) -> dict[str, Any]:
        return {
            "finding_id": finding_id,
            "ordinal": ordinal,
            "id": one.id,
            "connector_id": one.provenance.connector_id,
            "candidate_id": one.candidate_id or None,
            "snapshot_sha256": one.provenance.snapshot_sha256 or None,
            "fact": self._keys.seal(_FACT, fact),
        }

    def _current_digests(self, tx: Tx, subject_ids: Sequence[str]) -> dict[Slot, bytes]:
        found: dict[Slot, bytes] = {}
        columns = (f.c.subject_id, f.c.kind, f.c.key_index, f.c.digest)
        for piece in chunks(subject_ids):
            query = select(*columns).where(f.c.subject_id.in_(piece))
            for row in tx.execute(query.where(_STANDS)):
                found[row.subject_id, row.kind, row.key_index] = row.digest
        return found

    def _read(self, tx: Tx, rows: Sequence[RowMapping]) -> list[Finding]:
        behind = self._evidence(tx, [(row["id"], row["version"]) for row in rows])
        return [self._finding(row, behind[row["id"], row["version"]]) for row in rows]

    def _finding(self, row: RowMapping, behind: Sequence[Evidence]) -> Finding:
        key, value, reason = json.loads(self._keys.unseal_text(_WORDING, row["wording"]))
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
            evidence=tuple(behind),
        )

    def _evidence(self, tx: Tx, ids: Sequence[Id]) -> dict[Id, list[Evidence]]:
        behind: dict[Id, list[Evidence]] = defaultdict(list)
        for piece in chunks(ids):
            of_these = tuple_(e.c.finding_id, e.c.version).in_(piece)
            query = select(e.c.finding_id, e.c.version, e.c.fact).where(of_these)
            for row in tx.execute(query.order_by(e.c.seq)):
                fact = codec.EVIDENCE.decode(self._keys.unseal(_FACT, row.fact))
                behind[row.finding_id, row.version].append(fact)
        return behind


def _versions(tx: Tx, ids: Sequence[str]) -> dict[str, int]:
    versions: dict[str, int] = defaultdict(int)
    for piece in chunks(ids):
        query = select(f.c.id, func.max(f.c.version)).where(f.c.id.in_(piece)).group_by(f.c.id)
        versions.update(tx.execute(query).all())
    return versions

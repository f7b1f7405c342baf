"""The match book: the candidates of each order, with weight, breakdown and the record itself."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from skiptrace.casefile import codec
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.statements import (
    Row,
    Tx,
    chunks,
    insert_all,
    is_newest,
    owned_rows,
    read_rows,
)
from skiptrace.casefile.tables.findings import candidate as t
from skiptrace.model.match import Candidate, Decision, Term

_REF = "candidate.ref"
Slot = tuple[str, str, bytes]


@dataclass(frozen=True, slots=True)
class StoredCandidate:
    """A candidate and its id in the case file."""

    id: str
    candidate: Candidate


class MatchBook:
    """Candidates by order, source and record reference; a re-scored one supersedes the earlier."""

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys

    def add(
        self, tx: Tx, order_id: str, candidates: Sequence[Candidate]
    ) -> dict[tuple[str, str], str]:
        """Store the candidates of an order; the id of each (source, record reference).

        A candidate stored before keeps its id if nothing about it changed.
        """
        return self.add_all(tx, {order_id: candidates})[order_id]

    def add_all(
        self, tx: Tx, candidates: Mapping[str, Sequence[Candidate]]
    ) -> dict[str, dict[tuple[str, str], str]]:
        """Store the candidates of many orders in one statement; their ids by order."""
        known = _versions(tx, list(candidates))
        ids: dict[str, dict[tuple[str, str], str]] = {order_id: {} for order_id in candidates}
        rows: list[Row] = []
        for order_id, one in ((o, c) for o, several in candidates.items() for c in several):
            source, ref = one.record.source, one.record.ref
            slot = (order_id, source, self._keys.index(_REF, ref))
            content = self._content(one)
            version, digest = known.get(slot, (0, b""))
            if content["digest"] != digest:
                version += 1
                known[slot] = (version, content["digest"])
                rows.append(self._row(order_id, one, version) | content)
            ids[order_id][source, ref] = self._id(order_id, one, version)
        insert_all(tx, t, rows)
        return ids

    def for_order(self, tx: Tx, order_id: str) -> list[StoredCandidate]:
        """The candidates of an order that count, in the order of insertion."""
        rows = owned_rows(tx, t, [order_id])[order_id]
        newest: dict[tuple[str, bytes], int] = defaultdict(int)
        for row in rows:
            slot = (row["source"], row["ref_index"])
            newest[slot] = max(newest[slot], row["version"])
        return [_stored(r) for r in rows if newest[r["source"], r["ref_index"]] == r["version"]]

    def get(self, tx: Tx, candidate_id: str) -> StoredCandidate | None:
        """The candidate of that id, superseded or not."""
        rows = read_rows(tx, t, select(t).where(t.c.id == candidate_id))
        return next(map(_stored, rows), None)

    def _id(self, order_id: str, one: Candidate, version: int) -> str:
        parts = (order_id, one.record.source, one.record.ref, str(version))
        return self._keys.identifier("can", *parts)

    def _content(self, one: Candidate) -> dict[str, Any]:
        record = codec.RECORD.encode(one.record)
        terms = json.dumps([[x.name, x.level, x.weight, x.words] for x in one.terms])
        said = (one.weight, one.probability, one.decision, one.model, one.veto, one.person)
        whole = "\n".join([record.decode(), terms, *map(str, said)])
        return {
            "record": record,
            "terms": terms,
            "digest": self._keys.index("candidate.digest", whole),
        }

    def _row(self, order_id: str, one: Candidate, version: int) -> dict[str, Any]:
        return {
            "id": self._id(order_id, one, version),
            "order_id": order_id,
            "source": one.record.source,
            "ref_index": self._keys.index(_REF, one.record.ref),
            "version": version,
            "weight": one.weight,
            "probability": one.probability,
            "decision": one.decision.value,
            "veto": one.veto,
            "person": one.person,
            "model": one.model,
        }


def _stored(row: Mapping[str, Any]) -> StoredCandidate:
    candidate = Candidate(
        record=codec.RECORD.decode(row["record"]),
        weight=row["weight"],
        probability=row["probability"],
        terms=tuple(Term(*term) for term in json.loads(row["terms"])),
        decision=Decision(row["decision"]),
        model=row["model"],
        veto=row["veto"],
        person=row["person"],
    )
    return StoredCandidate(row["id"], candidate)


def _versions(tx: Tx, order_ids: Sequence[str]) -> dict[Slot, tuple[int, bytes]]:
    found: dict[Slot, tuple[int, bytes]] = {}
    newest = is_newest(t, "order_id", "source", "ref_index")
    query = select(t.c.order_id, t.c.source, t.c.ref_index, t.c.version, t.c.digest)
    for piece in chunks(order_ids):
        for row in tx.execute(query.where(t.c.order_id.in_(piece), newest)):
            found[row.order_id, row.source, row.ref_index] = (row.version, row.digest)
    return found

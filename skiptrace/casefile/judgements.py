"""The judgement book: what people decided about facts; a later word supersedes, none is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.findings import key_index
from skiptrace.casefile.statements import Tx, insert_all, owned_rows
from skiptrace.casefile.tables.findings import judgement as t
from skiptrace.model.actor import signed_id
from skiptrace.model.finding import FindingKind
from skiptrace.model.judgement import Judgement, Verdict


class JudgementBook:
    """Judgements by account, kind and key."""

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys

    def add(self, tx: Tx, *judgements: Judgement) -> None:
        """Insert judgements."""
        insert_all(
            tx,
            t,
            [
                {
                    "account_id": one.account_id,
                    "kind": one.kind.value,
                    "key": one.key,
                    "key_index": key_index(self._keys, one.kind, one.key),
                    "verdict": one.verdict.value,
                    "actor": signed_id(one.actor),
                    "signed": one.actor,
                    "at": one.at,
                    "reason": one.reason,
                }
                for one in judgements
            ],
        )

    def current(self, tx: Tx, account_id: str) -> list[Judgement]:
        """The judgements that count, one for each kind and key, in the order they were given."""
        return self.current_of(tx, [account_id])[account_id]

    def current_of(self, tx: Tx, account_ids: Sequence[str]) -> dict[str, list[Judgement]]:
        """The judgements of each account that count, as `current` gives them."""
        owned = owned_rows(tx, t, account_ids)
        return {account_id: _newest(owned[account_id]) for account_id in account_ids}


def _newest(rows: Sequence[Mapping[str, Any]]) -> list[Judgement]:
    newest = {(row["kind"], row["key_index"]): row["seq"] for row in rows}
    return [_judgement(r) for r in rows if newest[r["kind"], r["key_index"]] == r["seq"]]


def _judgement(row: Mapping[str, Any]) -> Judgement:
    return Judgement(
        account_id=row["account_id"],
        kind=FindingKind(row["kind"]),
        key=row["key"].decode(),
        verdict=Verdict(row["verdict"]),
        actor=row["signed"].decode() if row["signed"] is not None else row["actor"],
        at=row["at"],
        reason=row["reason"].decode(),
    )

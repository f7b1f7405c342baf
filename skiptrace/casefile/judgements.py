"""The judgement book: what people decided about facts; a later word supersedes, none is lost."""

from __future__ import annotations

from sqlalchemy import RowMapping, select

from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.findings import key_index
from skiptrace.casefile.statements import Tx, insert_all, is_newest
from skiptrace.casefile.tables.findings import judgement as t
from skiptrace.model.finding import FindingKind
from skiptrace.model.judgement import Judgement, Verdict

_KEY = "judgement.key"
_REASON = "judgement.reason"


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
                    "key": self._keys.seal_text(_KEY, one.key),
                    "key_index": key_index(self._keys, one.kind, one.key),
                    "verdict": one.verdict.value,
                    "actor": one.actor,
                    "at": one.at,
                    "reason": self._keys.seal_text(_REASON, one.reason),
                }
                for one in judgements
            ],
        )

    def current(self, tx: Tx, account_id: str) -> list[Judgement]:
        """The judgements that count, one for each kind and key, in the order they were given."""
        newest = is_newest(t, "account_id", "kind", "key_index", by="seq")
        query = select(t).where(t.c.account_id == account_id, newest).order_by(t.c.seq)
        return [self._judgement(row) for row in tx.execute(query).mappings()]

    def _judgement(self, row: RowMapping) -> Judgement:
        return Judgement(
            account_id=row["account_id"],
            kind=FindingKind(row["kind"]),
            key=self._keys.unseal_text(_KEY, row["key"]),
            verdict=Verdict(row["verdict"]),
            actor=row["actor"],
            at=row["at"],
            reason=self._keys.unseal_text(_REASON, row["reason"]),
        )

"""The certificate of a disposal: what it says, as it is sealed, printed and read again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from skiptrace.model.errors import CaseFileError


class DisposalKind(StrEnum):
    """What was disposed of: an account with all that is known of it, or unused answers of it."""

    ACCOUNT = "account"
    PAYLOADS = "payloads"


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was deleted, why it might be, and by whom; `digest` is over the macs of the rows.

    `rules` are the rules that were asked, with their versions. `active` is the day of the last
    activity on the account. `keys` are those that were destroyed, each as its owner and its id.
    """

    id: str
    account_id: str
    kind: DisposalKind
    at: datetime
    by: str
    rules: tuple[str, ...]
    active: date | None
    rows: Mapping[str, int]
    digest: str
    keys: tuple[str, ...] = ()

    def text(self) -> str:
        """The certificate as JSON, as it is sealed and printed."""
        told: dict[str, Any] = {
            "id": self.id,
            "account_id": self.account_id,
            "kind": self.kind.value,
            "at": self.at.isoformat(),
            "by": self.by,
            "rules": list(self.rules),
            "last_activity": self.active.isoformat() if self.active else None,
            "rows": dict(self.rows),
            "digest": self.digest,
            "keys": list(self.keys),
        }
        return json.dumps(told, indent=1, sort_keys=True)

    @classmethod
    def of(cls, text: str) -> Certificate:
        """The certificate that was printed; CaseFileError for any other text."""
        try:
            told = json.loads(text)
            active = told["last_activity"]
            return cls(
                told["id"],
                told["account_id"],
                DisposalKind(told["kind"]),
                datetime.fromisoformat(told["at"]),
                told["by"],
                tuple(told["rules"]),
                date.fromisoformat(active) if active else None,
                dict(told["rows"]),
                told["digest"],
                tuple(told.get("keys", ())),
            )
        except (ValueError, TypeError, KeyError):
            raise CaseFileError("not a certificate of a disposal as it was printed") from None

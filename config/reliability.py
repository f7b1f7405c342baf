"""How surely a fact of a matched record is the subject's own, by its role."""

from __future__ import annotations

from pydantic import Field

from config.loader import Table, shipped
from skiptrace.model.kinds import FindingKind


class Reliability(Table):
    """reliability.toml: a share between 0 and 1 for each role of each contact kind."""

    address: dict[str, float] = Field(min_length=1)
    phone: dict[str, float] = Field(min_length=1)
    email: dict[str, float] = Field(min_length=1)
    employer: dict[str, float] = Field(min_length=1)

    def of(self, kind: FindingKind, role: str) -> float:
        """The share for a role, its first word, or `other`; an asset or a status is certain."""
        table = {
            FindingKind.ADDRESS: self.address,
            FindingKind.PHONE: self.phone,
            FindingKind.EMAIL: self.email,
            FindingKind.EMPLOYER: self.employer,
        }.get(kind)
        if table is None:
            return 1.0
        first_word = role.partition(" ")[0]
        return table.get(role, table.get(first_word, table["other"]))


def shipped_reliability() -> Reliability:
    """The shares of config/defaults/reliability.toml."""
    return shipped("reliability.toml", Reliability)

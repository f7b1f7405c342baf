"""How surely a fact of a matched record is the subject's own, by its role."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from config.loader import Table, shipped
from skiptrace.model.kinds import FindingKind
from skiptrace.model.subject import EntityKind


def _with_other(table: dict[str, float]) -> dict[str, float]:
    if "other" not in table:
        raise ValueError("expected a share for `other`")
    return table


Shares = Annotated[dict[str, Annotated[float, Field(ge=0, le=1)]], AfterValidator(_with_other)]


class Reliability(Table):
    """reliability.toml: a share between 0 and 1 for each role of each contact kind."""

    address: Shares
    phone: Shares
    email: Shares
    employer: Shares
    address_of_business: Shares

    def of(self, kind: FindingKind, role: str, about: EntityKind = EntityKind.PERSON) -> float:
        """The share for a role, its first word, or `other`; an asset or a status is certain.

        A business has its principal office where a person who is its agent or owner may not be.
        """
        is_business = about is EntityKind.ORGANIZATION
        table = {
            FindingKind.ADDRESS: self.address_of_business if is_business else self.address,
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

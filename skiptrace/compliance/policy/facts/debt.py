"""What the debt is, besides what the creditor's row says; None is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from skiptrace.compliance.policy.facts.truth import Truth


class Collector(StrEnum):
    """In whose name the debt is collected (15 USC 1692a(6))."""

    FIRST_PARTY = "first_party"
    THIRD_PARTY = "third_party"
    BUYER = "buyer"


class DebtPurpose(StrEnum):
    """What the debt was for (15 USC 1692a(5))."""

    CONSUMER = "consumer"
    COMMERCIAL = "commercial"


class ClaimKind(StrEnum):
    """What kind of claim a limitation period is of."""

    WRITTEN = "written"
    OPEN = "open"
    ORAL = "oral"
    JUDGMENT = "judgment"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included; an open end is still running."""

    first: date
    last: date | None = None


@dataclass(frozen=True, slots=True)
class DebtFacts:
    """The debt in law. `accrued` is the day the claim accrued, for a judgment that of its entry.

    `tolled` are the periods that do not count, None where nobody knows of any. `filed` is the day
    of a bankruptcy petition, `discharged` of its discharge. `lien` says whether an enforceable lien
    secures the debt, `told_discharged` whether its holder was told that personal liability ended.
    """

    collector: Collector | None = None
    purpose: DebtPurpose | None = None
    claim: ClaimKind | None = None
    defaulted: date | None = None
    accrued: date | None = None
    last_payment: date | None = None
    tolled: tuple[Period, ...] | None = ()
    medical: Truth = Truth.UNKNOWN
    lien: Truth = Truth.UNKNOWN
    told_discharged: Truth = Truth.UNKNOWN


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """How the validation notice fared: when mailed, come back, mailed anew to a confirmed address.

    `spoken` is the day of a talk with the consumer about the debt. `required` says that the piece
    asked about is a required disclosure. `furnishing` says that furnishing is asked about.
    """

    mailed: date | None = None
    returned: tuple[date, ...] = ()
    resent: date | None = None
    spoken: date | None = None
    furnishing: bool = False


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """Licences and bonds live on a day, by the place whose law asks for them."""

    live: frozenset[str] = frozenset()

"""A contact point, and what a source that names nobody says of it.

What a check says is a fact about an address or a number. It is never evidence that either is the
debtor's: it stands beside a finding and enters no probability.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from skiptrace.model.kinds import FindingKind
from skiptrace.model.subject import PostalAddress

CHECKS = "checks"
"""What the steps of checks are filed under: they come after every tier of a waterfall."""
CHECKED_KINDS = frozenset({FindingKind.ADDRESS, FindingKind.PHONE})
"""The kinds of contact point that can be checked."""


class Line(StrEnum):
    """What kind of telephone line; unknown is treated as wireless."""

    LANDLINE = "landline"
    WIRELESS = "wireless"
    VOIP = "voip"


class Reassigned(StrEnum):
    """What the reassigned-numbers database said."""

    NO = "no"
    YES = "yes"
    NO_DATA = "no_data"


class Delivery(StrEnum):
    """What delivery point validation (DPV) says: confirmed, in part, or not.

    A secondary is the unit: its number is missing, or is none that the building has.
    """

    CONFIRMED = "confirmed"
    SECONDARY_MISSING = "secondary_missing"
    SECONDARY_UNCONFIRMED = "secondary_unconfirmed"
    NOT_CONFIRMED = "not_confirmed"


@dataclass(frozen=True, slots=True, repr=False)
class ContactPoint:
    """One address or one number: its kind, its key as findings have it, and its value.

    `since` is the last day on which the number is known to have been the debtor's.
    """

    kind: FindingKind
    key: str
    value: PostalAddress | str
    since: date | None = None


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class CheckedPhone:
    """What a source says of a number; None and '' are unknown, never a no.

    `word` is the source's own word for the kind of line. `in_service` says whether the number can
    be reached at all; `assigned` whether its block is given to a carrier. `activity` is the
    source's score, 0 to 100. `ocn` is the operating company number of the block's holder.
    `reassigned` is what the reassigned-numbers database says of the time from the day `since` on,
    as of which it was asked; `safe_harbour` that by its keeper's word the answer is one that a
    caller may rely on (47 CFR 64.1200(m)(2)).
    """

    kind: Literal[FindingKind.PHONE] = FindingKind.PHONE
    line: Line | None = None
    word: str = ""
    carrier: str = ""
    in_service: bool | None = None
    assigned: bool | None = None
    reassigned: Reassigned | None = None
    since: date | None = None
    safe_harbour: bool | None = None
    activity: int | None = None
    rate_centre: str = ""
    ocn: str = ""

    @property
    def trouble(self) -> str:
        """Why the debtor is not reached there, in words; empty where nothing says so."""
        if self.in_service is False:
            return "not in service"
        if self.reassigned is Reassigned.YES:
            since = f" since {self.since}" if self.since else ""
            return f"permanently disconnected{since}, and maybe another's now"
        return "in a block that no carrier holds" if self.assigned is False else ""

    def settles(self, of_a_day: bool) -> bool:
        """Whether no further source need be asked: its line is known, or that it is of no use.

        A source that is asked as of a day tells whether the number was given up since then.
        """
        known = self.reassigned if of_a_day else self.line
        return known is not None or bool(self.trouble)


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class CheckedAddress:
    """What a source says of an address; None and '' are unknown, never a no.

    `standard` is its standardised form. `no_stat` are addresses that get no mail, or none yet;
    `cmra` are those of a commercial mail receiving agency. Coordinates are degrees of WGS 84.
    `county` is its name, `county_code` its five digits (FIPS). `footnotes` are the source's codes.
    """

    kind: Literal[FindingKind.ADDRESS] = FindingKind.ADDRESS
    delivery: Delivery | None = None
    vacant: bool | None = None
    no_stat: bool | None = None
    cmra: bool | None = None
    business: bool | None = None
    standard: PostalAddress | None = None
    latitude: str = ""
    longitude: str = ""
    county: str = ""
    county_code: str = ""
    footnotes: str = ""

    @property
    def trouble(self) -> str:
        """Why mail reaches nobody there, in words; empty where nothing says so."""
        if self.delivery is Delivery.NOT_CONFIRMED:
            return "not deliverable"
        return "vacant" if self.vacant else ""

    def settles(self, of_a_day: bool) -> bool:
        """Whether no further source need be asked: its delivery is known, whatever the day."""
        return self.delivery is not None or bool(self.trouble)


Checked: TypeAlias = CheckedPhone | CheckedAddress


@dataclass(frozen=True, slots=True, repr=False)
class ContactCheck:
    """What one source said of one contact point, for one account, and where that stands.

    `checked` is when the source said it, maybe to an earlier order. `said` is None where the source
    does not know the point. `inquiry_id` is the call's, `snapshot_sha256` the stored answer's; it
    is empty where a check is read from the case file, which keeps the answer by another address.
    """

    id: str
    account_id: str
    order_id: str
    kind: FindingKind
    key: str
    connector_id: str
    connector_version: str
    checked: datetime
    inquiry_id: str
    permit_id: str
    said: Checked | None
    snapshot_sha256: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class CheckedPoints:
    """Every check of one account's contact points, in the order in which they were stored."""

    checks: tuple[ContactCheck, ...] = ()

    def of(self, kind: FindingKind, key: str) -> tuple[ContactCheck, ...]:
        """What stands of one contact point: the last word of each source, the newest first."""
        newest: dict[str, ContactCheck] = {}
        for one in self.checks:
            if (one.kind, one.key) == (kind, key):
                newest[one.connector_id] = max(
                    newest.get(one.connector_id, one), one, key=lambda c: c.checked
                )
        return tuple(sorted(newest.values(), key=lambda c: c.checked, reverse=True))

    def lines(self, key: str) -> frozenset[Line]:
        """What the sources say of the line of a number: one where they agree, none if unknown."""
        said = (one.said for one in self.of(FindingKind.PHONE, key))
        return frozenset(s.line for s in said if isinstance(s, CheckedPhone) and s.line is not None)

    def trouble(self, kind: FindingKind, key: str) -> ContactCheck | None:
        """The newest check by which a contact point reaches nobody; one source's word is enough."""
        found = (one for one in self.of(kind, key) if one.said is not None and one.said.trouble)
        return next(found, None)

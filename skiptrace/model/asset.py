"""Assets as typed facts: what one record says of one parcel, document, filing or thing.

Unknown is None or an empty tuple, never a default. What a source says beyond these fields stays
beside them as `remarks`, in its own terms; nothing rests on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from skiptrace.model.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as a record states it; `currency` is an ISO 4217 code, None where none is known."""

    amount: Decimal
    currency: str | None


class PartyRole(StrEnum):
    """What somebody is to an asset or to a document."""

    OWNER = "owner"
    GRANTOR = "grantor"
    GRANTEE = "grantee"
    BORROWER = "borrower"
    LENDER = "lender"
    DEBTOR = "debtor"
    SECURED_PARTY = "secured_party"
    CREDITOR = "creditor"
    AGENT = "agent"
    HOLDER = "holder"


@dataclass(frozen=True, slots=True, repr=False)
class Party:
    """Somebody as the source writes the name, all of a column together, and in which role."""

    name: str
    role: PartyRole


@dataclass(frozen=True, slots=True, repr=False)
class Remark:
    """A fact in the publisher's own term and wording."""

    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Whose numbering a reference follows: state by its two letters, county by its name."""

    state: str | None = None
    county: str | None = None
    currency: str | None = None

    @classmethod
    def read(cls, text: str) -> Jurisdiction:
        """Of a card's `US`, `US-FL` or `US-FL-CALUSA FERRY`; anything else is unknown."""
        country, _, rest = text.strip().partition("-")
        state, _, county = rest.partition("-")
        if country != "US":
            return cls()
        return cls(state or None, county.replace("-", " ").strip() or None, "USD")


@dataclass(frozen=True, slots=True, repr=False)
class ParcelRef:
    """Which parcel a record means: its number in the county's numbering, and where it lies.

    `address` is the situs in one line.
    """

    number: str | None
    county: str | None = None
    state: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class _Reported:
    """What every asset carries: the parties that the source names, and its further remarks."""

    parties: tuple[Party, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def named(self, role: PartyRole) -> tuple[str, ...]:
        """The names in that role, as the source writes them."""
        return tuple(party.name for party in self.parties if party.role is role)


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Parcel(_Reported):
    """A parcel as an assessor's roll lists it.

    `deed_date` is the day of the deed that the roll rests on, `tax_year` the year of the roll.
    """

    ref: ParcelRef
    land_use: str | None = None
    assessed: Money | None = None
    tax_year: int | None = None
    homestead: bool | None = None
    deed_date: PartialDate | None = None
    type: Literal["parcel"] = "parcel"


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class _Recorded(_Reported):
    """What every recorded document has.

    `number` is the instrument's, `word` the recorder's name for its type, `side` that on which the
    index names the subject, `refers_to` the number of an earlier document.
    """

    ref: ParcelRef
    number: str | None = None
    word: str | None = None
    recorded: PartialDate | None = None
    side: PartyRole | None = None
    amount: Money | None = None
    refers_to: str | None = None

    @property
    def lender(self) -> str:
        """Who lent to a subject who borrowed, as the index writes it; empty for all else."""
        return ""


def _others(document: _Recorded, mine: PartyRole, theirs: PartyRole) -> str:
    return "; ".join(document.named(theirs)) if document.side is mine else ""


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Deed(_Recorded):
    """A document that conveys the parcel; `amount` is the consideration that it states."""

    type: Literal["deed"] = "deed"


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Mortgage(_Recorded):
    """A document by which the grantor burdens the parcel for the lender."""

    type: Literal["mortgage"] = "mortgage"

    @property
    def lender(self) -> str:
        """The other side of a subject who borrowed."""
        return _others(self, PartyRole.GRANTOR, PartyRole.GRANTEE)


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Release(_Recorded):
    """A document by which a lender takes a burden off, wholly or in part."""

    is_partial: bool
    type: Literal["release"] = "release"

    @property
    def lender(self) -> str:
        """The other side of a subject who had borrowed: who releases, grants."""
        return _others(self, PartyRole.GRANTEE, PartyRole.GRANTOR)


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class OtherDocument(_Recorded):
    """Any other document on a parcel; `does` is an assignment, a lien, or unknown."""

    does: str
    type: Literal["other_document"] = "other_document"


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class _Filed(_Reported):
    """What everything has that a court or a clerk keeps; `role` is the subject's in its words."""

    number: str | None = None
    filed: PartialDate | None = None
    court: str | None = None
    county: str | None = None
    case_type: str | None = None
    status: str | None = None
    disposition: str | None = None
    amount: Money | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Judgment(_Filed):
    """A judgment against the subject."""

    type: Literal["judgment"] = "judgment"


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Lien(_Filed):
    """A lien that is filed against the subject and names no parcel."""

    type: Literal["lien"] = "lien"


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class CourtCase(_Filed):
    """A case with the subject as a party."""

    type: Literal["court_case"] = "court_case"


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class UccFiling(_Reported):
    """A financing statement; `lapses` is the day on which it ends unless it is continued."""

    number: str | None = None
    filed: PartialDate | None = None
    lapses: PartialDate | None = None
    status: str | None = None
    collateral: str | None = None
    role: str | None = None
    type: Literal["ucc"] = "ucc"


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class BusinessInterest(_Reported):
    """What the subject is to a business: `role` in the register's words, `number` its document."""

    number: str | None = None
    name: str | None = None
    role: str | None = None
    entity_type: str | None = None
    status: str | None = None
    formed: PartialDate | None = None
    formed_in: str | None = None
    ein: str | None = None
    type: Literal["business_interest"] = "business_interest"


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class _Registered(_Reported):
    """What every registered thing has; `since` is the day of title or registration."""

    number: str | None = None
    make: str | None = None
    model: str | None = None
    year: int | None = None
    status: str | None = None
    since: PartialDate | None = None
    expires: PartialDate | None = None


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Vehicle(_Registered):
    """A motor vehicle."""

    vin: str | None = None
    plate: str | None = None
    type: Literal["vehicle"] = "vehicle"


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Vessel(_Registered):
    """A vessel; `hull` is its hull identification number."""

    hull: str | None = None
    name: str | None = None
    type: Literal["vessel"] = "vessel"


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Aircraft(_Registered):
    """An aircraft; `number` is its registration mark, `serial` the maker's number."""

    serial: str | None = None
    type: Literal["aircraft"] = "aircraft"


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Licence(_Reported):
    """A licence or permit of the subject."""

    number: str | None = None
    licence_type: str | None = None
    status: str | None = None
    issued: PartialDate | None = None
    expires: PartialDate | None = None
    issuer: str | None = None
    type: Literal["licence"] = "licence"


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class UnclaimedProperty(_Reported):
    """Money or goods that a state keeps for the subject."""

    number: str | None = None
    amount: Money | None = None
    type: Literal["unclaimed_property"] = "unclaimed_property"


Document = Deed | Mortgage | Release | OtherDocument
"""A document that is recorded on a parcel."""
CourtRecord = Judgment | Lien | CourtCase
"""What a court or a clerk keeps."""
Asset = (
    Parcel
    | Document
    | CourtRecord
    | UccFiling
    | BusinessInterest
    | Vehicle
    | Vessel
    | Aircraft
    | Licence
    | UnclaimedProperty
)
"""Whatever a finding of an asset kind is about."""

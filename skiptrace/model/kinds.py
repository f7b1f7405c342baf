"""What a fact can be about: contact points, asset indicators, statuses."""

from enum import StrEnum


class FindingKind(StrEnum):
    """A contact fact, an asset indicator, or a status."""

    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    EMPLOYER = "employer"
    REAL_PROPERTY = "real_property"
    VEHICLE = "vehicle"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    BUSINESS_INTEREST = "business_interest"
    LICENCE = "licence"
    LIEN = "lien"
    JUDGMENT = "judgment"
    COURT_CASE = "court_case"
    UCC = "ucc"
    UNCLAIMED_PROPERTY = "unclaimed_property"
    BANKRUPTCY = "bankruptcy"
    DECEASED = "deceased"
    CUSTODY = "custody"
    MILITARY = "military"


CONTACT_KINDS = frozenset(
    {FindingKind.ADDRESS, FindingKind.PHONE, FindingKind.EMAIL, FindingKind.EMPLOYER}
)
STATUS_KINDS = frozenset(
    {FindingKind.BANKRUPTCY, FindingKind.DECEASED, FindingKind.CUSTODY, FindingKind.MILITARY}
)
ASSET_KINDS = frozenset(FindingKind) - CONTACT_KINDS - STATUS_KINDS

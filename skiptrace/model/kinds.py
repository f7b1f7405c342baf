"""What a fact can be about: contact points, asset indicators, statuses, a register's entries."""

from enum import StrEnum


class FindingKind(StrEnum):
    """A contact fact, an asset indicator, a status, or what a register says of a business."""

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
    SANCTION = "sanction"
    REGISTRATION = "registration"
    REGISTER_STATUS = "register_status"
    REGISTERED_AGENT = "registered_agent"
    OFFICER = "officer"


CONTACT_KINDS = frozenset(
    {FindingKind.ADDRESS, FindingKind.PHONE, FindingKind.EMAIL, FindingKind.EMPLOYER}
)
STATUS_KINDS = frozenset(
    {
        FindingKind.BANKRUPTCY,
        FindingKind.DECEASED,
        FindingKind.CUSTODY,
        FindingKind.MILITARY,
        FindingKind.SANCTION,
    }
)
REGISTER_KINDS = frozenset(
    {
        FindingKind.REGISTRATION,
        FindingKind.REGISTER_STATUS,
        FindingKind.REGISTERED_AGENT,
        FindingKind.OFFICER,
    }
)
"""What a register of businesses says of an organisation itself; no contact and no asset of it."""
ASSET_KINDS = frozenset(FindingKind) - CONTACT_KINDS - STATUS_KINDS - REGISTER_KINDS

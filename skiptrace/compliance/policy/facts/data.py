"""What a stored datum is in law: its source's statute, its purpose, its age, who asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from skiptrace.compliance.policy.facts.truth import Truth


class Tag(StrEnum):
    """By which statute a datum came into the house."""

    FCRA = "fcra"
    GLBA = "glba"
    DPPA = "dppa"
    LADMF = "ladmf"
    PUBLIC = "public"
    CREDITOR = "creditor"


class Act(StrEnum):
    """What is to be done with the datum."""

    USE = "use"
    SHARE = "share"
    DISPOSE = "dispose"
    CONSUMER_REQUEST = "consumer_request"


class Output(StrEnum):
    """What something is used for that no location datum may be used for, or collecting."""

    COLLECTION = "collection"
    CREDIT = "credit"
    EMPLOYMENT = "employment"
    TENANCY = "tenancy"
    INSURANCE = "insurance"
    CHARACTER = "character"


@dataclass(frozen=True, slots=True)
class DatumFacts:
    """One datum or one kind of data of one account.

    `tag` None is unknown. `field` is the field's name. `account_id` and `purposes` are what it was
    bought for. `used` is the day of its last use, `active` of the last collection activity on the
    account. `evidence` says that it is compliance evidence. `legal_hold` keeps everything.
    `recipient` names who would get it, `logged` whether that is written down, `residence` the
    state of the one whom the datum is about.
    """

    act: Act
    tag: Tag | None = None
    field: str = ""
    account_id: str = ""
    purposes: frozenset[str] = frozenset()
    used: date | None = None
    active: date | None = None
    evidence: Truth = Truth.UNKNOWN
    legal_hold: Truth = Truth.NO
    recipient: str = ""
    logged: Truth = Truth.UNKNOWN
    consented: Truth = Truth.NO
    residence: str = ""
    we_sell_data: Truth = Truth.NO
    platform_request: date | None = None
    died: date | None = None

"""One contact that is asked about: with whom, by what medium, where, when, after what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from skiptrace.compliance.policy.facts.truth import Truth
from skiptrace.model.contact_check import Line, Reassigned


class Medium(StrEnum):
    """How somebody is reached."""

    VOICE = "voice"
    SMS = "sms"
    EMAIL = "email"
    MAIL = "mail"
    POSTCARD = "postcard"
    SOCIAL = "social"


ELECTRONIC = frozenset({Medium.SMS, Medium.EMAIL, Medium.SOCIAL})


class Party(StrEnum):
    """Who is reached."""

    CONSUMER = "consumer"
    THIRD_PARTY = "third_party"
    ATTORNEY = "attorney"
    ESTATE = "estate"
    GUARDIAN = "guardian"


class Setting(StrEnum):
    """Where the contact reaches somebody."""

    HOME = "home"
    WORK = "work"


class Origin(StrEnum):
    """Who gave the contact point."""

    CONSUMER = "consumer"
    CREDITOR = "creditor"
    THIRD_PARTY = "third_party"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody may live: state, ZIP code of five digits or empty, area code or empty."""

    state: str = ""
    zip5: str = ""
    area_code: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One earlier attempt on this debt. `wrong` says that it was learned to be misdirected.

    `account` tells accounts apart where a limit counts by account; `talked` that it was a
    conversation, `connected` that it reached a line at all.
    """

    on: date
    medium: Medium = Medium.VOICE
    setting: Setting = Setting.HOME
    account: str = ""
    talked: bool = False
    connected: bool = True
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Consent:
    """Consent to automated calls and texts: when given, when taken back, and what RND said.

    `asked` is the day of the database query, `of_matter` whether a revocation was of this matter.
    """

    given: date | None = None
    revoked: date | None = None
    of_matter: Truth = Truth.UNKNOWN
    reassigned: Reassigned | None = None
    asked: date | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """A stretch of local time, from the first minute up to the last."""

    first: time
    last: time


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """One contact. Unknown line, setting and origin are None.

    `at` is the moment in UTC. `places` are all candidate places of the one reached. `bad_times` are
    hours that the consumer called inconvenient, in local time. `attempts` are the earlier ones.
    `automated` says whether a dialer, a recording or an artificial voice is used.
    """

    medium: Medium
    party: Party = Party.CONSUMER
    line: Line | None = None
    setting: Setting | None = None
    origin: Origin | None = None
    at: datetime | None = None
    places: tuple[Place, ...] = ()
    bad_times: tuple[Hours, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    automated: Truth = Truth.NO
    consent: Consent = Consent()
    employer_prohibits: Truth = Truth.UNKNOWN
    employer_domain: Truth = Truth.UNKNOWN
    consumer_used: Truth = Truth.NO
    address_bad: Truth = Truth.NO
    is_required_notice: bool = False
    attorney_written: date | None = None
    estate_authority: Truth = Truth.UNKNOWN


@dataclass(frozen=True, slots=True)
class AskOthers:
    """A task to ask others where the consumer is: what it asks and says, and what was before.

    `basis` is why the earlier answer was wrong or incomplete and why the third party knows now.
    """

    asks: frozenset[str] = frozenset()
    names_consumer: Truth = Truth.UNKNOWN
    says_location: Truth = Truth.UNKNOWN
    mentions_debt: Truth = Truth.UNKNOWN
    names_employer: Truth = Truth.NO
    employer_asked: Truth = Truth.NO
    asked_before: Truth = Truth.UNKNOWN
    they_asked: Truth = Truth.NO
    basis: str = ""
    location_known: Truth = Truth.NO
    in_household: Truth = Truth.UNKNOWN
    tried_consumer: Truth = Truth.UNKNOWN

"""The shapes of counsel's tables besides holds and purposes: places, limits, periods, switches."""

from __future__ import annotations

from datetime import date, time
from typing import Literal

from pydantic import Field, model_validator

from config.compliance import CounselTable
from config.loader import Table


class StatePlace(Table):
    """A state's time zones and telephone area codes."""

    zones: tuple[str, ...] = Field(min_length=1)
    area_codes: tuple[str, ...] = ()


class CityPlace(Table):
    """A city with rules of its own: its state, the ZIP codes and area codes that may be its."""

    state: str
    zip_prefixes: tuple[str, ...]
    area_codes: tuple[str, ...] = ()


class PlaceTable(CounselTable):
    """places.toml."""

    states: dict[str, StatePlace]
    cities: dict[str, CityPlace]

    @model_validator(mode="after")
    def _known_states(self) -> PlaceTable:
        lost = {city.state for city in self.cities.values()} - self.states.keys()
        if lost:
            raise ValueError(f"cities: expected states of the table, not {', '.join(sorted(lost))}")
        return self

    def state_of(self, area_code: str) -> str:
        """The state of an area code; empty where nobody knows it."""
        held = (name for name, state in self.states.items() if area_code in state.area_codes)
        return next(held, "") if area_code else ""


Medium = Literal["voice", "sms", "email", "mail"]


class Row(Table):
    """A row that is law from one day up to the day before another, in one place or everywhere."""

    rule: str
    place: str = ""
    media: tuple[Medium, ...] = Field(min_length=1)
    first: date = Field(alias="from")
    ends: date | None = Field(default=None, alias="to")
    first_party: bool = False

    def is_in_force(self, day: date) -> bool:
        """Whether the row is law on that day."""
        return self.first <= day and (self.ends is None or day < self.ends)


class Window(Row):
    """Local hours in which somebody may be reached."""

    opens: time
    closes: time

    @model_validator(mode="after")
    def _in_order(self) -> Window:
        if self.opens >= self.closes:
            raise ValueError("opens: expected an earlier hour than closes")
        return self


class Cap(Row):
    """How many attempts in how many days; `after_talk_days` counts the day of the talk as first."""

    count: int = Field(ge=1)
    days: int = Field(ge=1)
    settings: tuple[Literal["home", "work"], ...] = ()
    per: Literal["debt", "account"] = "debt"
    after_talk_days: int = Field(default=0, ge=0)
    connected_only: bool = False


class ContactLimits(CounselTable):
    """contact_limits.toml."""

    windows: tuple[Window, ...]
    caps: tuple[Cap, ...]


class ClaimPeriod(Table):
    """Within how many years a claim may be sued upon, and by which law."""

    years: int = Field(ge=1)
    source: str = Field(pattern=r"\w")
    payment_restarts: bool = False


class LimitationTable(CounselTable):
    """limitation.toml: periods by state and kind of claim."""

    states: dict[str, dict[Literal["written", "open", "oral", "judgment"], ClaimPeriod]]


class Licence(Table):
    """A licence or bond, and the last day on which it is live."""

    number: str = Field(pattern=r"\w")
    expires: date


class LicenceTable(CounselTable):
    """licences.toml."""

    required: tuple[str, ...]
    held: dict[str, Licence]


class VoterTable(CounselTable):
    """voter.toml: the states whose voter data counsel allows for collection, with the basis."""

    forbidden: tuple[str, ...]
    allowed: dict[str, str]

    @model_validator(mode="after")
    def _not_both(self) -> VoterTable:
        if both := sorted(set(self.forbidden) & self.allowed.keys()):
            raise ValueError(f"allowed.{both[0]}: the state is forbidden")
        return self


class Vendor(Table):
    """The contract with one vendor, and how it spells our purposes."""

    contract: str = Field(pattern=r"\w")
    certified_until: date
    country: str = "US"
    codes: dict[str, str] = Field(default_factory=dict)


class VendorTable(CounselTable):
    """vendors.toml: by connector id."""

    vendors: dict[str, Vendor]


class House(Table):
    """What the house is, where an account does not say it, and what an account must say."""

    collector: Literal["first_party", "third_party", "buyer"] | None = None
    purpose: Literal["consumer", "commercial"] | None = None
    required: tuple[Literal["collector", "purpose", "creditor", "default_date"], ...] = ()


class Days(Table):
    """Spans in days; `coerced_notice` is in business days."""

    attorney_silence: int = Field(ge=1)
    text_consent: int = Field(ge=1)
    undeliverable: int = Field(ge=1)
    validation: int = Field(ge=1)
    mail: int = Field(ge=0)
    military_report: int = Field(ge=0)
    bankruptcy_report: int = Field(ge=0)
    screen: int = Field(ge=0)
    coerced_notice: int = Field(ge=0)
    coerced_review: int = Field(ge=0)


class Years(Table):
    """Spans in years."""

    disposal: int = Field(ge=1)
    evidence: int = Field(ge=1)
    redisclosure: int = Field(ge=1)
    sanctions: int = Field(ge=1)
    limited_deaths: int = Field(ge=1)


class Switches(Table):
    """Where law is unsettled, and days on which it settles."""

    revoke_all: bool
    revoke_all_until: date
    reuse_across_accounts: bool = False
    platform_from: date
    platform_days: int = Field(ge=1)


class Deaths(Table):
    """The last day of the certification for limited-access death data; None is none."""

    certified_until: date | None = None


class Foreign(Table):
    """Countries whom no bulk personal data may reach, as ISO codes of two letters."""

    concern: tuple[str, ...]


class Medical(Table):
    """Names of fields that tell of medical care."""

    fields: tuple[str, ...]


class PolicyTable(CounselTable):
    """policy.toml: numbers and switches."""

    house: House
    days: Days
    years: Years
    switches: Switches
    deaths: Deaths
    foreign: Foreign
    data_level: dict[str, date]
    medical: Medical

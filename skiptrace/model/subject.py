"""The subject: the person or organisation looked for, with what the creditor knows of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from skiptrace.model.dates import PartialDate

T = TypeVar("T")


class EntityKind(StrEnum):
    """What a subject or a source record is about."""

    PERSON = "person"
    ORGANIZATION = "organization"


class ContactStatus(StrEnum):
    """What is known of a contact point before any search; unknown is a state of its own."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, repr=False)
class PersonName:
    """A person's name in parts, with the text it was read from; empty parts are unknown."""

    given: str = ""
    middle: str = ""
    surname: str = ""
    generation: str = ""
    original: str = field(default="", compare=False)

    @property
    def full(self) -> str:
        """Given, middle, surname and generation in that order, for display."""
        return " ".join(p for p in (self.given, self.middle, self.surname, self.generation) if p)


@dataclass(frozen=True, slots=True, repr=False)
class PostalAddress:
    """A US postal address as somebody wrote it, in as many parts as they gave.

    `line` is the delivery line with its unit; `zip5` and `zip4` are digits or empty.
    """

    line: str = ""
    city: str = ""
    state: str = ""
    zip5: str = ""
    zip4: str = ""
    original: str = field(default="", compare=False)

    @property
    def one_line(self) -> str:
        """The address in one line, for display and for parsers."""
        postcode = f"{self.zip5}-{self.zip4}" if self.zip4 else self.zip5
        last = " ".join(p for p in (self.state, postcode) if p)
        return ", ".join(p for p in (self.line, self.city, last) if p) or self.original


@dataclass(frozen=True, slots=True, repr=False)
class KnownContact(Generic[T]):
    """A contact point that the creditor already has, and whether it still reaches the subject."""

    value: T
    status: ContactStatus = ContactStatus.UNKNOWN
    since: PartialDate | None = None


@dataclass(frozen=True, slots=True, repr=False)
class RegisterNumber:
    """A number in the register of one place, such as `US-FL`; it says nothing in another's."""

    place: str
    number: str


@dataclass(frozen=True, slots=True, repr=False)
class Subject:
    """The person or organisation looked for.

    `names` holds the current name first, then former names and aliases. `ssn` is nine digits or
    empty; `ssn4` the last four or empty; `ein` is the nine digits of an employer identification
    number or empty. `organization` is set for organisations only. `trade_names` are what the
    subject does business as, `care_of` through whom its mail goes, as the creditor wrote them.
    `left_out` says in words, without a value, what of the creditor's row was not taken, and why.
    Of an organisation, `former_names` are what it was called before, `registered` its numbers in
    registers of businesses, `formed_in` the state of its formation.
    """

    id: str
    kind: EntityKind = EntityKind.PERSON
    names: tuple[PersonName, ...] = ()
    organization: str = ""
    dob: PartialDate | None = None
    ssn: str = ""
    ssn4: str = ""
    ein: str = ""
    addresses: tuple[KnownContact[PostalAddress], ...] = ()
    phones: tuple[KnownContact[str], ...] = ()
    emails: tuple[KnownContact[str], ...] = ()
    left_out: tuple[str, ...] = ()
    trade_names: tuple[str, ...] = ()
    care_of: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    registered: tuple[RegisterNumber, ...] = ()
    formed_in: str = ""

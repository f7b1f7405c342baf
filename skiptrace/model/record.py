"""What a source said: the answer, its raw bytes, and the records read from them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

from skiptrace.model.contact_check import Checked
from skiptrace.model.dates import PartialDate
from skiptrace.model.kinds import FindingKind
from skiptrace.model.registration import Registration
from skiptrace.model.subject import EntityKind, PersonName, PostalAddress
from skiptrace.model.succession import Succession
from skiptrace.model.waterfall import Outcome

T = TypeVar("T")


@dataclass(frozen=True)
class Snapshot:
    """The raw answer, byte for byte as the source sent it.

    `request` describes the call without personal data (method, path, page). `sha256` addresses it.
    """

    body: bytes = field(repr=False)
    media_type: str
    request: str
    retrieved: datetime

    @cached_property
    def sha256(self) -> str:
        """Lower-case hexadecimal SHA-256 of the body."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a fact came from: enough to find the bytes again.

    `locator` points into the stored answer (a JSON path, a row number, a byte range).
    `connector_version` is the card's version; `permit_id` the gate's leave. `followed` are the
    steps by which a business was asked for under another name than its own; none for its own.
    `asked_as` is the trade name by which the source was asked, as the creditor has it, or empty.
    """

    connector_id: str
    connector_version: str
    record_ref: str
    retrieved: datetime
    snapshot_sha256: str
    locator: str
    permit_id: str
    followed: tuple[Succession, ...] = ()
    asked_as: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Reported(Generic[T]):
    """A fact as a source reports it, with its dates and its role (mailing, situs, agent).

    `sources` are those that the source itself has it from, by its names, with `; ` between them.
    """

    value: T
    first_seen: PartialDate | None = None
    last_seen: PartialDate | None = None
    role: str = ""
    sources: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Indicator:
    """An asset or a status that a record reports; it indicates, it never proves ownership.

    `reference` is the publisher's number (parcel, document, case, docket). `detail` holds further
    reported facts under the publisher's terms, such as assessed_value or chapter.
    """

    kind: FindingKind
    description: str
    reference: str
    dated: PartialDate | None = None
    detail: Mapping[str, str] = field(default_factory=dict)


class RelationKind(StrEnum):
    """What another person is to the one whom a record is about, by the source's word."""

    RELATIVE = "relative"
    ASSOCIATE = "associate"


@dataclass(frozen=True, slots=True, repr=False)
class Relation:
    """Another person whom a source names beside the one whom a record is about.

    It is a name and the source's own `word` for the relation (Spouse), and no more: never a record
    or a contact of the subject, and nobody who owes (15 USC 1692c(b)).
    """

    kind: RelationKind
    name: PersonName
    word: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class SourceRecord:
    """One record about one person or organisation, in the source's own words.

    For an organisation `organization` is its name and `names` are the people it lists. `ssn` is
    nine digits, the last four, or empty. `of_subject` is the id of the subject whose own mail piece
    the record reports on, or empty. `age` is in years as the source gives it, on the day it was
    asked. `relations` are other people. `registration` is a business register's entry of the
    organisation.
    """

    source: str
    ref: str
    kind: EntityKind
    provenance: Provenance
    names: tuple[PersonName, ...] = ()
    organization: str = ""
    dob: PartialDate | None = None
    ssn: str = ""
    death: PartialDate | None = None
    addresses: tuple[Reported[PostalAddress], ...] = ()
    phones: tuple[Reported[str], ...] = ()
    emails: tuple[Reported[str], ...] = ()
    employers: tuple[Reported[str], ...] = ()
    indicators: tuple[Indicator, ...] = ()
    of_subject: str = ""
    age: int | None = None
    relations: tuple[Relation, ...] = ()
    registration: Registration | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a source gave for a question whose answer comes later.

    `reference` is the source's own name for it, never shown; empty where it gave none. It is asked
    no earlier than `ask_next`, and waited for until `deadline`. `task` says what a person is to do
    where no program can get the answer.
    """

    reference: str
    ask_next: datetime
    deadline: datetime
    task: str = ""

    def __repr__(self) -> str:
        return f"Ticket(until {self.deadline:%Y-%m-%d})"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one connector answered to one inquiry.

    A NO_HIT carries the snapshot that earned it. FAILED, BLOCKED and IN_DOUBT carry a reason of
    the form `ErrorClass: words`, without personal data. `cost` is what the source billed. `rule` is
    the rule by which the connector itself withheld an answer, such as R51. `ticket` is what a
    PENDING answer is collected by. `checked` is what a source that names nobody says of the contact
    point that was asked about; its answers have no records.
    """

    inquiry_id: str
    outcome: Outcome
    records: tuple[SourceRecord, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    cost: Decimal = Decimal(0)
    reason: str = ""
    rule: str = ""
    ticket: Ticket | None = None
    checked: Checked | None = None

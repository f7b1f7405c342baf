"""The `[portal]` table of a card: how its pages are told apart, followed and read."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from connectors.card import StrictTable, Text
from connectors.engine.record_map.party import PartyColumns, RecordMap
from matching.parse.date.layouts import DateLayout
from skiptrace.model.finding import FindingKind

InquiryPart = Literal[
    "surname",
    "surname_start",
    "given",
    "given_initial",
    "middle",
    "organization",
    "organization_start",
]


class FormFields(StrictTable):
    """The search form: its selector, and which input holds which part of the inquiry.

    `person` and `organization` are for the two kinds of subject; a kind without inputs is not
    searched. Hidden fields and defaults are taken from the page; `fixed` values replace them. A
    name of fewer letters than `least_letters` is not asked, since the portal would refuse it. The
    part `surname_start` is the surname with the portal's sign for a beginning, `wildcard`, which
    also finds the double surnames that begin with it; `organization_start` is the name without its
    legal form, for portals that take an organisation's name for a beginning.
    """

    selector: Text
    least_letters: Annotated[int, Field(ge=1)] = 1
    wildcard: str = ""
    person: dict[str, InquiryPart] = Field(default_factory=dict)
    organization: dict[str, InquiryPart] = Field(default_factory=dict)
    fixed: dict[str, str] = Field(default_factory=dict)


class Markers(StrictTable):
    """CSS selectors that tell the pages apart: one of them is on each page of that kind alone."""

    form: Text
    results: Text
    none: Text
    detail: Text
    challenge: Text
    expired: Text


class Links(StrictTable):
    """Where a results page leads, and the exact column headings of its table.

    `details` and `next` select href attributes; `total` the text that holds the number of all
    cases, which must equal the rows of all pages together.
    """

    headings: Text
    columns: tuple[Text, ...]
    details: Text
    next: Text
    total: Text


class Pairs(StrictTable):
    """Labelled values of a detail page: every label is known, in `names`, or in `ignored`."""

    labels: Text
    values: Text
    names: dict[str, str]
    ignored: tuple[str, ...] = ()


class Rows(StrictTable):
    """A table of a detail page: every heading is known; `names` maps it to our column."""

    headings: Text
    rows: Text
    cells: Text
    names: dict[str, str]


class CaseKind(StrictTable):
    """What a type of case indicates against its debtor; `detail` is added to the indicator."""

    kind: FindingKind
    detail: dict[str, str] = Field(default_factory=dict)


class CaseReading(StrictTable):
    """How a case becomes indicators.

    `kinds` says what each type of case indicates for a party whose role, in the court's word, is in
    `against`; every other type and role is a court case.
    """

    number: Text
    type: Text
    filed: Text
    detail: dict[str, str] = Field(default_factory=dict)
    kinds: dict[str, CaseKind] = Field(default_factory=dict)
    against: tuple[Text, ...]


class PortalSection(StrictTable):
    """The whole `[portal]` table.

    A crawl of n inquiries is killed `deadline_seconds` + n * `deadline_per_inquiry` after its
    start. At most `max_pages` of results and `max_details` cases are read for one inquiry. `party`
    reads a party's row, and with it the columns of its case; `codes` knows every role.
    """

    start: Annotated[str, Field(pattern=r"^/[^?#]*$")]
    obey_robots: bool
    deadline_seconds: Annotated[float, Field(gt=0)]
    deadline_per_inquiry: Annotated[float, Field(ge=0)]
    max_pages: Annotated[int, Field(ge=1, le=100)]
    max_details: Annotated[int, Field(ge=1, le=500)]
    form: FormFields
    markers: Markers
    results: Links
    case: Pairs
    parties: Rows
    party: PartyColumns
    codes: dict[str, dict[str, str]] = Field(default_factory=dict)
    dates: dict[str, DateLayout] = Field(default_factory=dict)
    reading: CaseReading

    @cached_property
    def map(self) -> RecordMap:
        """What the columns of a case and of a party's row mean."""
        return RecordMap((self.party,), self.codes, self.dates)

    @model_validator(mode="after")
    def _columns_are_read(self) -> Self:
        case, party = set(self.case.names.values()), set(self.parties.names.values())
        reading = self.reading
        of_case = {reading.number, reading.type, reading.filed, *reading.detail.values()}
        read = of_case | self.party.columns()
        unknown, unread = sorted(read - case - party), sorted((case | party) - read)
        if unknown or unread:
            raise ValueError(f"columns unknown: {unknown}; named and not read: {unread}")
        if both := sorted(case & party):
            raise ValueError(f"columns of a case and of a party alike: {both}")
        if self.party.role_column not in self.codes:
            raise ValueError("codes: none for the party's role_column")
        return self

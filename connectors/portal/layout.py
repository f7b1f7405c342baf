"""The `[portal]` table of a card: how its pages are told apart, followed and read."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from connectors.card import StrictTable, Text
from matching.parse.person.name_order import NameOrder
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


class PartyPlaces(StrictTable):
    """The columns of a party's row; a name is `whole` in `order`, or in parts.

    An address is `address` (delivery line, town, state and ZIP in one text) or in parts.
    """

    role: Text
    whole: str = ""
    order: NameOrder = NameOrder.SURNAME_FIRST
    surname: str = ""
    given: str = ""
    middle: str = ""
    generation: str = ""
    organization: str = ""
    birth_year: str = ""
    address: str = ""
    line: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""

    @model_validator(mode="after")
    def _one_way_each(self) -> Self:
        if bool(self.whole) == bool(self.surname):
            raise ValueError("a party has either `whole` or `surname`")
        if bool(self.address) == bool(self.line):
            raise ValueError("a party has either `address` or `line`")
        return self

    @property
    def columns(self) -> frozenset[str]:
        """The columns that are read."""
        values = {getattr(self, name) for name in type(self).model_fields if name != "order"}
        return frozenset(values) - {""}


class CaseKind(StrictTable):
    """What a type of case indicates against its debtor; `detail` is added to the indicator."""

    kind: FindingKind
    detail: dict[str, str] = Field(default_factory=dict)


class CaseReading(StrictTable):
    """How a case becomes indicators.

    `kinds` says what each type of case indicates for a party whose role is in `against`; every
    other type and role is a court case. `roles` are all roles that are known.
    """

    number: Text
    type: Text
    filed: Text
    detail: dict[str, str] = Field(default_factory=dict)
    kinds: dict[str, CaseKind] = Field(default_factory=dict)
    roles: tuple[Text, ...]
    against: tuple[Text, ...]


class PortalSection(StrictTable):
    """The whole `[portal]` table.

    A crawl of n inquiries is killed `deadline_seconds` + n * `deadline_per_inquiry` after its
    start. At most `max_pages` of results and `max_details` cases are read for one inquiry.
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
    party: PartyPlaces
    reading: CaseReading

    @model_validator(mode="after")
    def _columns_are_read(self) -> Self:
        case, party = set(self.case.names.values()), set(self.parties.names.values())
        reading = self.reading
        of_case = {reading.number, reading.type, reading.filed, *reading.detail.values()}
        unknown = sorted((of_case - case) | (self.party.columns - party))
        unread = sorted((case - of_case) | (party - self.party.columns))
        if unknown or unread:
            raise ValueError(f"columns unknown: {unknown}; named and not read: {unread}")
        return self

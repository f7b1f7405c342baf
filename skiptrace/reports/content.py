"""What a report is made from, and the asset report as plain data that every rendering shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from skiptrace.model.card import ConnectorCard
from skiptrace.model.contact_check import CheckedPoints
from skiptrace.model.finding import Finding
from skiptrace.model.inquiry import Refusal
from skiptrace.model.kinds import FindingKind
from skiptrace.model.match import Candidate
from skiptrace.model.order import TraceOrder
from skiptrace.model.waterfall import StepOutcome


@dataclass(frozen=True, slots=True)
class Withheld:
    """A rule's word that one finding may not be shown to this reader, such as R52 (death data)."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class SuitWord:
    """One rule's word on a suit: how strict (`flag` restrains nothing), and a day it names."""

    severity: str
    rule: str
    words: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class ReportCase:
    """Everything the reports of one order draw on; nothing else is looked up.

    `findings` are the current ones of the account with their evidence. `cards` holds the card of
    every installed source by connector id, asked or not, so that a report can say what was not
    searched. `candidates` are by candidate id, as evidence names them. `purposes` gives words to
    purpose codes, `withheld` the findings (by id) that this reader may not see, and `barred` the
    kinds of facts of which this reader may see none. `marks` travel with every report of the
    account, such as that the debt is disputed, `suit` is what the law says of a suit on that
    day; None where nobody asked. `checks` are what sources said of the account's contact points.
    `enabled` are the sources that this installation asks, by id; None where all are.
    """

    order: TraceOrder
    findings: tuple[Finding, ...]
    steps: tuple[StepOutcome, ...]
    refusals: tuple[Refusal, ...]
    cards: Mapping[str, ConnectorCard]
    prepared: datetime
    candidates: Mapping[str, Candidate] = field(default_factory=dict)
    purposes: Mapping[str, str] = field(default_factory=dict)
    withheld: Mapping[str, Withheld] = field(default_factory=dict)
    barred: Mapping[FindingKind, Withheld] = field(default_factory=dict)
    marks: tuple[str, ...] = ()
    suit: tuple[SuitWord, ...] | None = None
    checks: CheckedPoints = field(default_factory=CheckedPoints)
    enabled: frozenset[str] | None = None

    @property
    def care_of(self) -> tuple[str, ...]:
        """Through whom the subject's mail goes, unless this reader may see no address."""
        return () if FindingKind.ADDRESS in self.barred else self.order.subject.care_of


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled line of the report's header."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One source record behind a line: its exhibit mark, source, reference and dates (ISO text).

    `probability` is the match probability of that record; None for the account file itself.
    """

    mark: str
    source: str
    record_ref: str
    role: str
    first_seen: str
    last_seen: str
    retrieved: str
    probability: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """One reported fact; `citations` is never empty.

    `facts` are what a reader looks for first, labelled, `details` what else the sources say.
    `whose` names the obligor and the role, in a report on several of them.
    """

    label: str
    value: str
    details: tuple[str, ...]
    status: str
    reported: str
    probability: float | None
    citations: tuple[Citation, ...]
    finding_id: str = ""
    whose: str = ""
    facts: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A source that was not searched, or did not answer, and why in words."""

    source: str
    why: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report: its lines, and what must be said where lines are missing.

    A section without lines has at least one statement, so that nothing is ever left blank.
    """

    code: str
    title: str
    lines: tuple[Line, ...]
    statements: tuple[str, ...]
    searched: tuple[str, ...]
    not_searched: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """A source that answered, what came of it, and what it billed in US dollars."""

    source: str
    source_class: str
    result: str
    cost: str


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One entry of the evidence appendix: enough to find the stored bytes of the answer again."""

    mark: str
    source: str
    source_class: str
    record_ref: str
    locator: str
    retrieved: str
    sha256: str
    probability: float | None
    permit: str
    connector: str


@dataclass(frozen=True, slots=True)
class AssetReport:
    """The asset report as data, in reading order; PDF, workbook and JSON are renderings of it."""

    title: str
    prepared: datetime
    header: tuple[Field, ...]
    explanation: tuple[str, ...]
    sections: tuple[Section, ...]
    unconfirmed: Section
    searched: tuple[Searched, ...]
    not_searched: tuple[Gap, ...]
    exhibits: tuple[Exhibit, ...]

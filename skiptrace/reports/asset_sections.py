"""Which findings go under which heading of the asset report, and what a heading says when empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from skiptrace.model.finding import STATUS_KINDS, Finding, FindingKind, FindingStatus
from skiptrace.reports.content import Gap, Line, ReportCase, Section
from skiptrace.reports.exhibits import ExhibitList
from skiptrace.reports.searched import SearchLog
from skiptrace.reports.ssn_mask import SsnMask
from skiptrace.reports.successions import is_of_successor
from skiptrace.reports.wording import KIND_WORDS

VERIFIED = "verified"
UNABLE = "unable to determine"
NO_SOURCE = "no installed source covers this"
SEE_UNCONFIRMED = "An unconfirmed record is listed apart under Unconfirmed."


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of the report and the kinds of finding that belong under it."""

    code: str
    title: str
    kinds: frozenset[FindingKind]
    note: str = ""


ADDRESSES = Heading("addresses", "Address history", frozenset({FindingKind.ADDRESS}))
_OWN = frozenset({FindingKind.BANKRUPTCY, FindingKind.SANCTION})
STATUS = Heading("status", "Deceased, custody and military status", STATUS_KINDS)
HEADINGS: tuple[Heading, ...] = (
    Heading("real_property", "Real property", frozenset({FindingKind.REAL_PROPERTY})),
    Heading("business", "Business interests", frozenset({FindingKind.BUSINESS_INTEREST})),
    Heading("licences", "Licences", frozenset({FindingKind.LICENCE})),
    Heading(
        "movables",
        "Vehicles, vessels and aircraft",
        frozenset({FindingKind.VEHICLE, FindingKind.VESSEL, FindingKind.AIRCRAFT}),
    ),
    Heading(
        "filings",
        "UCC filings and unclaimed property",
        frozenset({FindingKind.UCC, FindingKind.UNCLAIMED_PROPERTY}),
    ),
    Heading(
        "liens_judgments",
        "Liens and judgments",
        frozenset({FindingKind.LIEN, FindingKind.JUDGMENT}),
    ),
    Heading("court_cases", "Court cases", frozenset({FindingKind.COURT_CASE})),
    Heading("bankruptcies", "Bankruptcies", frozenset({FindingKind.BANKRUPTCY})),
    Heading(
        "sanctions",
        "Sanctions lists",
        frozenset({FindingKind.SANCTION}),
        "A name on a list is no match until a person has compared what the list says (R61).",
    ),
    Heading(STATUS.code, STATUS.title, STATUS_KINDS - _OWN),
    Heading("employment", "Employment", frozenset({FindingKind.EMPLOYER})),
    Heading(
        "contact",
        "Telephone and e-mail",
        frozenset({FindingKind.PHONE, FindingKind.EMAIL}),
        "A traced number or address comes with no consent to automated calls, texts or e-mail.",
    ),
)
BUSINESS_ADDRESSES = Heading("addresses", "Principal office and mailing addresses", ADDRESSES.kinds)
REGISTER_HEADINGS: tuple[Heading, ...] = (
    Heading("registration", "Registration", frozenset({FindingKind.REGISTRATION})),
    Heading(
        "register_status",
        "Status in the register",
        frozenset({FindingKind.REGISTER_STATUS}),
        "A status holds nothing back: whether a business that is not active can be sued, and on "
        "whom process is then served, is for counsel to say.",
    ),
    Heading(
        "agent",
        "Agent for service of process",
        frozenset({FindingKind.REGISTERED_AGENT}),
        "The address is the agent's: process is served there, and it is not said to be the "
        "subject's place of business.",
    ),
    Heading(
        "officers",
        "Officers and managers: associated, not liable",
        frozenset({FindingKind.OFFICER}),
        "An office makes nobody liable for the debt, and nobody here was searched for it (R23).",
    ),
)
_OF_PEOPLE = frozenset({STATUS.code, "employment"})
BUSINESS_HEADINGS = tuple(heading for heading in HEADINGS if heading.code not in _OF_PEOPLE)
"""What is reported of a business: nobody's death, service in the forces, or place of work."""


@dataclass(frozen=True, slots=True)
class SectionWriter:
    """What every section is written with: the case, its search log, exhibits and mask."""

    case: ReportCase
    log: SearchLog
    exhibits: ExhibitList
    mask: SsnMask

    def confirmed(self, kinds: frozenset[FindingKind]) -> list[Finding]:
        """Findings that may be relied upon, surest first (R65: verified needs dated evidence)."""
        mine = [f for f in self.shown(kinds) if is_confirmed(f)]
        return sorted(mine, key=_order)

    def unconfirmed(self, kinds: frozenset[FindingKind]) -> list[Finding]:
        """Findings that stand but may not be relied upon; rejected ones are another person's."""
        open_states = {FindingStatus.CANDIDATE, FindingStatus.QUARANTINED, FindingStatus.VERIFIED}
        mine = [f for f in self.shown(kinds) if f.status in open_states and not is_confirmed(f)]
        return sorted((f for f in mine if f.evidence), key=_order)

    def former(self) -> list[Finding]:
        """Findings that were surely the subject's and are so no longer."""
        mine = self.shown(frozenset(FindingKind))
        return sorted((f for f in mine if f.status is FindingStatus.FORMER), key=_order)

    def shown(self, kinds: frozenset[FindingKind]) -> list[Finding]:
        """Findings of these kinds that no rule withholds from the reader."""
        hidden = self.case.withheld
        return [f for f in self.case.findings if f.kind in kinds and f.id not in hidden]


def is_confirmed(finding: Finding) -> bool:
    """Whether the finding is verified and at least one dated source record stands behind it."""
    return finding.status is FindingStatus.VERIFIED and bool(finding.evidence)


def write_section(
    heading: Heading, desk: SectionWriter, line_of: Callable[[Finding, str, SectionWriter], Line]
) -> Section:
    """One section: its lines, or where was searched in vain, or why nothing was searched."""
    lines = [line_of(f, VERIFIED, desk) for f in desk.confirmed(heading.kinds)]
    kinds = [kind for kind in FindingKind if kind in heading.kinds]
    if heading.code == STATUS.code:
        statements = [words for kind in kinds for words in _status_words(kind, desk)]
    else:
        statements = _kind_words(kinds[0], desk) if len(kinds) == 1 else _named(kinds, desk)
    notes = [heading.note] if heading.note and lines else []
    held = withheld_statements(heading.kinds, desk)
    return assemble(heading, desk, lines, (*statements, *held, *notes))


def assemble(
    heading: Heading, desk: SectionWriter, lines: Sequence[Line], statements: Sequence[str]
) -> Section:
    """The section with the sources that cover its kinds, answered or not."""
    return Section(
        heading.code,
        heading.title,
        tuple(lines),
        tuple(statements),
        desk.log.titles(desk.log.answered(heading.kinds)),
        desk.log.gaps(heading.kinds),
    )


def searched_words(
    kinds: frozenset[FindingKind], desk: SectionWriter, found: Sequence[object]
) -> list[str]:
    """`Searched in ...` and `Not searched ...` for these kinds; something if none was found."""
    answered = desk.log.answered(kinds)
    gaps = desk.log.gaps(kinds)
    words = [] if found else list(desk.log.in_vain(kinds))
    if gaps:
        words.append(gap_words(gaps))
    if not (found or answered or gaps or withheld_statements(kinds, desk)):
        words.append(f"Not searched: {NO_SOURCE}.")
    return words


def gap_words(gaps: Sequence[Gap]) -> str:
    """`Not searched:` with every source and its reason."""
    return f"Not searched: {'; '.join(f'{gap.source} ({gap.why})' for gap in gaps)}."


def withheld_statements(kinds: frozenset[FindingKind], desk: SectionWriter) -> tuple[str, ...]:
    """A statement for each finding that a rule withholds; it names neither fact nor source."""
    held = [f for f in desk.case.findings if f.kind in kinds and f.id in desk.case.withheld]
    rules = [(KIND_WORDS[f.kind], desk.case.withheld[f.id]) for f in held]
    return tuple(f"{kind}: withheld by rule {w.rule}: {w.reason}." for kind, w in rules)


def _named(kinds: Sequence[FindingKind], desk: SectionWriter) -> list[str]:
    """The statements of a heading of several kinds, each led by the kind it speaks of."""
    spoken = ((KIND_WORDS[kind], _kind_words(kind, desk)) for kind in kinds)
    return [f"{name}: {' '.join(words)}" for name, words in spoken if words]


def _kind_words(kind: FindingKind, desk: SectionWriter) -> list[str]:
    """What must be said of one kind beside its lines; never nothing when it has no line."""
    only = frozenset({kind})
    words = searched_words(only, desk, desk.confirmed(only))
    if not desk.unconfirmed(only):
        return words
    return [*words, SEE_UNCONFIRMED]


def _status_words(kind: FindingKind, desk: SectionWriter) -> list[str]:
    """Three states, never two: an absent record is not a no (R46 for military service)."""
    only = frozenset({kind})
    if desk.confirmed(only) or withheld_statements(only, desk):
        return []
    words = " ".join(_kind_words(kind, desk))
    if kind is FindingKind.MILITARY:
        return [f"{KIND_WORDS[kind]}: {UNABLE}. {words} {_MILITARY}"]
    if not desk.log.answered(only) or desk.unconfirmed(only):
        return [f"{KIND_WORDS[kind]}: {UNABLE}. {words}"]
    came = any(desk.log.not_taken(i) for i in desk.log.answered(only))
    lead = "no record was taken as the subject's" if came else "no record found"
    return [f"{KIND_WORDS[kind]}: {lead}, which is not proof of the contrary. {words}"]


_MILITARY = (
    "This report never stands in for a status certificate of the Department of Defense (50 USC "
    "3931): obtain one dated to the affidavit."
)


def _order(finding: Finding) -> tuple[str, bool, float, str, str]:
    """Kind by kind the surest first; what is of a successor stands behind the debtor's own."""
    of_another = is_of_successor(finding)
    return finding.kind.value, of_another, -finding.probability, finding.value, finding.id

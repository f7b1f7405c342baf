"""The asset report for counsel: every line with its source, date, probability and exhibit."""

from __future__ import annotations

from decimal import Decimal

from skiptrace.model.finding import Finding, FindingKind
from skiptrace.model.subject import EntityKind
from skiptrace.reports.asset_business import entry_line, office_section
from skiptrace.reports.asset_former import former_section, sold_section
from skiptrace.reports.asset_parcels import parcel_line
from skiptrace.reports.asset_people import address_section, identity_section
from skiptrace.reports.asset_sections import (
    BUSINESS_HEADINGS,
    HEADINGS,
    REGISTER_HEADINGS,
    SectionWriter,
    write_section,
)
from skiptrace.reports.asset_suit import suit_section
from skiptrace.reports.content import AssetReport, Field, ReportCase, Section
from skiptrace.reports.exhibits import ExhibitList
from skiptrace.reports.searched import SearchLog
from skiptrace.reports.ssn_mask import SsnMask
from skiptrace.reports.wording import dollars, minute, subject_name

TITLE = "Asset indicator report"
UNCONFIRMED_TITLE = "Unconfirmed, not to be relied upon"
EXPLANATION = (
    "An asset indicator is a line in a public or licensed record that a computed match connects "
    "with the subject of this report. It says where to look. It does not say that the subject "
    "holds title, in what share, what the thing is worth, or whether it can be reached by process.",
    "The match column gives the computed probability that the record is about the subject. "
    "Before anything is filed, read the record itself at its keeper: sources carry errors, "
    "lag behind events, and mix up people who share a name. Liens, exemptions, co-owners and "
    "benefit funds (42 USC 407, 31 CFR 212) are not taken off.",
    "A source that found nothing has shown only that it holds no record under the facts it was "
    "asked with. This report is a work paper for counsel, it is no legal opinion and no consumer "
    "report, and it may not be used to decide on credit, insurance, employment or housing.",
)


def build_asset_report(case: ReportCase, exhibits: ExhibitList | None = None) -> AssetReport:
    """The report of one order: sections in reading order, what was searched, and the exhibits.

    Only verified findings that have evidence stand in the sections; what was formerly held has one
    of its own; candidates and quarantined ones are listed apart; rejected and superseded ones are
    counted in the header and not printed. `exhibits` is a list that several reports number in.
    """
    desk = _desk(case, exhibits)
    before = len(desk.exhibits.cited())
    is_business = case.order.subject.kind is EntityKind.ORGANIZATION
    who = _business(desk) if is_business else (identity_section(desk), address_section(desk))
    headings = BUSINESS_HEADINGS if is_business else HEADINGS
    assets = [write_section(heading, desk, parcel_line) for heading in headings]
    at = 1 + next(n for n, section in enumerate(assets) if section.code == "real_property")
    assets.insert(at, sold_section(desk))
    sections = (*who, *assets, former_section(desk), suit_section(case))
    cited = desk.exhibits.cited()[before:]
    unconfirmed = _unconfirmed(desk)
    return AssetReport(
        title=TITLE,
        prepared=case.prepared,
        header=_header(case, desk.mask),
        explanation=EXPLANATION,
        sections=sections,
        unconfirmed=unconfirmed,
        searched=desk.log.results(cited),
        not_searched=desk.log.gaps(),
        exhibits=desk.exhibits.entries(),
    )


def _business(desk: SectionWriter) -> tuple[Section, ...]:
    """Who a business is: its names, its entries, whom process is served on, its officers."""
    entries = (write_section(heading, desk, entry_line) for heading in REGISTER_HEADINGS)
    return (identity_section(desk), *entries, office_section(desk))


def _desk(case: ReportCase, exhibits: ExhibitList | None) -> SectionWriter:
    mask = SsnMask.of(case)
    held = [f for f in case.findings if f.id in case.withheld]
    shown = [f for f in case.findings if f.id not in case.withheld]
    log = SearchLog(case, mask, frozenset(_connectors(held) - _connectors(shown)))
    return SectionWriter(case, log, ExhibitList(case, mask) if exhibits is None else exhibits, mask)


def _connectors(findings: list[Finding]) -> set[str]:
    return {row.provenance.connector_id for f in findings for row in f.evidence}


def _unconfirmed(desk: SectionWriter) -> Section:
    findings = desk.unconfirmed(frozenset(FindingKind))
    lines = tuple(parcel_line(f, f"{f.status.value}: {f.reason}", desk) for f in findings)
    statements = () if lines else ("No unconfirmed record is on file.",)
    return Section("unconfirmed", UNCONFIRMED_TITLE, lines, statements, (), ())


def _header(case: ReportCase, mask: SsnMask) -> tuple[Field, ...]:
    order = case.order
    printed = [f for f in case.findings if f.status.value not in {"rejected", "superseded"}]
    left_out = len(case.findings) - len(printed)
    rows = (
        ("Account", order.account.number),
        ("Matter", order.matter or "none named"),
        ("Subject", subject_name(order.subject)),
        ("Role on the account", order.role.value.replace("_", " ")),
        ("Creditor", order.account.creditor or "not given"),
        ("Requested by", order.requester),
        ("Requested", minute(order.created)),
        ("Prepared", minute(case.prepared)),
        ("As of", order.as_of.isoformat()),
        ("Permissible purpose", _purposes(case)),
        ("Spent on sources", dollars(sum((s.cost for s in case.steps), Decimal(0)))),
        ("Order", order.id),
        ("Findings not printed", f"{left_out} rejected or superseded"),
        *((("Marks", "; ".join(case.marks)),) if case.marks else ()),
    )
    return tuple(Field(label, mask.text(value)) for label, value in rows)


def _purposes(case: ReportCase) -> str:
    codes = sorted(case.order.purposes)
    worded = (f"{c} ({case.purposes[c]})" if case.purposes.get(c) else c for c in codes)
    return ", ".join(worded) or "none stated"

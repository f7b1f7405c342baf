"""One asset report on several obligors of an account: every line names whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from skiptrace.reports.asset_report import build_asset_report
from skiptrace.reports.content import AssetReport, Field, Gap, ReportCase, Searched, Section
from skiptrace.reports.exhibits import ExhibitList
from skiptrace.reports.ssn_mask import SsnMask
from skiptrace.reports.wording import dollars, obligor_words

_OWN = frozenset(
    {"Subject", "Role on the account", "Spent on sources", "Order", "Findings not printed"}
)
"""Header fields that differ from obligor to obligor."""
ASSOCIATED = "Associated, not liable"


def build_joint_report(cases: Sequence[ReportCase], associated: Sequence[str] = ()) -> AssetReport:
    """The report on every obligor of the cases, in their order; that of one case is its own.

    `associated` names those who are on the account and do not owe: they are named, and nothing of
    theirs is searched or shown (15 USC 1681b, 1692c(b)).
    """
    if len(cases) == 1 and not associated:
        return build_asset_report(cases[0])
    exhibits = ExhibitList(cases[0], SsnMask.of(*cases))
    reports = [build_asset_report(case, exhibits) for case in cases]
    whose = [obligor_words(case.order.subject, case.order.role) for case in cases]
    parts = list(zip(whose, reports, strict=True))
    return replace(
        reports[0],
        header=_header(cases, parts, associated),
        sections=tuple(
            _joined([(n, s) for n, report in parts for s in report.sections if s.code == code])
            for code in _codes(reports)
        ),
        unconfirmed=_joined([(name, report.unconfirmed) for name, report in parts]),
        searched=tuple(_searched(parts)),
        not_searched=tuple(_gaps((name, report.not_searched) for name, report in parts)),
        exhibits=exhibits.entries(),
    )


def _codes(reports: Sequence[AssetReport]) -> Sequence[str]:
    """Every section's code in reading order; a section that one report has alone stays in place."""
    codes = [section.code for section in reports[0].sections]
    for report in reports[1:]:
        at = 0
        for section in report.sections:
            if section.code in codes:
                at = codes.index(section.code) + 1
            else:
                codes.insert(at, section.code)
                at += 1
    return codes


def _joined(parts: Sequence[tuple[str, Section]]) -> Section:
    """The same section of several reports, one obligor after the other."""
    first = parts[0][1]
    return Section(
        first.code,
        first.title,
        tuple(replace(line, whose=name) for name, part in parts for line in part.lines),
        tuple(f"{name}: {words}" for name, part in parts for words in part.statements),
        tuple(dict.fromkeys(title for _, part in parts for title in part.searched)),
        tuple(_gaps((name, part.not_searched) for name, part in parts)),
    )


def _gaps(parts: Iterable[tuple[str, Sequence[Gap]]]) -> Iterable[Gap]:
    for name, gaps in parts:
        yield from (replace(gap, why=f"{name}: {gap.why}") for gap in gaps)


def _searched(parts: Sequence[tuple[str, AssetReport]]) -> Iterable[Searched]:
    for name, report in parts:
        yield from (replace(row, result=f"{name}: {row.result}") for row in report.searched)


def _header(
    cases: Sequence[ReportCase],
    parts: Sequence[tuple[str, AssetReport]],
    associated: Sequence[str],
) -> tuple[Field, ...]:
    """What all share, then each obligor with the order and the findings that are left out."""
    shared = [field for field in parts[0][1].header if field.label not in _OWN]
    spent = sum((step.cost for case in cases for step in case.steps), Decimal(0))
    orders = ", ".join(case.order.id for case in cases)
    each = [
        Field(f"Obligor {n}", f"{name}, order {case.order.id}, {_left_out(report)}")
        for n, (case, (name, report)) in enumerate(zip(cases, parts, strict=True), start=1)
    ]
    others = [Field(ASSOCIATED, "; ".join(associated))] if associated else []
    total = [Field("Spent on sources", dollars(spent)), Field("Order", orders)]
    return (*shared, *each, *others, *total)


def _left_out(report: AssetReport) -> str:
    by_label = {field.label: field.value for field in report.header}
    return f"findings not printed: {by_label['Findings not printed']}"

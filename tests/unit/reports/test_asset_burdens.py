"""Parcels in the asset report: what is recorded beside them, and what was formerly held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from skiptrace.model.evidence import Evidence
from skiptrace.model.finding import Finding, FindingKind, FindingStatus
from skiptrace.reports.asset_report import build_asset_report
from skiptrace.reports.content import AssetReport, ReportCase, Section, Withheld
from skiptrace.reports.trace_report import build_trace_report

K = FindingKind
FindingOf = Callable[..., Finding]
EvidenceOf = Callable[..., Evidence]
CONVEYED = "formerly held: conveyed on 2022-03-04, document D-2"


def section_of(report: AssetReport, code: str) -> Section:
    return next(section for section in report.sections if section.code == code)


def parcel(evidence_of: EvidenceOf, number: str, source: str = "property_roll") -> Evidence:
    return evidence_of(K.REAL_PROPERTY, source, number, seen=("2019-05-01", ""))


def burden(evidence_of: EvidenceOf, number: str, document: str) -> Evidence:
    detail = {
        "parcel": number, "document": document, "document_type": "MORTGAGE",
        "lender": "PALM COASTAL BANK NA", "party": "grantor",
    }  # fmt: skip
    return evidence_of(K.LIEN, "property_sales", document, seen=("2019-05-02", ""), detail=detail)


def test_a_mortgage_stands_beside_its_parcel_with_its_lender(
    case: ReportCase, finding_of: FindingOf, evidence_of: EvidenceOf
) -> None:
    mine = finding_of(K.REAL_PROPERTY, "Parcel P-7", parcel(evidence_of, "P-7"))
    other = finding_of(K.REAL_PROPERTY, "Parcel P-8", parcel(evidence_of, "P-8"))
    owed = finding_of(K.LIEN, "mortgage 1", burden(evidence_of, "P 7", "M-1"))
    paid = finding_of(
        K.LIEN,
        "mortgage 2",
        burden(evidence_of, "P-7", "M-2"),
        status=FindingStatus.FORMER,
        reason="satisfied: a release recorded on 2021-01-02, document S-1",
    )
    report = build_asset_report(replace(case, findings=(mine, other, owed, paid)))
    lines = {line.value: line for line in section_of(report, "real_property").lines}
    beside = [words for words in lines["Parcel P-7"].details if "also recorded" in words]
    assert beside == [
        "also recorded on the parcel: MORTGAGE dated 2019-05-02, lender PALM COASTAL BANK NA, "
        "document M-1 (verified)",
        "also recorded on the parcel: MORTGAGE dated 2019-05-02, lender PALM COASTAL BANK NA, "
        "document M-2 (former: satisfied: a release recorded on 2021-01-02, document S-1)",
    ]
    assert not [words for words in lines["Parcel P-8"].details if "also recorded" in words]
    assert [line.value for line in section_of(report, "liens_judgments").lines] == ["mortgage 1"]
    assert [line.value for line in section_of(report, "former").lines] == ["mortgage 2"]


def test_a_parcel_that_was_conveyed_is_formerly_held_and_no_asset(
    case: ReportCase, finding_of: FindingOf, evidence_of: EvidenceOf
) -> None:
    sold = finding_of(
        K.REAL_PROPERTY,
        "Parcel P-7",
        parcel(evidence_of, "P-7"),
        status=FindingStatus.FORMER,
        reason=CONVEYED,
    )
    report = build_asset_report(replace(case, findings=(sold,)))
    assert not section_of(report, "real_property").lines
    assert not report.unconfirmed.lines
    former = section_of(report, "conveyed")
    assert [(line.value, line.status) for line in former.lines] == [("Parcel P-7", CONVEYED)]
    assert former.lines[0].citations
    assert "indicates no asset" in " ".join(former.statements)
    traced = build_trace_report(replace(case, findings=(sold,)))
    assert [(f.status.value, f.reason) for f in traced.others] == [("former", CONVEYED)]


def test_a_case_without_former_things_says_so(case: ReportCase) -> None:
    for code in ("conveyed", "former"):
        section = section_of(build_asset_report(case), code)
        assert section.lines == ()
        assert section.statements


def test_what_a_rule_withholds_is_not_told_beside_a_parcel(
    case: ReportCase, finding_of: FindingOf, evidence_of: EvidenceOf
) -> None:
    mine = finding_of(K.REAL_PROPERTY, "Parcel P-7", parcel(evidence_of, "P-7"))
    owed = finding_of(K.LIEN, "mortgage 1", burden(evidence_of, "P-7", "M-1"))
    held = {owed.id: Withheld("R52", "not for this reader")}
    report = build_asset_report(replace(case, findings=(mine, owed), withheld=held))
    (line,) = section_of(report, "real_property").lines
    assert not [words for words in line.details if "also recorded" in words]

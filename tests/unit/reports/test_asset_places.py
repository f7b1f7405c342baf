"""Residence for venue and address for service: two questions that one address need not answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from skiptrace.model.asset import ParcelRef
from skiptrace.model.evidence import Evidence
from skiptrace.model.finding import Finding, FindingKind
from skiptrace.model.title import Holding, Title
from skiptrace.reports.asset_places import residence_words, service_words
from skiptrace.reports.asset_report import build_asset_report
from skiptrace.reports.content import ReportCase
from tests.tables import each

HOME, OFFICE = "77 QUARRY LN, HARBOR CITY FL 34994", "12 MAIN ST STE 4, HARBOR CITY FL 34994"
BOX, DROP = "PO BOX 12, HARBOR CITY FL 34994", "100 BAY ST PMB 12, HARBOR CITY FL 34994"
NEW, OLD = ("2025-06", "2026-11"), ("2019-01", "2023-05")
FindingOf = Callable[..., Finding]
EvidenceOf = Callable[..., Evidence]


@each(
    ("places", "residence", "service"),
    [
        ([(HOME, NEW, "")], HOME, f"{HOME}, reported 2025-06 to 2026-11, 99.87%, a dwelling"),
        ([(BOX, NEW, ""), (HOME, OLD, "")], HOME, f"{HOME}, reported 2019-01 to 2023-05"),
        ([(DROP, NEW, ""), (HOME, OLD, "")], HOME, f"{HOME}, reported"),
        ([(OFFICE, NEW, "agent"), (HOME, OLD, "mailing")], HOME, f"{HOME}, reported"),
        (
            [(OFFICE, NEW, "officer")],
            "unable to determine",
            f"{OFFICE}, reported 2025-06 to 2026-11, 99.87%, a place of business, no dwelling",
        ),
        ([(BOX, NEW, "")], "unable to determine", "unable to determine: no confirmed address is"),
        ([], "unable to determine", "unable to determine"),
        ([(HOME, ("", ""), "")], "unable to determine", f"{HOME}, reported date not given"),
    ],
)
def test_where_to_sue_and_where_to_serve(
    finding_of: FindingOf,
    evidence_of: EvidenceOf,
    places: list[tuple[str, tuple[str, str], str]],
    residence: str,
    service: str,
) -> None:
    findings = [
        finding_of(
            FindingKind.ADDRESS,
            value,
            evidence_of(FindingKind.ADDRESS, "bureau", f"b{n}", seen=seen, role=role),
        )
        for n, (value, seen, role) in enumerate(places)
    ]
    assert residence_words(findings).startswith(f"Residence for venue (rule R20): {residence}")
    assert service_words(findings).startswith(f"Address for service of process: {service}")


@each(
    ("ref", "words"),
    [
        (ParcelRef("P-7", "Harbor", "FL", HOME), "county Harbor, by parcel P-7"),
        (ParcelRef("P-7", "Harbor", "FL", OFFICE), "county not given by a source"),
        (ParcelRef("P-7", None, "FL", HOME), "county not given by a source"),
        (ParcelRef("P-7", "Harbor", "FL"), "county not given by a source"),
    ],
)
def test_the_county_of_the_residence_is_that_of_a_parcel_there(
    case: ReportCase,
    finding_of: FindingOf,
    evidence_of: EvidenceOf,
    ref: ParcelRef,
    words: str,
) -> None:
    row = evidence_of(FindingKind.ADDRESS, "bureau", "b", seen=NEW)
    home = finding_of(FindingKind.ADDRESS, HOME, row)
    roll = evidence_of(FindingKind.REAL_PROPERTY, "property_roll", "P-7")
    title = Title(ref, Holding.HELD)
    land = finding_of(FindingKind.REAL_PROPERTY, "parcel P-7", roll, title=title)
    report = build_asset_report(replace(case, findings=(home, land)))
    [section] = [s for s in report.sections if s.code == "addresses"]
    said = " ".join(section.statements)
    assert f"99.87%, {words}. Settle it again" in said
    assert "Address for service of process: " in said

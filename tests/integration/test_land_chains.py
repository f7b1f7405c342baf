"""Chains of title from the records of sources to the line of the asset report, case by case."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import pypdf
import pytest
import python_calamine
from candidates import make_candidate, make_record, seen
from orders import NOW, SUBJECT, make_order

from config.reliability import shipped_reliability
from matching.parse.phone.read import SANDBOX_PHONES
from skiptrace.model.asset import Jurisdiction
from skiptrace.model.kinds import FindingKind
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.record import Indicator
from skiptrace.model.subject import EntityKind, PersonName, Subject
from skiptrace.reports.asset_report import build_asset_report
from skiptrace.reports.canonical import canonical_json
from skiptrace.reports.content import AssetReport, Line, ReportCase
from skiptrace.reports.pdf import render_pdf
from skiptrace.reports.workbook import render_workbook
from skiptrace.tracing.confidence import Confidence
from skiptrace.tracing.facts import FactReader
from skiptrace.tracing.findings import Background, FindingMaker, FindingPolicy
from skiptrace.tracing.land import CountyRoll, LandKnown

ME, SPOUSE = "HOLLOWAY DANA Q", "HOLLOWAY MARK"
BUILDER, BUYER, OTHER = "CALUSA LAND CO", "ROE RITA", "LEE BO"
BANK, FIRM = "PALM COASTAL BANK NA", "ACME HOMES LLC"
PLACES = {
    "recorder": "US-FL-Calusa Ferry",
    "roll": "US-FL-Calusa Ferry",
    "elsewhere": "US-FL-Osceola Ridge",
    "statewide": "US-FL",
    "corporate": "US-FL",
}
HELD, SOLD, DOUBT = "real_property", "conveyed", "unconfirmed"
NOWHERE = {"street": "", "city": "", "zip": ""}
AT = {"street": "9 OAK AVE", "city": "LAKE ORLENA", "zip": "34821"}


@dataclass(frozen=True)
class Said:
    """One record of one source that names the subject, and whether it is taken."""

    source: str
    indicator: Indicator
    decision: Decision = Decision.ACCEPT
    name: PersonName = field(default_factory=lambda: PersonName("DANA", "Q", "HOLLOWAY"))
    firm: str = ""

    def candidate(self) -> Candidate:
        ref = (
            f"{self.indicator.detail.get('document', 'roll')}/{self.indicator.detail.get('party')}"
        )
        whose = {"names": (self.name,)} if not self.firm else {
            "names": (), "organization": self.firm, "kind": EntityKind.ORGANIZATION,
        }  # fmt: skip
        record = make_record(self.source, ref, indicators=(self.indicator,), **whose)
        probability = {Decision.ACCEPT: 0.999, Decision.REVIEW: 0.8}.get(self.decision, 0.01)
        return make_candidate(record, probability, self.decision)


def deed(number: str, on: str, grantor: str, grantee: str, **more: Any) -> Said:
    """A deed that the recorder's index has under the subject, who is on the side that bears ME."""
    source, decision = more.pop("source", "recorder"), more.pop("decision", Decision.ACCEPT)
    parcel, name = more.pop("parcel", "P-7"), more.pop("name", None)
    said = {
        "document": number, "document_type": "WARRANTY DEED", "grantor": grantor,
        "grantee": grantee, "party": "grantor" if "DANA" in grantor else "grantee",
        "amount": "180000", **AT, **more,
    }  # fmt: skip
    kept = {term: text for term, text in said.items() if text}
    indicator = Indicator(FindingKind.REAL_PROPERTY, "deed", parcel, seen(on) if on else None, kept)
    one = Said(source, indicator, decision)
    return replace(one, name=name) if name else one


def roll(year: str = "2026", since: str = "2019-05-01", **more: Any) -> Said:
    """A parcel on the county's roll of that year under the subject's name."""
    source, parcel = more.pop("source", "roll"), more.pop("parcel", "P 7")
    decision, name = more.pop("decision", Decision.ACCEPT), more.pop("name", None)
    said = {
        "owner_1": ME, "tax_year": year, "assessed_value": "210500", "homestead": "Y",
        "deed_date": since, **AT, **more,
    }  # fmt: skip
    kept = {term: text for term, text in said.items() if text}
    one = Said(source, Indicator(FindingKind.REAL_PROPERTY, "parcel", parcel, None, kept), decision)
    return replace(one, name=name) if name else one


def loan(number: str = "M-1", on: str = "2019-05-02", **more: Any) -> Said:
    return deed(number, on, ME, BANK, document_type="MORTGAGE", amount="144000", **more)


def paid(number: str = "S-1", on: str = "2023-01-02", **more: Any) -> Said:
    said = {"document_type": "SATISFACTION OF MORTGAGE", "amount": "", **more}
    return deed(number, on, BANK, ME, **said)


def company(name: str, role: str) -> Said:
    detail = {"entity": name, "role": role, "status": "active"}
    indicator = Indicator(FindingKind.BUSINESS_INTEREST, f"{role} of {name}", "L-1", None, detail)
    return Said("corporate", indicator)


def report_on(
    said: Sequence[Said], rolls: Sequence[str] = (), subject: Subject = SUBJECT
) -> AssetReport:
    """The asset report on the subject of whom the sources said that."""
    confidence = Confidence(shipped_reliability(), {})
    maker = FindingMaker(
        FactReader(SANDBOX_PHONES, PLACES),
        confidence,
        FindingPolicy(verified=0.90, fresh_years=3),
        lambda data: sha256(data).hexdigest(),
    )
    known = LandKnown(rolls=tuple(CountyRoll(i, Jurisdiction.read(PLACES[i])) for i in rolls))
    order = make_order(subject=subject)
    findings = maker.findings(order, [s.candidate() for s in said], Background({}, land=known))
    return build_asset_report(ReportCase(order, findings, (), (), {}, NOW))


def parcels(report: AssetReport) -> dict[tuple[str, str], Line]:
    """The lines of parcels by section and parcel number."""
    sections = [*report.sections, report.unconfirmed]
    return {
        (section.code, fact.value): line
        for section in sections
        for line in section.lines
        for fact in line.facts[:1]
    }


TRUST = "HOLLOWAY DANA REVOCABLE TRUST"
IN_TRUST = PersonName("DANA", "", "HOLLOWAY", original=TRUST)
REVIEW, BO = Decision.REVIEW, PersonName("BO", "", "LEE")
BOUGHT = deed("D-1", "2019-05-01", BUILDER, ME)
CASES: Mapping[str, tuple[Sequence[Said], str, Sequence[str]]] = {
    "bought": (
        [BOUGHT],
        HELD,
        [
            "Parcel number: P-7",
            "County: Calusa Ferry, FL",
            f"Current owner of record: {ME} (deed recorded 2019-05-01, document D-1)",
            "Held by: the subject, as far as the records go; latest record of 2019-05-01",
            "Assessed value: not given by a source",
            "Homestead: not given by a source",
            "Recorded mortgages: none found in the sources that answered",
            f"acquired by deed recorded 2019-05-01 from {BUILDER}, stated consideration "
            "$180,000.00, WARRANTY DEED, document D-1",
        ],
    ),
    "bought, and on the roll": (
        [BOUGHT, roll()],
        HELD,
        [
            f"Current owner of record: {ME} (tax roll of 2026)",
            "latest record of 2026",
            "Assessed value: $210,500.00, tax year 2026",
            "Homestead: yes",
            "may be exempt from execution",
        ],
    ),
    "sold": (
        [BOUGHT, deed("D-2", "2022-03-04", ME, BUYER, amount="$240,000")],
        SOLD,
        [
            f"Current owner of record: {BUYER} (deed recorded 2022-03-04, document D-2)",
            "Held by: no longer the subject",
            f"Conveyed: on 2022-03-04 to {BUYER}, stated consideration $240,000.00, WARRANTY DEED, "
            "document D-2",
        ],
    ),
    "sold twice": (
        [
            BOUGHT,
            deed("D-2", "2022-03-04", ME, BUYER),
            deed("D-3", "2023-04-05", ME, OTHER, amount=""),
        ],
        SOLD,
        [
            f"Conveyed: on 2022-03-04 to {BUYER}",
            f"Conveyed: on 2023-04-05 to {OTHER}, stated consideration not given by a source",
        ],
    ),
    "sold, bought back and sold again": (
        [
            BOUGHT,
            deed("D-2", "2020-03-04", ME, BUYER),
            deed("D-3", "2021-04-05", BUYER, ME),
            deed("D-4", "2022-05-06", ME, OTHER),
        ],
        SOLD,
        [f"Current owner of record: {OTHER}"],
    ),
    "sold and bought back": (
        [
            BOUGHT,
            deed("D-2", "2020-03-04", ME, BUYER),
            deed("D-3", "2021-04-05", BUYER, ME),
        ],
        HELD,
        [f"Current owner of record: {ME} (deed recorded 2021-04-05, document D-3)"],
    ),
    "a quitclaim to the spouse for ten dollars": (
        [BOUGHT, deed("D-2", "2025-03-04", ME, SPOUSE, document_type="QCD", amount="10.00")],
        SOLD,
        [
            f"Conveyed: on 2025-03-04 to {SPOUSE}, stated consideration $10.00 (nominal), QCD, "
            "document D-2, the grantee bears the subject's surname",
        ],
    ),
    "the spouse taken in": (
        [
            BOUGHT,
            deed("D-2", "2025-03-04", ME, f"{ME} & MARK", amount="10"),
            deed("D-2", "2025-03-04", ME, f"{ME} & MARK", amount="10", party="grantee"),
        ],
        HELD,
        [f"Current owner of record: {ME} & MARK (deed recorded 2025-03-04, document D-2)"],
    ),
    "into the subject's trust": (
        [
            BOUGHT,
            deed("D-2", "2024-03-04", ME, "HOLLOWAY DANA REVOCABLE TRUST", amount="0"),
            roll(
                owner_1="HOLLOWAY DANA REVOCABLE TRUST",
                since="2024-03-04",
                decision=Decision.REVIEW,
                name=PersonName("DANA", "", "HOLLOWAY", original="HOLLOWAY DANA REVOCABLE TRUST"),
            ),
        ],
        SOLD,
        ["to HOLLOWAY DANA REVOCABLE TRUST, stated consideration $0.00 (nominal)"],
    ),
    "into the subject's trust, which is read as the subject's": (
        [
            BOUGHT,
            deed("D-2", "2024-03-04", ME, TRUST, amount="10"),
            deed("D-2", "2024-03-04", ME, TRUST, party="grantee", name=IN_TRUST),
            roll("2024", owner_1=TRUST, since="2024-03-04", name=IN_TRUST),
        ],
        SOLD,
        [f"Current owner of record: {TRUST} (deed recorded 2024-03-04, document D-2)"],
    ),
    "out of the trust again": (
        [
            BOUGHT,
            deed("D-2", "2024-03-04", ME, TRUST, amount="10"),
            deed("D-3", "2025-03-04", TRUST, ME, party="grantor", name=IN_TRUST),
            deed("D-3", "2025-03-04", TRUST, ME, party="grantee"),
        ],
        HELD,
        [f"Current owner of record: {ME} (deed recorded 2025-03-04, document D-3)"],
    ),
    "into the subject's company": (
        [
            BOUGHT,
            deed("D-2", "2024-03-04", ME, "LARKSPUR RENTALS LLC", amount="100"),
            company("Larkspur Rentals, LLC", "MGR"),
        ],
        SOLD,
        ["(nominal)", "a register names the subject as MGR of the grantee"],
    ),
    "only a trust of the name": (
        [
            roll(
                owner_1="DANA HOLLOWAY TRUST",
                name=PersonName("DANA", "", "HOLLOWAY", original="DANA HOLLOWAY TRUST"),
            )
        ],
        DOUBT,
        ["a trust or a trustee holds it, not the subject in person"],
    ),
    "a mortgage that stands": (
        [BOUGHT, loan()],
        HELD,
        [
            f"Recorded mortgages: MORTGAGE dated 2019-05-02, $144,000.00, lender {BANK}, document "
            "M-1: no release found"
        ],
    ),
    "a mortgage and its satisfaction": (
        [BOUGHT, loan(), paid()],
        HELD,
        ["document M-1: satisfied: a release recorded on 2023-01-02, document S-1"],
    ),
    "a mortgage and a partial release": (
        [BOUGHT, loan(), paid(document_type="PARTIAL RELEASE")],
        HELD,
        ["document M-1: it may be satisfied, wholly or in part"],
    ),
    "a mortgage and a satisfaction of another parcel": (
        [BOUGHT, loan(), paid(parcel="P-8")],
        HELD,
        ["document M-1: no release found"],
    ),
    "a mortgage on another parcel": (
        [BOUGHT, loan(parcel="P-8")],
        HELD,
        ["Recorded mortgages: none found"],
    ),
    "a sheriff's deed that names the subject": (
        [BOUGHT, deed("D-2", "2024-03-04", ME, BANK, document_type="SHERIFF'S DEED", amount="")],
        SOLD,
        [f"Conveyed: on 2024-03-04 to {BANK}", "SHERIFF'S DEED, document D-2"],
    ),
    "an estate's deed": (
        [
            BOUGHT,
            deed(
                "D-2",
                "2024-03-04",
                "ESTATE OF DANA HOLLOWAY",
                "HOLLOWAY JUNE",
                document_type="PERSONAL REPRESENTATIVE'S DEED",
                amount="10",
                name=PersonName("DANA", "", "HOLLOWAY", original="ESTATE OF DANA HOLLOWAY"),
            ),
        ],
        SOLD,
        ["to HOLLOWAY JUNE", "(nominal), PERSONAL REPRESENTATIVE'S DEED"],
    ),
    "one of two owners conveys, the other": (
        [
            deed("D-1", "2019-05-01", BUILDER, f"{ME} & MARK"),
            deed(
                "D-2",
                "2022-03-04",
                SPOUSE,
                BUYER,
                party="grantor",
                decision=Decision.REJECT,
                name=PersonName("MARK", "", "HOLLOWAY"),
            ),
        ],
        HELD,
        [f"Current owner of record: {ME} & MARK"],
    ),
    "one of two owners conveys, the subject": (
        [
            deed("D-1", "2019-05-01", BUILDER, f"{ME} & MARK"),
            deed("D-2", "2022-03-04", ME, BUYER),
        ],
        SOLD,
        [f"acquired by deed recorded 2019-05-01 from {BUILDER}", f"to {BUYER}"],
    ),
    "a deed away in a name that may be the subject's": (
        [
            BOUGHT,
            deed(
                "D-2",
                "2022-03-04",
                "HOLLOWAY DANA R",
                BUYER,
                decision=Decision.REJECT,
                name=PersonName("DANNA", "", "HOLLOWAY"),
            ),
        ],
        DOUBT,
        ["Current owner of record: not given by a source", "Held by: unclear"],
    ),
    "a deed away without a date": (
        [BOUGHT, deed("D-2", "", ME, BUYER)],
        DOUBT,
        ["Held by: unclear", f"Conveyed: on a day that is not given to {BUYER}"],
    ),
    "a deed to the subject without a date": (
        [deed("D-1", "", BUILDER, ME)],
        HELD,
        ["no record bears a date", "(deed without a date, document D-1)"],
    ),
    "neither deed bears a date": (
        [deed("D-1", "", BUILDER, ME), deed("D-2", "", ME, BUYER)],
        DOUBT,
        ["Held by: unclear"],
    ),
    "a roll older than the deed away": (
        [roll("2021"), deed("D-2", "2022-03-04", ME, BUYER)],
        SOLD,
        [f"Current owner of record: {BUYER}"],
    ),
    "a roll of that year and no deed's date": (
        [roll("2022", since=""), deed("D-2", "2022-03-04", ME, BUYER)],
        DOUBT,
        ["Held by: unclear"],
    ),
    "an older roll and no deed's date": (
        [roll("2021", since=""), deed("D-2", "2022-03-04", ME, BUYER)],
        SOLD,
        [f"Current owner of record: {BUYER}"],
    ),
    "a roll that names the subject long after the deed away": (
        [roll("2026"), deed("D-2", "2022-03-04", ME, BUYER)],
        DOUBT,
        ["Held by: unclear; latest record of 2026"],
    ),
    "a roll that rests on a later deed": (
        [roll("2026", since="2024-02-03"), deed("D-2", "2022-03-04", ME, BUYER)],
        HELD,
        [f"Current owner of record: {ME} (tax roll of 2026)"],
    ),
    "only a roll, which writes the surname otherwise": (
        [roll(owner_1="HOLLOWEY DANA", name=PersonName("DANA", "", "HOLLOWEY"))],
        DOUBT,
        ["only a roll tells of it and writes the surname otherwise"],
    ),
    "a roll that writes the surname otherwise, and a deed": (
        [BOUGHT, roll(owner_1="HOLLOWEY DANA", name=PersonName("DANA", "", "HOLLOWEY"))],
        HELD,
        ["Current owner of record: HOLLOWEY DANA (tax roll of 2026)"],
    ),
    "no parcel number, the same house": (
        [
            roll(),
            deed("D-2", "2027-03-04", ME, BUYER, parcel="", street="9 Oak Avenue"),
        ],
        SOLD,
        ["Parcel number: P 7", f"Current owner of record: {BUYER}"],
    ),
    "a number whose county nobody gives, the same house": (
        [roll(), deed("D-2", "2027-03-04", ME, BUYER, source="statewide")],
        SOLD,
        [f"Current owner of record: {BUYER}"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_the_report_prints_of_a_chain(case: str) -> None:
    said, section, expected = CASES[case]
    [((code, _), line)] = parcels(report_on(said)).items()
    told = [f"{fact.label}: {fact.value}" for fact in line.facts]
    text = "\n".join([*told, *line.details, line.status])
    assert code == section, text
    for words in expected:
        assert words in text
    assert line.citations and line.probability is not None
    assert all(cited.record_ref and cited.source for cited in line.citations)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            [BOUGHT, deed("D-2", "2022-03-04", ME, BUYER, source="elsewhere", street="1 ELM RD")],
            {(HELD, "P-7"), (SOLD, "P-7")},
        ),
        (
            [BOUGHT, deed("D-2", "2022-03-04", ME, BUYER, parcel="P-8")],
            {(HELD, "P-7"), (SOLD, "P-8")},
        ),
        (
            [BOUGHT, deed("D-2", "2022-03-04", ME, BUYER, source="statewide", street="1 ELM RD")],
            {(HELD, "P-7"), (SOLD, "P-7")},
        ),
        (
            [
                BOUGHT,
                deed("D-2", "2022-03-04", ME, BUYER, source="statewide", **NOWHERE),
            ],
            {(DOUBT, "P-7"), (SOLD, "P-7")},
        ),
        (
            [BOUGHT, deed("D-2", "2022-03-04", ME, BUYER, parcel="", **NOWHERE)],
            {(DOUBT, "P-7"), (SOLD, "not given by a source")},
        ),
    ],
    ids=[
        "one number in two counties",
        "two numbers in one county",
        "one number, another house",
        "one number, and neither county nor house",
        "no number and no house",
    ],
)  # fmt: skip
def test_which_parcel_a_deed_away_is_of(
    said: Sequence[Said], expected: set[tuple[str, str]]
) -> None:
    assert set(parcels(report_on(said))) == expected


@pytest.mark.parametrize(
    ("said", "rolls", "section"),
    [
        ([BOUGHT], ["roll"], DOUBT),
        ([BOUGHT], [], HELD),
        ([BOUGHT], ["elsewhere"], HELD),
        ([BOUGHT, roll()], ["roll"], HELD),
        ([BOUGHT, roll(owner_1="LEE BO", decision=REVIEW, name=BO)], ["roll"], DOUBT),
        ([BOUGHT, roll(decision=REVIEW)], ["roll"], HELD),
        ([deed("D-1", "2026-03-01", BUILDER, ME)], ["roll"], HELD),
        ([deed("D-1", "", BUILDER, ME)], ["roll"], DOUBT),
        ([BOUGHT, deed("D-2", "2022-03-04", ME, BUYER)], ["roll"], SOLD),
    ],
    ids=[
        "the county's roll leaves it out",
        "no roll answered",
        "another county's roll leaves it out",
        "the roll lists it",
        "the roll lists it under another name",
        "the roll lists it in a record for a person to look at",
        "bought after the roll's day",
        "bought on an unknown day",
        "sold",
    ],
)  # fmt: skip
def test_what_a_complete_roll_that_leaves_a_parcel_out_says(
    said: Sequence[Said], rolls: Sequence[str], section: str
) -> None:
    assert [code for code, _ in parcels(report_on(said, rolls))] == [section]


def test_a_mortgage_of_a_sold_parcel_stands_beside_it() -> None:
    said = [BOUGHT, loan(), deed("D-2", "2022-03-04", ME, BUYER)]
    line = parcels(report_on(said))[SOLD, "P-7"]
    assert any("Recorded mortgages: MORTGAGE" in f"{f.label}: {f.value}" for f in line.facts)


def test_every_rendering_leads_with_the_facts_of_the_parcel() -> None:
    report = report_on([BOUGHT, roll(), loan()])
    facts = [fact for line in parcels(report).values() for fact in line.facts]
    told = canonical_json(report)
    assert all(f'"value":"{fact.value}"' in told for fact in facts)
    pages = pypdf.PdfReader(io.BytesIO(render_pdf(report))).pages
    printed = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert all(f"{fact.label}: {fact.value}" in printed for fact in facts)
    book = python_calamine.load_workbook(io.BytesIO(render_workbook(report)))
    header, row = book.get_sheet_by_name("Real property").to_python()[:2]
    assert header[2 : 2 + len(facts)] == [fact.label for fact in facts]
    assert row[2 : 2 + len(facts)] == [fact.value for fact in facts]


@pytest.mark.parametrize(
    ("said", "section"),
    [
        ([deed("D-1", "2019-05-01", BUILDER, FIRM, party="grantee")], HELD),
        (
            [
                deed("D-1", "2019-05-01", BUILDER, FIRM, party="grantee"),
                deed("D-2", "2022-03-04", FIRM, BUYER, party="grantor"),
            ],
            SOLD,
        ),
    ],
)
def test_an_organisation_s_chain_is_joined_alike(said: Sequence[Said], section: str) -> None:
    firm = replace(SUBJECT, kind=EntityKind.ORGANIZATION, names=(), organization=FIRM)
    report = report_on([replace(one, firm=FIRM) for one in said], subject=firm)
    assert list(parcels(report)) == [(section, "P-7")]


def test_no_third_person_is_named_outside_the_chain() -> None:
    lent = deed("M-2", "2019-06-01", BUYER, ME, document_type="MORTGAGE", party="grantee")
    text = canonical_json(report_on([lent, deed("D-9", "2019-05-01", OTHER, ME, party="")]))
    assert BUYER not in text
    assert OTHER not in text

"""Chains of title from the records of sources to the line of the asset report, case by case."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

import pypdf
import pytest
import python_calamine
from orders import SUBJECT

from skiptrace.model.subject import EntityKind
from skiptrace.reports.canonical import canonical_json
from skiptrace.reports.pdf import render_pdf
from skiptrace.reports.workbook import render_workbook
from tests.integration.land_chain_cases import BO, BOUGHT, CASES, REVIEW
from tests.integration.land_chains import (
    BUILDER,
    BUYER,
    DOUBT,
    FIRM,
    HELD,
    ME,
    NOWHERE,
    OTHER,
    SOLD,
    Said,
    deed,
    loan,
    parcels,
    report_on,
    roll,
)

BESIDE = {(DOUBT, "P-8")}
"""A parcel of which nothing but the debtor's mortgage tells stands apart, unconfirmed."""


@pytest.mark.parametrize("case", CASES)
def test_what_the_report_prints_of_a_chain(case: str) -> None:
    said, section, expected = CASES[case]
    found = parcels(report_on(said))
    [(code, line)] = [(place[0], line) for place, line in found.items() if place not in BESIDE]
    assert set(found) & BESIDE == (BESIDE if case == "a mortgage on another parcel" else set())
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


def test_what_else_is_recorded_stands_behind_the_facts_each_once() -> None:
    easement = deed("E-1", "2020-01-02", ME, OTHER, document_type="EASEMENT", amount="")
    line = parcels(report_on([BOUGHT, loan(), easement]))[HELD, "P-7"]
    [beside] = [words for words in line.details if "also recorded" in words]
    assert "EASEMENT dated 2020-01-02, document E-1 (unconfirmed: it neither conveys" in beside


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

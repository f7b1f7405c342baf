"""The asset report of a business: entries, agent, officers, venue; nothing of a person's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from skiptrace.model.dates import PartialDate
from skiptrace.model.evidence import Evidence
from skiptrace.model.finding import Finding, FindingKind, FindingStatus
from skiptrace.model.match import Decision
from skiptrace.model.registration import (
    Became,
    RegisteredParty,
    Registration,
    Standing,
    Successor,
)
from skiptrace.model.subject import EntityKind, PersonName, PostalAddress
from skiptrace.model.succession import Succession
from skiptrace.reports.asset_joint import build_joint_report
from skiptrace.reports.asset_report import build_asset_report
from skiptrace.reports.canonical import canonical_json
from skiptrace.reports.content import AssetReport, ReportCase, Section, Withheld
from skiptrace.reports.discarded import build_discarded
from skiptrace.reports.trace_report import build_trace_report
from tests.unit.reports.conftest import SUBJECT, make_candidate

K = FindingKind
FindingOf = Callable[..., Finding]
EvidenceOf = Callable[..., Evidence]
AGENT = RegisteredParty(
    "FILE INC", "registered agent", PostalAddress("7 PIER RD", "LAKE ORLENA", "FL", "34821")
)
OFFICER = RegisteredParty("DANA ROE", "MGR", PostalAddress("5 GULF WAY", "SANDHOLLOW", "FL"))
ENTRY = Registration(
    number="L-77", name="QUARRY LLC", status="active", standing=Standing.ACTIVE,
    entity_type="FLAL", formed=PartialDate(2019, 7, 4), formed_in="DE", ein="124567890",
    reports=(PartialDate(2026, 2, 20),), agent=AGENT, officers=(OFFICER,),
    principal=PostalAddress("1 HARBOR DR", "PORT ALVERA", "FL", "34801"),
)  # fmt: skip
OFFICE = "1 HARBOR DR, PORT ALVERA FL 34801"


@pytest.fixture
def firm_of(
    case: ReportCase, finding_of: FindingOf, evidence_of: EvidenceOf
) -> Callable[..., ReportCase]:
    """The case of an LLC whose entry is this one, at an address of that role."""

    def told(
        kind: FindingKind, value: str, entry: Registration, role: str, **state: object
    ) -> Finding:
        row = replace(evidence_of(kind, "corporate", "L-77", role=role), registration=entry)
        if role in ("registered agent", "MGR"):
            row = replace(row, original=value.partition(",")[0])
        return finding_of(kind, value, row, **state)

    def made(entry: Registration = ENTRY, role: str = "principal", **state: object) -> ReportCase:
        subject = replace(
            SUBJECT, kind=EntityKind.ORGANIZATION, names=(), organization="Quarry LLC", dob=None,
            ssn="", ein="124567890",
        )  # fmt: skip
        office = evidence_of(K.ADDRESS, "corporate", "L-77", seen=("", "2026-02-20"), role=role)
        findings = [
            finding_of(K.ADDRESS, OFFICE, office),
            told(K.REGISTRATION, "QUARRY LLC, number L-77", entry, "", **state),
            told(K.OFFICER, "DANA ROE, MGR", entry, "MGR", **state),
        ]
        if entry.agent:
            value = "FILE INC, 7 PIER RD, LAKE ORLENA FL 34821"
            findings.append(told(K.REGISTERED_AGENT, value, entry, "registered agent", **state))
        order = replace(case.order, subject=subject)
        return replace(case, order=order, findings=tuple(findings), candidates={})

    return made


def section_of(report: AssetReport, code: str) -> Section:
    return next(section for section in report.sections if section.code == code)


def said(report: AssetReport, code: str) -> str:
    return " ".join(section_of(report, code).statements)


def test_a_business_has_its_own_sections_and_none_of_a_persons(
    firm_of: Callable[..., ReportCase],
) -> None:
    report = build_asset_report(firm_of())
    codes = [section.code for section in report.sections]
    business = ["registration", "register_status", "agent", "officers"]
    assert codes[:6] == ["identity", *business, "addresses"]
    assert {"status", "employment"}.isdisjoint(codes)
    assert {"real_property", "filings", "liens_judgments", "bankruptcies"} <= set(codes)
    words = canonical_json(report).lower()
    for of_a_person in ("social security", "deceased", "military", "residence", "dwelling"):
        assert of_a_person not in words, of_a_person


def test_a_person_s_report_has_no_register_sections(case: ReportCase) -> None:
    codes = {section.code for section in build_asset_report(case).sections}
    assert codes.isdisjoint({"registration", "agent", "officers"})
    assert {"status", "employment"} <= codes


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        (
            {},
            {
                "Number": "L-77",
                "Status in the register": "active (active)",
                "Type": "FLAL",
                "Formed or registered": "2019-07-04",
                "Formed in": "DE",
                "Employer identification number": "ending in 7890",
                "Latest annual report": "2026-02-20",
                "Principal office": "1 HARBOR DR, PORT ALVERA, FL 34801",
            },
        ),
        (
            {"status": "revoked", "standing": Standing.INACTIVE, "ein": None, "formed_in": None},
            {
                "Status in the register": "revoked (not active: dissolved, revoked, withdrawn or "
                "merged)",
                "Employer identification number": "not given by a source",
                "Formed in": "not given by a source",
            },
        ),
        (
            {"status": None, "standing": Standing.UNKNOWN, "reports": ()},
            {
                "Status in the register": "not given by a source (meaning not known)",
                "Latest annual report": "not given by a source",
                "Mailing address": "not given by a source",
                "Former names": "not given by a source",
                "Trade and fictitious names": "not given by a source",
            },
        ),
        (
            {
                "former_names": ("OLD QUARRY LLC", "PIT LLC"),
                "trade_names": ("Q STONE",),
                "reports": (PartialDate(2024, 1, 9), PartialDate(2026, 2, 20)),
                "mailing": PostalAddress("PO BOX 9", "ALVERA", "FL", "34802"),
                "lists_all_officers": False,
                "successor": Successor(Became.MERGED, "KEEL INC", "P9", PartialDate(2025, 5, 1)),
            },
            {
                "Former names": "OLD QUARRY LLC; PIT LLC",
                "Trade and fictitious names": "Q STONE",
                "Latest annual report": "2026-02-20",
                "Annual reports": "2026-02-20, 2024-01-09",
                "Mailing address": "PO BOX 9, ALVERA, FL 34802",
                "Officers": "the register has more officers than the entry lists",
                "Merged into": "KEEL INC, number P9, on 2025-05-01",
            },
        ),
        (
            {"successor": Successor(Became.CONVERTED, "", "P9")},
            {
                "Converted to": "name not given by a source, number P9, day not given by a source",
            },
        ),
    ],
)
def test_an_entry_leads_with_its_facts_and_says_what_is_not_given(
    firm_of: Callable[..., ReportCase], changes: dict[str, object], shown: dict[str, str]
) -> None:
    report = build_asset_report(firm_of(replace(ENTRY, **changes)))
    [line] = section_of(report, "registration").lines
    assert shown.items() <= {field.label: field.value for field in line.facts}.items()
    assert line.citations
    assert "124567890" not in canonical_json(report)


def test_an_officer_is_shown_as_associated_with_the_address_as_their_own(
    firm_of: Callable[..., ReportCase],
) -> None:
    report = build_asset_report(firm_of())
    [line] = section_of(report, "officers").lines
    facts = {field.label: field.value for field in line.facts}
    assert facts["Role in the register"] == "MGR"
    assert facts["Their address in the register"] == "5 GULF WAY, SANDHOLLOW, FL"
    assert "makes nobody liable" in said(report, "officers")
    addresses = [line.value for line in section_of(report, "addresses").lines]
    assert not any("GULF WAY" in value or "PIER RD" in value for value in addresses)


@pytest.mark.parametrize(
    ("changes", "role", "words"),
    [
        (
            {},
            "principal",
            ["Venue by principal office: 1 HARBOR DR, PORT ALVERA, FL 34801, county not given"],
        ),
        ({"principal": None}, "mailing", ["Venue by principal office: unable to determine"]),
        ({}, "principal", ["Venue by registered office: 7 PIER RD, LAKE ORLENA, FL 34821"]),
        ({}, "principal", ["Service of process: on FILE INC, 7 PIER RD", "by entry L-77."]),
        (
            {"agent": None},
            "principal",
            [
                "Venue by registered office: unable to determine",
                "Service of process: unable to determine",
            ],
        ),
        (
            {"agent": replace(AGENT, address=None)},
            "principal",
            ["Venue by registered office: address not given by a source"],
        ),
        (
            {"agent": replace(AGENT, name="")},
            "principal",
            ["Service of process: on an agent whom the entry does not name, 7 PIER RD"],
        ),
        (
            {"status": "dissolved", "standing": Standing.INACTIVE},
            "principal",
            ["The entry L-77 has the status dissolved", "may still be served is for counsel"],
        ),
        (
            {"status": None, "standing": Standing.UNKNOWN},
            "principal",
            ["The entry L-77 has the status not given by a source"],
        ),
    ],
)
def test_where_a_business_is_sued_and_on_whom_process_is_served(
    firm_of: Callable[..., ReportCase], changes: dict[str, object], role: str, words: list[str]
) -> None:
    told = said(build_asset_report(firm_of(replace(ENTRY, **changes), role)), "addresses")
    for text in words:
        assert text in told
    is_active = replace(ENTRY, **changes).standing is Standing.ACTIVE
    assert ("may still be served" in told) is not is_active or not replace(ENTRY, **changes).agent


def test_a_principal_office_from_which_mail_came_back_stays_one_for_venue(
    firm_of: Callable[..., ReportCase],
) -> None:
    case = firm_of()
    [office, *entries] = case.findings
    back = replace(office, status=FindingStatus.REJECTED, reason="mail came back")
    report = build_asset_report(replace(case, findings=(back, *entries)))
    assert "Venue by principal office: 1 HARBOR DR" in said(report, "addresses")
    assert OFFICE not in {line.value for line in section_of(report, "addresses").lines}


def test_an_unconfirmed_agent_is_nobody_to_serve(firm_of: Callable[..., ReportCase]) -> None:
    report = build_asset_report(firm_of(status=FindingStatus.CANDIDATE, reason="too unsure"))
    assert "Service of process: unable to determine" in said(report, "addresses")
    assert section_of(report, "agent").lines == ()
    assert any(line.value.startswith("FILE INC") for line in report.unconfirmed.lines)


def test_a_person_and_a_business_on_one_account_have_each_their_own_sections(
    case: ReportCase, firm_of: Callable[..., ReportCase]
) -> None:
    firm = firm_of()
    for cases in ([case, firm], [firm, case]):
        report = build_joint_report(cases)
        codes = [section.code for section in report.sections]
        assert len(codes) == len(set(codes))
        assert {"status", "agent", "officers", "registration"} <= set(codes)
        whose = {line.whose for line in section_of(report, "agent").lines}
        assert whose == {"Quarry LLC (primary)"}
        assert "Quarry LLC" not in said(report, "status")


def test_a_trace_shows_the_entry_apart_from_contacts_and_assets(
    firm_of: Callable[..., ReportCase],
) -> None:
    report = build_trace_report(firm_of())
    assert [f.kind for f in report.registered] == [K.REGISTRATION, K.REGISTERED_AGENT, K.OFFICER]
    assert {f.kind for f in report.contacts} == {K.ADDRESS}
    assert report.others == ()


def test_what_a_discarded_record_holds_names_its_entry(
    firm_of: Callable[..., ReportCase],
) -> None:
    one = make_candidate("corporate", "L-78", PersonName())
    record = replace(
        one.record, kind=EntityKind.ORGANIZATION, organization="QUARRY INC", names=(),
        registration=ENTRY,
    )  # fmt: skip
    gone = replace(one, record=record, decision=Decision.REJECT)
    [told] = build_discarded(replace(firm_of(), candidates={"c-1": gone})).records
    assert told.held == "1 register entry"


def test_names_are_those_of_all_records_of_an_entry(firm_of: Callable[..., ReportCase]) -> None:
    case = firm_of(replace(ENTRY, former_names=("PIT LLC",)))
    [entry] = [f for f in case.findings if f.kind is K.REGISTRATION]
    [row] = entry.evidence
    other = replace(ENTRY, former_names=("PIT LLC", "DIG LLC"), trade_names=("Q STONE",))
    both = (row, replace(row, id="e2", registration=other))
    others = [f for f in case.findings if f is not entry]
    told = replace(case, findings=(*others, replace(entry, evidence=both)))
    [line] = section_of(build_asset_report(told), "registration").lines
    facts = {field.label: field.value for field in line.facts}
    assert facts["Former names"] == "PIT LLC; DIG LLC"
    assert facts["Trade and fictitious names"] == "Q STONE"


STEP = Succession(
    Became.MERGED, "QUARRY LLC", "KEEL INC", "corporate", "L-77", "0" * 64, "row 1",
    datetime(2026, 11, 22, tzinfo=UTC),
)  # fmt: skip


@pytest.mark.parametrize(
    ("became", "is_told_apart"),
    [(Became.MERGED, True), (Became.RENAMED, False), (Became.CONVERTED, False)],
)
def test_what_is_of_the_one_it_merged_into_is_told_apart(
    firm_of: Callable[..., ReportCase], became: Became, is_told_apart: bool
) -> None:
    case = firm_of(replace(ENTRY, number="P-9", name="KEEL INC"))
    step = replace(STEP, became=became)

    def under(finding: Finding) -> Finding:
        rows = (
            replace(row, provenance=replace(row.provenance, followed=(step,)))
            for row in finding.evidence
        )
        return replace(finding, evidence=tuple(rows))

    report = build_asset_report(replace(case, findings=tuple(map(under, case.findings))))
    words = said(report, "addresses")
    assert "by entry P-9" in words
    assert ("of KEEL INC, which the debtor merged into" in words) is is_told_apart


@pytest.mark.parametrize(
    ("of_successor", "mine"),
    [(0.99, 0.96), (0.96, 0.99), (0.99, 0.99)],
    ids=["the successor's is surer", "the debtor's is surer", "as sure"],
)
def test_the_debtor_s_own_status_leads_that_of_what_it_merged_into(
    firm_of: Callable[..., ReportCase], finding_of: FindingOf, evidence_of: EvidenceOf,
    of_successor: float, mine: float,
) -> None:  # fmt: skip
    def status(value: str, probability: float, *steps: Succession) -> Finding:
        row = replace(evidence_of(K.REGISTER_STATUS, "corporate", "L-77"), registration=ENTRY)
        row = replace(row, provenance=replace(row.provenance, followed=steps))
        return replace(finding_of(K.REGISTER_STATUS, value, row), probability=probability)

    gone = status("merged, entry L-77", mine)
    theirs = status("active, entry P-9", of_successor, STEP)
    case = replace(firm_of(), findings=(theirs, gone))
    lines = section_of(build_asset_report(case), "register_status").lines
    ranked = build_trace_report(case).registered
    for shown in ([line.value for line in lines], [one.value for one in ranked]):
        assert shown == ["merged, entry L-77", "active, entry P-9"]


@pytest.mark.parametrize(
    ("became", "names"),
    [(Became.RENAMED, {"Quarry LLC", "KEEL INC"}), (Became.MERGED, {"Quarry LLC"})],
)
def test_a_name_of_its_own_is_an_alias_and_that_of_a_successor_is_none(
    firm_of: Callable[..., ReportCase], became: Became, names: set[str]
) -> None:
    case, steps = firm_of(), (replace(STEP, became=became),)
    found = make_candidate("corporate", "P-9", PersonName("DANA", "", "ROE"))
    origin = replace(found.record.provenance, followed=steps)
    record = replace(
        found.record, kind=EntityKind.ORGANIZATION, organization="KEEL INC", names=(), dob=None,
        ssn="", provenance=origin,
    )  # fmt: skip
    report = build_asset_report(replace(case, candidates={"c": replace(found, record=record)}))
    identity = section_of(report, "identity")
    listed = {line.value for line in identity.lines}
    assert listed & {"Quarry LLC", "KEEL INC"} == names
    assert "KEEL INC, by record L-77 of " in " ".join(identity.statements)


def test_a_trace_report_names_the_steps_unless_a_rule_keeps_facts_back(
    firm_of: Callable[..., ReportCase],
) -> None:
    case = firm_of()
    found = make_candidate("corporate", "P-9", PersonName("DANA", "", "ROE"))
    origin = replace(found.record.provenance, followed=(STEP,))
    record = replace(found.record, provenance=origin)
    told = replace(case, candidates={"c": replace(found, record=record)})
    [words] = build_trace_report(told).followed
    assert words.startswith("QUARRY LLC merged into KEEL INC, by record L-77 of ")
    barred = replace(told, barred={K.REGISTRATION: Withheld("R07", "cease")})
    assert build_trace_report(barred).followed == ()

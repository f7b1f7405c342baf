"""The asset report as data: every line has its source, every empty place says why it is empty."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from skiptrace.model.dates import PartialDate
from skiptrace.model.evidence import Evidence
from skiptrace.model.finding import REGISTER_KINDS, Finding, FindingKind, FindingStatus
from skiptrace.model.inquiry import Refusal
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.subject import EntityKind, PersonName
from skiptrace.model.waterfall import Outcome, StepOutcome
from skiptrace.reports.asset_places import residence_words
from skiptrace.reports.asset_report import build_asset_report
from skiptrace.reports.asset_sections import (
    ADDRESSES,
    BUSINESS_ADDRESSES,
    BUSINESS_HEADINGS,
    HEADINGS,
    REGISTER_HEADINGS,
    Heading,
)
from skiptrace.reports.canonical import canonical_json
from skiptrace.reports.content import AssetReport, ReportCase, Section, Withheld
from tests.unit.reports.conftest import SUBJECT, make_candidate

K = FindingKind
FindingOf = Callable[..., Finding]
EvidenceOf = Callable[..., Evidence]


def section_of(report: AssetReport, code: str) -> Section:
    return next(section for section in report.sections if section.code == code)


def said(section: Section) -> str:
    return " ".join(section.statements)


@pytest.mark.parametrize(
    ("headings", "left"),
    [
        ((ADDRESSES, *HEADINGS), REGISTER_KINDS),
        (
            (BUSINESS_ADDRESSES, *REGISTER_HEADINGS, *BUSINESS_HEADINGS),
            {K.DECEASED, K.CUSTODY, K.MILITARY, K.EMPLOYER},
        ),
    ],
    ids=["of a person", "of a business"],
)
def test_every_kind_of_finding_has_exactly_one_section(
    headings: tuple[Heading, ...], left: Iterable[FindingKind]
) -> None:
    kinds = [kind for heading in headings for kind in heading.kinds]
    assert sorted(kinds) == sorted(set(FindingKind) - set(left))


def test_every_line_cites_an_exhibit_with_source_reference_date_and_probability(
    case: ReportCase,
) -> None:
    report = build_asset_report(case)
    exhibits = {exhibit.mark: exhibit for exhibit in report.exhibits}
    lines = [line for s in (*report.sections, report.unconfirmed) for line in s.lines]
    assert len(lines) >= 18
    for line in lines:
        assert line.citations and line.reported and line.status
        for cited in line.citations:
            exhibit = exhibits[cited.mark]
            assert (cited.source, cited.record_ref) == (exhibit.source, exhibit.record_ref)
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", cited.retrieved)
            if cited.mark != "A":
                assert re.fullmatch(r"[0-9a-f]{64}", exhibit.sha256) and exhibit.permit
                assert cited.probability is not None and line.probability is not None


def test_exhibits_are_numbered_without_gaps_and_each_record_once(case: ReportCase) -> None:
    marks = [exhibit.mark for exhibit in build_asset_report(case).exhibits]
    assert marks == ["A", *(str(number) for number in range(1, len(marks)))]


def test_no_section_is_blank_when_nothing_was_searched(bare_case: ReportCase) -> None:
    report = build_asset_report(bare_case)
    for section in report.sections:
        assert section.lines or section.statements, section.code
    for code in ("real_property", "business", "bankruptcies", "licences"):
        assert "Not searched: no installed source covers this." in said(section_of(report, code))


@pytest.mark.parametrize(
    ("outcome", "reason", "rule", "expected"),
    [
        (Outcome.NO_HIT, "", "", "Searched in: Clerk's lien index; nothing found."),
        (
            Outcome.HIT,
            "",
            "",
            "Searched in: Clerk's lien index; records came back, none was taken as the subject's.",
        ),
        (Outcome.SKIPPED, "budget", "", "Not searched: Clerk's lien index (skipped: budget)."),
        (
            Outcome.BLOCKED,
            "dispute open",
            "R16",
            "Not searched: Clerk's lien index (refused by rule R16: dispute open).",
        ),
        (
            Outcome.BLOCKED,
            "BotChallenge: page",
            "",
            "Not searched: Clerk's lien index (blocked by the source: BotChallenge: page).",
        ),
        (
            Outcome.FAILED,
            "SourceUnavailable: 503",
            "",
            "Not searched: Clerk's lien index (failed: SourceUnavailable: 503).",
        ),
        (Outcome.PENDING, "", "", "Not searched: Clerk's lien index (answer still to come)."),
        (
            Outcome.IN_DOUBT,
            "",
            "",
            "Not searched: Clerk's lien index (in doubt, the call may have been billed and its "
            "answer is not stored).",
        ),
    ],
)
def test_an_empty_section_says_where_was_searched_or_why_not(
    case: ReportCase, outcome: Outcome, reason: str, rule: str, expected: str
) -> None:
    step = StepOutcome("o", "free", "liens", outcome, Decimal(0), reason, rule)
    findings = tuple(f for f in case.findings if f.kind is not K.JUDGMENT)
    report = build_asset_report(replace(case, steps=(step,), findings=findings))
    assert f"Lien: {expected}" in said(section_of(report, "liens_judgments"))


def came_back(decision: Decision, veto: str = "") -> dict[str, Candidate]:
    """One record of the lien index, and what was decided on it."""
    one = make_candidate("liens", "L-1", PersonName("Marisol", "", "Featherstone"))
    return {"cand": replace(one, decision=decision, veto=veto)}


OTHER_KIND = "a record of a person, and the subject is an organisation"


@pytest.mark.parametrize(
    ("candidates", "words"),
    [
        (came_back(Decision.REJECT, OTHER_KIND), f"none was taken as the subject's: {OTHER_KIND}"),
        (came_back(Decision.REVIEW), "none was taken as the subject's: too little in them agrees"),
        (came_back(Decision.ACCEPT), "records came back, none of this kind"),
        ({}, "records came back, none was taken as the subject's."),
    ],
)
def test_what_came_back_is_never_called_nothing(
    case: ReportCase, candidates: dict[str, Candidate], words: str
) -> None:
    step = StepOutcome("o", "free", "liens", Outcome.HIT)
    bare = replace(case, steps=(step,), findings=(), candidates=candidates)
    report = build_asset_report(bare)
    section = said(section_of(report, "liens_judgments"))
    assert words in section
    assert "nothing found" not in section
    assert "nothing found" not in {row.result for row in report.searched}


def test_an_organisation_s_number_is_printed_as_an_ein_and_never_as_an_ssn(
    case: ReportCase,
) -> None:
    company = replace(
        SUBJECT, kind=EntityKind.ORGANIZATION, names=(), organization="Quarry LLC", dob=None,
        ssn="124567890", ein="124567890", left_out=("a date of birth: an organisation has none",),
        trade_names=("Granite Counters",), care_of=("Ann Roe",),
    )  # fmt: skip
    report = build_asset_report(replace(case, order=replace(case.order, subject=company)))
    identity = section_of(report, "identity")
    shown = {line.label: line.value for line in identity.lines}
    assert shown["Employer identification number"] == "ending in 7890"
    assert shown["Does business as"] == "Granite Counters"
    assert shown["Mail goes care of"] == "Ann Roe"
    assert "Social security number" not in shown
    assert "Not taken from the creditor's row: a date of birth" in said(identity)
    assert "xxx-xx-7890" not in canonical_json(report)
    assert "124567890" not in canonical_json(report)


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("ssn", "900551234", "ssn: xxx-xx-1234"),
        ("taxpayer_id", "124567890", "taxpayer id: ending in 7890"),
        ("ssn", "12345678", "ssn: not of four or nine digits, not shown"),
    ],
)
def test_a_number_in_a_detail_is_called_what_it_is(
    case: ReportCase,
    finding_of: FindingOf,
    evidence_of: EvidenceOf,
    key: str,
    value: str,
    shown: str,
) -> None:
    row = evidence_of(K.LIEN, "liens", "L-1", detail={key: value})
    report = build_asset_report(replace(case, findings=(finding_of(K.LIEN, "Lien 1", row),)))
    (line,) = section_of(report, "liens_judgments").lines
    assert shown in line.details
    assert value not in canonical_json(report)


def test_a_source_that_no_step_names_is_reported_as_not_asked(case: ReportCase) -> None:
    gaps = {gap.source: gap.why for gap in build_asset_report(case).not_searched}
    assert gaps["County jail roster"].startswith("not asked")


def test_a_later_answer_of_a_source_counts_over_its_earlier_failure(case: ReportCase) -> None:
    steps = (
        StepOutcome("o", "free", "liens", Outcome.FAILED, reason="SourceUnavailable: 503"),
        StepOutcome("o", "free", "liens", Outcome.NO_HIT),
    )
    report = build_asset_report(replace(case, steps=steps))
    assert "Clerk's lien index" not in {gap.source for gap in report.not_searched}
    assert [s.result for s in report.searched] == ["nothing found"]


def test_a_source_that_the_house_does_not_ask_is_no_gap(case: ReportCase) -> None:
    """The catalogue has scores of them: only what could have been asked and was not is one."""
    titled = {card.title: i for i, card in case.cards.items()}
    never = titled["County jail roster"]
    without = replace(case, enabled=frozenset(case.cards) - {never})
    before, after = (build_asset_report(one).not_searched for one in (case, without))
    assert {gap.source for gap in before} - {gap.source for gap in after} == {"County jail roster"}
    refused = replace(without, enabled=frozenset())
    kept = {gap.source for gap in build_asset_report(refused).not_searched}
    assert kept == {gap.source for gap in after if not gap.why.startswith("not asked")}


def test_a_source_that_failed_under_another_name_has_a_gap(case: ReportCase) -> None:
    reason = "asked under another name; SourceUnavailable: 503"
    steps = (
        StepOutcome("o", "free", "liens", Outcome.NO_HIT),
        StepOutcome("o", "free, name 2", "liens", Outcome.FAILED, reason=reason),
    )
    report = build_asset_report(replace(case, steps=steps))
    gaps = {gap.source: gap.why for gap in report.not_searched}
    assert "asked under another name" in gaps["Clerk's lien index"]


def test_a_hold_is_told_apart_from_a_refusal(case: ReportCase) -> None:
    hold = Refusal("o", "liens", "R48", "bankruptcy open", is_hold=True)
    report = build_asset_report(replace(case, steps=(), refusals=(hold,)))
    gaps = {gap.source: gap.why for gap in report.not_searched}
    assert gaps["Clerk's lien index"] == "held by rule R48: bankruptcy open"


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((), "Deceased: unable to determine. Not searched: Death master file"),
        (("dmf", Outcome.FAILED), "Deceased: unable to determine. Not searched"),
        (("dmf", Outcome.NO_HIT), "Deceased: no record found, which is not proof of the contrary."),
        (("inmates", Outcome.NO_HIT), "Custody: no record found"),
        (("inmates", Outcome.NO_HIT), "Deceased: unable to determine"),
        (("dmf", Outcome.NO_HIT), "Military service: unable to determine"),
    ],
)
def test_an_unsearched_status_is_never_a_no(
    case: ReportCase, steps: tuple[str, Outcome] | tuple[()], expected: str
) -> None:
    made = tuple(StepOutcome("o", "screen", *step) for step in ([steps] if steps else []))
    report = build_asset_report(replace(case, steps=made, refusals=()))
    assert expected in said(section_of(report, "status"))


def test_military_status_stays_undetermined_even_when_a_source_found_nothing(
    case: ReportCase,
) -> None:
    card = replace(case.cards["inmates"], yields=frozenset({"military"}))
    steps = (StepOutcome("o", "screen", "inmates", Outcome.NO_HIT),)
    report = build_asset_report(replace(case, cards={"inmates": card}, steps=steps))
    words = said(section_of(report, "status"))
    assert "Military service: unable to determine" in words
    assert "50 USC 3931" in words


@pytest.mark.parametrize("status", [FindingStatus.CANDIDATE, FindingStatus.QUARANTINED])
def test_a_finding_below_verified_stands_apart(
    case: ReportCase, finding_of: FindingOf, evidence_of: EvidenceOf, status: FindingStatus
) -> None:
    lien = finding_of(K.LIEN, "Tax lien 77", evidence_of(K.LIEN, "liens", "L-77"), status=status)
    report = build_asset_report(replace(case, findings=(lien,)))
    assert not section_of(report, "liens_judgments").lines
    assert "Searched in: Clerk's lien index; nothing confirmed." in said(
        section_of(report, "liens_judgments")
    )
    assert [line.value for line in report.unconfirmed.lines] == ["Tax lien 77"]
    assert status.value in report.unconfirmed.lines[0].status
    assert "not to be relied upon" in report.unconfirmed.title


def test_verified_without_evidence_is_not_printed_as_verified(
    case: ReportCase, finding_of: FindingOf
) -> None:
    report = build_asset_report(replace(case, findings=(finding_of(K.LIEN, "Bare lien"),)))
    assert "Bare lien" not in canonical_json(report)


@pytest.mark.parametrize("status", [FindingStatus.REJECTED, FindingStatus.SUPERSEDED])
def test_other_peoples_records_are_counted_and_not_printed(
    case: ReportCase, finding_of: FindingOf, evidence_of: EvidenceOf, status: FindingStatus
) -> None:
    other = finding_of(K.LIEN, "Namesake lien", evidence_of(K.LIEN, "liens", "L-9"), status=status)
    text = canonical_json(build_asset_report(replace(case, findings=(other,))))
    assert "Namesake lien" not in text and "L-9" not in text
    assert "1 rejected or superseded" in text


def test_a_withheld_finding_shows_neither_value_nor_source(
    case: ReportCase, finding_of: FindingOf, evidence_of: EvidenceOf
) -> None:
    death = finding_of(K.DECEASED, "Died 2026-02-10", evidence_of(K.DECEASED, "dmf", "D-1"))
    rule = Withheld("R52", "verify deceased by another way")
    steps = (StepOutcome("o", "screen", "dmf", Outcome.HIT),)
    held = replace(case, findings=(death,), steps=steps, refusals=(), withheld={death.id: rule})
    report = build_asset_report(held)
    text = canonical_json(report)
    assert "Deceased: withheld by rule R52: verify deceased by another way." in text
    for secret in ("Died 2026", "D-1", "Death master file"):
        assert secret not in text


def test_no_social_security_number_is_printed(
    case: ReportCase, finding_of: FindingOf, evidence_of: EvidenceOf
) -> None:
    leaky = finding_of(
        K.JUDGMENT,
        "Judgment debtor SSN 900-55-1234, other party 666-12-9876",
        evidence_of(
            K.JUDGMENT, "court", "900551234-7", detail={"ssn": "900551234", "note": "900 55 1234"}
        ),
        reason="number 900.55.1234 agrees",
        status=FindingStatus.CANDIDATE,
    )
    text = canonical_json(build_asset_report(replace(case, findings=(leaky, *case.findings))))
    digits = re.sub(r"[ .-]", "", text)
    assert "900551234" not in digits and "666129876" not in digits
    assert "xxx-xx-1234" in text and "xxx-xx-9876" in text


def test_names_of_confirmed_records_are_aliases_with_their_sources(case: ReportCase) -> None:
    identity = section_of(build_asset_report(case), "identity")
    named = {line.value: [c.source for c in line.citations] for line in identity.lines}
    assert named["Marisol Quimby Featherstone"] == ["Enformion person search"]
    assert named["xxx-xx-1234"]


def test_the_returned_address_is_in_the_history_as_bad(case: ReportCase) -> None:
    lines = section_of(build_asset_report(case), "addresses").lines
    words = [(line.value, line.status) for line in lines]
    assert words[0] == ("77 Quarry Ln, Unit 4, Harbor City, FL 34994", "verified, latest reported")
    assert "verified, earlier" in words[1][1]
    assert words[2][0].startswith("14 Old Mill Rd") and "bad" in words[2][1]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([("2023-06", "2026-11"), ("2019-01", "2023-05")], "Settle it again on the day of filing"),
        ([("2023-06", "2026-11"), ("2019-01", "2026-10")], "HOLD: it conflicts with place 1"),
        ([("", "2026-11"), ("2019-01", "2020-10")], "HOLD: it conflicts with place 1"),
        ([("", "")], "unable to determine"),
        ([], "unable to determine"),
    ],
)
def test_residence_for_venue_names_a_conflict(
    finding_of: FindingOf,
    evidence_of: EvidenceOf,
    spans: list[tuple[str, str]],
    expected: str,
) -> None:
    findings = [
        finding_of(K.ADDRESS, f"place {n}", evidence_of(K.ADDRESS, "bureau", f"b{n}", seen=seen))
        for n, seen in enumerate(spans)
    ]
    assert expected in residence_words(findings)


def test_the_report_never_says_that_the_subject_owns_anything(case: ReportCase) -> None:
    assert not re.search(r"\bown(s|ed)\b", canonical_json(build_asset_report(case)), re.IGNORECASE)


def test_homestead_is_flagged_as_possibly_exempt(case: ReportCase) -> None:
    line = section_of(build_asset_report(case), "real_property").lines[0]
    assert any("may be exempt" in detail for detail in line.details)


def test_the_header_says_who_asked_when_and_why(case: ReportCase) -> None:
    header = {field.label: field.value for field in build_asset_report(case).header}
    assert header["Account"] == "10001" and header["Matter"] == "26-CV-118"
    assert header["Requested by"] == "p.ortega (legal)"
    assert header["Requested"] == "2026-11-22 23:30 UTC"
    assert header["Permissible purpose"] == "GLB-1 (enforce a transaction), PUB (public record)"


def test_json_is_canonical(case: ReportCase) -> None:
    shuffled = replace(case, cards=dict(reversed(case.cards.items())))
    first = canonical_json(build_asset_report(case))
    assert first == canonical_json(build_asset_report(shuffled))
    assert first.endswith("}\n") and "\n" not in first[:-1]


@pytest.mark.parametrize("content", [object(), b"bytes", {"x": b"bytes"}])
def test_json_refuses_what_it_cannot_say(content: object) -> None:
    with pytest.raises(TypeError, match="no JSON form"):
        canonical_json(content)


def test_json_keeps_money_dates_and_partial_dates_exact() -> None:
    content = {
        "cost": Decimal("0.10"),
        "at": datetime(2026, 11, 23, tzinfo=UTC),
        "kinds": frozenset({K.LIEN, K.EMAIL}),
        "part": PartialDate(2024, 5),
    }
    assert canonical_json(content) == (
        '{"at":"2026-11-23T00:00:00+00:00","cost":"0.10","kinds":["email","lien"],'
        '"part":{"day":null,"month":5,"year":2024}}\n'
    )

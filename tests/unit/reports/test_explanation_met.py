"""The explanation names the values that met, and nothing that a rule keeps from the reader."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from config.default_model import TRACE_MODEL
from matching.rank.candidates import Thresholds
from matching.rank.ranking import Limits, rank
from matching.score.person_model import load_model
from skiptrace.model.finding import Finding, FindingKind
from skiptrace.model.match import Candidate
from skiptrace.model.record import Reported
from skiptrace.model.subject import KnownContact, PostalAddress, Subject
from skiptrace.reports.content import ReportCase, Withheld
from skiptrace.reports.explanation import (
    ExplainedRecord,
    explain,
    explanation_json,
    explanation_svg,
    print_explanation,
)
from skiptrace.reports.terminal import console_for

K = FindingKind
SSN = "900551234"
MILL, QUARRY = "14 Old Mill Rd", "77 Quarry Ln Unit 4"
HELD = Withheld("DEC-SUSP", "may be deceased")


@pytest.fixture
def met_case(case: ReportCase) -> ReportCase:
    """The case with the bureau's record matched anew: two addresses and two phones a side."""
    order = case.order
    subject = replace(
        order.subject,
        addresses=tuple(KnownContact(PostalAddress(line, "Harbor City", "FL", zip5))
                        for line, zip5 in ((MILL, "34990"), ("PO Box 9", "34990"))),
        phones=(KnownContact("772-555-0101"), KnownContact("772-555-0142")),
    )  # fmt: skip
    record = replace(
        case.candidates["cand-bureau-T-88121"].record,
        addresses=tuple(Reported(PostalAddress(line.upper(), "HARBOR CITY", "FL", zip5))
                        for line, zip5 in ((QUARRY, "34994"), ("14 Old Mill Road", "34990"))),
        phones=(Reported("(772) 555-0142"), Reported("(305) 555-0199")),
    )  # fmt: skip
    return replace(
        case,
        order=replace(order, subject=subject),
        candidates={**case.candidates, "cand-bureau-T-88121": matched(subject, record)},
    )


def matched(subject: Subject, record: object) -> Candidate:
    limits = Limits(Thresholds(accept=0.95, review=0.5))
    (found,) = rank(subject, [record], load_model(TRACE_MODEL), date(2026, 11, 22), limits)  # type: ignore[list-item]
    return found


def bureau(case: ReportCase, finding: Finding) -> ExplainedRecord:
    records = explain(case, finding.id).records
    return next(r for r in records if r.record_ref == "T-88121")


def printed(case: ReportCase, finding: Finding) -> str:
    stream = io.StringIO()
    print_explanation(explain(case, finding.id), console_for(stream))
    return stream.getvalue()


def test_both_values_are_named_once_each_with_how_they_met(met_case: ReportCase) -> None:
    home = met_case.findings[0]
    lines = printed(met_case, home).splitlines()
    for line in (
        "address: 14 Old Mill Rd, Harbor City, FL 34990 (ours) with 14 OLD MILL ROAD, HARBOR CITY, "
        "FL 34990 (theirs): an address agrees; ZIP code and city agree",
        "phone: 772-555-0142 (ours) with (772) 555-0142 (theirs): a phone number that is kept for "
        "fiction (555-01xx) agrees",
        "date of birth: 1979-04-12 (ours) with 1979-04 (theirs): year and month of birth agree",
        "social security number: xxx-xx-1234 (ours) with xxx-xx-1234 (theirs): social security "
        "numbers agree",
    ):
        assert lines.count(line) == 1, line
    told = json.loads(explanation_json(explain(met_case, home.id)))
    met = [one["kind"] for one in told["records"][0]["met"]]
    assert met == ["name", "birth", "ssn", "phone", "place"]
    assert SSN not in explanation_json(explain(met_case, home.id))


def test_each_term_is_told_once_and_the_sum_stays(met_case: ReportCase) -> None:
    home = met_case.findings[0]
    record = bureau(met_case, home)
    stored = met_case.candidates["cand-bureau-T-88121"].terms
    said = [frozenset(term.name.split(" and ")) for term in record.terms]
    assert len(said) == len(set(said)) <= len(stored)
    assert {term.name for term in stored} >= {term.name for term in record.terms}
    assert sum(term.weight for term in record.terms) == record.weight == record.terms[-1].running


@pytest.mark.parametrize(
    ("kinds", "untold"),
    [
        ([K.ADDRESS, K.PHONE, K.EMAIL, K.EMPLOYER], ["phone", "address"]),
        ([K.PHONE], ["phone"]),
        ([K.REAL_PROPERTY], []),
    ],
)
def test_values_of_a_kind_that_is_withheld_are_not_told(
    met_case: ReportCase,
    finding_of: Callable[..., Finding],
    evidence_of: Callable[..., object],
    kinds: list[FindingKind],
    untold: list[str],
) -> None:
    lien = finding_of(K.LIEN, "lien 7", evidence_of(K.LIEN, "bureau", "T-88121"))
    held = replace(met_case, findings=(lien,), barred=dict.fromkeys(kinds, HELD))
    record = bureau(held, lien)
    assert record.untold == tuple(
        f"{kind}: withheld by rule DEC-SUSP: may be deceased" for kind in untold
    )
    told = {"name", "birth", "ssn", "phone", "place"}
    hidden = {"place" if kind == "address" else kind for kind in untold}
    assert {one.kind for one in record.met} == told - hidden
    text = printed(held, lien)
    assert ("Old Mill" in text) is ("address" not in untold)
    assert ("555-0142" in text) is ("phone" not in untold)


def test_nothing_is_told_of_a_record_behind_a_finding_that_is_withheld(
    met_case: ReportCase,
    finding_of: Callable[..., Finding],
    evidence_of: Callable[..., object],
) -> None:
    home = met_case.findings[0]
    lien = finding_of(K.LIEN, "lien 7", evidence_of(K.LIEN, "bureau", "T-88121"))
    held = replace(met_case, findings=(home, lien), withheld={home.id: HELD})
    record = bureau(held, lien)
    assert (record.met, len(record.untold)) == ((), 1)
    text = printed(held, lien)
    assert "which values met: withheld by rule DEC-SUSP: may be deceased" in text
    assert not any(word in text for word in ("Old Mill", "MILL ROAD", "555-0142", "1979-04"))


def test_a_chart_names_no_value(met_case: ReportCase) -> None:
    svg = explanation_svg(explain(met_case, met_case.findings[0].id)).upper()
    assert not any(word in svg for word in ("OLD MILL", "555-0142", "1979-04", "FEATHERSTONE"))


def test_a_value_that_acts_on_a_terminal_is_shown_and_does_not_act(met_case: ReportCase) -> None:
    subject = met_case.order.subject
    hostile = replace(subject, emails=(KnownContact("\x1b]0;t\x07[bold]m@example.com"),))
    record = replace(
        met_case.candidates["cand-bureau-T-88121"].record, emails=(Reported("m@example.com"),)
    )
    acting = replace(
        met_case,
        order=replace(met_case.order, subject=hostile),
        candidates={"cand-bureau-T-88121": matched(hostile, record)},
    )
    text = printed(acting, met_case.findings[0])
    assert "\x1b]0;" not in text and "\x07" not in text


def test_an_earlier_match_is_not_told_by_later_values(met_case: ReportCase) -> None:
    order = met_case.order
    moved = replace(order, subject=replace(order.subject, addresses=(), phones=()))
    record = bureau(replace(met_case, order=moved), met_case.findings[0])
    assert [line.split(":")[0] for line in record.untold] == ["phone", "address"]
    assert {one.kind for one in record.met} == {"name", "birth", "ssn"}

"""Relatives and associates are shown as what they are, with what the law lets one ask of them."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest

from skiptrace.model.finding import Finding, FindingKind, FindingStatus
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.record import Relation, RelationKind
from skiptrace.model.subject import PersonName
from skiptrace.reports.beside import KNOWN_ALREADY, LOCATION_ONLY, people_beside, reported_ages
from skiptrace.reports.content import ReportCase, Withheld
from skiptrace.reports.terminal import console_for
from skiptrace.reports.trace_report import (
    build_trace_report,
    print_trace_report,
    trace_report_json,
)

SISTER = Relation(RelationKind.RELATIVE, PersonName("ODELIA", "", "FENNIMORE"), "Sibling")
NEIGHBOUR = Relation(RelationKind.ASSOCIATE, PersonName("BARTRAM", "Q", "WEXFORD"))


def with_relations(case: ReportCase, *relations: Relation, age: int | None = None) -> ReportCase:
    """The case in which every accepted record names these people."""
    changed = {
        key: replace(one, record=replace(one.record, relations=relations, age=age))
        for key, one in case.candidates.items()
    }
    return replace(case, candidates=changed)


def without_location(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    locating = (FindingKind.ADDRESS, FindingKind.PHONE)
    verified = FindingStatus.VERIFIED
    return tuple(
        replace(f, status=FindingStatus.CANDIDATE)
        if f.kind in locating and f.status is verified
        else f
        for f in findings
    )


def test_each_is_told_once_by_kind_with_the_sources_word(case: ReportCase) -> None:
    assert len(case.candidates) > 1
    people = people_beside(with_relations(case, NEIGHBOUR, SISTER, SISTER))
    told = [(one.name, one.kind.value, one.word) for one in people]
    assert told == [
        ("ODELIA FENNIMORE", "relative", "sibling"),
        ("BARTRAM Q WEXFORD", "associate", ""),
    ]
    assert all(one.sources and len(set(one.sources)) == len(one.sources) for one in people)


@pytest.mark.parametrize("located", [True, False])
def test_who_may_be_asked_depends_on_whether_the_debtor_is_found(
    case: ReportCase, located: bool
) -> None:
    named = with_relations(case, SISTER)
    if not located:
        named = replace(named, findings=without_location(named.findings))
    (one,) = people_beside(named)
    assert one.use == (KNOWN_ALREADY if located else LOCATION_ONLY)


def test_nobody_is_named_where_contact_is_barred(case: ReportCase) -> None:
    barred = {FindingKind.ADDRESS: Withheld("R48", "an open bankruptcy")}
    assert people_beside(replace(with_relations(case, SISTER), barred=barred)) == ()


@pytest.mark.parametrize("decision", [Decision.REVIEW, Decision.REJECT])
def test_whom_another_persons_record_names_is_not_shown(
    case: ReportCase, decision: Decision
) -> None:
    named = with_relations(case, SISTER, age=40)
    others: dict[str, Candidate] = {
        key: replace(one, decision=decision) for key, one in named.candidates.items()
    }
    other = replace(named, candidates=others)
    assert people_beside(other) == reported_ages(other) == ()


def test_an_age_is_told_once_for_source_and_day(case: ReportCase) -> None:
    ages = reported_ages(with_relations(case, age=56))
    assert ages and len(set(ages)) == len(ages)
    assert {(age.years, age.on) for age in ages} == {(56, "2026-11-22")}
    assert reported_ages(case) == ()


def test_they_are_in_the_report_and_among_no_contacts(case: ReportCase) -> None:
    report = build_trace_report(with_relations(case, SISTER, NEIGHBOUR, age=56))
    stream = io.StringIO()
    print_trace_report(report, console_for(stream))
    words = stream.getvalue()
    assert "not contacts of the debtor" in words and "ODELIA FENNIMORE" in words
    assert "Age 56" in words
    told = json.loads(trace_report_json(report))
    assert [one["name"] for one in told["beside"]] == ["ODELIA FENNIMORE", "BARTRAM Q WEXFORD"]
    assert "FENNIMORE" not in json.dumps([told["contacts"], told["others"]])

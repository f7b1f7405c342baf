"""What was not taken is told with its reason, and what a rule keeps back is only counted."""

from __future__ import annotations

import io
from dataclasses import replace

from skiptrace.model.finding import FindingStatus
from skiptrace.model.match import Decision
from skiptrace.reports.content import ReportCase, Withheld
from skiptrace.reports.discarded import build_discarded, print_discarded
from skiptrace.reports.terminal import console_for

GONE = (FindingStatus.REJECTED, FindingStatus.SUPERSEDED)


def with_decision(case: ReportCase, decision: Decision) -> ReportCase:
    changed = {i: replace(one, decision=decision) for i, one in case.candidates.items()}
    return replace(case, candidates=changed)


def words_of(case: ReportCase) -> str:
    stream = io.StringIO()
    print_discarded(build_discarded(case), console_for(stream))
    return stream.getvalue()


def test_only_what_was_not_accepted_is_told(case: ReportCase) -> None:
    assert build_discarded(case).records == ()
    assert "every record that is kept was taken" in words_of(case)
    told = build_discarded(with_decision(case, Decision.REJECT)).records
    assert {one.candidate_id for one in told} == set(case.candidates)
    assert all(one.reason for one in told)
    assert [one.probability for one in told] == sorted((o.probability for o in told), reverse=True)


def test_nothing_of_a_record_but_its_reference_and_counts_is_told(case: ReportCase) -> None:
    rejected = with_decision(case, Decision.REJECT)
    words = words_of(replace(rejected, findings=()))
    for one in rejected.candidates.values():
        record = one.record
        assert record.ref in words
        values = [a.value.line for a in record.addresses] + [p.value for p in record.phones]
        assert not any(value in words for value in values if value)


def test_a_finding_that_a_rule_keeps_back_is_counted_and_not_shown(case: ReportCase) -> None:
    gone = [f for f in case.findings if f.status in GONE]
    assert gone
    assert {f.finding_id for f in build_discarded(case).findings} == {f.id for f in gone}
    kept_back = {f.id: Withheld("R48", "an open bankruptcy") for f in gone}
    barred = replace(case, withheld=kept_back)
    found = build_discarded(barred)
    assert (found.findings, found.withheld) == ((), len(gone))
    words = words_of(barred)
    assert f"{len(gone)} findings are withheld" in words
    assert not any(f.value in words for f in gone)

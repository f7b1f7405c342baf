"""An id that a trace printed stays explainable after a later order, and says what stands now."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from skiptrace.app.build import desk
from skiptrace.casefile.case import CaseFile
from skiptrace.model.finding import FindingStatus
from skiptrace.reports.explanation import explain, print_explanation
from skiptrace.reports.terminal import console_for
from tests.integration.casefile.filling import Trace, trace
from tests.laws import POLICY


@pytest.fixture
def put(case: CaseFile) -> Trace:
    return trace(case)


def test_a_superseded_finding_is_explained_as_it_was(case: CaseFile, put: Trace) -> None:
    """A later order finds the same fact with other weights: the first id keeps its own."""
    first = put.finding
    later = replace(put.order, id="order-later")
    scored = case.matches
    with case.write() as tx:
        case.orders.place_claimed(tx, later, "w")
        (stored,) = scored.for_order(tx, put.order.id)
        better = replace(stored.candidate, weight=9.0, probability=0.998)
        ((_, candidate_id),) = scored.add(tx, later.id, [better]).items()
        evidence = tuple(replace(e, candidate_id=candidate_id) for e in first.evidence[:1])
        second = replace(first, id="fin-2", order_id=later.id, probability=0.99, evidence=evidence)
        case.findings.add(tx, [second])
        old = case.findings.get(tx, first.id)
    assert old is not None and old.status is FindingStatus.SUPERSEDED
    told = explain(desk(POLICY, {}).of_finding(case, old), old.id)
    assert (told.status, told.superseded_by) == ("superseded", "fin-2")
    assert told.probability == first.probability
    assert [r.weight for r in told.records] == [stored.candidate.weight]
    assert told.records[0].terms
    now = explain(desk(POLICY, {}).of_finding(case, second), "fin-2")
    assert (now.superseded_by, [r.weight for r in now.records]) == ("", [9.0])
    said = io.StringIO()
    print_explanation(told, console_for(said))
    assert "finding fin-2 of a later order stands instead" in said.getvalue()


def test_a_record_scored_anew_does_not_change_what_an_earlier_finding_rested_on(
    case: CaseFile, put: Trace
) -> None:
    with case.write() as tx:
        (stored,) = case.matches.for_order(tx, put.order.id)
        case.matches.add(tx, put.order.id, [replace(stored.candidate, weight=-40.0)])
        dropped = replace(put.finding, status=FindingStatus.SUPERSEDED, reason="rejected since")
        case.findings.add(tx, [dropped])
        old = case.findings.get(tx, put.finding.id)
    assert old is not None
    told = explain(desk(POLICY, {}).of_finding(case, old), old.id)
    assert [r.weight for r in told.records] == [stored.candidate.weight]
    assert (told.status, told.reason, told.superseded_by) == ("superseded", "rejected since", "")

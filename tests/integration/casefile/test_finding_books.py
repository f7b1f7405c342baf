"""Candidates, findings, judgements, notes and receipts: superseded by insert, never overwritten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.notes import Note
from skiptrace.casefile.tables import findings as t
from skiptrace.model.errors import CaseFileError
from skiptrace.model.finding import Finding, FindingKind, FindingStatus
from skiptrace.model.judgement import Verdict
from skiptrace.model.match import Decision, Term
from tests.integration.casefile.filling import Trace, make_judgement, make_receipt, trace
from tests.integration.casefile.samples import NOW, make_candidate, make_record


@pytest.fixture
def put(case: CaseFile) -> Trace:
    return trace(case)


def test_a_candidate_keeps_its_id_until_it_is_scored_anew(case: CaseFile, put: Trace) -> None:
    record = put.answer.records[0]
    first = make_candidate(record)
    better = replace(first, weight=11.0, probability=0.9995, decision=Decision.ACCEPT)
    vetoed = replace(
        first,
        weight=float("-inf"),
        probability=0.0,
        veto="generation",
        terms=(Term("generation", "conflict", float("-inf"), "Jr. is not Sr."),),
    )
    slot = (record.source, record.ref)
    with case.write() as tx:
        ids = [
            case.matches.add(tx, put.order.id, [c])[slot] for c in (first, better, vetoed, first)
        ]
        assert ids[0] == put.finding.evidence[0].candidate_id
        assert len(set(ids)) == 4
        assert case.matches.add(tx, put.order.id, [first])[slot] == ids[3]
        [current] = case.matches.for_order(tx, put.order.id)
        assert (current.id, current.candidate) == (ids[3], first)
        earlier = case.matches.get(tx, ids[2])
        assert earlier is not None and earlier.candidate == vetoed
        assert case.matches.get(tx, "can_0") is None
        assert case.matches.add(tx, put.order.id, []) == {}


def test_candidates_of_many_orders_are_stored_together(case: CaseFile, put: Trace) -> None:
    other = trace(case, 2)
    snapshot = put.answer.snapshots[0]
    records = [make_record(put.order.subject, snapshot, ref) for ref in ("A", "B")]
    wanted = {
        put.order.id: [make_candidate(r) for r in records],
        other.order.id: [make_candidate(records[0])],
    }
    with case.write() as tx:
        ids = case.matches.add_all(tx, wanted)
        assert {order: set(found) for order, found in ids.items()} == {
            put.order.id: {("bureau", "A"), ("bureau", "B")},
            other.order.id: {("bureau", "A")},
        }
        stored = case.matches.for_order(tx, other.order.id)
        assert stored[-1].id == ids[other.order.id]["bureau", "A"]


CHANGES: dict[str, Callable[[Finding], Finding]] = {
    "probability": lambda f: replace(f, probability=0.5),
    "status": lambda f: replace(f, status=FindingStatus.REJECTED),
    "reason": lambda f: replace(f, reason="a person said so"),
    "evidence": lambda f: replace(f, evidence=()),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_changed_finding_supersedes_the_earlier(
    case: CaseFile, put: Trace, change: Callable[[Finding], Finding]
) -> None:
    first, account_id = put.finding, put.order.account.id
    second = replace(change(first), id="fin-2")
    with case.write() as tx:
        assert case.findings.add(tx, [second]) == 1
        assert case.findings.current(tx, account_id) == [second]
        superseded = replace(first, status=FindingStatus.SUPERSEDED)
        assert case.findings.get(tx, first.id) == superseded
        assert case.findings.get(tx, "fin-2") == second
        assert tx.execute(select(func.count()).select_from(t.finding)).scalar() == 2


def test_the_same_finding_again_is_no_new_row(case: CaseFile, put: Trace) -> None:
    with case.write() as tx:
        assert case.findings.add(tx, [put.finding, put.finding]) == 0
        assert case.findings.add(tx, []) == 0


def test_a_finding_changed_under_its_own_id_is_read_as_it_is_now(
    case: CaseFile, put: Trace
) -> None:
    changed = replace(put.finding, status=FindingStatus.REJECTED)
    with case.write() as tx:
        assert case.findings.add(tx, [changed]) == 1
        assert case.findings.get(tx, changed.id) == changed
        assert case.findings.add(tx, [put.finding]) == 1
        assert case.findings.current(tx, put.order.account.id) == [put.finding]


def test_findings_of_other_keys_kinds_and_subjects_do_not_supersede(
    case: CaseFile, put: Trace
) -> None:
    first = put.finding
    others = [
        replace(first, id="k", key="+18135550177"),
        replace(first, id="d", kind=FindingKind.EMAIL),
        replace(first, id="s", subject_id="sub_other"),
    ]
    with case.write() as tx:
        assert case.findings.add(tx, others) == 3
        assert case.findings.current(tx, put.order.account.id) == [first, *others]


def test_a_later_judgement_supersedes_whatever_finding_it_was_about(
    case: CaseFile, put: Trace
) -> None:
    wrong = replace(make_judgement(put.finding, Verdict.WRONG_PARTY), at=NOW + timedelta(days=1))
    bad = replace(make_judgement(put.finding, Verdict.BAD), key="+18135550177")
    with case.write() as tx:
        case.judgements.add(tx, wrong)
        case.judgements.add(tx, bad)
        assert case.judgements.current(tx, put.order.account.id) == [wrong, bad]
        assert case.judgements.current(tx, "acc_0") == []
        assert tx.execute(select(func.count()).select_from(t.judgement)).scalar() == 3


def test_notes_come_back_in_order(case: CaseFile, put: Trace) -> None:
    account_id = put.order.account.id
    more = [Note(account_id, "", f"note {n}", NOW) for n in range(3)]
    with case.write() as tx:
        case.notes.add_all(tx, more)
        assert case.notes.for_account(tx, account_id)[1:] == more
        assert case.notes.for_account(tx, "acc_0") == []


def test_an_undone_batch_is_no_longer_applied(case: CaseFile, put: Trace) -> None:
    first = make_receipt(put.order, put.finding)
    second = make_receipt(put.order, put.finding, "batch-2")
    number, later = put.order.account.number, NOW + timedelta(hours=1)
    with case.write() as tx:
        case.receipts.add(tx, [second])
        assert case.receipts.applied(tx, f" {number}") == [first, second]
        assert case.receipts.undo(tx, "batch-1", later) == 1
        assert case.receipts.undo(tx, "batch-1", later + timedelta(hours=1)) == 0
        assert case.receipts.applied(tx, number) == [second]
        assert case.receipts.batch(tx, "batch-1") == [replace(first, undone=later)]
        assert case.receipts.batch(tx, "batch-9") == []
        with pytest.raises(CaseFileError, match="no write-back batch"):
            case.receipts.undo(tx, "batch-9", later)

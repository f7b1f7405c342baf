"""A whole trace goes in and comes out again, on both engines."""

from __future__ import annotations

from decimal import Decimal

import pytest

from skiptrace.casefile.call_state import CallStage, CallTotals
from skiptrace.casefile.case import CaseFile, open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.model.errors import CaseFileError
from skiptrace.model.finding import FindingKind
from skiptrace.model.order import OrderState
from skiptrace.model.waterfall import Outcome
from tests.integration.casefile import samples
from tests.integration.casefile.filling import make_event, trace


def test_everything_of_a_trace_is_read_back_as_it_was(
    case: CaseFile, case_url: str, keyring: Keyring
) -> None:
    put = trace(case)
    case.close()
    again = open_case_file(case_url, keyring)
    with again.read() as tx:
        account_id = put.order.account.id
        assert again.findings.current(tx, account_id) == [put.finding]
        assert again.findings.get(tx, put.finding.id) == put.finding
        assert again.findings.get(tx, "absent") is None
        [stored] = again.matches.for_order(tx, put.order.id)
        assert stored.candidate == samples.make_candidate(put.answer.records[0])
        assert stored.candidate.record.names[0].original == put.entry.subject.names[0].original
        assert stored.id == put.finding.evidence[0].candidate_id
        assert again.matches.get(tx, stored.id) == stored
        assert again.orders.get(tx, put.order.id) == put.order
        assert again.orders.counts(tx)[OrderState.DONE] == 1
        assert again.audit.for_order(tx, put.order.id) == [make_event(put.order)]
        [note] = again.notes.for_account(tx, account_id)
        assert put.finding.value in note.text and note.order_id == put.order.id
        [judgement] = again.judgements.current(tx, account_id)
        assert judgement.key == put.finding.key and judgement.kind is FindingKind.PHONE
    again.close()


def test_a_finding_leads_to_the_bytes_of_the_answer(case: CaseFile) -> None:
    put = trace(case)
    with case.read() as tx:
        [finding] = case.findings.current(tx, put.order.account.id)
        address = finding.evidence[0].provenance.snapshot_sha256
        assert case.snapshots.get(tx, address) == put.answer.snapshots[0]
        assert case.ledger.snapshots(tx, put.inquiry.id) == put.answer.snapshots


def test_the_ledger_and_the_steps_say_what_it_cost(case: CaseFile) -> None:
    put = trace(case)
    with case.read() as tx:
        quarter = Decimal("0.25")
        states = case.ledger.state(tx, [put.inquiry.id, "absent"])
        assert [(s.inquiry_id, s.state, s.cost) for s in states.values()] == [
            (put.inquiry.id, CallStage.ANSWERED, quarter)
        ]
        assert case.ledger.spent(tx, [put.order.id]) == {put.order.id: quarter}
        assert case.ledger.totals(tx) == [CallTotals("bureau", 1, 1, quarter, Decimal(0))]
        [step] = case.steps.for_order(tx, put.order.id)
        assert step.outcome is Outcome.HIT and step.cost == quarter
        [line] = case.steps.summary(tx)
        assert line.outcomes == {Outcome.HIT: 1} and line.cost == quarter


def test_an_error_in_a_transaction_leaves_nothing_behind(case: CaseFile) -> None:
    with pytest.raises(RuntimeError), case.write() as tx:
        case.accounts.add(tx, [samples.make_entry()])
        raise RuntimeError("the machine stopped")
    with case.read() as tx:
        assert case.accounts.find(tx, samples.make_entry().account.number) is None


def test_a_reading_transaction_refuses_to_write(case: CaseFile) -> None:
    with pytest.raises(CaseFileError), case.read() as tx:
        case.accounts.add(tx, [samples.make_entry()])
    with case.write() as tx:
        assert case.accounts.add(tx, [samples.make_entry()]).new == 1


def test_evidence_without_its_stored_answer_is_refused(case: CaseFile) -> None:
    put = trace(case)
    snapshot = samples.make_snapshot(put.order.subject, "never stored")
    record = samples.make_record(put.order.subject, snapshot)
    with pytest.raises(CaseFileError, match="names a row that is not there"), case.write() as tx:
        candidate_id = put.finding.evidence[0].candidate_id
        case.findings.add(tx, [samples.make_finding(put.order, candidate_id, record)])

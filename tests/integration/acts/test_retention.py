"""What the law lets go of goes, with a certificate, and nothing else; the record stays whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select

from skiptrace.acts.certificates import check_certificates, check_files
from skiptrace.acts.office import Office
from skiptrace.acts.retention import DISPOSED, Due, dispose, plan_disposals
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.certificates import Certificate, DisposalKind
from skiptrace.casefile.disposal import KEPT, _conditions
from skiptrace.casefile.ledger_rows import Intent
from skiptrace.casefile.statements import Tx
from skiptrace.casefile.users import Entry
from skiptrace.model.account import Hold
from skiptrace.model.actor import Role, User
from skiptrace.model.errors import CaseFileError, NotAllowed
from tests.integration.acts.standing import COLLECTOR, at_work, office
from tests.integration.casefile import samples
from tests.integration.casefile.filling import Trace, trace
from tests.integration.casefile.tampering import bare, covered_tables, disarm

KEEPER = User("usr_0k", "Kim Eeper", frozenset({Role.COMPLIANCE}), date(2026, 1, 1))
ACTIVE = samples.NOW.date()
TWO_YEARS, THREE_YEARS = date(2028, 11, 23), date(2029, 11, 23)
assert date(2026, 11, 22) == ACTIVE


def desk(case: CaseFile, on: date) -> Office:
    made = office(case, clock=lambda: datetime(on.year, on.month, on.day, 12, tzinfo=UTC))
    with case.write() as tx:
        if case.users.get(tx, KEEPER.id) is None:
            case.users.enter(tx, KEEPER, Entry(samples.NOW, COLLECTOR.id))
    return made


def plan(case: CaseFile, on: date) -> list[Due]:
    return plan_disposals(desk(case, on), at_work(KEEPER))


def hold(case: CaseFile, put: Trace, code: str) -> None:
    with case.write() as tx:
        case.accounts.add_holds(tx, [Hold(put.order.account.id, code, ACTIVE, "letter")])


def faults(case: CaseFile) -> list[str]:
    with case.read() as tx:
        return list(map(str, case.check(tx).faults))


DAYS: dict[str, tuple[date, str, str]] = {
    "the day before three years are over": (date(2029, 11, 21), "", "not listed"),
    "three years are over that day": (date(2029, 11, 22), "", "not listed"),
    "three years are over": (THREE_YEARS, "", ""),
    "under a legal hold": (THREE_YEARS, "LEGAL-HOLD", "D-HOLD: a legal hold keeps it"),
    "while the consumer sues": (THREE_YEARS, "LITIG-ACTIVE", "D-HOLD: a legal hold keeps it"),
    "a sanctions match is kept ten years": (THREE_YEARS, "OFAC-POSSIBLE", "R61: "),
    "and then no longer": (date(2036, 11, 23), "OFAC-POSSIBLE", ""),
}


@pytest.mark.parametrize(("on", "code", "words"), DAYS.values(), ids=DAYS.keys())
def test_the_policy_says_what_may_go_and_when(
    case: CaseFile, on: date, code: str, words: str
) -> None:
    put = trace(case)
    if code:
        hold(case, put, code)
    found = [one for one in plan(case, on) if one.kind is DisposalKind.ACCOUNT]
    if words == "not listed":
        assert found == []
        return
    [one] = found
    assert (one.account_id, one.active) == (put.order.account.id, ACTIVE)
    assert one.kept_by.startswith(words) and bool(one.kept_by) is bool(words)


def test_an_account_of_which_no_activity_is_known_stays(case: CaseFile) -> None:
    with case.write() as tx:
        case.accounts.add(tx, [samples.make_entry(1)])
    [one] = plan(case, date(2040, 1, 1))
    assert one.active is None and "last collection activity is unknown" in one.kept_by


def everything(case: CaseFile) -> dict[str, list[dict[str, Any]]]:
    with case.read() as tx:
        return {
            name: [dict(row) for row in tx.execute(select(bare(tx, name))).mappings()]
            for name in inspect(tx).get_table_names()
        }


def test_an_account_goes_whole_and_the_record_stays_whole(case: CaseFile, tmp_path: Path) -> None:
    gone, stays = trace(case, 1), trace(case, 2)
    hold(case, stays, "LEGAL-HOLD")
    with case.write() as tx:
        case.receipts.undo(tx, "batch-1", samples.NOW)
    before = everything(case)
    made = dispose(desk(case, THREE_YEARS), at_work(KEEPER), tmp_path / "certificates")
    after = everything(case)
    [certificate] = made
    assert certificate.account_id == gone.order.account.id
    assert faults(case) == []
    for name, rows in after.items():
        lost = len(before[name]) - len(rows)
        if name not in {"audit_event", "audit_head", "disposal", "tally", "users"}:
            assert lost == certificate.rows.get(name, 0), name
    names = {gone.order.account.id, gone.order.id, gone.order.subject.id, gone.inquiry.id}
    for name in after.keys() - {"audit_event", "disposal", "tally"}:
        for row in after[name]:
            assert not names & {value for value in row.values() if isinstance(value, str)}, name
    [path] = (tmp_path / "certificates").iterdir()
    assert path.read_text().strip() == certificate.text()
    assert json.loads(certificate.text())["rows"]["finding"] == 1
    office_then = desk(case, THREE_YEARS)
    [checked] = check_certificates(office_then, at_work(KEEPER))
    assert (checked.certificate, checked.faults) == (certificate, ())
    assert [key.split()[:2] for key in certificate.keys] == [
        ["account", gone.order.account.id],
        ["subject", gone.order.subject.id],
    ]
    with case.write() as tx:
        assert case.accounts.find(tx, samples.make_entry(1).account.number) is None
        assert case.findings.current(tx, stays.order.account.id)
        case.accounts.add(tx, [samples.make_entry(1)])  # the same debt, placed anew
        assert case.accounts.find(tx, samples.make_entry(1).account.number) is not None
        [event] = [e for e in case.audit.export(tx) if e["kind"] == DISPOSED]
    assert certificate.id in event["text"] and event["account_id"] == certificate.account_id
    assert event["law"] and certificate.digest in event["text"]
    [checked] = check_certificates(office_then, at_work(KEEPER))
    assert checked.faults == (), "the debt that was placed anew has a key of its own"
    assert faults(case) == []


def unused(case: CaseFile, put: Trace) -> str:
    """One more answer of the account, which no finding rests on; its SHA-256."""
    inquiry = samples.make_inquiry(put.order, "court", 7)
    answer = samples.make_answer(inquiry, replace(put.order.subject, ssn4="0000"))
    snapshots = tuple(replace(s, body=b"nobody of that name") for s in answer.snapshots)
    answer = replace(answer, records=(), snapshots=snapshots, inquiry_id=inquiry.id)
    with case.write() as tx:
        case.ledger.open(tx, [Intent(inquiry, Decimal(0))], samples.NOW)
    with case.write() as tx:
        case.ledger.record(tx, [(inquiry, answer)], samples.NOW)
    return snapshots[0].sha256


@pytest.mark.parametrize("code", ["", "LEGAL-HOLD"])
def test_an_answer_that_no_finding_rests_on_goes_after_two_years(
    case: CaseFile, tmp_path: Path, code: str
) -> None:
    put = trace(case)
    sha = unused(case, put)
    if code:
        hold(case, put, code)
    assert plan(case, date(2028, 11, 21)) == []
    [one] = plan(case, TWO_YEARS)
    assert (one.kind, len(one.answers)) == (DisposalKind.PAYLOADS, 1)
    made = dispose(desk(case, TWO_YEARS), at_work(KEEPER), tmp_path)
    assert [dict(c.rows) for c in made] == ([] if code else [{"call_snapshot": 1, "snapshot": 1}])
    with case.read() as tx:
        stored = case.snapshots.at(tx, case.snapshots.address(sha))
        used = put.answer.snapshots[0].sha256
        assert case.snapshots.get(tx, used).body == put.answer.snapshots[0].body
    assert (stored is not None) is bool(code)
    assert faults(case) == []


def test_what_two_accounts_were_told_stays_while_one_needs_it(
    case: CaseFile, tmp_path: Path
) -> None:
    """One line of a register is one snapshot, however many accounts it was told."""
    gone, stays = trace(case, 1), trace(case, 2)
    shared = gone.answer.snapshots[0]
    inquiry = samples.make_inquiry(stays.order, "court", 7)
    answer = replace(
        samples.make_answer(inquiry, stays.order.subject), records=(), snapshots=(shared,)
    )
    with case.write() as tx:
        case.ledger.open(tx, [Intent(inquiry, Decimal(0))], samples.NOW)
        case.ledger.record(tx, [(inquiry, answer)], samples.NOW)
    hold(case, stays, "LEGAL-HOLD")
    dispose(desk(case, THREE_YEARS), at_work(KEEPER), tmp_path)
    with case.read() as tx:
        assert case.snapshots.get(tx, shared.sha256).body == shared.body
        assert [s.sha256 for s in case.ledger.snapshots(tx, inquiry.id)] == [shared.sha256]
    assert faults(case) == []


def test_work_that_was_done_meanwhile_keeps_the_account(case: CaseFile, tmp_path: Path) -> None:
    """The plan is asked again in the transaction that deletes."""
    put = trace(case)
    made = desk(case, THREE_YEARS)
    calls = iter(range(99))
    real = made.case.disposals.last_activity

    def later(tx: Tx, account_id: str) -> date | None:
        next(calls)
        return date(2029, 11, 1)

    made.case.disposals.last_activity = later  # type: ignore[method-assign]
    assert dispose(made, at_work(KEEPER), tmp_path) == []
    assert next(calls) == 1
    made.case.disposals.last_activity = real  # type: ignore[method-assign]
    with case.read() as tx:
        assert case.findings.current(tx, put.order.account.id)


def one_disposal(case: CaseFile, folder: Path) -> Path:
    """The printed certificate of the only account's disposal."""
    trace(case, 1)
    dispose(desk(case, THREE_YEARS), at_work(KEEPER), folder)
    [path] = folder.iterdir()
    return path


FILES: dict[str, tuple[Callable[[str], str], str]] = {
    "as it was printed": (lambda text: text, ""),
    "with blanks of another kind": (lambda text: json.dumps(json.loads(text)), ""),
    "of other rows": (
        lambda text: text.replace('"finding": 1', '"finding": 2'),
        "says otherwise than the case file",
    ),
    "by somebody else": (
        lambda text: text.replace("Kim Eeper", "Ann Other"),
        "says otherwise than the case file",
    ),
    "of another disposal": (
        lambda text: text.replace('"disposal_', '"disposal_0'),
        "not in the case file",
    ),
    "no certificate": (lambda text: "{}", "not a certificate"),
    "no JSON": (lambda text: text[:40], "not a certificate"),
}


@pytest.mark.parametrize(("change", "words"), FILES.values(), ids=FILES.keys())
def test_a_printed_certificate_is_held_against_the_case_file(
    case: CaseFile, tmp_path: Path, change: Callable[[str], str], words: str
) -> None:
    path = one_disposal(case, tmp_path / "out")
    path.write_text(change(path.read_text()))
    [found] = check_files(desk(case, THREE_YEARS), at_work(KEEPER), [path])
    assert bool(found.faults) is bool(words)
    assert words in " ".join(found.faults)


def test_a_certificate_whose_key_is_there_again_is_no_proof(case: CaseFile, tmp_path: Path) -> None:
    """Such as after the rows of a backup were put back."""
    put = trace(case, 1)
    with case.read() as tx:
        kept = [dict(r) for r in tx.execute(select(bare(tx, "owner_key"))).mappings()]
    dispose(desk(case, THREE_YEARS), at_work(KEEPER), tmp_path)
    with case.write() as tx:
        tx.execute(bare(tx, "owner_key").insert(), kept)
    [found] = check_certificates(desk(case, THREE_YEARS), at_work(KEEPER))
    assert found.certificate.account_id == put.order.account.id
    assert [fault.partition(":")[0] for fault in found.faults] == ["2 of its 2 keys are there"]


def test_a_certificate_of_before_there_were_keys_says_so() -> None:
    told = '{"id": "d", "account_id": "a", "kind": "account", "at": "2026-11-01T00:00:00+00:00",'
    told += ' "by": "x", "rules": [], "last_activity": null, "rows": {}, "digest": "0"}'
    assert Certificate.of(told).keys == ()


EDITS: dict[str, tuple[Callable[[Tx], object], str]] = {
    "a case is deleted without a certificate": (
        lambda tx: [tx.execute(bare(tx, n).delete()) for n in ("evidence", "finding")],
        "finding rows of account",
    ),
    "a certificate is deleted": (
        lambda tx: tx.exec_driver_sql("DELETE FROM disposal"),
        "disposal rows of table disposal",
    ),
}


@pytest.mark.parametrize(("act", "words"), EDITS.values(), ids=EDITS.keys())
def test_a_deletion_without_a_certificate_is_found(
    case: CaseFile, tmp_path: Path, act: Callable[[Tx], object], words: str
) -> None:
    trace(case, 1)
    hold(case, trace(case, 2), "LEGAL-HOLD")
    dispose(desk(case, THREE_YEARS), at_work(KEEPER), tmp_path)
    assert faults(case) == []
    with case.write() as tx:
        disarm(tx)
        act(tx)
    assert any(fault.startswith(words) for fault in faults(case))


def test_a_changed_row_is_not_disposed_of(case: CaseFile, tmp_path: Path) -> None:
    trace(case)
    with case.write() as tx:
        disarm(tx)
        tx.exec_driver_sql("UPDATE note SET order_id = 'x'")
    with pytest.raises(CaseFileError, match="note row 1"):
        dispose(desk(case, THREE_YEARS), at_work(KEEPER), tmp_path / "certificates")
    assert not (tmp_path / "certificates").exists()


def test_a_collector_disposes_of_nothing(case: CaseFile, tmp_path: Path) -> None:
    for act in (lambda d: plan_disposals(d, at_work()), lambda d: dispose(d, at_work(), tmp_path)):
        with pytest.raises(NotAllowed):
            act(desk(case, THREE_YEARS))


def test_every_table_is_disposed_of_or_kept_for_a_reason(case: CaseFile) -> None:
    with case.read() as tx:
        disposed = {name for name, _ in _conditions(tx, "acc")}
    assert disposed | KEPT.keys() == {table.name for table in covered_tables()}
    assert not disposed & KEPT.keys()
    assert all(KEPT.values())


def test_an_answer_stays_as_long_as_a_check_of_another_account_rests_on_it(case: CaseFile) -> None:
    """A number bought for one account serves another, which outlives the first."""
    first, second = trace(case), trace(case, 2)
    sha256 = first.answer.snapshots[0].sha256
    with case.write() as tx:
        one = case.checks.of(tx, first.order.account.id).checks[0]
        mine = {"account_id": second.order.account.id, "order_id": second.order.id}
        shared = replace(one, id="check_shared", snapshot_sha256=sha256, **mine)
        assert case.checks.add(tx, [shared]) == 1
    for put, is_kept in ((first, True), (second, False)):
        with case.write() as tx:
            case.disposals.delete(tx, case.disposals.of_account(tx, put.order.account.id))
            assert (case.snapshots.at(tx, case.snapshots.address(sha256)) is not None) is is_kept
        assert faults(case) == []
    with case.read() as tx:
        assert case.checks.of(tx, second.order.account.id).checks == ()

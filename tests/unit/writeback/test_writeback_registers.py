"""What registers say of a business in the system of record: its agent and officers owe nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from skiptrace.model.account import ObligorRole
from skiptrace.model.finding import Finding, FindingKind, FindingStatus
from skiptrace.model.judgement import Judgement, Verdict
from skiptrace.model.receipt import Change, ChangeKind, Receipt
from skiptrace.model.registration import Became
from skiptrace.model.succession import Succession
from skiptrace.writeback.apply import SystemOfRecord, apply_changes
from skiptrace.writeback.batches import FileManifests
from skiptrace.writeback.contacts import AccountContacts, WriteBackPlan
from skiptrace.writeback.plan import plan
from skiptrace.writeback.registers import OF_SUCCESSOR, OUTDATED
from skiptrace.writeback.targets.csv_file import csv_target
from skiptrace.writeback.targets.sql_table import sql_target
from skiptrace.writeback.undo import undo_batch

K, S = FindingKind, FindingStatus
FindingOf = Callable[..., Finding]
FIRM = "Quarry LLC"
AT = datetime(2026, 11, 1, tzinfo=UTC)
ACTIVE = "active, entry L-77: the business exists"
REVOKED = "revoked, entry L-77: the business is dissolved, revoked, withdrawn or merged away"
ABROAD = "active, entry F-9: the business exists"
AGENT = "FILE INC, 7 PIER RD, LAKE ORLENA FL 34821"
OFFICER = "DANA ROE, MGR"
STEP = Succession(Became.MERGED, FIRM, "KEEL INC", "harbor", "L-77", "0" * 64, "row 1", AT)
RENAMED = replace(STEP, became=Became.RENAMED)


def planned(*findings: Finding, **traits: Any) -> WriteBackPlan:
    account = AccountContacts("10001", findings, obligor=FIRM, **traits)
    return plan([account], 0.95)


def told(made: WriteBackPlan) -> list[tuple[str, str, str]]:
    return [(change.kind.value, change.fact, change.value) for change in made.changes]


def by_steps(finding: Finding, *steps: Succession) -> Finding:
    rows = (
        replace(row, provenance=replace(row.provenance, followed=steps)) for row in finding.evidence
    )
    return replace(finding, evidence=tuple(rows))


def written(fact: FindingKind, value: str, days: int = 0, **changes: Any) -> Receipt:
    change = Change(
        "10001", ChangeKind.ADD, fact.value, value, 0.99, ("harbor",), "2026-02-20", "f", "primary",
        FIRM,
    )  # fmt: skip
    made = replace(change, **changes)
    return Receipt("b", "csv:x", made, "in the file", AT + timedelta(days=days))


@pytest.mark.parametrize(
    ("kind", "value", "role"),
    [
        (K.REGISTRATION, "QUARRY LLC, number L-77, active", "primary"),
        (K.REGISTER_STATUS, ACTIVE, "primary"),
        (K.REGISTERED_AGENT, AGENT, "non_obligor"),
        (K.OFFICER, OFFICER, "non_obligor"),
    ],
)
def test_each_is_written_once_and_says_who_owes_nothing(
    finding_of: FindingOf, kind: FindingKind, value: str, role: str
) -> None:
    [change] = planned(finding_of(kind, value)).changes
    assert (change.fact, change.value, change.role, change.obligor) == (
        kind.value, value, role, FIRM,
    )  # fmt: skip
    again = planned(finding_of(kind, value), receipts=(written(kind, value),))
    assert (again.changes, [left.reason for left in again.left_out]) == ((), ["written before"])


@pytest.mark.parametrize(
    ("what", "traits", "state", "reason"),
    [
        ("a candidate", {}, {"status": S.CANDIDATE}, "status is candidate"),
        ("a status of unknown meaning", {}, {"status": S.CANDIDATE}, "status is candidate"),
        ("not sure enough", {}, {"probability": 0.9}, "below the write-back threshold"),
        ("reports keep it back", {"registers_restrained": "R07: cease"}, {}, "R07: cease"),
    ],
)
def test_what_may_not_be_told_is_not_written(
    finding_of: FindingOf, what: str, traits: dict[str, Any], state: dict[str, Any], reason: str
) -> None:
    for kind in (K.REGISTER_STATUS, K.REGISTERED_AGENT, K.OFFICER, K.REGISTRATION):
        made = planned(finding_of(kind, "x, y", **state), **traits)
        assert (made.changes, [left.reason for left in made.left_out]) == ((), [reason]), what


def test_what_restrains_contacts_alone_is_said_of_contacts_alone(finding_of: FindingOf) -> None:
    made = planned(
        finding_of(K.OFFICER, OFFICER), finding_of(K.PHONE, "+12025550143"), restrained="R34: alert"
    )
    assert told(made) == [("add", "officer", OFFICER)]


@pytest.mark.parametrize(
    ("steps", "verdict", "is_written"),
    [
        ((), None, True),
        ((RENAMED,), None, True),
        ((STEP,), None, False),
        ((RENAMED, STEP), None, False),
        ((STEP,), Verdict.RIGHT_PARTY, True),
        ((), Verdict.WRONG_PARTY, False),
    ],
)
def test_what_is_of_a_successor_by_merger_waits_for_a_person(
    finding_of: FindingOf,
    steps: tuple[Succession, ...],
    verdict: Verdict | None,
    is_written: bool,
) -> None:
    finding = by_steps(finding_of(K.REGISTERED_AGENT, AGENT), *steps)
    words = (
        [Judgement("a", finding.kind, finding.key, verdict, "p.ortega", AT, "called")]
        if (verdict)
        else []
    )
    made = planned(finding, judgements=tuple(words))
    assert bool(made.changes) is is_written
    if steps and not is_written:
        assert [left.reason for left in made.left_out] == [OF_SUCCESSOR]


@pytest.mark.parametrize(
    ("what", "before", "now", "changes"),
    [
        ("it says the same", [ACTIVE], [ACTIVE], []),
        ("it was revoked since", [ACTIVE], [REVOKED],
         [("mark_bad", ACTIVE), ("add", REVOKED)]),
        ("two registers, one changed", [ACTIVE, ABROAD], [REVOKED, ABROAD],
         [("mark_bad", ACTIVE), ("add", REVOKED)]),
        ("nothing stands now: it was not asked again", [ACTIVE], [], []),
    ],
)  # fmt: skip
def test_what_a_register_says_otherwise_later_is_marked(
    finding_of: FindingOf,
    what: str,
    before: list[str],
    now: list[str],
    changes: list[tuple[str, str]],
) -> None:
    receipts = tuple(written(K.REGISTER_STATUS, value) for value in before)
    made = planned(*(finding_of(K.REGISTER_STATUS, value) for value in now), receipts=receipts)
    assert [(kind, value) for kind, _, value in told(made)] == changes, what
    marks = [change for change in made.changes if change.kind is ChangeKind.MARK_BAD]
    assert all(change.sources == (OUTDATED,) for change in marks)


def test_a_status_that_comes_back_is_written_again(finding_of: FindingOf) -> None:
    receipts = (
        written(K.REGISTER_STATUS, ACTIVE),
        written(K.REGISTER_STATUS, ACTIVE, 1, kind=ChangeKind.MARK_BAD),
        written(K.REGISTER_STATUS, REVOKED, 2),
    )
    made = planned(finding_of(K.REGISTER_STATUS, ACTIVE), receipts=receipts)
    assert told(made) == [
        ("mark_bad", "register_status", REVOKED), ("add", "register_status", ACTIVE),
    ]  # fmt: skip


def test_another_obligor_s_entry_is_not_marked(finding_of: FindingOf) -> None:
    theirs = written(K.REGISTER_STATUS, ABROAD, obligor="Guarantor Inc")
    made = planned(finding_of(K.REGISTER_STATUS, ACTIVE), receipts=(theirs,))
    assert told(made) == [("add", "register_status", ACTIVE)]


@pytest.mark.parametrize("target", ["csv", "sql"])
def test_they_are_applied_and_undone_like_contacts(
    finding_of: FindingOf, tmp_path: Path, clock: Any, receipts: Any, target: str
) -> None:
    made = planned(
        finding_of(K.REGISTER_STATUS, ACTIVE), finding_of(K.REGISTERED_AGENT, AGENT),
        finding_of(K.OFFICER, OFFICER), role=ObligorRole.CO_OBLIGOR,
    )  # fmt: skip
    store = (
        csv_target(tmp_path / "contacts.csv", clock)
        if target == "csv"
        else sql_target(f"sqlite:///{tmp_path / 'record.sqlite'}", clock)
    )
    system = SystemOfRecord(store, receipts, FileManifests(tmp_path / "state" / "open.json"), clock)
    batch_id = apply_changes(system, made.changes)[0].batch_id
    assert store.written(batch_id) == list(made.changes)
    roles = {change.fact: change.role for change in store.written(batch_id)}
    assert roles == {
        "register_status": "co_obligor", "registered_agent": "non_obligor",
        "officer": "non_obligor",
    }  # fmt: skip
    undo_batch(system, batch_id)
    assert store.written(batch_id) == []

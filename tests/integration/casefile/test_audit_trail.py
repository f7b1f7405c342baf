"""The audit trail only grows, and whatever is done to it shows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import Connection

from skiptrace.casefile.audit import AuditCheck
from skiptrace.casefile.case import CaseFile
from skiptrace.model.audit import AuditEvent
from skiptrace.model.errors import CaseFileError
from skiptrace.model.order import TraceOrder
from tests.integration.casefile.filling import make_event, place_order


@pytest.fixture
def order(case: CaseFile) -> TraceOrder:
    return place_order(case)


def append(case: CaseFile, events: Sequence[AuditEvent]) -> None:
    with case.write() as tx:
        case.audit.append(tx, events)


def verify(case: CaseFile) -> AuditCheck:
    with case.read() as tx:
        return case.audit.verify(tx)


def test_events_come_back_in_order_and_the_chain_holds(case: CaseFile, order: TraceOrder) -> None:
    assert verify(case) == AuditCheck(0)
    events = [make_event(order, n) for n in range(7)]
    append(case, events[:3])
    append(case, [replace(events[0], order_id="other"), *events[3:]])
    append(case, [])
    with case.read() as tx:
        assert case.audit.for_order(tx, order.id) == events
    assert verify(case) == AuditCheck(8)


def test_an_event_keeps_its_moment_whatever_its_zone(case: CaseFile, order: TraceOrder) -> None:
    east = datetime(2026, 11, 22, 9, 0, 0, 5, tzinfo=timezone(timedelta(hours=3)))
    append(case, [replace(make_event(order), at=east)])
    with case.read() as tx:
        [event] = case.audit.for_order(tx, order.id)
    assert event.at == east
    assert verify(case) == AuditCheck(1)


def test_the_export_can_be_checked_by_anyone(case: CaseFile, order: TraceOrder) -> None:
    append(case, [make_event(order)] * 3)
    with case.read() as tx:
        lines = [json.loads(json.dumps(line)) for line in case.audit.export(tx)]
    assert [line["seq"] for line in lines] == [1, 2, 3]
    assert lines[0]["fields"] == ["names", "ssn"]
    assert [line["previous"] for line in lines[1:]] == [line["hash"] for line in lines[:-1]]
    assert [plain_hash(line) for line in lines] == [line["hash"] for line in lines]
    assert {line["actor"] for line in lines} == {"collector-7"}


def plain_hash(line: dict[str, Any]) -> str:
    """The hash as the docstring of the trail describes it."""
    told = {name: value for name, value in line.items() if name != "hash"}
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def test_who_has_no_key_neither_reads_who_acted_and_why_nor_guesses_it(
    case: CaseFile, order: TraceOrder
) -> None:
    event = make_event(order)
    append(case, [event, event])
    with case.read() as tx:
        rows = tx.exec_driver_sql("SELECT * FROM audit_event ORDER BY seq").mappings().all()
    for row in rows:
        shown = b" ".join(v if isinstance(v, bytes) else str(v).encode() for v in row.values())
        assert event.actor.encode() not in shown
        assert event.text.encode() not in shown
        guess = {name: row[name] for name in ("kind", "order_id", "account_id", "connector_id")}
        guess |= {name: row[name] for name in ("rule", "seq", "at", "previous")}
        guess |= {name: json.loads(row[name]) for name in ("purposes", "fields")}
        assert plain_hash(guess | {"actor": event.actor, "text": event.text}) != row["hash"]


def test_appenders_at_the_same_time_make_one_chain(case: CaseFile, order: TraceOrder) -> None:
    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(append, case, [make_event(order, n)] * 3) for n in range(18)]:
            done.result()
    assert verify(case) == AuditCheck(54)


REFUSED = (
    "UPDATE audit_event SET kind = 'nothing' WHERE seq = 2",
    "DELETE FROM audit_event WHERE seq = 2",
    "DELETE FROM audit_event",
    "DELETE FROM audit_head",
    "UPDATE audit_head SET events = 1",
    "UPDATE audit_head SET hash = 'x'",
)


def test_the_database_refuses_changes(case: CaseFile, order: TraceOrder) -> None:
    append(case, [make_event(order, n) for n in range(3)])
    for change in REFUSED:
        with pytest.raises(CaseFileError, match="append-only"), case.write() as tx:
            tx.exec_driver_sql(change)
    assert verify(case) == AuditCheck(3)


def test_postgres_refuses_to_truncate(case: CaseFile, order: TraceOrder) -> None:
    append(case, [make_event(order)])
    with case.read() as tx:
        if tx.dialect.name == "sqlite":
            return
    for table in ("audit_event", "audit_head"):
        with pytest.raises(CaseFileError, match="append-only"), case.write() as tx:
            tx.exec_driver_sql(f"TRUNCATE {table}")
    assert verify(case) == AuditCheck(1)


def drop_triggers(tx: Connection) -> None:
    if tx.dialect.name == "postgresql":
        for table in ("audit_event", "audit_head"):
            tx.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        return
    names = tx.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for name in names.scalars().all():
        tx.exec_driver_sql(f"DROP TRIGGER {name}")


TAMPERING = {
    "a kind is changed": ("UPDATE audit_event SET kind = 'nothing' WHERE seq = 2", 2),
    "words are another event's": (
        "UPDATE audit_event SET said = (SELECT said FROM audit_event WHERE seq = 1) WHERE seq = 2",
        2,
    ),
    "a time is changed": ("UPDATE audit_event SET at = '2020' WHERE seq = 3", 3),
    "fields are broken": ("UPDATE audit_event SET fields = 'x' WHERE seq = 3", 3),
    "a hash is changed": ("UPDATE audit_event SET hash = previous WHERE seq = 2", 2),
    "the first is deleted": ("DELETE FROM audit_event WHERE seq = 1", 1),
    "the middle is deleted": ("DELETE FROM audit_event WHERE seq IN (2, 3)", 2),
    "the end is deleted": ("DELETE FROM audit_event WHERE seq > 3", 4),
    "everything is deleted": ("DELETE FROM audit_event", 1),
    "the head is deleted": ("DELETE FROM audit_head", 6),
    "the head is set back": ("UPDATE audit_head SET events = 3", 5),
}


def test_tampering_is_found_where_it_happened(case: CaseFile, order: TraceOrder) -> None:
    append(case, [make_event(order, n) for n in range(5)])
    for what, (change, broken_at) in TAMPERING.items():
        with case.write() as tx:
            drop_triggers(tx)
            tx.exec_driver_sql(change)
            check = case.audit.verify(tx)
            tx.rollback()
        assert check.faults[0][0] == broken_at, what
        assert check.faults[0][1], what
    assert verify(case) == AuditCheck(5)


def test_a_cut_trail_cannot_be_given_a_fitting_head_without_the_key(
    case: CaseFile, order: TraceOrder
) -> None:
    append(case, [make_event(order, n) for n in range(5)])
    with case.write() as tx:
        drop_triggers(tx)
        tx.exec_driver_sql("DELETE FROM audit_event WHERE seq > 3")
        tx.exec_driver_sql(
            "UPDATE audit_head SET events = 3, hash = (SELECT hash FROM audit_event WHERE seq = 3)"
        )
    assert verify(case) == AuditCheck(3, ((3, "the head was not written with this key file"),))


def test_an_event_without_a_zone_is_refused(case: CaseFile, order: TraceOrder) -> None:
    naive = make_event(order).at.replace(tzinfo=None)
    with pytest.raises(CaseFileError, match="time zone"):
        append(case, [replace(make_event(order), at=naive)])


def test_nothing_is_appended_without_a_head(case: CaseFile, order: TraceOrder) -> None:
    with case.write() as tx:
        drop_triggers(tx)
        tx.exec_driver_sql("DELETE FROM audit_head")
    with pytest.raises(CaseFileError, match="head of the audit trail is missing"):
        append(case, [make_event(order)])

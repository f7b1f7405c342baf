"""Triggers that are gone or more than ours, an index that does not fit, a day that is none."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.guards import guard_faults
from skiptrace.casefile.users import Entry
from tests.integration.casefile import samples
from tests.integration.casefile.filling import trace
from tests.integration.casefile.tampering import disarm
from tests.integration.casefile.two_traces import EVERYTHING

EDITS: dict[str, dict[str, tuple[str, str]]] = {
    "sqlite": {
        "a guard is gone": (
            "DROP TRIGGER audit_event_update",
            "trigger audit_event_update: is gone: the audit trail could be changed",
        ),
        "one more": (
            "CREATE TRIGGER t AFTER INSERT ON hold BEGIN SELECT 1; END",
            "trigger t: is none of skiptrace's",
        ),
        "a view": ("CREATE VIEW v AS SELECT 1", "trigger v: is none of skiptrace's"),
        "another one of the name": (
            "DROP TRIGGER audit_event_update; CREATE TRIGGER audit_event_update "
            "BEFORE UPDATE ON audit_event WHEN NEW.seq < 0 BEGIN SELECT 1; END",
            "trigger audit_event_update: does another thing than it did, or none",
        ),
    },
    "postgresql": {
        "a guard is gone": (
            "DROP TRIGGER audit_event_change ON audit_event",
            "trigger audit_event_change: is gone: the audit trail could be changed",
        ),
        "a guard is off": (
            "ALTER TABLE audit_event DISABLE TRIGGER audit_event_truncate",
            "trigger audit_event_truncate: does another thing than it did, or none",
        ),
        "one more": (
            "CREATE TRIGGER t AFTER INSERT ON hold FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
            "trigger t: is none of skiptrace's",
        ),
        "what they call does nothing": (
            "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN NEW; END $$",
            "trigger audit_head_update: does another thing than it did, or none",
        ),
    },
}


def guards(tx: Connection) -> list[str]:
    return list(map(str, guard_faults(tx)))


def test_the_guards_of_a_case_file_stand(case: CaseFile) -> None:
    trace(case)
    with case.read() as tx:
        assert guards(tx) == []


def test_guards_that_do_not_stand_are_named(case: CaseFile) -> None:
    with case.read() as tx:
        edits = EDITS[tx.dialect.name]
    for what, (edit, words) in edits.items():
        with case.write() as tx:
            for statement in edit.split("; CREATE"):
                own = statement if statement.startswith(("DROP", "CREATE", "ALTER")) else ""
                tx.exec_driver_sql(own or f"CREATE{statement}")
            assert words in guards(tx), what
            tx.rollback()


def test_an_index_that_lost_a_row_is_found(case: CaseFile) -> None:
    """Only in SQLite can an index be changed alone, by whoever may write to its schema."""
    trace(case)
    with case.read() as tx:
        if tx.dialect.name != "sqlite":
            return
    with case.write() as tx:
        tx.exec_driver_sql("PRAGMA writable_schema = ON")
        tx.exec_driver_sql(
            "UPDATE sqlite_master SET sql = replace(sql, 'account_id)', 'order_id)') "
            "WHERE name = 'ix_note_account_id'"
        )
    case.close()
    with case.read() as tx:
        assert any("ix_note_account_id" in fault for fault in guards(tx))


GARBAGE = {
    "a day": ("hold", "since", "2026-02-31x", "hold row 1: cannot be read"),
    "a moment": ("note", "at", "noon", "note row 1: cannot be read"),
    "neither yes nor no": (
        "user_assignment",
        "is_given",
        "7",
        "user_assignment row 1: cannot be read",
    ),
    "money": ("step", "cost", "free", "step row 1: cannot be read"),
}


@pytest.mark.parametrize(("table", "column", "value", "words"), GARBAGE.values(), ids=GARBAGE)
def test_what_is_no_value_of_its_column_is_named_and_stops_nothing(
    case: CaseFile, table: str, column: str, value: str, words: str
) -> None:
    """PostgreSQL takes no such value."""
    put = trace(case)
    with case.write() as tx:
        case.users.assign(tx, "usr_1", EVERYTHING, True, Entry(samples.NOW, "usr_1"))
        if tx.dialect.name != "sqlite":
            return
        case.notes.add(tx, put.order.account.id, put.order.id, "another", samples.NOW)
        disarm(tx)
        tx.exec_driver_sql(f"UPDATE {table} SET {column} = '{value}' WHERE seq = 1")  # noqa: S608
    with case.read() as tx:
        assert words in map(str, case.check(tx).faults)

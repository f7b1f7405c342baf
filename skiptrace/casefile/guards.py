"""What guards a case file in its database: the triggers of the audit trail, indexes that fit.

Somebody who owns the database can take the triggers away, or make one that changes rows as they are
written; in SQLite they can change an index alone, so that a row is there and not found. Neither
touches a row, so this is asked apart from the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from skiptrace.casefile.record_check import Fault
from skiptrace.casefile.statements import Tx
from skiptrace.casefile.tables.audit import POSTGRES_TRIGGERS, SQLITE_TRIGGERS

_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY name"
_POSTGRES = (
    "SELECT tgname, tgenabled::text, prosrc FROM pg_trigger "
    "JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid "
    "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace ORDER BY tgname"
)
_MOST = 20


def guard_faults(tx: Tx) -> Iterator[Fault]:
    """What is wrong with the triggers, and in SQLite with the file's own structure."""
    if tx.dialect.name == "postgresql":
        refusal, *triggers = POSTGRES_TRIGGERS
        does = ("O", _evened(refusal.split("$$")[1]))
        rows = tx.exec_driver_sql(_POSTGRES)
        stored = {name: (is_on, _evened(text)) for name, is_on, text in rows}
        yield from _differences({_name(text): does for text in triggers}, stored)
        return
    found = {name: _evened(text) for name, text in tx.exec_driver_sql(_SQLITE)}
    yield from _differences({_name(text): _evened(text) for text in SQLITE_TRIGGERS}, found)
    for (words,) in tx.exec_driver_sql(f"PRAGMA integrity_check({_MOST})"):
        if words != "ok":
            yield Fault("the database", f"{words}"[:200])


def _differences(expected: Mapping[str, object], stored: Mapping[str, object]) -> Iterator[Fault]:
    for name in sorted({*expected, *stored}):
        if name not in stored:
            yield Fault(f"trigger {name}", "is gone: the audit trail could be changed")
        elif name not in expected:
            yield Fault(f"trigger {name}", "is none of skiptrace's")
        elif expected[name] != stored[name]:
            yield Fault(f"trigger {name}", "does another thing than it did, or none")


def _name(text: str) -> str:
    return text.split("TRIGGER")[1].split()[0]


def _evened(text: str) -> str:
    return " ".join(text.split())

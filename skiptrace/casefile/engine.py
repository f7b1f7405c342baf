"""Engines of the case file: SQLite in a file, or PostgreSQL through psycopg.

SQLite runs in WAL mode with synchronous=FULL, foreign keys on, and takes the write lock when a
writing transaction begins (BEGIN IMMEDIATE): a deferred transaction that turns to writing later
fails at once when another writer was faster, whatever the busy timeout.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,
    event,
    make_url,
    select,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import (
    ArgumentError,
    IntegrityError,
    OperationalError,
    SQLAlchemyError,
    StatementError,
)
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.functions import func

from skiptrace.model.errors import CaseFileError, CaseFileUnavailable

_BUSY_SECONDS = 30
_APPEND_ONLY = "the audit trail is append-only"
_MODE = "skiptrace_sqlite_begin"
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA cache_size=-65536",
)


def case_file_url(text: str) -> URL:
    """The parsed address: `sqlite:///PATH`, or `postgresql://...` (psycopg is then the driver).

    Raises CaseFileError for anything else, and for SQLite without a file.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise CaseFileError("the case file's address is not a database URL") from None
    if url.drivername in ("postgresql", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise CaseFileError(f"a case file lives in SQLite or PostgreSQL, not in {url.drivername}")
    if sqlite_path(url) is None:
        raise CaseFileError("a case file in SQLite needs a file: sqlite:///PATH")
    return url


def sqlite_path(url: URL) -> Path | None:
    """The database file of an SQLite address; None for memory and for PostgreSQL."""
    is_file = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
    return Path(str(url.database)) if is_file else None


def shown(url: URL) -> str:
    """The address for messages, without its password."""
    return url.render_as_string(hide_password=True)


def writing_engine(url: URL) -> Engine:
    """An engine whose transactions may write; parameters never show in its errors or logs."""
    if sqlite_path(url) is None:
        return create_engine(url, hide_parameters=True)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine.execution_options(**{_MODE: "BEGIN IMMEDIATE"})


def reading_engine(engine: Engine) -> Engine:
    """The same engine for transactions that only read, each from one consistent state."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{_MODE: "BEGIN DEFERRED"})
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def serialise(tx: Connection, lock: int) -> None:
    """Wait until no other transaction holds this lock, and hold it until this one ends.

    SQLite has one writer at a time already; PostgreSQL takes a transaction-level advisory lock.
    """
    if tx.dialect.name == "postgresql":
        tx.execute(select(func.pg_advisory_xact_lock(lock)))


@contextmanager
def clear_errors() -> Iterator[None]:
    """Turn database errors into CaseFileError, in words and without the values involved."""
    try:
        yield
    except IntegrityError as error:
        raise CaseFileError(_refusal(error)) from None
    except OperationalError as error:
        cause = str(error.orig).strip().splitlines()[0]
        raise CaseFileUnavailable(f"the case file cannot be used: {cause}") from None
    except StatementError as error:
        if isinstance(error.orig, CaseFileError):
            raise error.orig from None
        raise CaseFileError(_refusal(error)) from None
    except SQLAlchemyError as error:
        raise CaseFileError(f"the case file failed: {type(error).__name__}") from error


def _refusal(error: StatementError) -> str:
    """What was refused, without the driver's text, which may name values."""
    if _APPEND_ONLY in str(error.orig):
        return f"the case file refused a change: {_APPEND_ONLY}"
    if isinstance(error, IntegrityError):
        return (
            "the case file refused a row: it repeats one, lacks a value, or names a row that is "
            "not there (an order, a snapshot, a candidate)"
        )
    return f"the case file refused a statement: {type(error.orig).__name__}"


def _prepare_sqlite(dbapi: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    if not isinstance(dbapi, sqlite3.Connection):
        raise CaseFileError("the SQLite driver is not the standard library's")
    dbapi.isolation_level = None
    for pragma in _PRAGMAS:
        dbapi.execute(pragma).close()


def _begin_sqlite(tx: Connection) -> None:
    mode = tx.get_execution_options()[_MODE]
    tx.exec_driver_sql(f"PRAGMA query_only={'OFF' if mode == 'BEGIN IMMEDIATE' else 'ON'}")
    tx.exec_driver_sql(mode)

"""Engines of the case file: SQLite in a file, or PostgreSQL through psycopg.

SQLite runs in WAL mode with synchronous=FULL, foreign keys on, and takes the write lock when a
writing transaction begins (BEGIN IMMEDIATE): a deferred transaction that turns to writing later
fails at once when another writer was faster, whatever the busy timeout.

A PostgreSQL session has limits that the server keeps, so that a worker which was stopped in the
middle of a transaction, or whose host is gone, blocks nobody for longer than a minute.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

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
    InternalError,
    OperationalError,
    SQLAlchemyError,
    StatementError,
)
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.functions import func

from skiptrace.model.errors import CaseFileError, CaseFileUnavailable

_BUSY_SECONDS = 30
_KEEPALIVES = {
    "connect_timeout": 15,
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
"""libpq's settings, in seconds: a peer that is gone is noticed after a minute."""
_APPEND_ONLY = "the audit trail is append-only"
_MODE = "skiptrace_sqlite_begin"
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA cache_size=-65536",
)


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """What a PostgreSQL session may take, in seconds; 0 is no limit.

    `lock` is how long a statement waits for a lock, `statement` how long it runs in all, `idle` how
    long a transaction may do nothing: then the server ends the session and its locks are free,
    before whoever waits for them gives up.
    """

    lock: float = 90.0
    statement: float = 120.0
    idle: float = 60.0

    def options(self) -> str:
        """The limits as the server's command-line options."""
        limits = {
            "lock_timeout": self.lock,
            "statement_timeout": self.statement,
            "idle_in_transaction_session_timeout": self.idle,
        }
        return " ".join(f"-c {name}={round(1000 * value)}" for name, value in limits.items())


LIMITS = SessionLimits()
MIGRATION_LIMITS = SessionLimits(statement=0, idle=0)
"""A migration rewrites whole tables: it may take its time, and still waits for no lock for ever."""

_PASSED = {
    "55P03": "another session holds what is wanted; try again when it has ended",
    "57014": "a statement took longer than a session may take",
    "25P03": "the session did nothing in a transaction for too long, and was ended",
}
"""Words for what a limit of a session ended, by SQLSTATE (PostgreSQL, appendix A)."""
_READ_ONLY = "25006"


class Turn:
    """Whose turn among the threads of a process it is to write, where a file has one writer.

    SQLite lets who waits for its lock sleep, up to a tenth of a second at a time: threads that wait
    for each other are woken at once, and none is passed over for long.
    """

    def __init__(self, is_single: bool) -> None:
        self._lock = Lock() if is_single else None

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Within it no other thread has the turn; CaseFileUnavailable when none comes in time."""
        if self._lock is None:
            yield
            return
        if not self._lock.acquire(timeout=_BUSY_SECONDS):
            raise CaseFileUnavailable("the case file cannot be used: another thread writes to it")
        try:
            yield
        finally:
            self._lock.release()


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


def writing_engine(url: URL, limits: SessionLimits = LIMITS) -> Engine:
    """An engine whose transactions may write; parameters never show in its errors or logs.

    What the address itself sets (`?options=-c lock_timeout=...`, `?keepalives=0`) is kept.
    """
    if sqlite_path(url) is None:
        own = url.query.get("options", "")
        options = " ".join([limits.options(), *([own] if isinstance(own, str) else own)]).strip()
        settings = {k: v for k, v in _KEEPALIVES.items() if k not in url.query}
        arguments = {**settings, "options": options}
        return create_engine(url, hide_parameters=True, connect_args=arguments)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine.execution_options(**{_MODE: "BEGIN IMMEDIATE"})


def reading_engine(engine: Engine) -> Engine:
    """The same engine for transactions that only read, each from one consistent state."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{_MODE: "BEGIN DEFERRED"})
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def is_reading(tx: Connection) -> bool:
    """Whether a transaction is one of `reading_engine`: it sees what is committed, and no more."""
    options = tx.get_execution_options()
    return options.get(_MODE) == "BEGIN DEFERRED" or bool(options.get("postgresql_readonly"))


def serialise(tx: Connection, lock: int) -> None:
    """Wait until no other transaction holds this lock, and hold it until this one ends.

    SQLite has one writer at a time already; PostgreSQL takes a transaction-level advisory lock.
    """
    if tx.dialect.name == "postgresql":
        tx.execute(select(func.pg_advisory_xact_lock(lock)))


def sweep(engine: Engine, table: str) -> None:
    """Let the files forget what was deleted, as far as the engine can; within no transaction.

    SQLite, which overwrites what is deleted, folds its log in and empties it. PostgreSQL writes the
    named table anew; its own log and its other tables keep what they have.
    """
    if engine.dialect.name == "postgresql":
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as session:
            session.exec_driver_sql(f'VACUUM FULL "{table}"')
        return
    bare = engine.raw_connection()
    try:
        bare.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        bare.close()


@contextmanager
def clear_errors() -> Iterator[None]:
    """Turn database errors into CaseFileError, in words and without the values involved."""
    try:
        yield
    except IntegrityError as error:
        raise CaseFileError(_refusal(error)) from None
    except (OperationalError, InternalError) as error:
        raise CaseFileUnavailable(_failure(error)) from None
    except StatementError as error:
        if isinstance(error.orig, CaseFileError):
            raise error.orig from None
        raise CaseFileError(_refusal(error)) from None
    except UnicodeDecodeError:
        raise CaseFileUnavailable("the case file cannot be used: its text is damaged") from None
    except SQLAlchemyError as error:
        raise CaseFileError(f"the case file failed: {type(error).__name__}") from error


def _failure(error: OperationalError | InternalError) -> str:
    """Why the database could not do what was asked."""
    state = getattr(error.orig, "sqlstate", None) or ""
    if state == _READ_ONLY:
        return "the case file cannot be used: the database takes no writes, it is read-only"
    if passed := _PASSED.get(state):
        return f"the case file is busy: {passed}"
    if isinstance(error, InternalError):
        return _refusal(error)
    cause = str(error.orig).strip().splitlines()[0]
    return f"the case file cannot be used: {cause}"


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

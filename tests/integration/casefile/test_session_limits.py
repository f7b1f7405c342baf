"""A PostgreSQL session has limits: who stopped in a transaction blocks nobody for long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from skiptrace.casefile.case import CaseFile, create_case_file, open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.engine import (
    LIMITS,
    MIGRATION_LIMITS,
    SessionLimits,
    case_file_url,
    serialise,
    writing_engine,
)
from skiptrace.model.errors import CaseFileError, CaseFileUnavailable

LOCK = 7
PATIENT = SessionLimits(lock=60, statement=120, idle=120)


@pytest.fixture
def url(postgres_url: str, keyring: Keyring) -> str:
    create_case_file(postgres_url, keyring).close()
    return postgres_url


@contextmanager
def session(url: str, keyring: Keyring, limits: SessionLimits) -> Iterator[CaseFile]:
    case = open_case_file(url, keyring, limits)
    try:
        yield case
    finally:
        case.close()


def test_a_session_that_stopped_in_a_transaction_gives_its_lock_up(
    url: str, keyring: Keyring
) -> None:
    """The stopped worker does nothing for longer than it may; the other one then has the lock."""
    with (
        session(url, keyring, SessionLimits(idle=1)) as stopped,
        session(url, keyring, PATIENT) as other,
        pytest.raises(CaseFileError),
        stopped.write() as tx,
    ):
        serialise(tx, LOCK)
        with other.write() as mine:
            serialise(mine, LOCK)  # would wait for the stopped one for ever
        tx.execute(text("SELECT 1"))


def test_a_lock_that_stays_is_an_error_in_words(url: str, keyring: Keyring) -> None:
    with session(url, keyring, PATIENT) as holder, holder.write() as tx:
        serialise(tx, LOCK)
        with (
            session(url, keyring, SessionLimits(lock=1)) as other,
            pytest.raises(CaseFileError, match="busy: another session holds what is wanted"),
            other.write() as mine,
        ):
            serialise(mine, LOCK)


def test_a_statement_that_runs_on_is_an_error_in_words(url: str, keyring: Keyring) -> None:
    with (
        session(url, keyring, SessionLimits(statement=1)) as case,
        pytest.raises(CaseFileError, match="busy: a statement took longer"),
        case.read() as tx,
    ):
        tx.execute(text("SELECT pg_sleep(30)"))


@pytest.mark.parametrize("kind", ["write", "read"])
def test_a_session_that_the_server_ended_is_unavailable_and_the_next_one_is_not(
    url: str, keyring: Keyring, kind: str
) -> None:
    with session(url, keyring, PATIENT) as case, session(url, keyring, PATIENT) as other:
        with (
            pytest.raises(CaseFileUnavailable, match="cannot be used"),
            getattr(case, kind)() as tx,
        ):
            own = tx.execute(text("SELECT pg_backend_pid()")).scalar_one()
            with other.write() as mine:
                mine.execute(text("SELECT pg_terminate_backend(:own)"), {"own": own})
            tx.execute(text("SELECT 1"))
        with getattr(case, kind)() as tx:
            assert tx.execute(text("SELECT 1")).scalar_one() == 1


def shown(url: str, limits: SessionLimits) -> list[str]:
    engine = writing_engine(case_file_url(url), limits)
    names = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
    try:
        with engine.begin() as tx:
            return [str(tx.execute(text(f"SHOW {name}")).scalar_one()) for name in names]
    finally:
        engine.dispose()


def test_every_session_has_limits_and_a_migration_its_time(postgres_url: str) -> None:
    assert shown(postgres_url, LIMITS) == ["90s", "2min", "1min"]
    assert shown(postgres_url, MIGRATION_LIMITS) == ["90s", "0", "0"]


def test_what_the_address_says_itself_is_kept(postgres_url: str) -> None:
    sign = "&" if "?" in postgres_url else "?"
    own = f"{postgres_url}{sign}options=-c%20lock_timeout%3D5s"
    assert shown(own, LIMITS) == ["5s", "2min", "1min"]

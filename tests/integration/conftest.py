"""One case file on each engine; every test that asks for `case` runs on both.

The migrations run once a session and engine; each test gets a copy of the empty case file.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from jobs.fleet.tables import make_tables
from skiptrace.casefile.case import CaseFile, create_case_file, open_case_file
from skiptrace.casefile.crypto import Keyring
from tests.postgres import database


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    """The keys of the session's case files; somebody else's are `Keyring.generate()`."""
    return Keyring.generate()


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory, keyring: Keyring) -> Path:
    """An empty case file; copy it, never open it."""
    path = tmp_path_factory.mktemp("empty") / "case.db"
    create_case_file(f"sqlite:///{path}", keyring).close()
    return path


@pytest.fixture(scope="session")
def empty_postgres(postgres_server: str, keyring: Keyring) -> Iterator[str]:
    """The URL of an empty case file; copy it, never open it."""
    with database(postgres_server) as url:
        create_case_file(url, keyring).close()
        yield url


@pytest.fixture(scope="session")
def empty_fleet(postgres_server: str, empty_postgres: str, keyring: Keyring) -> Iterator[str]:
    """The URL of an empty case file with the queue of a fleet; copy it, never open it."""
    with database(postgres_server, empty_postgres) as url:
        case = open_case_file(url, keyring)
        assert make_tables(case)
        case.close()
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def case_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where the test's case file is, or where one may be created if it does not ask for `case`."""
    filled = "case" in request.fixturenames
    if request.param == "sqlite":
        path = tmp_path / "case.db"
        if filled:
            shutil.copy(request.getfixturevalue("empty_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgres_server")
    like = request.getfixturevalue("empty_postgres") if filled else None
    with database(server, like) as url:
        yield url


@pytest.fixture
def case(case_url: str, keyring: Keyring) -> Iterator[CaseFile]:
    """An empty case file."""
    opened = open_case_file(case_url, keyring)
    yield opened
    opened.close()

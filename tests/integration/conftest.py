"""One case file on each engine; every test that asks for `case` runs on both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from skiptrace.casefile.case import CaseFile, create_case_file
from skiptrace.casefile.crypto import Keyring


@pytest.fixture
def keyring() -> Keyring:
    """Fresh keys."""
    return Keyring.generate()


@pytest.fixture(params=["sqlite", "postgres"])
def case_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a case file may be created."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'case.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def case(case_url: str, keyring: Keyring) -> Iterator[CaseFile]:
    """An empty case file."""
    made = create_case_file(case_url, keyring)
    yield made
    made.close()

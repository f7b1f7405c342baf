"""Which addresses a case file may have."""

from __future__ import annotations

import pytest

from skiptrace.casefile.engine import case_file_url, shown
from skiptrace.model.errors import CaseFileError


@pytest.mark.parametrize(
    ("text", "driver"),
    [
        ("sqlite:///case.db", "sqlite"),
        ("sqlite+pysqlite:////data/case.db", "sqlite+pysqlite"),
        ("postgresql://db/case", "postgresql+psycopg"),
        ("postgresql+psycopg://db/case", "postgresql+psycopg"),
    ],
)
def test_sqlite_files_and_postgres_are_taken(text: str, driver: str) -> None:
    assert case_file_url(text).drivername == driver


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("case.db", "not a database URL"),
        ("", "not a database URL"),
        ("mysql://db/case", "not in mysql"),
        ("postgresql+asyncpg://db/case", "not in postgresql"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
    ],
)
def test_other_addresses_are_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(CaseFileError, match=words):
        case_file_url(text)


def test_a_password_is_never_shown() -> None:
    url = case_file_url("postgresql://clerk:hush@db/case")
    assert "hush" not in shown(url) and "clerk" in shown(url)

"""The migrated schema is the built one, on both engines, and old case files come along."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.engine import case_file_url, writing_engine
from skiptrace.casefile.migrations.upgrade import alembic_config, is_current, migrate, upgrade
from skiptrace.casefile.notary import Notary
from skiptrace.casefile.revision import REVISIONS
from skiptrace.casefile.tables.schema import metadata
from skiptrace.casefile.tallies import writing as sealing
from skiptrace.model.errors import CaseFileError

_POSTGRES_TRIGGERS = """
SELECT tgname, pg_get_triggerdef(t.oid), pg_get_functiondef(tgfoid)
FROM pg_trigger t WHERE NOT tgisinternal ORDER BY 1
"""
_SQLITE_TRIGGERS = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 1"
_SQLITE_SHAPE = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite%' ORDER BY 1"


KEYS = Keyring.generate()


@pytest.fixture(params=["sqlite", "postgres"])
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    if request.param == "sqlite":
        (tmp_path / "case.db").touch()
        yield f"sqlite:///{tmp_path / 'case.db'}"
    else:
        yield request.getfixturevalue("postgres_url")


@contextmanager
def writing(url: str) -> Iterator[Connection]:
    engine = writing_engine(case_file_url(url))
    with engine.begin() as tx, sealing(tx, Notary(KEYS)):
        yield tx
    engine.dispose()


def triggers(tx: Connection) -> list[tuple[str, ...]]:
    """Every trigger with its text, blanks evened."""
    query = _SQLITE_TRIGGERS if tx.dialect.name == "sqlite" else _POSTGRES_TRIGGERS
    return [tuple(" ".join(part.split()) for part in row) for row in tx.exec_driver_sql(query)]


def shape(tx: Connection) -> dict[str, object]:
    """Columns, keys, indexes of every table, as the database describes them."""
    seen = inspect(tx)
    return {
        name: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(name)],
            seen.get_pk_constraint(name),
            sorted(map(str, seen.get_unique_constraints(name))),
            sorted(map(str, seen.get_foreign_keys(name))),
            sorted(map(str, seen.get_indexes(name))),
        )
        for name in sorted(seen.get_table_names())
        if name != "alembic_version"
    }


def test_the_migrated_schema_is_the_built_one(urls: str) -> None:
    with writing(urls) as tx:
        metadata.create_all(tx)
        built, built_triggers = shape(tx), triggers(tx)
        tx.rollback()
    with writing(urls) as tx:
        upgrade(tx, KEYS)
        assert compare_metadata(MigrationContext.configure(tx), metadata) == []
        assert shape(tx) == built
        assert triggers(tx) == built_triggers
        assert len(built_triggers) == (4 if tx.dialect.name == "sqlite" else 5)


@pytest.mark.parametrize("first", REVISIONS[:-1])
def test_an_older_case_file_is_brought_to_the_newest_schema(urls: str, first: str) -> None:
    """On PostgreSQL from the oldest and the last but one: the steps between are the same ones."""
    if urls.startswith("postgres") and first not in (REVISIONS[0], REVISIONS[-2]):
        return
    with writing(urls) as tx:
        command.upgrade(alembic_config(tx, KEYS), first)
    assert not is_current(urls)
    migrate(urls, KEYS)
    assert is_current(urls)
    migrate(urls, KEYS)
    with writing(urls) as tx:
        assert compare_metadata(MigrationContext.configure(tx), metadata) == []


def test_only_a_known_case_file_is_migrated(urls: str) -> None:
    with pytest.raises(CaseFileError, match="no case file, nothing migrated"):
        migrate(urls, KEYS)
    assert not is_current(urls)
    with writing(urls) as tx:
        upgrade(tx, KEYS)
        tx.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(CaseFileError, match="unknown schema 9999"):
        migrate(urls, KEYS)
    with writing(urls) as tx:
        assert inspect(tx).has_table("account")


def test_a_migration_that_fails_leaves_the_case_file_as_it_was(urls: str) -> None:
    with writing(urls) as tx:
        command.upgrade(alembic_config(tx, KEYS), REVISIONS[0])
        tx.exec_driver_sql("CREATE TABLE note (id INTEGER)")
        before = shape(tx)
    with pytest.raises(CaseFileError):
        migrate(urls, KEYS)
    with writing(urls) as tx:
        assert shape(tx) == before
    assert not is_current(urls)


def test_an_absent_file_is_not_created(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'gone.db'}"
    for act in (lambda: migrate(url, KEYS), lambda: is_current(url)):
        with pytest.raises(CaseFileError, match=r"gone\.db: absent"):
            act()
    assert not list(tmp_path.iterdir())


def test_the_revisions_known_without_alembic_are_all_there_are() -> None:
    scripts = ScriptDirectory.from_config(alembic_config())
    chain = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(chain)) == REVISIONS
    assert scripts.get_current_head() == REVISIONS[-1]

"""`skiptrace restore`: a copy is put back whole, or nothing changes."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from skiptrace.app.setup import create_installation, starting_settings
from skiptrace.cli.main import root
from skiptrace.cli.session import opened
from skiptrace.model.errors import CaseFileError, NotAllowed, SkiptraceError
from tests.former_release import HELD, put_former_case_file, put_former_keys
from tests.integration.casefile.samples import make_entry


def run(config: Path, *words: str, code: int = 0) -> Result:
    said = CliRunner().invoke(root, ["--config", str(config), *words], standalone_mode=False)
    if said.exception is not None and not isinstance(said.exception, SystemExit):
        raise said.exception
    assert (said.return_value or 0) == code, said.output
    return said


def take_in(config: Path, n: int) -> None:
    with opened(str(config)) as session, session.case.write() as tx:
        session.case.accounts.add(tx, [make_entry(n)])


def listed(config: Path) -> str:
    return run(config, "accounts", "list").output


def number(n: int) -> str:
    return make_entry(n).account.number


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """An installation with account 1, and a copy of it; account 2 came since."""
    create_installation(tmp_path / "site", starting_settings())
    config = tmp_path / "site" / "skiptrace.toml"
    take_in(config, 1)
    run(config, "backup", str(tmp_path / "copy.db"))
    take_in(config, 2)
    return config


def test_the_copy_is_in_the_place_and_what_came_since_is_told(config: Path, tmp_path: Path) -> None:
    assert number(2) in listed(config)
    said = run(config, "restore", str(tmp_path / "copy.db"), code=4).output
    assert "every row is whole" in said and "it was put back" in said
    now = listed(config)
    assert number(1) in now and number(2) not in now
    [former] = config.parent.glob("skiptrace.db.before-*")
    assert former.stat().st_mode & 0o777 == 0o600
    kept = config.parent / "skiptrace.db"
    kept.unlink()
    shutil.copy(former, kept)
    assert number(2) in listed(config), "the former case file is whole"
    assert not list(config.parent.glob("*.draft*"))


def test_without_anything_since_it_is_done(config: Path, tmp_path: Path) -> None:
    copy = tmp_path / "later.db"
    run(config, "backup", str(copy))
    (config.parent / "skiptrace.anchor").write_text("")
    (config.parent / "skiptrace.db").unlink()
    run(config, "restore", str(copy))
    with opened(str(config)) as session, session.case.read() as tx:
        kinds = [event["kind"] for event in session.case.audit.export(tx)]
    assert "casefile.restored" in kinds
    assert number(2) in listed(config)


def changed_row(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as base, base:
        base.execute("UPDATE subject_fact SET value = substr(value, 1, 20) WHERE seq = 1")


def no_database(copy: Path) -> None:
    copy.write_bytes(b"not a database at all" * 100)


def absent(copy: Path) -> None:
    copy.unlink()


@pytest.mark.parametrize("spoil", [changed_row, no_database, absent])
def test_a_copy_that_is_not_whole_changes_nothing(
    config: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(tmp_path / "copy.db")
    unchanged(config, tmp_path / "copy.db", CaseFileError)


def test_a_copy_of_other_keys_changes_nothing(config: Path, tmp_path: Path) -> None:
    create_installation(tmp_path / "other", starting_settings())
    unchanged(config, tmp_path / "other" / "skiptrace.db", CaseFileError)


def test_while_a_command_has_it_open_nothing_is_restored(config: Path, tmp_path: Path) -> None:
    with (
        opened(str(config)) as session,
        session.case.read(),
        pytest.raises(CaseFileError, match="in use: end all commands"),
    ):
        run(config, "restore", str(tmp_path / "copy.db"))
    assert number(2) in listed(config)


def test_only_the_owner_of_the_keys_restores(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("skiptrace.app.restore.owns_key_file", lambda installation: False)
    unchanged(config, tmp_path / "copy.db", NotAllowed)


def unchanged(config: Path, copy: Path, error: type[SkiptraceError]) -> None:
    before = sorted(path.name for path in config.parent.iterdir())
    with pytest.raises(error):
        run(config, "restore", str(copy))
    assert sorted(path.name for path in config.parent.iterdir()) == before
    assert number(2) in listed(config)


def test_a_copy_of_an_earlier_release_is_brought_to_this_one(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    put_former_keys(folder)
    config = folder / "skiptrace.toml"
    config.write_text(starting_settings())
    copy = tmp_path / "0008.db"
    put_former_case_file(copy)
    before = copy.read_bytes()
    run(config, "restore", str(copy), code=4)
    assert copy.read_bytes() == before, "the copy stays as it is"
    run(config, "users", "add", "--me")
    assert HELD in listed(config)

"""A case file that an earlier release made, brought to this one as docs/upgrading.md says."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from skiptrace.cli.main import root
from skiptrace.model.errors import CaseFileError
from tests.former_release import HELD, TRACED, put_former_installation


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return put_former_installation(tmp_path / "site")


def run(config: Path, *words: str, code: int = 0) -> Result:
    said = CliRunner().invoke(root, ["--config", str(config), *words], standalone_mode=False)
    if said.exception is not None and not isinstance(said.exception, SystemExit):
        raise said.exception
    assert (said.return_value or 0) == code, said.output
    return said


def revision(database: Path) -> str:
    with closing(sqlite3.connect(database)) as opened:
        [row] = opened.execute("SELECT version_num FROM alembic_version").fetchall()
    return str(row[0])


def test_it_is_named_and_left_alone_until_it_is_migrated(config: Path) -> None:
    with pytest.raises(CaseFileError, match="migrate"):
        run(config, "accounts", "list")
    assert revision(config.parent / "skiptrace.db") == "0008"


def test_after_the_steps_of_the_page_all_is_there_and_the_record_is_whole(config: Path) -> None:
    copy = config.parent / "before.db"
    assert "current now" in run(config, "migrate", "--backup", str(copy)).output
    assert revision(copy) == "0008"
    run(config, "users", "add", "--me")
    shown = json.loads(run(config, "keys", "show", "--json").output)
    assert shown["tables"]["finding"].keys() == {"0"}, "what it sealed lies under keys of accounts"
    assert "the chain is whole, and so is every row" in run(config, "audit", "verify").output
    listed = run(config, "accounts", "list").output
    assert HELD in listed and TRACED in listed
    shown = run(config, "accounts", "show", TRACED).output
    assert "Quillon1" in shown
    assert "BK13-OPEN" in run(config, "hold", "show", HELD).output
    assert TRACED in run(config, "find", "--name", "Oxenford1").output
    assert "is current" in run(config, "migrate").output

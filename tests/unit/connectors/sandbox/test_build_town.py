"""Building a town: the same seed gives the same, and it is there whole or not at all."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from connectors.sandbox import build as build_module
from connectors.sandbox.__main__ import main
from connectors.sandbox.build import TownSummary, build_town

_SMALL = (400, 60)
_FILES = (
    "files/property_roll.csv",
    "files/dmf.txt",
    "files/sunbiz.txt",
    "intake/returned_mail.csv",
    "intake/acs.txt",
)


def _dump(folder: Path) -> dict[str, str]:
    sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in _FILES}
    for name in ("town.sqlite", "truth.sqlite"):
        with closing(sqlite3.connect(folder / name)) as connection:
            text = "\n".join(connection.iterdump())
        sums[name] = hashlib.sha256(text.encode()).hexdigest()
    return sums


def test_the_same_seed_gives_the_same_town_in_another_process(tmp_path: Path) -> None:
    build_town(tmp_path / "a", 5, *_SMALL)
    command = [sys.executable, "-m", "connectors.sandbox", "build", "--dir", str(tmp_path / "b")]
    command += ["--seed", "5", "--people", "400", "--accounts", "60"]
    root = Path(build_module.__file__).parents[2]
    environment = {**os.environ, "PYTHONHASHSEED": "99", "PYTHONPATH": str(root)}
    subprocess.run(command, check=True, capture_output=True, env=environment)
    assert _dump(tmp_path / "a") == _dump(tmp_path / "b")


def test_another_seed_gives_another_town(tmp_path: Path) -> None:
    build_town(tmp_path / "a", 5, *_SMALL)
    build_town(tmp_path / "b", 6, *_SMALL)
    one, two = _dump(tmp_path / "a"), _dump(tmp_path / "b")
    assert all(one[name] != two[name] for name in one)


def test_summary_counts_what_was_built(town: TownSummary, served: Callable[..., object]) -> None:
    assert town.people >= 1500
    assert town.accounts == 300
    for table in ("bureau_person", "roll_property", "court_party", "business_registry"):
        assert [(town.rows[table],)] == served(f"SELECT count(*) FROM {table}")  # noqa: S608


def test_a_build_that_breaks_leaves_the_old_town_and_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "town"
    build_town(folder, 5, *_SMALL)
    before = _dump(folder)

    def broken(*_: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(build_module, "acs_file", broken)
    with pytest.raises(KeyboardInterrupt):
        build_town(folder, 6, *_SMALL)
    assert _dump(folder) == before
    assert [p.name for p in tmp_path.iterdir()] == ["town"]


_KILLED = """
import os, signal, sys
from pathlib import Path
from connectors.sandbox import build
build.acs_file = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
build.build_town(Path(sys.argv[1]), 5, 400, 60)
"""


def test_a_killed_build_leaves_no_town_and_its_draft_is_cleared_later(tmp_path: Path) -> None:
    root = Path(build_module.__file__).parents[2]
    command = [sys.executable, "-c", _KILLED, str(tmp_path / "town")]
    ended = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(root)}, check=False)
    assert ended.returncode == -signal.SIGKILL
    (draft,) = tmp_path.iterdir()
    assert draft.name.startswith(".town-")
    os.utime(draft, (0, 0))
    build_town(tmp_path / "town", 5, *_SMALL)
    assert [p.name for p in tmp_path.iterdir()] == ["town"]


def test_a_new_build_replaces_the_town_and_the_bill(tmp_path: Path) -> None:
    folder = tmp_path / "town"
    build_town(folder, 5, *_SMALL)
    (folder / "bill.sqlite").write_bytes(b"x")
    build_town(folder, 6, *_SMALL)
    assert not (folder / "bill.sqlite").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["town"]


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(FileExistsError):
        build_town(tmp_path, 5, *_SMALL)
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "dear"


@pytest.mark.parametrize(
    ("people", "accounts", "today", "words"),
    [
        (10, 1, date(2026, 1, 1), "people"),
        (10**9, 1, date(2026, 1, 1), "people"),
        (400, 0, date(2026, 1, 1), "accounts"),
        (400, 399, date(2026, 1, 1), "accounts"),
        (400, 20, date(1999, 1, 1), "today"),
    ],
)
def test_numbers_out_of_range_are_named(
    tmp_path: Path, people: int, accounts: int, today: date, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        build_town(tmp_path / "town", 5, people, accounts, today)
    assert not (tmp_path / "town").exists()


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2031, 1, 1)])
def test_the_town_stands_on_any_day(tmp_path: Path, today: date) -> None:
    build_town(tmp_path / "town", 5, *_SMALL, today)
    with closing(sqlite3.connect(tmp_path / "town" / "truth.sqlite")) as connection:
        latest = connection.execute(
            'SELECT max("from") FROM truth_address UNION SELECT max(deceased) FROM person'
        ).fetchall()
    assert all(day[0] <= today.isoformat() for day in latest)


def test_the_command_line_says_what_is_wrong(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["build", "--dir", str(tmp_path / "x"), "--people", "3"])
    assert done.exit_code == 1
    assert "people" in done.output

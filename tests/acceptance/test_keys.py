"""Keys turn, are wrapped and retired by commands; copies and migrations are checked."""

from __future__ import annotations

import base64
import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path

from skiptrace.app.installation import utc_now
from skiptrace.cli.session import opened
from tests.installation import DAY, Site


def traced(site: Site) -> bytes:
    return site.run("accounts", "list", "--as-of", DAY, "--json").stdout


def test_keys_turn_and_everything_reads_as_before(tmp_path: Path, few: Site) -> None:
    site = few.copy(tmp_path / "site")
    before = traced(site)
    old = (site.folder / "skiptrace.key").read_text()
    assert site.json("keys", "show")["newest"] == 1
    site.run("keys", "rotate")
    view = site.json("keys", "show")
    assert view["newest"] == 2 and view["values"]["2"] > 100
    assert set(view["values"]) == {"1", "2"} and view["values"]["1"] == 0
    site.run("keys", "retire")
    assert set(site.json("keys", "show")["values"]) == {"2"}
    assert traced(site) == before
    assert b"every row" in site.run("audit", "verify").stdout
    (site.folder / "skiptrace.key").write_text(old)
    said = site.run("accounts", "list", code=1).stderr
    assert b"key" in said and b"Traceback" not in said


def test_a_key_is_not_retired_while_values_lie_under_it(tmp_path: Path, few: Site) -> None:
    site = few.copy(tmp_path / "site")
    assert b"reseal" in site.run("keys", "retire", code=1).stderr


def test_a_wrapped_key_file_needs_its_master_key(tmp_path: Path, few: Site) -> None:
    site = few.copy(tmp_path / "site")
    before = traced(site)
    master = site.folder / "master.key"
    master.write_text(base64.b64encode(b"m" * 32).decode())
    master.chmod(0o600)
    site.run("keys", "wrap", "--by", "file:master.key")
    assert traced(site) == before
    assert site.json("keys", "show")["master"] == "file:master.key"
    master.rename(tmp_path / "taken away")
    assert b"master.key cannot be read" in site.run("accounts", "list", code=1).stderr
    (tmp_path / "taken away").rename(master)
    site.run("keys", "wrap", "--none")
    master.unlink()
    assert traced(site) == before
    site.run("keys", "wrap", code=2)


def test_a_copy_is_checked_and_restored(tmp_path: Path, few: Site) -> None:
    site = few.copy(tmp_path / "site")
    copy = tmp_path / "copy.db"
    assert b"every row is whole" in site.run("backup", str(copy)).stderr
    assert copy.stat().st_mode & 0o777 == 0o600
    assert b"exists already" in site.run("backup", str(copy), code=1).stderr
    before = traced(site)
    shutil.copy(copy, site.folder / "skiptrace.db")
    for beside in ("skiptrace.db-wal", "skiptrace.db-shm"):
        (site.folder / beside).unlink(missing_ok=True)
    verified = site.run("audit", "verify", code=None)
    assert verified.returncode == 1 and b"anchor" in verified.stdout, "what came after is missing"
    assert traced(site) == before


def test_a_case_file_of_this_release_is_left_alone(tmp_path: Path, few: Site) -> None:
    site = few.copy(tmp_path / "site")
    assert b"is current" in site.run("migrate").stderr
    with sqlite3.connect(site.folder / "skiptrace.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    said = site.run("migrate", "--backup", str(tmp_path / "copy.db"), code=1).stderr
    assert b"unknown schema 9999" in said


def test_no_key_changes_while_a_worker_is_at_work_or_another_command_changes_keys(
    tmp_path: Path, few: Site
) -> None:
    """A worker that cannot open what the newer key seals would lose an answer that it paid for."""
    site = few.copy(tmp_path / "site")
    before = (site.folder / "skiptrace.key").read_bytes()
    commands = (("rotate",), ("wrap", "--none"))
    with opened(str(site.config)) as session:
        with session.case.write() as tx:
            lease = utc_now() + timedelta(minutes=5)
            session.case.workers.begin(tx, "w-1", utc_now(), lease)
        for words in commands:
            assert b"worker is at work" in site.run("keys", *words, code=1).stderr
        with session.case.write() as tx:
            session.case.workers.leave_off(tx, "w-1", utc_now())
        with session.case.exclusively("keys"):
            for words in commands:
                assert b"another keys is under way" in site.run("keys", *words, code=1).stderr
    assert (site.folder / "skiptrace.key").read_bytes() == before
    site.run("keys", "rotate")

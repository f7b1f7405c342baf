"""Doctor fails where a run would fail, and says what: faults beside what a night makes of them."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from installation import DAY, Site
from nights import without

from skiptrace.app import checkup
from skiptrace.app.build import case_file
from skiptrace.app.installation import Installation, utc_now
from skiptrace.cli.main import root
from skiptrace.model.audit import AuditEvent
from skiptrace.model.errors import SkiptraceError

REGISTERS = ("county_property_roll", "death_master_file", "sunbiz_corporations")
Fault = Callable[[Site], None]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, town: Path) -> Site:
    """A site with a few accounts that are due, its registers loaded."""
    site = Site.create(tmp_path_factory.mktemp("doctor") / "site", town)
    few = site.folder / "few.csv"
    few.write_text("".join(site.mail.read_text().splitlines(keepends=True)[:13]))
    run(site, "intake", str(few), "--yes", "--as-of", DAY)
    run(site, "doctor")
    return site


@pytest.fixture(scope="module")
def served(filled: Site) -> Iterator[Site]:
    """That site, its providers served for the whole module."""
    with filled.served() as site:
        yield site


@pytest.fixture
def site(served: Site, tmp_path: Path) -> Site:
    """A copy of it that a test may spoil; its providers are the module's."""
    return served.copy(tmp_path / "site")


@pytest.fixture
def bare(served: Site, tmp_path: Path) -> Site:
    """A copy that asks no register, for what has nothing to do with them."""
    return served.copy(tmp_path / "site", without(*REGISTERS))


def run(site: Site, *args: str) -> tuple[int, str]:
    """The exit code of a command, and all that it said."""
    done = CliRunner().invoke(root, ["--config", str(site.config), *args], standalone_mode=False)
    if isinstance(done.exception, SkiptraceError):
        return 1, str(done.exception)
    assert done.exception is None, done.exception
    return int(done.return_value or 0), done.output


def setting(old: str, new: str) -> Fault:
    def change(site: Site) -> None:
        text = site.config.read_text()
        assert old in text, old
        site.config.write_text(text.replace(old, new))

    return change


def no_source(site: Site) -> None:
    head, _, _ = site.config.read_text().partition("[sources.")
    site.config.write_text(head)


def older_schema(site: Site) -> None:
    with closing(sqlite3.connect(site.folder / "skiptrace.db")) as db, db:
        db.execute("UPDATE alembic_version SET version_num = '0001'")


def own_waterfall(site: Site) -> None:
    text = CliRunner().invoke(root, ["sources", "waterfall"]).output
    (site.folder / "w.toml").write_text(text.replace('"county_court"', '"county_count"'))
    site.config.write_text('waterfall = "w.toml"\n' + site.config.read_text())


def mode(name: str, bits: int) -> Fault:
    return lambda site: (site.folder / name).chmod(bits)


def file(name: str, text: str) -> Fault:
    return lambda site: _written(site.folder / name, text)


def _written(path: Path, text: str) -> None:
    path.write_text(text)


def own_model(site: Site) -> None:
    setting("[nightly]", '[matching]\nmodel = "m.json"\n[nightly]')(site)


def broken_model(site: Site) -> None:
    own_model(site)
    (site.folder / "m.json").write_text("{}")


def no_town(site: Site) -> None:
    lines = site.config.read_text().splitlines(keepends=True)
    site.config.write_text("".join(line for line in lines if not line.startswith("url = ")))
    shutil.rmtree(site.folder / "sandbox")


def gone(name: str) -> Fault:
    return lambda site: (site.folder / name).unlink()


COURT, TOKEN = '[sources.county_court]\nbase_url = "{sandbox}"', 'app_token = "file:sandbox.secret"'
ROLL = "sandbox/files/property_roll.csv"
TABLE: dict[str, tuple[Fault, str, int]] = {
    "no source": (no_source, "none is enabled", 1),
    "an unknown source": (setting("[sources.county_court]", "[sources.x]"), "no source has", 1),
    "a register that is not there": (setting("files/dmf.txt", "files/no.txt"), "dmf.txt", 4),
    "a register that is no such": (file(ROLL, "a,b\n1,2\n"), "roll", 4),
    "a secret file that is not there": (gone("sandbox.secret"), "secret", 1),
    "an empty secret": (file("sandbox.secret", "\n"), "is not set", 1),
    "a secret of no variable": (setting(TOKEN, 'app_token = "env:NO_SUCH"'), "NO_SUCH", 1),
    "no address": (setting(COURT, "[sources.county_court]"), "county_court", 1),
    "an unknown purpose": (setting('["GLB-1",', '["GLB-9",'), "GLB-9", 1),
    "a tier that asks nobody": (own_waterfall, "county_count", 1),
    "a model that is not there": (own_model, "m.json", 1),
    "a model that is none": (broken_model, "m.json", 1),
    "an older schema": (older_schema, "skiptrace migrate", 1),
    "another key": (gone("skiptrace.key"), "key file", 1),
    "a key that others read": (mode("skiptrace.key", 0o644), "skiptrace.key", 1),
    "a setting that is none": (setting("[nightly]", "[nightly]\nbudgets = 1"), "budgets", 1),
    "no town": (no_town, "sandbox", 1),
}
"""Fault: how it is made, a word that names it, how a night ends with it."""


def test_a_whole_installation_passes_and_runs(site: Site) -> None:
    code, said = run(site, "doctor")
    assert (code, "FAIL" in said) == (0, False), said
    code, said = run(site, "nightly", "--as-of", DAY)
    assert code == 0, said


@pytest.mark.parametrize("name", TABLE)
def test_doctor_fails_where_a_night_would(name: str, request: pytest.FixtureRequest) -> None:
    fault, words, night = TABLE[name]
    site: Site = request.getfixturevalue("site" if "register" in name else "bare")
    fault(site)
    code, said = run(site, "doctor")
    assert code == 1
    assert [line for line in said.splitlines() if line.startswith("FAIL") and words in line], said
    ended, _ = run(site, "nightly", "--as-of", DAY)
    assert ended == night != 0


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (mode("skiptrace.db", 0o644), "skiptrace.db: others may read"),
        (mode("skiptrace.toml", 0o666), "skiptrace.toml: others may change"),
        (mode(".", 0o777), "others may put files there"),
        (mode("data", 0o755), "data: others may read"),
        (file("writeback.csv", "x"), "writeback.csv: others may read"),
        (setting('purposes = ["GLB-1", "PUB", "DMF-OPEN"]', "purposes = []"), "names none"),
        (
            lambda s: (
                setting('base_url = "{sandbox}"', 'base_url = "http://u:pw@127.0.0.1"')(s),
                s.config.chmod(0o644),
            )[0],
            "holds a password and others may read it",
        ),
        (setting('location = "writeback"', 'location = "skiptrace.toml/x"'), "cannot be written"),
        (
            setting('target = "csv"\nlocation = "writeback"', 'target = "sql"\nlocation = "x:y"'),
            "database URL cannot be used",
        ),
    ],
)
def test_what_a_night_would_not_notice_doctor_does(bare: Site, fault: Fault, words: str) -> None:
    fault(bare)
    code, said = run(bare, "doctor")
    assert code == 1 and words in said, said
    assert "pw@" not in said


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), "clock says 1970-01-01"),
        (datetime(2026, 1, 2, tzinfo=UTC), "clock is behind"),
    ],
)
def test_a_clock_that_is_wrong_is_said(
    bare: Site, now: datetime, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, _ = case_file(Installation.load(bare.config))
    with case.write() as tx:
        case.audit.append(tx, [AuditEvent("test", "a test", utc_now())])
    case.close()
    monkeypatch.setattr(checkup, "utc_now", lambda: now)
    code, said = run(bare, "doctor")
    assert code == 1 and words in said


def test_a_disk_without_room_is_said(bare: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    full = SimpleNamespace(disk_usage=lambda _: SimpleNamespace(free=5 * 2**20))
    monkeypatch.setattr(checkup, "shutil", full)
    code, said = run(bare, "doctor")
    assert code == 1 and "only 5 MB free" in said


def test_what_a_run_leaves_behind_is_for_its_owner_only(site: Site) -> None:
    """Registers, their notes and databases, the case file's logs: doctor finds nothing open."""
    assert run(site, "doctor")[0] == 0
    code, said = run(site, "doctor")
    assert code == 0, said
    loaded = [path for path in (site.folder / "data").rglob("*") if path.is_file()]
    assert loaded and {path.stat().st_mode & 0o077 for path in loaded} == {0}

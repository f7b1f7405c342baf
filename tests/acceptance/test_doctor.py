"""Doctor fails where a run would fail, and says what: faults beside what a night makes of them."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from installation import DAY, Site, begin_anew
from nights import without

from config.counsel import FILES
from config.loader import shipped_text
from skiptrace.app.build import case_file
from skiptrace.app.checks import machine
from skiptrace.app.checkup import CHECKS
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
    tiers = site.folder / "waterfall.toml"
    tiers.write_text(tiers.read_text().replace('"county_court"', '"county_count"'))


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


def own_acts(old: str, new: str) -> Fault:
    """A table of roles of the site's own, with a change."""

    def change(site: Site) -> None:
        text = shipped_text("acts.toml")
        assert old in text, old
        (site.folder / "acts.toml").write_text(text.replace(old, new))
        site.config.write_text('acts = "acts.toml"\n' + site.config.read_text())

    return change


def counsel(*names: str, signed: str) -> Fault:
    """Tables of counsel's own, with a line that says who signed them."""

    def change(site: Site) -> None:
        folder = site.folder / "counsel"
        folder.mkdir()
        for name in names:
            (folder / name).write_text(f"{signed}\n{shipped_text(name)}")
        site.config.write_text('policy = "counsel"\n' + site.config.read_text())

    return change


def without_sandbox(site: Site) -> None:
    lines = site.config.read_text().splitlines(keepends=True)
    town = ("[plugins.sandbox]", "dir = ", 'url = "http')
    site.config.write_text("".join(line for line in lines if not line.startswith(town)))


def put_back(site: Site) -> None:
    with closing(sqlite3.connect(site.folder / "skiptrace.db")) as db, db:
        db.execute("DELETE FROM returned_mail WHERE seq = (SELECT max(seq) FROM returned_mail)")


def leaving_open(site: Site) -> None:
    setting('base_url = "{sandbox}"', 'base_url = "http://u:pw@127.0.0.1"')(site)
    site.config.chmod(0o644)


SIGNED = 'signed = { by = "A. Counsel", on = 2026-01-02 }'
NEVER = '[schedule.jobs.nightly]\ncron = "0 9 31 2 *"\n\n[nightly]'
ROLES_OF_NIGHT = '"nightly.run" = { roles = ["administrator", "service"]'
SQL = 'target = "sql"\nlocation = "x:y"'
PURPOSES = 'purposes = ["GLB-1", "PUB", "DMF-OPEN"]'
TABLE: dict[str, tuple[Fault, str, str, int]] = {
    "no source": (no_source, "sources", "none is enabled", 1),
    "an unknown source": (setting("[sources.county_court]", "[sources.x]"), "sources", "no sou", 1),
    "a register that is not there": (
        setting("files/dmf.txt", "files/no.txt"),
        "registers",
        "dmf.txt",
        4,
    ),
    "a register that is no such": (file(ROLL, "a,b\n1,2\n"), "registers", "roll", 4),
    "a secret file that is not there": (gone("sandbox.secret"), "sources", "secret", 1),
    "an empty secret": (file("sandbox.secret", "\n"), "sources", "is not set", 1),
    "a secret of no variable": (
        setting(TOKEN, 'app_token = "env:NO_SUCH"'),
        "sources",
        "NO_SUCH",
        1,
    ),
    "no address": (setting(COURT, "[sources.county_court]"), "sources", "county_court", 1),
    "an unknown purpose": (setting('["GLB-1",', '["GLB-9",'), "purposes", "GLB-9", 1),
    "a tier that asks nobody": (own_waterfall, "waterfall", "county_count", 1),
    "a model that is not there": (own_model, "model", "m.json", 1),
    "a model that is none": (broken_model, "model", "m.json", 1),
    "an older schema": (older_schema, "case file", "skiptrace migrate", 1),
    "another key": (gone("skiptrace.key"), "case file", "key file", 1),
    "a key that others read": (mode("skiptrace.key", 0o644), "privacy", "skiptrace.key", 1),
    "a setting that is none": (
        setting("[nightly]", "[nightly]\nbudgets = 1"),
        "settings",
        "budgets",
        1,
    ),
    "no town": (no_town, "sources", "sandbox", 1),
    "roles that lack an act": (own_acts(ROLES_OF_NIGHT, '"x" = { roles = []'), "roles", "acts", 1),
    "nobody who may run a night": (
        own_acts(ROLES_OF_NIGHT, '"nightly.run" = { roles = ["service"]'),
        "users",
        "no active user has a role that may run a night: service",
        1,
    ),
    "a fleet that shares no database": (
        setting("[nightly]", '[nightly]\nexecutor = "fleet"'),
        "fleet",
        "this one is in SQLite",
        1,
    ),
    "a table of counsel that nobody signed": (
        counsel("holds.toml", signed=""),
        "law",
        "expected who of counsel approved it",
        1,
    ),
}
"""Fault: how it is made, the check that finds it, its words, how a night ends with it."""
UNNOTICED: list[tuple[Fault, str, str]] = [
    (mode("skiptrace.db", 0o644), "privacy", "skiptrace.db: others may read"),
    (mode("skiptrace.toml", 0o666), "privacy", "skiptrace.toml: others may change"),
    (mode(".", 0o777), "privacy", "others may put files there"),
    (mode("data", 0o755), "privacy", "data: others may read"),
    (file("writeback.csv", "x"), "privacy", "writeback.csv: others may read"),
    (setting(PURPOSES, "purposes = []"), "purposes", "names none"),
    (leaving_open, "settings", "base_url: holds a secret in clear"),
    (
        setting('location = "writeback"', 'location = "skiptrace.toml/x"'),
        "folders",
        "cannot be written",
    ),
    (
        setting('target = "csv"\nlocation = "writeback"', SQL),
        "write-back",
        "database URL cannot be used",
    ),
    (setting("[nightly]", NEVER), "schedule", "schedule.jobs.nightly.cron: is never due"),
    (put_back, "record", "returned_mail rows"),
    (without_sandbox, "law", "every table of the law: signed off by nobody"),
]
"""What a night would not notice: how it is made, the check that finds it, its words."""


def test_a_whole_installation_passes_and_runs(site: Site) -> None:
    code, said = run(site, "doctor")
    assert (code, "FAIL" in said) == (0, False), said
    code, said = run(site, "nightly", "--as-of", DAY)
    assert code == 0, said


def failures(site: Site, *more: str) -> dict[str, str]:
    """What doctor finds, by check; each says what to do."""
    code, said = run(site, "doctor", "--json", *more)
    found = {one["name"]: one for one in json.loads(said) if one["todo"]}
    assert code == (1 if found else 0)
    return {name: one["words"] for name, one in found.items()}


@pytest.mark.parametrize("name", TABLE)
def test_doctor_fails_where_a_night_would(name: str, request: pytest.FixtureRequest) -> None:
    fault, check, words, night = TABLE[name]
    site: Site = request.getfixturevalue("site" if "register" in name else "bare")
    fault(site)
    assert words in failures(site)[check]
    ended, _ = run(site, "nightly", "--as-of", DAY)
    assert ended == night != 0


@pytest.mark.parametrize(("fault", "check", "words"), UNNOTICED)
def test_what_a_night_would_not_notice_doctor_does(
    bare: Site, fault: Fault, check: str, words: str
) -> None:
    fault(bare)
    found = failures(bare)
    assert words in found[check]
    assert "pw@" not in str(found)


def test_every_check_is_broken_by_a_test() -> None:
    broken = {check for _, check, *_ in (*TABLE.values(), *UNNOTICED)} | {"clock", "telemetry"}
    assert {check.name for check in CHECKS} <= broken
    assert all(check.todo for check in CHECKS)


def test_a_fault_says_what_to_do_about_it(bare: Site) -> None:
    no_source(bare)
    code, said = run(bare, "doctor")
    lines = said.splitlines()
    (at,) = [n for n, line in enumerate(lines) if line.startswith("FAIL sources")]
    assert code == 1 and lines[at + 1].split("to do: ")[1].startswith("see `skiptrace sources")


def test_ready_looks_at_what_takes_a_moment_only(bare: Site) -> None:
    """A monitor asks often: the record is not read, and no register is loaded."""
    put_back(bare)
    assert failures(bare, "--ready") == {}
    assert "record" in failures(bare)
    gone("sandbox.secret")(bare)
    assert set(failures(bare, "--ready")) == {"sources"}


def test_counsel_may_sign_every_table(bare: Site) -> None:
    counsel(*FILES, signed=SIGNED)(bare)
    code, said = run(bare, "doctor")
    assert (code, "counsel signed off every table" in said) == (0, True), said


def test_a_clock_that_is_not_the_databases_is_said(
    bare: Site, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare.changed({'url = "sqlite:///skiptrace.db"': f'url = "{postgres_url}"'})
    begin_anew(bare)
    assert "clock" not in failures(bare)
    for apart in (timedelta(minutes=2), timedelta(minutes=-2)):
        monkeypatch.setattr(machine, "utc_now", lambda apart=apart: utc_now() + apart)
        assert "the machine's clock is not the database's" in failures(bare)["clock"]


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
    monkeypatch.setattr(machine, "utc_now", lambda: now)
    code, said = run(bare, "doctor")
    assert code == 1 and words in said


def test_a_disk_without_room_is_said(bare: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    full = SimpleNamespace(disk_usage=lambda _: SimpleNamespace(free=5 * 2**20))
    monkeypatch.setattr(machine, "shutil", full)
    code, said = run(bare, "doctor")
    assert code == 1 and "only 5 MB free" in said


def test_what_a_run_leaves_behind_is_for_its_owner_only(site: Site) -> None:
    """Registers, their notes and databases, the case file's logs: doctor finds nothing open."""
    assert run(site, "doctor")[0] == 0
    code, said = run(site, "doctor")
    assert code == 0, said
    loaded = [path for path in (site.folder / "data").rglob("*") if path.is_file()]
    assert loaded and {path.stat().st_mode & 0o077 for path in loaded} == {0}

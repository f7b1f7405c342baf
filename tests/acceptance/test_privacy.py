"""Nothing personal of a debtor is in clear where it need not be: database, logs, audit, names."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.findings import findings_of
from tests.installation import DAY, Site, cut_mail
from tests.secrets_of_town import SPELLINGS, WIDE, Secrets


@dataclass
class Used:
    """A site on which every command has run once, and what the commands said."""

    site: Site
    secrets: Secrets
    said: dict[str, bytes] = field(default_factory=dict)
    exported: bytes = b""
    database: dict[str, bytes] = field(default_factory=dict)

    def run(self, *args: str) -> None:
        done = self.site.run(*args, code=None)
        assert b"Traceback" not in done.stderr
        assert done.returncode in {0, 4}
        self.said[args[0]] = self.said.get(args[0], b"") + done.stderr + done.stdout


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory, ready: Site) -> Used:
    """Intake, nightly, trace, assets and write-back, with the write-ahead log kept on disk."""
    site = ready.copy(tmp_path_factory.mktemp("private") / "site")
    cut_mail(site, 36)
    used = Used(site, Secrets.of(site.mail, site.folder / "sandbox" / "truth.sqlite"))
    used.run("doctor")
    with closing(sqlite3.connect(site.folder / "skiptrace.db")) as reader:
        reader.execute("SELECT count(*) FROM account")  # open: the log is not folded in and dropped
        used.run("intake", str(site.mail), "--yes", "--as-of", DAY)
        used.run("nightly", "--as-of", DAY)
        number = next(n for n, kind, *_ in findings_of(site) if kind == "real_property")
        used.run("trace", number, "--as-of", DAY)
        files = ("--pdf", str(site.folder / "a.pdf"), "--xlsx", str(site.folder / "a.xlsx"))
        used.run("assets", number, "--matter", "M-1", "--as-of", DAY, *files)
        used.run("writeback", "apply", "--as-of", DAY)
        used.run("audit", "verify")
        used.run("doctor")
        used.exported = site.run("audit", "export").stdout
        names = ("skiptrace.db", "skiptrace.db-wal", "skiptrace.db-shm")
        used.database = {name: (site.folder / name).read_bytes() for name in names}
    return used


def test_the_search_finds_what_is_in_clear(used: Used) -> None:
    mail = used.site.mail.read_text()
    fields = set(SPELLINGS)
    assert set(used.secrets.found_in(mail.encode())) >= fields
    for text in (mail.upper(), mail.lower()):
        for encoding in WIDE:
            assert set(used.secrets.found_in(b"\xff\xfe\x81" + text.encode(encoding))) >= fields
    assert set(used.secrets.found_in((used.site.folder / "writeback.csv").read_bytes())) >= {
        "e-mail or street"
    }


@pytest.mark.parametrize("name", ["skiptrace.db", "skiptrace.db-wal", "skiptrace.db-shm"])
def test_the_case_file_holds_nothing_in_clear(used: Used, name: str) -> None:
    assert len(used.database[name]) > 10_000
    assert used.secrets.found_in(used.database[name]) == {}


@pytest.mark.parametrize("command", ["intake", "nightly", "audit", "doctor", "writeback"])
def test_what_a_command_says_in_passing_names_nobody(used: Used, command: str) -> None:
    assert used.said[command]
    assert used.secrets.found_in(used.said[command]) == {}


def test_the_audit_trail_names_nobody(used: Used) -> None:
    assert used.exported.count(b"\n") > 150
    assert used.secrets.found_in(used.exported) == {}


def files_of(site: Site) -> list[Path]:
    """Every file below the site but the town's own, which are the providers' and the creditor's."""
    town = site.folder / "sandbox"
    return [p for p in site.folder.rglob("*") if p.is_file() and town not in p.parents]


def test_no_file_is_named_after_anybody(used: Used) -> None:
    names = "\n".join(str(path.relative_to(used.site.folder)) for path in files_of(used.site))
    assert "skiptrace.db" in names
    assert used.secrets.found_in(names.encode()) == {}


def test_no_file_but_those_made_for_people_holds_anything_in_clear(used: Used) -> None:
    """Left out: what was asked for (report, write-back), and data/, where the roll connectors keep
    whole public registers: who owns which parcel is published there about everybody.
    """
    asked_for = {".pdf", ".xlsx", ".csv"}
    rolls = used.site.folder / "data"
    others = [
        path
        for path in files_of(used.site)
        if path.suffix not in asked_for and rolls not in path.parents
    ]
    assert len(others) >= 3
    for path in others:
        assert used.secrets.found_in(path.read_bytes()) == {}, path.name


def test_files_that_hold_people_are_for_their_owner_only(used: Used) -> None:
    names = ["skiptrace.db", "skiptrace.key", "a.pdf", "a.xlsx", "writeback.csv"]
    open_to_others = [name for name in names if (used.site.folder / name).stat().st_mode & 0o077]
    assert open_to_others == []

"""Who acts, through the command line: by login or token, never by a name that was typed."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from pathlib import Path

import pytest

from skiptrace.app.acting import operating_system_user
from skiptrace.app.installation import utc_now
from skiptrace.casefile.case import open_case_file
from skiptrace.casefile.key_file import read_key_file
from skiptrace.casefile.tables.users import users
from tests.installation import DAY, Site
from tests.tables import each


@pytest.fixture
def site(tmp_path: Path, few: Site) -> Site:
    """A site of the test's own, with two dozen accounts."""
    return few.copy(tmp_path / "site")


def add(site: Site, role: str, *more: str) -> str:
    """Register a user of that role by a token in ROLE.token; the id."""
    said = ("--name", f"{role.title()} Example", "--role", role, "--token-out", f"{role}.token")
    return site.run("users", "add", *said, *more).stdout.decode().strip()


def act_as(monkeypatch: pytest.MonkeyPatch, site: Site, role: str) -> None:
    monkeypatch.setenv("SKIPTRACE_TOKEN_FILE", str(site.folder / f"{role}.token"))


def test_init_registers_who_runs_it_and_a_token_acts_as_its_user(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    [me] = site.json("users", "list")
    assert me["login"] == operating_system_user()
    assert "administrator" in me["roles"] and me["last_use"] == str(utc_now().date())
    collector = add(site, "collector")
    act_as(monkeypatch, site, "collector")
    site.run("find", "--account", "none", code=1)
    monkeypatch.delenv("SKIPTRACE_TOKEN_FILE")
    events = [json.loads(line) for line in site.run("audit", "export").stdout.splitlines()]
    [found] = [e for e in events if e["kind"] == "accounts.find"]
    assert found["actor"] == f"{collector} Collector Example"
    rows = list(csv.DictReader(site.run("users", "review").stdout.decode().splitlines()))
    assert [(r["user"], r["roles"], r["last_use"]) for r in rows[1:]] == [
        (collector, "collector", str(utc_now().date()))
    ]
    site.run("audit", "verify")


def test_a_token_is_shown_nowhere(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    said = site.run("users", "add", "--name", "A B", "--role", "legal", "--token-out", "t")
    token = (site.folder / "t").read_text().strip()
    assert (site.folder / "t").stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("SKIPTRACE_TOKEN_FILE", str(site.folder / "t"))
    done = site.run("users", "list", code=3)
    files = [path.read_bytes() for path in site.folder.glob("skiptrace.*")]
    for told in (said.stdout, said.stderr, done.stdout, done.stderr, *files):
        assert token.encode() not in told


@pytest.mark.parametrize(
    ("spoil", "words", "code"),
    [
        ("chmod", b"others may read it", 1),
        ("absent", b"cannot be read", 1),
        ("empty", b"empty", 1),
        ("another", b"is no user's", 3),
        ("disabled", b"not active today", 3),
    ],
)
def test_a_token_that_is_none_opens_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch, spoil: str, words: bytes, code: int
) -> None:
    user = add(site, "collector")
    path = site.folder / "collector.token"
    if spoil == "chmod":
        path.chmod(0o640)
    elif spoil == "absent":
        path.unlink()
    elif spoil == "empty":
        path.write_text("\n")
    elif spoil == "another":
        path.write_text("somebody else's\n")
    else:
        site.run("users", "disable", user)
    act_as(monkeypatch, site, "collector")
    for command in (("accounts", "list"), ("nightly", "--quote"), ("policy", "list")):
        assert words in site.run(*command, code=code).stderr


def without_users(site: Site) -> None:
    """The site as one whose case file came from before there were users."""
    for name in ("skiptrace.db", "skiptrace.anchor"):
        (site.folder / name).unlink()
    from skiptrace.casefile.case import create_case_file

    keys = read_key_file(site.folder / "skiptrace.key")
    create_case_file(f"sqlite:///{site.folder / 'skiptrace.db'}", keys).close()


def test_a_case_file_without_users_says_what_to_do_and_its_owner_does_it(site: Site) -> None:
    without_users(site)
    for command in (("accounts", "list"), ("nightly",), ("hold", "show", "1"), ("users", "list")):
        assert b"skiptrace users add --me" in site.run(*command, code=3).stderr
    assert b"FAIL users" in site.run("doctor", code=1).stdout
    me = site.run("users", "add", "--me").stdout.decode().strip()
    assert f"you act as {me}; 1 users are active" in site.run("doctor", code=None).stdout.decode()
    assert b"registered already" in site.run("users", "add", "--me", code=3).stderr
    site.run("accounts", "list", "--as-of", DAY)


def test_only_the_key_files_owner_registers_itself(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_users(site)
    monkeypatch.setattr("skiptrace.app.acting.owns_key_file", lambda installation: False)
    assert b"owns the key file" in site.run("users", "add", "--me", code=3).stderr
    keys = read_key_file(site.folder / "skiptrace.key")
    case = open_case_file(f"sqlite:///{site.folder / 'skiptrace.db'}", keys)
    with case.read() as tx:
        assert tx.execute(users.select()).all() == []
    case.close()


def test_the_environment_names_nobody(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.run("users", "add", "--name", "Other", "--role", "auditor", "--login", "somebody-else")
    for name in ("USER", "LOGNAME", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody-else")
    site.run("accounts", "list", "--as-of", DAY)  # an auditor may not


@pytest.mark.parametrize("role", ["collector", "legal", "compliance", "auditor", "service"])
def test_only_an_administrator_registers_and_disables(
    site: Site, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    user = add(site, role)
    act_as(monkeypatch, site, role)
    for args in (
        ("add", "--name", "X Y", "--role", "legal", "--token-out", "more.token"),
        ("disable", user),
        ("assign", user, "--everything"),
    ):
        assert b"administrator" in site.run("users", *args, code=3).stderr
    assert not (site.folder / "more.token").exists()
    monkeypatch.delenv("SKIPTRACE_TOKEN_FILE")
    events = [json.loads(line) for line in site.run("audit", "export").stdout.splitlines()]
    refused = [e for e in events if e["kind"] == "act.refused"]
    assert [(e["actor"].split()[0], e["rule"]) for e in refused] == [(user, "D-ROLE")] * 3


def test_the_last_administrator_stays(site: Site) -> None:
    [me] = site.json("users", "list")
    assert b"the last administrator" in site.run("users", "disable", me["id"], code=3).stderr
    add(site, "administrator")
    site.run("users", "disable", me["id"], "--on", str(utc_now().date() - timedelta(days=1)))
    assert b"not active today" in site.run("accounts", "list", code=3).stderr


@each(
    "args",
    [
        ("add", "--me", "--name", "A B"),
        ("add", "--name", "A B", "--role", "legal"),
        ("add", "--name", "A B", "--login", "ab"),
        ("add", "--role", "legal", "--login", "ab"),
        ("add", "--name", "A B", "--login", "ab", "--role", "king"),
        ("assign", "usr_"),
        ("assign", "usr_", "--everything", "--creditor", "C"),
        ("assign", "usr_", "--creditor", " "),
    ],
)
def test_wrong_usage(site: Site, args: tuple[str, ...]) -> None:
    site.run("users", *args, code=2)

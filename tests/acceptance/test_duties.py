"""Two users at one installation, by tokens: a collector and a compliance officer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from tests.installation import DAY, Site

As = Callable[..., CompletedProcess[bytes]]
LETTER = ("--evidence", "letter of today")


@pytest.fixture
def site(tmp_path: Path, few: Site) -> Site:
    """A site of the test's own, with two dozen accounts."""
    return few.copy(tmp_path / "site")


@pytest.fixture
def run_as(site: Site, monkeypatch: pytest.MonkeyPatch) -> As:
    """Runs a command as a user who is registered, by a token, when first named: NAME:ROLE."""

    def run(who: str, *args: str, code: int | None = 0) -> CompletedProcess[bytes]:
        token = site.folder / f"{who}.token"
        monkeypatch.delenv("SKIPTRACE_TOKEN_FILE", raising=False)
        if not token.exists():
            name, role = who.split(":")
            said = ("--name", name, "--role", role, "--token-out", str(token))
            made = site.run("users", "add", *said).stdout.decode().strip()
            (site.folder / f"{who}.id").write_text(made)
        monkeypatch.setenv("SKIPTRACE_TOKEN_FILE", str(token))
        done = site.run(*args, code=code)
        monkeypatch.delenv("SKIPTRACE_TOKEN_FILE")
        return done

    return run


def accounts(site: Site) -> list[dict[str, Any]]:
    """The accounts as whoever set the installation up lists them."""
    found = site.json("accounts", "list", "--limit", "50", "--as-of", DAY)
    return list(found["accounts"])


def events(site: Site, *kinds: str) -> list[dict[str, Any]]:
    lines = site.run("audit", "export").stdout.splitlines()
    return [e for e in map(json.loads, lines) if e["kind"] in kinds]


def id_of(site: Site, who: str) -> str:
    return (site.folder / f"{who}.id").read_text()


def test_a_collector_places_and_compliance_releases(site: Site, run_as: As) -> None:
    number = accounts(site)[0]["account"]
    run_as("Cole:collector", "hold", "add", number, "ATTY", *LETTER)
    refused = run_as("Cole:collector", "hold", "release", number, "ATTY", *LETTER, code=3)
    assert b"compliance, legal" in refused.stderr
    run_as("Cora:compliance", "hold", "release", number, "ATTY", *LETTER)
    run_as("Cora:compliance", "hold", "add", number, "CEASE", *LETTER)
    refused = run_as("Cora:compliance", "hold", "release", number, "CEASE", *LETTER, code=3)
    assert b"let another user" in refused.stderr
    refused = run_as("Cora:compliance", "assets", number, "--matter", "M-1", code=3)
    assert b"takes one of the roles legal" in refused.stderr
    site.run("hold", "release", number, "CEASE", *LETTER)  # whoever set it up has every role
    told = [
        (e["actor"].split()[1], e["kind"], e["rule"])
        for e in events(site, "hold.add", "hold.release", "act.refused")
    ]
    assert [one for one in told if one[0] != "root"][:6] == [
        ("Cole", "hold.add", "ATTY"),
        ("Cole", "act.refused", "D-ROLE"),
        ("Cora", "hold.release", "ATTY"),
        ("Cora", "hold.add", "CEASE"),
        ("Cora", "act.refused", "D-DUTIES"),
        ("Cora", "act.refused", "D-ROLE"),
    ]
    site.run("audit", "verify")


def test_where_one_person_does_everything_the_record_says_so(site: Site) -> None:
    number = accounts(site)[0]["account"]
    site.run("hold", "add", number, "ATTY", *LETTER)
    site.run("hold", "release", number, "ATTY", *LETTER)
    [event] = events(site, "hold.release")
    assert event["text"] == "alone: nobody else could"


def test_what_is_not_assigned_is_neither_listed_found_nor_shown(site: Site, run_as: As) -> None:
    both = accounts(site)
    mine, other = both[0]["account"], both[1]["account"]
    run_as("Cole:collector", "accounts", "show", other, "--as-of", DAY)
    site.run("users", "assign", id_of(site, "Cole:collector"), "--account", mine)
    listed = run_as("Cole:collector", "accounts", "list", "--json", "--as-of", DAY).stdout
    assert [one["account"] for one in json.loads(listed)["accounts"]] == [mine]
    run_as("Cole:collector", "accounts", "show", mine, "--as-of", DAY)
    for args in (
        ("accounts", "show", other),
        ("find", "--account", other),
        ("trace", other, "--as-of", DAY),
        ("hold", "add", other, "ATTY", *LETTER),
        ("trace", other, "--notes"),
        ("policy", "explain", other),
    ):
        refused = run_as("Cole:collector", *args, code=3)
        assert b"not assigned to you" in refused.stderr, args
    alerts = events(site, "alert")
    assert {(e["rule"], bool(e["account_id"])) for e in alerts} >= {("R29-ASSIGNED", True)}
    assert len(alerts) == 6


def test_nobody_finds_themself_and_an_alert_says_who_tried(site: Site, run_as: As) -> None:
    [one] = [o for o in accounts(site) if o["obligors"] == 1 and " " in o["obligor"]][:1]
    run_as("Cole:collector", "accounts", "show", one["account"], "--as-of", DAY)
    run_as("Cora:compliance", "accounts", "show", one["account"], "--as-of", DAY)
    shown = site.json("accounts", "show", one["account"], "--as-of", DAY)
    [home] = [c["value"] for c in shown["obligors"][0]["contacts"] if c["kind"] == "address"][:1]
    street, city, last = home.rsplit(", ", 2)
    state, postcode = last.split()
    (site.folder / "me.toml").write_text(
        f'[[person]]\nname = "{one["obligor"]}"\nstreet = "{street}"\ncity = "{city}"\n'
        f'state = "{state}"\nzip = "{postcode[:5]}"\n'
    )
    user = id_of(site, "Cole:collector")
    site.run("users", "watch", str(site.folder / "me.toml"), "--user", user)
    for args in (("find", "--account", one["account"]), ("accounts", "show", one["account"])):
        refused = run_as("Cole:collector", *args, code=3)
        assert b"the debtor is you" in refused.stderr
    run_as("Dana:collector", "accounts", "show", one["account"], code=3)
    run_as("Cora:compliance", "accounts", "show", one["account"], "--as-of", DAY)
    told = [(e["actor"].split()[0], e["rule"]) for e in events(site, "alert")]
    assert told.count((user, "R29-WATCHED")) >= 2
    assert (id_of(site, "Dana:collector"), "R29-WATCHED") in told


def test_a_number_is_shown_in_full_to_legal_for_a_reason(site: Site, run_as: As) -> None:
    number = accounts(site)[0]["account"]
    asked = ("accounts", "unmask", number, "--reason", "service of process")
    assert b"roles legal" in run_as("Cora:compliance", *asked, code=3).stderr
    done = run_as("Lea:legal", *asked, code=None)
    digits = done.stdout.decode().strip()
    assert done.returncode in (0, 1) and (digits.isdigit() or b"no ssn" in done.stderr)
    unmasked = events(site, "accounts.unmask")
    assert len(unmasked) == (1 if digits else 0)
    assert all("service of process" in e["text"] and digits not in str(e) for e in unmasked)
    run_as("Lea:legal", *asked[:3], code=2)
    run_as("Lea:legal", *asked, "--obligor", "9", code=1)


def test_a_large_write_back_takes_two(
    tmp_path: Path, calm: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = calm.site.copy(tmp_path / "site")
    site.config.write_text(
        site.config.read_text().replace("[writeback]", "[writeback]\ntwo_persons = 3")
        if "[writeback]" in site.config.read_text()
        else site.config.read_text() + "\n[writeback]\ntwo_persons = 3\n"
    )
    said = ("--name", "Cora", "--role", "compliance", "--token-out", "cora.token")
    site.run("users", "add", *said)
    site.run("writeback", "plan", "--as-of", DAY)
    refused = site.run("writeback", "apply", "--as-of", DAY, code=3)
    assert b"let another user" in refused.stderr
    assert not (site.folder / "writeback.csv").exists()
    monkeypatch.setenv("SKIPTRACE_TOKEN_FILE", str(site.folder / "cora.token"))
    site.run("writeback", "apply", "--as-of", DAY)
    monkeypatch.delenv("SKIPTRACE_TOKEN_FILE")
    [leave] = events(site, "writeback.leave")
    assert leave["actor"].endswith("Cora") and "planned by usr_" in leave["text"]
    assert (site.folder / "writeback.csv").exists()

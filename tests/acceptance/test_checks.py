"""Numbers and addresses that a night found are checked, and what leaves says so; end to end."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.installation import DAY, Site, take_in_first
from tests.nights import WITHOUT_COURT, night

LOOKUP = """
[sources.twilio_lookup]
base_url = "{sandbox}/lookups"
secrets = { account = "file:sandbox.secret", token = "file:sandbox.secret" }

[sources.twilio_reassigned]
base_url = "{sandbox}/lookups"
secrets = { account = "file:sandbox.secret", token = "file:sandbox.secret" }

[sources.usps_addresses]
base_url = "{sandbox}/postal"
secrets = { client_id = "file:sandbox.secret", client_secret = "file:sandbox.secret" }

[sources.enformion_person]"""
NOWHERE = "1 Nowhere Ln, Elm, FL 34802"
CHECKED = {"[sources.enformion_person]": LOOKUP.lstrip(), **WITHOUT_COURT}


def lookups(site: Site) -> list[str]:
    """What the provider of look-ups billed, by the end of the number."""
    with closing(sqlite3.connect(site.folder / "sandbox" / "lookups.sqlite")) as database:
        return [row[0] for row in database.execute("SELECT reference FROM call ORDER BY id")]


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory, ready: Site) -> Site:
    """A site whose night checked what it found."""
    site = ready.copy(tmp_path_factory.mktemp("checked") / "site", CHECKED)
    take_in_first(site, 25)
    with site.served():
        ended = night(site)
    assert ended.code == 0, ended.words
    return site


def plan(site: Site) -> dict[str, Any]:
    made: dict[str, Any] = site.json("writeback", "plan", code=None)
    return made


def added(site: Site, fact: str) -> list[dict[str, Any]]:
    return [c for c in plan(site)["changes"] if (c["fact"], c["kind"]) == (fact, "add")]


def test_a_night_checks_accepted_numbers_and_the_write_back_says_so(checked: Site) -> None:
    told = added(checked, "phone")
    assert told
    for change in told:
        line, *rest = change["limits"]
        [words] = [w for w in rest if w.startswith("checked: ")]
        assert words.endswith("by twilio_lookup")
        if line == "line wireless":
            assert "(mobile)" in words and "no dialled calls (R24)" in rest
        else:
            assert "landline" in words and line == "line landline"
    assert any(change["limits"][0] == "line wireless" for change in told)


def test_an_address_leaves_checked_and_a_vacant_one_is_shown_and_stays(checked: Site) -> None:
    made = plan(checked)
    left = [o for o in made["left_out"] if o["reason"].startswith("found, and of no use")]
    for one in left:
        assert one["fact"] == "address" and one["reason"].endswith("by usps_addresses")
    told = added(checked, "address")
    assert told
    for change in told:
        [words] = [w for w in change["limits"] if w.startswith("checked: ")]
        assert "deliverable" in words and "vacant" not in words
    shown = sum(len(found["checks"]) for _, found in checked_contacts(checked, "address"))
    assert shown == len(told) + len(left)


@cache
def checked_contacts(site: Site, kind: str) -> list[tuple[str, dict[str, Any]]]:
    """Account and finding of everything of a kind that was checked, as `accounts show` has it."""
    return [
        (account["account"], found)
        for account in site.json("accounts", "list")["accounts"]
        for obligor in site.json("accounts", "show", account["account"])["obligors"]
        for found in (obligor["report"] or {}).get("contacts", ())
        if found["kind"] == kind and found["checks"]
    ]


def test_show_and_explain_tell_the_check_and_it_is_paid_once(checked: Site) -> None:
    contacts = checked_contacts(checked, "phone")
    assert len(lookups(checked)) == len({found["value"] for _, found in contacts}) > 0
    account, found = contacts[0]
    assert "checked on" in found["checks"][0]
    why = checked.json("trace", account, "--explain", found["finding_id"])
    assert why["checks"] == found["checks"]
    folder = checked.folder / "answers"
    said = checked.run("trace", account, "--evidence", found["finding_id"], "--out", str(folder))
    assert b"twilio_lookup v1, check of phone" in said.stderr
    bodies = [path.read_bytes() for path in folder.iterdir()]
    assert any(b"line_type_intelligence" in body for body in bodies)


def test_a_person_checks_one_number_without_buying_it_again(checked: Site) -> None:
    account, found = checked_contacts(checked, "phone")[0]
    before = lookups(checked)
    with checked.served():
        again = checked.json("check", "phone", account, "--finding", found["finding_id"])
        assert again["is_told"] and Decimal(again["cost"]) == 0
        steps = {step["connector_id"]: step for step in again["steps"]}
        assert "by another order" in steps["twilio_lookup"]["reason"]
        assert steps["twilio_reassigned"]["rule"] == "P-CARD"
        assert lookups(checked) == before
        anew = checked.json("check", "phone", account, "--finding", found["finding_id"], "--again")
        assert Decimal(anew["cost"]) == Decimal("0.008")
    assert len(lookups(checked)) == len(before) + 1
    events = [json.loads(line) for line in checked.run("audit", "export").stdout.splitlines()]
    assert {"contact.check", "check.done"} <= {event["kind"] for event in events}
    assert found["value"] not in json.dumps(events)


def test_a_person_asks_whether_a_number_was_given_up_since_a_day(checked: Site) -> None:
    """Only on the purpose of that screen, and only as of a day."""
    account, found = checked_contacts(checked, "phone")[0]
    args = ("check", "phone", account, "--finding", found["finding_id"])
    with checked.served():
        screen = ("--purpose", "SCREEN-RND")
        said = checked.json(*args, *screen, "--since", "2024-05-01")
        [words] = [one for one in said["said"] if "reassigned number" in one]
        assert "since 2024-05-01" in words
        assert said["steps"][0]["connector_id"] == "twilio_reassigned"
        assert said["steps"][0]["outcome"] == "hit"
        undated = typed(checked, "check", "phone", account, *screen, value="239-555-0107")
    steps = {step["connector_id"]: step for step in json.loads(undated.stdout)["steps"]}
    assert "no day is known" in steps["twilio_reassigned"]["reason"]
    assert found["value"] not in json.dumps(said["steps"])


def test_what_the_creditor_has_is_checked_by_command_and_shown(checked: Site) -> None:
    """An address of returned mail: whether it delivers, beside the creditor's own word for it."""
    for account in checked.json("accounts", "list")["accounts"]:
        number = account["account"]
        [first, *_] = checked.json("accounts", "show", number)["obligors"]
        own = [c["value"] for c in first["contacts"] if c["kind"] == "address"]
        if not own:
            continue
        with checked.served():
            done = typed(checked, "check", "address", number, value=own[0])
        if done.returncode:
            continue
        [again, *_] = checked.json("accounts", "show", number)["obligors"]
        told = [c["checks"] for c in again["contacts"] if c["value"] == own[0]]
        assert "checked on" in told[0][0] and "USPS Addresses" in told[0][0]
        assert told[0] == json.loads(done.stdout)["said"]
        return
    raise AssertionError("no account has an address that can be checked")


def typed(site: Site, *args: str, value: str) -> subprocess.CompletedProcess[str]:
    """A command with a line on its standard input, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "skiptrace.cli", "--config", str(site.config), *args, "--json"],
        input=value + "\n",
        capture_output=True,
        text=True,
        cwd=site.folder,
    )


def test_a_value_is_typed_and_a_hold_keeps_it_in_the_house(checked: Site) -> None:
    account, _ = checked_contacts(checked, "phone")[-1]
    with checked.served():
        done = typed(
            checked,
            "check",
            "address",
            account,
            "--as-of",
            DAY,
            value=NOWHERE,
        )
        assert done.returncode == 0, done.stderr
        said = json.loads(done.stdout)
        assert said["trouble"] == "not deliverable"
        wrong = typed(checked, "check", "phone", account, value="not a number")
        assert wrong.returncode == 1 and "cannot be read" in wrong.stderr
        checked.run("hold", "add", account, "CEASE", "--evidence", "a letter")
        held = typed(checked, "check", "phone", account, "--again", value="239-555-0107")
        assert held.returncode == 3, held.stderr
        assert json.loads(held.stdout)["steps"][0]["rule"]


def test_an_address_source_without_its_licence_is_not_entitled(tmp_path: Path, ready: Site) -> None:
    site = ready.copy(tmp_path / "site", CHECKED)
    (site.folder / "sandbox.secret").write_text("unlicensed\n")
    take_in_first(site, 3)
    account = site.json("accounts", "list")["accounts"][0]["account"]
    with site.served():
        said = typed(site, "check", "address", account, value=NOWHERE)
    assert said.returncode == 1
    [step] = json.loads(said.stdout)["steps"]
    assert step["outcome"] == "blocked" and "not entitled" in step["reason"]

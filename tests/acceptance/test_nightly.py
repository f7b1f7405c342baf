"""The nightly batch through the command line: quote, run, run again, write back, undo."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.installation import DAY, Site
from tests.nights import WITHOUT_COURT, Night, faulty_night

POOR = {'run_budget = "1000"': 'run_budget = "0"', **WITHOUT_COURT}


def test_a_quote_bounds_what_the_run_then_costs(
    tmp_path: Path, taken_in: Site, calm: Night
) -> None:
    words = taken_in.copy(tmp_path / "q").run("nightly", "--quote", "--as-of", DAY).stdout.decode()
    most = float(words.partition("costs at most $")[2].split(" ")[0].replace(",", ""))
    assert 0 < float(calm.summary["cost"]) <= most


def test_a_second_run_on_the_same_day_does_nothing(traced: Site) -> None:
    summary = json.loads(traced.run("nightly", "--as-of", DAY, "--json").stdout)
    assert summary["sources"] == summary["failures"] == summary["findings"] == []
    assert summary["orders"] == {}, "the orders of other nights are not this run's"
    assert float(summary["cost"]) == 0


def test_an_intake_file_taken_in_twice_changes_nothing(traced: Site) -> None:
    words = traced.run("intake", str(traced.mail), "--yes", "--as-of", DAY, code=None)
    assert "0 new, 0 changed" in words.stderr.decode()


def test_a_budget_of_zero_buys_nothing(tmp_path: Path, few: Site) -> None:
    site = few.copy(tmp_path / "poor", POOR)
    summary = faulty_night(site, {}).summary
    bureau = next(s for s in summary["sources"] if s["connector_id"] == "enformion_person")
    assert (bureau["calls"], float(summary["cost"])) == (0, 0)
    assert bureau["skipped"] > 0
    money, orders = summary["money"], summary["orders"]
    assert (float(money["budget"]), float(money["left"]), money["capped"]) == (0, 0, 0)
    assert 0 < money["waiting"] <= orders["incomplete"]
    with site.served():
        words = site.run("nightly", "--as-of", DAY, code=None).stdout.decode()
    assert (
        "Orders: none" in words and "Budget of the night: $0.00 spent, $0.00 of $0.00 left" in words
    )


def test_all_four_kinds_of_source_answer(traced: Site) -> None:
    with_hits = {
        json.loads(line)["connector_id"]
        for line in traced.run("audit", "export").stdout.splitlines()
        if json.loads(line)["kind"] == "gate.allow"
    }
    assert {
        "death_master_file",
        "county_property_roll",
        "sandbox_business_registry",
        "county_court",
        "enformion_person",
    } <= with_hits


def test_write_back_is_planned_applied_once_and_undone(traced: Site) -> None:
    planned = json.loads(traced.run("writeback", "plan", "--as-of", DAY, "--json").stdout)
    applied = traced.run("writeback", "apply", "--as-of", DAY).stdout.decode()
    batch = applied.split()[1].rstrip(":")
    with (traced.folder / "writeback.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(planned["changes"]) > 0
    assert {row["tcpa_consent"] for row in rows if row["fact"] == "phone"} <= {"NONE"}
    assert "nothing to write" in traced.run("writeback", "apply", "--as-of", DAY).stdout.decode()
    traced.run("writeback", "undo", batch)
    again = json.loads(traced.run("writeback", "plan", "--as-of", DAY, "--json").stdout)
    assert again["changes"] == planned["changes"]


def test_no_returned_address_is_ever_written_back(traced: Site) -> None:
    planned = json.loads(traced.run("writeback", "plan", "--as-of", DAY, "--json").stdout)
    bad = {(c["account_number"], c["value"]) for c in planned["changes"] if c["kind"] == "mark_bad"}
    added = {(c["account_number"], c["value"]) for c in planned["changes"] if c["kind"] == "add"}
    assert bad
    assert added
    assert not bad & added


@pytest.mark.parametrize("command", ["verify", "export"])
def test_the_audit_trail_is_whole(traced: Site, command: str) -> None:
    assert traced.run("audit", command).returncode == 0


CONTACTS = ("address", "phone", "email")


def test_a_persons_word_shows_at_once_and_keeps_a_contact_from_being_written(traced: Site) -> None:
    planned = json.loads(traced.run("writeback", "plan", "--as-of", DAY, "--json").stdout)
    added = next(c for c in planned["changes"] if c["kind"] == "add" and c["fact"] in CONTACTS)
    account, finding = added["account_number"], added["finding_id"]
    said = ("--reason", "a stranger answered")
    traced.run("judge", account, finding, "wrong_party", *said)
    shown = json.loads(traced.run("trace", account, "--as-of", DAY, "--json", code=None).stdout)
    obligors = [one["report"] for one in shown.get("obligors", [{"report": shown}])]
    contacts = [contact for obligor in obligors for contact in obligor["contacts"]]
    [judged] = [c for c in contacts if c["finding_id"] == finding]
    assert judged["status"] == "rejected"
    [me] = traced.json("users", "list")
    assert f"{me['id']} {me['name']}" in judged["reason"]
    again = json.loads(traced.run("writeback", "plan", "--as-of", DAY, "--json").stdout)
    assert finding not in {c["finding_id"] for c in again["changes"] if c["kind"] == "add"}
    events = [json.loads(line) for line in traced.run("audit", "export").stdout.splitlines()]
    assert [e["actor"] for e in events if e["kind"] == "judge"] == [f"{me['id']} {me['name']}"]
    traced.run("judge", account, finding, "wrong_party", "--reason", " ", code=2)

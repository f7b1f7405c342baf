"""Why not: what a trace brought and did not take, and that old ids stay explained."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.installation import DAY, Site


@pytest.fixture(scope="module")
def discards(traced: Site) -> dict[str, Any]:
    """What was discarded of each traced account, by number."""
    page = traced.json("accounts", "list", "--state", "done", "--limit", "40", "--as-of", DAY)
    numbers = [one["account"] for one in page["accounts"]]
    return {n: traced.json("trace", n, "--discarded") for n in numbers}


def test_records_that_were_not_taken_say_why(discards: dict[str, Any]) -> None:
    records = [r for told in discards.values() for one in told for r in one["records"]]
    assert len(records) > 5
    assert {r["decision"] for r in records} <= {"reject", "review"}
    assert all(r["reason"] and r["source"] and r["candidate_id"] for r in records)
    assert any("no name in common" in r["reason"] for r in records) or any(
        "given names differ" in r["reason"] for r in records
    )


def test_nothing_of_who_was_rejected_is_shown(traced: Site, discards: dict[str, Any]) -> None:
    """A record that is somebody else's is told by its reference and reason alone."""
    with_other = next(n for n, told in discards.items() if told[0]["records"])
    known = set(json.dumps(traced.json("accounts", "show", with_other, "--as-of", DAY)).split('"'))
    for record in discards[with_other][0]["records"]:
        assert set(record) == {
            "source", "record_ref", "decision", "probability", "reason", "held", "candidate_id",
        }  # fmt: skip
        assert record["candidate_id"] not in known


def test_findings_that_may_not_be_used_say_why(traced: Site, discards: dict[str, Any]) -> None:
    findings = [f for told in discards.values() for one in told for f in one["findings"]]
    assert any("mail to this address came back" in f["reason"] for f in findings)
    assert {f["status"] for f in findings} <= {"rejected", "superseded"}
    number = next(n for n, told in discards.items() if told[0]["findings"])
    shown = traced.run("trace", number, "--discarded")
    assert not shown.stderr
    for finding in discards[number][0]["findings"]:
        assert finding["finding_id"].encode() in shown.stdout


def test_what_a_person_judged_bad_is_among_them(traced: Site, discards: dict[str, Any]) -> None:
    for number in discards:
        contacts = traced.json("trace", number, "--as-of", DAY)["contacts"]
        if verified := [c for c in contacts if c["status"] == "verified"]:
            break
    finding = verified[0]["finding_id"]
    judged = ("judge", number, finding, "wrong_party", "--reason", "a neighbour")
    traced.run(*judged)
    (told,) = traced.json("trace", number, "--discarded")
    (mine,) = [f for f in told["findings"] if f["finding_id"] == finding]
    assert mine["status"] == "rejected" and "judged wrong_party by usr_" in mine["reason"]


def test_an_account_that_was_not_traced_says_so(tmp_path: Path, few: Site) -> None:
    site = few.copy(tmp_path / "site")
    page = site.json("accounts", "list", "--state", "due", "--limit", "1", "--as-of", DAY)
    number = page["accounts"][0]["account"]
    assert b"not traced yet" in site.run("trace", number, "--discarded").stdout
    assert site.json("trace", number, "--discarded") == []
    both = site.run("trace", number, "--discarded", "--notes", code=2)
    assert b"give one of" in both.stderr


def test_an_earlier_id_is_explained_after_a_later_trace(traced: Site, discards: Any) -> None:
    number = next(
        n
        for n in discards
        if any(
            c["status"] == "verified" for c in traced.json("trace", n, "--as-of", DAY)["contacts"]
        )
    )
    before = traced.json("trace", number, "--as-of", DAY)
    traced.run("trace", number, "--again", "--as-of", "2026-11-25", code=None)
    after = traced.json("trace", number, "--as-of", "2026-11-25")
    old = {f["finding_id"] for part in ("contacts", "others") for f in before[part]}
    new = {f["finding_id"] for part in ("contacts", "others") for f in after[part]}
    assert before["order_id"] != after["order_id"] and not old & new
    for finding in sorted(old)[:6]:
        told = traced.json("trace", number, "--explain", finding)
        assert told["finding_id"] == finding and told["status"] == "superseded"
        assert told["superseded_by"] in new | {""}
        assert all(record["terms"] for record in told["records"])

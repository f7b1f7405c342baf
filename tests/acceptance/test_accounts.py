"""The desk's accounts through the command line: a list with states, filters, pages, CSV, JSON."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import Any

import pytest

from tests.installation import DAY, Site


def listed(site: Site, *args: str) -> list[dict[str, Any]]:
    return site.json("accounts", "list", "--as-of", DAY, *args)["accounts"]


def test_every_account_is_listed_once_with_a_state_and_a_reason(traced: Site) -> None:
    with traced.mail.open(newline="") as file:
        numbers = [row["account_number"] for row in csv.DictReader(file)]
    whole = listed(traced, "--limit", "1000")
    assert [one["account"] for one in whole] == list(dict.fromkeys(numbers))
    states = Counter(one["standing"]["state"] for one in whole)
    assert {"done", "held", "not_traced", "closed"} <= set(states)
    for one in whole:
        assert one["standing"]["whys"], one
        if one["standing"]["state"] == "held":
            assert all(why["rule"] and why["release"] for why in one["standing"]["whys"])
    for state, count in states.items():
        assert len(listed(traced, "--state", state, "--limit", "1000")) == count


def test_pages_go_on_where_the_last_one_ended(traced: Site) -> None:
    whole = [one["account"] for one in listed(traced, "--limit", "1000")]
    seen: list[str] = []
    after = "0"
    while after != "None":
        page = traced.json("accounts", "list", "--limit", "50", "--after", after, "--as-of", DAY)
        seen += [one["account"] for one in page["accounts"]]
        after = str(page["next"])
    assert seen == whole
    shown = traced.run("accounts", "list", "--limit", "3", "--as-of", DAY)
    assert shown.stdout.count(b"\n") >= 4
    assert b"there are more: --after 3" in shown.stderr and b"--after" not in shown.stdout


def test_csv_has_them_all_and_nothing_in_it_computes(traced: Site) -> None:
    shown = traced.run("accounts", "list", "--csv", "--as-of", DAY)
    rows = list(csv.DictReader(io.StringIO(shown.stdout.decode())))
    whole = listed(traced, "--limit", "1000")
    assert [row["account"] for row in rows] == [one["account"] for one in whole]
    assert [row["state"] for row in rows] == [one["standing"]["state"] for one in whole]
    assert not any(cell[:1] in "=+@" for row in rows for cell in row.values() if cell)
    assert not shown.stderr


def test_filters_narrow_the_list(traced: Site) -> None:
    whole = listed(traced, "--limit", "1000")
    creditor = whole[0]["creditor"]
    some = listed(traced, "--creditor", creditor.lower(), "--limit", "1000")
    assert some == [one for one in whole if one["creditor"] == creditor]
    ceased = listed(traced, "--hold", "cease", "--limit", "1000")
    assert ceased and all("CEASE" in json.dumps(one["standing"]["whys"]) for one in ceased)
    assert listed(traced, "--source", "enformion_person") == []
    around = ("--placed-after", "2026-11-21", "--placed-before", "2026-11-23")
    placed = listed(traced, *around, "--limit", "1000")
    assert placed == [one for one in whole if one["standing"]["order_id"]]
    assert listed(traced, "--placed-after", DAY) == listed(traced, "--placed-before", DAY) == []


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--state", "lost"), "is not one of"),
        (("--hold", "ATTYY"), "nearest: ATTY"),
        (("--source", "nobody"), "no connector has that id"),
        (("--json", "--csv"), "--json or --csv"),
        (("--json", "--limit", "5000"), "at most 1000"),
        (("--placed-after", "yesterday"), "does not match the format"),
        (("--after", "x"), "not a valid integer"),
    ],
)
def test_wrong_usage_is_named(traced: Site, args: tuple[str, ...], words: str) -> None:
    done = traced.run("accounts", "list", *args, code=2)
    assert words in done.stderr.decode() and not done.stdout


def test_one_account_is_shown_in_full(traced: Site) -> None:
    whole = listed(traced, "--state", "done", "--limit", "1000")
    many = next(w for w in whole if "verified contacts" in w["standing"]["whys"][0]["words"])
    number = many["account"]
    view = traced.json("accounts", "show", number, "--as-of", DAY)
    assert view["account"]["number"] == number and view["standing"] == many["standing"]
    (obligor,) = view["obligors"]
    trace = traced.json("trace", number, "--as-of", DAY)
    for part in ("contacts", "others", "steps"):
        assert obligor["report"][part] == trace[part]
    shown = traced.run("accounts", "show", number, "--as-of", DAY)
    words = shown.stdout.decode()
    assert not shown.stderr
    for contact in trace["contacts"]:
        assert contact["finding_id"] in words
    phone = next(c["value"] for c in trace["contacts"] if c["kind"] == "phone")
    assert phone.startswith("+1") and phone not in words, "it is shown as people write it"
    missing = traced.run("accounts", "show", "nothing", code=1)
    assert b"no account of that number" in missing.stderr and not missing.stdout


def test_a_held_account_shows_its_hold_and_no_contact(traced: Site) -> None:
    number = listed(traced, "--hold", "CEASE")[0]["account"]
    words = traced.run("accounts", "show", number, "--as-of", DAY).stdout.decode()
    assert "CEASE" in words and "R07 is lifted by a named person, on evidence" in words
    view = traced.json("accounts", "show", number, "--as-of", DAY)
    assert all(not one["report"]["contacts"] for one in view["obligors"] if one["report"])

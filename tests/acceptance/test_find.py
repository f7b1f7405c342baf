"""Looking somebody up through the command line."""

from __future__ import annotations

import csv

import pytest

from tests.installation import DAY, Site


def known(site: Site) -> dict[str, str]:
    """A row of the creditor's file with a name, a whole number and a phone, alone of its number."""
    with site.mail.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return next(r for r in rows if r["ssn"] and r["phone"] and r["first_name"] and r["dob"])


def test_somebody_is_found_by_each_thing_that_is_known(traced: Site) -> None:
    row = known(traced)
    number, surname = row["account_number"], row["last_name"]
    for args in (
        ("--name", f"{row['first_name']} {surname}"),
        ("--name", f"{surname}, {row['first_name']}"),
        ("--name", surname.lower()),
        ("--phone", row["phone"]),
        ("--ssn4", row["ssn"][-4:]),
        ("--account", number),
        ("--name", surname, "--ssn4", row["ssn"][-4:], "--phone", row["phone"]),
    ):
        found = traced.json("find", *args, "--as-of", DAY)
        assert number in [line["account"] for line in found["lines"]], args
        assert row["ssn"].replace("-", "") not in str(found).replace("-", "")
    shown = traced.run("find", "--account", number, "--as-of", DAY)
    assert surname.encode() in shown.stdout and not shown.stderr


def test_nobody_found_is_said(traced: Site) -> None:
    done = traced.run("find", "--name", "Nobody Whatsoever", code=1)
    assert b"nobody in the case file fits" in done.stderr and not done.stdout
    assert traced.json("find", "--name", "Nobody Whatsoever", code=1)["lines"] == []


@pytest.mark.parametrize("args", [(), ("--name", " "), ("--limit", "0", "--name", "x")])
def test_a_search_for_nothing_is_wrong_usage(traced: Site, args: tuple[str, ...]) -> None:
    assert not traced.run("find", *args, code=2).stdout

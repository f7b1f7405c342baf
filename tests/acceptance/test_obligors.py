"""All who owe on an account are traced and shown by name and role; others are only named."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from installation import DAY, Site

NUMBER = "90000001"
OTHER = "90000002"
ROLES = ("primary", "guarantor", "non_obligor")


@pytest.fixture(scope="module")
def joint(tmp_path_factory: pytest.TempPathFactory, ready: Site) -> Iterator[Site]:
    """An installation with one account of three people, none held; the second has another one."""
    site = ready.copy(tmp_path_factory.mktemp("joint") / "site")
    with site.mail.open(newline="") as file:
        rows = list(csv.DictReader(file))
    free = [r for r in rows if r["account_status"] == "open" and not r["holds"] and r["dob"]]
    assert len(free) >= 3
    people = [
        row | {"account_number": NUMBER, "role": role, "debt_origin": "credit"}
        for row, role in zip(free, ROLES, strict=False)
    ]
    with site.mail.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows([*people, people[1] | {"account_number": OTHER, "role": "primary"}])
    site.run("intake", str(site.mail), "--yes", "--as-of", DAY)
    with site.served():
        yield site


def names(site: Site) -> list[str]:
    with site.mail.open(newline="") as file:
        return [r["last_name"] for r in csv.DictReader(file) if r["account_number"] == NUMBER]


def bill(site: Site) -> int:
    path = site.folder / "sandbox" / "bill.sqlite"
    if not path.is_file():
        return 0
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM call").fetchone()[0])


def test_a_trace_covers_all_who_owe_and_names_who_does_not(joint: Site) -> None:
    shown = joint.json("trace", NUMBER, "--as-of", DAY, code=None)
    primary, guarantor, other = names(joint)
    told = [(one["number"], one["report"]["role"]) for one in shown["obligors"]]
    assert told == [(1, "primary"), (2, "guarantor")]
    for one, surname in zip(shown["obligors"], (primary, guarantor), strict=True):
        assert surname.casefold() in one["report"]["subject"].casefold()
        assert one["report"]["steps"], "each was searched"
    (associated,) = shown["associated"]
    assert associated["role"] == "non_obligor"
    assert other.casefold() in associated["subject"].casefold()
    assert bill(joint) <= 2, "nobody buys for who does not owe"
    words = joint.run("trace", NUMBER, "--as-of", DAY, code=None).stdout.decode()
    for heading in ("Obligor 1 of 3", "Obligor 2 of 3", "Obligor 3 of 3"):
        assert heading in words
    assert "(guarantor)" in words
    assert shown["other_accounts"] == [{"account": OTHER, "reach": "same_person"}]
    assert f"Other accounts of the debtor: {OTHER}" in words
    assert "associated only, not liable" in words


def test_one_obligor_can_be_asked_for_alone(joint: Site) -> None:
    before = bill(joint)
    shown = joint.json("trace", NUMBER, "--obligor", "2", "--as-of", DAY, code=None)
    assert shown["role"] == "guarantor"
    assert [one["account"] for one in shown["other_accounts"]] == [OTHER]
    of_primary = joint.json("trace", NUMBER, "--obligor", "1", "--as-of", DAY, code=None)
    assert of_primary["other_accounts"] == []
    assert bill(joint) == before
    refused = joint.json("trace", NUMBER, "--obligor", "3", "--as-of", DAY, code=3)
    assert refused["contacts"] == []
    assert bill(joint) == before
    wrong = joint.run("trace", NUMBER, "--obligor", "9", code=1)
    assert b"3 obligors" in wrong.stderr


def test_the_notes_name_the_obligor_of_each_trace(joint: Site) -> None:
    joint.run("trace", NUMBER, "--as-of", DAY, code=None)
    text = joint.run("trace", NUMBER, "--notes").stdout.decode()
    for surname, role in zip(names(joint)[:2], ROLES, strict=False):
        note = next(n for n in text.split("Trace note") if f"role {role}" in n)
        assert f"obligor: {surname}".casefold() in note.casefold() or surname in note


def test_an_asset_report_is_on_all_who_owe(joint: Site) -> None:
    report: Any = joint.json("assets", NUMBER, "--matter", "M-1", "--as-of", DAY, code=None)
    header = {field["label"]: field["value"] for field in report["header"]}
    primary, guarantor, other = names(joint)
    assert primary.casefold() in header["Obligor 1"].casefold()
    assert guarantor.casefold() in header["Obligor 2"].casefold()
    assert other.casefold() in header["Associated, not liable"].casefold()
    lines = [line for section in report["sections"] for line in section["lines"]]
    assert lines
    whose = {line["whose"] for line in lines}
    assert all("(primary)" in name or "(guarantor)" in name for name in whose)
    assert len(whose) == 2
    assert "(non-obligor)" not in json.dumps(report["sections"])

"""An agency's day through the command line: mail in, a night, the desk, write-back, two reports."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import Any

import pypdf
import pytest

from tests.acceptance.test_businesses import Firm, firms_of
from tests.installation import DAY, Site

COMPANY = "60000000"
PEOPLE = 6
Row = dict[str, str]


def rows_of(site: Site) -> list[Row]:
    """Mail of people who may be traced, and of a company with the first of them as guarantor."""
    with site.mail.open(newline="") as file:
        every = list(csv.DictReader(file))
    free = [
        row
        for row in every
        if row["account_status"] == "open" and not row["holds"] and row["dob"]
        and row["role"] == "primary"
        and row["return_code_list"] == "ACS" and row["return_code"] in "AVKQ"
    ][: PEOPLE + 1]  # fmt: skip
    guarantor, *people = free
    firm = firms_of(site)[0]
    return [*people, company_row(guarantor, firm), guarantee_row(guarantor)]


def company_row(like: Row, firm: Firm) -> Row:
    line, city, state, zip_code = firm.place
    place = {"address": line, "city": city, "address_state": state, "zip": zip_code}
    named = dict.fromkeys(
        ("first_name", "middle_name", "last_name", "suffix", "former_last_name", "dob", "ssn",
         "phone", "email", "forward_address", "forward_city", "forward_state", "forward_zip"), "",
    )  # fmt: skip
    debt = {"debt_origin": "credit", "role": "primary", "account_number": COMPANY}
    return like | named | place | debt | {"organization": firm.name.title()}


def guarantee_row(row: Row) -> Row:
    said = {"account_number": COMPANY, "role": "guarantor", "debt_origin": "credit"}
    return row | said | {"organization": ""}


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory, ready: Site) -> Iterator[Site]:
    """A site whose mail was taken in and whose night is over."""
    with ready.copy(tmp_path_factory.mktemp("agency") / "site").served() as site:
        rows = rows_of(site)
        with site.mail.open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[-1].keys(), restval="")
            writer.writeheader()
            writer.writerows(rows)
        site.run("intake", str(site.mail), "--yes", "--as-of", DAY)
        site.run("nightly", "--as-of", DAY, code=None)
        yield site


def standing(site: Site) -> Mapping[str, str]:
    """The state of every account by its number."""
    listed = site.json("accounts", "list", "--as-of", DAY)["accounts"]
    return {one["account"]: one["standing"]["state"] for one in listed}


def added(site: Site) -> list[dict[str, Any]]:
    planned = site.json("writeback", "plan", "--as-of", DAY)["changes"]
    return [change for change in planned if change["kind"] == "add"]


def test_the_night_is_over_and_every_account_stands_somewhere(day: Site) -> None:
    states = standing(day)
    assert len(states) == PEOPLE + 1
    assert set(states.values()) <= {"done", "held", "incomplete", "person_review"}
    assert list(states.values()).count("done") >= PEOPLE // 2
    [run] = day.json("runs", "list")
    assert run["ended"]


def test_what_the_desk_judges_and_holds_is_not_written_back(day: Site) -> None:
    first = added(day)
    wrong = first[0]
    held = next(c for c in first if c["account_number"] not in (wrong["account_number"], COMPANY))
    said = ("--reason", "a stranger answered")
    day.run("judge", wrong["account_number"], wrong["finding_id"], "wrong_party", *said)
    ground = ("--evidence", "letter of today")
    day.run("hold", "add", held["account_number"], "CEASE", *ground, "--as-of", DAY)
    assert standing(day)[held["account_number"]] == "held"
    day.run("trace", held["account_number"], "--as-of", DAY, "--again", code=3)

    left = added(day)
    gone = {c["finding_id"] for c in first} - {c["finding_id"] for c in left}
    assert gone == {wrong["finding_id"]} | {
        c["finding_id"] for c in first if c["account_number"] == held["account_number"]
    }
    day.run("writeback", "apply", "--as-of", DAY)
    with (day.folder / "writeback.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["action"] == "add"]
    assert {row["account_number"] for row in rows} == {c["account_number"] for c in left}
    assert held["account_number"] not in {row["account_number"] for row in rows}
    day.run("audit", "verify")


def test_the_desk_finds_lists_and_shows_who_stands_where_and_why(day: Site) -> None:
    shown = day.json("accounts", "show", COMPANY, "--as-of", DAY)
    company, guarantor = shown["obligors"]
    assert [(one["role"], one["kind"]) for one in shown["obligors"]] == [
        ("primary", "organization"), ("guarantor", "person"),
    ]  # fmt: skip
    assert all(one["standing"]["whys"] for one in shown["obligors"])
    found = day.json("find", "--name", guarantor["name"], "--as-of", DAY)["lines"]
    assert COMPANY in {one["account"] for one in found}
    assert {one["role"] for one in found if one["account"] == COMPANY} == {"guarantor"}
    assert day.json("find", "--account", COMPANY, "--as-of", DAY)["lines"]

    whole = day.json("accounts", "list", "--as-of", DAY)["accounts"]
    for state in {one["standing"]["state"] for one in whole}:
        listed = day.json("accounts", "list", "--state", state, "--as-of", DAY)["accounts"]
        assert listed == [one for one in whole if one["standing"]["state"] == state]
    nobody = day.run("accounts", "list", "--state", "parked", "--as-of", DAY)
    assert b"no account is as it was asked for" in nobody.stdout and not nobody.stderr
    [run] = day.json("runs", "list")
    told = day.run("runs", "show", run["id"]).stdout.decode()
    assert f"{len(whole) + 1} orders placed" in told, "one for each who owes"
    notes = day.run("trace", COMPANY, "--notes", "--as-of", DAY).stdout.decode()
    assert company["name"] in notes


def test_a_hold_says_who_may_release_it_and_lets_go_on_evidence(day: Site) -> None:
    number = next(n for n, state in standing(day).items() if state == "done")
    said = ("--evidence", "letter of today")
    day.run("hold", "add", number, "ATTY", *said, "--as-of", DAY)
    [line] = day.json("accounts", "list", "--hold", "ATTY", "--as-of", DAY)["accounts"]
    [why] = [one for one in line["standing"]["whys"] if one["rule"] == "R06"]
    assert (line["account"], why["since"], bool(why["release"])) == (number, DAY, True)
    assert number not in {change["account_number"] for change in added(day)}
    day.run("hold", "release", number, "ATTY", *said, "--as-of", DAY)
    assert not day.json("accounts", "list", "--hold", "ATTY", "--as-of", DAY)["accounts"]


def test_a_company_and_its_guarantor_are_reported_on_each_as_what_it_is(day: Site) -> None:
    told = day.json("assets", COMPANY, "--matter", "M-7", "--as-of", DAY, code=None)
    sections = {section["code"]: section for section in told["sections"]}
    assert {"registration", "agent", "status"} <= sections.keys()
    assert all("guarantor" in line["whose"] for line in sections["status"]["lines"])
    assert all("primary" in line["whose"] for line in sections["registration"]["lines"])
    assert "Service of process" in str(sections["addresses"]["statements"])


def test_a_person_is_reported_on_with_every_line_sourced(day: Site) -> None:
    """As JSON for a program, as text and a PDF for the file of a suit."""
    done = next(n for n, state in standing(day).items() if state == "done" and n != COMPANY)
    told = day.json("assets", done, "--matter", "M-8", "--as-of", DAY, code=None)
    lines = [line for section in told["sections"] for line in section.get("lines", ())]
    assert lines
    assert all(line["citations"] for line in lines)
    paper = day.folder / "report.pdf"
    day.run("assets", done, "--matter", "M-8", "--as-of", DAY, "--pdf", str(paper), code=None)
    with pypdf.PdfReader(paper) as pages:
        text = " ".join(page.extract_text() for page in pages.pages)
    assert done in text and "M-8" in text
    assert not set("\u200b\u200c\u200d\u2060\ufeff\u00ad") & set(text), "can be searched"

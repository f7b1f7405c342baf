"""Business debtors through the command line: register entry, whom to serve, nothing of a person."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.installation import DAY, Site

COLUMNS = (
    "account_number,creditor,balance,account_status,debt_origin,opened,organization,"
    "address,city,address_state,zip,return_code_list,return_code,return_date"
)
BOTH_REGISTERS = """
    SELECT r.docno, r.name, r.status, r.principal_line1, r.principal_city, r.principal_state,
           r.principal_zip, r.agent_name, r.agent_type, r.agent_line, r.officers
    FROM roll_sunbiz r JOIN business_registry b ON upper(b.entity_name) = r.name
    WHERE (r.status <> 'A' OR b.status = 'Active') AND r.formed_in = 'FL'
      AND r.name NOT IN (SELECT organization FROM court_party)
      AND r.principal_line1 NOT IN
        (SELECT principal_line1 FROM roll_sunbiz GROUP BY 1 HAVING count(*) > 1)
    GROUP BY r.name HAVING count(*) = 1 ORDER BY r.docno
"""
ROLL = "Florida corporate records (Sunbiz)"
OF_PEOPLE = {"Death Master File", "EnformionGO Person Search"}


@dataclass(frozen=True)
class Firm:
    """A business of the town as the corporate file has it, and its account."""

    account: str
    docno: str
    name: str
    is_active: bool
    place: tuple[str, str, str, str]
    agent: str
    agent_line: str
    officers: tuple[dict[str, str], ...]


def firms_of(site: Site) -> list[Firm]:
    """One active business with a company for its agent, one with a person, and one inactive.

    None was sued or shares its office, so that name and address tell it from all others.
    """
    with closing(sqlite3.connect(site.folder / "sandbox" / "town.sqlite")) as town:
        rows = town.execute(BOTH_REGISTERS).fetchall()
    kinds: dict[tuple[str, str], Firm] = {}
    for docno, name, status, *place, agent, kind, line, officers in rows:
        wanted = (status, kind if status == "A" else "")
        number = f"6000000{len(kinds)}"
        told = tuple(json.loads(officers))
        firm = Firm(number, docno, name, status == "A", tuple(place), agent, line, told)
        kinds.setdefault(wanted, firm)
    assert len(kinds) == 3
    return list(kinds.values())


def write_mail(path: Path, firms: list[Firm]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS.split(","))
        for firm in firms:
            debt = ("Suncoast Supply", "5000.00", "open", "credit", "2020-01-01")
            back = ("ACS", "V", "2026-11-07")
            writer.writerow([firm.account, *debt, firm.name.title(), *firm.place, *back])


@dataclass(frozen=True)
class Told:
    """What the trace and the asset report of a business say."""

    firm: Firm
    trace: dict[str, Any]
    report: dict[str, Any]

    def section(self, code: str) -> dict[str, Any]:
        return next(s for s in self.report["sections"] if s["code"] == code)

    def found(self, kind: str) -> list[dict[str, Any]]:
        """What the corporate file's entry gives of that kind."""
        mine = [f for f in self.trace["registered"] if f["kind"] == kind]
        return [f for f in mine if ROLL in f["sources"]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, ready: Site) -> Iterator[list[Told]]:
    """Three businesses, taken in, traced and reported on."""
    with ready.copy(tmp_path_factory.mktemp("site") / "site").served() as site:
        firms = firms_of(site)
        write_mail(site.folder / "firms.csv", firms)
        site.run("intake", str(site.folder / "firms.csv"), "--yes", "--as-of", DAY)
        yield [
            Told(
                firm,
                site.json("trace", firm.account, "--as-of", DAY),
                site.json("assets", firm.account, "--matter", "M-1", "--as-of", DAY),
            )
            for firm in firms
        ]


def test_sources_of_people_are_not_asked_and_registers_are(told: list[Told]) -> None:
    for one in told:
        steps = {step["source"]: step for step in one.trace["steps"]}
        for source in OF_PEOPLE:
            assert steps[source]["outcome"] == "skipped"
            assert steps[source]["reason"].endswith("and the debtor is a business")
        asked = {name for name, step in steps.items() if step["outcome"] in ("hit", "no_hit")}
        assert asked == steps.keys() - OF_PEOPLE
        assert Decimal(one.trace["cost"]) == 0


def test_the_entry_is_found_with_number_and_status(told: list[Told]) -> None:
    for one in told:
        [entry] = one.found("registration")
        status = "active" if one.firm.is_active else "inactive"
        assert entry["value"].startswith(f"{one.firm.name}, number {one.firm.docno}, {status}")
        assert entry["status"] == "verified"
        lines = one.section("registration")["lines"]
        [facts] = [line["facts"] for line in lines if one.firm.docno in line["value"]]
        told_of = {field["label"]: field["value"] for field in facts}
        assert (told_of["Latest annual report"] >= "2026") == one.firm.is_active


def test_whom_process_is_served_on_is_found_and_is_not_the_debtor(told: list[Told]) -> None:
    for one in told:
        [agent] = one.found("registered_agent")
        surname = one.firm.agent.partition(",")[0].split()[0]
        assert surname in agent["value"].upper()
        served = " ".join(one.section("addresses")["statements"])
        assert f"Service of process: on {agent['value']}" in served
        assert f"Venue by principal office: {one.firm.place[0]}" in served
        own = [f["value"] for f in one.trace["contacts"] if f["kind"] == "address"]
        if one.firm.agent_line not in one.firm.place[0]:
            assert not any(one.firm.agent_line in value for value in own)


def test_officers_are_associated_by_role_and_are_not_obligors(told: list[Told]) -> None:
    for one in told:
        roles = sorted(f["value"].rpartition(", ")[2] for f in one.found("officer"))
        assert roles == sorted(officer["title"] for officer in one.firm.officers)
        words = " ".join(one.section("officers")["statements"])
        assert "makes nobody liable" in words


def test_an_inactive_entry_leaves_the_service_to_counsel(told: list[Told]) -> None:
    for one in told:
        words = " ".join(one.section("addresses")["statements"])
        assert ("for counsel to say" in words) is not one.firm.is_active


def test_nothing_of_a_person_stands_in_the_report(told: list[Told]) -> None:
    for one in told:
        codes = {section["code"] for section in one.report["sections"]}
        assert codes.isdisjoint({"status", "employment"})
        assert {"registration", "agent", "officers"} <= codes
        words = json.dumps(one.report["sections"]).lower()
        for of_a_person in ("social security", "deceased", "military", "dwelling"):
            assert of_a_person not in words

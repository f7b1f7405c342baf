"""Businesses that changed through the command line: renamed, merged, dissolved, and look-alikes.

Two states' registers of businesses, which come as cards without code, and a source of people.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from skiptrace.app.setup import create_installation
from tests.business_register import Row, write_register
from tests.installation import DAY, Site
from tests.unit.connectors_register.register_files import dmf_padding

SETTINGS = """
waterfall = "waterfall.toml"
[case_file]
url = "sqlite:///skiptrace.db"
key_file = "skiptrace.key"
[plugins.registers]
[nightly]
purposes = ["GLB-1", "PUB", "DMF-OPEN"]
[writeback]
target = "csv"
location = "writeback"
[sources.death_master_file]
options = {{ path = "dmf.txt" }}
[sources.harbor_businesses]
options = {{ path = "{sources}/harbor/harbor_businesses.csv" }}
[sources.upland_businesses]
options = {{ path = "{sources}/upland/upland_businesses.csv" }}
"""
TIERS = """
[[{scope}.tiers]]
name = "screen"
screens = true
connectors = ["death_master_file"]
[[{scope}.tiers]]
name = "registers"
connectors = ["harbor_businesses", "upland_businesses"]
"""
WATERFALL = f"""
[locate]
stop_when = []
stop_probability = 0.95
{TIERS.format(scope="locate")}
[assets]
stop_when = []
stop_probability = 0.95
{TIERS.format(scope="assets")}
[actions]
full_trace = {{ tiers = ["screen", "registers"] }}
verify_forward = {{ tiers = ["screen", "registers"] }}
repair_address = {{ tiers = ["screen", "registers"] }}
corroborate_death = {{ tiers = ["screen"] }}
no_trace = {{ tiers = [] }}
wait = {{ tiers = [] }}
person_review = {{ tiers = [] }}
"""
RENAMED, MERGED, DISSOLVED, ABROAD, FRANCHISE, OWNER, BACKED = (f"7000000{n}" for n in range(7))
HARBOR = (
    Row("L77001", "BAYLINE TILES LLC", "ALVERA ROOFING LLC", ein="123456780", line="9 GULF WAY",
        agent="CORA FILER", agent_kind="P", more_officers="Y"),
    Row("L88001", "CORAL KEEL LLC", status="merged", became="M", successor="DRIFT HOLDINGS INC",
        successor_number="P99001", became_on="2024-05-01", line="3 REEF ST"),
    Row("P99001", "DRIFT HOLDINGS INC", type="INC", formed_in="DE", line="500 MESA BLVD",
        city="LAKE ORLENA", zip="34821", officer="OTTO NEWMAN"),
    Row("P99002", "DRIFT HOLDINGS INC", type="INC", line="1 OTHER RD", city="SANDHOLLOW",
        zip="34861", officer="NOT HERS"),
    Row("L66001", "ESTUARY FOODS LLC", status="administratively dissolved", line="12 FISH LN",
        report_1="2019-04-01"),
    Row("L55001", "JONES FOODS LLC", trade_names="BURGER COVE", line="5 QUAY RD"),
    Row("L55002", "SMITH FOODS LLC", trade_names="BURGER COVE", line="80 PIER RD"),
    Row("L44001", "ROE ROOFING LLC", line="66 OAK AVE", officer="ADA OTHER"),
    Row("L33001", "FATHOM BOATS LLC", line="8 DOCK ST", officer="WILMA TESTER"),
)  # fmt: skip
UPLAND = (
    Row("K10001", "SUMMIT LIGHTS LLC", "HARBOR LIGHTS LLC", formed_in="GA", line="4 HILL RD",
        city="UPLAND", state="GA", zip="30301"),
    Row("K20001", "SUMMIT LIGHTS LLC", formed_in="GA", line="5 HILL RD", city="UPLAND",
        state="GA", zip="30301"),
)  # fmt: skip
DEBTORS = (
    (RENAMED, "Alvera Roofing LLC", "", "1 HARBOR DR", {"ein": "12-3456780"}),
    (MERGED, "Coral Keel LLC", "", "3 REEF ST", {}),
    (DISSOLVED, "Estuary Foods LLC", "", "12 FISH LN", {}),
    (ABROAD, "Harbor Lights LLC", "", "4 PIER ST", {}),
    (FRANCHISE, "Burger Cove", "", "5 QUAY RD", {}),
    (OWNER, "", "Dana Roe DBA Roe Roofing", "66 OAK AVE", {"dob": "1961-03-14"}),
    (BACKED, "Fathom Boats LLC", "", "8 DOCK ST", {}),
    (BACKED, "", "Wilma Tester", "21 ELM ST", {"role": "guarantor", "dob": "1970-01-02"}),
)
HEADER = (
    "account_number,creditor,balance,account_status,debt_origin,opened,organization,full_name,"
    "address,city,address_state,zip,ein,dob,role,return_code_list,return_code,return_date"
)


def write_mail(path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.DictWriter(file, HEADER.split(","), restval="")
        rows.writeheader()
        for number, organization, name, line, more in DEBTORS:
            debt = {"creditor": "Suncoast Supply", "balance": "5000.00", "debt_origin": "credit"}
            place = {"address": line, "city": "Port Alvera", "address_state": "FL", "zip": "34801"}
            state = {"account_status": "open", "opened": "2020-01-01", "role": "primary"}
            back = {"return_code_list": "ACS", "return_code": "V", "return_date": "2026-11-07"}
            who = {"account_number": number, "organization": organization, "full_name": name}
            rows.writerow({**debt, **place, **state, **back, **who, **more})


def install_cards(folder: Path) -> None:
    """A package with two sources, as pip would leave it; nothing of it is code."""
    package = folder / "register_sources"
    write_register(package / "harbor", HARBOR)
    write_register(package / "upland", UPLAND, "upland_businesses", "US-GA")
    (package / "__init__.py").write_text("")
    info = folder / "register_sources-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: register-sources\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[skiptrace.sources]\nregisters = register_sources\n")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An installation whose mail was taken in and whose night is over."""
    sources = tmp_path_factory.mktemp("sources")
    install_cards(sources)
    folder = tmp_path_factory.mktemp("followed") / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(sources))
        create_installation(folder, SETTINGS.format(sources=sources / "register_sources"))
        (folder / "waterfall.toml").write_text(WATERFALL)
        (folder / "dmf.txt").write_bytes(b"\n".join(dmf_padding()) + b"\n")
        write_mail(folder / "mail.csv")
        made = Site(folder)
        made.run("intake", str(folder / "mail.csv"), "--yes", "--as-of", DAY)
        made.run("nightly", "--as-of", DAY)
        yield made


@dataclass(frozen=True)
class Told:
    """What the trace of one account's obligor says."""

    trace: dict[str, Any]

    def of(self, kind: str, among: str = "registered") -> dict[str, str]:
        """The findings of that kind: their values, each with its status."""
        return {f["value"]: f["status"] for f in self.trace[among] if f["kind"] == kind}

    @property
    def asked(self) -> list[tuple[str, str, str]]:
        """What became of each register's question, tier by tier."""
        steps = (s for s in self.trace["steps"] if s["source"].endswith("Businesses"))
        return [(s["tier"], s["source"], s["outcome"]) for s in steps]

    def finding(self, kind: str, words: str) -> dict[str, Any]:
        everything = (*self.trace["registered"], *self.trace["contacts"])
        [found] = [f for f in everything if f["kind"] == kind and words in f["value"]]
        return dict(found)


def told(site: Site, account: str, obligor: int = 1) -> Told:
    return Told(site.json("trace", account, "--obligor", str(obligor), "--as-of", DAY))


def test_a_renamed_company_is_found_under_its_new_name_and_each_step_is_explained(
    site: Site,
) -> None:
    renamed = told(site, RENAMED)
    assert ("registers, name 2", "Harbor Businesses", "hit") in renamed.asked
    entries = renamed.of("registration")
    assert list(entries.values()) == ["verified"]
    assert next(iter(entries)).startswith("BAYLINE TILES LLC, number L77001, active")
    assert renamed.of("register_status") == {
        "active, entry L77001: the business exists": "verified"
    }
    office = renamed.finding("address", "9 GULF WAY")
    assert office["status"] == "verified"
    words = str(renamed.trace)
    assert "by record L77001/former of Harbor Businesses" in words
    assert "L77001/former of harbor" not in words, "sources are named by their titles"
    agent = renamed.finding("registered_agent", "CORA FILER")
    explained = site.json("trace", RENAMED, "--explain", agent["finding_id"], "--as-of", DAY)
    by_name = [step for record in explained["records"] for step in record["followed"]]
    assert {step["words"] for step in by_name} == {
        "Alvera Roofing LLC was renamed to BAYLINE TILES LLC, by record L77001/former of "
        "Harbor Businesses"
    }
    shown = site.run("trace", RENAMED, "--explain", agent["finding_id"], "--as-of", DAY).stdout
    assert b"asked under another name: Alvera Roofing LLC was renamed" in shown
    said = "Alvera Roofing LLC was renamed to BAYLINE TILES LLC, by record L77001/former of Harbor"
    assert [words.startswith(said) for words in renamed.trace["followed"]] == [True]
    assert said.encode() in site.run("trace", RENAMED, "--notes").stdout
    bytes_of = site.run("trace", RENAMED, "--evidence", agent["finding_id"], "--as-of", DAY)
    assert b"ALVERA ROOFING LLC" in bytes_of.stdout, "the row that says so is evidence"
    beside = bytes_of.stderr.decode().casefold()
    assert "followed by a record of" in beside
    assert not [one for one in ("alvera", "bayline", "l77001") if one in beside], "may be logged"


def test_what_a_company_merged_into_is_told_and_its_contacts_wait_for_a_person(
    site: Site,
) -> None:
    merged = told(site, MERGED)
    entries = {
        value.partition(",")[0]: status for value, status in merged.of("registration").items()
    }
    assert entries == {"CORAL KEEL LLC": "verified", "DRIFT HOLDINGS INC": "verified"}
    statuses = merged.of("register_status")
    assert [s for v, s in statuses.items() if v.startswith("merged, entry L88001")] == ["verified"]
    far = merged.finding("address", "500 MESA BLVD")
    assert far["status"] == "candidate"
    assert "a person says whether it answers for the debt" in far["reason"]
    assert not any(
        "NOT HERS" in f["value"] or "1 OTHER RD" in f["value"]
        for f in (*merged.trace["registered"], *merged.trace["contacts"])
    )


def test_a_dissolved_company_is_flagged_and_not_held(site: Site) -> None:
    gone = told(site, DISSOLVED)
    [(value, status)] = gone.of("register_status").items()
    assert value.startswith("administratively dissolved, entry L66001: the business is dissolved")
    assert status == "verified"
    listed = site.json("accounts", "list", "--as-of", DAY)["accounts"]
    states = {one["account"]: one["standing"]["state"] for one in listed}
    assert states[DISSOLVED] == "done"


@pytest.mark.parametrize("account", [ABROAD, FRANCHISE])
def test_a_namesake_abroad_and_a_franchise_are_not_followed(site: Site, account: str) -> None:
    other = told(site, account)
    assert {tier for tier, _, _ in other.asked} == {"registers"}
    everything = (*other.trace["registered"], *other.trace["contacts"])
    assert [f["value"] for f in everything if f["status"] == "verified"] == []


def test_a_sole_proprietor_is_a_person_who_trades_under_a_name(site: Site) -> None:
    owner = told(site, OWNER)
    assert "Dana Roe" in owner.trace["subject"]
    assert owner.trace["registered"] == []
    assert {tier for tier, _, _ in owner.asked} == {"registers"}
    assert {outcome for _, _, outcome in owner.asked} == {"hit"}, "officers of that name"
    assert not any(f["status"] == "verified" for f in owner.trace["contacts"])
    dead = [s for s in owner.trace["steps"] if s["source"] == "Death Master File"]
    assert [s["outcome"] for s in dead] == ["no_hit"], "a person is screened as one"


def test_a_company_s_guarantor_is_traced_as_a_person_and_its_officer_is_not_liable(
    site: Site,
) -> None:
    company, guarantor = told(site, BACKED), told(site, BACKED, 2)
    assert company.of("officer") == {"WILMA TESTER, MGR": "verified"}
    [screen] = [s for s in company.trace["steps"] if s["source"] == "Death Master File"]
    assert screen["reason"].endswith("and the debtor is a business")
    assert guarantor.trace["role"] == "guarantor"
    assert guarantor.of("officer") == guarantor.of("registration") == {}
    assert all("8 DOCK ST" not in f["value"] for f in guarantor.trace["contacts"])


def section(report: dict[str, Any], code: str) -> dict[str, Any]:
    found = next(s for s in report["sections"] if s["code"] == code)
    return dict(found)


def test_the_asset_report_tells_how_each_name_was_reached(site: Site) -> None:
    report = site.json("assets", RENAMED, "--matter", "M-1", "--as-of", DAY)
    [line] = section(report, "registration")["lines"]
    facts = {field["label"]: field["value"] for field in line["facts"]}
    assert facts["Former names"] == "ALVERA ROOFING LLC"
    assert facts["Officers"] == "the register has more officers than the entry lists"
    words = " ".join(section(report, "addresses")["statements"])
    assert "Venue by principal office: 9 GULF WAY" in words
    assert "Service of process: on CORA FILER" in words
    assert "social security" not in json.dumps(report["sections"]).lower()


def test_what_it_merged_into_is_no_other_name_of_the_debtor(site: Site) -> None:
    report = site.json("assets", MERGED, "--matter", "M-1", "--as-of", DAY)
    identity = section(report, "identity")
    assert {line["value"] for line in identity["lines"]} == {"Coral Keel LLC", "CORAL KEEL LLC"}
    assert "CORAL KEEL LLC merged into DRIFT HOLDINGS INC" in " ".join(identity["statements"])
    places = section(report, "addresses")["statements"]
    theirs = [words for words in places if "500 MESA BLVD" in words or "LAKE ORLENA" in words]
    assert theirs
    assert all("of DRIFT HOLDINGS INC, which the debtor merged into" in words for words in theirs)


def test_register_facts_are_written_back_as_what_they_are_and_taken_back(site: Site) -> None:
    planned = site.json("writeback", "plan", "--as-of", DAY)["changes"]
    roles = {(c["account_number"], c["fact"], c["role"]) for c in planned if c["kind"] == "add"}
    assert {
        (RENAMED, "register_status", "primary"),
        (RENAMED, "registered_agent", "non_obligor"),
        (RENAMED, "address", "primary"),
        (DISSOLVED, "register_status", "primary"),
        (BACKED, "officer", "non_obligor"),
    } <= roles
    told_of = json.dumps(planned)
    assert "MESA BLVD" not in told_of and "OTTO NEWMAN" not in told_of, "its successor's"
    vouched = told(site, MERGED).finding("address", "500 MESA BLVD")["finding_id"]
    site.run("judge", MERGED, vouched, "right_party", "--reason", "it owes")
    planned = site.json("writeback", "plan", "--as-of", DAY)["changes"]
    assert "500 MESA BLVD" in json.dumps(planned), "a person said that it answers for the debt"
    site.run("writeback", "apply", "--as-of", DAY)
    with (site.folder / "writeback.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(r["account_number"], r["fact"], r["role"]) for r in rows} == {
        (c["account_number"], c["fact"], c["role"]) for c in planned
    }
    assert site.json("writeback", "plan", "--as-of", DAY)["changes"] == []
    site.run("writeback", "undo", rows[0]["batch_id"])
    with (site.folder / "writeback.csv").open(newline="") as file:
        assert list(csv.DictReader(file)) == []
    site.run("audit", "verify")

"""`skiptrace link` of organisations, of people and of both in one file, as a user runs it."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from config.default_model import ORGANIZATION_MODEL
from skiptrace.cli.exits import Exit
from skiptrace.cli.main import root
from skiptrace.model.errors import MatchingError

Row = dict[str, str]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder without an installation."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, rows: Sequence[Row]) -> None:
    with Path(name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def run(*more: str) -> str:
    """Link companies_a.csv with companies_b.csv into pairs.csv; what was printed."""
    files = ["--subjects", "companies_a.csv", "--records", "companies_b.csv", "--out", "pairs.csv"]
    found = CliRunner().invoke(root, ["link", *files, *more], catch_exceptions=False)
    assert found.exit_code == Exit.DONE, found.output
    return found.output


def pairs() -> dict[tuple[str, str], dict[str, Any]]:
    with Path("pairs.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = {(row["id"], row["record_id"]): row for row in rows}
    assert len(found) == len(rows)
    return found


def likely(found: dict[tuple[str, str], dict[str, Any]], least: float) -> set[tuple[str, str]]:
    return {pair for pair, row in found.items() if float(row["probability"]) >= least}


A: list[Row] = [
    {"id": "A1", "company": "Winkelman Roofing LLC", "dba": "", "ein": "07-3456780",
     "phone": "202-555-0142", "address": "100 N Main St", "city": "Salem", "state": "OR",
     "zip": "97301"},
    {"id": "A2", "company": "Sunset Ostrander 12 LLC", "dba": "", "ein": "", "phone": "",
     "address": "7 Harbor Way", "city": "Salem", "state": "OR", "zip": "97301"},
    {"id": "A3", "company": "Quillfeather Foods Inc", "dba": "Burger Barn", "ein": "",
     "phone": "202-555-0199", "address": "9 Elm St", "city": "Salem", "state": "OR",
     "zip": "97301"},
]  # fmt: skip
B: list[Row] = [
    {"record_id": "B1", "entity_name": "WINKELMAN ROOFING, L.L.C.", "former_names": "",
     "fein": "073456780", "telephone": "", "principal_address": "100 NORTH MAIN STREET",
     "principal_city": "SALEM", "principal_state": "OR", "principal_zip": "97301"},
    {"record_id": "B2", "entity_name": "SUNSET OSTRANDER 14 LLC", "former_names": "", "fein": "",
     "telephone": "", "principal_address": "7 HARBOR WAY", "principal_city": "SALEM",
     "principal_state": "OR", "principal_zip": "97301"},
    {"record_id": "B3", "entity_name": "BURGER BARN", "former_names": "", "fein": "",
     "telephone": "(202) 555-0199", "principal_address": "9 ELM STREET", "principal_city": "SALEM",
     "principal_state": "OR", "principal_zip": "97301"},
    {"record_id": "B4", "entity_name": "BRIGHTLEAF EXTERIORS INC",
     "former_names": "WINKELMAN ROOFING LLC", "fein": "", "telephone": "2025550142",
     "principal_address": "100 N MAIN ST", "principal_city": "SALEM", "principal_state": "OR",
     "principal_zip": "97301"},
]  # fmt: skip


def test_companies_are_linked_by_their_names_numbers_and_addresses() -> None:
    write("companies_a.csv", A)
    write("companies_b.csv", B)
    printed = run("--explain")
    assert "company as organization" in printed
    assert "principal_zip as zip" in printed
    found = pairs()
    assert likely(found, 0.9) >= {("A1", "B1"), ("A1", "B4")}
    assert likely(found, 0.5) == {("A1", "B1"), ("A1", "B4"), ("A3", "B3")}
    series = found["A2", "B2"]
    assert float(series["probability"]) <= 0.05
    for row in found.values():
        terms = json.loads(row["terms"])
        assert sum(term["bits"] for term in terms) == float(row["weight_bits"])
    told = {term["name"]: term for term in json.loads(series["terms"])}
    assert told["constraint"]["level"] == "other series number"
    assert {t["name"]: t["level"] for t in json.loads(found["A1", "B1"]["terms"])}["ein"] == "agree"
    met = {
        one["kind"]: (one["ours"], one["theirs"]) for one in json.loads(found["A1", "B1"]["met"])
    }
    assert met == {
        "organization": ("Winkelman Roofing LLC", "WINKELMAN ROOFING, L.L.C."),
        "ein": ("07-3456780", "073456780"),
        "place": ("100 N Main St, Salem, OR 97301", "100 NORTH MAIN STREET, SALEM, OR 97301"),
    }
    others = {pair: json.loads(row["met"])[0] for pair, row in found.items()}
    assert others["A1", "B4"]["theirs"] == "WINKELMAN ROOFING LLC"
    assert others["A3", "B3"]["ours"] == "Burger Barn"


PEOPLE_AND_COMPANIES: list[Row] = [
    {"id": "M1", "name": "Winkelman Roofing LLC", "phone": "202-555-0142",
     "address": "100 N Main St", "city": "Salem", "state": "OR", "zip": "97301", "dob": ""},
    {"id": "M2", "name": "Herbert Winkelman", "phone": "202-555-0142",
     "address": "100 N Main St", "city": "Salem", "state": "OR", "zip": "97301",
     "dob": "1958-04-17"},
]  # fmt: skip
IN_PARTS: list[Row] = [
    {"record_id": "R1", "first_name": "WINKELMAN", "last_name": "ROOFING LLC", "dob": "",
     "phone": "2025550142", "address": "100 N MAIN ST", "city": "SALEM", "state": "OR",
     "zip": "97301"},
    {"record_id": "R2", "first_name": "HERBERT", "last_name": "WINKELMAN", "dob": "1958-04-17",
     "phone": "2025550142", "address": "100 N MAIN ST", "city": "SALEM", "state": "OR",
     "zip": "97301"},
    {"record_id": "R3", "first_name": "", "last_name": "", "dob": "",
     "phone": "2025550142", "address": "100 N MAIN ST", "city": "SALEM", "state": "OR",
     "zip": "97301"},
]  # fmt: skip


def test_a_mixed_file_links_each_kind_with_its_own() -> None:
    write("companies_a.csv", PEOPLE_AND_COMPANIES)
    write("companies_b.csv", IN_PARTS)
    run("--explain")
    found = pairs()
    assert likely(found, 0.9) == {("M1", "R1"), ("M2", "R2")}
    for pair in (("M1", "R2"), ("M2", "R1")):
        if pair in found:
            row = found[pair]
            assert float(row["probability"]) <= 0.05, pair
            levels = {t["name"]: t["level"] for t in json.loads(row["terms"])}
            assert levels.get("constraint", "kinds apart") == "kinds apart", pair
    assert all(float(found[one, "R3"]["probability"]) <= 0.85 for one in ("M1", "M2"))


def test_a_company_beside_a_date_of_birth_is_where_a_person_works() -> None:
    person = {"id": "P1", "first_name": "Herbert", "last_name": "Winkelman", "dob": "1958-04-17",
              "company": "Salem Roofing Supply Inc", "zip": "97301"}  # fmt: skip
    write("companies_a.csv", [person])
    write("companies_b.csv", [
        {"record_id": "R1", **{k: v for k, v in person.items() if k not in ("id", "company")},
         "company": "Other Employer LLC"},
        {"record_id": "R2", "first_name": "", "last_name": "", "dob": "",
         "company": "Salem Roofing Supply Inc", "zip": "97301"},
    ])  # fmt: skip
    run()
    found = pairs()
    assert float(found["P1", "R1"]["probability"]) > 0.5
    assert float(found.get(("P1", "R2"), {"probability": "0"})["probability"]) <= 0.05


def test_neither_the_order_of_rows_nor_the_size_of_partitions_changes_a_byte() -> None:
    write("companies_a.csv", A)
    write("companies_b.csv", B)
    run()
    first = Path("pairs.csv").read_bytes()
    write("companies_a.csv", A[::-1])
    write("companies_b.csv", B[::-1])
    run()
    assert Path("pairs.csv").read_bytes() == first


def test_names_that_may_be_a_person_s_are_weighed_as_both_in_a_file_of_organisations() -> None:
    rows = [
        ("Campanile", "624 S La Brea Ave"), ("Katsu Restaurant", "1972 Hillhurst Ave"),
        ("Winkelman Roofing LLC", "7 Elm St"), ("Mary Ostrander", "9 Oak St"),
    ]  # fmt: skip
    write("companies_a.csv", [
        {"id": f"S{at}", "name": name, "address": line, "city": "Salem", "state": "OR"}
        for at, (name, line) in enumerate(rows)
    ])  # fmt: skip
    told = ["Campanile Restaurant", "Katsu", "WINKELMAN ROOFING LLC", "MARY OSTRANDER"]
    write("companies_b.csv", [
        {"record_id": f"R{at}", "name": name, "address": rows[at][1], "city": "Salem",
         "state": "OR"}
        for at, name in enumerate(told)
    ])  # fmt: skip
    run("--explain")
    found = pairs()
    assert likely(found, 0.5) == {(f"S{at}", f"R{at}") for at in range(4)}
    kinds = [{t["name"] for t in json.loads(found[f"S{at}", f"R{at}"]["terms"])} for at in range(4)]
    assert ["surname" in names for names in kinds] == [False, False, False, True]


def test_what_a_rule_holds_is_for_review_and_threshold_0_writes_all_that_was_compared() -> None:
    write("companies_a.csv", A)
    write("companies_b.csv", B)
    printed = run("--threshold", "0", "--stats", "stats.json")
    found = pairs()
    told = json.loads(Path("stats.json").read_text(encoding="utf-8"))
    assert len(found) == told["pairs"] == told["written"] >= 4
    accepted = {pair for pair, row in found.items() if row["decision"] == "accept"}
    assert ("A1", "B1") in accepted
    assert ("A2", "B2") not in accepted
    assert told["accepted"] == len(accepted) == len({subject for subject, _ in accepted})
    assert "not checked on this file" in printed


def test_a_model_of_organizations_is_shown_and_is_none_for_people() -> None:
    shown = CliRunner().invoke(root, ["model", "show", ORGANIZATION_MODEL])
    assert shown.exit_code == Exit.DONE
    assert "names agree, the legal form included" in " ".join(shown.output.split())
    write("companies_a.csv", A)
    write("companies_b.csv", B)
    files = ["--subjects", "companies_a.csv", "--records", "companies_b.csv", "--out", "p.csv"]
    refused = CliRunner().invoke(root, ["link", *files, "--model", ORGANIZATION_MODEL])
    assert isinstance(refused.exception, MatchingError)
    assert "a model of organizations, expected one of persons" in str(refused.exception)

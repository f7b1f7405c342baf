"""A town of a dozen people, filled by hand: what the tests of the sandbox's providers serve."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from importlib.resources import files
from pathlib import Path

Row = Mapping[str, object]

BUSINESSES: Sequence[Row] = [
    {"entity_id": "B1", "entity_name": "O'NEIL ROOFING LLC", "status": "ACTIVE",
     "formed": "2019-03-01", "agent_first": "JOHN", "agent_middle": "", "agent_last": "SMITH",
     "agent_zip": "33901"},
    {"entity_id": "B2", "entity_name": "Bay & Sons, Inc.", "status": "INACTIVE",
     "formed": "2021-07-15", "agent_first": "Joan", "agent_last": "Smith", "agent_zip": "33902"},
    {"entity_id": "B3", "entity_name": "GULF 100% PURE", "status": "ACTIVE",
     "agent_first": "ANA", "agent_middle": "M", "agent_last": "CRUZ", "agent_zip": "33901"},
    {"entity_id": "B4", "entity_name": "NOBODYS SHELL CORP", "status": "ACTIVE",
     "formed": "2020-01-01"},
]  # fmt: skip
SALES: Sequence[Row] = [
    {"document_id": f"D{n:04}", "parcel_id": f"P-{n % 7}", "recorded": f"20{10 + n % 12}-05-01",
     "doc_type": "WD", "amount": str(1000 * n), "grantor": "LAKE HOMES INC",
     "grantee": "SMITH JOHN W & NANCY" if n == 5 else f"BUYER {n:04}"}
    for n in range(1, 1205)
]  # fmt: skip
PERSONS: Sequence[Row] = [
    {"tahoe_id": "G1", "first": "JOHN", "middle": "W", "last": "SMITH", "suffix": "JR",
     "dob": "2/3/1970", "age": 56, "deceased": "N", "bankruptcies": 1, "liens": 0, "judgments": 2},
    {"tahoe_id": "G2", "first": "JON", "middle": "", "last": "SMITH", "dob": "7/9/1985",
     "age": 41, "deceased": "Y", "bankruptcies": 0, "liens": 0, "judgments": 0},
    {"tahoe_id": "G3", "first": "ANA", "middle": "M", "last": "PEREZ-CRUZ", "dob": "", "age": "",
     "deceased": "N", "bankruptcies": 0, "liens": 0, "judgments": 0},
    {"tahoe_id": "G4", "first": "WILLIAM", "middle": "", "last": "ANDERSEN", "dob": "1/1/1950",
     "age": 76, "deceased": "N", "bankruptcies": 0, "liens": 0, "judgments": 0},
    {"tahoe_id": "G5", "first": "PAUL", "middle": "", "last": "SMITH", "dob": "2/3/1970",
     "age": 56, "deceased": "N", "bankruptcies": 0, "liens": 0, "judgments": 0},
]  # fmt: skip
ADDRESSES: Sequence[Row] = [
    {"tahoe_id": "G1", "ord": 2, "house": "9", "street": "OLD MILL", "suffix": "RD",
     "city": "ELM", "state": "FL", "zip": "33905", "zip4": "", "first_reported": "1/2/2009",
     "last_reported": "3/4/2015", "deliverable": 0},
    {"tahoe_id": "G1", "ord": 1, "house": "12", "predir": "N", "street": "MAIN", "suffix": "ST",
     "unit_type": "APT", "unit": "4", "city": "TOWN", "state": "FL", "zip": "33901",
     "zip4": "1234", "first_reported": "3/5/2015", "last_reported": "11/1/2026", "deliverable": 1},
    {"tahoe_id": "G2", "ord": 1, "house": "77", "street": "PINE", "suffix": "AVE", "city": "TOWN",
     "state": "FL", "zip": "33901", "first_reported": "1/1/2020", "last_reported": "1/1/2026",
     "deliverable": 1},
]  # fmt: skip
CASE_ROWS: Sequence[Row] = [
    {"case_id": f"C{n}", "case_number": f"2020-CC-{n:05}", "court": "COUNTY", "case_type": "CIVIL",
     "filed": f"2020-01-{n:02}", "status": "OPEN", "amount": "1234.5"}
    for n in range(1, 24)
]  # fmt: skip


def _parties(case: Row) -> list[Row]:
    bank = {"seq": 1, "role": "PLAINTIFF", "organization": "FIRST <BANK> & CO"}
    debtor = {"seq": 2, "role": "DEFENDANT", "last": "SMITH", "first": "JOHN", "middle": "W",
              "suffix": "JR", "line": "12 N MAIN ST APT 4", "city": "TOWN", "state": "FL",
              "zip": "33901", "birth_year": "1970"}  # fmt: skip
    return [{"case_id": case["case_id"], **party} for party in (bank, debtor)]


TABLES: Mapping[str, Sequence[Row]] = {
    "business_registry": BUSINESSES,
    "property_sales": SALES,
    "court_case": CASE_ROWS,
    "court_party": [party for case in CASE_ROWS for party in _parties(case)],
    "bureau_person": PERSONS,
    "bureau_name": [
        {"tahoe_id": "G1", "first": "JOHN", "middle": "W", "last": "SMITH"},
        {"tahoe_id": "G3", "first": "ANA", "middle": "M", "last": "DELGADO"},
    ],
    "bureau_address": ADDRESSES,
    "bureau_phone": [
        {"tahoe_id": "G1", "ord": 1, "phone": "(239) 555-0101", "type": "Wireless",
         "connected": 1, "company": "Gulf Cellular", "first_reported": "1/1/2020",
         "last_reported": "11/1/2026"},
        {"tahoe_id": "G4", "ord": 1, "phone": "(239) 555-0101", "type": "LandLine",
         "connected": 0, "company": "Gulf Bell", "first_reported": "1/1/2001",
         "last_reported": "1/1/2010"},
    ],
    "bureau_email": [{"tahoe_id": "G3", "ord": 1, "email": "Ana.Cruz@example.com"}],
    "bureau_relative": [
        {"tahoe_id": "G1", "relative_tahoe_id": "G3", "first": "ANA", "middle": "M",
         "last": "PEREZ-CRUZ", "dob": "", "type": "Spouse"},
        {"tahoe_id": "G1", "relative_tahoe_id": "G4", "first": "WILLIAM", "middle": "",
         "last": "ANDERSEN", "dob": "1/1/1950", "type": "Associate"},
    ],
    "roll_property": [
        {"parcel_id": "P-1", "tax_year": "2026", "owner_1": "SMITH, JOHN", "owner_2": "",
         "assessed_value": "100", "homestead": "Y"},
    ],
    "roll_dmf": [
        {"change_code": "A", "ssn": "666010001", "last": "DE LA ROSA-VILLANUEVA III",
         "suffix": "", "first": "JOSÉ", "middle": "", "vp": "V", "death": "01022020",
         "birth": "03041930"},
    ],
    "roll_sunbiz": [
        {"docno": "L20000000001", "name": "O'NEIL ROOFING LLC", "status": "A",
         "filing_type": "FLAL", "principal_line1": "1 BAY ST", "principal_city": "TOWN",
         "principal_state": "FL", "principal_zip": "33901-1234", "principal_country": "US",
         "mailing_line1": "PO BOX 9", "mailing_city": "ELM", "mailing_state": "FL",
         "mailing_zip": "33905", "mailing_country": "US", "filed": "01312020", "fei": "000000001",
         "agent_name": "SMITH, JOHN W", "agent_type": "P", "agent_line": "12 N MAIN ST",
         "agent_city": "TOWN", "agent_state": "FL", "agent_zip": "33901-1234",
         "officers": json.dumps([
             {"title": "MGR", "type": "P", "name": f"OFFICER, NUMBER {n}", "line": f"{n} BAY ST",
              "city": "TOWN", "state": "FL", "zip": "33901"} for n in range(1, 8)])},
    ],
}  # fmt: skip


def make_tiny_town(folder: Path) -> Path:
    """Writes town.sqlite into the folder, by the sandbox's own schema; gives the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    schema = files("connectors.sandbox").joinpath("schema.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(folder / "town.sqlite")) as database, database:
        database.executescript(schema)
        for table, rows in TABLES.items():
            for row in rows:
                names, marks = ", ".join(row), ", ".join("?" * len(row))
                sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
                database.execute(sql, tuple(row.values()))
    return folder

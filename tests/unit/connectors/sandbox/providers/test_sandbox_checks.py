"""The twins of checkers: by the town's files, in the published shapes, and nobody is named."""

from __future__ import annotations

import json
import sqlite3
from base64 import b64encode
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from connectors.sandbox.providers.bill import Bill
from connectors.sandbox.providers.checks import PRICE, PRICE_OF_A_DAY, NumberDesk, PostalDesk
from connectors.sandbox.providers.messages import Request
from connectors.sandbox.providers.town import open_town
from tests.tiny_town import make_tiny_town

BASIC = {"authorization": "Basic " + b64encode(b"us:er").decode()}
LINE = {"Fields": "line_type_intelligence"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_town(tmp_path_factory.mktemp("checks"))


def lookup(
    folder: Path,
    number: str,
    headers: dict[str, str] = BASIC,
    asked: dict[str, str] = LINE,
    ledger: str = "lookups",
) -> tuple[int, Any]:
    town, bill = open_town(folder), Bill(folder / f"{ledger}.sqlite")
    desk = NumberDesk(town, bill)
    said = desk.answer(Request("GET", f"/lookups/v2/PhoneNumbers/+1{number}", asked, headers))
    town.close()
    bill.close()
    return said.status, json.loads(said.body)


def test_a_number_has_the_line_that_the_files_have_it_under(folder: Path) -> None:
    status, said = lookup(folder, "2395550101")
    assert (status, said["valid"]) == (200, True)
    assert said["line_type_intelligence"]["type"] in ("mobile", "landline")
    assert not {"caller_name", "name"} & said.keys()
    status, said = lookup(folder, "2395550177")
    assert said["line_type_intelligence"]["type"] is None
    assert lookup(folder, "2395550101", {})[0] == 401
    lines = Bill(folder / "lookups.sqlite").lines()
    assert [line.amount for line in lines] == [PRICE, PRICE]


@pytest.mark.parametrize(
    ("connected", "day", "word"),
    [
        (1, "20240501", "no"),
        (1, "20190501", "no_data_available"),
        (0, "20240501", "yes"),
        (0, "20190501", "yes"),
        (0, "20991231", "no"),
        (None, "20240501", "no_data_available"),
    ],
)
def test_a_number_was_given_up_if_no_file_has_it_in_service_since_the_day(
    tmp_path: Path, connected: int | None, day: str, word: str
) -> None:
    folder = make_tiny_town(tmp_path)
    number = "2395550101"
    with closing(sqlite3.connect(next(folder.rglob("town.sqlite")))) as town, town:
        if connected is None:
            town.execute("DELETE FROM bureau_phone")
        town.execute(
            "UPDATE bureau_phone SET connected = ?, last_reported = '06/01/2026'", (connected,)
        )
    asked = {"Fields": "reassigned_number", "LastVerifiedDate": day}
    status, said = lookup(folder, number, BASIC, asked, "days")
    assert (status, said["reassigned_number"]["is_number_reassigned"]) == (200, word)
    assert [line.amount for line in Bill(folder / "days.sqlite").lines()] == [PRICE_OF_A_DAY]
    without = {"Fields": "reassigned_number"}
    assert lookup(folder, number, BASIC, without, "days")[0] == 400


@pytest.mark.parametrize(
    ("street", "zip5", "status", "confirmed", "vacant"),
    [
        ("12 N Main St Apt 4", "33901", 200, "Y", "N"),
        ("12 North Main Street #4", "33901", 200, "Y", "N"),
        ("12 N Main St", "33901", 200, "D", "N"),
        ("12 N Main St Apt 9", "33901", 200, "S", "N"),
        ("9 Old Mill Rd", "33905", 200, "Y", "Y"),
        ("1 Nowhere Ln", "33901", 400, "", ""),
    ],
)
def test_an_address_is_confirmed_as_far_as_the_files_have_it(
    folder: Path, street: str, zip5: str, status: int, confirmed: str, vacant: str
) -> None:
    town = open_town(folder)
    asked = {"streetAddress": street, "city": "TOWN", "state": "FL", "ZIPCode": zip5}
    path, headers = "/postal/addresses/v3/address", {"authorization": "Bearer us"}
    said = PostalDesk(town).answer(Request("GET", path, asked, headers))
    unlicensed = {"authorization": "Bearer unlicensed"}
    assert PostalDesk(town).answer(Request("GET", path, asked, unlicensed)).status == 401
    town.close()
    body = json.loads(said.body)
    info = body.get("additionalInfo", {"DPVConfirmation": "", "vacant": ""})
    assert (said.status, info["DPVConfirmation"], info["vacant"]) == (status, confirmed, vacant)

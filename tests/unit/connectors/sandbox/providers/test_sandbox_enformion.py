"""The paid person search: who is found, what is refused, what is billed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from connectors.sandbox.providers.bill import Bill
from connectors.sandbox.providers.enformion import Enformion
from connectors.sandbox.providers.messages import Request, Response
from connectors.sandbox.providers.throttle import Rate
from connectors.sandbox.providers.town import Town

KEYS = {
    "galaxy-ap-name": "sandbox",
    "galaxy-ap-password": "sandbox",
    "galaxy-search-type": "Person",
}
JOHN = {"FirstName": "John", "LastName": "Smith"}
AT_MAIN = {"Addresses": [{"AddressLine1": "12 N Main St", "AddressLine2": "Town, FL 33901"}]}


@pytest.fixture
def bureau(tiny_town: Town, tmp_path: Path) -> Iterator[Enformion]:
    bill = Bill(tmp_path / "bill.sqlite")
    yield Enformion(tiny_town, bill)
    bill.close()


def search(bureau: Enformion, body: object, reference: str = "", **headers: str) -> Response:
    sent = {**KEYS, "skiptrace-reference": reference, **headers}
    return bureau.answer(
        Request("POST", "/enformion/PersonSearch", {}, sent, json.dumps(body).encode())
    )


def get(bureau: Enformion, path: str) -> Response:
    return bureau.answer(Request("GET", f"/enformion/sandbox/{path}"))


def value(answer: Response) -> Any:
    return json.loads(answer.body)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({**JOHN, "Dob": "2/3/1970"}, "G1 G2"),
        ({**JOHN, "Dob": "07/09/1985"}, "G1 G2"),
        ({**JOHN, "FirstName": "Jon", "Dob": "1985-07-09"}, "G2 G1"),
        ({**JOHN, **AT_MAIN}, "G1 G2"),
        ({**JOHN, "Phone": "239-555-0101"}, "G1 G2"),
        ({"firstname": "John", "LASTNAME": "Smith", "phone": "(239) 555-0101"}, "G1 G2"),
        ({"FirstName": "Ana", "LastName": "Delgado", "Dob": "1/1/1990"}, "G3"),
        ({"FirstName": "Ana", "LastName": "Cruz", "Dob": "1/1/1990"}, "G3"),
        ({"FirstName": "Ana", "LastName": "Perez Cruz", "Dob": "1/1/1990"}, "G3"),
        ({"FirstName": "Bill", "LastName": "Andersen", "Dob": "1/1/1950"}, "G4"),
        ({"FirstName": "William", "LastName": "Anderson", "Dob": "1/1/1950"}, "G4"),
        ({"FirstName": "Otto", "LastName": "Smith", "Dob": "2/3/1970"}, ""),
        ({"Phone": "+1 239 555 0101"}, "G1 G4"),
        ({"Email": "ANA.CRUZ@example.com"}, "G3"),
        ({"Email": "nobody@example.com"}, ""),
    ],
)
def test_who_is_found_best_agreement_first(
    bureau: Enformion, body: dict[str, object], found: str
) -> None:
    answer = search(bureau, body)
    assert answer.status == 200, answer.body
    assert [person["tahoeId"] for person in value(answer)["persons"]] == found.split()


def test_a_person_has_the_published_shape(bureau: Enformion) -> None:
    person = value(search(bureau, {**JOHN, "Dob": "2/3/1970"}))["persons"][0]
    assert person["name"] == {
        "prefix": "",
        "firstName": "JOHN",
        "middleName": "W",
        "lastName": "SMITH",
        "suffix": "JR",
    }
    assert person["akas"] == []
    assert (person["dob"], person["age"]) == ("2/3/1970", 56)
    first, second = person["addresses"]
    assert first["fullAddress"] == "12 N MAIN ST APT 4; TOWN, FL 33901-1234"
    assert (first["addressOrder"], first["isDeliverable"], first["unitType"]) == (1, True, "APT")
    assert (second["houseNumber"], second["isDeliverable"], second["unitType"]) == (
        "9",
        False,
        None,
    )
    assert person["phoneNumbers"][0]["phoneType"] == "Wireless"
    assert person["phoneNumbers"][0]["isConnected"] is True
    assert [r["tahoeId"] for r in person["relativesSummary"]] == ["G3"]
    assert [r["tahoeId"] for r in person["associatesSummary"]] == ["G4"]
    assert person["indicators"]["hasBankruptcyRecords"] == 1
    assert person["indicators"]["hasJudgmentRecords"] == 2
    assert person["deathRecords"] == {"isDeceased": False}


def test_pages(bureau: Enformion) -> None:
    body = {**JOHN, "Dob": "2/3/1970", "ResultsPerPage": 1}
    second = value(search(bureau, {**body, "Page": 2}))
    assert [p["tahoeId"] for p in second["persons"]] == ["G2"]
    assert second["pagination"] == {
        "currentPageNumber": 2,
        "resultsPerPage": 1,
        "totalPages": 2,
        "totalResults": 2,
    }
    assert value(search(bureau, {**body, "Page": 3}))["persons"] == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        JOHN,
        {"LastName": "Smith", "Dob": "2/3/1970"},
        AT_MAIN,
        {**JOHN, "Dob": "1970"},
        {**JOHN, "Phone": "555-0101"},
        {**JOHN, "Dob": "2/3/1970", "Page": 0},
        {**JOHN, "Dob": "2/3/1970", "ResultsPerPage": 101},
        {**JOHN, "Addresses": "12 N Main St"},
    ],
)
def test_too_little_or_wrong_input_is_refused_and_not_billed(
    bureau: Enformion, body: object
) -> None:
    answer = search(bureau, body, "r1")
    refusal = value(answer)
    assert (answer.status, refusal["isError"]) == (400, True)
    assert refusal["error"]["inputErrors"]
    assert refusal["error"]["warnings"] == []
    assert value(get(bureau, "bill")) == []
    assert get(bureau, "calls/r1").status == 404


def test_a_refusal_repeats_no_value(bureau: Enformion) -> None:
    body = {"FirstName": "Zebulon", "LastName": "Quark", "Dob": "31/31/1999"}
    assert b"Zebulon" not in search(bureau, body).body
    assert b"31/31" not in search(bureau, body).body


@pytest.mark.parametrize(
    ("header", "text", "status"),
    [
        ("galaxy-ap-name", "", 401),
        ("galaxy-ap-password", "", 401),
        ("galaxy-search-type", "Teaser", 400),
    ],
)
def test_headers_are_required(bureau: Enformion, header: str, text: str, status: int) -> None:
    answer = search(bureau, {**JOHN, **AT_MAIN}, "", **{header: text})
    assert (answer.status, value(answer)["isError"]) == (status, True)
    assert value(get(bureau, "bill")) == []


def test_every_sale_is_on_the_bill_also_a_second_one(bureau: Enformion) -> None:
    hit, miss = {**JOHN, **AT_MAIN}, {"Email": "nobody@example.com"}
    first = search(bureau, hit, "r1")
    for body, reference in ((hit, "r1"), (miss, "r2"), (hit, "")):
        search(bureau, body, reference)
    bill = value(get(bureau, "bill"))
    assert [(line["reference"], line["hit"], line["amount"]) for line in bill] == [
        ("r1", True, 0.1),
        ("r1", True, 0.1),
        ("r2", False, 0),
        ("", True, 0.1),
    ]
    assert get(bureau, "calls/r1").body == first.body
    assert value(get(bureau, "calls/r2"))["persons"] == []
    assert get(bureau, "calls/r3").status == 404


def test_the_bill_survives_a_restart(tiny_town: Town, tmp_path: Path) -> None:
    path = tmp_path / "bill.sqlite"
    before = Bill(path)
    sold = search(Enformion(tiny_town, before), {**JOHN, **AT_MAIN}, "r1")
    before.close()
    after = Bill(path)
    try:
        assert [line.reference for line in after.lines()] == ["r1"]
        assert get(Enformion(tiny_town, after), "calls/r1").body == sold.body
    finally:
        after.close()


def test_too_many_searches_must_wait_and_are_not_billed(tiny_town: Town, tmp_path: Path) -> None:
    bill = Bill(tmp_path / "bill.sqlite")
    bureau = Enformion(tiny_town, bill, Rate(per_second=0.5, burst=1))
    answers = [search(bureau, {**JOHN, **AT_MAIN}) for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 429]
    assert ("Retry-After", "2") in answers[1].headers
    assert len(bill.lines()) == 1
    bill.close()


def test_sales_from_many_threads_are_all_on_the_bill(bureau: Enformion) -> None:
    def buy(number: int) -> int:
        return search(bureau, {**JOHN, **AT_MAIN}, f"r{number}").status

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(buy, range(80))) == {200}
    billed = sorted(line["reference"] for line in value(get(bureau, "bill")))
    assert billed == sorted(f"r{number}" for number in range(80))

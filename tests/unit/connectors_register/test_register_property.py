"""The county property roll: who is found by which name, and what a row tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.kit import check_answers, check_connector
from connectors.register.connector import RegisterConnector
from skiptrace.model.dates import PartialDate
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.kinds import FindingKind
from skiptrace.model.record import Answer
from skiptrace.model.subject import EntityKind, PersonName
from skiptrace.model.waterfall import Outcome
from tests.inquiries import make_address, make_inquiry
from tests.unit.connectors_register.register_files import (
    padding,
    property_csv,
    property_row,
    register,
)


def county(folder: Path, *rows: dict[str, str]) -> RegisterConnector:
    return register("county_property_roll", property_csv([*rows, *padding()]), folder)


def person(surname: str, given: str = "", middle: str = "") -> Inquiry:
    return make_inquiry("q", names=(PersonName(given, middle, surname),))


def only(connector: RegisterConnector, inquiry: Inquiry) -> Answer:
    (answer,) = connector.search([inquiry])
    return answer


def test_a_row_becomes_a_record_of_its_owner(tmp_path: Path) -> None:
    row = property_row(parcel_id="01-7", owner_1="TESTER WILMA M", homestead="Y")
    answer = only(county(tmp_path, row), person("Tester", "Wilma"))
    (record,) = answer.records
    assert (answer.outcome, record.ref, record.kind) == (Outcome.HIT, "01-7", EntityKind.PERSON)
    assert record.names == (PersonName("WILMA", "M", "TESTER"),)
    assert [(a.role, a.value.one_line) for a in record.addresses] == [
        ("mailing", "12 MAIN ST, PORT ALVERA, FL 34801"),
        ("homestead", "9 OAK AVE, LAKE ORLENA, FL 34821"),
    ]
    (found,) = record.indicators
    assert (found.kind, found.reference) == (FindingKind.REAL_PROPERTY, "01-7")
    assert found.dated == PartialDate(2012, 5, 6)
    assert found.detail == {
        "owner_1": "TESTER WILMA M",
        "land_use": "0100",
        "assessed_value": "150000",
        "tax_year": "2026",
        "deed_date": "2012-05-06",
        "homestead": "Y",
        "street": "9 OAK AVE",
        "city": "LAKE ORLENA",
        "zip": "34821",
    }
    assert record.provenance.locator == "row 1"


def test_the_stored_answer_is_the_row_as_it_stands_in_the_file(tmp_path: Path) -> None:
    row = property_row(owner_1='TESTER "WILL" WILMA', care_of="C/O ONE,\r\nTWO")
    content = property_csv([*padding(), row])
    answer = only(register("county_property_roll", content, tmp_path), person("Tester", "Wilma"))
    stored = answer.snapshots[1].body
    assert b"\r\n" in stored
    assert content.endswith(stored + b"\r\n")


WHO = (
    ("TESTER WILMA", "Tester", "Wilma", True),
    ("TESTER W", "TESTER", "WILMA", True),
    ("TESTER WALTER", "TESTER", "WILMA", False),
    ("TESTER BERTHA", "TESTER", "WILMA", False),
    ("TESTER WILMA", "TESTER", "", True),
    ("TESTRE WILMA", "TESTER", "WILMA", True),
    ("TESTRE WALTER", "TESTER", "WILMA", False),
    ("PESTER WILMA", "TESTER", "WILMA", True),
    ("TESTER ROBERT", "TESTER", "BOBBY", True),
    ("TESTER RONALD", "TESTER", "BOBBY", False),
    ("TESTER ANN WILMA", "TESTER", "WILMA", True),
    ("DE LA CRUZ WILMA", "De la Cruz", "Wilma", True),
    ("DELACRUZ WILMA", "De La Cruz", "Wilma", True),
    ("O'TESTER WILMA", "OTester", "Wilma", True),
    ("GARCIA LOPEZ WILMA", "Garcia Lopez", "Wilma", True),
    ("GARCIA LOPEZ WILMA", "Lopez", "Wilma", True),
    ("GARCIA LOPEZ WILMA", "Garcia", "Wilma", True),
    ("GARCIA WILMA", "Garcia-Lopez", "Wilma", True),
    ("LOPEZ WILMA", "Garcia-Lopez", "Wilma", True),
    ("TESTER WILMA JR", "TESTER", "WILMA", True),
    ("TESTER JR WILMA", "TESTER", "WILMA", True),
    ("TESTER WILMA EST", "TESTER", "WILMA", True),
    ("TESTER WILMA TRUSTEE", "TESTER", "WILMA", True),
    ("TESTER WILMA ET AL", "TESTER", "WILMA", True),
    ("OTHER OTTO & TESTER WILMA", "TESTER", "WILMA", True),
    ("TESTER OTTO & WILMA", "TESTER", "WILMA", True),
    ("TESTER OTTO H & WILMA M", "TESTER", "WILMA", True),
    ("CHURCH WILMA", "Church", "Wilma", True),
    ("HEIRS OF TESTER WILMA", "TESTER", "WILMA", True),
    ("ESTATE OF WILMA TESTER", "TESTER", "WILMA", True),
    ("WILMA TESTER REVOCABLE TRUST", "TESTER", "WILMA", True),
    ("TESTER WILMA CO-TRUSTEE", "TESTER", "WILMA", True),
    ("TESTER OTTO AND WILMA", "TESTER", "WILMA", True),
    ("TESTER OTTO/WILMA", "TESTER", "WILMA", True),
    ("HARMON PA", "Harmon", "Pa", True),
    ("C/O TESTER WILMA", "TESTER", "WILMA", False),
    ("WILMA TESTER HOLDINGS LLC", "WILMA", "TESTER", False),
)
"""The owner as a row has it, surname and given name that are asked for, whether it is found."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The parcels of each inquiry of the table, asked in one chunk of a register with every owner.

    A parcel and an inquiry are named by their place in the table.
    """
    rows = [property_row(parcel_id=f"T-{n}", owner_1=row[0]) for n, row in enumerate(WHO)]
    everybody = county(tmp_path_factory.mktemp("everybody"), *rows)
    asked = [
        make_inquiry(f"T-{n}", names=(PersonName(row[2], "", row[1]),)) for n, row in enumerate(WHO)
    ]
    answers = list(everybody.search(asked))
    by_id = {answer.inquiry_id: answer for answer in answers}
    assert check_answers(everybody, asked, [by_id[one.id] for one in asked]) == []
    return {id: [r.ref.partition("/")[0] for r in answer.records] for id, answer in by_id.items()}


@pytest.mark.parametrize("place", range(len(WHO)), ids=[" - ".join(row[:3]) for row in WHO])
def test_who_is_found(found: dict[str, list[str]], place: int) -> None:
    assert found[f"T-{place}"].count(f"T-{place}") == WHO[place][3]


@pytest.mark.parametrize(
    ("owner", "asked", "name"),
    [
        ("GARCIA LOPEZ WILMA ANN", "Garcia Lopez", PersonName("WILMA", "ANN", "GARCIA LOPEZ")),
        ("GARCIA LOPEZ WILMA", "Lopez", PersonName("WILMA", "", "GARCIA LOPEZ")),
        ("VAN DER BERG WILMA", "van der Berg", PersonName("WILMA", "", "VAN DER BERG")),
        ("TESTER JR WILMA ANN", "Tester", PersonName("WILMA", "ANN", "TESTER", "JR")),
        ("TESTER OTTO & WILMA A", "Tester", PersonName("WILMA", "A", "TESTER")),
        ("TESTER WILMA EST", "Tester", PersonName("WILMA", "", "TESTER")),
    ],
)
def test_where_a_surname_ends(tmp_path: Path, owner: str, asked: str, name: PersonName) -> None:
    records = only(county(tmp_path, property_row(owner_1=owner)), person(asked, "Wilma")).records
    assert [record.names for record in records] == [(name,)]


def test_the_second_owner_is_a_record_of_its_own(tmp_path: Path) -> None:
    row = property_row(parcel_id="T-1", owner_1="TESTER W", owner_2="TESTER WILMA")
    records = only(county(tmp_path, row), person("TESTER", "WILMA")).records
    assert [(r.ref, r.names[0].given) for r in records] == [
        ("T-1", "W"),
        ("T-1/owner_2", "WILMA"),
    ]


def test_an_owner_who_changed_the_surname_is_found_at_a_known_address(tmp_path: Path) -> None:
    row = property_row(parcel_id="T-1", owner_1="MARRIED WILMA", mail_line="12 N MAIN STREET")
    connector = county(tmp_path, row)
    names, at = (PersonName("Wilma", "", "Maiden"),), make_address
    places = {
        "there": (at("12 Main St", "Port Alvera", "FL", "34801"),),
        "elsewhere": (at("14 Main St", "Port Alvera", "FL", "34801"),),
    }
    chunk = [make_inquiry(name, names=names, addresses=a) for name, a in places.items()]
    answers = {answer.inquiry_id: answer for answer in connector.search(chunk)}
    assert [r.ref for r in answers["there"].records] == ["T-1"]
    assert answers["elsewhere"].outcome is Outcome.NO_HIT


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Harbor Property Management LLC", True),
        ("HARBOR PROPERTY MANAGEMENT", True),
        ("Harbor Property Management, L.L.C.", True),
        ("Harbor Property", False),
    ],
)
def test_an_organisation_is_found_whatever_its_legal_form(
    tmp_path: Path, asked: str, found: bool
) -> None:
    row = property_row(parcel_id="T-1", owner_1="HARBOR PROPERTY MANAGEMENT LLC")
    inquiry = make_inquiry("q", entity=EntityKind.ORGANIZATION, organization=asked)
    answer = only(county(tmp_path, row), inquiry)
    kinds = [(r.ref, r.kind, r.organization) for r in answer.records]
    name = "HARBOR PROPERTY MANAGEMENT LLC"
    assert kinds == [("T-1", EntityKind.ORGANIZATION, name)] * found


def test_over_the_bound_the_rows_that_agree_most_are_given_and_it_is_said(tmp_path: Path) -> None:
    many = [property_row(parcel_id=f"M-{n:03d}", owner_1="TESTER W") for n in range(30)]
    near = property_row(parcel_id="NEAR", owner_1="TESTER W", mail_zip="34777", mail_line="1 X ST")
    same = property_row(parcel_id="SAME", owner_1="TESTER WILMA")
    inquiry = make_inquiry(
        "q",
        names=(PersonName("Wilma", "", "Tester"),),
        addresses=(make_address("5 Elm St", "Port Alvera", "FL", "34777"),),
    )
    connector = county(tmp_path, *many, near, same)
    answer = only(connector, inquiry)
    assert len(answer.records) == 25
    assert [record.ref for record in answer.records[:2]] == ["SAME", "NEAR"]
    assert answer.reason == "32 rows agree, the 25 that agree most are given"
    assert connector.read(inquiry, answer.snapshots).reason == answer.reason


def test_no_hits_of_one_file_share_one_proof(tmp_path: Path) -> None:
    connector = county(tmp_path)
    names = [person("Unknown", "Una"), person("Nobodyelse", "Ned")]
    first, second = connector.search(names)
    assert (first.outcome, second.outcome) == (Outcome.NO_HIT, Outcome.NO_HIT)
    assert first.snapshots[0].sha256 == second.snapshots[0].sha256
    assert b"nobodyelse" not in first.snapshots[0].body.lower()


def test_the_contract_of_a_connector(tmp_path: Path) -> None:
    rows = [property_row(parcel_id=f"T-{n}", owner_1="TESTER WILMA") for n in range(40)]
    chunk = [
        make_inquiry("hit", name="Wilma Tester"),
        make_inquiry("miss", name="Una Unknown"),
        make_inquiry("organisation", entity=EntityKind.ORGANIZATION, organization="Acme Inc"),
        make_inquiry("nothing to ask by", phones=("+12395550100",)),
    ]
    assert check_connector(county(tmp_path, *rows), chunk) == []

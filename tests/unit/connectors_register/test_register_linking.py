"""A register is searched by the linking code: its rules, its order, and what is never a hit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from connectors.card import load_card
from connectors.register import link
from connectors.register.asks import PARTS, usable_rules
from connectors.register.connector import RegisterConnector
from connectors.register.layout import SearchKey
from matching.block.keys import RULES
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Answer
from skiptrace.model.subject import PersonName
from skiptrace.model.waterfall import Outcome
from tests.inquiries import make_address, make_inquiry
from tests.unit.connectors_register.register_files import (
    TOWN_SOURCES,
    padding,
    property_csv,
    property_row,
    register,
)

FIELD_OF = {part: field for field, parts in PARTS.items() for part in parts}
KEYS: dict[SearchKey, set[str]] = {
    "name": {"names"},
    "name_and_birth": {"names", "dob"},
    "name_and_ssn4": {"names", "ssn4"},
}


def county(folder: Path, *rows: dict[str, str]) -> RegisterConnector:
    return register("county_property_roll", property_csv([*rows, *padding()]), folder)


def person(surname: str, given: str, middle: str = "", *places: str) -> Inquiry:
    addresses = tuple(make_address(line, "Port Alvera", "FL", "34801") for line in places)
    return make_inquiry("q", names=(PersonName(given, middle, surname),), addresses=addresses)


def only(connector: RegisterConnector, inquiry: Inquiry) -> Answer:
    (answer,) = connector.search([inquiry])
    return answer


def test_every_part_of_every_blocking_rule_comes_from_a_field() -> None:
    assert {part for rule in RULES.values() for part in rule} <= FIELD_OF.keys()


@pytest.mark.parametrize(
    "offered",
    [
        ("name",),
        ("name", "place"),
        ("name_and_birth",),
        ("ssn", "name_and_birth", "name_and_ssn4"),
        ("name_and_ssn4", "place"),
    ],
)
def test_a_rule_is_used_only_for_the_fields_of_an_offered_key(
    offered: tuple[SearchKey, ...],
) -> None:
    place = {"addresses"} if "place" in offered else set[str]()
    allowed = [KEYS[key] | place for key in offered if key in KEYS]
    expected = set()
    for number, rule in RULES.items():
        fields = {FIELD_OF[part] for part in rule}
        if fields != {"addresses"} and any(fields <= key for key in allowed):
            expected.add(number)
    assert usable_rules(offered) == expected
    assert len(expected) >= 6


@pytest.mark.parametrize("offered", [("ssn",), ("organization", "place"), ("place",)])
def test_without_a_name_no_rule_is_used(offered: tuple[SearchKey, ...]) -> None:
    assert usable_rules(offered) == frozenset()


@pytest.mark.parametrize(
    ("owner", "asked", "found"),
    [
        ("TESTER WLIMA", ("Tester", "Wilma"), True),
        ("TESSTER WILMA", ("Tester", "Wilma"), True),
        ("TYSON WILMA", ("Tysen", "Wilma"), True),
        ("TYSON WALTER", ("Tysen", "Wilma"), False),
        ("FAULKNER MARY", ("Faulkner Jewell", "Molly"), True),
        ("ROBIDOUX-CRANE PAUL", ("Robidoux", "P"), True),
        ("GORMAN CLIARE Y", ("Gorman Holland", "Claire"), True),
        ("TESTER DON", ("Tester", "Ron"), False),
        ("OTHER WILMA", ("Tester", "Wilma"), False),
    ],
)
def test_what_the_linking_code_finds_and_what_it_does_not(
    tmp_path: Path, owner: str, asked: tuple[str, str], found: bool
) -> None:
    connector = county(tmp_path, property_row(parcel_id="T-1", owner_1=owner))
    assert [r.ref for r in only(connector, person(*asked)).records] == ["T-1"] * found


def test_the_people_of_a_street_are_no_hit(tmp_path: Path) -> None:
    names = ("ADAMS ABEL", "BROWN BETTY", "CLARK CYRUS", "TESTER BERTHA", "WILSON WILHELM")
    rows = [
        property_row(parcel_id=f"N-{n:03d}", owner_1=name, mail_line=f"{12 + n % 3} MAIN ST")
        for n, name in enumerate(names * 6)
    ]
    answer = only(county(tmp_path, *rows), person("Tester", "Wilma", "", "12 Main St"))
    assert (answer.outcome, answer.records) == (Outcome.NO_HIT, ())


@pytest.mark.parametrize(("search_by", "found"), [(["name", "place"], True), (["name"], False)])
def test_an_address_counts_only_where_the_card_offers_it(
    tmp_path: Path, search_by: list[str], found: bool
) -> None:
    path = tmp_path / "register.csv"
    row = property_row(parcel_id="T-1", owner_1="MARRIED WILMA")
    path.write_bytes(property_csv([row, *padding()]))
    loaded = load_card(TOWN_SOURCES / "county_property_roll" / "card.toml")
    changed = replace(loaded, section={**loaded.section, "search_by": search_by})
    settings = county(tmp_path)._settings
    connector = RegisterConnector(changed, replace(settings, options={"path": str(path)}))
    answer = only(connector, person("Maiden", "Wilma", "", "12 Main St"))
    assert answer.outcome is (Outcome.HIT if found else Outcome.NO_HIT)
    assert (b'"addresses"' in answer.snapshots[0].body) is found


def test_the_nearest_of_many_namesakes_comes_first(tmp_path: Path) -> None:
    many = [
        property_row(parcel_id=f"M-{n:03d}", owner_1="TESTER WILMA", mail_zip="33199")
        for n in range(60)
    ]
    near = property_row(parcel_id="NEAR", owner_1="TESTER WILMA", mail_line="5 ELM ST")
    answer = only(county(tmp_path, *many, near), person("Tester", "Wilma", "", "5 Elm Street"))
    assert answer.records[0].ref == "NEAR"
    assert answer.reason == "61 rows agree, the 25 that agree most are given"


def test_another_middle_initial_comes_last(tmp_path: Path) -> None:
    owners = {"B": "TESTER WILMA B", "NONE": "TESTER WILMA", "A": "TESTER WILMA A"}
    rows = [property_row(parcel_id=f"T-{ref}", owner_1=name) for ref, name in owners.items()]
    records = only(county(tmp_path, *rows), person("Tester", "Wilma", "A")).records
    assert [record.ref for record in records] == ["T-A", "T-NONE", "T-B"]


def test_a_name_that_everybody_bears_is_never_an_unearned_no_hit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link, "_BOUNDS", replace(link._BOUNDS, widest=1))
    rows = [property_row(parcel_id=f"M-{n:03d}", owner_1="TESTER WILMA") for n in range(40)]
    answer = only(county(tmp_path, *rows), person("Tester", "Wilma"))
    assert answer.reason == "40 rows agree, the 25 that agree most are given"


def test_a_whole_chunk_is_answered_as_one_by_one(tmp_path: Path) -> None:
    rows = [
        property_row(parcel_id="T-1", owner_1="TESTER WILMA", owner_2="TESTER OTTO"),
        property_row(parcel_id="T-2", owner_1="MARRIED WILMA", mail_line="5 N ELM STREET"),
    ]
    connector = county(tmp_path, *rows)
    chunk = [
        person("Tester", "Wilma"),
        person("Tester", "Otto"),
        person("Maiden", "Wilma", "", "5 Elm St"),
        person("Unknown", "Una"),
    ]
    chunk = [replace(inquiry, id=f"q{n}") for n, inquiry in enumerate(chunk)]
    together = list(connector.search(chunk))
    assert together == [only(connector, inquiry) for inquiry in chunk]
    assert [len(answer.records) for answer in together] == [1, 1, 1, 0]

"""Tables that stand in some rows only, and columns that hold a list of single values."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from connectors.base import SourceSettings
from connectors.card import LoadedCard, load_card
from connectors.engine.connector import EngineConnector
from connectors.engine.record_map.addresses import read_address
from connectors.engine.record_map.facts import AddressColumns
from connectors.engine.record_map.rows import TreeRow
from connectors.engine.searches import Searches
from connectors.engine.section import EngineSection
from connectors.register.layout import RegisterSection
from connectors.registry import discover
from skiptrace.model.errors import SourceChanged
from skiptrace.model.record import Snapshot, SourceRecord
from skiptrace.model.subject import EntityKind
from tests.inquiries import clock, make_inquiry

CARD = Path(__file__).parents[4] / "connectors/sources/co_business_entities/card.toml"
PLACE = {"line": "line", "city": "city"}
SECTION: dict[str, Any] = {
    "path": "/roles",
    "paging": {"kind": "none"},
    "asks": [{"params": {"q": "{organization?}{surname?}"}}],
    "reference": ["number", "role"],
    "parties": [
        {
            "name": "company",
            "organization": "business",
            "among": {"role": ["Main office", "MAIL"]},
            "addresses": [
                PLACE | {"role": "principal", "among": {"role": ["Main office"]}},
                PLACE | {"role": "mailing", "among": {"role": ["mail"]}},
            ],
        },
        {
            "name": "agent",
            "surname": "last",
            "among": {"role": ["AGENT"]},
            "phones": [{"value": "phone", "among": {"listed": ["Y"]}}],
            "indicators": [
                {"kind": "business_interest", "description": "agent", "among": {"live": ["1"]}}
            ],
        },
    ],
}
ROW = {"number": "1", "business": "QUILL LLC", "line": "1 QUAY RD", "city": "DENVER"}


def records(row: dict[str, str], entity: EntityKind) -> tuple[SourceRecord, ...]:
    card = load_card(CARD)
    loaded = LoadedCard(card.card, SECTION, Path("x"))
    settings = SourceSettings("http://localhost", Path("unused"), clock, {}, {})
    body = json.dumps([ROW | row]).encode()
    page = Snapshot(body, "application/json", "GET /roles page 1 -> 200", clock())
    asked = {"organization": "Quill"} if entity is EntityKind.ORGANIZATION else {}
    return (
        EngineConnector(loaded, settings)
        .read(make_inquiry("q", "co_business_entities", entity, **asked), [page])
        .records
    )


@pytest.mark.parametrize(
    ("role", "roles"),
    [("MAIN OFFICE", ["principal"]), ("Mail", ["mailing"]), ("AGENT", None), ("", None)],
)
def test_an_organisation_stands_in_the_rows_of_its_own_roles(
    role: str, roles: list[str] | None
) -> None:
    found = records({"role": role}, EntityKind.ORGANIZATION)
    assert [[a.role for a in record.addresses] for record in found] == ([roles] if roles else [])


@pytest.mark.parametrize(
    ("row", "phones", "interests"),
    [
        ({"listed": "y", "live": "1"}, 1, 1),
        ({"listed": "N", "live": "1"}, 0, 1),
        ({"listed": "", "live": "2"}, 0, 0),
    ],
)
def test_a_person_s_facts_stand_where_their_columns_say(
    row: dict[str, str], phones: int, interests: int
) -> None:
    agent = {"role": "AGENT", "last": "QUILLFEATHER", "phone": "305-555-0101"}
    (found,) = records(agent | row, EntityKind.PERSON)
    assert (len(found.phones), len(found.indicators)) == (phones, interests)


def test_an_address_of_a_register_stands_in_every_row() -> None:
    table = dict(discover(plugins=["sandbox"]).cards["county_property_roll"].section)
    first, *rest = table["parties"]
    addresses = [a | {"among": {"homestead": ["Y"]}} for a in first["addresses"]]
    with pytest.raises(ValueError, match="no `among`"):
        RegisterSection.model_validate(
            table | {"parties": [first | {"addresses": addresses}, *rest]}
        )


@pytest.mark.parametrize(
    ("lines", "text"),
    [(["1 QUAY RD", "STE 2"], "1 QUAY RD STE 2"), (["1 QUAY RD", None, ""], "1 QUAY RD"), ([], "")],
)
def test_a_list_of_single_values_is_one_text(lines: list[str | None], text: str) -> None:
    assert TreeRow({"place": {"lines": lines}}, "$[0]")["place.lines[]"] == text


@pytest.mark.parametrize("lines", [[{"line": "1 QUAY RD"}], [["1 QUAY RD"]], "1 QUAY RD"])
def test_a_list_of_anything_else_is_a_change(lines: object) -> None:
    with pytest.raises(SourceChanged, match=r"lines|single value"):
        TreeRow({"lines": lines}, "$[0]")["lines[]"]


@pytest.mark.parametrize(
    ("last", "place"),
    [
        ("LUBBOCK TX 79401", ("LUBBOCK", "TX", "79401", "")),
        ("Fort Worth, TX 76102-0001", ("Fort Worth", "TX", "76102", "0001")),
        ("PHILADELPHIA PA", ("PHILADELPHIA", "PA", "", "")),
        ("NEW YORK", ("NEW YORK", "", "", "")),
        ("SANTA FE", ("SANTA FE", "", "", "")),
        ("TORONTO ON M5V", ("TORONTO ON M5V", "", "", "")),
    ],
)
def test_town_and_state_in_one_text_are_parted_or_left_whole(
    last: str, place: tuple[str, str, str, str]
) -> None:
    columns = AddressColumns(line=("line",), last_line="last")
    found = read_address(columns, {"line": "1 QUAY RD", "last": last})
    assert found and (found.city, found.state, found.zip5, found.zip4) == place


def test_a_template_names_the_columns_and_no_value_is_taken_for_one() -> None:
    section = EngineSection.model_validate(
        {
            "protocol": "carto",
            "table": "parcels",
            "key": "number",
            "reference": "number",
            "condition": {"clauses": [{"each": "organization", "where": "owner = {organization}"}]},
            "parties": [{"organization": "owner"}],
        }
    )
    inquiry = make_inquiry("q", "x", EntityKind.ORGANIZATION, organization="{columns} O'DELL")
    (search,) = Searches(section, {}).of(inquiry)
    assert search.params == {
        "q": "SELECT number,owner FROM parcels WHERE (owner = '{COLUMNS} O''DELL') OR "
        "(owner = '{COLUMNS} ODELL') ORDER BY number LIMIT 1000"
    }

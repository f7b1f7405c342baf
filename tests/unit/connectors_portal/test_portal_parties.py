"""Parties of a court page whose names stand in one column: people and organisations are told."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.engine.record_map.party import PartyColumns, RecordMap
from connectors.engine.record_map.reader import Party, PartyReader
from connectors.portal.cases import is_asked_for
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.subject import EntityKind
from tests.inquiries import make_inquiry

ROOFING = make_inquiry(entity=EntityKind.ORGANIZATION, organization="Tester Roofing, L.L.C.")
WILMA = make_inquiry(name="Wilma Tester")


def parties(row: dict[str, str], **columns: Any) -> list[Party]:
    record_map = RecordMap((PartyColumns(**columns),), {}, {})
    return list(PartyReader(record_map).parties(row))


@pytest.mark.parametrize(
    ("name", "inquiry", "asked_for"),
    [
        ("TESTER ROOFING LLC", ROOFING, True),
        ("TESTER PLUMBING LLC", ROOFING, False),
        ("TESTER, WILMA", ROOFING, False),
        ("TESTER, WILMA", WILMA, True),
        ("ESTATE OF WILMA TESTER", WILMA, True),
        ("WILMA TESTER HOLDINGS LLC", WILMA, False),
        ("", WILMA, False),
        ("", ROOFING, False),
    ],
)
def test_a_whole_name_is_asked_for_by_what_it_is(
    name: str, inquiry: Inquiry, asked_for: bool
) -> None:
    found = parties({"name": name}, whole="name", kind="either")
    assert any(is_asked_for(inquiry, party) for party in found) is asked_for


def test_an_organisation_of_its_own_column_is_taken_as_it_stands() -> None:
    columns = {"surname": "last", "organization": "firm"}
    (firm,) = parties({"last": "", "firm": "Tester"}, **columns)
    (person,) = parties({"last": "Roofing LLC", "firm": ""}, **columns)
    assert (firm.organization, person.organization) == ("Tester", "")

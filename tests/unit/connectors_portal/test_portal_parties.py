"""Parties of a court page whose names stand in one column: people and organisations are told."""

from __future__ import annotations

import pytest

from connectors.portal.cases import is_asked_for, named_organization
from connectors.portal.layout import PartyPlaces
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.subject import EntityKind
from tests.inquiries import make_inquiry

PLACES = PartyPlaces(role="role", whole="name", address="address")
ROOFING = make_inquiry(entity=EntityKind.ORGANIZATION, organization="Tester Roofing, L.L.C.")
WILMA = make_inquiry(name="Wilma Tester")


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
    assert is_asked_for(inquiry, {"name": name}, PLACES) is asked_for


def test_an_organisation_of_its_own_column_is_taken_as_it_stands() -> None:
    own = PartyPlaces(role="role", surname="last", organization="firm", address="address")
    assert named_organization({"last": "", "firm": "Tester"}, own) == "Tester"
    assert named_organization({"last": "Roofing LLC", "firm": ""}, own) == ""

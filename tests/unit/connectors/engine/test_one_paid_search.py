"""Every paid call is the one best search, and none is made on a name alone."""

from __future__ import annotations

import json
from dataclasses import fields as fields_of
from typing import Any

import pytest

from connectors.card import read_section
from connectors.engine.searches import Searches
from connectors.engine.section import EngineSection
from connectors.registry import discover
from skiptrace.model.dates import PartialDate
from skiptrace.model.inquiry import SearchFields
from skiptrace.model.subject import EntityKind, PersonName, PostalAddress
from tests.inquiries import make_inquiry

ANN = PersonName("Ann", "Marie", "Quillfeather")
OAK = PostalAddress("12 Oak St Apt 3", "Port Alvera", "FL", "34802")
ELM = PostalAddress("9 Elm Ave", "Macon", "GA", "31201")
SEARCHES = Searches(read_section(discover().cards["enformion_person"], EngineSection), {})


def asked(entity: EntityKind, **fields: Any) -> object:
    """The body of the one search that is bought; None where none is."""
    found = SEARCHES.of(make_inquiry(entity=entity, **fields))
    assert len(found) <= 1
    return json.loads(found[0].body or b"") if found else None


NAMED = {"FirstName": "Ann", "LastName": "Quillfeather"}


@pytest.mark.parametrize(
    ("fields", "narrowed"),
    [
        ({"dob": PartialDate(1980, 3, 9), "addresses": (OAK,)}, {"Dob": "3/9/1980"}),
        (
            {"dob": PartialDate(1980, 3), "addresses": (OAK, ELM), "phones": ("2395550101",)},
            {
                "Addresses": [
                    {"AddressLine1": "12 Oak St Apt 3", "AddressLine2": "Port Alvera, FL 34802"}
                ]
            },
        ),
        ({"addresses": (PostalAddress(city="Macon"),)}, {"Addresses": [{"AddressLine2": "Macon"}]}),
        ({"phones": ("+1 239 555-0101",)}, {"Phone": "(239) 555-0101"}),
        ({"phones": ("555-0101",)}, {"Phone": "555-0101"}),
    ],
)
def test_the_best_single_search_is_asked(fields: dict[str, Any], narrowed: dict[str, Any]) -> None:
    names = (ANN, PersonName("Ann", "", "Former"))
    assert asked(EntityKind.PERSON, names=names, **fields) == {
        **NAMED,
        **narrowed,
        "Page": 1,
        "ResultsPerPage": 20,
    }


@pytest.mark.parametrize(
    ("fields", "entity"),
    [
        (SearchFields(names=(ANN,)), EntityKind.PERSON),
        (SearchFields(names=(ANN,), dob=PartialDate(1980)), EntityKind.PERSON),
        (SearchFields(names=(ANN,), emails=("ann@example.com",)), EntityKind.PERSON),
        (SearchFields(names=(PersonName("", "", "Lee"),), addresses=(OAK,)), EntityKind.PERSON),
        (SearchFields(addresses=(OAK,)), EntityKind.PERSON),
        (SearchFields(organization="Quill LLC", addresses=(OAK,)), EntityKind.ORGANIZATION),
    ],
)
def test_nothing_is_asked_that_would_return_namesakes(
    fields: SearchFields, entity: EntityKind
) -> None:
    filled = {f.name: getattr(fields, f.name) for f in fields_of(fields)}
    assert asked(entity, **filled) is None

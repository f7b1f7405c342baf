"""A subject's fields become escaped literals, whatever they hold."""

from __future__ import annotations

import pytest

from connectors.soql import fill, literal, values_of
from skiptrace.model.inquiry import SearchFields
from skiptrace.model.subject import PersonName, PostalAddress

WHERE = "upper(last) = {surname} AND starts_with(upper(first), {given_start})"


def wheres(template: str, each: str, fields: SearchFields) -> list[str]:
    return [part for values in values_of(fields, each) if (part := fill(template, values))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SMITH", "'SMITH'"),
        ("O'BRIEN", "'O''BRIEN'"),
        ("x' OR '1'='1", "'x'' OR ''1''=''1'"),
        ("A\x00B\nC", "'ABC'"),
        ("\\'", "'\\'''"),
    ],
)
def test_a_literal_cannot_be_left(text: str, expected: str) -> None:
    assert literal(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            PersonName("Ann", "", "Lee"),
            ["upper(last) = 'LEE' AND starts_with(upper(first), 'ANN')"],
        ),
        (
            PersonName("Maria", "", "O'Brien"),
            [
                "upper(last) = 'O''BRIEN' AND starts_with(upper(first), 'MAR')",
                "upper(last) = 'OBRIEN' AND starts_with(upper(first), 'MAR')",
            ],
        ),
        (
            PersonName("José", "", "Peña-Ruiz"),
            [
                "upper(last) = 'PEÑA-RUIZ' AND starts_with(upper(first), 'JOS')",
                "upper(last) = 'PENA-RUIZ' AND starts_with(upper(first), 'JOS')",
                "upper(last) = 'PENA RUIZ' AND starts_with(upper(first), 'JOS')",
            ],
        ),
        (PersonName("", "", "Lee"), []),
        (
            PersonName("{surname}", "", "Lee"),
            ["upper(last) = 'LEE' AND starts_with(upper(first), '{SU')"],
        ),
    ],
)
def test_a_name_is_asked_in_the_spellings_of_registers(
    name: PersonName, expected: list[str]
) -> None:
    assert wheres(WHERE, "names", SearchFields(names=(name,))) == expected


def test_every_name_is_asked_once() -> None:
    names = (
        PersonName("Ann", "", "Lee"),
        PersonName("ANN", "Q", "LEE"),
        PersonName("Ann", "", "Poe"),
    )
    found = wheres("upper(last) = {surname}", "names", SearchFields(names=names))
    assert found == ["upper(last) = 'LEE'", "upper(last) = 'POE'"]


@pytest.mark.parametrize(
    ("template", "each", "expected"),
    [
        ("g like {%last_first_start%}", "names", ["g like '%LEE ANN%'"]),
        ("upper(n) = {organization}", "organization", ["upper(n) = '100% _LEE_ LLC'"]),
        ("n like {organization%}", "organization", ["n like '100 LEE LLC%'"]),
        ("l = {line} AND z = {zip5}", "addresses", ["l = '12 OAK ST' AND z = '34801'"]),
        ("l like {house%} AND city = {city}", "addresses", []),
    ],
)
def test_templates_are_filled_for_each_kind_of_field(
    template: str, each: str, expected: list[str]
) -> None:
    fields = SearchFields(
        names=(PersonName("Ann", "", "Lee"),),
        organization="100% _Lee_ LLC",
        addresses=(PostalAddress("12 Oak St", "", "FL", "34801"),),
    )
    assert wheres(template, each, fields) == expected

"""A subject's fields become escaped literals, whatever they hold."""

from __future__ import annotations

import pytest

from connectors.engine.query.languages import ESCAPES, literal
from connectors.engine.query.spellings import Counted, spelled
from connectors.engine.query.template import fill
from skiptrace.model.inquiry import SearchFields
from skiptrace.model.subject import PersonName, PostalAddress

WHERE = "upper(last) = {surname} AND starts_with(upper(first), {given_start})"


def wheres(template: str, each: Counted, fields: SearchFields) -> list[str]:
    found = (fill(template, values, ESCAPES["soql"]) for values in spelled(fields, each))
    parts = [part for part in found if part]
    return list(dict.fromkeys(parts))


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
        (PersonName("Zelda", "", "Lee"), [("LEE", "ZEL")]),
        (PersonName("Zelda", "", "O'Brien"), [("O'BRIEN", "ZEL"), ("OBRIEN", "ZEL")]),
        (
            PersonName("Zoë", "", "Peña-Ruiz"),
            [
                (surname, given)
                for surname in ("PEÑA-RUIZ", "PENA-RUIZ", "PENA RUIZ", "PENA", "RUIZ")
                for given in ("ZOË", "ZOE")
            ],
        ),
        (PersonName("Zelda", "", "de la Cruz"), [("DE LA CRUZ", "ZEL"), ("CRUZ", "ZEL")]),
        (PersonName("Z", "", "Lee"), [("LEE", "Z")]),
        (PersonName("", "", "Lee"), []),
        (PersonName("{surname}", "", "Lee"), [("LEE", "{SU")]),
    ],
)
def test_a_name_is_asked_in_the_spellings_of_registers(
    name: PersonName, expected: list[tuple[str, str]]
) -> None:
    assert wheres(WHERE, "names", SearchFields(names=(name,))) == [
        f"upper(last) = {literal(surname)} AND starts_with(upper(first), {literal(given)})"
        for surname, given in expected
    ]


@pytest.mark.parametrize(
    ("given", "other"), [("Jim", "JAM"), ("Rebecca", "BEC"), ("BECKY", "REB"), ("William", "BIL")]
)
def test_a_given_name_is_asked_in_its_other_forms(given: str, other: str) -> None:
    fields = SearchFields(names=(PersonName(given, "", "Lee"),))
    found = wheres(WHERE, "names", fields)
    assert f"upper(last) = 'LEE' AND starts_with(upper(first), '{other}')" in found
    assert len(found) <= 8


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
        ("g like {%& surname %}", "names", ["g like '%& LEE %'"]),
        ("upper(n) = {organization}", "organization", ["upper(n) = '100% _LEE_ LLC'"]),
        ("n like {organization%}", "organization", ["n like '100 LEE LLC%'"]),
        ("n like {organization_start%}", "organization", ["n like '100 LEE%'"]),
        ("l = {line} AND z = {zip5}", "addresses", ["l = '12 OAK ST' AND z = '34801'"]),
        ("l like {house%} AND city = {city}", "addresses", []),
    ],
)
def test_templates_are_filled_for_each_kind_of_field(
    template: str, each: Counted, expected: list[str]
) -> None:
    fields = SearchFields(
        names=(PersonName("Ann", "", "Lee"),),
        organization="100% _Lee_ LLC",
        addresses=(PostalAddress("12 Oak St", "", "FL", "34801"),),
    )
    assert wheres(template, each, fields) == expected

"""A row is consumed column by column; what nobody reads or lists is an alarm."""

from __future__ import annotations

import pytest

from connectors.engine.record_map.known import KnownColumns
from connectors.engine.record_map.rows import TreeRow
from skiptrace.model.errors import SourceChanged
from tests.tables import each

KNOWN = KnownColumns(
    read=["id", "name.first", "places[].city", "tags[]", "flag", r"a\.b"],
    required=["id", "places[].city"],
    ignored=["note", ":*", "places[].old", "kin[].*", "name.rank"],
    codes={"places[].kind": {"H": "home", "true": "yes"}},
)
ROW = {
    "id": 1,
    "name": {"first": "Ann", "rank": {"deep": [1]}},
    "places": [{"city": "Macon", "kind": "H", "old": 3}, {"city": None, "kind": None}],
    "tags": ["a", "b"],
    "kin": [{"any": 1}],
    ":id": "row-1",
    "note": {"deep": 1},
    "a.b": "x",
}


@each(
    "row",
    [
        ROW,
        {"id": ""},
        {"id": None, "places": None, "name": None},
        ROW | {"places": [{"city": "x", "kind": True}]},
    ],
)
def test_a_known_row_passes(row: dict[str, object]) -> None:
    KNOWN.check(row, "$[0]")


@each(
    ("row", "words"),
    [
        ({}, "$[0]: column 'id' is missing"),
        (ROW | {"z": "SECRET"}, "$[0]: unknown column 'z'"),
        (ROW | {"name": {"last": "SECRET"}}, "$[0].name: unknown column 'last'"),
        (ROW | {"places": [{"city": "x", "new": "SECRET"}]}, "$[0].places[0]: unknown column"),
        (ROW | {"places": [{"kind": "H"}]}, "$[0].places[0]: column 'city' is missing"),
        (
            ROW | {"places": [{"city": "x", "kind": "SECRET"}]},
            "$[0].places[0]: column 'kind' holds an unknown code",
        ),
        ("SECRET", "$[0]: expected an object"),
        (["SECRET"], "$[0]: expected an object"),
    ],
)
def test_a_changed_row_is_named_without_its_values(row: object, words: str) -> None:
    with pytest.raises(SourceChanged) as caught:
        KNOWN.check(row, "$[0]")
    assert str(caught.value).startswith(words)
    assert "SECRET" not in str(caught.value)


def test_a_row_gives_its_columns_as_text() -> None:
    row = TreeRow({"a": " x ", "n": 7, "f": 1.5, "t": True, "null": None, "b.c": "y"}, "$")
    assert [row[c] for c in ("a", "n", "f", "t", "null", "gone", "gone.deep")] == [
        *("x", "7", "1.5", "true"),
        *("", "", ""),
    ]
    assert row[r"b\.c"] == "y"


def test_elements_know_their_row_and_what_the_card_calls_them() -> None:
    row = TreeRow({"id": 7, "places": [{"city": "Macon"}], "tags": ["a"]}, "$[0]")
    (place,), (tag,) = row.elements("places"), row.elements("tags")
    assert (place["city"], place["^id"], place.called("city")) == ("Macon", "7", "places[].city")
    assert (tag["."], tag.called("."), place.place) == ("a", "tags[]", "$[0].places[0]")
    assert list(row.elements("gone")) == []


@each(
    ("row", "column", "words"),
    [
        ({"a": ["SECRET"]}, "a", "$: column 'a' is not a single value"),
        ({"a": {"b": "SECRET"}}, "a", "$: column 'a' is not a single value"),
        ({"a": "SECRET"}, "a.b", "$.a: expected an object"),
    ],
)
def test_a_value_of_another_kind_is_a_change(
    row: dict[str, object], column: str, words: str
) -> None:
    with pytest.raises(SourceChanged) as caught:
        TreeRow(row, "$")[column]
    assert str(caught.value) == words


def test_a_list_of_one_is_its_element_in_xml_alone() -> None:
    with pytest.raises(SourceChanged, match="column 'a' is not a list"):
        list(TreeRow({"a": {"b": "1"}}, "$").elements("a"))
    (one,) = TreeRow({"a": {"b": "1"}}, "$", one_is_list=True).elements("a")
    assert one["b"] == "1"
